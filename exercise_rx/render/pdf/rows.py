"""The rows of a week's grid: which exercise, how much, how many boxes to tick and on which days."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from exercise_rx.model.dose import Frequency
from exercise_rx.model.program import Item, Step
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.kit import Kit, filled, short_dose, unit_of

DAYS = 7
MOST = 6
"""Boxes a day, at the most: an hourly dose is ticked as often as there is room."""
ANY_DAYS = "page.week.any-days"


class Row(NamedTuple):
    """A line of the grid: the exercise, its dose, and its boxes."""

    number: str
    name: str
    dose: str
    is_choice: bool
    sessions: int
    """Boxes on each day that has any."""
    days: int | None
    """Sessions in the week when only some of its days are asked for; none: every day."""
    often: str
    """On which days, where it is not every day."""


def rows_of(kit: Kit, step: Step) -> tuple[Row, ...]:
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
    dose = short_dose(items[0])
    days = days_of(items[0])
    return Row(
        number,
        cards[0].plain if len(cards) == 1 else "; ".join(card.plain for card in cards),
        f" {kit.say('page.or')} ".join(dose),
        len(dose) > 1,
        sessions(items[0]),
        days,
        _often(items[0], kit.say) if days is not None else "",
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
    return max(1, min(times, MOST))


def days_of(item: Item) -> int | None:
    """How many sessions a week has when some of its days are asked for; none when all are, or when
    the therapist says how often."""
    counts = [_count(choice.dose.frequency) for choice in item.dose.options]
    known = [count for count in counts if count is not None]
    open_ = any("often" in choice.figures.blanks for choice in item.choices)
    if open_ or len(known) < len(counts) or max(known) >= DAYS:
        return None
    return max(known)


def _count(frequency: Frequency | None) -> int | None:
    if frequency is None:
        return None
    if frequency.per in ("week", "sessions") and frequency.times:
        return max(1, frequency.times.high)
    if frequency.per == "every-days" and frequency.every and frequency.every.low > 1:
        return ceil(DAYS / frequency.every.low)
    return None


def _often(item: Item, say: Wording) -> str:
    """`any 3 days`; else how often as the dose says it. Plans issued before lack the short words."""
    said = {choice.figures.often or "" for choice in item.choices}
    frequency = item.dose.dose.frequency
    plain = len(said) == 1 and frequency and frequency.per == "week" and not frequency.at_most
    if plain and frequency and frequency.times and frequency.times.high > 1 and ANY_DAYS in say:
        return say(ANY_DAYS, span=frequency.times)
    return filled(f" {say('page.or')} ".join(sorted(said)))
