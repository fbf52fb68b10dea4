"""How much fits into a day: at most so many exercises, and so many minutes a session."""

from collections.abc import Sequence

from exercise_rx.errors import UsageProblem
from exercise_rx.model.request import Request
from exercise_rx.plan.budget import Budget, within
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.placed import Orders, Placed
from exercise_rx.plan.weeks import Week

WARN_AT, REASON_AT = 5, 7
"""From 5 active exercises we warn, from 7 the PT gives a reason (the trial evidence favours 2 to 4)."""

_LIMBER = frozenset({"mobility", "stretch", "neural"})
_STRONG = frozenset({"isometric", "strength", "eccentric", "functional", "plyometric"})


def cap_weeks(
    weeks: Sequence[Week], request: Request, orders: Orders, decisions: Decisions
) -> list[Week]:
    """Every week within the number of exercises; equal weeks are worked out once.

    Raises:
        UsageProblem: so many exercises a day that the PT has to say why.
    """
    done: dict[int, tuple[Placed, ...]] = {}
    capped = []
    for week in weeks:
        if id(week.placed) not in done:
            most = cap(list(week.placed), request.max_exercises, orders, decisions)
            done[id(week.placed)] = tuple(most)
        kept = done[id(week.placed)]
        capped.append(week if len(kept) == len(week.placed) else week.but(placed=kept))
    _answer_for(max(len({p.unit for p in week.placed}) for week in capped), request, decisions)
    return capped


def fit_weeks(weeks: Sequence[Week], budget: Budget) -> list[Week]:
    """Every week within the minutes of a session; equal weeks are worked out once."""
    done: dict[object, tuple[Placed, ...]] = {}
    fitted = []
    for week in weeks:
        key = tuple((one.exercise.id, one.owner, one.dose) for one in week.placed)
        if key not in done:
            ranked = rank(week.placed, budget.orders)
            done[key] = tuple(within(list(week.placed), ranked, budget))
        fitted.append(week.but(placed=done[key]))
    return fitted


def _answer_for(count: int, request: Request, decisions: Decisions) -> None:
    """Many exercises a day are warned of; very many need a reason."""
    if count >= REASON_AT and not request.reason:
        raise UsageProblem(
            f"{count} exercises a day need a reason: few patients do so many.",
            tip='Add `--reason "..."`, or lower `--max-exercises`.',
        )
    if count >= WARN_AT:
        why = request.reason or "more than 4 a day lowers how much gets done"
        decisions.tell("warning", f"{count} exercises a day", why, "2 to 4 a day are recommended")


def rank(placed: Sequence[Placed], orders: Orders) -> list[str]:
    """Units by what stays: the PT's own first, shared ones, then by priority, turn about."""
    units: dict[str, tuple[object, ...]] = {}
    turn: dict[int, int] = {}
    for one in sorted(placed, key=lambda p: (p.line.priority, p.line.order)):
        if one.unit not in units:
            place_in_turn = turn.get(one.owner, 0)
            turn[one.owner] = place_in_turn + 1
            mine = orders.wanted(one.exercise.id)
            units[one.unit] = (not mine, not one.shared, place_in_turn, one.owner)
    return sorted(units, key=lambda unit: units[unit])


def cap(
    placed: list[Placed], most: int | None, orders: Orders, decisions: Decisions
) -> list[Placed]:
    """At most `most` active exercises, with strength and flexibility both kept where both were there."""
    ranked = rank(placed, orders)
    if most is None or len(ranked) <= most:
        return placed
    kept = _balanced(ranked, most, placed)
    why = f"at most {most} exercises a day; the order in the protocol decides"
    for one in placed:
        if one.unit not in kept:
            decisions.tell("capped", one.exercise.name, why, "--max-exercises")
    return [one for one in placed if one.unit in kept]


def _balanced(ranked: list[str], most: int, placed: list[Placed]) -> set[str]:
    kinds = {one.unit: one.exercise.kind for one in placed}
    kept = ranked[:most]
    for family in (_LIMBER, _STRONG):
        if most >= 3 and not any(kinds[unit] in family for unit in kept):
            spare = next((unit for unit in ranked[most:] if kinds[unit] in family), None)
            if spare:
                kept[-1] = spare
    return set(kept)
