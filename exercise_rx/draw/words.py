"""Small shared words of the pose format: places, directions, sides."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from exercise_rx.draw.geometry import Array, unit, vector
from exercise_rx.errors import did_you_mean

Side = Literal["L", "R"]
Frame = Literal["start", "middle", "end"]
FRAMES: tuple[Frame, ...] = ("start", "middle", "end")
Point = tuple[float, float, float]
"""Metres: X to the person's left, Y up from the floor, Z forward."""

SIDED_LANDMARKS = (
    "hip", "knee", "ankle", "mtp", "heel", "heel_pad", "ball", "bigtoe", "toe", "toetip",
    "littletoe", "instep", "arch", "sole", "foot_outer", "foot_inner", "ankle_outer",
    "ankle_inner", "kneecap", "knee_back", "knee_outer", "knee_inner", "thigh_front",
    "thigh_back", "thigh_outer", "thigh_inner", "shin", "calf", "lap", "shoulder", "elbow",
    "elbow_tip", "wrist", "palm", "grip", "knuckle", "fingertip", "indextip", "thumbtip", "temple",
)  # fmt: skip
MIDDLE_LANDMARKS = (
    "pelvis", "sacrum", "belly", "low_back", "chest", "sternum", "upper_back", "neck", "head",
    "face", "forehead", "head_back", "chin",
)  # fmt: skip
SIDED_PARTS = (
    "foot", "toes", "shank", "thigh", "leg", "hand", "fingers", "forearm", "upper_arm", "arm",
    "knee", "elbow",
)  # fmt: skip
MIDDLE_PARTS = (
    "body", "feet", "knees", "head", "neck", "trunk", "chest", "pelvis", "seat", "under", "back",
)  # fmt: skip


def _names(middle: tuple[str, ...], sided: tuple[str, ...]) -> tuple[str, ...]:
    return (*middle, *(f"{name}.{side}" for name in sided for side in "LR"))


LANDMARKS = _names(MIDDLE_LANDMARKS, SIDED_LANDMARKS)
PARTS = _names(MIDDLE_PARTS, SIDED_PARTS)


def _known(value: str, names: tuple[str, ...], thing: str) -> str:
    if value not in names:
        near = did_you_mean(value, names) or "The list is in exercises/POSES.md."
        raise ValueError(f"no {thing} is called {value!r}. {near}")
    return value


def _place(value: object) -> object:
    return _known(value, LANDMARKS, "landmark") if isinstance(value, str) else value


Landmark = Annotated[str, AfterValidator(lambda value: _known(value, LANDMARKS, "landmark"))]
"""The name of a single place on the body."""
Part = Annotated[str, AfterValidator(lambda value: _known(value, PARTS, "body part"))]
"""The name of a part of the body."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Parts = Annotated[list[Part], BeforeValidator(_as_list)]
"""One part or several."""
Place = Annotated[str | Point, BeforeValidator(_place)]
"""A landmark's name or a point."""

DIRECTIONS = {
    "left": (1, 0, 0),
    "right": (-1, 0, 0),
    "up": (0, 1, 0),
    "down": (0, -1, 0),
    "forward": (0, 0, 1),
    "back": (0, 0, -1),
}


def _direction(value: object) -> object:
    """Turn words such as `forward down` into three numbers."""
    if not isinstance(value, str):
        return value
    total = vector([0, 0, 0])
    for word in value.split():
        if word not in DIRECTIONS:
            near = did_you_mean(word, list(DIRECTIONS)) or f"Use {', '.join(DIRECTIONS)}."
            raise ValueError(f"no direction is called {word!r}. {near}")
        total = total + DIRECTIONS[word]
    return tuple(float(x) for x in total)


def _not_nowhere(value: Point) -> Point:
    if not any(value):
        raise ValueError("a direction needs at least one number that is not 0")
    return value


Direction = Annotated[Point, BeforeValidator(_direction), AfterValidator(_not_nowhere)]
"""Words (`forward down`) or three numbers; only the direction counts, not the length."""


def direction(value: Point) -> Array:
    """A direction at length 1."""
    return unit(vector(value))
