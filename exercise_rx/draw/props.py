"""Every prop of a picture, built where it belongs, and the heights people rest on."""

from collections.abc import Mapping

from exercise_rx.draw import bands, furniture, handheld
from exercise_rx.draw.furniture import Built
from exercise_rx.draw.pose import Pose
from exercise_rx.draw.prop_words import (
    AnyProp,
    Ball,
    Band,
    Block,
    Board,
    Chair,
    Doorway,
    Held,
    Mat,
    Post,
    Roll,
    Soft,
    Stick,
    Towel,
    Wall,
    Worn,
)
from exercise_rx.draw.scene import Scene
from exercise_rx.draw.surface import FIRST_PROP
from exercise_rx.draw.words import Frame


def tops(pose: Pose) -> Mapping[str, float]:
    """Height of the top of every prop one can stand, sit or lean on, by its kind."""
    heights: dict[str, float] = {}
    for prop in pose.props:
        if isinstance(prop, Chair):
            heights[prop.kind] = prop.seat
        elif isinstance(prop, Block):
            heights[prop.kind] = prop.y + furniture.block_size(prop)[0]
        elif isinstance(prop, Mat):
            heights[prop.kind] = prop.y
        elif isinstance(prop, Board):
            heights[prop.kind] = prop.y + {"wobble_board": 0.077, "slider": 0.004}.get(prop.kind, 0)
    return heights


def build(pose: Pose, frame: Frame, scene: Scene) -> list[tuple[str, Built]]:
    """The props of one picture with their kinds."""
    return [
        (prop.kind, _built(prop, scene, FIRST_PROP + i))
        for i, prop in enumerate(pose.props)
        if prop.only is None or frame in prop.only
    ]


def _built(prop: AnyProp, scene: Scene, thing: int) -> Built:
    match prop:
        case Chair():
            return furniture.chair(prop, thing)
        case Block():
            return furniture.block(prop, thing)
        case Wall():
            return furniture.wall(prop, thing)
        case Doorway():
            return furniture.doorway(prop, thing)
        case Mat():
            return furniture.mat(prop, thing)
        case Post():
            return furniture.post(prop, thing)
        case Board():
            return handheld.board(prop, thing)
        case Towel():
            return Built(handheld.towel(prop, thing))
        case Soft():
            return Built(handheld.soft(prop, scene, thing))
        case Roll():
            return Built(handheld.roll(prop, scene, thing))
        case Ball():
            return Built(handheld.ball(prop, scene, thing))
        case Band():
            return Built(bands.band(prop, scene, thing))
        case Held():
            return Built(handheld.held(prop, scene, thing))
        case Stick():
            return Built(handheld.stick(prop, scene, thing))
        case Worn():
            return Built(handheld.worn(prop, scene, thing))
