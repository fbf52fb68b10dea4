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
Place = str | Point
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
