"""The course that answers one diagnosis: which protocol, from which phase, with what beside it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from exercise_rx.errors import UsageProblem
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import Change, Condition
from exercise_rx.model.protocol import Protocol
from exercise_rx.model.record import Record
from exercise_rx.model.request import Request
from exercise_rx.model.vocabulary import Side
from exercise_rx.plan.clock import clock_date
from exercise_rx.plan.course import Course, Line, lay_out
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.gate_answer import Passed
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.protected import protected_course, tell_protected
from exercise_rx.plan.screen import changes_that_hold
from exercise_rx.plan.sides import card_side


class Served(Record):
    """One diagnosis with its side, its facts and the course that answers it."""

    passed: Passed
    condition: Condition
    side: Side
    course: Course
    extra: tuple[Line, ...] = ()
    without: frozenset[str] = frozenset()

    @property
    def protocol(self) -> Protocol:
        return self.course.protocol

    @cached_property
    def since(self) -> date | None:
        """The day of surgery or injury that the protocol counts from, where it counts from one."""
        return clock_date(self.protocol, self.passed.facts)


def condition_of(passed: Passed) -> Condition:
    """The condition of a diagnosis that came through the gate: it always has one."""
    assert passed.matched.condition is not None
    return passed.matched.condition


def side_of_card(placed: Placed, served: Sequence[Served]) -> Side:
    """The side that an exercise of the plan trains: of its problem, or of both that share it."""
    owner = served[placed.owner]
    sides = {s.side for s in served} if placed.shared else {owner.side}
    return card_side(placed.exercise, sides, owner.protocol.works)


def serve_protected(passed: Passed, side: Side, decisions: Decisions) -> Served:
    """A diagnosis with the short list of what is safe until cleared; the PT is told what lifts it."""
    condition = condition_of(passed)
    tell_protected(passed, decisions)
    return Served(passed, condition, side, protected_course(condition))


def serve(
    passed: Passed, side: Side, request: Request, catalog: Catalog, decisions: Decisions
) -> Served:
    """A diagnosis with the course of its protocol.

    Raises:
        UsageProblem: no protocol fits the facts or the order, or its dates cannot be.
    """
    condition, facts = condition_of(passed), passed.facts
    changes = changes_that_hold(condition.changes, passed.matched.asked.code, facts)
    protocol = _protocol(passed, changes, request, catalog)
    since = clock_date(protocol, facts)
    course = lay_out(
        protocol,
        request.start,
        since=since,
        start_phase=next((c.start_phase for c in changes if c.start_phase), None),
        end_phase=next((c.end_phase for c in changes if c.end_phase), None),
        sport=facts.get("sport") == "yes",
    )
    if since is not None:
        gone = (request.start - since).days // 7
        what = f"begins {gone} full week{'' if gone == 1 else 's'} after {since.isoformat()}"
        decisions.tell("dates", what, f"{protocol.title} counts from that day", protocol.clock)
    for name in course.held_back:
        why = "needs a clinician's choice (running, impact)"
        decisions.tell("left-out", name, why, "--fact sport=yes")
    without = frozenset(name for change in changes for name in change.without)
    return Served(passed, condition, side, course, _extra(changes, protocol), without)


def _protocol(
    passed: Passed, changes: Sequence[Change], request: Request, catalog: Catalog
) -> Protocol:
    condition = condition_of(passed)
    chosen = next((c.protocol for c in changes if c.protocol), None) or condition.protocol
    if chosen is None:
        raise _no_program(passed, condition)
    if request.protocol:
        chosen = _asked_protocol(request.protocol, condition, catalog, chosen, changes)
    protocol = catalog.protocols[chosen]
    locks = dict(protocol.locks)
    for change in changes:
        locks |= {tag: max(week, locks.get(tag, 0)) for tag, week in change.locks.items()}
    return protocol if locks == protocol.locks else protocol.but(locks=locks)


def _extra(changes: Sequence[Change], protocol: Protocol) -> tuple[Line, ...]:
    """What a stated fact or the code adds to the protocol's own lines."""
    return tuple(
        Line(
            item.exercise,
            item.dose or item.by_week[0].dose,
            protocol.id,
            "extra",
            item.priority,
            100 + i,
            source=change.source or item.source,
            certainty=item.certainty,
        )
        for change in changes
        for i, item in enumerate(change.do)
    )


def _no_program(passed: Passed, condition: Condition) -> UsageProblem:
    """No protocol fits what was stated: the facts that decide, and what would have one."""
    names = dict.fromkeys(name for change in condition.changes for name in change.when)
    told = (
        ", ".join(f"{name}={passed.facts[name]}" for name in names if name in passed.facts)
        or "these facts"
    )
    fits = [
        " ".join(f"{n}={'|'.join(v)}" for n, v in c.when.items())
        for c in condition.changes
        if c.protocol
    ]
    return UsageProblem(
        f"{passed.matched.asked.code} ({condition.title}): there is no program for {told}.",
        tip=f"There is one for: {'; '.join(fits) or 'no other facts'}.",
    )


def _asked_protocol(
    asked: str,
    condition: Condition,
    catalog: Catalog,
    default: str,
    changes: Sequence[Change],
) -> str:
    """The protocol that the PT chose, from those offered; one that belongs to other facts is not."""
    catalog.protocols.named(asked)
    offered = (default, *condition.offers, *(name for c in changes for name in c.offers))
    if asked not in offered:
        raise UsageProblem(
            f"`--protocol {asked}` is not offered for {condition.title} with these facts.",
            tip=f"Choose from: {', '.join(dict.fromkeys(offered))}.",
        )
    return asked
