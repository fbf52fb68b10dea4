"""Directions and turns in the body's axes: X to the person's left, Y up, Z the way they face."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
"""Any numpy array; the shapes are said where they matter."""


def vector(value: ArrayLike) -> Array:
    """A float array, whatever came in."""
    return np.asarray(value, dtype=float)


def xyz(x: float, y: float, z: float) -> Array:
    """A point or a step."""
    return np.array([x, y, z], dtype=float)


def unit(value: ArrayLike) -> Array:
    """The same direction at length 1; a zero vector stays zero."""
    array = vector(value)
    return array / max(float(np.linalg.norm(array)), 1e-12)


def turn_x(degrees: float) -> Array:
    """Rotation about the left-right axis; positive tips the top of the body forward."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(degrees: float) -> Array:
    """Rotation about the upright axis; positive turns the front to the person's left."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def turn_z(degrees: float) -> Array:
    """Rotation about the front-back axis; positive tips the top to the person's right."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def turn_about(axis: ArrayLike, degrees: float) -> Array:
    """Rotation by `degrees` about any axis (Rodrigues' formula)."""
    x, y, z = unit(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    turn: Array = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turn


def least_turn(start: ArrayLike, end: ArrayLike) -> Array:
    """The smallest rotation that takes direction `start` to direction `end`."""
    a, b = unit(start), unit(end)
    axis = np.cross(a, b)
    sine, cosine = float(np.linalg.norm(axis)), float(a @ b)
    if sine < 1e-9:
        return np.eye(3) if cosine > 0 else turn_about(np.cross(a, [1.0, 0.3, 0.2]), 180)
    return turn_about(axis, float(np.degrees(np.arctan2(sine, cosine))))


def axes(first: ArrayLike, second: ArrayLike) -> Array:
    """An orthonormal frame as columns: `first`, then `second` made square to it."""
    a = unit(first)
    b = vector(second)
    b = unit(b - (b @ a) * a)
    return np.stack([a, b, np.cross(a, b)], axis=1)


def across(value: ArrayLike, direction: ArrayLike) -> Array:
    """The part of `value` that is square to `direction`."""
    along = unit(direction)
    array = vector(value)
    rest: Array = array - (array @ along) * along
    return rest
