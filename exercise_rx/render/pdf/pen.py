"""What a block is laid out with: words, rules and pictures, each with its place in the structure.

A pen works in its own coordinates, from the top left corner, y downward, and gives a `Fragment`.
It measures at once and notes down what to draw; only a block that lands on a page is drawn
(`ink.py`), because a page tries many layouts and keeps one. A fragment can be placed in another
pen or on a page as often as wanted, so that laid-out blocks are kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from exercise_rx.render.pdf.text import Words, broken
from exercise_rx.render.pdf.theme import Colour, Style

if TYPE_CHECKING:
    from exercise_rx.render.pdf.ink import Ink

LIST = "<</O/List/ListNumbering/Disc>>"
NUMBERED = "<</O/List/ListNumbering/Decimal>>"
COLUMN = "<</O/Table/Scope/Column>>"
ROW = "<</O/Table/Scope/Row>>"

ROOT = -1

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Step = tuple[str, tuple[Any, ...]]
"""A thing to draw: a method of `ink.Drawing` and what it is given."""


class Group(NamedTuple):
    """An element that gathers blocks. `parent`: the number of another, or ROOT."""

    role: str
    parent: int
    attributes: str = ""


class Fragment:
    """A laid-out block. Two are the same only when they are one object, so caches find it fast."""

    __slots__ = ("_ink", "height", "steps", "width")

    def __init__(self, width: float, height: float, steps: tuple[Step, ...]) -> None:
        self.width = width
        self.height = height
        self.steps = steps
        self._ink: Ink | None = None

    @property
    def ink(self) -> "Ink":
        """The block as drawn; once, however often it is placed."""
        if self._ink is None:
            from exercise_rx.render.pdf.ink import draw

            self._ink = draw(self.steps)
        return self._ink


class Sized(Protocol):
    """A drawing, as far as placing it goes: its size in its own units."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


class _Inside:
    """The time in which an element is open."""

    __slots__ = ("_steps",)

    def __init__(self, steps: list[Step]) -> None:
        self._steps = steps

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._steps.append(("shut", ()))


class Pen:
    """Lays out one block of `width` points. `y` is how far down it has come."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.y = 0.0
        self._steps: list[Step] = []

    # structure

    def inside(self, role: str, attributes: str = "", alt: str | None = None) -> _Inside:
        """What is drawn meanwhile belongs to a new element of this role."""
        self._steps.append(("open", (role, attributes, alt)))
        return _Inside(self._steps)

    def entry(self, title: str, level: int) -> None:
        """A bookmark that leads here."""
        self._steps.append(("entry", (title, level, self.y)))

    # decoration: never read aloud

    def art(self, operators: str) -> None:
        """Lines and shapes that carry no meaning of their own."""
        self._steps.append(("art", (operators,)))

    def rule(
        self,
        y: float,
        x: float = 0,
        width: float | None = None,
        *,
        grey: float = 0.45,
        weight: float = 0.6,
    ) -> None:
        """A level line."""
        end = x + (self.width if width is None else width)
        self.art(f"q {weight:g} w {grey:g} G {x:.2f} {-y:.2f} m {end:.2f} {-y:.2f} l S Q")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: float | None = None,
        edge: float | None = 0.0,
        weight: float = 0.8,
        radius: float = 0.0,
        colour: Colour | None = None,
    ) -> None:
        """A frame, a tint or both; y is its top."""
        path = (
            _rounded(x, -y - height, width, height, radius)
            if radius
            else (f"{x:.2f} {-y - height:.2f} {width:.2f} {height:.2f} re")
        )
        paint = "B" if fill is not None and edge is not None else "f" if fill is not None else "S"
        inks = [] if fill is None else [f"{fill:g} g"]
        if edge is not None:
            inks.append((rgb(colour, "RG") if colour else f"{edge:g} G") + f" {weight:g} w")
        self.art(f"q {' '.join(inks)} {path} {paint} Q")

    # words

    def words(
        self,
        words: Words,
        style: Style,
        *,
        x: float = 0,
        width: float | None = None,
        role: str | None = "P",
        align: str = "left",
        advance: bool = True,
    ) -> float:
        """A paragraph from here down. Its height; the pen moves on by as much unless told not to.

        `role` None: the words belong to the element that is open.
        """
        room = self.width - x if width is None else width
        lines = broken(words, style.size, style.bold, room)
        tall = len(lines) * style.leading
        self._steps.append(("words", (lines, style, x, self.y, room, role, align)))
        if advance:
            self.y += tall
        return tall

    def artifact_words(
        self, text: str, style: Style, *, x: float = 0, width: float, align: str = "left"
    ) -> None:
        """Words that are not read aloud: the head of a page. The pen does not move."""
        lines = broken(text, style.size, style.bold, width)
        self._steps.append(("artifact_words", (lines, style, x, self.y, width, align)))

    def running(self, x: float, y: float) -> Fragment:
        """The head of a page, moved to its place on the paper."""
        made = self.finish()
        pen = Pen(self.width)
        pen.place(made, x, y)
        return pen.finish()

    # pictures

    @contextmanager
    def figure(
        self, alt: str, x: float, y: float, width: float, height: float
    ) -> Iterator[list[str]]:
        """A figure drawn by the operators put into the list that is given."""
        operators: list[str] = []
        yield operators
        self._steps.append(("figure", (alt, (x, y, x + width, y + height), tuple(operators))))

    def picture(
        self,
        name: str,
        picture: Sized,
        alt: str | None,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        mirrored: bool,
    ) -> None:
        """A drawing fitted into a box and centred there. Without `alt` it is decoration."""
        scale = min(width / picture.width, height / picture.height)
        wide, tall = picture.width * scale, picture.height * scale
        left, base = x + (width - wide) / 2, -(y + (height + tall) / 2)
        matrix = (
            f"{-scale:.5f} 0 0 {scale:.5f} {left + wide:.2f} {base:.2f}"
            if mirrored
            else f"{scale:.5f} 0 0 {scale:.5f} {left:.2f} {base:.2f}"
        )
        operators = f"q {matrix} cm /{name} Do Q"
        self._steps.append(("picture", (name,)))
        if alt is None:
            self.art(operators)
            return
        with self.figure(alt, left, y + (height - tall) / 2, wide, tall) as inner:
            inner.append(operators)

    # fields

    def field(self, kind: Literal["tick", "text"], box: Box, name: str, words: str) -> None:
        """A place to fill in on a screen, over what is drawn for paper. `name` is the field's own in
        the whole document; `words` tell what it is for."""
        self._steps.append(("field", (kind, box, name, words)))

    # putting together

    def place(self, fragment: Fragment, x: float = 0, y: float | None = None) -> None:
        """Another block, with its top left corner here."""
        self._steps.append(("place", (fragment, x, self.y if y is None else y)))

    def finish(self, height: float | None = None) -> Fragment:
        """The block as laid out, as high as the pen has come."""
        return _block(self.width, self.y if height is None else height, tuple(self._steps))


@lru_cache(maxsize=2048)
def _block(width: float, height: float, steps: tuple[Step, ...]) -> Fragment:
    """What is laid out again as before is the block of before, and is not drawn again."""
    return Fragment(width, height, steps)


def rgb(colour: Colour, operator: str) -> str:
    """The operator that sets an ink."""
    red, green, blue = colour
    if red == green == blue:
        return f"{red:.3g} {'g' if operator == 'rg' else 'G'}"
    return f"{red:.3g} {green:.3g} {blue:.3g} {operator}"


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A path with round corners, from its lower left corner."""
    k = radius * 0.4477
    r, right, top = radius, x + width, y + height
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l {right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} "
        f"{right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l {right:.2f} {top - k:.2f} {right - k:.2f} "
        f"{top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l {x + k:.2f} {top:.2f} {x:.2f} "
        f"{top - k:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l {x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} "
        f"{x + r:.2f} {y:.2f} c h"
    )
