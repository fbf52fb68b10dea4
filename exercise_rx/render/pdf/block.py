"""The block of one exercise, never split: name, pictures in a row, dose, steps, what to heed.

In normal print a block takes half a page: its pictures grow until it does. Where they leave room
beside them, the dose stands there, and the steps too if they fit.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from exercise_rx.model.program import Card
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import drawings
from exercise_rx.render.pdf.dose import dose_boxes, strip
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.parts import labelled, numbered
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, Run, Words, broken, runs_of
from exercise_rx.render.pdf.theme import MM, Theme
from exercise_rx.render.pdf.told import Drawn, Told

GAP = 14.0
"""White between two columns of words."""
STEPS_SHARES = (0.5, 0.54, 0.46)
"""How much of the width steps may take, beside what to heed."""
DOSE_BESIDE = 46 * MM
"""The width of a dose that stands beside pictures."""
CONTEXT = (24 * MM, 20 * MM)
BELOW = 6.0
"""White below the pictures."""


@lru_cache(maxsize=2048)
def block(told: Told, look: Theme, say: Wording, entry: str = "", room: float = 0.0) -> Fragment:
    """A block, kept for every document that prints it alike.

    `entry`: the bookmark of all exercises, which the first one carries. `room`: the height that its
    pictures may grow into.
    """
    pen = Pen(look.width)
    if entry:
        pen.entry(entry, 0)
    with pen.inside("Sect"):
        needs_said = _head(pen, told.card, look, say)
        lines = _lines(told.card, say, needs_said=needs_said)
        if look.large or not told.pictures:
            _plain(pen, told, look, say, lines)
        else:
            _pictured(pen, told, look, say, lines, room - pen.y)
    return pen.finish()


def _head(pen: Pen, card: Card, look: Theme, say: Wording) -> bool:
    """Number and plain name; small beneath it the side and the clinical name. Whether what is needed
    had room there too."""
    size = look.heading
    badge = max(width(card.number, size.size, True) + 12, size.leading + 4)
    pen.entry(f"{card.number}. {card.plain}", 1)
    pen.box(0, 0, badge, size.leading + 4, fill=0, edge=None, radius=5)
    pen.y = 2
    indent = badge + 9
    with pen.inside("H2"):
        x = (badge - width(card.number, size.size, True)) / 2
        pen.words(
            card.number + NO_BREAK,
            size.but(colour=(1, 1, 1)),
            x=x,
            width=badge + size.size,
            role=None,
            advance=False,
        )
        pen.words(card.plain, size, x=indent, role=None)
    pen.y = max(pen.y, size.leading + 4)
    line = (Run(card.side_words, True), Run(f"  ·  {card.name}"))
    full = (*line, Run(f"  ·  {_needs(card, say)}"))
    fits = bool(card.needs) and len(broken(full, look.quiet.size, False, pen.width - indent)) == 1
    pen.words(full if fits else line, look.quiet, x=indent)
    pen.y += 4
    return fits


def _needs(card: Card, say: Wording) -> str:
    return say("page.exercise.need", listed=", ".join(card.needs))


def _lines(card: Card, say: Wording, *, needs_said: bool) -> tuple[Words, ...]:
    """What it should feel like, the common mistake, when to stop, easier and harder, what is needed."""
    lines: list[Words] = [
        labelled(say("page.exercise.feel"), card.feel),
        labelled(say("page.exercise.mistake"), card.mistake),
        labelled(say("page.exercise.stop"), card.stop_if),
    ]
    if card.easier:
        lines.append(labelled(say("page.exercise.easier"), card.easier.words))
    if card.harder:
        lines.append(labelled(say("page.exercise.harder"), card.harder.words))
    if card.needs and not needs_said:
        lines.append(_needs(card, say))
    return tuple(lines)


def _plain(pen: Pen, told: Told, look: Theme, say: Wording, lines: tuple[Words, ...]) -> None:
    """Pictures, if any, over the whole width, and the words below them: large print and no pictures."""
    if told.pictures:
        row = drawings.over_the_width(told.pictures, look)
        pen.place(row)
        pen.y += row.height + 8
    _put(pen, _dose(told, look, say, look.width, context=False))
    _put(pen, _weeks(told, look, say, look.width))
    if look.large:
        _put(pen, _steps(told.card, look, look.width))
        _put(pen, _paragraphs(lines, look, look.width))
    else:
        _put(pen, _in_two(told.card, look, lines))


def _pictured(
    pen: Pen, told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> None:
    """The arrangement with the biggest pictures that keeps to its room, or the lowest one."""
    ways = [
        one
        for way in (_steps_beside, _dose_beside, _all_below)
        if (one := way(told, look, say, lines, room))
    ]
    fitting = [way for way in ways if way.height <= room + 0.5]
    if fitting:
        best = max(fitting, key=lambda way: drawings.area(told.pictures, way.row))
    else:
        best = min(ways, key=lambda way: way.height)
    top = pen.y
    for made, x, y in best.parts:
        pen.place(made, x, top + y)
    pen.y = top + best.height


class _Way(NamedTuple):
    """An arrangement of all below the name: its pictures, its parts in reading order, its height."""

    row: drawings.Row
    parts: tuple[tuple[Fragment, float, float], ...]
    height: float


def _steps_beside(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way | None:
    """Tall pictures: dose and steps on their right, what to heed in three columns below."""
    zone = 2 * drawings.PANEL[1] + drawings.BETWEEN
    x = zone + GAP
    heed, weeks = _in_three(lines, look), _weeks(told, look, say, look.width)
    caption = look.small.leading + 1
    row = drawings.row(told.pictures, zone, room - heed.height - weeks.height - BELOW - caption)
    if row is None or len(told.pictures) == 1:
        return None
    dose = _dose(told, look, say, look.width - x, context=True)
    steps = _steps(told.card, look, look.width - x)
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    deep = max(pictures.height, dose.height + steps.height) + BELOW
    parts = ((pictures, 0, 0), (dose, x, 0), (steps, x, dose.height), (weeks, 0, deep))
    deep += weeks.height
    return _Way(row, (*parts, (heed, 0, deep)), deep + heed.height)


def _dose_beside(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way | None:
    """The dose in a column on the right of the pictures, steps and what to heed below."""
    x = look.width - DOSE_BESIDE
    dose = _dose(told, look, say, DOSE_BESIDE, context=False, noted=False)
    weeks = _weeks(told, look, say, look.width)
    words = _in_two(told.card, look, lines, _note(told, say))
    caption = look.small.leading + 1
    row = drawings.row(told.pictures, x - GAP, room - words.height - weeks.height - BELOW - caption)
    if row is None:
        return None
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    parts = [(pictures, 0.0, 0.0), (dose, x, 0.0)]
    deep = max(pictures.height, dose.height)
    if told.context:
        parts.append((_context(told.context), x + (DOSE_BESIDE - CONTEXT[0]) / 2, dose.height + 2))
        deep = max(deep, dose.height + 2 + CONTEXT[1])
    deep += BELOW
    parts += [(weeks, 0, deep), (words, 0, deep + weeks.height)]
    return _Way(row, tuple(parts), deep + weeks.height + words.height)


def _all_below(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way:
    """Pictures over the whole width, all words below them."""
    dose = _dose(told, look, say, look.width, context=True, noted=False)
    weeks = _weeks(told, look, say, look.width)
    words = _in_two(told.card, look, lines, _note(told, say))
    rest = dose.height + weeks.height + words.height + BELOW
    row = drawings.row(told.pictures, look.width, room - rest - look.small.leading - 1)
    assert row is not None, "the paper is three panels wide"
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    parts, y = [(pictures, 0.0, 0.0)], pictures.height + BELOW
    for made in (dose, weeks, words):
        parts.append((made, 0.0, y))
        y += made.height
    return _Way(row, tuple(parts), y)


def _put(pen: Pen, made: Fragment) -> None:
    pen.place(made)
    pen.y += made.height


@lru_cache(maxsize=2048)
def _in_two(card: Card, look: Theme, lines: tuple[Words, ...], note: str = "") -> Fragment:
    """Steps on the left, what to heed on the right, whichever way is the lowest; `note` under the
    shorter of the two."""
    ways = [
        _columns(card, look, lines[:beside], lines[beside:], note, share)
        for beside in dict.fromkeys((len(lines), 3))
        for share in STEPS_SHARES
    ]
    return min(ways, key=lambda way: way.height)


def _columns(
    card: Card,
    look: Theme,
    lines: tuple[Words, ...],
    below: tuple[Words, ...],
    note: str,
    share: float,
) -> Fragment:
    left = (look.width - GAP) * share
    right = look.width - GAP - left
    steps, heed = _steps(card, look, left), _paragraphs(lines, look, right)
    if note and not below and steps.height <= heed.height:
        steps = _steps(card, look, left, note)
    elif note and not below:
        heed = _paragraphs((*lines, note), look, right)
    pen = Pen(look.width)
    pen.place(steps, 0, 0)
    pen.place(heed, left + GAP, 0)
    pen.y = max(steps.height, heed.height)
    if below:
        pen.y += 2
        pen.words(_run_on((*below, note) if note else below), look.small)
    return pen.finish()


@lru_cache(maxsize=2048)
def _in_three(lines: tuple[Words, ...], look: Theme) -> Fragment:
    """What to heed in three columns, the other lines run on below."""
    wide = (look.width - 2 * GAP) / 3
    pen = Pen(look.width)
    deepest = 0.0
    for n, line in enumerate(lines[:3]):
        pen.y = 0
        pen.words(line, look.small, x=n * (wide + GAP), width=wide)
        deepest = max(deepest, pen.y)
    pen.y = deepest
    if lines[3:]:
        pen.y += 3
        pen.words(_run_on(lines[3:]), look.small)
    return pen.finish()


def _run_on(lines: Sequence[Words]) -> Words:
    """Several labelled lines as one."""
    runs: list[Run] = []
    for line in lines:
        if runs:
            runs.append(Run(" " + 3 * NO_BREAK))
        runs += runs_of(line, False)
    return tuple(runs)


@lru_cache(maxsize=2048)
def _paragraphs(lines: tuple[Words, ...], look: Theme, total: float) -> Fragment:
    pen = Pen(total)
    style = look.small if not look.large else look.body
    for line in lines:
        pen.words(line, style)
        pen.y += 1.5
    return pen.finish()


@lru_cache(maxsize=2048)
def _steps(card: Card, look: Theme, total: float, note: str = "") -> Fragment:
    pen = Pen(total)
    numbered(pen, card.steps, look.body, gap=0.8)
    if note:
        pen.y += 3
        pen.words(note, look.small)
    pen.y += 4 if look.large else 0
    return pen.finish()


@lru_cache(maxsize=2048)
def _dose(
    told: Told, look: Theme, say: Wording, total: float, *, context: bool, noted: bool = True
) -> Fragment:
    """The dose in boxes.

    `context`: with the small picture of how you sit, stand or lie. `noted`: with what the protocol
    says beside the dose.
    """
    pen = Pen(total)
    note = _note(told, say) if noted else ""
    if told.dose_of:
        pen.words(say("page.exercise.same-dose", number=told.dose_of), look.strong)
        if note:
            pen.words(note, look.small)
        pen.y += 4
        return pen.finish()
    one = told.context if context and not look.large else None
    inner = Pen(total - CONTEXT[0] - 10 if one else total)
    dose_boxes(inner, told.choices, look, say, note)
    made = inner.finish()
    if one:
        pen.place(_context(one), total - CONTEXT[0], 0)
    pen.place(made, 0, 0)
    pen.y = max(made.height, CONTEXT[1] if one else 0) + 4
    return pen.finish()


def _note(told: Told, say: Wording) -> str:
    """That the therapist checks a number, what the protocol says beside the dose, why it is another."""
    marked = not told.dose_of and any(choice.figures.marks for choice in told.choices)
    return " ".join((say("page.exercise.marked"),) * marked + told.notes)


def _context(one: Drawn) -> Fragment:
    """The small picture of how you sit, stand or lie."""
    pen = Pen(CONTEXT[0])
    alt = f"{one.caption}: {one.alt}"
    pen.picture(one.name, one.picture, alt, 0, 0, *CONTEXT, mirrored=one.mirrored)
    return pen.finish(CONTEXT[1])


@lru_cache(maxsize=1024)
def _weeks(told: Told, look: Theme, say: Wording, total: float) -> Fragment:
    """The doses by week, where they change."""
    pen = Pen(total)
    if told.weeks and not told.dose_of:
        strip(pen, told.weeks, look, say)
        pen.y += 2
    return pen.finish()
