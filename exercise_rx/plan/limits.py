"""How much fits into a day: at most so many exercises, and so many minutes a session."""

from collections.abc import Sequence
from dataclasses import replace

from exercise_rx.errors import UsageProblem
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.request import Request
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.minutes import minutes
from exercise_rx.plan.placed import Orders, Placed
from exercise_rx.plan.weeks import Week

WARN_AT, REASON_AT = 5, 7
"""From 5 active exercises we warn, from 7 the PT gives a reason (the trial evidence favours 2 to 4)."""

_LIMBER = frozenset({"mobility", "stretch", "neural"})
_STRONG = frozenset({"isometric", "strength", "eccentric", "functional", "plyometric"})


def limit_weeks(
    weeks: Sequence[Week], request: Request, clinic: Clinic, orders: Orders, decisions: Decisions
) -> list[Week]:
    """Every week within the number of exercises and the minutes; equal weeks are worked out once.

    Raises:
        UsageProblem: so many exercises a day that the PT has to say why.
    """
    budget = request.minutes or clinic.thresholds.minutes
    done: dict[int, tuple[Placed, ...]] = {}
    limited = []
    for week in weeks:
        if id(week.placed) not in done:
            kept = cap(list(week.placed), request.max_exercises, orders, decisions)
            done[id(week.placed)] = tuple(within_budget(kept, budget, orders, decisions))
        limited.append(replace(week, placed=done[id(week.placed)]))
    _answer_for(max(len({p.unit for p in week.placed}) for week in limited), request, decisions)
    return limited


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
            mine = one.exercise.id in orders.add or one.exercise.id in orders.swap.values()
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


def within_budget(
    placed: list[Placed], budget: int | None, orders: Orders, decisions: Decisions
) -> list[Placed]:
    """Drop the least important until the session fits `budget` minutes; each problem keeps one."""
    if budget is None:
        return placed
    kept = list(placed)
    for unit in reversed(rank(placed, orders)):
        if _session(kept) <= budget:
            break
        gone = [p for p in kept if p.unit == unit]
        owners = {p.owner for p in kept if p.unit != unit}
        if not {p.owner for p in gone} <= owners:
            continue
        kept = [p for p in kept if p.unit != unit]
        why = f"the session would pass {budget} minutes"
        for one in gone:
            decisions.tell("capped", one.exercise.name, why, "--minutes")
    over = _session(kept)
    if over > budget:
        what = f"a session of {over:.0f} minutes instead of {budget}"
        decisions.tell("warning", what, "each problem keeps at least one exercise", "--minutes")
    return kept


def _session(placed: Sequence[Placed]) -> float:
    times = (
        minutes(p.dose.dose, p.exercise.seconds_per_rep, twice=p.exercise.laterality == "each-side")
        for p in placed
    )
    return sum(time for time in times if time is not None)
