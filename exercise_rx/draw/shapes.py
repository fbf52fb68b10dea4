"""Simple solids and straps, from which every prop is built."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from exercise_rx.draw.geometry import Array, unit, vector
from exercise_rx.draw.surface import Surface, triangles

BOX_FACES = np.array(
    [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
)
CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)


def box(
    centre: ArrayLike, size: ArrayLike, material: str, thing: int, turn: Array | None = None
) -> Surface:
    """A box; its six sides are facets of their own."""
    points = CORNERS * vector(size) / 2
    if turn is not None:
        points = points @ turn.T
    corners = triangles(BOX_FACES)
    facet = np.tile(np.arange(1, 7), 2)
    return Surface(material, points + vector(centre), corners, thing, facet=facet, flat=True)


def tube(
    path: ArrayLike, radius: float | Sequence[float], material: str, thing: int, around: int = 18
) -> Surface:
    """A round bar along a path, closed by flat ends."""
    line = vector(path)
    count = len(line)
    radii = np.broadcast_to(vector(radius), (count,))
    aside = unit(np.cross(line[1] - line[0], [0.3, 1, 0.2]))
    turn = np.linspace(0, 2 * np.pi, around, endpoint=False)
    rings = []
    for i in range(count):
        way = unit(line[min(i + 1, count - 1)] - line[max(i - 1, 0)])
        aside = unit(aside - (aside @ way) * way)
        other = np.cross(way, aside)
        circle = np.outer(np.cos(turn), aside) + np.outer(np.sin(turn), other)
        rings.append(line[i] + radii[i] * circle)
    points = np.concatenate([*rings, line[[0, -1]]])
    corners, facet = _skin_of_tube(count, around)
    return Surface(material, points, corners, thing, facet=facet)


def _skin_of_tube(count: int, around: int) -> tuple[Array, Array]:
    k = np.arange(around)
    after = (k + 1) % around
    sides = [
        np.stack(
            [i * around + k, i * around + after, (i + 1) * around + after, (i + 1) * around + k], 1
        )
        for i in range(count - 1)
    ]
    side = triangles(np.concatenate(sides))
    first, last = count * around, count * around + 1
    start = np.stack([np.full(around, first), k, after], 1)
    end = np.stack(
        [np.full(around, last), (count - 1) * around + k, (count - 1) * around + after], 1
    )
    facet = np.concatenate([np.ones(len(side)), np.full(around, 2), np.full(around, 3)])
    return np.concatenate([side, start, end]), facet.astype(int)


def ribbon(
    path: ArrayLike,
    width: ArrayLike,
    across: ArrayLike,
    material: str,
    thing: int,
    *,
    closed: bool = False,
) -> Surface:
    """A flat strap along a path; `width` and `across`, its direction, are one or one per point."""
    line = vector(path)
    count = len(line)
    sides = np.broadcast_to(vector(across), (count, 3))
    sides = sides / np.maximum(np.linalg.norm(sides, axis=1, keepdims=True), 1e-12)
    points = np.empty((2 * count, 3))
    half = sides * np.broadcast_to(vector(width), (count,))[:, None] / 2
    points[0::2], points[1::2] = line - half, line + half
    i = np.arange(count if closed else count - 1)
    j = (i + 1) % count
    faces = np.stack([2 * i, 2 * i + 1, 2 * j + 1, 2 * j], axis=1)
    corners = triangles(faces)
    return Surface(material, points, corners, thing, facet=np.ones(len(corners), int))


def cushion(
    centre: ArrayLike, size: ArrayLike, material: str, thing: int, boxy: float = 0.5
) -> Surface:
    """A soft block: a ball when `boxy` is 1, squarer when it is smaller."""
    rows, around = 18, 32
    down, turn = np.linspace(0, np.pi, rows + 1), np.linspace(0, 2 * np.pi, around, endpoint=False)

    def soft(value: Array, power: float) -> Array:
        return np.asarray(np.sign(value) * np.abs(value) ** power)

    ring = soft(np.sin(down), boxy)[:, None]
    points = np.stack(
        [
            ring * soft(np.cos(turn), boxy),
            np.repeat(soft(np.cos(down), min(1, boxy + 0.3))[:, None], around, 1),
            ring * soft(np.sin(turn), boxy),
        ],
        axis=-1,
    ).reshape(-1, 3)
    k = np.arange(around)
    after = (k + 1) % around
    faces = np.concatenate(
        [np.stack([i * around + k, i * around + after, (i + 1) * around + after, (i + 1) * around + k], 1)
         for i in range(rows)]
    )  # fmt: skip
    corners = triangles(faces)
    placed = points * vector(size) / 2 + vector(centre)
    return Surface(material, placed, corners, thing, facet=np.ones(len(corners), int))
