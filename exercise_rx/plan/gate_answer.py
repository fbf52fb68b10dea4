"""What the gate says of one diagnosis, and how that is told to the PT."""

from collections.abc import Mapping

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.program import Fact
from exercise_rx.model.record import Record
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.model.vocabulary import Gate
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.matched import Matched

CLEARED = ("cleared-by", "cleared-on")
"""The facts that make a clearance: who gave it, and when."""
ORDER: dict[Gate, int] = {"OPEN": 0, "CLEARANCE": 1, "PROTECTED": 2, "REFUSE": 3}


class Passed(Record):
    """The gate's answer for one diagnosis: the gate, its reason and every fact it stands on."""

    matched: Matched
    gate: Gate
    because: str
    facts: Mapping[str, str]


def strictest(passed: tuple[Passed, ...]) -> Gate:
    """The strictest gate over all diagnoses."""
    return max((p.gate for p in passed), key=ORDER.__getitem__)


def cleared(request: Request) -> bool:
    """Whether somebody cleared exercise, with a day."""
    return all(fact in request.facts for fact in CLEARED)


def sheet_tip(asked: AskedCode, facts: Mapping[str, str], side: str | None = None) -> str:
    """The command that prints the sheet for just this refusal."""
    code = (
        f"{asked.code}:{side}"
        if side and asked.side not in ("right", "left", "both")
        else asked.code
    )
    told = "".join(f" --fact {name}={value}" for name, value in facts.items())
    return f"Print the sheet for the patient: exercise-rx safety-sheet {code}{told} -o sheet.pdf"


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


def tell_gate(passed: tuple[Passed, ...], request: Request, decisions: Decisions) -> None:
    """What each gate said, and the assumptions a PT must confirm."""
    for one in passed:
        condition, code = one.matched.condition, one.matched.asked.code
        assert condition is not None
        for words in one.matched.asked.warnings:
            decisions.tell("warning", words, "as the code was typed", "code list")
        decisions.tell("gate", f"{code}: {one.gate}", one.because, f"gate of `{condition.id}`")
        for name, need in condition.facts.items():
            if need.assume is not None and name not in request.facts and name in one.facts:
                what, why = f"{name} = {one.facts[name]}", need.because or "not stated"
                decisions.tell("assumed", what, why, "confirm before signing")
