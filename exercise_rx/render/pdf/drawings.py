"""The pictures of an exercise in one row of equal cells, each at least a panel of 60 by 45 mm.

A panel lies (60 wide, 45 high), or stands (45 wide, 60 high) for a tall drawing; the drawing
reaches two of its edges or goes beyond them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.theme import MM, Style, Theme
from exercise_rx.render.pdf.told import Drawn

PANEL = (60 * MM, 45 * MM)
TALLEST, TALLEST_LARGE = 90 * MM, 60 * MM
LEAST_LARGE = 30 * MM
"""For an exercise of so many words that they leave no room for more, in large print."""
STANDING = 0.86
"""Width over height below which a drawing stands."""
BETWEEN = 9.0
"""White between two cells, where there is room for it."""


class Row(NamedTuple):
    """Equal cells for pictures: how many, how wide, the white between, the height."""

    panels: int
    cell: float
    gap: float
    high: float

    @property
    def width(self) -> float:
        """Of the whole row."""
        return self.cell * self.panels + self.gap * (self.panels - 1)


def row(drawn: Sequence[Drawn], zone: float, room: float) -> Row | None:
    """The biggest pictures in `zone` points across that keep to `room` points of height, never
    smaller than a panel; none where panels have no room."""
    count, narrow = len(drawn), max(map(_narrow, drawn))
    if narrow * count > zone + 1:
        return None
    gap = min(BETWEEN, max(0.0, (zone - narrow * count) / (count - 1))) if count > 1 else 0.0
    cell = (zone - gap * (count - 1)) / count
    least = max(_least(one, cell) for one in drawn)
    most = max(min(TALLEST, cell / one.shape) for one in drawn)
    return Row(count, cell, gap, max(min(most, room), min(least, most)))


def zone(drawn: Sequence[Drawn]) -> float:
    """The width that cells need, with white between them."""
    return max(map(_narrow, drawn)) * len(drawn) + BETWEEN * (len(drawn) - 1)


def _narrow(one: Drawn) -> float:
    """The least width of a cell: a squarish drawing of a panel's height is narrower than the panel."""
    return min(max(PANEL[1] * one.shape, PANEL[1]), PANEL[0])


def _least(one: Drawn, cell: float) -> float:
    """The height at which a drawing reaches the edges of its panel."""
    wide, high = PANEL if cell >= PANEL[0] - 1 or one.shape >= STANDING else PANEL[::-1]
    return min(high, wide / one.shape)


def area(drawn: Sequence[Drawn], row: Row) -> float:
    """How much paper the drawings take."""
    return sum(min(row.high, row.cell / one.shape) ** 2 * one.shape for one in drawn)


@lru_cache(maxsize=1024)
def draw(drawn: tuple[Drawn, ...], row: Row, style: Style) -> Fragment:
    """The pictures with their captions."""
    pen, x = Pen(row.width), 0.0
    for one in drawn:
        captioned(pen, one, style, x, row.cell, row.high)
        x += row.cell + row.gap
    return pen.finish()


def over_the_width(drawn: tuple[Drawn, ...], look: Theme, room: float | None = None) -> Fragment:
    """Pictures that share the whole width: large print. `room`: the height to keep to, where
    there is enough."""
    most = (look.width - BETWEEN * (len(drawn) - 1)) / len(drawn)
    tallest = TALLEST_LARGE if room is None else min(TALLEST, max(LEAST_LARGE, room))
    high = max(min(most / one.shape, tallest) for one in drawn)
    return draw(drawn, Row(len(drawn), most, BETWEEN, high), look.small_strong)


def captioned(pen: Pen, one: Drawn, style: Style, x: float, wide: float, high: float) -> None:
    """A picture in its panel from the top of the block, and its caption."""
    pen.picture(
        one.name, one.picture, f"{one.caption}: {one.alt}", x, 0, wide, high, mirrored=one.mirrored
    )
    pen.y = high + 1
    pen.words(one.caption, style, x=x, width=wide, align="center")
