"""A z-buffer in numpy: which triangle is nearest at every pixel. No GPU, same bits every time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.geometry import Array

CHUNK = 400_000
BIG = 4_000
"""Pixels in a triangle's bounding box above which it is filled on its own."""


@dataclass
class Depths:
    """Per pixel: depth, the surface seen, its triangle and two of three corner weights."""

    size: tuple[int, int]

    def __post_init__(self) -> None:
        count = self.size[0] * self.size[1]
        self.depth = np.full(count, np.inf)
        self.owner = np.full(count, -1, np.int32)
        self.triangle = np.zeros(count, np.int32)
        self.weights = np.zeros((count, 3), np.float32)

    def add(
        self,
        number: int,
        points: Array,
        corners: Array,
        cut: Array | None,
        culled: bool,
        nearer: float,
    ) -> None:
        """Draw one surface: projected points (n, 3), triangles (m, 3), optional cut field (n,)."""
        for pixel, depth, triangle, weights in _fragments(points, corners, cut, self.size, culled):
            near = depth - nearer
            ahead = near < self.depth[pixel]
            pixel, near = pixel[ahead], near[ahead]
            np.minimum.at(self.depth, pixel, near)
            won = near == self.depth[pixel]
            spot = pixel[won]
            self.owner[spot] = number
            self.triangle[spot] = triangle[ahead][won]
            self.weights[spot] = weights[ahead][won]


def _fragments(
    points: Array, corners: Array, cut: Array | None, size: tuple[int, int], culled: bool
) -> Iterator[tuple[Array, Array, Array, Array]]:
    a, b, c = (points[corners[:, i]] for i in range(3))
    area = (b[:, 1] - c[:, 1]) * (a[:, 0] - c[:, 0]) + (c[:, 0] - b[:, 0]) * (a[:, 1] - c[:, 1])
    left, right = _span(a, b, c, 0, size[0])
    top, bottom = _span(a, b, c, 1, size[1])
    wide, high = np.maximum(right - left + 1, 0), np.maximum(bottom - top + 1, 0)
    box = wide * high
    box[np.abs(area) < 1e-9] = 0
    if culled:
        box[area > 0] = 0
    if cut is not None:
        box[(cut[corners] < 0).all(1)] = 0
    big = box > BIG
    order = np.concatenate([np.nonzero(~big & (box > 0))[0], np.nonzero(big)[0]])
    total = np.cumsum(box[order])
    start = 0
    while start < len(order):
        done = total[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + CHUNK)))
        some = order[start:stop]
        start = stop
        counts = box[some]
        triangle = np.repeat(some, counts)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        width = wide[triangle]
        column, row = left[triangle] + within % width, top[triangle] + within // width
        x, y = column + 0.5 - c[triangle, 0], row + 0.5 - c[triangle, 1]
        whole = area[triangle]
        first = ((b[:, 1] - c[:, 1])[triangle] * x + (c[:, 0] - b[:, 0])[triangle] * y) / whole
        second = ((c[:, 1] - a[:, 1])[triangle] * x + (a[:, 0] - c[:, 0])[triangle] * y) / whole
        third = 1 - first - second
        seen = (first >= -1e-7) & (second >= -1e-7) & (third >= -1e-7)
        weights = np.column_stack([first[seen], second[seen], third[seen]])
        triangle, pixel = triangle[seen], (row * size[0] + column)[seen]
        if cut is not None:
            kept = (weights * cut[corners[triangle]]).sum(1) >= 0
            weights, triangle, pixel = weights[kept], triangle[kept], pixel[kept]
        depth = (weights * points[:, 2][corners[triangle]]).sum(1)
        yield pixel, depth, triangle, weights


def _span(a: Array, b: Array, c: Array, axis: int, limit: int) -> tuple[Array, Array]:
    """First and last pixel whose centre a triangle can cover, along one axis."""
    low = np.minimum(np.minimum(a[:, axis], b[:, axis]), c[:, axis])
    high = np.maximum(np.maximum(a[:, axis], b[:, axis]), c[:, axis])
    first = np.clip(np.ceil(low - 0.5).astype(int), 0, limit)
    return first, np.clip(np.floor(high - 0.5).astype(int), -1, limit - 1)
