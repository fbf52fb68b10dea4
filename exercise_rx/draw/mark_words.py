"""Marks drawn over a picture: the arrow of the movement, a squeeze, a push."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from exercise_rx.draw.words import Direction, Frame, Landmark, Place, Point
from exercise_rx.model.checked import Checked


class Mark(Checked):
    """What every mark can say."""

    frame: list[Frame] = Field(default=["end"], description="Pictures that show it.")
    size: float = Field(1, gt=0, le=3, description="Bolder or finer.")


class Track(Mark):
    """The way of a landmark from one picture to the next, as an arrow."""

    track: Landmark
    since: Frame | None = Field(None, description="First picture; the one before unless told.")
    about: Landmark | None = Field(None, description="Landmark the arrow bends round.")
    scale: float = Field(1.25, description="Radius, as a share of the landmark's own.")
    gap: float = Field(0, description="More radius, as a share of the picture.")
    offset: Point = (0, 0, 0)
    trim: tuple[float, float] = (0, 1)
    least: float = Field(0.13, description="Least length, as a share of the picture.")
    both_ways: bool = False


class Arrow(Mark):
    """A straight arrow from a place: for small movements, and for a direction to pull."""

    arrow: Place
    offset: Point = (0, 0, 0)
    toward: Direction
    length: float = Field(0.16, description="Metres.")
    both_ways: bool = False


class Circle(Mark):
    """An arrow round a place: turning and circling movements."""

    circle: Place
    offset: Point = (0, 0, 0)
    axis: Direction = Field((0, 0, 1), description="It turns about this, right-handed.")
    radius: float = 0.1
    start: float = Field(0, description="Where it begins, degrees.")
    sweep: float = Field(280, description="How far it goes, degrees; below 0 the other way.")
    both_ways: bool = False


class Squeeze(Mark):
    """Short strokes round a place: tighten here."""

    squeeze: Place
    offset: Point = (0, 0, 0)
    radius: float = Field(0.07, description="Metres from the place to the strokes.")


class Push(Mark):
    """A short arrow against a bar: press here, nothing moves."""

    push: Place
    offset: Point = (0, 0, 0)
    toward: Direction
    length: float = 0.11


KEYS: dict[str, type[Mark]] = {
    "track": Track,
    "arrow": Arrow,
    "circle": Circle,
    "squeeze": Squeeze,
    "push": Push,
}


def _which(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((key for key in KEYS if key in value), None)
    return next((key for key, model in KEYS.items() if isinstance(value, model)), None)


AnyMark = Annotated[
    Annotated[Track, Tag("track")]
    | Annotated[Arrow, Tag("arrow")]
    | Annotated[Circle, Tag("circle")]
    | Annotated[Squeeze, Tag("squeeze")]
    | Annotated[Push, Tag("push")],
    Discriminator(
        _which,
        custom_error_type="mark",
        custom_error_message="a mark needs one of track, arrow, circle, squeeze, push",
    ),
]
