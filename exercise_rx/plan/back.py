"""One step back: what to return to when a week was too much. Never harder than today."""

from collections.abc import Mapping, Sequence

from exercise_rx.model.dose import Option, Prescribed
from exercise_rx.plan.compare import easier_of, half, weekly
from exercise_rx.plan.minutes import minutes
from exercise_rx.plan.placed import Placed


def step_back(
    course: Sequence[Sequence[Placed]],
    index: int,
    easier: Mapping[str, Sequence[str]],
    twice: Mapping[str, bool],
) -> list[Placed]:
    """The exercises and doses to go back to from step `index` of `course`.

    An exercise done in both steps takes the earlier dose, unless that asks more of the patient than
    today's. One that was new today is left out, or gives way to an easier rung done before. What
    was dropped since comes back as far as the week gets no longer. The first step has nothing before it: it goes back to half of itself. `twice` names the
    exercises that both sides do in turn.
    """
    now = course[index]
    if index == 0:
        return [_with(one, half) for one in now]
    before = {one.exercise.id: one for one in course[index - 1]}
    today = {one.exercise.id for one in now}
    returned: list[Placed] = []
    for one in now:
        earlier = before.get(one.exercise.id)
        if earlier is not None:
            returned.append(_eased(earlier, one))
            continue
        rung = next(
            (
                before[name]
                for name in easier.get(one.exercise.id, ())
                if name in before and name not in today
            ),
            None,
        )
        if rung is not None and all(r.exercise.id != rung.exercise.id for r in returned):
            returned.append(_often_at_most(rung, one))
    returned += _also_done(course[index - 1], returned, now, twice)
    return returned or [_with(one, half) for one in now]


def _also_done(
    before: Sequence[Placed],
    returned: Sequence[Placed],
    now: Sequence[Placed],
    twice: Mapping[str, bool],
) -> list[Placed]:
    """What else was done in the step before, as far as the whole asks no more time than today."""
    have = {one.exercise.id for one in (*returned, *now)}
    room = _week_minutes(now, twice) - _week_minutes(returned, twice)
    found = []
    for one in before:
        time = _week_minutes([one], twice)
        if one.exercise.id not in have and time <= room:
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
    if earlier.dose.is_choice or now.dose.is_choice:
        return now
    dose = easier_of(earlier.dose.dose, now.dose.dose)
    return Placed(
        now.exercise,
        Prescribed(options=(Option(when="", dose=dose),)),
        now.line,
        now.owner,
        now.shared,
        now.adapted,
    )


def _often_at_most(rung: Placed, now: Placed) -> Placed:
    """An easier rung, no more often than today's exercise."""
    dose, today = rung.dose.dose, now.dose.dose
    if rung.dose.is_choice or weekly(dose) <= weekly(today):
        return rung
    return _with(rung, lambda d: d.but(frequency=today.frequency))


def _with(one: Placed, change) -> Placed:  # type: ignore[no-untyped-def]
    options = tuple(Option(when=o.when, dose=change(o.dose)) for o in one.dose.options)
    return Placed(
        one.exercise, Prescribed(options=options), one.line, one.owner, one.shared, one.adapted
    )
