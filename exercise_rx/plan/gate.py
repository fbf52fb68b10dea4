"""May this patient exercise at home? OPEN, CLEARANCE, PROTECTED or REFUSE, with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from exercise_rx.errors import Question, Questions, Refused
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import Condition, GateRule, Need, Precaution
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.plan.facts import check_facts, code_fits, holds
from exercise_rx.plan.gate_answer import CLEARED, Passed, sheet_tip
from exercise_rx.plan.matched import Matched
from exercise_rx.plan.refusals import (
    how_soon,
    refuse_codes,
    refuse_knee_by_age,
    refuse_signs,
    signs_of,
)
from exercise_rx.plan.stated import (
    check_dates,
    check_new_joint,
    check_operation,
    refuse_history,
    refuse_unused,
)

FRESH = timedelta(weeks=2)
"""How long after an injury a break may still hide behind a sprain: its signs are asked, not assumed."""
OF_THE_CODE = ("side", "encounter")
"""Read from the code, never asked for as facts."""


class _Asking:
    """Questions gathered over all diagnoses, asked once."""

    def __init__(self) -> None:
        self.questions: dict[str, None] = {}

    def need(self, facts: Iterable[str], known: Mapping[str, str]) -> None:
        for fact in facts:
            if fact not in known:
                self.questions.setdefault(fact)


def pass_gate(
    request: Request,
    matches: tuple[Matched, ...],
    catalog: Catalog,
    precautions: tuple[Precaution, ...],
    past: tuple[Matched, ...],
) -> tuple[Passed, ...]:
    """Every diagnosis through its gate, the strictest reading of each.

    `past`: the codes of the history, each with the refused family that it belongs to.

    Raises:
        Refused: a red flag was stated, or a code, encounter or fact rules exercise out.
        Questions: facts are missing; all of them, with what to type.
        UsageProblem: a fact that does not exist or cannot be read.
    """
    check_facts(request.facts, catalog.facts)
    refuse_history(past, request, catalog)
    refuse_codes(matches, request, catalog)
    refuse_signs(request, catalog)
    asking = _Asking()
    passed = []
    for matched in matches:
        condition = matched.condition
        assert condition is not None
        facts = known_facts(condition, matched.asked, request, catalog)
        fresh = is_fresh(matched.asked, request)
        if fresh:
            refuse_knee_by_age(condition, matched.asked, facts, catalog)
        rule = _decide(condition, matched.asked, facts, asking, catalog, fresh=fresh)
        passed.append(
            Passed(
                matched,
                rule.gate if rule else "OPEN",
                rule.because if rule else "Nothing stated speaks against it.",
                facts,
            )
        )
    _precaution_gates(precautions, request, asking, catalog)
    _signs_in_history(precautions, request, asking, catalog)
    if asking.questions:
        raise _questions(tuple(asking.questions), catalog, matches)
    check_operation(passed, request)
    check_new_joint(passed, request)
    check_dates(request)
    if not any(one.gate == "PROTECTED" for one in passed):
        refuse_unused(request, passed, precautions, catalog)
    return tuple(passed)


def known_facts(
    condition: Condition, asked: AskedCode, request: Request, catalog: Catalog
) -> dict[str, str]:
    """What is known: given facts, what the code says, the condition's assumptions, no red flags.

    A red flag that the condition asks about is never taken as absent.
    """
    fresh = is_fresh(asked, request)
    asked_about = {
        name
        for name, need in condition.facts.items()
        if is_asked(need, fresh=fresh) and code_fits(asked.code, need.codes)
    }
    facts = {
        flag.fact: "no"
        for flag in catalog.red_flags.values()
        if flag.fact and flag.fact not in asked_about
    }
    for name, need in condition.facts.items():
        if need.assume is None or name in asked_about or not code_fits(asked.code, need.codes):
            continue
        if not need.only or holds(need.only, facts | request.facts):
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


def is_fresh(asked: AskedCode, request: Request) -> bool:
    """True for an injury under its first treatment, or dated within 2 weeks of the plan."""
    if asked.encounter == "initial":
        return True
    told = request.facts.get("injury-date")
    if told is None:
        return False
    return min(request.start, request.today) - date.fromisoformat(told) <= FRESH


def is_asked(need: Need, *, fresh: bool) -> bool:
    """A fact that nobody may assume here."""
    return need.ask or (fresh and need.ask_when_fresh)


def _decide(
    condition: Condition,
    asked: AskedCode,
    facts: Mapping[str, str],
    asking: _Asking,
    catalog: Catalog,
    *,
    fresh: bool,
) -> GateRule | None:
    """The first row that holds. A row that turns on an unknown fact asks for it."""
    for name, need in condition.facts.items():
        applies = code_fits(asked.code, need.codes) and holds(need.only, facts) is not False
        if is_asked(need, fresh=fresh) and applies:
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
                _refuse(rule, asked, facts, catalog)
            if rule.gate == "CLEARANCE":
                asking.need((*rule.needs, *CLEARED), facts)
            return rule
    return None


def _refuse(rule: GateRule, asked: AskedCode, facts: Mapping[str, str], catalog: Catalog) -> None:
    reason = rule.refusal or ""
    told = {n: facts[n] for n in rule.when if n in facts and n not in OF_THE_CODE}
    both = facts.get("side") if "side" in rule.when else None
    raise Refused(
        f"{asked.code} ({asked.description}): {rule.because} {how_soon(reason, catalog)}",
        reasons=(reason,),
        tip=sheet_tip(asked, told, side=both),
    )


def _precaution_gates(
    precautions: tuple[Precaution, ...], request: Request, asking: _Asking, catalog: Catalog
) -> None:
    for precaution in precautions:
        if precaution.gate == "REFUSE":
            reason = precaution.refusal or precaution.id
            told = (*request.history, *request.codes)
            code = next((c for c in told if code_fits(c.code, precaution.codes)), told[0])
            raise Refused(
                f"No exercises: {precaution.tell_pt} {how_soon(reason, catalog)}".rstrip(),
                reasons=(reason,),
                tip=sheet_tip(code, {}),
            )
        asking.need(precaution.ask, request.facts)
        if precaution.gate == "CLEARANCE":
            asking.need((*precaution.needs, *CLEARED), request.facts)


def _signs_in_history(
    precautions: tuple[Precaution, ...], request: Request, asking: _Asking, catalog: Catalog
) -> None:
    """A sign in the history that no precaution of this plan looks at is asked about itself."""
    looked_at = tuple(stem for precaution in precautions for stem in precaution.codes)
    for code in request.history:
        if not (looked_at and code_fits(code.code, looked_at)):
            asking.need(signs_of(code, catalog), request.facts)


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
