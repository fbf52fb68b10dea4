"""Minutes of a session kept to: fewer sets first, then fewer exercises, never over in silence."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from exercise_rx.model.dose import Dose, Prescribed, Range
from exercise_rx.model.record import Record
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.minutes import a_day, minutes
from exercise_rx.plan.placed import Orders, Placed

RULE = "--minutes"


class Budget(Record):
    """The minutes that one session may take, and who set them.

    `asked`: the PT, for this patient. Then fewer sets than a source prints are given, and told; a
    house limit stays within the source's own range and drops exercises instead.
    """

    minutes: int
    asked: bool
    twice: Callable[[Placed], bool]
    """Whether both sides do the exercise in turn."""
    orders: Orders
    decisions: Decisions

    def time(self, one: Placed) -> float:
        """Minutes of an exercise at the upper end of each range; an open dose counts as none."""
        time = minutes(one.dose.dose, one.exercise.seconds_per_rep, twice=self.twice(one))
        return time or 0.0

    def fits(self, placed: Sequence[Placed]) -> bool:
        return sum(map(self.time, placed)) <= self.minutes

    def can_fit(self, placed: Sequence[Placed]) -> bool:
        """Whether it fits with the fewest sets of each."""
        return self.fits([_with_sets(one, self.fewest(one)) for one in placed])

    def fewest(self, one: Placed) -> int:
        """The fewest sets an exercise may be given; those it has where none can be spared."""
        dose = one.dose.dose
        if dose.sets is None or dose.shape != "sets" or one.exercise.id in self.orders.dosed:
            return _sets(one)
        return 1 if self.asked or dose.bound == "up to" else dose.sets.low


def within(placed: list[Placed], ranked: Sequence[str], budget: Budget) -> list[Placed]:
    """The exercises of a week that fit the budget. `ranked`: their units, the most important first.

    Sets are cut before an exercise is dropped, and each problem keeps one exercise.
    """
    if budget.fits(placed):
        return placed
    kept = _kept(placed, ranked, budget)
    cut = [_told(a, b, budget) for a, b in zip(kept, _cut(kept, ranked, budget), strict=True)]
    _tell_over(cut, budget)
    return cut


def _kept(placed: list[Placed], ranked: Sequence[str], budget: Budget) -> list[Placed]:
    """All, or without the least important where even the fewest sets take too long."""
    kept = placed
    for unit in reversed(ranked):
        if budget.can_fit(kept):
            break
        rest = [one for one in kept if one.unit != unit]
        if {one.owner for one in kept} == {one.owner for one in rest}:
            kept = rest
    if not budget.can_fit(kept):
        kept = _filled(placed, _shorter(placed, kept, ranked, budget), ranked, budget)
    names = {one.exercise.id for one in kept}
    why = f"the session would pass {budget.minutes} minutes"
    for one in placed:
        if one.exercise.id not in names:
            budget.decisions.tell("capped", one.exercise.name, why, RULE)
    return kept


def _shorter(
    placed: list[Placed], kept: list[Placed], ranked: Sequence[str], budget: Budget
) -> list[Placed]:
    """One exercise for each problem is too long: the longest gives way to its problem's next that fits."""
    owner = max(kept, key=budget.time).owner
    others = {one.exercise.id for one in kept if one.owner != owner}
    for unit in ranked:
        mine = {one.exercise.id for one in placed if one.unit == unit and one.owner == owner}
        chosen = [one for one in placed if one.exercise.id in others | mine]
        if mine and budget.can_fit(chosen):
            return chosen
    return kept


def _filled(
    placed: list[Placed], kept: list[Placed], ranked: Sequence[str], budget: Budget
) -> list[Placed]:
    """What a shorter exercise left room for comes back, the most important first."""
    for unit in ranked:
        units = {one.unit for one in kept} | {unit}
        more = [one for one in placed if one.unit in units]
        if len(more) > len(kept) and budget.can_fit(more):
            kept = more
    return kept


def _cut(kept: Sequence[Placed], ranked: Sequence[str], budget: Budget) -> list[Placed]:
    """One set less at a time, of what has most sets, the least important first, until it fits."""
    cut = list(kept)
    while not budget.fits(cut):
        spare = [i for i, one in enumerate(cut) if _sets(one) > budget.fewest(one)]
        if not spare:
            break
        i = max(spare, key=lambda i: (_sets(cut[i]), ranked.index(cut[i].unit)))
        cut[i] = _with_sets(cut[i], _sets(cut[i]) - 1)
    return cut


def _sets(one: Placed) -> int:
    sets = one.dose.dose.sets
    return sets.high if sets else 0


def _with_sets(one: Placed, sets: int) -> Placed:
    """The exercise with at most so many sets, in every dose of a choice."""
    return one if _sets(one) <= sets else one.but(dose=_fewer(one.dose, sets))


@lru_cache(maxsize=1024)
def _fewer(prescribed: Prescribed, sets: int) -> Prescribed:
    return prescribed.each(lambda dose: _at_most(dose, sets))


def _at_most(dose: Dose, sets: int) -> Dose:
    if dose.sets is None or dose.shape != "sets" or dose.sets.high <= sets:
        return dose
    return dose.but(sets=Range(low=min(dose.sets.low, sets), high=sets), bound=None)


def _told(before: Placed, now: Placed, budget: Budget) -> Placed:
    """A dose with fewer sets carries its reason, on the clinician's sheet and for the PT."""
    printed, given = before.dose.dose.sets, now.dose.dose.sets
    if printed is None or given is None or printed == given:
        return before
    inside = given.high >= printed.low or before.dose.dose.bound == "up to"
    whose = "within the source's range" if inside else "fewer than the source prints"
    what = f"{given} {'set' if given.high == 1 else 'sets'} instead of {printed}"
    why = f"to keep a session within {budget.minutes} minutes; {whose}"
    budget.decisions.tell("dose", f"{now.exercise.name}: {what}", why, RULE)
    reason = f"{what} {why}"
    return now.but(adapted=f"{now.adapted}; {reason}" if now.adapted else reason)


def _tell_over(placed: Sequence[Placed], budget: Budget) -> None:
    """What is still more than was asked for: a session, or a day of several sessions."""
    session = sum(map(budget.time, placed))
    day = sum(budget.time(one) * a_day(one) for one in placed)
    if session > budget.minutes:
        what = f"a session of {session:.0f} minutes instead of {budget.minutes}"
        why = "each problem keeps at least one exercise"
        budget.decisions.tell("warning", what, why, RULE)
    elif day > budget.minutes:
        what = f"up to {day:.0f} minutes a day, within {budget.minutes} a session"
        budget.decisions.tell("note", what, "some exercises are done more than once a day", RULE)
