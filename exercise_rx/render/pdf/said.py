"""The words of an exercise's block, each laid out to a width and kept: dose, steps, what to heed."""

from collections.abc import Sequence
from functools import lru_cache

from exercise_rx.model.program import Card, Choice
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.dose import dose_boxes
from exercise_rx.render.pdf.kit import filled
from exercise_rx.render.pdf.parts import labelled, numbered
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.strip import strip
from exercise_rx.render.pdf.text import NO_BREAK, Run, Words, runs_of
from exercise_rx.render.pdf.theme import MM, Style, Theme
from exercise_rx.render.pdf.told import Drawn, Told

GAP = 14.0
"""White between two columns of words."""
STOP = 2
"""Which of the lines to heed says when to stop."""
STEPS_SHARES = (0.5, 0.54, 0.46, 0.58, 0.42)
"""How much of the width steps may take, beside what to heed."""
CONTEXT = (24 * MM, 20 * MM)


def needs_words(card: Card, say: Wording) -> str:
    """`You need: a chair, a band.`"""
    return say("page.exercise.need", listed=", ".join(card.needs))


def heed_lines(card: Card, say: Wording) -> tuple[Words, ...]:
    """What it should feel like, the common mistake, when to stop, easier and harder."""
    lines: list[Words] = [
        labelled(say("page.exercise.feel"), card.feel),
        labelled(say("page.exercise.mistake"), card.mistake),
        labelled(say("page.exercise.stop"), card.stop_if),
    ]
    if card.easier:
        lines.append(labelled(say("page.exercise.easier"), card.easier.words))
    if card.harder:
        lines.append(labelled(say("page.exercise.harder"), card.harder.words))
    return tuple(lines)


@lru_cache(maxsize=2048)
def in_two(card: Card, look: Theme, lines: tuple[Words, ...], note: str = "") -> Fragment:
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
    steps, others = steps_list(card, look, left), heed_list(lines, look, right)
    if note and not below and steps.height <= others.height:
        steps = steps_list(card, look, left, note)
    elif note and not below:
        others = heed_list((*lines, note), look, right)
    pen = Pen(look.width)
    pen.place(steps, 0, 0)
    pen.place(others, left + GAP, 0)
    pen.y = max(steps.height, others.height)
    if below:
        pen.y += 2 * look.air
        pen.words(_run_on((note, *below) if note else below), look.small)
    return pen.finish()


@lru_cache(maxsize=2048)
def in_three(lines: tuple[Words, ...], look: Theme) -> Fragment:
    """What to heed in three columns, the other lines run on below."""
    wide = (look.width - 2 * GAP) / 3
    pen = Pen(look.width)
    deepest = 0.0
    for n, line in enumerate(lines[:3]):
        pen.y = 0
        pen.words(line, _heeded(n, look), x=n * (wide + GAP), width=wide)
        deepest = max(deepest, pen.y)
    pen.y = deepest
    if lines[3:]:
        pen.y += 3 * look.air
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


def _heeded(n: int, look: Theme) -> Style:
    """When to stop is never set smaller than what to do."""
    return look.body if look.large or n == STOP else look.small


@lru_cache(maxsize=2048)
def heed_list(lines: tuple[Words, ...], look: Theme, total: float) -> Fragment:
    """What to heed, line by line."""
    pen = Pen(total)
    for n, line in enumerate(lines):
        pen.words(line, _heeded(n, look))
        pen.y += 1.5
    return pen.finish()


@lru_cache(maxsize=2048)
def steps_list(card: Card, look: Theme, total: float, note: str = "") -> Fragment:
    """The numbered steps, and `note` under them."""
    pen = Pen(total)
    numbered(pen, card.steps, look.body, gap=0.8)
    if note:
        pen.y += 3
        pen.words(note, look.small)
    pen.y += 4 if look.large else 0
    return pen.finish()


@lru_cache(maxsize=2048)
def dose_block(
    told: Told, look: Theme, say: Wording, total: float, *, context: bool, noted: bool = True
) -> Fragment:
    """The dose in boxes.

    `context`: with the small picture of how you sit, stand or lie. `noted`: with what the protocol
    says beside the dose.
    """
    pen = Pen(total)
    note = note_of(told, say) if noted else ""
    if told.dose_of:
        dose = _in_short(told.choices, say)
        pen.words(say("page.exercise.same-dose", number=told.dose_of, dose=dose), look.strong)
        if note:
            pen.words(note, look.small)
        pen.y += 4 * look.air
        return pen.finish()
    one = told.context if context else None
    inner = Pen(total - CONTEXT[0] - 10 if one else total)
    dose_boxes(inner, told.choices, look, say, note)
    made = inner.finish()
    if one:
        pen.place(context_picture(one), total - CONTEXT[0], 0)
    pen.place(made, 0, 0)
    pen.y = max(made.height, CONTEXT[1] if one else 0) + 4 * look.air
    return pen.finish()


def note_of(told: Told, say: Wording) -> str:
    """That the therapist checks a number, what the protocol says beside the dose, why it is another."""
    marked = not told.dose_of and any(choice.figures.marks for choice in told.choices)
    notes = (say("page.exercise.note"), *told.notes) if told.notes else ()
    return " ".join((say("page.exercise.marked"),) * marked + notes)


def _in_short(choices: Sequence[Choice], say: Wording) -> str:
    """`5 x 10 s, 3 times a day`, with a line where the therapist writes."""
    often = choices[0].figures.often
    parts = [
        f" {say('page.or')} ".join(filled(c.figures.short) for c in choices),
        filled(often or ""),
    ]
    return ", ".join(filter(None, parts))


def context_picture(one: Drawn) -> Fragment:
    """The small picture of how you sit, stand or lie."""
    pen = Pen(CONTEXT[0])
    alt = f"{one.caption}: {one.alt}"
    pen.picture(one.name, one.picture, alt, 0, 0, *CONTEXT, mirrored=one.mirrored)
    return pen.finish(CONTEXT[1])


@lru_cache(maxsize=1024)
def weeks_strip(told: Told, look: Theme, say: Wording, total: float) -> Fragment:
    """The doses by week, where they change."""
    pen = Pen(total)
    if told.weeks and not told.dose_of:
        strip(pen, told.weeks, look, say)
        pen.y += 2 * look.air
    return pen.finish()
