"""Week pages: one for each stretch without a change, with a box to tick for every session."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from exercise_rx.model.program import Item, Step
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit, short_date, short_dose, unit_of
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets
from exercise_rx.render.pdf.pen import COLUMN, ROW, Fragment, Pen
from exercise_rx.render.pdf.ready import checks, ready, under, ways
from exercise_rx.render.pdf.text import Run, Words, height
from exercise_rx.render.pdf.theme import MM, TINT, Style, Theme, closer

DAYS = 7
PAD = 4.0
BETWEEN, TIGHT = 3.0, 2.0
"""White between two boxes of a day."""
BESIDE = 14.0
"""White between two grids."""


class Row(NamedTuple):
    """A line of the grid: the exercise, its dose, and how many boxes a day has."""

    number: str
    name: str
    dose: tuple[str, ...]
    sessions: int


class Log(NamedTuple):
    """Names and spoken words of the fields of one week."""

    week: int
    days: tuple[str, ...]
    say: Wording

    def ticks(
        self, pen: Pen, row: Row, day: int, places: Sequence[tuple[float, float, float, float]]
    ) -> None:
        """A field over each box of a day."""
        for n, place in enumerate(places, 1):
            exercise = f"{row.number}. {row.name}"
            words = f"{self.days[day]}: {exercise}"
            if len(places) > 1:
                words += f", {n}/{len(places)}"
            pen.field("tick", place, f"w{self.week}-{row.number}-{day + 1}-{n}", words)

    def number(
        self, pen: Pen, kind: str, day: int, place: tuple[float, float, float, float]
    ) -> None:
        """A field for the pain of a day."""
        words = f"{self.days[day]}: {self.say(f'page.week.{kind}')}"
        pen.field("text", place, f"w{self.week}-{kind}-{day + 1}", words)


def _day_words(say: Wording, week: int, first: date, day: int) -> str:
    """`Week 2, Mon, Nov 30`."""
    one = first + timedelta(days=day)
    name = say(f"page.week.day.{one.isoweekday()}")
    return f"{say('page.week.one', n=week)}, {name}, {short_date(one, say)}"


def pages(kit: Kit, flow: Flow) -> None:
    """The pages of every step."""
    for step in kit.program.steps:

        def draw(look: Theme, step: Step = step) -> None:
            _step(replace(kit, look=look), flow, step)

        flow.fewest(draw, (kit.look, closer(kit.look)))


def _step(kit: Kit, flow: Flow, step: Step) -> None:
    look = kit.look
    flow.turn()
    rows = _rows(kit, step)
    with flow.inside("Sect"):
        flow.put(_opening(kit, step))
        first = _whole(kit, flow.height, rows, step.first_week, named=True)
        for fragment in first:
            flow.put(fragment, look.gap)
        small = _small_grids(kit, flow.height, rows, range(step.first_week + 1, step.last_week + 1))
        _close(kit, flow, step, small)


def _close(kit: Kit, flow: Flow, step: Step, small: Sequence[Fragment]) -> None:
    """The weeks that are the same again, then the checks: beside the last week if that leaves room."""
    look = kit.look
    half = (look.width - BESIDE) / 2
    paired = bool(small) and small[0].width < look.width / 2
    alone = small[-1] if paired and len(small) % 2 else None
    for i in range(0, len(small) - (1 if alone else 0), 2 if paired else 1):
        flow.put(_pair(look, small[i], small[i + 1]) if paired else small[i], look.gap)
    if alone:
        asked = checks(kit, step, half)
        if asked.height <= alone.height + 40:
            flow.put(under(kit, _pair(look, alone, asked), ways(kit, step)), look.gap)
            if _notes(kit, look.width).height + look.gap <= flow.left:
                flow.put(_notes(kit, look.width), look.gap)
            return
        flow.put(_pair(look, alone, _notes(kit, half)), look.gap)
    end, notes = ready(kit, step), _notes(kit, look.width)
    both = notes.height + end.height + 2 * look.gap
    if not alone and (both <= flow.left or (end.height + look.gap > flow.left and not small)):
        flow.put(notes, look.gap, need=end.height + look.gap)
    flow.put(end, look.gap)


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
    pen.words(step.summary, look.strong if step.number > 1 else look.body)
    if step.goal:
        pen.words((Run(say("page.week.goal"), True), Run(" " + step.goal)), look.body)
    if step.advice:
        bullets(pen, step.advice, look.small if not look.large else look.body)
    pen.words(say("page.week.grid"), look.small)
    return pen.finish()


def _rows(kit: Kit, step: Step) -> tuple[Row, ...]:
    """A row for each exercise; the parts of one movement with the same dose share theirs."""
    found: dict[str, list[Item]] = {}
    for item in step.items:
        found.setdefault(unit_of(kit.program.card(item.exercise)), []).append(item)
    rows = []
    for items in found.values():
        if len({item.choices for item in items}) == 1:
            rows.append(_row(kit, items))
        else:
            rows += [_row(kit, [item]) for item in items]
    return tuple(rows)


def _row(kit: Kit, items: Sequence[Item]) -> Row:
    cards = [kit.program.card(item.exercise) for item in items]
    number = cards[0].number if len(cards) == 1 else f"{cards[0].number}-{cards[-1].number}"
    return Row(
        number,
        cards[0].plain if len(cards) == 1 else "; ".join(card.plain for card in cards),
        short_dose(items[0]),
        sessions(items[0]),
    )


def sessions(item: Item) -> int:
    """How many boxes a day has: one for each time a day, six at the most."""
    times = max(
        (
            choice.dose.frequency.times_a_day
            for choice in item.dose.options
            if choice.dose.frequency
        ),
        default=1,
    )
    return max(1, min(times, 6))


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
    """One week: exercises down, seven days across, boxes to tick, two rows for pain.

    `fields`: they can be filled in on a screen too.
    """
    room = total
    days = tuple(_day_words(say, week, first, i) for i in range(DAYS))
    log = Log(week, days, say) if fields else None
    tick = look.tick
    across = _boxes_across(look, rows, room, named=named)
    white = BETWEEN if named else TIGHT
    day = across * (tick + white) + white
    label = room - DAYS * day
    pen = Pen(room)
    with pen.inside("Table"):
        _days(look, say, pen, week, first, label, day)
        for row in rows:
            _grid_row(look, say, pen, row, label, day, across, named=named, log=log)
        for words in ("worst", "morning") if pain else ():
            text = say(
                f"page.week.{words}"
                if named
                else f"page.week.{'pain' if words == 'worst' else words}-short"
            )
            _pain_row(look, pen, text, label, day, words, log)
    pen.rule(pen.y, grey=0, weight=1)
    return pen.finish()


def _boxes_across(look: Theme, rows: Sequence[Row], room: float, *, named: bool) -> int:
    """Boxes side by side in a day, as many as the paper has room for."""
    most = max(row.sessions for row in rows)
    least = (52 if named else 22) * MM
    for across in range(min(most, 3), 1, -1):
        if room - DAYS * (across * (look.tick + BETWEEN) + BETWEEN) >= least:
            return across
    return 1


def _days(
    look: Theme, say: Wording, pen: Pen, week: int, first: date, label: float, day: float
) -> None:
    style = look.small_strong
    pen.box(0, 0, pen.width, 2 * look.small.leading + 5, fill=TINT, edge=None)
    pen.rule(0, grey=0, weight=1)
    with pen.inside("TR"):
        with pen.inside("TH", COLUMN):
            pen.y = 2
            pen.words(say("page.week.one", n=week), style, x=PAD, width=label - PAD, role="P")
            pen.words(short_date(first, say), look.quiet, x=PAD, width=label - PAD, role="P")
        for i in range(DAYS):
            one = first + timedelta(days=i)
            with pen.inside("TH", COLUMN):
                pen.y = 2
                x = label + i * day
                pen.words(
                    say(f"page.week.day.{one.isoweekday()}"),
                    style,
                    x=x,
                    width=day,
                    align="center",
                    role="P",
                )
                pen.words(str(one.day), look.quiet, x=x, width=day, align="center", role="P")
    pen.y = 2 * look.small.leading + 5
    pen.rule(pen.y, grey=0, weight=0.8)


def _grid_row(
    look: Theme,
    say: Wording,
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
    name = f"{row.number}. {row.name}" if named else row.number
    dose = f" {say('page.or')} ".join(row.dose)
    texts: list[tuple[Words, Style]] = [(name, look.small if named else look.small_strong)]
    if named:
        texts.append((dose, look.small_strong))
    elif len(row.dose) == 1:
        texts.append((dose, look.small))
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
    pen.rule(pen.y, grey=0.65, weight=0.5)


def _boxes(
    pen: Pen, x: float, top: float, day: float, tall: float, count: int, across: int, tick: float
) -> list[tuple[float, float, float, float]]:
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
            pen.art(f"q 0.5 w 0.65 G {x:.2f} {-top:.2f} m {x:.2f} {-top - tall:.2f} l S Q")
    pen.y = top + tall
    pen.rule(pen.y, grey=0.65, weight=0.5)


def _small_grids(
    kit: Kit, limit: float, rows: tuple[Row, ...], weeks: Sequence[int]
) -> list[Fragment]:
    """The weeks that are the same again: as wide as half the column where that has room."""
    look = kit.look
    half = (look.width - BESIDE) / 2
    narrow = DAYS * (look.tick + 2 * TIGHT) + 22 * MM
    pairs = half >= narrow and max(row.sessions for row in rows) <= 2
    total = half if pairs else 0.0
    return [
        part for week in weeks for part in _whole(kit, limit, rows, week, named=False, total=total)
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
        pen.rule(pen.y - 6, start, total - start, grey=0.4)
    return pen.finish()
