"""The rows of a week's grid: an exercise with boxes under the days, or before the words; pain by day."""

from collections.abc import Sequence
from typing import NamedTuple

from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.log import Log, Place
from exercise_rx.render.pdf.pen import ROW, Pen
from exercise_rx.render.pdf.rows import Row
from exercise_rx.render.pdf.text import NO_BREAK, Run, Words, broken, height
from exercise_rx.render.pdf.theme import LINE, MM, Style, Theme

DAYS = 7
PAD = 4.0
LEAST_LABEL = 21 * MM
"""The head of a row in a grid of half the width, on the narrower paper too."""
BETWEEN, TIGHT = 3.0, 2.0
"""White between two boxes of a day."""
SPACE = 2 * NO_BREAK + " "
"""Between a name or number and its dose."""
SPREAD = 5.0
"""White between two boxes that belong to no day."""
WHOLE_WEEK = f"<</O/Table/ColSpan {DAYS}>>"


class Frame(NamedTuple):
    """What the rows of one grid share: the columns, and how much each row tells."""

    look: Theme
    pen: Pen
    label: float
    """Width of the head of a row; the days follow it."""
    day: float
    """Width of a day."""
    across: int
    """Boxes beside each other in a day."""
    named: bool
    """Rows have the name of the exercise; else its number only."""
    log: Log | None
    """Names of the fields of a grid that is filled in on a screen."""


def frame_of(look: Theme, rows: Sequence[Row], pen: Pen, log: Log | None, *, named: bool) -> Frame:
    """Columns for these rows: as many boxes across a day as the paper has room for."""
    most = max((row.sessions for row in rows if row.days is None), default=1)
    least = 45 * MM if named else LEAST_LABEL
    fitting = (
        across
        for across in range(min(most, 3), 1, -1)
        if pen.width - DAYS * (across * (look.tick + BETWEEN) + BETWEEN) >= least
    )
    across = next(fitting, 1)
    white = BETWEEN if named else TIGHT
    day = across * (look.tick + white) + white
    return Frame(look, pen, pen.width - DAYS * day, day, across, named, log)


def lay(frame: Frame, rows: Sequence[Row]) -> None:
    """Rows below each other."""
    most = max((row.days or 0 for row in rows), default=0)
    for row in rows:
        if row.days is None:
            _day_row(frame, row)
        else:
            _any_row(frame, row, most)


def pain_row(frame: Frame, text: str, kind: str) -> None:
    """A cell for a number under each day."""
    look, pen, room = frame.look, frame.pen, frame.label - 2 * PAD
    tall, top = max(look.tick + 1, height(text, look.small, room) + 4), pen.y
    with pen.inside("TR"):
        pen.y = top + (tall - height(text, look.small, room)) / 2
        with pen.inside("TH", ROW):
            pen.words(text, look.small, x=PAD, width=room, role=None)
        for i in range(DAYS):
            x = frame.label + i * frame.day
            with pen.inside("TD"):
                if frame.log:
                    place = (x + 2, top + 2, x + frame.day - 2, top + tall - 2)
                    frame.log.number(pen, kind, i, place)
            pen.art(f"q 0.6 w {LINE} G {x:.2f} {-top:.2f} m {x:.2f} {-top - tall:.2f} l S Q")
    _close(pen, top + tall)


def _day_row(frame: Frame, row: Row) -> None:
    """A box under each day for every session."""
    look, pen, room = frame.look, frame.pen, frame.label - 2 * PAD
    down = -(-row.sessions // frame.across)
    texts = _label(frame, row, room)
    words = sum(height(text, style, room) for text, style in texts)
    top, tall = pen.y, max(down * (look.tick + BETWEEN) + BETWEEN + 1, words + 5)
    with pen.inside("TR"):
        _head(pen, texts, PAD, room, top + (tall - words) / 2)
        for i in range(DAYS):
            with pen.inside("TD"):
                places = _boxes(frame, frame.label + i * frame.day, top, tall, row.sessions)
                if frame.log:
                    frame.log.ticks(pen, row, i, places)
    _close(pen, top + tall)


def _any_row(frame: Frame, row: Row, most: int) -> None:
    """As many numbered boxes as the week has sessions, then the exercise: boxes that stand before the
    words, and under no day, belong to none."""
    assert row.days is not None
    pen, tick, style = frame.pen, frame.look.tick, frame.look.quiet
    x = PAD + most * (tick + SPREAD) + PAD
    room = pen.width - x - PAD
    texts = _label(frame, row, room)
    words = sum(height(text, one, room) for text, one in texts)
    top, tall = pen.y, max(tick + 2 * BETWEEN + 1, words + 5)
    y = top + (tall - tick) / 2
    lefts = [PAD + n * (tick + SPREAD) for n in range(row.days)]
    with pen.inside("TR"):
        _head(pen, texts, x, room, top + (tall - words) / 2)
        with pen.inside("TD", WHOLE_WEEK):
            for n, left in enumerate(lefts, 1):
                pen.art(shapes.tick_box(left, -y, tick))
                pen.y = y + (tick - style.leading) / 2
                pen.words(
                    str(n), style, x=left, width=tick, role=None, align="center", advance=False
                )
            if frame.log:
                places = [(left, y, left + tick, y + tick) for left in lefts]
                frame.log.sessions(pen, row, places)
    _close(pen, top + tall)


def _head(pen: Pen, texts: Sequence[tuple[Words, Style]], x: float, room: float, y: float) -> None:
    pen.y = y
    with pen.inside("TH", ROW):
        for text, style in texts:
            pen.words(text, style, x=x, width=room, role="P")


def _close(pen: Pen, y: float) -> None:
    """The line below a row."""
    pen.y = y
    pen.rule(y, grey=LINE, weight=0.6)


def _label(frame: Frame, row: Row, room: float) -> list[tuple[Words, Style]]:
    """What stands at the head of a row: number, name, dose, on how many days."""
    look = frame.look
    some = (row.often,) if row.often else ()
    if frame.named:
        name = f"{row.number}. {row.name}"
        dose = ", ".join(part for part in (row.dose, *some) if part)
        if not dose:
            return [(name, look.small)]
        wide = width(name, look.small.size) + width(dose, look.small.size, True) + 10
        if wide <= room:
            return [((Run(name + SPACE), Run(dose, True)), look.small)]
        return [(name, look.small), (dose, look.small_strong)]
    texts: list[tuple[Words, Style]] = [(f"{row.number}.", look.small_strong)]
    if row.dose and not row.is_choice:
        together = (Run(f"{row.number}.{SPACE}", True), Run(row.dose))
        if len(broken(together, look.small.size, False, room)) == 1:
            texts = [(together, look.small)]
        else:
            texts.append((row.dose, look.small))
    return texts + [(often, look.small) for often in some]


def _boxes(frame: Frame, x: float, top: float, tall: float, count: int) -> list[Place]:
    """The boxes of one day, in the middle of its cell; where each lies."""
    places, tick, across = [], frame.look.tick, frame.across
    lines = -(-count // across)
    y = top + (tall - lines * tick - (lines - 1) * BETWEEN) / 2
    for line in range(lines):
        here = min(across, count - line * across)
        left = x + (frame.day - here * tick - (here - 1) * BETWEEN) / 2
        for i in range(here):
            at = left + i * (tick + BETWEEN)
            frame.pen.art(shapes.tick_box(at, -y, tick))
            places.append((at, y, at + tick, y + tick))
        y += tick + BETWEEN
    return places
