"""Marks as flat shapes in the picture's own pixels."""

import numpy as np

from exercise_rx.draw.geometry import Array, unit

STEPS = 48


def evenly(path: Array, count: int = STEPS) -> tuple[Array, Array]:
    """A line at `count` even steps, and the length at each."""
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    length = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, path[:, i]) for i in (0, 1)], axis=1), at


def arrow(path: Array, width: float, head: float, *, both_ways: bool = False) -> Array:
    """A curved arrow along a line: thin at its tail, a plain head at its tip."""
    line, at = evenly(path)
    for _ in range(8):
        line[1:-1] = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
    reach = min(head * 1.15, at[-1] * (0.4 if both_ways else 0.55))
    first = int(np.searchsorted(at, reach)) if both_ways else 0
    last = max(int(np.searchsorted(at, at[-1] - reach)), first + 1)
    shaft = line[first : last + 1]
    way = np.gradient(shaft, axis=0)
    aside = np.stack([-way[:, 1], way[:, 0]], axis=1)
    aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
    thin = 1.0 if both_ways else 0.55
    half = np.linspace(thin, 1, len(shaft))[:, None] * width / 2
    tip = _head(line[last], line[-1], head)
    tail = _head(line[first], line[0], head) if both_ways else np.empty((0, 2))
    return np.vstack([shaft + aside * half, tip, (shaft - aside * half)[::-1], tail])


def _head(base: Array, tip: Array, head: float) -> Array:
    way = unit(tip - base)
    across = np.array([-way[1], way[0]])
    notch = base - way * head * 0.12
    return np.array([notch + across * head / 2, tip, notch - across * head / 2])


def bar(middle: Array, way: Array, length: float, width: float) -> Array:
    """A short thick line square to `way`."""
    along = unit(way)
    across = np.array([-along[1], along[0]]) * length / 2
    thick = along * width / 2
    return np.array([middle + across + thick, middle + across - thick, middle - across - thick,
                     middle - across + thick])  # fmt: skip


def strokes(middle: Array, radius: float, length: float, width: float) -> list[Array]:
    """Short strokes that point at a place from all round: tighten here."""
    shapes = []
    for angle in np.radians(np.arange(22.5, 360, 45)):
        way = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-way[1], way[0]])
        near, far = middle + way * radius, middle + way * (radius + length)
        narrow, wide = across * width * 0.35, across * width * 0.75
        shapes.append(np.array([near + narrow, far + wide, far - wide, near - narrow]))
    return shapes
