"""The grid of a week: exercises down, days across, a box to tick for every session, pain below."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache, partial

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import short_date
from exercise_rx.render.pdf.log import Log, Place, day_words
from exercise_rx.render.pdf.pen import COLUMN, ROW, Fragment, Pen
from exercise_rx.render.pdf.rows import Row
from exercise_rx.render.pdf.text import NO_BREAK, Run, Words, broken, height
from exercise_rx.render.pdf.theme import LINE, MM, TINT, Style, Theme

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
APART = 7.0
"""White above the days, where boxes that belong to none stand before them."""
ALL_ACROSS = f"<</O/Table/Scope/Column/ColSpan {DAYS + 1}>>"
WHOLE_WEEK = f"<</O/Table/ColSpan {DAYS}>>"


@lru_cache(maxsize=1024)
def grid(
    look: Theme,
    say: Wording,
    rows: tuple[Row, ...],
    week: int,
    first: date,
    *,
    named: bool,
    total: float,
    pain: bool = True,
    fields: bool = False,
) -> Fragment:
    """One week: exercises down, seven days across, boxes to tick, two rows for pain. What is done on
    any days of the week stands apart from the days, so that no box seems to belong to one.

    `fields`: they can be filled in on a screen too.
    """
    room = total
    days = tuple(day_words(say, week, first, i) for i in range(DAYS))
    log = Log(week, days, say) if fields else None
    tick = look.tick
    across = _boxes_across(look, rows, room, named=named)
    white = BETWEEN if named else TIGHT
    day = across * (tick + white) + white
    label = room - DAYS * day
    pen = Pen(room)
    some = [row for row in rows if row.days is not None]
    daily = [row for row in rows if row.days is None]

    def lay(listed: Sequence[Row]) -> None:
        most = max((row.days or 0 for row in listed), default=0)
        for row in listed:
            if row.days is None:
                _grid_row(look, pen, row, label, day, across, named=named, log=log)
            else:
                _any_row(look, pen, row, most, named=named, log=log)

    def lay_pain() -> None:
        for kind in ("worst", "morning") if pain else ():
            text = _pain_words(say, kind, named=named)
            _pain_row(look, pen, text, label, day, kind, log)

    heads = partial(_days, look, say, pen, week, first, label, day, named=named)
    with pen.inside("Table"):
        if daily or not some:
            heads(again=False)
            lay(daily)
            lay_pain()
            if some:
                _band(look, pen, (Run(say("page.week.on-any", n=week), True),))
                lay(some)
        else:
            _band(look, pen, _which_words(say, week, first, named=named))
            lay(some)
            if pain:
                pen.y += APART
                heads(again=True)
                lay_pain()
    pen.rule(pen.y, grey=0, weight=1)
    return pen.finish()


def _pain_words(say: Wording, kind: str, *, named: bool) -> str:
    if named:
        return say(f"page.week.{kind}")
    return say(f"page.week.{'pain' if kind == 'worst' else kind}-short")


def _boxes_across(look: Theme, rows: Sequence[Row], room: float, *, named: bool) -> int:
    """Boxes side by side in a day, as many as the paper has room for."""
    most = max((row.sessions for row in rows if row.days is None), default=1)
    least = 45 * MM if named else LEAST_LABEL
    for across in range(min(most, 3), 1, -1):
        if room - DAYS * (across * (look.tick + BETWEEN) + BETWEEN) >= least:
            return across
    return 1


def _which_words(say: Wording, week: int, first: date, *, named: bool) -> tuple[Run, ...]:
    """Which week it is and when it begins; the first time with what the boxes are for."""
    parts = [short_date(first, say), *([say("page.week.grid")] if named else ())]
    return (Run(say("page.week.one", n=week), True), Run("  ·  " + "  ·  ".join(parts)))


def _band(look: Theme, pen: Pen, words: Words) -> None:
    """A line over rows whose boxes belong to no day."""
    top, tall = pen.y, look.small.leading + 5
    pen.box(0, top, pen.width, tall, fill=TINT, edge=None)
    pen.rule(top, grey=0, weight=1)
    pen.y = top + 2
    with pen.inside("TR"), pen.inside("TH", ALL_ACROSS):
        pen.words(words, look.small, x=PAD, width=pen.width - PAD, role="P")
    pen.y = top + tall
    pen.rule(pen.y, grey=0, weight=0.8)


def _days(
    look: Theme,
    say: Wording,
    pen: Pen,
    week: int,
    first: date,
    label: float,
    day: float,
    *,
    named: bool,
    again: bool,
) -> None:
    """The names of the days. `again`: which week it is has been said above."""
    style = look.small_strong
    dates = [first + timedelta(days=i) for i in range(DAYS)]
    names = [say(f"page.week.day.{one.isoweekday()}") for one in dates]
    joined = [f"{name} {one.day}" for name, one in zip(names, dates, strict=True)]
    which = (Run(say("page.week.one", n=week), True), Run(f"  ·  {short_date(first, say)}"))
    room = label - PAD
    together = again or (not named and len(broken(which, style.size, False, room)) == 1)
    low = together and max(width(words, style.size, True) for words in joined) + 4 <= day
    above, tall = pen.y, (1 if low else 2) * look.small.leading + 5
    pen.box(0, above, pen.width, tall, fill=TINT, edge=None)
    pen.rule(above, grey=0, weight=1)
    with pen.inside("TR"):
        with pen.inside("TH", COLUMN):
            pen.y = above + 2
            if again:
                pen.words(say("page.week.days"), style, x=PAD, width=room, role="P")
            elif low:
                pen.words(which, look.small, x=PAD, width=room, role="P")
            else:
                _which_week(look, say, pen, week, first, room, named=named)
        for i in range(DAYS):
            with pen.inside("TH", COLUMN):
                pen.y = above + 2
                x = label + i * day
                pen.words(
                    joined[i] if low else names[i],
                    style,
                    x=x,
                    width=day,
                    align="center",
                    role="P",
                )
                if not low:
                    number = str(dates[i].day)
                    pen.words(number, look.quiet, x=x, width=day, align="center", role="P")
    pen.y = above + tall
    pen.rule(pen.y, grey=0, weight=0.8)


def _which_week(
    look: Theme, say: Wording, pen: Pen, week: int, first: date, room: float, *, named: bool
) -> None:
    """The week, and below it its first day; the first time with what the boxes are for."""
    pen.words(say("page.week.one", n=week), look.small_strong, x=PAD, width=room, role="P")
    day = short_date(first, say)
    how = f"{day}  ·  {say('page.week.grid')}"
    fits = named and width(how, look.quiet.size) <= room
    pen.words(how if fits else day, look.quiet, x=PAD, width=room, role="P")


def _grid_row(
    look: Theme,
    pen: Pen,
    row: Row,
    label: float,
    day: float,
    across: int,
    *,
    named: bool,
    log: Log | None,
) -> None:
    tick, room = look.tick, label - 2 * PAD
    down = -(-row.sessions // across)
    texts = _label(look, row, room, named=named)
    words = sum(height(text, style, room) for text, style in texts)
    tall = max(down * (tick + BETWEEN) + BETWEEN + 1, words + 5)
    top = pen.y
    with pen.inside("TR"):
        pen.y = top + (tall - words) / 2
        with pen.inside("TH", ROW):
            for text, style in texts:
                pen.words(text, style, x=PAD, width=room, role="P")
        for i in range(DAYS):
            with pen.inside("TD"):
                places = _boxes(pen, label + i * day, top, day, tall, row.sessions, across, tick)
                if log:
                    log.ticks(pen, row, i, places)
    pen.y = top + tall
    pen.rule(pen.y, grey=LINE, weight=0.6)


def _label(look: Theme, row: Row, room: float, *, named: bool) -> list[tuple[Words, Style]]:
    """What stands at the head of a row: number, name, dose, on how many days."""
    some = (row.often,) if row.often else ()
    if named:
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


def _any_row(look: Theme, pen: Pen, row: Row, most: int, *, named: bool, log: Log | None) -> None:
    """As many numbered boxes as the week has sessions, then the exercise: boxes that stand before the
    words, and under no day, belong to none."""
    assert row.days is not None
    tick, style = look.tick, look.quiet
    x = PAD + most * (tick + SPREAD) + PAD
    texts = _label(look, row, pen.width - x - PAD, named=named)
    words = sum(height(text, style, pen.width - x - PAD) for text, style in texts)
    top, tall = pen.y, max(tick + 2 * BETWEEN + 1, words + 5)
    y = top + (tall - tick) / 2
    with pen.inside("TR"):
        pen.y = top + (tall - words) / 2
        with pen.inside("TH", ROW):
            for text, one in texts:
                pen.words(text, one, x=x, width=pen.width - x - PAD, role="P")
        places = [(left, y, left + tick, y + tick) for left in _lefts(row.days, tick)]
        with pen.inside("TD", WHOLE_WEEK):
            for n, (left, *_) in enumerate(places, 1):
                pen.art(shapes.tick_box(left, -y, tick))
                pen.y = y + (tick - style.leading) / 2
                pen.words(
                    str(n), style, x=left, width=tick, role=None, align="center", advance=False
                )
            if log:
                log.sessions(pen, row, places)
    pen.y = top + tall
    pen.rule(pen.y, grey=LINE, weight=0.6)


def _lefts(count: int, tick: float) -> list[float]:
    """Where boxes in a row begin."""
    return [PAD + n * (tick + SPREAD) for n in range(count)]


def _boxes(
    pen: Pen, x: float, top: float, day: float, tall: float, count: int, across: int, tick: float
) -> list[Place]:
    """The boxes of one day, in the middle of its cell; where each lies."""
    places = []
    lines = -(-count // across)
    y = top + (tall - lines * tick - (lines - 1) * BETWEEN) / 2
    for line in range(lines):
        here = min(across, count - line * across)
        left = x + (day - here * tick - (here - 1) * BETWEEN) / 2
        for i in range(here):
            at = left + i * (tick + BETWEEN)
            pen.art(shapes.tick_box(at, -y, tick))
            places.append((at, y, at + tick, y + tick))
        y += tick + BETWEEN
    return places


def _pain_row(
    look: Theme, pen: Pen, text: str, label: float, day: float, kind: str, log: Log | None
) -> None:
    tall = max(look.tick + 1, height(text, look.small, label - 2 * PAD) + 4)
    top = pen.y
    with pen.inside("TR"):
        pen.y = top + (tall - height(text, look.small, label - 2 * PAD)) / 2
        with pen.inside("TH", ROW):
            pen.words(text, look.small, x=PAD, width=label - 2 * PAD, role=None)
        for i in range(DAYS):
            x = label + i * day
            with pen.inside("TD"):
                if log:
                    log.number(pen, kind, i, (x + 2, top + 2, x + day - 2, top + tall - 2))
            pen.art(f"q 0.6 w {LINE} G {x:.2f} {-top:.2f} m {x:.2f} {-top - tall:.2f} l S Q")
    pen.y = top + tall
    pen.rule(pen.y, grey=LINE, weight=0.6)
