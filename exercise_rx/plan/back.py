"""One step back: what to return to when a week was too much. Never harder than today."""

from collections.abc import Callable, Mapping, Sequence

from exercise_rx.model.dose import Dose
from exercise_rx.model.record import Record
from exercise_rx.plan.compare import easier_of, half, no_oftener, weekly
from exercise_rx.plan.minutes import minutes
from exercise_rx.plan.placed import Placed


class Return(Record):
    """What a step back asks: doses in page order, and what of the step gone back to is left out."""

    items: tuple[Placed, ...]
    left_out: tuple[str, ...] = ()
    """Exercises of the earlier step that wait for now."""
    half: bool = False
    """Nothing to go back to: half of the step itself."""


def step_back(
    course: Sequence[Sequence[Placed]],
    index: int,
    easier: Mapping[str, Sequence[str]],
    twice: Mapping[str, bool],
    order: Sequence[str],
) -> Return:
    """The exercises and doses to go back to from step `index` of `course`.

    Every exercise of the earlier step is in it or named as left out. One done in both steps takes
    the earlier dose, unless that asks more of the patient than today's. What was dropped since comes
    back where it is an easier rung of what is new today, or as far as the week gets no longer. The
    first step has nothing before it: it goes back to half of itself. `twice` names the exercises
    that both sides do in turn, `order` every exercise in the order of the page.
    """
    now = course[index]
    if index == 0:
        return _half_of(now, order)
    before = {one.exercise.id: one for one in course[index - 1]}
    today = {one.exercise.id: one for one in now}
    returned = [_eased(one, today[name]) for name, one in before.items() if name in today]
    returned += _rungs(now, before, easier)
    returned += _also_done(course[index - 1], returned, now, twice)
    if not returned:
        return _half_of(now, order)
    have = {one.exercise.id: one for one in returned}
    return Return(
        _sorted(returned, order),
        tuple(name for name in order if name in before and name not in have),
    )


def _half_of(now: Sequence[Placed], order: Sequence[str]) -> Return:
    return Return(_sorted([_with(one, half) for one in now], order), half=True)


def _sorted(placed: Sequence[Placed], order: Sequence[str]) -> tuple[Placed, ...]:
    return tuple(sorted(placed, key=lambda one: order.index(one.exercise.id)))


def _rungs(
    now: Sequence[Placed], before: Mapping[str, Placed], easier: Mapping[str, Sequence[str]]
) -> list[Placed]:
    """For each exercise that is new today, the nearest easier rung that was done before."""
    today = {one.exercise.id for one in now}
    found: dict[str, Placed] = {}
    for one in now:
        if one.exercise.id in before:
            continue
        rungs = (n for n in easier.get(one.exercise.id, ()) if n in before and n not in today)
        if name := next(rungs, None):
            found.setdefault(name, _often_at_most(before[name], one))
    return list(found.values())


def _also_done(
    before: Sequence[Placed],
    returned: Sequence[Placed],
    now: Sequence[Placed],
    twice: Mapping[str, bool],
) -> list[Placed]:
    """What else was done in the step before, as far as the whole asks no more time than today."""
    have = {one.exercise.id for one in (*returned, *now)}
    dropped = [one for one in before if one.exercise.id not in have]
    if not dropped:
        return []
    room = _week_minutes(now, twice) - _week_minutes(returned, twice)
    found = []
    for one in dropped:
        time = _week_minutes([one], twice)
        if time <= room:
            found.append(one)
            room -= time
    return found


def _week_minutes(placed: Sequence[Placed], twice: Mapping[str, bool]) -> float:
    """Minutes a week; an open dose counts as none."""
    total = 0.0
    for one in placed:
        both = twice.get(one.exercise.id, False) or one.dose.dose.each_side
        time = minutes(one.dose.dose, one.exercise.seconds_per_rep, twice=both)
        total += (time or 0.0) * weekly(one.dose.dose)
    return total


def _eased(earlier: Placed, now: Placed) -> Placed:
    if earlier.dose == now.dose or earlier.dose.is_choice or now.dose.is_choice:
        return now
    dose = easier_of(earlier.dose.dose, now.dose.dose)
    return _with(now, lambda _: dose)


def _often_at_most(rung: Placed, now: Placed) -> Placed:
    """An easier rung, no more often than today's exercise where that says how often."""
    if rung.dose.is_choice or now.dose.dose.frequency is None:
        return rung
    return _with(rung, lambda d: no_oftener(d, now.dose.dose))


def _with(one: Placed, change: Callable[[Dose], Dose]) -> Placed:
    dose = one.dose.each(change)
    return one if dose is one.dose else one.but(dose=dose)
