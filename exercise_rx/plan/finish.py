"""The weeks of a plan made into a `Program`: complete, explained and signed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from exercise_rx.model.base import Strict
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Diagnosis, Fact, Program, Signature, Step
from exercise_rx.model.record import Record
from exercise_rx.model.request import Request
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording
from exercise_rx.plan import around, words
from exercise_rx.plan.beside import healing_locks
from exercise_rx.plan.cards import card_numbers, cards, needs
from exercise_rx.plan.choose import easier_rungs
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.gate_answer import ORDER, Passed, facts_listed
from exercise_rx.plan.neighbours import Ladder
from exercise_rx.plan.open_points import AssumedAge, tell_history, tell_past_review
from exercise_rx.plan.ordered import first_words, range_limits, since_words
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.ready import Ready
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.serve import Served, condition_of, side_of_card
from exercise_rx.plan.steps import Setting, steps
from exercise_rx.plan.weeks import Week, in_order, nexts, spans, stands

FRIDAY = 5
"""The last of the days on which a check-up may fall."""


class Case(Record):
    """One request with all that its program is made from."""

    request: Request
    passed: tuple[Passed, ...]
    served: tuple[Served, ...]
    screen: Screen
    catalog: Catalog
    clinic: Clinic
    protected: bool
    age: AssumedAge | None

    @property
    def say(self) -> Wording:
        return Wording(self.catalog.wording[self.request.lang], self.request.lang)

    @property
    def pain_limit(self) -> int:
        """The strictest limit of all problems, facts and the clinic."""
        house = self.clinic.thresholds.pain_limit
        limits = [s.protocol.pain.limit for s in self.served] + list(self.screen.pain_limits)
        return min(limits if house is None else [*limits, house])


def finish(case: Case, weeks: Sequence[Week], decisions: Decisions, signed: Signature) -> Program:
    """The finished document of a case whose weeks are settled."""
    request, served, catalog, say = case.request, case.served, case.catalog, case.say
    grouped = spans(weeks)
    exercises = in_order(grouped)
    sides = {p.exercise.id: side_of_card(p, served) for p in exercises}
    made = steps(grouped, _setting(case, exercises, sides, decisions))
    screen = _with_locks(case)
    ladder = Ladder(
        screen,
        catalog,
        say,
        card_numbers(exercises),
        stands(grouped),
        nexts(grouped),
        protected=case.protected,
        operated=any(s.protocol.clock == "surgery" for s in served),
    )
    side = _program_side(served)
    shown = cards(exercises, sides, ladder, side)
    review = _review_by(case, made)
    tell_past_review(request, review, decisions)
    flags = around.flags_of(served, catalog)
    _tell_notes(case, decisions)
    return Program(
        plan_id=_plan_id(request, catalog),
        kind="protected" if case.protected else "program",
        title=words.title(served, say),
        patient=request.patient,
        goal=request.goal,
        clinician=request.clinician,
        draft=request.clinician is None,
        lang=request.lang,
        paper=request.paper,
        large_print=request.large_print,
        start=request.start,
        made_on=request.today,
        review_by=review,
        review_words=words.review_words(review, made, say),
        no_time=words.no_time(made, ladder.numbers, say),
        warm_up=say(f"warm-up.{'gentle' if _spared(case) else 'walk'}"),
        surgery_date=_operated_on(case.passed),
        side=side,
        side_words=words.side_words(served, say),
        diagnoses=_diagnoses(case.passed, served),
        summary=" ".join((*first_words(served, say), words.summary(made, served, say))),
        cards=shown,
        steps=made,
        weeks=len(weeks),
        pain=words.pain(served, case.pain_limit, say),
        stop=words.stop_lines(case.pain_limit, say),
        emergency=around.signs(flags),
        advice=around.advice(served, screen, flags, say),
        needs=needs(exercises, screen, say),
        support=around.support(served, say),
        facts=_facts(case),
        decisions=decisions.listed(),
        criteria_for_clinician=tuple(
            dict.fromkeys(c.asks for step in made for c in step.ready if c.clinician_only)
        ),
        bans=tuple(screen.closed),
        sources=around.references(served, exercises),
        wording=dict(catalog.wording[request.lang]),
        pictures={f.picture: catalog.draw(f.picture) for card in shown for f in card.frames},
        signed=signed,
    )


def _setting(
    case: Case, exercises: Sequence[Placed], sides: dict[str, Side], decisions: Decisions
) -> Setting:
    say = case.say
    return Setting(
        start=case.request.start,
        easier={p.exercise.id: easier_rungs(p.exercise, case.catalog) for p in exercises},
        works_twice={name: side == "both" for name, side in sides.items()},
        sides=tuple(one.side for one in case.served),
        since=partial(since_words, case.served, say=say),
        numbers=card_numbers(exercises),
        ready=_ready(case, decisions),
        say=say,
    )


def _ready(case: Case, decisions: Decisions) -> Ready:
    waits = dict(case.screen.not_before)
    for owner in range(len(case.served)):
        for tag, day in healing_locks(case.served, case.request.start, 1, owner).items():
            waits[tag] = max(day, waits.get(tag, day))
    return Ready(
        start=case.request.start,
        pain_limit=case.pain_limit,
        harder_when=tuple(s.protocol.harder_when for s in case.served),
        counted=any(s.since for s in case.served),
        waits=waits,
        say=case.say,
        decisions=decisions,
    )


def _with_locks(case: Case) -> Screen:
    """The screen with what still has to heal on the first day."""
    start = case.request.start
    locks = healing_locks(case.served, start, 1)
    return case.screen.but(healing={tag: day for tag, day in locks.items() if day > start})


def _facts(case: Case) -> tuple[Fact, ...]:
    """Facts given and facts assumed; an age that nobody stated is one of the assumed."""
    listed = facts_listed(case.passed, case.request, case.catalog)
    if case.age is None:
        return listed
    asks = case.catalog.facts["age"].asks
    return (*listed, Fact(name="age", asks=asks, value=case.age.ages, given=False))


def _tell_notes(case: Case, decisions: Decisions) -> None:
    """The older diagnoses, the pain limit that was lowered and the lines that the screen gathered."""
    limits = {one.protocol.title: one.protocol.pain.limit for one in case.served}
    for title, limit in limits.items():
        if limit > case.pain_limit:
            what = f"pain limit {case.pain_limit} instead of {limit} in {title}"
            decisions.tell(
                "note", what, "the strictest limit that was found", "one limit on a page"
            )
    tell_history(case.request, case.passed, case.catalog, decisions)
    for order in range_limits(case.served):
        decisions.tell(
            "warning",
            f"range-limit={order}: printed for the patient, not enforced",
            "no rule reads it; check every exercise against it",
            "close what goes past it with --drop or --not-before",
        )
    for line, rule in case.screen.pt_lines:
        decisions.tell("note", line, "diagnosis, history or a stated fact", rule)


def _program_side(served: Sequence[Served]) -> Side:
    named = {s.side for s in served} - {"none"}
    if not named:
        return "none"
    return named.pop() if len(named) == 1 else "both"


def _diagnoses(passed: Sequence[Passed], served: Sequence[Served]) -> tuple[Diagnosis, ...]:
    return tuple(
        _diagnosis(
            one,
            next((s for s in served if s.passed is one), None)
            or next((s for s in served if s.condition is one.matched.condition), None),
        )
        for one in passed
    )


def _diagnosis(passed: Passed, served: Served | None) -> Diagnosis:
    """A diagnosis with the protocol that answers it; with none where another one's list rules."""
    condition, asked = condition_of(passed), passed.matched.asked
    protocol = served.protocol if served else None
    return Diagnosis(
        code=asked.code,
        description=asked.description,
        plain=condition.plain,
        side=served.side if served else "none",
        region=condition.region,
        condition=condition.id,
        protocol=protocol.id if protocol else None,
        protocol_title=protocol.title if protocol else None,
        protocol_revision=protocol.revision if protocol else None,
        table=protocol.table if protocol else None,
        reviewed_by=protocol.review.by if protocol and protocol.review else None,
        gate=passed.gate,
    )


def _spared(case: Case) -> bool:
    """Whether a warm-up on the feet may be too much: a fresh injury, an operation, little weight."""
    told = [p.facts.get("weight-bearing") for p in case.passed]
    return (
        case.protected
        or not set(told).isdisjoint(("none", "touch", "partial"))
        or "weight-bearing" in case.screen.closed
        or any(s.protocol.clock != "start" for s in case.served)
        or any(p.matched.asked.encounter == "initial" for p in case.passed)
    )


def _operated_on(passed: Sequence[Passed]) -> date | None:
    told = next((p.facts["surgery-date"] for p in passed if "surgery-date" in p.facts), None)
    return date.fromisoformat(told) if told else None


def _review_by(case: Case, made: Sequence[Step]) -> date:
    """Six weeks or the end of what is printed, whichever is first; under clearance, the end of the phase.

    No later than the end of the first step that is left by a check only a clinician can make: nobody
    passes it without being seen. On a Saturday or Sunday, when clinics are closed, the Friday before: never later than the rule.
    """
    latest = case.request.start + timedelta(weeks=case.clinic.thresholds.review_weeks)
    end = made[-1].last_day
    if max(ORDER[p.gate] for p in case.passed) > 0:
        first = made[0].phase
        end = max(step.last_day for step in made if step.phase == first)
    tested = (step.last_day for step in made if any(c.clinician_only for c in step.ready))
    last = min(latest, end, next(tested, end))
    friday = last - timedelta(days=max(0, last.isoweekday() - FRIDAY))
    return max(friday, case.request.start)


def _in_json(part: Strict | date) -> dict[str, object] | str:
    return dict(part) if isinstance(part, Strict) else part.isoformat()


def _plan_id(request: Request, catalog: Catalog) -> str:
    """Six characters that name this plan; nothing of the patient is in them."""
    told = {name: value for name, value in request if name not in ("patient", "goal", "clinician")}
    text = json.dumps([told, catalog.digest], sort_keys=True, default=_in_json)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5])
    alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(alphabet[number // 30**i % 30] for i in range(6))
