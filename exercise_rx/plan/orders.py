"""The PT's own doses: from the first week on, or for some weeks, with the same rungs after."""

from collections.abc import Sequence

from exercise_rx.errors import UsageProblem, did_you_mean
from exercise_rx.model.dose import Dose, Option, Prescribed
from exercise_rx.model.merged import merge
from exercise_rx.model.protocol import Weeks
from exercise_rx.model.request import DoseOrder, Request
from exercise_rx.plan.compare import not_harder
from exercise_rx.plan.placed import Orders, Placed

Week = list[Placed]


def orders_of(request: Request) -> Orders:
    """Swaps, drops, additions and doses of a request."""
    return Orders(
        swap={s.old: s.new for s in request.swap},
        drop=frozenset(request.drop),
        add=request.add,
        dosed=frozenset(order.exercise for order in request.doses),
        bands=request.bands,
    )


def apply_doses(weeks: Sequence[Week], orders: Sequence[DoseOrder]) -> list[Week]:
    """`weeks` with the PT's doses.

    A dose for named weeks holds in those weeks. A first dose that is lower than the protocol's holds
    in the first week, and the protocol's rungs follow one week later; a higher one stays a floor. A
    line left blank is filled in every week.
    """
    changed = [list(week) for week in weeks]
    for order in orders:
        present = [
            i
            for i, week in enumerate(changed)
            if any(p.exercise.id == order.exercise for p in week)
        ]
        if order.weeks is not None:
            chosen = [i for i in present if order.weeks.first <= i + 1 <= order.weeks.last]
            for i in chosen:
                _put(changed[i], order.exercise, order.dose)
            continue
        before = {i: _dose_in(changed[i], order.exercise) for i in present}
        for k, i in enumerate(present):
            _put(changed[i], order.exercise, _following(order.dose, before, present, k))
    return changed


def _following(
    own: Prescribed, before: dict[int, Prescribed], present: list[int], k: int
) -> Prescribed:
    if own.is_choice or before[present[0]].is_choice:
        return own
    first = _complete(own, before[present[0]])
    lowered = not_harder(first.dose, before[present[0]].dose)
    if k == 0 or before[present[k]].dose.shape == "blank":
        return first
    if lowered:
        return before[present[k - 1]]
    later = before[present[k]]
    return first if not_harder(later.dose, first.dose) else later


def _complete(own: Prescribed, was: Prescribed) -> Prescribed:
    """The PT's dose keeps the clauses it does not mention (rest, frequency, load)."""
    return Prescribed(options=(Option(when="", dose=_merged(was.dose, own.dose)),))


def _merged(was: Dose, own: Dose) -> Dose:
    return merge(was.but(next=None), own)


def _dose_in(week: Week, exercise: str) -> Prescribed:
    return next(p.dose for p in week if p.exercise.id == exercise)


def _put(week: Week, exercise: str, dose: Prescribed) -> None:
    for i, one in enumerate(week):
        if one.exercise.id == exercise and one.dose != dose:
            merged = dose if dose.is_choice or one.dose.is_choice else _complete(dose, one.dose)
            week[i] = one.but(dose=merged, adapted=_by_the_pt(one.adapted))


def _by_the_pt(adapted: str | None) -> str:
    """What was changed before, without what it said of the dose."""
    kept = (adapted or "").partition(";")[0]
    exchanged = kept.startswith(("In place of", "Swapped by the PT"))
    return f"{kept}; dose set by the PT" if exchanged else "Dose set by the PT"


def check_names(request: Request, known: Sequence[str]) -> None:
    """Refuse orders for exercises that do not exist, all at once, with near names.

    Raises:
        UsageProblem: one line for each unknown name.
    """
    told = [("--add ", name) for name in request.add] + [("--drop ", name) for name in request.drop]
    told += [(f"--swap {s.old}=", s.new) for s in request.swap]
    faults = [
        f"`{flag}{name}`: there is no exercise `{name}`. {did_you_mean(name, known)}".rstrip()
        for flag, name in told
        if name not in known and not flag.startswith("--drop")
    ]
    if faults:
        raise UsageProblem("\n".join(faults))


def check_hits(
    request: Request, weeks: Sequence[Week], groups: Sequence[str], dropped: Sequence[str]
) -> None:
    """Refuse orders that name an exercise the plan does not have, all at once, with near names.

    Raises:
        UsageProblem: one line for each order that hits nothing.
    """
    here = sorted({p.exercise.id for week in weeks for p in week})
    faults = [
        f"`--swap {s.old}={s.new}`: the plan has no `{s.old}`. {_hint(s.old, here)}"
        for s in request.swap
        if not _swapped_in(s.new, weeks)
    ]
    faults += [
        f"`--dose {d.exercise}=...`: the plan has no `{d.exercise}`. {_hint(d.exercise, here)}"
        for d in request.doses
        if d.exercise not in here
    ]
    faults += [
        f"`--dose {d.exercise}@{d.weeks}=...`: it is not done in those weeks, but in "
        f"{_listed(_weeks_of(d.exercise, weeks))}."
        for d in request.doses
        if d.weeks and d.exercise in here and not _in_weeks(d.weeks, _weeks_of(d.exercise, weeks))
    ]
    faults += [
        f"`--drop {name}`: the plan has no `{name}`. {_hint(name, [*here, *groups])}"
        for name in request.drop
        if name not in dropped
    ]
    if faults:
        raise UsageProblem("\n".join(faults))


def _swapped_in(new: str, weeks: Sequence[Week]) -> bool:
    return any(
        p.exercise.id == new and p.adapted and "Swapped by the PT" in p.adapted
        for week in weeks
        for p in week
    )


def _weeks_of(exercise: str, weeks: Sequence[Week]) -> list[int]:
    return [n for n, week in enumerate(weeks, 1) if any(p.exercise.id == exercise for p in week)]


def _in_weeks(span: Weeks, numbers: Sequence[int]) -> bool:
    return any(span.first <= number <= span.last for number in numbers)


def _listed(numbers: Sequence[int]) -> str:
    """`week 3`, `weeks 1-6`, `weeks 1-2, 5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
    return f"week{'s' if len(numbers) > 1 else ''} {spans}"


def _hint(word: str, here: list[str]) -> str:
    return did_you_mean(word, here) or f"It has: {', '.join(here)}."
