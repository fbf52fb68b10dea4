"""The rows of a week's grid: which exercise, how much, how many boxes to tick and on which days."""

from collections.abc import Sequence
from typing import NamedTuple

from exercise_rx.model.program import Card, Item, Step
from exercise_rx.render.boxes import days_of, is_open, often_words, sessions
from exercise_rx.render.pdf.kit import Kit, filled, known_dose, unit_of


class Row(NamedTuple):
    """A line of the grid: the exercise, its dose, and its boxes."""

    number: str
    name: str
    dose: str
    """Empty when the therapist writes it in, on the block of the exercise."""
    is_choice: bool
    sessions: int
    """Boxes on each day that has any."""
    days: int | None
    """Sessions in the week when only some of its days are asked for; none: every day."""
    often: str
    """On which days, where it is not every day: any three, or those that the therapist sets."""


def rows_of(kit: Kit, step: Step) -> tuple[Row, ...]:
    """A row for each exercise; the parts of one movement with the same dose share theirs."""
    found: dict[str, list[Item]] = {}
    order = {card.id: n for n, card in enumerate(kit.program.cards)}
    for item in sorted(step.items, key=lambda item: order[item.exercise]):
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
    dose = known_dose(items[0])
    days = days_of(items[0])
    return Row(
        number,
        _name(kit, cards),
        f" {kit.say('page.or')} ".join(dose),
        len(dose) > 1,
        sessions(items[0]),
        days,
        filled(often_words(items[0], kit.say)) if _said(items[0], days) else "",
    )


def _name(kit: Kit, cards: Sequence[Card]) -> str:
    """The name, or that of the first part and how many more there are: their blocks name each."""
    if len(cards) == 1:
        return cards[0].plain
    return kit.say("page.week.and-more", name=cards[0].plain, n=len(cards) - 1)


def _said(item: Item, days: int | None) -> bool:
    """Whether the row says how often: not where it is every day."""
    return days is not None or is_open(item)
