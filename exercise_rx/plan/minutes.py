"""How long an exercise and a session take, and the words for it."""

from collections.abc import Sequence
from functools import lru_cache

from exercise_rx.model.dose import Dose
from exercise_rx.model.program import Item
from exercise_rx.model.wording import Wording
from exercise_rx.plan.placed import Placed

PAUSE_BETWEEN_SETS = 30
"""Seconds counted between sets when no rest is given: only for the minutes on the page."""


@lru_cache(maxsize=4096)
def minutes(dose: Dose, seconds_per_rep: int, *, twice: bool) -> float | None:
    """Minutes of one session, at the upper end of each range; None where the dose is open.

    `twice` when both sides take their turn. Pauses between sets count; walks home do not.
    """
    if dose.is_open:
        return None
    per_rep = sum(dose.tempo) if dose.tempo else seconds_per_rep
    hold = dose.hold.high if dose.hold else 0
    rests = {rest.where: rest.seconds.high for rest in reversed(dose.rests)}
    pause, between = rests.get("sets", PAUSE_BETWEEN_SETS), rests.get("reps", 0)
    sets = dose.sets.high if dose.sets else 1
    reps = dose.reps.high if dose.reps else 1
    match dose.shape:
        case "sets":
            work = sets * (reps * (per_rep + hold) + (reps - 1) * between) + (sets - 1) * pause
        case "holds":
            work = reps * (hold + 2) + (reps - 1) * (between or (pause if hold >= 20 else 3))
        case "by-set":
            work = sum(dose.by_set) * (per_rep + hold) + (len(dose.by_set) - 1) * pause
        case "time":
            work = dose.time.high if dose.time else 0
        case "intervals":
            work = sets * sum(leg.seconds for leg in dose.intervals)
        case _:
            return None
    return work * (2 if twice else 1) / 60


def session_minutes(items: Sequence[Item]) -> float | None:
    """Minutes of a session, as far as they can be known."""
    known = [item.minutes for item in items if item.minutes is not None]
    return round(sum(known), 1) if known else None


def minutes_words(items: Sequence[Item], placed: Sequence[Placed], say: Wording) -> tuple[str, str]:
    """The time as a phrase and as a short cell: a session, or a whole day where exercises differ.

    An exercise done three times a day beside one done every second day makes no common session, so
    the most that a day can hold is said. An unset frequency counts once.
    """
    known = [
        (i.minutes, a_day(p)) for i, p in zip(items, placed, strict=True) if i.minutes is not None
    ]
    if not known:
        return say("minutes.unknown"), "__"
    times = {often for _, often in known}
    if len(times) == 1:
        n, often = max(1, round(sum(m for m, _ in known))), times.pop()
        words, short = say("minutes.about", n=n), say("minutes.short", n=n)
        if often > 1:
            words = say("minutes.times-a-day", minutes=words, span=often)
            short = say("minutes.times-a-day", minutes=short, span=often)
    else:
        n = max(1, round(sum(m * often for m, often in known)))
        words, short = say("minutes.at-most", n=n), say("minutes.short-at-most", n=n)
    return (f"{words} {say('minutes.plus-blank')}" if len(known) < len(items) else words), short


def a_day(placed: Placed) -> int:
    """Sessions a day; an unset frequency counts once."""
    often = placed.dose.dose.frequency
    return often.times_a_day if often else 1
