"""Things that stand in a home: chair, step, counter, wall, bed, and what hands and feet rest on."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from exercise_rx.draw.geometry import Array, turn_y, vector
from exercise_rx.draw.prop_words import Block, Chair, Doorway, Mat, Post, Wall
from exercise_rx.draw.shapes import box, tube
from exercise_rx.draw.surface import Surface, one_thing

LEG = 0.035
"""Thickness of a chair leg, metres."""
USUAL = {
    "step": (0.18, 0.60, 0.36),
    "counter": (0.90, 0.95, 0.42),
    "table": (0.74, 0.95, 0.60),
    "bed": (0.50, 0.95, 1.95),
    "bench": (0.42, 0.40, 1.00),
    "sofa": (0.42, 1.50, 0.75),
    "box": (0.45, 0.45, 0.40),
    "foam": (0.06, 0.46, 0.40),
    "stairs": (0.18, 0.90, 0.28),
}
"""Height, width and depth when a pose says nothing else, metres."""
STAIRS = 3


@dataclass
class Solid:
    """A hard box, for the check that nothing of the body is inside it."""

    centre: Array
    half: Array
    turn: Array


@dataclass
class Built:
    """A prop ready to draw, its hard boxes and the height of its top."""

    surfaces: list[Surface]
    solids: list[Solid] = field(default_factory=list)


@dataclass
class Carpenter:
    """Puts boxes together in a prop's own directions."""

    thing: int
    x: float = 0
    z: float = 0
    yaw: float = 0
    surfaces: list[Surface] = field(default_factory=list)
    solids: list[Solid] = field(default_factory=list)

    def add(
        self, centre: ArrayLike, size: ArrayLike, material: str = "wood", *, hard: bool = True
    ) -> None:
        """One box, placed from the prop's own middle."""
        turn = turn_y(self.yaw)
        middle = turn @ vector(centre) + [self.x, 0, self.z]
        self.surfaces.append(box(middle, size, material, self.thing, turn))
        if hard:
            self.solids.append(Solid(middle, vector(size) / 2, turn))

    def done(self) -> Built:
        """Everything put together as one thing."""
        return Built(one_thing(self.surfaces), self.solids)


def chair(prop: Chair, thing: int) -> Built:
    """Seat, four legs, a back with a rail; arms if asked for."""
    make = Carpenter(thing, prop.x, prop.z, prop.yaw)
    thick, wide, deep, seat = 0.035, prop.width, prop.depth, prop.seat
    make.add((0, seat - thick / 2, 0), (wide, thick, deep))
    x, z = wide / 2 - LEG / 2 - 0.01, deep / 2 - LEG / 2 - 0.01
    for side in (-1, 1):
        for end in (-1, 1):
            make.add((side * x, (seat - thick) / 2, end * z), (LEG, seat - thick, LEG))
    if prop.back:
        rear = -deep / 2 + LEG / 2
        for side in (-1, 1):
            make.add((side * x, seat + 0.22, rear), (LEG, 0.44, LEG))
        make.add((0, seat + 0.34, rear), (wide - 2 * LEG - 0.02, 0.15, LEG * 0.6))
    if prop.arms:
        for side in (-1, 1):
            make.add((side * (x + LEG), seat + 0.11, z), (LEG, 0.22, LEG))
            make.add((side * (x + LEG), seat + 0.235, 0.01), (LEG * 1.3, 0.03, deep - LEG))
    return make.done()


def block_size(prop: Block) -> tuple[float, float, float]:
    """Height, width and depth of a block, its own or the usual ones."""
    height, width, depth = USUAL[prop.kind]
    return prop.height or height, prop.width or width, prop.depth or depth


def block(prop: Block, thing: int) -> Built:
    """A step, counter, table, bed, bench, sofa, box, foam pad or stairs."""
    height, width, depth = block_size(prop)
    make = Carpenter(thing, prop.x, prop.z, prop.yaw)
    if prop.kind in ("step", "box", "foam"):
        material = {"step": "wood", "box": "wood", "foam": "rubber"}[prop.kind]
        make.add((0, prop.y + height / 2, 0), (width, height, depth), material)
    elif prop.kind == "counter":
        make.add((0, height - 0.02, 0), (width, 0.04, depth))
        make.add(
            (0, (height - 0.04) / 2, 0.03), (width - 0.06, height - 0.04, depth - 0.06), "light"
        )
    elif prop.kind == "stairs":
        for i in range(STAIRS):
            rise = height * (i + 1)
            make.add((0, rise / 2, depth * i), (width, rise, depth - 0.002))
    elif prop.kind == "sofa":
        make.add((0, height / 2 + 0.03, 0), (width, height - 0.06, depth), "cloth")
        make.add(
            (0, height + 0.15, -depth / 2 - 0.09), (width, height * 2 - 0.36 + 0.30, 0.18), "cloth"
        )
    else:
        _table_like(make, prop.kind, height, width, depth)
    return make.done()


def _table_like(make: Carpenter, kind: str, height: float, width: float, depth: float) -> None:
    thick = {"table": 0.035, "bed": 0.20, "bench": 0.07}[kind]
    material = {"table": "wood", "bed": "cloth", "bench": "mat"}[kind]
    make.add((0, height - thick / 2, 0), (width, thick, depth), material)
    x, z = width / 2 - 0.06, depth / 2 - 0.07
    for side in (-1, 1):
        for end in (-1, 1):
            make.add((side * x, (height - thick) / 2, end * z), (0.05, height - thick, 0.05))


def wall(prop: Wall, thing: int) -> Built:
    """A piece of wall on one side of the person."""
    make = Carpenter(thing)
    thick = 0.05
    size = (prop.width, prop.height, thick)
    along, out = prop.along, prop.at + thick / 2
    centre = {
        "front": (along, out),
        "back": (along, -out),
        "left": (out, along),
        "right": (-out, along),
    }[prop.side]
    if prop.side in ("left", "right"):
        size = (thick, prop.height, prop.width)
    make.add((centre[0], prop.height / 2, centre[1]), size, "wall")
    return make.done()


def doorway(prop: Doorway, thing: int) -> Built:
    """Two posts and a lintel."""
    make = Carpenter(thing, prop.x, prop.z, prop.yaw)
    thick, deep = 0.10, 0.14
    for side in (-1, 1):
        make.add((side * (prop.width + thick) / 2, prop.height / 2, 0), (thick, prop.height, deep))
    make.add((0, prop.height + thick / 2, 0), (prop.width + 2 * thick, thick, deep))
    return make.done()


def mat(prop: Mat, thing: int) -> Built:
    """A thin mat whose top is the floor (or `y`)."""
    make = Carpenter(thing, prop.x, prop.z, prop.yaw)
    thick = 0.018
    make.add((0, prop.y - thick / 2, 0), (prop.size[0], thick, prop.size[1]), "mat", hard=False)
    return make.done()


def post(prop: Post, thing: int) -> Built:
    """A table leg, a rail or a door edge."""
    return Built([tube(np.array(prop.path), prop.radius, "wood", thing)])
