"""Plain trainers, lofted round the bare foot: convex slices from heel to toe, a flat sole."""

import numpy as np
from scipy.spatial import ConvexHull

from exercise_rx.draw.body import Body, Carried
from exercise_rx.draw.foot_shape import smooth_step
from exercise_rx.draw.geometry import Array
from exercise_rx.draw.surface import Surface, triangles

SLICES, AROUND = 26, 32
LEATHER = 0.006
SOLE = 0.018
"""Metres of upper around the skin and of sole under it."""
MIDSOLE = 0.016
"""Height over the sole where the upper begins."""


def _collar(along: Array) -> Array:
    """Height of the shoe's rim over the sole, from the heel (0) to the toes (1)."""
    return np.asarray(
        np.interp(along, [0, 0.1, 0.3, 0.42, 0.55], [0.088, 0.084, 0.064, 0.078, 0.2])
    )


class Shoes:
    """Both shoes in the stored stance, and the bones that carry them."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._shoes = {side: self._build(side) for side in "LR"}

    def covered(self, sides: str) -> Array:
        """Per point of the skin, how far it lies under a shoe's rim; negative is bare."""
        field = np.full(len(self.body.vertices), -1.0)
        for side in sides:
            foot = self.body.feet[side]
            along, _, height = foot.coordinates(self.body.vertices)
            under = np.where(foot.share > 0.3, _collar(np.clip(along, 0, 1)) - height, -1.0)
            field = np.maximum(field, under)
        return field

    def surfaces(self, carried: Carried, sides: str) -> list[Surface]:
        """The worn shoes, carried by the points of skin beneath them."""
        worn: list[Surface] = []
        for side in sides:
            points, faces, near, shares, cut, sole = self._shoes[side]
            turns = np.einsum("vk,vkij->vij", shares, carried.turns[near])
            shifts = np.einsum("vk,vki->vi", shares, carried.shifts[near])
            placed = np.einsum("vij,vj->vi", turns, points) + shifts
            corners = triangles(faces)
            facet = np.zeros(len(corners), int)
            worn.append(Surface("shoe", placed, corners, cut=np.minimum(cut, -sole), facet=facet))
            worn.append(Surface("sole", placed, corners, cut=sole, facet=facet + 1))
        return worn

    def _build(self, side: str) -> tuple[Array, Array, Array, Array, Array, Array]:
        foot = self.body.feet[side]
        ids = np.nonzero((foot.share > 0.3) & self.body.is_skin)[0]
        along, inward, height = foot.coordinates(self.body.vertices[ids])
        keep = height < _collar(np.clip(along, 0, 1)) + 0.02
        ids, along, inward, height = ids[keep], along[keep], inward[keep], height[keep]
        rings = [
            _ring(along, inward * foot.half, height, at) for at in np.linspace(0.015, 0.985, SLICES)
        ]
        ends = [_cap(rings[0], -0.5), _cap(rings[-1], 0.5)]
        stations = np.concatenate([[-0.02], np.linspace(0.015, 0.985, SLICES), [1.02]])
        outline = _even([ends[0], *rings, ends[1]])
        points, local = [], []
        for at, ring in zip(stations, outline, strict=True):
            base = foot.along * (foot.start + at * foot.length)
            inwards = foot.inward[None] * (foot.middle + ring[:, :1])
            up = np.array([0, 1.0, 0])[None] * (foot.floor + ring[:, 1:])
            points.append(base + inwards + up)
            local.append(np.column_stack([np.full(len(ring), at), ring]))
        place, spot = np.concatenate(points), np.concatenate(local)
        near, shares = self._carriers(place, spot, side, ids)
        cut = _collar(np.clip(spot[:, 0], 0, 1)) - spot[:, 2]
        sole = MIDSOLE + 0.008 * smooth_step(0.35, 0.0, spot[:, 0]) - spot[:, 2]
        return place, _loft(len(stations)), near, shares, cut, sole

    def _carriers(self, place: Array, spot: Array, side: str, ids: Array) -> tuple[Array, Array]:
        """Two stiff carriers, hindfoot and toes, blended at the ball of the foot."""
        dense, number = self.body.dense, self.body.skeleton.number
        hind = ids[np.argmax(dense[ids][:, number[f"foot.{side}"]])]
        toes = ids[np.argmax(dense[ids][:, number[f"toe2-1.{side}"]])]
        front = smooth_step(0.66, 0.80, spot[:, 0])
        near = np.tile([hind, toes], (len(place), 1))
        return near, np.column_stack([1 - front, front])


def _ring(along: Array, inward: Array, height: Array, at: float) -> Array:
    """Convex outline of the foot near one station, made thicker, with a flat sole."""
    near = np.abs(along - at) < 0.045
    flat = np.column_stack([inward[near], height[near]])
    hull = flat[ConvexHull(flat).vertices]
    middle = hull.mean(0)
    away = hull - middle
    hull = hull + LEATHER * away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    left, right = hull[:, 0].min() - 0.002, hull[:, 0].max() + 0.002
    spring = 0.012 * float(smooth_step(0.75, 1.0, np.array(at)))
    sole = np.array(
        [[left, -SOLE + spring], [right, -SOLE + spring], [left, 0.012], [right, 0.012]]
    )
    both = np.concatenate([hull, sole])
    return np.asarray(both[ConvexHull(both).vertices])


def _cap(ring: Array, _: float) -> Array:
    middle = np.array(
        [ring[:, 0].mean(), 0.35 * ring[:, 1].mean() + 0.65 * ring[:, 1].min() + 0.012]
    )
    return np.asarray(middle + (ring - middle) * 0.45)


def _even(rings: list[Array]) -> list[Array]:
    """Every ring as `AROUND` points by angle, smoothed along the shoe."""
    angles = np.linspace(-np.pi, np.pi, AROUND, endpoint=False) + 0.01
    even = []
    for ring in rings:
        middle = (ring.max(0) + ring.min(0)) / 2
        even.append(np.array([middle + _hit(ring - middle, angle) for angle in angles]))
    stack = np.stack(even)
    for _ in range(2):
        stack[1:-1] = 0.25 * stack[:-2] + 0.5 * stack[1:-1] + 0.25 * stack[2:]
    return list(stack)


def _hit(ring: Array, angle: float) -> Array:
    """Where a ray from the middle meets a convex outline."""
    way = np.array([np.cos(angle), np.sin(angle)])
    for a, b in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        edge = b - a
        den = way[0] * edge[1] - way[1] * edge[0]
        if abs(den) < 1e-12:
            continue
        reach = (a[0] * edge[1] - a[1] * edge[0]) / den
        share = (a[0] * way[1] - a[1] * way[0]) / den
        if reach > 0 and -1e-9 <= share <= 1 + 1e-9:
            return np.asarray(way * reach)
    return np.asarray(way * float(np.linalg.norm(ring, axis=1).mean()))


def _loft(stations: int) -> Array:
    faces = []
    for i in range(stations - 1):
        for k in range(AROUND):
            j = (k + 1) % AROUND
            faces.append(
                [i * AROUND + k, i * AROUND + j, (i + 1) * AROUND + j, (i + 1) * AROUND + k]
            )
    for start in (0, (stations - 1) * AROUND):
        half = AROUND // 2
        faces += [
            [start + k, start + k + 1, start + AROUND - 2 - k, start + AROUND - 1 - k]
            for k in range(half - 1)
        ]
    return np.array(faces)
