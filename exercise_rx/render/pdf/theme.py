"""The look of every page: paper, margins, type sizes, greys. One place, so that pages agree."""

from functools import lru_cache, partial
from typing import Literal, NamedTuple

from exercise_rx.errors import RxError
from exercise_rx.model.record import Record

MM = 72 / 25.4
"""Points in a millimetre."""

PAPER = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}
MARGIN = 15 * MM

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
QUIET: Colour = (0.12, 0.12, 0.12)
"""Secondary words: a paler grey is lost letter by letter on a pale copy."""
CONTRAST = 4.5
"""The least contrast of an accent to white."""
LINE = 0.1
"""Grey of thin rules: as pale as a pale copy still shows."""
TINT = 0.94
"""Grey behind boxes: light enough to vanish in a bad copy without taking words with it."""


class Style(NamedTuple):
    """A size of type. `leading` is the distance between baselines, in points."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = BLACK
    family: str = ""
    """Of a clinic's own faces: what is laid out in one is not kept for another."""

    def but(self, *, bold: bool | None = None, colour: Colour | None = None) -> "Style":
        """The same size, bolder or quieter."""
        return self._replace(
            bold=self.bold if bold is None else bold,
            colour=self.colour if colour is None else colour,
        )


class Theme(Record, eq=False):
    """What a page is drawn with. Sizes in points. One object for each look, so caches find it fast."""

    page_width: float
    page_height: float
    large: bool
    accent: Colour
    body: Style
    strong: Style
    small: Style
    small_strong: Style
    quiet: Style
    title: Style
    heading: Style
    lead: Style
    figure: Style
    phone: Style
    tick: float
    """Edge of a box to tick."""
    gap: float
    """White between two blocks."""
    air: float
    """How much of the white inside a block there is."""

    @property
    def width(self) -> float:
        """Of the printed column."""
        return self.page_width - 2 * MARGIN

    @property
    def floor(self) -> float:
        """The smallest type on the page."""
        return self.small.size


@lru_cache(maxsize=32)
def theme(
    paper: Literal["letter", "a4"], large: bool, accent: str | None = None, family: str = ""
) -> Theme:
    """The look for a paper, a print size, a clinic's accent and the name of its own faces."""
    width, height = PAPER[paper]
    colour = _readable(accent) if accent else BLACK
    body, small = ((18.0, 24.0), (14.0, 18.5)) if large else ((12.5, 16.0), (11.0, 13.8))
    title, heading = ((28.0, 34.0), (21.0, 26.0)) if large else ((22.0, 26.0), (15.5, 19.0))
    style = partial(Style, family=family)
    return Theme(
        page_width=width,
        page_height=height,
        large=large,
        accent=colour,
        body=style(*body),
        strong=style(*body, bold=True),
        small=style(*small),
        small_strong=style(*small, bold=True),
        quiet=style(*small, colour=QUIET),
        title=style(*title, bold=True, colour=colour),
        heading=style(*heading, bold=True, colour=colour),
        lead=style(*((21.0, 27.0) if large else (14.0, 18.0))),
        figure=style(*((20.0, 25.0) if large else (14.5, 18.0)), bold=True),
        phone=style(*((22.0, 27.0) if large else (16.0, 20.0)), bold=True),
        tick=(10 if large else 8) * MM,
        gap=16.0 if large else 11.0,
        air=1.0,
    )


@lru_cache(maxsize=64)
def closer(look: Theme) -> Theme:
    """The same sizes with lines and blocks a little closer, where that saves a page."""

    def near(style: Style, leading: float) -> Style:
        return style._replace(leading=leading)

    body, small = look.body.size * 1.2, look.small.size * 1.18
    return look.but(
        body=near(look.body, body),
        strong=near(look.strong, body),
        small=near(look.small, small),
        small_strong=near(look.small_strong, small),
        quiet=near(look.quiet, small),
        lead=near(look.lead, look.lead.size * 1.2),
        gap=look.gap * 0.75,
        air=0.4,
    )


@lru_cache(maxsize=64)
def closest(look: Theme) -> Theme:
    """The least that still is the print asked for: an exercise of many words must stay on one page."""
    near = closer(look)
    size = 16.0 if look.large else look.small.size
    body = look.body._replace(size=size, leading=size * 1.2)
    return near.but(body=body, strong=body.but(bold=True))


def _readable(accent: str) -> Colour:
    """An accent that headings can be set in.

    Raises:
        RxError: it is too pale to read, and would vanish on a photocopy.
    """
    colour = _colour(accent)
    contrast = 1.05 / (luminance(colour) + 0.05)
    if contrast < CONTRAST:
        raise RxError(
            f"The clinic's accent {accent} is too pale: its contrast to white is {contrast:.1f} to 1, "
            f"and headings need {CONTRAST} to 1.",
            tip="Choose a darker color in clinic.yaml, for example #1d4e89.",
        )
    return colour


def luminance(colour: Colour) -> float:
    """How light a color looks, from 0 to 1 (WCAG 2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(text: str) -> Colour:
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue)
