"""A sign that comes as a code, or beside a code nobody answers, is refused as urgently as the sign itself."""

from datetime import date

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.diagnosis.index import all_rows
from exercise_rx.errors import Refused, UsageProblem
from exercise_rx.model.request import Request

TODAY = date(2026, 1, 20)
SIGNS = [
    ("R07.9", "chest", "emergency"),
    ("R07.2", "chest", "emergency"),
    ("R06.02", "chest", "emergency"),
    ("R55", "chest", "emergency"),
    ("R29.810", "stroke", "emergency"),
    ("R47.81", "stroke", "emergency"),
    ("H53.2", "stroke", "emergency"),
    ("H81.4", "vertigo-central", "emergency"),
    ("I74.3", "leg-ischaemia", "emergency"),
    ("I70.221", "leg-ischaemia", "emergency"),
    ("R50.9", "infection", "same-day"),
    ("M14.671", "charcot", "same-day"),
    ("M31.6", "temporal-arteritis", "same-day"),
    ("S72.001A", "fracture-new", "same-day"),
    ("M21.371", "new-weakness", "urgent"),
    ("M84.351A", "bone-stress-high-risk", "urgent"),
    ("R63.4", "cancer-fracture", "this-week"),
]


def ask(*codes, history=(), **facts):
    request = Request(
        codes=pipeline.read_codes(codes),
        history=pipeline.read_codes(history),
        start=TODAY,
        today=TODAY,
        facts=facts,
    )
    return pipeline.generate(request, load(), read_clinic(None))


def sheet(*codes, **facts):
    return pipeline.safety_sheet(
        pipeline.read_codes(codes), facts, load(), read_clinic(None), today=TODAY
    )


@pytest.mark.parametrize(("code", "flag", "urgency"), SIGNS)
def test_a_sign_as_a_code_says_how_soon_and_prints_its_sheet(code, flag, urgency):
    with pytest.raises(Refused) as caught:
        ask(code)
    sign = load().red_flags[flag]
    assert caught.value.reasons == (flag,)
    assert sign.tell in str(caught.value)
    assert f"safety-sheet {code}" in str(caught.value)
    assert sign.urgency == urgency
    assert sheet(code).urgency == urgency


@pytest.mark.parametrize("flag", [f for f in load().red_flags.values() if f.codes])
def test_no_condition_and_no_family_has_the_codes_of_a_sign(flag):
    closed = {*load().answered, *load().refused_stems}
    assert not [stem for stem in flag.codes if stem in closed]


@pytest.mark.parametrize("code", ["A40.9", "A41.9", "R65.21"])
def test_sepsis_is_an_emergency(code):
    with pytest.raises(Refused) as caught:
        ask(code, "M54.50")
    assert caught.value.reasons == ("sepsis",)
    assert sheet(code).urgency == "emergency"


def test_the_most_urgent_of_several_refused_codes_is_told():
    with pytest.raises(Refused) as caught:
        ask("M54.50", "M21.371", "R07.9", "C41.2")
    assert caught.value.reasons == ("chest",)


def test_a_refused_family_says_how_soon():
    with pytest.raises(Refused, match="Emergency: call the emergency number now"):
        ask("I26.99")
    with pytest.raises(Refused, match="within 1 to 2 days"):
        ask("M84.40XA")


def test_a_refused_history_says_how_soon_too():
    with pytest.raises(Refused, match="To be seen this week"):
        ask("M17.11", history=("C79.51",))


def test_a_stated_sign_counts_beside_a_code_that_nobody_answers():
    with pytest.raises(Refused) as caught:
        ask("R33.9", **{"cauda-equina-signs": "yes"})
    assert caught.value.reasons == ("cauda-equina",)
    assert sheet("R33.9", **{"cauda-equina-signs": "yes"}).urgency == "emergency"


def test_a_code_that_may_hide_a_sign_says_what_to_ask():
    with pytest.raises(UsageProblem) as caught:
        ask("R33.9")
    assert "--fact cauda-equina-signs=yes" in str(caught.value)


def test_a_fever_in_the_history_prints_the_sheet_of_its_own_code():
    with pytest.raises(Refused, match=r"exercise-rx safety-sheet R50\.9"):
        ask("M17.11", history=("R50.9",))


@pytest.mark.parametrize("flag", [f for f in load().red_flags.values() if f.codes])
def test_a_sign_in_the_history_is_asked_cleared_or_refused(flag):
    for stem in flag.codes:
        row = next(
            r for r in all_rows() if r.code.startswith(stem) and (r.kind == "B" or r.letters)
        )
        code = row.code if row.kind == "B" else f"{row.code.replace('.', ''):X<6}D"
        with pytest.raises((Refused, UsageProblem)) as caught:
            ask("M17.11", history=(code,))
        told = {q.fact for q in getattr(caught.value, "questions", ())}
        wanted = {flag.fact, "cleared-by"} & told or isinstance(caught.value, Refused)
        assert wanted or "not history" in str(caught.value), f"{code}: {caught.value}"


def test_chills_in_the_history_that_are_over_let_the_plan_go_on():
    program = ask("M17.11", history=("R68.83",), **{"infection-signs": "no"})
    assert not [d for d in program.decisions if d.kind == "warning" and "R68.83" in d.what]


def test_a_healing_fracture_that_no_plan_knows_is_not_called_fresh():
    with pytest.raises(UsageProblem, match="no protocol answers it") as caught:
        ask("S72.001D")
    assert not isinstance(caught.value, Refused)
