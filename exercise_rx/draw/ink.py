"""Where a pen would draw: outlines, edges, overlaps and the valleys between fingers and toes."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from exercise_rx.draw.geometry import Array
from exercise_rx.draw.view import View

PAINT = ("iris", "brow")
"""Painted on: no line round them."""
OVERLAP_MM, SMALL_OVERLAP_MM = 5.0, 1.2
"""How far one part must lie before another to get a line; fingers and toes need less."""
HEAVY_MM = 60.0
CLOSE_UP = 650.0
"""Pixels per metre, per pixel of pen, from which fingers and toes get lines of their own."""
VALLEY = -0.55


@dataclass(frozen=True)
class Pen:
    """Line widths in pixels: round the figure, and inside it."""

    outer: float
    inner: float


def ink(view: View, scale: float, pen: Pen, small_parts: list[int]) -> Array:
    """A mask of everything drawn in black. `scale` is pixels per metre."""
    small = np.isin(view.part, small_parts)
    fine = scale / pen.inner * 2.5 > CLOSE_UP
    outer, inner = _edges(view, scale, small, fine)
    valley = _valleys(view, pen, small) if fine else np.zeros_like(outer)
    if not fine:
        inner &= ~_deep(small, pen)
    inner = _long_enough(inner, pen.inner * 3)
    thick = _widen(outer, pen.outer / 2) | _widen(inner, pen.inner / 2)
    return np.asarray(thick | _widen(valley, pen.inner * 0.42))


def _deep(small: Array, pen: Pen) -> Array:
    """The inside of a small hand or foot: no line between fingers that lie close together."""
    gap = round(pen.inner)
    closed = ndimage.binary_closing(np.pad(small, gap), iterations=gap)[gap:-gap, gap:-gap]
    return np.asarray(ndimage.binary_erosion(closed, iterations=max(1, round(pen.inner / 2))))


def _pairs(axis: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    first, second, whole = slice(None, -1), slice(1, None), slice(None)
    return ((first, whole), (second, whole)) if axis == 0 else ((whole, first), (whole, second))


def _edges(view: View, scale: float, small: Array, fine: bool) -> tuple[Array, Array]:
    outer, inner = np.zeros(view.thing.shape, bool), np.zeros(view.thing.shape, bool)
    depth = np.where(np.isinf(view.depth), 1e9, view.depth)
    painted = view.of(*PAINT)
    millimetre = scale / 1000
    for axis in (0, 1):
        a, b = _pairs(axis)
        same = (view.thing[a] == view.thing[b]) & (view.thing[a] > 0)
        drawn = same & ~painted[a] & ~painted[b]
        jump = np.abs(depth[b] - depth[a])
        slope = np.minimum(*(_slope(view.facing[side], axis) for side in (a, b)))
        least = np.where(
            small[a],
            max(3.0, SMALL_OVERLAP_MM * millimetre),
            max(4.0, OVERLAP_MM * millimetre),
        )
        overlap = drawn & (jump > 1.3 * slope + least)
        border = drawn & (view.material[a] != view.material[b])
        corner = same & (view.facet[a] != view.facet[b])
        nearer = depth[a] <= depth[b]
        heavy = (view.thing[a] != view.thing[b]) | (overlap & (jump > HEAVY_MM * millimetre))
        if not fine:
            slim = np.where(nearer, small[a], small[b])
            heavy, border = heavy & ~slim, border | (heavy & slim)
        for mask, edge in ((outer, heavy), (inner, border | corner | overlap)):
            mask[a] |= edge & nearer
            mask[b] |= edge & ~nearer
    return outer, inner


def _slope(facing: Array, axis: int) -> Array:
    """Depth a surface gains from one pixel to the next because it is tilted."""
    tilt = facing[..., 1 if axis == 0 else 0]
    return np.asarray(np.clip(np.abs(tilt) / np.maximum(facing[..., 2], 0.08), 0, 6))


def _valleys(view: View, pen: Pen, small: Array) -> Array:
    """Concave creases of fingers, toes: depth that dips between two nearer neighbours."""
    step = max(2, round(pen.inner * 0.6))
    depth = np.where(np.isinf(view.depth), np.nan, view.depth)
    found = np.zeros(depth.shape, bool)
    for down, along in ((0, step), (step, 0), (step, step), (step, -step)):
        before = np.roll(depth, (down, along), (0, 1))
        after = np.roll(depth, (-down, -along), (0, 1))
        dip = (before + after - 2 * depth) / 2 / np.hypot(down, along)
        one = (int(np.sign(down)), int(np.sign(along)))
        lowest = (dip <= np.roll(dip, one, (0, 1))) & (
            dip <= np.roll(dip, (-one[0], -one[1]), (0, 1))
        )
        found |= (dip < VALLEY) & lowest
    return _long_enough(found & small, pen.inner * 4)


def _long_enough(mask: Array, least: float) -> Array:
    """Without the specks: connected lines of fewer than `least` pixels go."""
    labels, count = ndimage.label(mask, np.ones((3, 3)))
    if not count:
        return mask
    sizes = np.bincount(labels.ravel())
    return np.asarray(mask & (sizes[labels] >= least))


def _widen(mask: Array, radius: float) -> Array:
    if radius < 0.6 or not mask.any():
        return mask
    return np.asarray(ndimage.distance_transform_edt(~mask) <= radius)
