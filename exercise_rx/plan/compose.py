"""The program, put together: gate, screen, choose, weeks, explain. Pure: same values in, same out."""

from collections.abc import Sequence

from exercise_rx.errors import UsageProblem
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.condition import Precaution
from exercise_rx.model.program import Program, Signature
from exercise_rx.model.request import Request
from exercise_rx.model.written import format_prescribed
from exercise_rx.plan.budget import Budget
from exercise_rx.plan.closed_orders import (
    refuse_closed_orders,
    refuse_early_orders,
    refuse_lost_additions,
)
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.finish import Case, finish
from exercise_rx.plan.gate import pass_gate
from exercise_rx.plan.gate_answer import Passed, strictest, tell_gate
from exercise_rx.plan.high_doses import refuse_high_doses
from exercise_rx.plan.limits import cap_weeks, fit_weeks
from exercise_rx.plan.matched import Matched
from exercise_rx.plan.open_points import assumed_age, tell_age, tell_past_start
from exercise_rx.plan.orders import apply_doses, check_hits, check_names, orders_of
from exercise_rx.plan.placed import Orders, Placed
from exercise_rx.plan.screen import Screen, active_precautions, make_screen
from exercise_rx.plan.serve import Served, condition_of, serve, serve_protected, side_of_card
from exercise_rx.plan.sides import side_of
from exercise_rx.plan.weeks import Week, place_weeks


def make_program(
    request: Request,
    matches: tuple[Matched, ...],
    catalog: Catalog,
    clinic: Clinic,
    signed: Signature,
    past: tuple[Matched, ...],
) -> Program:
    """The program for `request`, or the refusal or the questions that are as useful.

    `past`: the codes of the history, each with the refused family that it belongs to.

    Raises:
        Refused: exercise is ruled out; Questions: facts are missing; UsageProblem: contradictions.
    """
    decisions = Decisions()
    precautions = active_precautions(request, matches, catalog)
    passed = pass_gate(request, matches, catalog, precautions, past)
    tell_gate(passed, request, decisions)
    if age := assumed_age(request, passed, catalog):
        tell_age(age, decisions)
    tell_past_start(request, decisions)
    protected = strictest(passed) == "PROTECTED"
    served = _serve_all(request, passed, catalog, decisions, protected=protected)
    refuse_early_orders(request, served, protected=protected)
    screen = _screen(request, passed, served, precautions)
    _tell_bans(screen, decisions)
    case = Case(request, passed, served, screen, catalog, clinic, protected, age)
    return finish(case, _weeks(case, decisions), decisions, signed)


def _serve_all(
    request: Request,
    passed: Sequence[Passed],
    catalog: Catalog,
    decisions: Decisions,
    *,
    protected: bool,
) -> tuple[Served, ...]:
    """The course for each diagnosis. Where one is protected, only protected lists print.

    Every code goes through its gate; two that one protocol answers on one side are one problem.
    """
    sides = [side_of(p.matched.asked, condition_of(p), request) for p in passed]
    if protected:
        served = [
            serve_protected(p, side, decisions)
            for p, side in zip(passed, sides, strict=True)
            if p.gate == "PROTECTED" or condition_of(p).protected
        ]
    else:
        served = [
            serve(p, side, request, catalog, decisions)
            for p, side in zip(passed, sides, strict=True)
        ]
    kept: dict[tuple[str, str, str], Served] = {}
    for one in served:
        kept.setdefault((one.condition.id, one.side, one.protocol.id), one)
    return tuple(kept.values())


def _screen(
    request: Request,
    passed: Sequence[Passed],
    served: Sequence[Served],
    precautions: tuple[Precaution, ...],
) -> Screen:
    return make_screen(
        request,
        tuple((condition_of(p), p.matched.asked.code, p.facts) for p in passed),
        tuple((tag, s.protocol.title) for s in served for tag in s.protocol.ban),
        precautions,
    )


def _tell_bans(screen: Screen, decisions: Decisions) -> None:
    for tag, why in screen.closed.items():
        decisions.tell("ban", tag, why, "ban list")
    for tag, day in screen.not_before.items():
        decisions.tell("ban", tag, f"not before {day.isoformat()}", "--not-before")


def _weeks(case: Case, decisions: Decisions) -> list[Week]:
    """Every week as it prints: placed, within its limits, with the PT's doses.

    Raises:
        UsageProblem: an order that hits nothing or is closed, or nothing left to do.
    """
    request, catalog = case.request, case.catalog
    orders = orders_of(request)
    check_names(request, tuple(catalog.exercises))
    placed = place_weeks(request, case.served, case.screen, catalog, orders, decisions)
    refuse_closed_orders(request, case.screen, catalog)
    refuse_lost_additions(request, [w.placed for w in placed])
    offered = _offered(case.served)
    dropped = offered | decisions.told_by("--drop")
    check_hits(request, [list(w.placed) for w in placed], sorted(offered), tuple(dropped))
    weeks = cap_weeks(placed, request, orders, decisions)
    if request.doses:
        weeks = _dosed(case, weeks)
    if not any(week.placed for week in weeks):
        raise _nothing_left(decisions)
    _tell_orders(case, decisions)
    budget = _budget(case, weeks, orders, decisions)
    return fit_weeks(weeks, budget) if budget else weeks


def _dosed(case: Case, weeks: list[Week]) -> list[Week]:
    """The weeks with the PT's own doses.

    Raises:
        UsageProblem: a dose that is too much.
    """
    before = [list(week.placed) for week in weeks]
    dosed = apply_doses(before, case.request.doses)
    refuse_high_doses(case.request, case.served, case.screen, before, dosed)
    return [week.but(placed=tuple(own)) for week, own in zip(weeks, dosed, strict=True)]


def _tell_orders(case: Case, decisions: Decisions) -> None:
    """The PT's additions and doses, beside what the planner decided by itself."""
    for name in case.request.add:
        exercise = case.catalog.exercises[name]
        decisions.tell("added", exercise.name, "ordered by the PT", "--add")
    for order in case.request.doses:
        exercise = case.catalog.exercises[order.exercise]
        weeks = f" in weeks {order.weeks}" if order.weeks else ""
        what = f"{exercise.name}: {format_prescribed(order.dose)}{weeks}"
        decisions.tell("dose", what, "ordered by the PT", "--dose")


def _budget(
    case: Case, weeks: Sequence[Week], orders: Orders, decisions: Decisions
) -> Budget | None:
    """The minutes of a session that the PT asked for, else the clinic's own limit, if there is one.

    An exercise that both problems share in some week has one card, for both sides, in every week.
    """
    asked = case.request.minutes
    most = asked or case.clinic.thresholds.minutes
    if most is None:
        return None

    both = {
        one.exercise.id
        for week in weeks
        for one in week.placed
        if side_of_card(one, case.served) == "both"
    }

    def twice(one: Placed) -> bool:
        return one.exercise.id in both or one.dose.dose.each_side

    return Budget(most, asked is not None, twice, orders, decisions)


def _offered(served: Sequence[Served]) -> set[str]:
    """Every exercise and card that the courses bring, in any phase."""
    return {
        name
        for s in served
        for stretch in s.course.stretches
        for line in (*stretch.lines, *s.extra)
        for name in (line.exercise, line.group)
        if name
    }


def _nothing_left(decisions: Decisions) -> UsageProblem:
    lines = [
        f"  - {d.what}: {d.why}" for d in decisions.listed() if d.kind in ("left-out", "capped")
    ]
    return UsageProblem("\n".join(["Nothing is left to do: every exercise was ruled out.", *lines]))
