"""Things held, worn or lying about: weights, sticks, balls, rolls, boards, marbles, a bike."""

import numpy as np

from exercise_rx.draw.bands import hugging
from exercise_rx.draw.furniture import Built
from exercise_rx.draw.geometry import Array, turn_x, turn_y, turn_z, unit, vector, xyz
from exercise_rx.draw.joints import SIGN
from exercise_rx.draw.prop_words import Ball, Board, Held, Loop, Roll, Soft, Stick, Towel, Worn
from exercise_rx.draw.scene import Scene
from exercise_rx.draw.shapes import box, cushion, ribbon, tube
from exercise_rx.draw.surface import PERSON, Surface, one_thing, triangles
from exercise_rx.draw.words import direction

ROLLS = {
    "roll": (0.34, 0.055, "light"),
    "bottle": (0.20, 0.036, "water"),
    "rubber_bar": (0.30, 0.020, "rubber"),
}
"""Length, radius and material of the cylinders."""


def held(prop: Held, scene: Scene, thing: int) -> list[Surface]:
    """A dumbbell, hammer, kettle weight or lump of putty in a fist."""
    turn = scene.bone_turn(f"wrist.{prop.hand}")
    fist, bar = scene.at(f"grip.{prop.hand}"), turn @ np.array([0, 0, 1.0])
    size = prop.size
    if prop.kind == "dumbbell":
        pieces = [tube([fist - bar * 0.07, fist + bar * 0.07], 0.014, "metal", thing)]
        for end in (-1, 1):
            inner, outer = fist + bar * end * 0.058, fist + bar * end * (0.058 + 0.05 * size)
            pieces.append(tube([inner, outer], 0.036 * size**0.5, "band", thing, 24))
    elif prop.kind == "hammer":
        top = fist + bar * 0.27
        head = turn @ np.array([0, 1.0, 0])
        pieces = [tube([fist - bar * 0.06, top], 0.013, "wood", thing)]
        pieces.append(tube([top - head * 0.05, top + head * 0.06], 0.020, "dark", thing))
    elif prop.kind == "kettle":
        low = fist + np.array([0, -0.13, 0])
        pieces = [cushion(low, (0.15, 0.15, 0.15), "dark", thing, 1.0)]
        for end in (-1, 1):
            corner = fist + bar * end * 0.055
            pieces.append(tube([corner, low + bar * end * 0.04], 0.012, "dark", thing))
        pieces.append(tube([fist - bar * 0.055, fist + bar * 0.055], 0.013, "dark", thing))
    else:
        pieces = [cushion(fist, vector([0.055, 0.055, 0.09]) * size, "rubber", thing, 1.0)]
    return one_thing(pieces)


def stick(prop: Stick, scene: Scene, thing: int) -> list[Surface]:
    """A broom handle through the fists, or from place to place."""
    places = [scene.at(f"grip.{side}") for side in prop.hands] or [scene.at(p) for p in prop.path]
    if len(places) == 1:
        bar = scene.bone_turn(f"wrist.{prop.hands[0]}") @ np.array([0, 0, 1.0])
        places = [places[0] - bar * 0.1, places[0] + bar * 0.1]
    way = unit(places[-1] - places[0])
    line = [places[0] - way * prop.over, places[-1] + way * prop.over]
    return [tube(line, prop.radius, "wood", thing)]


def soft(prop: Soft, scene: Scene, thing: int) -> list[Surface]:
    """A pillow or a folded towel under a body part, or a kneecap that shows under the skin."""
    centre = scene.at(prop.at, still=prop.still) + vector(prop.offset)
    if prop.kind == "kneecap":
        return [cushion(centre, prop.size, "skin", PERSON, 1.0)]
    boxy = 0.5 if prop.kind == "pillow" else 0.28
    return [cushion(centre, prop.size, "light" if prop.kind == "pillow" else "cloth", thing, boxy)]


def roll(prop: Roll, scene: Scene, thing: int) -> list[Surface]:
    """A towel roll, bottle or rubber bar."""
    length, radius, material = ROLLS[prop.kind]
    length, radius = prop.length or length, prop.radius or radius
    centre = scene.at(prop.at, still=prop.still) + vector(prop.offset)
    half = direction(prop.axis) * length / 2
    if prop.kind == "bottle":
        shoulder, neck = centre + half * 0.62, centre + half * 0.78
        line = np.array([centre - half, shoulder, neck, centre + half])
        return [tube(line, [radius, radius, radius * 0.42, radius * 0.42], material, thing, 28)]
    return [tube([centre - half, centre + half], radius, material, thing, 28)]


def ball(prop: Ball, scene: Scene, thing: int) -> list[Surface]:
    """A ball of any size."""
    centre = scene.at(prop.at, still=prop.still) + vector(prop.offset)
    return [cushion(centre, (2 * prop.radius,) * 3, "rubber", thing, 1.0)]


def worn(prop: Worn, scene: Scene, thing: int) -> list[Surface]:
    """A cuff weight above the ankle, or a backpack."""
    side = prop.side
    if prop.kind == "ankle_weight":
        loop = Loop(part=[f"shank.{side}"], at=f"ankle.{side}", normal=(0, 1, 0), shift=0.055)
        shank = scene.bone_turn(f"lowerleg02.{side}")
        up = shank @ np.array([0, 1.0, 0])
        middle = scene.at(f"ankle.{side}") + up * 0.055
        ring, _ = hugging(scene, loop, [])
        swollen = middle + (ring - middle) * 1.12
        swollen = swollen - np.outer((swollen - middle) @ up, up)
        return [ribbon(swollen, 0.085, up, "dark", thing, closed=True)]
    turn = scene.bone_turn("spine01")
    centre = scene.at("upper_back") + turn @ np.array([0, -0.10, -0.085])
    pieces = [box(centre, (0.28, 0.38, 0.15), "dark", thing, turn)]
    pieces.append(
        box(centre + turn @ np.array([0, -0.07, -0.09]), (0.2, 0.16, 0.04), "rubber", thing, turn)
    )
    for end in (-1, 1):
        pieces.append(_shoulder_strap(scene, turn, end, thing))
    return one_thing(pieces)


def _shoulder_strap(scene: Scene, turn: Array, end: int, thing: int) -> Surface:
    """A strap over one shoulder and down to the ribs."""
    side = "L" if end == SIGN["L"] else "R"
    top = (
        scene.at(f"shoulder.{side}") * 0.62
        + scene.at("chest") * 0.38
        + turn @ np.array([0, 0.085, 0])
    )
    front = scene.at("sternum") + turn @ np.array([end * 0.10, -0.02, -0.005])
    low = scene.at("sternum") + turn @ np.array([end * 0.14, -0.16, -0.05])
    back = scene.at("upper_back") + turn @ np.array([end * 0.09, 0.06, -0.02])
    line = np.array([back, top + turn @ [0, 0, -0.03], top + turn @ [0, -0.005, 0.04], front, low])
    at = np.linspace(0, len(line) - 1, 24)
    smooth = np.stack([np.interp(at, range(len(line)), line[:, i]) for i in range(3)], axis=1)
    return ribbon(smooth, 0.045, turn @ np.array([1.0, 0, 0]), "dark", thing)


def towel(prop: Towel, thing: int) -> list[Surface]:
    """A towel on the floor; bunched, its far half is gathered in folds."""
    across, along = 15, 90
    u = np.linspace(-0.5, 0.5, along)[:, None]
    s = np.linspace(-0.5, 0.5, across)[None, :]
    fold = np.exp(-(((u - 0.02) / 0.14) ** 2)) * prop.bunch
    x = prop.x + s * prop.width * (1 - 0.06 * fold)
    y = prop.y + fold * 0.026 * (1 + np.cos(u * 75)) / 2 * (1 - 0.5 * np.abs(s))
    z = prop.z + u * prop.depth * (1 - 0.22 * prop.bunch) + np.where(u > 0, 0.04 * prop.bunch, 0)
    y = y + 0.0008 * np.sin(40 * s)
    points = np.stack([x, y, np.broadcast_to(z, x.shape)], axis=-1).reshape(-1, 3)
    i = (np.arange(along - 1)[:, None] * across + np.arange(across - 1)[None, :]).ravel()
    corners = triangles(np.stack([i, i + 1, i + across + 1, i + across], axis=1))
    return [Surface("cloth", points, corners, thing, facet=np.ones(len(corners), int))]


def board(prop: Board, thing: int) -> Built:
    """Flat things on the floor, and what stands alone: marbles, a cup, water, a bike."""
    at = np.array([prop.x, prop.y, prop.z])
    turn = turn_y(prop.yaw) @ turn_x(prop.pitch) @ turn_z(-prop.tilt)
    if prop.kind == "wobble_board":
        dome = cushion(at + xyz(0, 0.02, 0), (0.2, 0.09, 0.2), "rubber", thing, 1.0)
        top = at + turn @ np.array([0, 0.065, 0])
        up = turn @ np.array([0, 0.012, 0])
        return Built(one_thing([dome, tube([top - up, top + up], 0.20, "wood", thing, 48)]))
    if prop.kind == "slider":
        up = np.array([0, 0.004, 0])
        return Built([tube([at, at + up], 0.11, "rubber", thing, 32)])
    if prop.kind == "tape":
        size = prop.size or (0.05, 1.2)
        return Built(
            [box(at + xyz(0, 0.001, 0), (size[0], 0.002, size[1]), "band", thing, turn_y(prop.yaw))]
        )
    if prop.kind == "marbles":
        spots = [
            (0, 0),
            (0.05, 0.02),
            (-0.045, 0.03),
            (0.02, 0.06),
            (-0.02, -0.045),
            (0.065, -0.03),
        ]
        balls = [cushion(at + xyz(x, 0.011, z), (0.022,) * 3, "dark", thing, 1.0) for x, z in spots]
        return Built(one_thing(balls))
    if prop.kind == "cup":
        line = np.array([at, at + xyz(0, 0.09, 0)])
        return Built([tube(line, [0.04, 0.05], "light", thing, 28)])
    if prop.kind == "water":
        size = prop.size or (1.6, 1.6)
        return Built([box(at, (size[0], 0.004, size[1]), "water", thing)])
    return Built(_bike(at, prop.turn, thing))


def _bike(at: Array, turn: float, thing: int) -> list[Surface]:
    """A stationary bike facing forward; `turn` is the angle of the right pedal."""
    crank = at + xyz(0, 0.30, 0.22)
    seat, bars = at + xyz(0, 0.78, -0.05), at + xyz(0, 0.98, 0.50)
    pieces = [
        tube([at + xyz(-0.22, 0.03, -0.25), at + xyz(0.22, 0.03, -0.25)], 0.025, "dark", thing),
        tube([at + xyz(-0.22, 0.03, 0.72), at + xyz(0.22, 0.03, 0.72)], 0.025, "dark", thing),
        tube([at + xyz(0, 0.03, -0.25), crank, at + xyz(0, 0.03, 0.72)], 0.028, "metal", thing),
        tube([crank, seat - xyz(0, 0.03, 0)], 0.026, "metal", thing),
        tube([crank, at + xyz(0, 0.62, 0.46), bars], 0.026, "metal", thing),
        cushion(seat, (0.17, 0.07, 0.27), "dark", thing, 0.7),
        tube([bars - xyz(0.22, 0, 0), bars + xyz(0.22, 0, 0)], 0.016, "dark", thing),
        tube([crank - xyz(0.03, 0, 0), crank + xyz(0.03, 0, 0)], 0.10, "wood", thing, 32),
    ]
    for side, phase in ((-1, 0.0), (1, 180.0)):
        angle = np.radians(turn + phase)
        arm = crank + xyz(side * 0.09, 0, 0)
        pedal = arm + 0.165 * np.array([0, np.sin(angle), np.cos(angle)])
        pieces.append(tube([arm, pedal], 0.012, "metal", thing))
        pieces.append(box(pedal + xyz(side * 0.05, 0, 0), (0.09, 0.02, 0.08), "dark", thing))
    return one_thing(pieces)
