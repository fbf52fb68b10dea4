"""What the gate says of one diagnosis, and how that is told to the PT."""

from collections.abc import Mapping

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.program import Decision, Fact
from exercise_rx.model.record import Record
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.model.vocabulary import Gate
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
