"""Loads that the home has: a dose never asks for a weight or a band that is not there."""

from collections.abc import Sequence

from exercise_rx.model.dose import Dose, Prescribed
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.vocabulary import BAND_COLOURS
from exercise_rx.plan.screen import Screen

NAMED: tuple[tuple[str, str], ...] = (
    ("ankle weight", "ankle-weight"),
    ("backpack", "backpack"),
    ("hand weight", "weight"),
    ("dumbbell", "dumbbell"),
    ("band", "band"),
)
"""Words of a load and the thing at home that they mean."""

WEIGHTS = frozenset({"weight", "ankle-weight", "backpack", "dumbbell", "bottle"})
"""What a load of no name (`light weight`, `books`, `heavier`) may be put on with."""
MACHINES = frozenset({"leg-press", "hack-squat", "pulley"})

HEAVIER = ("stronger band", "next band", "heavier", "more books")
"""Loads that mean more than the load before."""


def fit_load(
    dose: Prescribed, exercise: Exercise, screen: Screen, bands: Sequence[str]
) -> tuple[Prescribed, str | None]:
    """The dose with loads this home has, and the reason when one was changed.

    `bands` are the colors at home, lightest first; empty when none was named.
    """
    if screen.home is None:
        return dose, None
    reasons: list[str] = []

    def fitted(one: Dose) -> Dose:
        load, reason = _load(one, exercise, screen, bands)
        if reason:
            reasons.append(reason)
        return one if load == one.load else _with(one, load)

    return dose.each(fitted), next(iter(reasons), None)


def own_load(dose: Prescribed, exercise: Exercise) -> Prescribed:
    """The dose for a substitute: only a load that `exercise` itself names among its needs.

    Its steps and pictures show nothing else. Without the load the most that can be lifted means
    nothing either: what makes the set heavy is then for the therapist to say.
    """
    return dose.each(lambda one: one if uses(exercise, one) else _unloaded(one))


def _unloaded(dose: Dose) -> Dose:
    kept = tuple(part for part in dose.blank if part != "load")
    plain = _with(dose, None).but(rep_max=False, next=None, blank=kept)
    return plain.but(blank=(*kept, "load")) if dose.rep_max else plain


def uses(exercise: Exercise, dose: Dose) -> bool:
    """Whether the exercise has what the load of `dose` is put on with."""
    load, things = dose.load, {item for need in exercise.needs for item in need.split("|")}
    if "load" in dose.blank:
        return bool(things & (WEIGHTS | MACHINES | {"band"}))
    if load is None and dose.rep_max:
        return bool(things & (WEIGHTS | MACHINES))
    if load is None or load == "body weight":
        return True
    if "band" in load:
        return "band" in things
    meant = {item for words, item in NAMED if words in load}
    return bool(things & (meant or WEIGHTS))


def _with(dose: Dose, load: str | None) -> Dose:
    sure = tuple(mark for mark in dose.sure if mark[0] != "load")
    return dose.but(load=load, load_on=dose.load_on if load else None, sure=sure)


def _load(
    dose: Dose, exercise: Exercise, screen: Screen, bands: Sequence[str]
) -> tuple[str | None, str | None]:
    load = dose.load
    if load is None:
        return load, None
    meant = [item for words, item in NAMED if words in load]
    if meant and not any(screen.at_home(item) for item in meant):
        return _other(load, exercise, screen, bands)
    if "band" in load and bands and not any(colour in load for colour in BAND_COLOURS):
        return _colour(load, bands)
    return load, None


def _other(
    load: str, exercise: Exercise, screen: Screen, bands: Sequence[str]
) -> tuple[str | None, str]:
    """Another load that the exercise allows and the home has, or the body's own weight."""
    allowed = {item for need in exercise.needs for item in need.split("|")}
    if "band" in allowed and screen.at_home("band"):
        return (f"{bands[0]} band" if bands else "any band"), f"no {load} at home"
    for item in ("ankle-weight", "backpack", "weight"):
        if item in allowed and screen.at_home(item):
            return item.replace("-", " "), f"no {load} at home"
    return None, f"no {load} at home: the movement's own weight"


def _colour(load: str, bands: Sequence[str]) -> tuple[str, str | None]:
    """The band by its color: the lightest first, the strongest when more is asked for."""
    ordered = sorted(bands, key=BAND_COLOURS.index)
    if any(words in load for words in HEAVIER):
        if len(ordered) == 1:
            return f"{ordered[0]} band", f"only a {ordered[0]} band at home: add repetitions first"
        return f"{ordered[-1]} band", None
    return f"{ordered[0]} band", None
