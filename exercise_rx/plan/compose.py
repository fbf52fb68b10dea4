"""The program, put together: gate, screen, choose, weeks, explain. Pure: same values in, same out."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from exercise_rx.errors import UsageProblem
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.condition import Condition
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.program import Decision, Diagnosis, Program, Signature, Step
from exercise_rx.model.protocol import Phase, Protocol
from exercise_rx.model.request import Request
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording
from exercise_rx.plan import words as page_words
from exercise_rx.plan.choose import (
    USUAL_START,
    Orders,
    Placed,
    cap,
    easier_rungs,
    in_page_order,
    merge,
    place,
)
from exercise_rx.plan.course import (
    REVIEW_WEEKS,
    Course,
    Line,
    Stretch,
    clock_date,
    lay_out,
    with_shared,
)
from exercise_rx.plan.gate import (
    ORDER,
    Passed,
    facts_listed,
    gate_decisions,
    pass_gate,
    strictest,
)
from exercise_rx.plan.matched import Matched
from exercise_rx.plan.orders import apply_doses, check_hits, check_names, orders_of
from exercise_rx.plan.screen import Screen, active_precautions, changes_that_hold, make_screen
from exercise_rx.plan.sides import card_side, side_of
from exercise_rx.plan.weeks import Week, spans, steps

WARN_AT, REASON_AT = 5, 7
"""From 5 active exercises we warn, from 7 the PT gives a reason (the trial evidence favours 2 to 4)."""

Decisions = dict[Decision, None]


@dataclass(frozen=True, slots=True)
class Served:
    """One diagnosis with its side, its facts and the course that answers it."""

    passed: Passed
    condition: Condition
    side: Side
    course: Course
    extra: tuple[Line, ...]
    without: frozenset[str]

    @property
    def protocol(self) -> Protocol:
        return self.course.protocol


def make_program(
    request: Request,
    matches: tuple[Matched, ...],
    catalog: Catalog,
    clinic: Clinic,
    signed: Signature,
) -> Program:
    """The program for `request`, or the refusal or the questions that are as useful.

    Raises:
        Refused: exercise is ruled out; Questions: facts are missing; UsageProblem: contradictions.
    """
    say = Wording(catalog.wording[request.lang], request.lang)
    decisions: Decisions = {}
    precautions = active_precautions(request, matches, catalog)
    passed = pass_gate(request, matches, catalog, precautions)
    for decision in gate_decisions(passed, request):
        decisions.setdefault(decision)
    sides = tuple(side_of(p.matched.asked, _condition(p), request) for p in passed)
    protected = strictest(passed) == "PROTECTED"
    served = tuple(
        _serve(p, side, request, catalog, protected, decisions)
        for p, side in zip(passed, sides, strict=True)
        if not protected or p.gate == "PROTECTED" or _condition(p).protected
    )
    _refuse_early_orders(request, served, protected=protected)
    screen = make_screen(
        request,
        tuple((_condition(p), p.matched.asked.code, p.facts) for p in passed),
        tuple((tag, s.protocol.title) for s in served for tag in s.protocol.ban),
        precautions,
    )
    _tell_bans(screen, decisions)
    total = _weeks(request, served, decisions)
    orders = orders_of(request)
    check_names(request, tuple(catalog.exercises))
    raw = _place_weeks(request, served, screen, catalog, orders, total, decisions)
    _refuse_closed_orders(request, screen, catalog)
    offered = {
        name
        for s in served
        for stretch in s.course.stretches
        for line in (*stretch.lines, *s.extra)
        for name in (line.exercise, line.group)
        if name
    }
    check_hits(request, [list(w.placed) for w in raw], sorted(offered), tuple(offered))
    capped = _cap_weeks(raw, request, clinic, orders, decisions)
    dosed = apply_doses([list(week.placed) for week in capped], request.doses)
    weeks = [
        Week(w.number, w.stretches, tuple(placed)) for w, placed in zip(capped, dosed, strict=True)
    ]
    if not any(week.placed for week in weeks):
        raise UsageProblem(
            "Nothing is left to do: every exercise was ruled out.\n"
            + "\n".join(
                f"  - {d.what}: {d.why}" for d in decisions if d.kind in ("left-out", "capped")
            )
        )
    return _assemble(
        request,
        passed,
        served,
        screen,
        catalog,
        clinic,
        say,
        weeks,
        decisions,
        signed,
        protected=protected,
    )


def _condition(passed: Passed) -> Condition:
    assert passed.matched.condition is not None
    return passed.matched.condition


def _serve(
    passed: Passed,
    side: Side,
    request: Request,
    catalog: Catalog,
    protected: bool,
    decisions: Decisions,
) -> Served:
    """The course for one diagnosis, by its protocol or, where it is protected, by its short list."""
    condition, facts = _condition(passed), passed.facts
    changes = changes_that_hold(condition.changes, passed.matched.asked.code, facts)
    if protected:
        course = _protected_course(condition)
        return Served(passed, condition, side, course, (), frozenset())
    chosen = next((c.protocol for c in changes if c.protocol), None) or condition.protocol
    if chosen is None:
        raise _no_program(passed, condition)
    if request.protocol:
        chosen = _asked_protocol(request.protocol, condition, catalog, chosen)
    protocol = catalog.protocols[chosen]
    start_phase = next((c.start_phase for c in changes if c.start_phase), None)
    end_phase = next((c.end_phase for c in changes if c.end_phase), None)
    course = lay_out(
        protocol,
        request.start,
        since=clock_date(protocol, facts),
        start_phase=start_phase,
        end_phase=end_phase,
        sport=facts.get("sport") == "yes",
    )
    for name in course.held_back:
        decisions.setdefault(
            Decision(
                kind="left-out",
                what=name,
                why="needs a clinician's choice (running, impact)",
                rule="--fact sport=yes",
            )
        )
    extra = tuple(
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
    without = frozenset(name for change in changes for name in change.without)
    return Served(passed, condition, side, course, extra, without)


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


def _asked_protocol(asked: str, condition: Condition, catalog: Catalog, default: str | None) -> str:
    allowed = [
        p
        for p in (
            condition.protocol,
            default,
            *condition.offers,
            *(c.protocol for c in condition.changes),
        )
        if p
    ]
    catalog.protocols.named(asked)
    if asked not in allowed:
        raise UsageProblem(
            f"`--protocol {asked}` is not offered for {condition.title}.",
            tip=f"Choose from: {', '.join(dict.fromkeys(allowed))}.",
        )
    return asked


def _protected_course(condition: Condition) -> Course:
    """The short list of what is safe until cleared, as a course of one open step."""
    goal = condition.protected_goal or condition.plain
    phase = Phase(
        id="protect",
        name="Protect",
        weeks={"first": 1, "last": REVIEW_WEEKS, "open_end": True},
        goal=goal,
        do=condition.protected,
    )
    lines = tuple(
        Line(
            name,
            with_shared(phase, item.dose or item.by_week[0].dose),
            condition.id,
            "protect",
            item.priority,
            i,
            item.exercise if item.card else None,
            item.instead,
            item.source,
            item.certainty
            or (
                condition.sources[item.source].certainty
                if item.source in condition.sources
                else "R-hi"
            ),
        )
        for i, item in enumerate(condition.protected)
        for name in (item.card or (item.exercise,))
    )
    sources = condition.sources or {"project": page_words.PROJECT_SOURCE}
    protocol = Protocol(
        id=condition.id,
        title=f"Protected list: {condition.title}",
        pain=page_words.PROTECTED_PAIN,
        certainty="R-hi",
        phases=(phase,),
        duration="until cleared",
        harder_when="Your clinician has cleared you.",
        sources=sources,
    )
    return Course(
        protocol, (Stretch(phase, 1, REVIEW_WEEKS, lines, "protected"),), REVIEW_WEEKS, True
    )


def _weeks(request: Request, served: Sequence[Served], decisions: Decisions) -> int:
    """How many weeks print: asked for, or up to the review; never past a protocol that has an end."""
    longest = max(s.course.end for s in served)
    open_end = all(s.course.open_end for s in served)
    if request.weeks == "all":
        return longest
    wanted = request.weeks or min(REVIEW_WEEKS, longest)
    if wanted > longest and not open_end:
        decisions.setdefault(
            Decision(
                kind="dates",
                what=f"{longest} weeks instead of {wanted}",
                why="the protocol ends there",
                rule="--weeks",
            )
        )
        return longest
    return wanted


def _together(served: Sequence[Served], week: int) -> tuple[Stretch, ...]:
    """The stretch of each diagnosis in a week. With two, the faster waits for the slower (E-10)."""
    at = [s.course.stretches.index(s.course.at(week)) for s in served]
    waiting = [i for i, s in zip(at, served, strict=True) if i < len(s.course.stretches) - 1]
    if len(served) > 1 and waiting:
        slowest = min(waiting)
        at = [
            min(i, max(slowest, 0)) if len(s.course.stretches) > 1 else i
            for i, s in zip(at, served, strict=True)
        ]
    return tuple(s.course.stretches[i] for i, s in zip(at, served, strict=True))


def _place_weeks(
    request: Request,
    served: Sequence[Served],
    screen: Screen,
    catalog: Catalog,
    orders: Orders,
    total: int,
    decisions: Decisions,
) -> list[Week]:
    """Every week with what this patient may do in it; equal situations are worked out once."""
    done: dict[object, tuple[Placed, ...]] = {}
    weeks = []
    added = _added_lines(request, served, catalog)
    for number in range(1, total + 1):
        day = request.start + timedelta(weeks=number - 1)
        stretches = _together(served, number)
        locks = [_locks(served, day, number, owner) for owner in range(len(served))]
        shut = tuple(
            sorted(
                (t, n)
                for n, limits in enumerate((screen.not_before, *locks))
                for t, opens in limits.items()
                if day < opens
            )
        )
        key = (tuple(id(s) for s in stretches), shut)
        if key not in done:
            screens = [replace(screen, healing=closed) for closed in locks]
            done[key] = tuple(
                _one_week(served, stretches, added, screens, catalog, orders, day, decisions)
            )
        weeks.append(Week(number, stretches, done[key]))
    return weeks


def _one_week(
    served: Sequence[Served],
    stretches: Sequence[Stretch],
    added: tuple[Line, ...],
    screens: Sequence[Screen],
    catalog: Catalog,
    orders: Orders,
    day: date,
    decisions: Decisions,
) -> list[Placed]:
    placed: list[Placed] = []
    for owner, (one, stretch) in enumerate(zip(served, stretches, strict=True)):
        lines = [*stretch.lines, *one.extra, *(added if owner == 0 else ())]
        lines = [
            line
            for line in lines
            if line.exercise not in one.without and line.group not in one.without
        ]
        placed += place(lines, owner, screens[owner], catalog, orders, day, decisions)
    return in_page_order(merge(placed), len(served))


def _locks(
    served: Sequence[Served], day: date, number: int, owner: int | None = None
) -> dict[str, date]:
    """Tags that protocols keep closed until a week (since surgery, or of the plan), as dates.

    For the diagnosis `owner` also what the others close to all that stands beside them.
    """
    locks: dict[str, date] = {}
    for i, one in enumerate(served):
        since = clock_date(one.protocol, one.passed.facts)
        start = since or day - timedelta(weeks=number - 1)
        beside = {} if i == owner else one.protocol.locks_beside
        for tag, week in (*one.protocol.locks.items(), *beside.items()):
            opens = start + timedelta(weeks=week)
            locks[tag] = max(opens, locks.get(tag, opens))
    return locks


def _added_lines(request: Request, served: Sequence[Served], catalog: Catalog) -> tuple[Line, ...]:
    """The PT's own additions, with the usual start of their kind until a dose is given."""
    lines = []
    for i, name in enumerate(request.add):
        if name not in catalog.exercises:
            continue
        kind = catalog.exercises[name].kind
        lines.append(
            Line(
                name,
                parse_prescribed(USUAL_START.get(kind, "__ x __")),
                served[0].protocol.id,
                "added",
                1,
                200 + i,
                adapted="Added by the PT; usual start, confirm",
            )
        )
    return tuple(lines)


def _refuse_closed_orders(request: Request, screen: Screen, catalog: Catalog) -> None:
    """The PT has the last word inside the ban list; outside it the order is refused with its reason."""
    faults = []
    for flag, name in (
        *(("--add", n) for n in request.add),
        *((f"--swap {s.old}=", s.new) for s in request.swap),
    ):
        exercise = catalog.exercises.named(name)
        reason = screen.banned(exercise) or screen.lacking(exercise)
        if reason:
            faults.append(
                f"`{flag}{'' if flag.endswith('=') else ' '}{name}` is refused: {reason}."
            )
    if faults:
        raise UsageProblem("\n".join(faults), tip="A ban is lifted only by a changed fact or code.")


def _refuse_early_orders(request: Request, served: Sequence[Served], *, protected: bool) -> None:
    """Nothing is added to a protected list, nor to the weeks after an operation.

    Only the list or the surgeon's phases say when a load may begin; an added exercise has no date.
    """
    if not request.add and not request.swap:
        return
    operated = any(s.protocol.clock == "surgery" or s.condition.surgical for s in served)
    if protected or operated:
        why = (
            "only the protected list may print"
            if protected
            else "the phases after the operation decide"
        )
        raise UsageProblem(
            f"`--add` and `--swap` are closed here: {why}.",
            tip="Use --drop, a lower --dose or --not-before; or print again once the patient is cleared.",
        )


def _cap_weeks(
    weeks: Sequence[Week], request: Request, clinic: Clinic, orders: Orders, decisions: Decisions
) -> list[Week]:
    most = request.max_exercises
    budget = request.minutes or clinic.thresholds.minutes
    done: dict[int, tuple[Placed, ...]] = {}
    capped = []
    for week in weeks:
        if id(week.placed) not in done:
            kept = cap(list(week.placed), most, orders, decisions)
            done[id(week.placed)] = tuple(page_words.within_budget(kept, budget, orders, decisions))
        capped.append(Week(week.number, week.stretches, done[id(week.placed)]))
    count = max(len({p.unit for p in week.placed}) for week in capped)
    if count >= REASON_AT and not request.reason:
        raise UsageProblem(
            f"{count} exercises a day need a reason: few patients do so many.",
            tip='Add `--reason "..."`, or lower `--max-exercises`.',
        )
    if count >= WARN_AT:
        why = request.reason or "more than 4 a day lowers how much gets done"
        decisions.setdefault(
            Decision(
                kind="warning",
                what=f"{count} exercises a day",
                why=why,
                rule="2 to 4 a day are recommended",
            )
        )
    return capped


def _tell_bans(screen: Screen, decisions: Decisions) -> None:
    for tag, why in screen.closed.items():
        decisions.setdefault(Decision(kind="ban", what=tag, why=why, rule="ban list"))
    for tag, day in screen.not_before.items():
        decisions.setdefault(
            Decision(kind="ban", what=tag, why=f"not before {day.isoformat()}", rule="--not-before")
        )


def _assemble(
    request: Request,
    passed: Sequence[Passed],
    served: Sequence[Served],
    screen: Screen,
    catalog: Catalog,
    clinic: Clinic,
    say: Wording,
    weeks: Sequence[Week],
    decisions: Decisions,
    signed: Signature,
    *,
    protected: bool,
) -> Program:
    locked = {
        tag: opens
        for tag, opens in _locks(served, request.start, 1).items()
        if opens > request.start
    }
    screen = replace(screen, healing=locked)
    grouped = spans(weeks)
    exercises = page_words.in_order(grouped)
    card_sides = {
        p.exercise.id: card_side(p.exercise, _sides_of(p, served), served[p.owner].protocol.works)
        for p in exercises
    }
    limit = min(
        [s.protocol.pain.limit for s in served]
        + list(screen.pain_limits)
        + ([clinic.thresholds.pain_limit] if clinic.thresholds.pain_limit is not None else [])
    )
    clocked = any(s.protocol.clock == "surgery" for s in served)
    made = steps(
        grouped,
        start=request.start,
        easier={p.exercise.id: easier_rungs(p.exercise, catalog) for p in exercises},
        works_twice={name: side == "both" for name, side in card_sides.items()},
        pain_limit=limit,
        harder_when=tuple(s.protocol.harder_when for s in served),
        clocked=clocked,
        say=say,
    )
    side = _program_side(served)
    cards = page_words.cards(exercises, card_sides, screen, catalog, say)
    own = {p.matched.asked.code for p in passed}
    for code in request.history:
        if code.code not in own:
            decisions.setdefault(
                Decision(
                    kind="note",
                    what=f"{code.code} ({code.description})",
                    why="taken into account beside the diagnosis",
                    rule="second code or history",
                )
            )
    for line, rule in screen.pt_lines:
        decisions.setdefault(
            Decision(kind="note", what=line, why="diagnosis, history or a stated fact", rule=rule)
        )
    return Program(
        plan_id=_plan_id(request, catalog),
        kind="protected" if protected else "program",
        title=page_words.title(served, say),
        patient=request.patient,
        goal=request.goal,
        clinician=request.clinician,
        draft=request.clinician is None,
        lang=request.lang,
        paper=request.paper,
        large_print=request.large_print,
        start=request.start,
        made_on=request.today,
        review_by=_review_by(request, made, passed, clinic),
        surgery_date=_operated_on(passed),
        side=side,
        side_words=page_words.side_words(served, say),
        diagnoses=_diagnoses(passed, served),
        summary=page_words.summary(made, served, say),
        cards=cards,
        steps=made,
        weeks=len(weeks),
        pain=page_words.pain(served, limit, say),
        stop=page_words.stop_lines(limit, say),
        emergency=page_words.signs(served, catalog),
        advice=page_words.advice(served, screen, catalog, say),
        needs=page_words.needs(exercises, screen, say),
        support=page_words.support(served),
        facts=facts_listed(tuple(passed), request, catalog),
        decisions=tuple(decisions),
        criteria_for_clinician=tuple(
            dict.fromkeys(c.asks for step in made for c in step.ready if c.clinician_only)
        ),
        bans=tuple(screen.closed),
        sources=page_words.references(served, exercises),
        wording=dict(catalog.wording[request.lang]),
        pictures={f.picture: catalog.draw(f.picture) for card in cards for f in card.frames},
        signed=signed,
    )


def _sides_of(placed: Placed, served: Sequence[Served]) -> set[Side]:
    return {s.side for s in served} if placed.shared else {served[placed.owner].side}


def _program_side(served: Sequence[Served]) -> Side:
    named = {s.side for s in served} - {"none"}
    if not named:
        return "none"
    return named.pop() if len(named) == 1 else "both"


def _diagnoses(passed: Sequence[Passed], served: Sequence[Served]) -> tuple[Diagnosis, ...]:
    by_code = {s.passed.matched.asked.code: s for s in served}
    listed = []
    for one in passed:
        condition, asked = _condition(one), one.matched.asked
        mine = by_code.get(asked.code)
        protocol = mine.protocol if mine else None
        listed.append(
            Diagnosis(
                code=asked.code,
                description=asked.description,
                plain=condition.plain,
                side=mine.side if mine else "none",
                region=condition.region,
                condition=condition.id,
                protocol=protocol.id if protocol else None,
                protocol_title=protocol.title if protocol else None,
                protocol_revision=protocol.revision if protocol else None,
                table=protocol.table if protocol else None,
                reviewed_by=protocol.review.by if protocol and protocol.review else None,
                gate=one.gate,
            )
        )
    return tuple(listed)


def _operated_on(passed: Sequence[Passed]) -> date | None:
    told = next((p.facts["surgery-date"] for p in passed if "surgery-date" in p.facts), None)
    return date.fromisoformat(told) if told else None


def _review_by(
    request: Request, made: Sequence[Step], passed: Sequence[Passed], clinic: Clinic
) -> date:
    """Six weeks or the end of what is printed, whichever is first; under clearance, the end of the phase."""
    latest = request.start + timedelta(weeks=clinic.thresholds.review_weeks)
    end = made[-1].last_day
    if max(ORDER[p.gate] for p in passed) > 0:
        first = made[0].phase
        end = max(step.last_day for step in made if step.phase == first)
    return min(latest, end)


def _plan_id(request: Request, catalog: Catalog) -> str:
    """Six characters that name this plan; nothing of the patient is in them."""
    told = request.model_dump(mode="json", exclude={"patient", "goal", "clinician"})
    text = json.dumps([told, catalog.digest], sort_keys=True)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5])
    alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(alphabet[number // 30**i % 30] for i in range(6))
