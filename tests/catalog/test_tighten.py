"""A clinic's file may say everything anew, and still cannot loosen what ours forbids."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from exercise_rx.catalog.tighten import STRICTNESS, strictest_of, tightened
from exercise_rx.model.condition import Condition, GateRule
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.protocol import Protocol
from exercise_rx.model.vocabulary import Gate
from exercise_rx.plan.facts import code_fits, holds

EXERCISE: dict[str, Any] = {
    "id": "slide", "name": "Slide", "plain": "Slide", "region": "knee", "kind": "mobility",
    "position": "sitting", "laterality": "one-side", "ladder": "LAD06", "purpose": "range",
    "steps": ["Sit down.", "Slide it.", "Slide back."], "feel": "It eases.", "mistake": "None.",
    "stop_if": "It locks.", "usual": "3 x 10", "loads": ["kneeling"],
}  # fmt: skip
SOURCE = {"a": {"cite": "A", "says": "B", "certainty": "verified"}}
PROTOCOL: dict[str, Any] = {
    "id": "p", "title": "P", "pain": {"rule": "up-to-2", "limit": 2, "words": "Up to 2."},
    "certainty": "verified", "duration": "Weeks.", "harder_when": "Easy.", "sources": SOURCE,
    "phases": [{"id": "one", "name": "One", "weeks": "1-2", "goal": "Go.", "clinic_only": True}],
    "ban": ["impact"], "locks": {"kneeling": 6},
}  # fmt: skip
CONDITION: dict[str, Any] = {
    "id": "c", "title": "C", "plain": "C", "region": "knee", "sides": True, "codes": ["M25.66"],
    "protocol": "p", "ban": ["impact"], "red_flags": ["hot"], "not_codes": ["M25.669"],
    "facts": {"locked": {"ask": True}, "age": {"assume": "40"}},
    "gate": [{"if": {"locked": "yes"}, "gate": "REFUSE", "refusal": "hot", "because": "Locked."},
             {"gate": "OPEN", "because": "Else."}],
    "changes": [{"if": {"age": ">65"}, "ban": ["kneeling"], "start_phase": "one"}],
    "advice": {"expect": "Weeks.", "do_not": ["Do not kneel."], "see_doctor": ["It is hot."]},
    "surgical": True,
}  # fmt: skip


def test_an_exercise_keeps_the_warning_and_the_loads_it_hides() -> None:
    ours = Exercise.model_validate(EXERCISE)
    near = ours.but(stop_if="It hurts.", loads=("prone",))
    got: Any = tightened(near, ours)
    assert got.stop_if == "It hurts. It locks."
    assert got.loads == ("prone", "kneeling")
    assert tightened(ours, ours) == ours


def test_a_protocol_keeps_bans_locks_pain_and_the_clinicians_phases() -> None:
    ours = Protocol.model_validate(PROTOCOL)
    loose = {**PROTOCOL, "ban": ["prone"], "locks": {"kneeling": 2, "prone": 1}}
    loose["pain"] = {"rule": "up-to-5", "limit": 5, "words": "Up to 5."}
    loose["phases"] = [{**PROTOCOL["phases"][0], "clinic_only": False}]
    got: Any = tightened(Protocol.model_validate(loose), ours)
    assert got.ban == ("prone", "impact")
    assert got.locks == {"kneeling": 6, "prone": 1}
    assert got.pain.limit == 2
    assert got.phases[0].clinic_only


def test_a_stricter_pain_limit_of_the_clinic_stands() -> None:
    ours = Protocol.model_validate(PROTOCOL)
    near = ours.but(pain=ours.pain.but(limit=1))
    got: Any = tightened(near, ours)
    assert got.pain.limit == 1


def test_a_condition_keeps_gate_questions_bans_and_warnings() -> None:
    ours = Condition.model_validate(CONDITION)
    bare = {
        k: CONDITION[k] for k in ("id", "title", "plain", "region", "sides", "codes", "protocol")
    }
    near = Condition.model_validate({**bare, "advice": {"expect": "Days."}})
    got: Any = tightened(near, ours)
    assert got.ban == ("impact",)
    assert got.red_flags == ("hot",)
    assert got.not_codes == ("M25.669",)
    assert got.facts["locked"].ask
    assert got.gate[0].gate == "REFUSE"
    assert got.advice.expect == "Days."
    assert got.advice.do_not == ("Do not kneel.",)
    assert got.advice.see_doctor == ("It is hot.",)
    assert [(c.ban, c.start_phase) for c in got.changes] == [(("kneeling",), None)]
    assert got.surgical


def test_a_question_cannot_be_turned_into_an_assumption() -> None:
    ours = Condition.model_validate(CONDITION)
    facts = {"locked": {"assume": "no"}, "age": {"ask": True}}
    near = Condition.model_validate({**CONDITION, "facts": facts})
    got: Any = tightened(near, ours)
    assert got.facts["locked"].ask
    assert got.facts["age"].ask


VALUES = ["1", "2", "3"]
CODES = ["M25.661", "M25.662"]


@st.composite
def rules(draw: st.DrawFn) -> GateRule:
    gate: Gate = draw(st.sampled_from(list(STRICTNESS)))
    wanted = st.lists(st.sampled_from([*VALUES, "<2", ">=2", "given"]), min_size=1, max_size=2)
    return GateRule.model_validate({
        "gate": gate, "because": "Because.",
        "if": draw(st.dictionaries(st.sampled_from(["grade", "stage"]), wanted, max_size=2)),
        "codes": draw(st.lists(st.sampled_from(["M25.66", *CODES]), max_size=1)),
        "encounter": draw(st.lists(st.sampled_from(["initial", "sequela"]), max_size=1)),
        "refusal": "hot" if gate == "REFUSE" else None,
        "needs": ["cleared-by"] if gate == "CLEARANCE" else [],
    })  # fmt: skip


def answer(table: tuple[GateRule, ...], code: str, encounter: str, facts: dict[str, str]) -> int:
    for rule in table:
        here = code_fits(code, rule.codes) and (not rule.encounter or encounter in rule.encounter)
        if here and holds(rule.when, facts):
            return STRICTNESS[rule.gate]
    return STRICTNESS["OPEN"]


TABLES = st.lists(rules(), max_size=4).map(tuple)


@given(TABLES, TABLES, st.sampled_from(CODES), st.sampled_from(["initial", "sequela"]),
       st.fixed_dictionaries({"grade": st.sampled_from(VALUES), "stage": st.sampled_from(VALUES)}))  # fmt: skip
def test_a_joined_gate_is_never_milder_than_either(
    ours: tuple[GateRule, ...], near: tuple[GateRule, ...], code: str, encounter: str,
    facts: dict[str, str],
) -> None:  # fmt: skip
    joined = answer(strictest_of(ours, near), code, encounter, facts)
    assert joined >= answer(ours, code, encounter, facts)
    assert joined >= answer(near, code, encounter, facts)


def test_a_joined_gate_keeps_an_exception_that_both_tables_make() -> None:
    """Strictest of both is not strictest of all rows: OPEN before REFUSE stays open."""
    table = Condition.model_validate({**CONDITION, "gate": [
        {"if": {"grade": 1}, "gate": "OPEN", "because": "Mild."},
        {"gate": "REFUSE", "refusal": "hot", "because": "Else."}]}).gate  # fmt: skip
    other = (*table[:1], table[1].but(because="Not ours to treat."))
    joined = strictest_of(table, other)
    assert answer(joined, "M25.661", "initial", {"grade": "1", "stage": "1"}) == 0
    assert answer(joined, "M25.661", "initial", {"grade": "2", "stage": "1"}) == 3


def test_rows_that_cannot_be_joined_never_hide_a_refusal() -> None:
    """`given` and `<2` are no single condition; joined carelessly, CLEARANCE would come first."""
    ours = GateRule.model_validate(
        {"if": {"grade": "given"}, "gate": "CLEARANCE", "needs": ["cleared-by"], "because": "Ask."}
    )
    mild = GateRule.model_validate({"if": {"grade": "<2"}, "gate": "OPEN", "because": "Mild."})
    stop = GateRule.model_validate({"gate": "REFUSE", "refusal": "hot", "because": "Else."})
    joined = strictest_of((ours,), (mild, stop))
    assert answer(joined, "M25.661", "initial", {"grade": "3", "stage": "1"}) == 3
