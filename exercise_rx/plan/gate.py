"""May this patient exercise at home? OPEN, CLEARANCE, PROTECTED or REFUSE, with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from exercise_rx.errors import Question, Questions, Refused, UsageProblem
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import Condition, GateRule, Precaution
from exercise_rx.model.program import Decision, Fact
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.model.vocabulary import Gate
from exercise_rx.plan.facts import check_facts, code_fits, holds
from exercise_rx.plan.matched import Matched

CLEARED = ("cleared-by", "cleared-on")
PAST_DATES = (
    "cleared-on",
    "heart-cleared",
    "injury-date",
    "surgery-date",
    "steroid-injection-date",
)
FRESH_WEEKS = 26
"""A clearance older than this at the start of the plan was given for another state of the body."""
GOOD_WHEN_YES = frozenset(
    {
        "rupture-excluded",
        "wound-ok",
        "fracture-union",
        "push-off-possible",
        "imaging-done",
        "straight-leg-raise-possible",
        "neck-stable",
        "heart-cleared",
    }
)
"""Facts whose `no` is the dangerous answer."""
OF_THE_CODE = ("side", "encounter")
"""Read from the code, never asked for as facts."""
ORDER: dict[Gate, int] = {"OPEN": 0, "CLEARANCE": 1, "PROTECTED": 2, "REFUSE": 3}


@dataclass(frozen=True, slots=True)
class Passed:
    """The gate's answer for one diagnosis: the gate, its reason and every fact it stands on."""

    matched: Matched
    gate: Gate
    because: str
    facts: Mapping[str, str]


@dataclass(slots=True)
class _Asking:
    """Questions gathered over all diagnoses, asked once."""

    questions: dict[str, None] = field(default_factory=dict)

    def need(self, facts: Iterable[str], known: Mapping[str, str]) -> None:
        for fact in facts:
            if fact not in known:
                self.questions.setdefault(fact)


def pass_gate(
    request: Request,
    matches: tuple[Matched, ...],
    catalog: Catalog,
    precautions: tuple[Precaution, ...],
) -> tuple[Passed, ...]:
    """Every diagnosis through its gate, the strictest reading of each.

    Raises:
        Refused: a red flag was stated, or a code, encounter or fact rules exercise out.
        Questions: facts are missing; all of them, with what to type.
        UsageProblem: a fact that does not exist or cannot be read.
    """
    check_facts(request.facts, catalog.facts)
    _refuse_history(request, catalog)
    _refuse_families(matches, request)
    _refuse_red_flags(request, catalog)
    asking = _Asking()
    passed = []
    for matched in matches:
        condition = matched.condition
        assert condition is not None
        facts = known_facts(condition, matched.asked, request, catalog)
        rule = _decide(condition, matched.asked, facts, asking)
        passed.append(
            Passed(
                matched,
                rule.gate if rule else "OPEN",
                rule.because if rule else "Nothing stated speaks against it.",
                facts,
            )
        )
    _precaution_gates(precautions, request, asking)
    if asking.questions:
        raise _questions(tuple(asking.questions), catalog, matches)
    _check_dates(request)
    if not any(one.gate == "PROTECTED" for one in passed):
        _refuse_unused(request, passed, precautions, catalog)
    return tuple(passed)


def known_facts(
    condition: Condition, asked: AskedCode, request: Request, catalog: Catalog
) -> dict[str, str]:
    """What is known: given facts, what the code says, the condition's assumptions, no red flags.

    A red flag that the condition asks about is never taken as absent.
    """
    asked_about = {
        name
        for name, need in condition.facts.items()
        if need.ask and code_fits(asked.code, need.codes)
    }
    facts = {
        flag.fact: "no"
        for flag in catalog.red_flags.values()
        if flag.fact and flag.fact not in asked_about
    }
    for name, need in condition.facts.items():
        applies = code_fits(asked.code, need.codes) and holds(need.only, {**facts, **request.facts})
        if need.assume is not None and applies:
            facts[name] = need.assume
    facts.update(request.facts)
    side = (
        asked.side if asked.side in ("right", "left", "both") else asked.asked_side or request.side
    )
    if side:
        facts["side"] = side
    if asked.encounter:
        facts["encounter"] = asked.encounter
    return facts


def _refuse_families(matches: tuple[Matched, ...], request: Request) -> None:
    """A refused code stops the whole plan, alone or beside others; only clearance could lift some."""
    for matched in matches:
        family = matched.refused
        if family is not None and not (
            family.clearable and matched.condition and _cleared(request)
        ):
            raise Refused(
                f"{matched.asked.code} ({matched.asked.description}): {family.reason}",
                reasons=(family.id,),
                tip=_sheet_tip(matched.asked, {}),
            )


def _cleared(request: Request) -> bool:
    return all(fact in request.facts for fact in CLEARED)


def _refuse_red_flags(request: Request, catalog: Catalog) -> None:
    raised = [
        flag
        for flag in catalog.red_flags.values()
        if flag.fact and request.facts.get(flag.fact) == "yes"
    ]
    if raised:
        names = "; ".join(f"{flag.pt} ({flag.think_of})" for flag in raised)
        raise Refused(
            f"No exercises: {names}",
            reasons=tuple(flag.id for flag in raised),
            tip=_sheet_tip(request.codes[0], {f.fact: "yes" for f in raised if f.fact}),
        )


def _decide(
    condition: Condition,
    asked: AskedCode,
    facts: Mapping[str, str],
    asking: _Asking,
) -> GateRule | None:
    """The first row that holds. A row that turns on an unknown fact asks for it."""
    for name, need in condition.facts.items():
        if need.ask and code_fits(asked.code, need.codes) and holds(need.only, facts) is not False:
            asking.need((name,), facts)
    for rule in condition.gate:
        if not code_fits(asked.code, rule.codes):
            continue
        if rule.encounter and asked.encounter not in rule.encounter:
            continue
        verdict = holds(rule.when, facts)
        if verdict is None:
            if rule.gate == "REFUSE" or rule.gate == "CLEARANCE":
                asking.need(
                    (
                        f
                        for f, wanted in rule.when.items()
                        if wanted != ["unknown"] and f not in OF_THE_CODE
                    ),
                    facts,
                )
            continue
        if verdict:
            if rule.gate == "REFUSE":
                _refuse(rule, asked, facts)
            if rule.gate == "CLEARANCE":
                asking.need((*rule.needs, *CLEARED), facts)
            return rule
    return None


def _refuse(rule: GateRule, asked: AskedCode, facts: Mapping[str, str]) -> None:
    told = {n: facts[n] for n in rule.when if n in facts and n not in OF_THE_CODE}
    both = facts.get("side") if "side" in rule.when else None
    raise Refused(
        f"{asked.code} ({asked.description}): {rule.because}",
        reasons=(rule.refusal or "",),
        tip=_sheet_tip(asked, told, side=both),
    )


def _sheet_tip(asked: AskedCode, facts: Mapping[str, str], side: str | None = None) -> str:
    """The command that prints the sheet for just this refusal."""
    code = (
        f"{asked.code}:{side}"
        if side and asked.side not in ("right", "left", "both")
        else asked.code
    )
    told = "".join(f" --fact {name}={value}" for name, value in facts.items())
    return f"Print the sheet for the patient: exercise-rx safety-sheet {code}{told} -o sheet.pdf"


def _precaution_gates(
    precautions: tuple[Precaution, ...], request: Request, asking: _Asking
) -> None:
    for precaution in precautions:
        if precaution.gate == "REFUSE":
            raise Refused(
                f"No exercises: {precaution.tell_pt}",
                reasons=(precaution.refusal or precaution.id,),
            )
        asking.need(precaution.ask, request.facts)
        if precaution.gate == "CLEARANCE":
            asking.need((*precaution.needs, *CLEARED), request.facts)


def _questions(names: tuple[str, ...], catalog: Catalog, matches: tuple[Matched, ...]) -> Questions:
    asked = []
    for name in names:
        kind = catalog.facts.get(name)
        asks = kind.asks if kind else f"What is `{name}`?"
        example = kind.example if kind else f"--fact {name}=..."
        asked.append(Question(name, asks, example))
    codes = " and ".join(f"{m.asked.code} ({m.asked.description})" for m in matches)
    count = len(asked)
    heading = f"{codes}: {count} question{'s' if count > 1 else ''} before a program can be made."
    return Questions(heading, asked)


def _check_dates(request: Request) -> None:
    """Nothing lies in the future, no plan begins before what it follows, and no clearance is stale."""
    told = {
        name: date.fromisoformat(request.facts[name])
        for name in PAST_DATES
        if name in request.facts
    }
    faults = []
    for name, day in told.items():
        given = f"`--fact {name}={day}`"
        if day > request.today:
            faults.append(f"{given} lies in the future. Give the day on which it was.")
        elif request.start < day and name != "steroid-injection-date":
            faults.append(f"The plan starts on {request.start}, before {given}. Check `--start`.")
        elif name in ("cleared-on", "heart-cleared") and (
            request.start - day > timedelta(weeks=FRESH_WEEKS)
        ):
            faults.append(
                f"{given} lies more than {FRESH_WEEKS} weeks before the start of the plan. "
                "Have it confirmed again and give the new day."
            )
    cleared = told.get("cleared-on")
    for name in ("surgery-date", "injury-date"):
        if cleared and name in told and told[name] > cleared:
            faults.append(f"`--fact cleared-on={cleared}` lies before {name}={told[name]}.")
    if faults:
        raise UsageProblem("\n".join(faults))


def _refuse_unused(
    request: Request,
    passed: list[Passed],
    precautions: tuple[Precaution, ...],
    catalog: Catalog,
) -> None:
    """A stated fact that would change nothing on the page is refused, never passed over.

    A ruptured tendon or a fresh operation that no rule here knows belongs to another code.
    """
    used = {"age", "sport", "irritability", *CLEARED, "injury-date", "guardian", "active-before"}
    used |= {"surgeon-phone", "brace", "dominant-side"}
    used |= {f.fact for f in catalog.red_flags.values() if f.fact}
    for precaution in catalog.precautions.values():
        used |= {*precaution.when, *(name for c in precaution.changes for name in c.when)}
    for precaution in precautions:
        used |= {*precaution.ask, *precaution.needs}
    for one in passed:
        condition = one.matched.condition
        assert condition is not None
        used |= {
            *condition.facts,
            *(n for rule in condition.gate for n in (*rule.when, *rule.needs)),
        }
        used |= {name for change in condition.changes for name in change.when}
        if condition.surgical:
            used |= {"operation", "joint", "surgery-date", "range-limit", "tear-size", "wound-ok"}
        if any("operation" in rule.when for rule in condition.gate):
            used.add("surgery-date")
        if one.gate == "CLEARANCE":
            used.add("grade")
        protocol = catalog.protocols.get(condition.protocol or "")
        if protocol and protocol.clock == "surgery":
            used.add("surgery-date")
    idle = [n for n, v in request.facts.items() if n not in used and not _harmless(n, v)]
    if idle:
        listed = ", ".join(f"{name}={request.facts[name]}" for name in idle)
        raise UsageProblem(
            f"No rule for this diagnosis uses {listed}: the page would not change.",
            tip="Give the code that the fact belongs to, or leave the fact out.",
        )


def _harmless(name: str, value: str) -> bool:
    """True for a fact that says there is nothing wrong."""
    return value == "yes" if name in GOOD_WHEN_YES else value in ("no", "none", "unknown", "full")


def _refuse_history(request: Request, catalog: Catalog) -> None:
    """A refused or current problem does not pass as history."""
    stems = {stem.replace(".", ""): f.id for f in catalog.refused.values() for stem in f.codes}
    given = {code.code for code in request.codes}
    for code in request.history:
        if code.code in given:
            continue
        plain = code.code.replace(".", "")
        found = next(
            (stems[plain[:n]] for n in range(len(plain), 2, -1) if plain[:n] in stems), None
        )
        family = catalog.refused[found] if found else None
        spared = family and family.not_codes and code_fits(code.code, family.not_codes)
        lifted = family and family.clearable and _cleared(request)
        if family and not spared and not lifted:
            raise Refused(
                f"{code.code} ({code.description}) in the history: {family.reason}",
                reasons=(family.id,),
                tip=_sheet_tip(code, {}),
            )
        if code.encounter not in (None, "sequela"):
            raise UsageProblem(
                f"{code.code} ({code.description}) is an injury under treatment, not history.",
                tip="Give it among the codes; only its late effect (S) may stand in --history.",
            )


def strictest(passed: tuple[Passed, ...]) -> Gate:
    """The strictest gate over all diagnoses."""
    return max((p.gate for p in passed), key=ORDER.__getitem__)


def facts_listed(
    passed: tuple[Passed, ...], request: Request, catalog: Catalog
) -> tuple[Fact, ...]:
    """Facts given and facts assumed, for the PT to confirm."""
    listed: dict[str, Fact] = {}
    for name, value in request.facts.items():
        listed[name] = Fact(name=name, asks=catalog.facts[name].asks, value=value, given=True)
    for one in passed:
        condition = one.matched.condition
        assert condition is not None
        flags = {catalog.red_flags[f].fact for f in condition.red_flags if f in catalog.red_flags}
        for name, value in one.facts.items():
            if name not in listed and (name in condition.facts or name in flags):
                kind = catalog.facts.get(name)
                listed[name] = Fact(
                    name=name, asks=kind.asks if kind else name, value=value, given=False
                )
    return tuple(listed.values())


def gate_decisions(passed: tuple[Passed, ...], request: Request) -> tuple[Decision, ...]:
    """What each gate said, and the assumptions a PT must confirm."""
    decided = []
    for one in passed:
        condition = one.matched.condition
        assert condition is not None
        decided += [
            Decision(kind="warning", what=words, why="as the code was typed", rule="code list")
            for words in one.matched.asked.warnings
        ]
        decided.append(
            Decision(
                kind="gate",
                what=f"{one.matched.asked.code}: {one.gate}",
                why=one.because,
                rule=f"gate of `{condition.id}`",
            )
        )
        for name, need in condition.facts.items():
            if need.assume is not None and name not in request.facts and name in one.facts:
                decided.append(
                    Decision(
                        kind="assumed",
                        what=f"{name} = {one.facts[name]}",
                        why=need.because or "not stated",
                        rule="confirm before signing",
                    )
                )
    return tuple(decided)
