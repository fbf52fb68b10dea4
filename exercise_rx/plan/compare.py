"""Which of two doses is more work, so that a setback never makes a week harder."""

from functools import lru_cache

from exercise_rx.model.dose import Dose, Range
from exercise_rx.model.vocabulary import BAND_COLOURS

_LOADS = (
    "body weight",
    "any band",
    *(f"{c} band" for c in BAND_COLOURS),
    "same band",
    "next band",
    "ankle weight",
    "backpack",
    "books in backpack",
)


def volume(dose: Dose) -> float:
    """Work of one session: repetitions, or seconds for timed and held work."""
    hold = dose.hold.high if dose.hold else 0
    match dose.shape:
        case "sets":
            reps = (dose.sets.high if dose.sets else 1) * (dose.reps.high if dose.reps else 1)
            return reps * max(1, hold)
        case "holds":
            return (dose.reps.high if dose.reps else 1) * max(1, hold)
        case "by-set":
            return sum(dose.by_set) * max(1, hold)
        case "time":
            return float(dose.time.high if dose.time else 0)
        case "intervals":
            legs = sum(leg.seconds for leg in dose.intervals)
            return float((dose.sets.high if dose.sets else 1) * legs)
        case _:
            return 0.0


def load_rank(dose: Dose) -> tuple[float, float]:
    """How heavy: repetition maximum first (fewer possible means heavier), then the named load."""
    heavy = -float(dose.reps.low) if dose.rep_max and dose.reps else -100.0
    words = (dose.load or "body weight").split(" then ")[0]
    named = max((i for i, name in enumerate(_LOADS) if name in words), default=len(_LOADS))
    more = 0.5 if words.startswith("more ") or "heavier" in words else 0.0
    return heavy, named + more


def weekly(dose: Dose) -> float:
    """Sessions a week, at the most that the words allow; 7 where they are silent."""
    often = dose.frequency
    return 7.0 if often is None else often.days_a_week * often.times_a_day


def same_kind(a: Dose, b: Dose) -> bool:
    """True when two doses can be compared by volume."""
    return a.shape == b.shape and a.unit == b.unit


@lru_cache(maxsize=4096)
def not_harder(a: Dose, b: Dose) -> bool:
    """True when `a` asks no more than `b`: lighter, or as light with no more work, and not oftener."""
    if weekly(a) > weekly(b) or not same_kind(a, b):
        return False
    if load_rank(a) != load_rank(b):
        return load_rank(a) < load_rank(b)
    return volume(a) <= volume(b) and (not (a.hold and b.hold) or a.hold.high <= b.hold.high)


@lru_cache(maxsize=4096)
def no_oftener(dose: Dose, than: Dose) -> Dose:
    """The dose, its frequency never above that of another."""
    return dose.but(frequency=than.frequency) if weekly(dose) > weekly(than) else dose


@lru_cache(maxsize=4096)
def easier_of(before: Dose, now: Dose) -> Dose:
    """The dose to go back to: the earlier one, its frequency never above today's."""
    candidate = no_oftener(before, now)
    return candidate if not_harder(candidate, now) else now


@lru_cache(maxsize=4096)
def half(dose: Dose) -> Dose:
    """Half the sets (or repetitions, holds, time), rounded up: what a bad day allows."""
    match dose.shape:
        case "sets" if dose.sets and dose.sets.high > 1:
            return dose.but(sets=_halved(dose.sets))
        case "sets" | "holds" if dose.reps:
            return dose.but(reps=_halved(dose.reps))
        case "by-set" if len(dose.by_set) > 1:
            return dose.but(by_set=dose.by_set[(len(dose.by_set)) // 2 :])
        case "time" if dose.time:
            return dose.but(time=_halved(dose.time))
        case "intervals" if dose.sets:
            return dose.but(sets=_halved(dose.sets))
        case _:
            return dose


def _halved(span: Range) -> Range:
    return Range(low=max(1, (span.low + 1) // 2), high=max(1, (span.high + 1) // 2))


@lru_cache(maxsize=4096)
def lower_dose(a: Dose, b: Dose) -> Dose:
    """The lower of two doses for one exercise that two problems share (E-10)."""
    if not same_kind(a, b):
        return a
    lower = a if not_harder(a, b) or volume(a) <= volume(b) else b
    return no_oftener(lower, b if lower is a else a)
