"""What the block of one exercise tells, gathered from a program: the key under which blocks are kept."""

from collections.abc import Sequence
from typing import NamedTuple

from exercise_rx.model.picture import Picture
from exercise_rx.model.program import Card, Choice, Frame, Item, Step
from exercise_rx.render.chosen import chosen_words
from exercise_rx.render.pdf.kit import Kit, beside_the_count, filled, short_dose
from exercise_rx.render.when import weeks_of

PART = "; "
"""Between two parts of a load."""


class Drawn(NamedTuple):
    """A picture of a block with its words."""

    name: str
    picture: Picture
    mirrored: bool
    alt: str
    caption: str

    @property
    def shape(self) -> float:
        """Width over height."""
        return self.picture.width / self.picture.height


class Told(NamedTuple):
    """Everything a block depends on."""

    card: Card
    choices: tuple[Choice, ...]
    weeks: tuple[tuple[str, tuple[str, ...]], ...]
    """Label and doses of each stretch, when they differ."""
    pictures: tuple[Drawn, ...]
    context: Drawn | None
    notes: tuple[str, ...]
    """What the protocol says beside the dose, and why the dose is another."""
    when: str
    """The weeks in which it is done, where those are not all."""
    dose_of: str | None
    """The number of the exercise before it that has the same dose, when they are parts of one."""


def told_of(kit: Kit, unit: tuple[Card, ...]) -> list[Told]:
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
        weeks_of(kit.program, card, kit.say),
        None,
    )


def _by_week(found: Sequence[tuple[Step, Item]]) -> list[tuple[str, tuple[str, ...]]]:
    """Label and dose of each stretch of weeks, with whatever else changes on the way."""
    figures = [item.choices[0].figures for _, item in found]
    moving = {
        name: _always([getattr(one, name) for one in figures])
        for name in beside_the_count(figures[0])
        if len({getattr(one, name) for one in figures}) > 1
    }
    weeks: list[tuple[str, tuple[str, ...]]] = []
    for step, item in found:
        now = item.choices[0].figures
        more = [
            filled(part)
            for name, always in moving.items()
            if name in beside_the_count(now)
            for part in _parts(getattr(now, name))
            if part not in always
        ]
        lines = (*short_dose(item), *more)
        if not weeks or weeks[-1][1] != lines:
            weeks.append((step.label, lines))
    return weeks


def _parts(value: str | None) -> list[str]:
    """`a backpack; so heavy that ...` in its parts."""
    return value.split(PART) if value else []


def _always(values: Sequence[str | None]) -> set[str]:
    """The parts that stay the same through all weeks: the boxes say them."""
    first, *others = ({*_parts(value)} for value in values)
    return first.intersection(*others)


def _drawn(kit: Kit, frame: Frame) -> Drawn:
    return Drawn(
        frame.picture, kit.pictures[frame.picture], frame.mirrored, frame.alt, frame.caption
    )
