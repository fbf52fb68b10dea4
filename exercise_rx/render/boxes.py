"""How many boxes a log has for an exercise: one for each session, never for a day that is not asked for."""

from math import ceil

from exercise_rx.model.dose import Frequency
from exercise_rx.model.program import Item
from exercise_rx.model.wording import Wording

DAYS = 7
MOST = 6
"""Boxes a day, at the most: an hourly dose is ticked as often as there is room."""
EVERY_OTHER = 3
"""Days a week that can stand apart: heavy sets leave 48 hours between."""


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


def is_open(item: Item) -> bool:
    """Whether the therapist says how often: then no day of the log is asked for by print alone."""
    return any("often" in choice.figures.blanks for choice in item.choices)


def days_of(item: Item) -> int | None:
    """How many sessions a week has when some of its days are asked for; none when all are, or when
    the therapist says how often."""
    counts = [_count(choice.dose.frequency) for choice in item.dose.options]
    known = [count for count in counts if count is not None]
    if is_open(item) or len(known) < len(counts) or max(known) >= DAYS:
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


def often_words(item: Item, say: Wording) -> str:
    """`any 3 days`, `on set days`; else how often as the dose says it."""
    if is_open(item):
        return say("page.week.set-days")
    said = {choice.figures.often or "" for choice in item.choices}
    frequency = item.dose.dose.frequency
    plain = len(said) == 1 and frequency and frequency.per == "week" and not frequency.at_most
    if plain and frequency and frequency.times and frequency.times.high > 1:
        heavy = item.dose.dose.rep_max or "load" in item.dose.dose.blank
        spaced = heavy and frequency.times.high <= EVERY_OTHER
        return say(f"page.week.{'spaced' if spaced else 'any'}-days", span=frequency.times)
    return f" {say('page.or')} ".join(sorted(said))
