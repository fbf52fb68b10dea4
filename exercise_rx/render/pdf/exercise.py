"""One exercise as a block that is never split: pictures on the left, dose and words on the right."""

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from exercise_rx.model.picture import Picture
from exercise_rx.model.program import Card, Choice, Frame, Item, Step
from exercise_rx.model.wording import Wording
from exercise_rx.render.chosen import chosen_words
from exercise_rx.render.pdf.dose import dose_boxes, strip
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit, beside_the_count, filled, short_dose
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import labelled, numbered
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, Run, Words, broken
from exercise_rx.render.pdf.theme import MM, Theme, closer, closest

PICTURE = (60 * MM, 45 * MM)
"""The room a picture gets. A wide or a tall one keeps the same area in another shape."""
WIDEST, TALLEST = 76 * MM, 66 * MM
CONTEXT = (21 * MM, 25 * MM)
PORTRAIT, LANDSCAPE = 0.86, 1.45
"""Width over height below which two pictures stand side by side, and above which they lie wide."""
GAP = 14.0


class Drawn(NamedTuple):
    """A picture of a block with its words."""

    name: str
    picture: Picture
    mirrored: bool
    alt: str
    caption: str


class Told(NamedTuple):
    """Everything a block depends on: the key under which it is kept."""

    card: Card
    choices: tuple[Choice, ...]
    weeks: tuple[tuple[str, tuple[str, ...]], ...]
    """Label and doses of each stretch, when they differ."""
    pictures: tuple[Drawn, ...]
    context: Drawn | None
    notes: tuple[str, ...]
    """What the protocol says beside the dose, and why the dose is another."""
    dose_of: str | None
    """The number of the exercise before it that has the same dose, when they are parts of one."""


def pages(kit: Kit, flow: Flow) -> None:
    """The exercise pages: two blocks to a page, one in large print."""
    entry = kit.say("page.exercises.bookmark")
    told = [one for unit in kit.units for one in _told_of(kit, unit)]
    with flow.inside("Sect"):
        while told:
            blocks = _page_full(kit, flow, told, entry)
            told, entry = told[len(blocks) :], ""
            _place(kit, flow, blocks)


def _page_full(kit: Kit, flow: Flow, told: Sequence[Told], entry: str) -> list[Fragment]:
    """As many blocks from the front as fit on a page, with lines a little closer if that takes one more."""
    best: list[Fragment] = []
    for look in (kit.look, closer(kit.look)):
        blocks = _fitting(kit, flow, told, entry, look)
        if len(blocks) > len(best):
            best = blocks
    return best or [block(told[0], closest(kit.look), kit.say, entry)]


def _fitting(kit: Kit, flow: Flow, told: Sequence[Told], entry: str, look: Theme) -> list[Fragment]:
    blocks: list[Fragment] = []
    used = 0.0
    for i, one in enumerate(told):
        made = block(one, look, kit.say, "" if i else entry)
        gap = kit.look.gap if blocks else 0.0
        if used + gap + made.height > flow.height:
            break
        used += gap + made.height
        blocks.append(made)
    return blocks


def _place(kit: Kit, flow: Flow, blocks: Sequence[Fragment]) -> None:
    """Blocks on a page of their own, with the white shared and a hairline between them."""
    flow.turn()
    free = flow.height - sum(made.height for made in blocks)
    gap = min(max(free / len(blocks), kit.look.gap), 46.0) if len(blocks) > 1 else 0.0
    for i, made in enumerate(blocks):
        if i:
            flow.put(_hairline(kit.look), gap / 2)
        flow.put(made, gap / 2)


def _hairline(look: Theme) -> Fragment:
    pen = Pen(look.width)
    pen.rule(0, grey=0.75, weight=0.5)
    return pen.finish(0.0)


def _told_of(kit: Kit, unit: tuple[Card, ...]) -> list[Told]:
    """The parts of one exercise; a part with the dose of the first says so instead of repeating it."""
    told = [_told(kit, card) for card in unit]
    first = told[0]
    return [
        first,
        *(
            one._replace(dose_of=first.card.number)
            if (one.choices, one.weeks) == (first.choices, first.weeks)
            else one
            for one in told[1:]
        ),
    ]


def _told(kit: Kit, card: Card) -> Told:
    found = [
        (step, item)
        for step in kit.program.steps
        for item in step.items
        if item.exercise == card.id
    ]
    first = found[0][1]
    weeks = _by_week(found)
    notes = list(dict.fromkeys(item.note for _, item in found if item.note))
    if chosen := chosen_words(first, kit.say):
        notes.append(chosen)
    drawn = tuple(_drawn(kit, frame) for frame in kit.frames(card, "start", "middle", "end"))
    context = kit.frames(card, "context")
    return Told(
        card,
        first.choices,
        tuple(weeks) if len(weeks) > 1 else (),
        drawn,
        _drawn(kit, context[0]) if context else None,
        tuple(notes),
        None,
    )


def _by_week(found: Sequence[tuple[Step, Item]]) -> list[tuple[str, tuple[str, ...]]]:
    """Label and dose of each stretch of weeks, with whatever else changes on the way."""
    figures = [item.choices[0].figures for _, item in found]
    moving = [
        name
        for name in beside_the_count(figures[0])
        if len({getattr(one, name) for one in figures}) > 1
    ]
    weeks: list[tuple[str, tuple[str, ...]]] = []
    for step, item in found:
        now = item.choices[0].figures
        more = [
            filled(value)
            for name in moving
            if name in beside_the_count(now) and (value := getattr(now, name))
        ]
        lines = (*short_dose(item), *more)
        if not weeks or weeks[-1][1] != lines:
            weeks.append((step.label, lines))
    return weeks


def _drawn(kit: Kit, frame: Frame) -> Drawn:
    return Drawn(
        frame.picture, kit.pictures[frame.picture], frame.mirrored, frame.alt, frame.caption
    )


@lru_cache(maxsize=2048)
def block(told: Told, look: Theme, say: Wording, entry: str = "") -> Fragment:
    """The block of one exercise, kept for every document that prints it alike.

    `entry`: the bookmark of all exercises, which the first one carries.
    """
    pen = Pen(look.width)
    if entry:
        pen.entry(entry, 0)
    with pen.inside("Sect"):
        needs_said = _head(pen, told.card, look, say)
        if told.pictures and not look.large:
            _beside(pen, told, look, say, needs_said=needs_said)
        else:
            _below(pen, told, look, say, needs_said=needs_said)
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
    pen.y += 5
    return fits


def _needs(card: Card, say: Wording) -> str:
    return say("page.exercise.need", listed=", ".join(card.needs))


def _beside(pen: Pen, told: Told, look: Theme, say: Wording, *, needs_said: bool) -> None:
    """Pictures on the left, what is said on the right; the last lines where there is more room."""
    top = pen.y
    left, wide = _pictures(told.pictures, look)
    x = wide + GAP
    right = Pen(look.width - x)
    _dose(right, told, look, say)
    _steps(right, told, look)
    words = right.finish()
    lines = _lines(told.card, say, needs_said=needs_said)
    best: tuple[float, Fragment, Fragment] | None = None
    for split in range(len(lines) + 1):
        beside = _paragraphs(lines[:split], look, look.width - x)
        under = _paragraphs(lines[split:], look, wide)
        tall = max(
            words.height + beside.height, left.height + (5 + under.height if under.height else 0)
        )
        if best is None or tall < best[0] - 0.1:
            best = (tall, beside, under)
    assert best is not None
    pen.place(left, 0, top)
    pen.place(words, x, top)
    pen.place(best[1], x, top + words.height)
    pen.place(best[2], 0, top + left.height + 5)
    pen.y = top + best[0]


def _below(pen: Pen, told: Told, look: Theme, say: Wording, *, needs_said: bool) -> None:
    """Pictures in a row, if any, and the words over the whole width."""
    if told.pictures:
        row = _row(told.pictures, look)
        pen.place(row)
        pen.y += row.height + 8
    _dose(pen, told, look, say)
    _steps(pen, told, look)
    lines = _lines(told.card, say, needs_said=needs_said)
    if look.large:
        rest = _paragraphs(lines, look, look.width)
        pen.place(rest)
        pen.y += rest.height
        return
    half = (len(lines) + 1) // 2
    room = (look.width - GAP) / 2
    first, second = _paragraphs(lines[:half], look, room), _paragraphs(lines[half:], look, room)
    pen.place(first)
    pen.place(second, room + GAP)
    pen.y += max(first.height, second.height)


def _lines(card: Card, say: Wording, *, needs_said: bool) -> list[Words]:
    """What it should feel like, the common mistake, when to stop, what is needed, easier and harder."""
    lines: list[Words] = [
        labelled(say("page.exercise.feel"), card.feel),
        labelled(say("page.exercise.mistake"), card.mistake),
        labelled(say("page.exercise.stop"), card.stop_if),
    ]
    if card.needs and not needs_said:
        lines.append(_needs(card, say))
    if card.easier:
        lines.append(labelled(say("page.exercise.easier"), card.easier.plain + "."))
    if card.harder:
        ask = say("page.exercise.ask-first", name=card.harder.plain)
        lines.append(labelled(say("page.exercise.harder"), ask + "."))
    return lines


def _paragraphs(lines: Sequence[Words], look: Theme, total: float) -> Fragment:
    pen = Pen(total)
    style = look.small if not look.large else look.body
    for line in lines:
        pen.words(line, style)
        pen.y += 1.5
    return pen.finish()


def _pictures(drawn: tuple[Drawn, ...], look: Theme) -> tuple[Fragment, float]:
    """The pictures as a column, and how wide it is."""
    shape = max(one.picture.width / one.picture.height for one in drawn)
    if shape < PORTRAIT:
        return _upright(drawn, look)
    wide = (
        min(max(sqrt(PICTURE[0] * PICTURE[1] * shape), PICTURE[0]), WIDEST)
        if shape > LANDSCAPE
        else PICTURE[0]
    )
    pen = Pen(wide)
    for one in drawn:
        high = min(max(wide * one.picture.height / one.picture.width, 30 * MM), PICTURE[1])
        _captioned(pen, one, look, 0, pen.y, wide, high)
        pen.y += 3
    return pen.finish(pen.y - 3), wide


def _upright(drawn: tuple[Drawn, ...], look: Theme) -> tuple[Fragment, float]:
    """Tall pictures beside each other, with the tops of their boxes level."""
    shapes = [one.picture.width / one.picture.height for one in drawn]
    high = min(TALLEST, (WIDEST - 6 * (len(drawn) - 1)) / sum(shapes))
    wide = high * sum(shapes) + 6 * (len(drawn) - 1)
    pen, x = Pen(wide), 0.0
    for one, shape in zip(drawn, shapes, strict=True):
        _captioned(pen, one, look, x, 0, high * shape, high)
        x += high * shape + 6
    return pen.finish(), wide


def _row(drawn: tuple[Drawn, ...], look: Theme) -> Fragment:
    """Pictures in a row over the whole width: large print."""
    wide = (look.width - GAP * (len(drawn) - 1)) / len(drawn)
    most = 60 * MM if look.body.size >= 18 else PICTURE[1]
    high = max(min(wide * one.picture.height / one.picture.width, most) for one in drawn)
    pen = Pen(look.width)
    for i, one in enumerate(drawn):
        _captioned(pen, one, look, i * (wide + GAP), 0, wide, high)
    return pen.finish()


def _captioned(
    pen: Pen, one: Drawn, look: Theme, x: float, y: float, wide: float, high: float
) -> None:
    pen.picture(
        one.name, one.picture, f"{one.caption}: {one.alt}", x, y, wide, high, mirrored=one.mirrored
    )
    pen.y = y + high + 1
    pen.words(one.caption, look.small_strong, x=x, width=wide, align="center")


def _dose(pen: Pen, told: Told, look: Theme, say: Wording) -> None:
    if told.dose_of:
        pen.words(say("page.exercise.same-dose", number=told.dose_of), look.strong)
        for note in told.notes:
            pen.words(note, look.small)
        pen.y += 4
        return
    beside = told.context is not None and not look.large
    wide, tall = CONTEXT
    top = pen.y
    inner = Pen(pen.width - wide - 10 if beside else pen.width)
    dose_boxes(inner, told.choices, look, say)
    if told.weeks:
        strip(inner, told.weeks, look, say)
    for note in told.notes:
        inner.words(note, look.small)
    made = inner.finish()
    if beside:
        one = told.context
        assert one is not None
        pen.picture(
            one.name,
            one.picture,
            f"{one.caption}: {one.alt}",
            pen.width - wide,
            top,
            wide,
            tall,
            mirrored=one.mirrored,
        )
    pen.place(made, 0, top)
    pen.y = top + max(made.height, tall if beside else 0) + 3


def _steps(pen: Pen, told: Told, look: Theme) -> None:
    numbered(pen, told.card.steps, look.body, gap=0.8)
    pen.y += 4
