"""The grid of a week: exercises down, days across, a box to tick for every session, pain below."""

from datetime import date, timedelta
from functools import lru_cache

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.grid_rows import DAYS, PAD, Frame, frame_of, lay, pain_row
from exercise_rx.render.pdf.kit import short_date
from exercise_rx.render.pdf.log import Log, day_words
from exercise_rx.render.pdf.pen import COLUMN, Fragment, Pen
from exercise_rx.render.pdf.rows import Row
from exercise_rx.render.pdf.text import Run, Words, broken
from exercise_rx.render.pdf.theme import TINT, Theme

APART = 7.0
"""White above the days, where boxes that belong to none stand before them."""
ALL_ACROSS = f"<</O/Table/Scope/Column/ColSpan {DAYS + 1}>>"


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
    pen = Pen(total)
    days = tuple(day_words(say, week, first, i) for i in range(DAYS))
    log = Log(week, days, say) if fields else None
    frame = frame_of(look, rows, pen, log, named=named)
    some = [row for row in rows if row.days is not None]
    daily = [row for row in rows if row.days is None]
    with pen.inside("Table"):
        if daily or not some:
            _days(frame, say, week, first, again=False)
            lay(frame, daily)
            _pain(frame, say, asked=pain)
            if some:
                _band(frame, (Run(say("page.week.on-any", n=week), True),))
                lay(frame, some)
        else:
            _band(frame, _which_words(say, week, first, named=named))
            lay(frame, some)
            if pain:
                pen.y += APART
                _days(frame, say, week, first, again=True)
                _pain(frame, say, asked=True)
    pen.rule(pen.y, grey=0, weight=1)
    return pen.finish()


def _pain(frame: Frame, say: Wording, *, asked: bool) -> None:
    """The worst of each day, and the next morning."""
    if not asked:
        return
    long, short = ("worst", "morning"), ("pain-short", "morning-short")
    for kind, key in zip(long, long if frame.named else short, strict=True):
        pain_row(frame, say(f"page.week.{key}"), kind)


def _which_words(say: Wording, week: int, first: date, *, named: bool) -> tuple[Run, ...]:
    """Which week it is and when it begins; the first time with what the boxes are for."""
    parts = [short_date(first, say), *([say("page.week.grid")] if named else ())]
    return (Run(say("page.week.one", n=week), True), Run("  ·  " + "  ·  ".join(parts)))


def _band(frame: Frame, words: Words) -> None:
    """A line over rows whose boxes belong to no day."""
    pen, style = frame.pen, frame.look.small
    top, tall = pen.y, style.leading + 5
    pen.box(0, top, pen.width, tall, fill=TINT, edge=None)
    pen.rule(top, grey=0, weight=1)
    pen.y = top + 2
    with pen.inside("TR"), pen.inside("TH", ALL_ACROSS):
        pen.words(words, style, x=PAD, width=pen.width - PAD, role="P")
    pen.y = top + tall
    pen.rule(pen.y, grey=0, weight=0.8)


def _days(frame: Frame, say: Wording, week: int, first: date, *, again: bool) -> None:
    """The names of the days. `again`: which week it is has been said above."""
    look, pen, room = frame.look, frame.pen, frame.label - PAD
    style = look.small_strong
    dates = [first + timedelta(days=i) for i in range(DAYS)]
    names = [(say(f"page.week.day.{one.isoweekday()}"), str(one.day)) for one in dates]
    which = _which_words(say, week, first, named=False)
    together = again or (not frame.named and len(broken(which, style.size, False, room)) == 1)
    widest = max(width(f"{name} {day}", style.size, True) for name, day in names)
    low = together and widest + 4 <= frame.day
    top, tall = pen.y, (1 if low else 2) * look.small.leading + 5
    pen.box(0, top, pen.width, tall, fill=TINT, edge=None)
    pen.rule(top, grey=0, weight=1)
    with pen.inside("TR"):
        with pen.inside("TH", COLUMN):
            pen.y = top + 2
            if again:
                pen.words(say("page.week.days"), style, x=PAD, width=room, role="P")
            elif low:
                pen.words(which, look.small, x=PAD, width=room, role="P")
            else:
                _which_week(frame, say, week, first)
        for i, (name, day) in enumerate(names):
            with pen.inside("TH", COLUMN):
                pen.y = top + 2
                _day(frame, frame.label + i * frame.day, name, day, low=low)
    pen.y = top + tall
    pen.rule(pen.y, grey=0, weight=0.8)


def _day(frame: Frame, x: float, name: str, day: str, *, low: bool) -> None:
    """The name of a day and its date, on one line or on two."""
    pen, look = frame.pen, frame.look
    words = f"{name} {day}" if low else name
    pen.words(words, look.small_strong, x=x, width=frame.day, align="center", role="P")
    if not low:
        pen.words(day, look.quiet, x=x, width=frame.day, align="center", role="P")


def _which_week(frame: Frame, say: Wording, week: int, first: date) -> None:
    """The week, and below it its first day; the first time with what the boxes are for."""
    pen, look, room = frame.pen, frame.look, frame.label - PAD
    pen.words(say("page.week.one", n=week), look.small_strong, x=PAD, width=room, role="P")
    day = short_date(first, say)
    how = f"{day}  ·  {say('page.week.grid')}"
    fits = frame.named and width(how, look.quiet.size) <= room
    pen.words(how if fits else day, look.quiet, x=PAD, width=room, role="P")
