"""Week pages: one for each stretch without a change, with a box to tick for every session."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache, partial

from exercise_rx.model.program import Step
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.grid import grid
from exercise_rx.render.pdf.grid_rows import DAYS, LEAST_LABEL, TIGHT
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.ready import checks, ready, under, ways
from exercise_rx.render.pdf.rows import Row, rows_of
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import LINE, Theme, closer, closest

BESIDE = 14.0
"""White between two grids."""


def pages(kit: Kit, flow: Flow) -> None:
    """The pages of every step."""
    looks = [kit.look, closer(kit.look), *([closest(kit.look)] if kit.look.large else ())]
    for step in kit.program.steps:
        ways = [
            (look, names)
            for names in ((True, False) if kit.look.large else (False,))
            for look in looks
        ]
        flow.fewest(
            [partial(_step, kit.but(look=look), flow, step, names=names) for look, names in ways]
        )


def _step(kit: Kit, flow: Flow, step: Step, *, names: bool) -> None:
    """The pages of a step. `names`: the weeks that are the same again name each exercise too, where
    they take the whole width."""
    look = kit.look
    flow.turn()
    rows = rows_of(kit, step)
    with flow.inside("Sect"):
        flow.put(_opening(kit, step))
        first = _whole(kit, flow.height, rows, step.first_week, named=True)
        for fragment in first:
            flow.put(fragment, look.gap)
        weeks = range(step.first_week + 1, step.last_week + 1)
        small = _small_grids(kit, flow.height, rows, weeks, names=names)
        _close(kit, flow, step, small)


def _close(kit: Kit, flow: Flow, step: Step, small: Sequence[Fragment]) -> None:
    """The weeks that are the same again, and the checks on the page of the last week where one page
    holds both."""
    gap = kit.look.gap
    paired = bool(small) and small[0].width < kit.look.width / 2
    alone = small[-1] if paired and len(small) % 2 else None
    whole = small[: len(small) - (1 if alone else 0)]
    rows = [
        _pair(kit.look, whole[i], whole[i + 1]) if paired else whole[i]
        for i in range(0, len(whole), 2 if paired else 1)
    ]
    end, notes = ready(kit, step), _notes(kit, kit.look.width)
    for i, row in enumerate(rows):
        both = gap + row.height + gap + end.height
        last = not alone and i == len(rows) - 1 and both <= flow.height
        if last and both > flow.left >= gap + notes.height:
            flow.put(notes, gap)
            flow.turn()
        flow.put(row, gap, need=gap + end.height if last else 0.0)
    if alone:
        _close_beside(kit, flow, step, alone)
        return
    free = flow.left - 2 * gap - notes.height
    if free >= end.height or (free >= 0 and flow.left < gap + end.height):
        flow.put(notes, gap)
    flow.put(end, gap)


def _close_beside(kit: Kit, flow: Flow, step: Step, week: Fragment) -> None:
    """A last week of half the width: the checks beside it, or lines for notes and the checks below."""
    look, half = kit.look, (kit.look.width - BESIDE) / 2
    beside = under(kit, _pair(look, week, checks(kit, step, half)), ways(kit, step))
    with_notes = _pair(look, week, _notes(kit, half))
    below = under(kit, with_notes, ready(kit, step))
    made = next((one for one in (below, beside) if one.height + look.gap <= flow.left), None)
    if made is None and beside.height <= flow.height:
        made = beside
    if made is None:
        flow.put(with_notes, look.gap)
        flow.put(ready(kit, step), look.gap)
        return
    flow.put(made, look.gap)
    notes = _notes(kit, look.width)
    if made is beside and notes.height + look.gap <= flow.left:
        flow.put(notes, look.gap)


def _first_day(kit: Kit, week: int) -> date:
    return kit.program.start + timedelta(weeks=week - 1)


def _opening(kit: Kit, step: Step) -> Fragment:
    """Which weeks, from when to when, what has changed, what it is for."""
    look, say = kit.look, kit.say
    pen = Pen(look.width)
    pen.entry(say("page.week.bookmark", label=step.label), 0)
    dates = say(
        "page.week.dates", first=kit.short_date(step.first_day), last=kit.short_date(step.last_day)
    )
    pen.words(say("page.week.heading", label=step.label), look.title, role="H2", advance=False)
    at = width(step.label, look.title.size, True) + 14
    pen.y += look.title.leading - look.lead.leading - 2
    pen.words(dates, look.lead, x=at, width=look.width - at)
    pen.y = max(pen.y, look.title.leading)
    if step.not_before:
        pen.words(say("page.week.not-before", date=kit.long_date(step.not_before)), look.strong)
    aim = (Run(say("page.week.goal"), True), Run(" " + step.goal)) if step.goal else ()
    if step.number > 1:
        pen.words(step.summary, look.strong)
        pen.words(aim, look.body)
    else:
        pen.words((Run(step.summary + ("  " if aim else "")), *aim), look.body)
    if step.advice:
        bullets(pen, step.advice, look.small if not look.large else look.body)
    return pen.finish()


def _whole(
    kit: Kit, limit: float, rows: tuple[Row, ...], week: int, *, named: bool, total: float = 0.0
) -> list[Fragment]:
    """The grid of a week; in parts when there are more exercises than a page has room for."""
    room = total or kit.look.width
    first = _first_day(kit, week)
    fields = kit.fillable
    one = grid(kit.look, kit.say, rows, week, first, named=named, total=room, fields=fields)
    if one.height <= limit or len(rows) == 1:
        return [one]
    half = -(-len(rows) // 2)
    upper = grid(
        kit.look,
        kit.say,
        rows[:half],
        week,
        first,
        named=named,
        total=room,
        pain=False,
        fields=fields,
    )
    if upper.height > limit and half > 1:
        return [
            *_whole(kit, limit, rows[:half], week, named=named, total=room),
            *_whole(kit, limit, rows[half:], week, named=named, total=room),
        ]
    return [upper, *_whole(kit, limit, rows[half:], week, named=named, total=room)]


def _small_grids(
    kit: Kit, limit: float, rows: tuple[Row, ...], weeks: Sequence[int], *, names: bool
) -> list[Fragment]:
    """The weeks that are the same again: as wide as half the column where that has room."""
    look = kit.look
    half = (look.width - BESIDE) / 2
    narrow = DAYS * (look.tick + 2 * TIGHT) + LEAST_LABEL
    pairs = (
        half >= narrow and max((row.sessions for row in rows if row.days is None), default=1) <= 2
    )
    total = half if pairs else 0.0
    return [
        part
        for week in weeks
        for part in _whole(kit, limit, rows, week, named=names and not pairs, total=total)
    ]


@lru_cache(maxsize=512)
def _pair(look: Theme, left: Fragment, right: Fragment) -> Fragment:
    pen = Pen(look.width)
    pen.place(left, 0, 0)
    pen.place(right, (look.width + BESIDE) / 2, 0)
    return pen.finish(max(left.height, right.height))


def _notes(kit: Kit, total: float) -> Fragment:
    """Lines to write on: two over the whole page, more where a column is free."""
    return _note_lines(
        kit.look, kit.say("page.week.notes"), total, 2 if total == kit.look.width else 6
    )


@lru_cache(maxsize=64)
def _note_lines(look: Theme, label: str, total: float, count: int) -> Fragment:
    pen = Pen(total)
    pen.words(label, look.small_strong, advance=False)
    for i in range(count):
        start = width(label, look.small.size, True) + 8 if i == 0 else 0
        pen.y += look.body.leading + 6
        pen.rule(pen.y - 6, start, total - start, grey=LINE)
    return pen.finish()
