"""What the plan could not see to is told: a past start, a history code without a rule, an age not given."""

from datetime import date, timedelta

import pytest
from render.pdf.seen import pages_text

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.errors import Questions
from exercise_rx.model.request import Request
from exercise_rx.render.formats import draw

TODAY = date(2026, 1, 20)


def make(*codes, history=(), start=TODAY, **facts):
    request = Request(
        codes=pipeline.read_codes(codes),
        history=pipeline.read_codes(history),
        start=start,
        today=TODAY,
        facts=facts,
    )
    return pipeline.generate(request, load(), read_clinic(None))


def warnings(program):
    return [d.what for d in program.decisions if d.kind == "warning"]


def told_of_age(program):
    decided = [d for d in program.decisions if d.what.startswith("age = ")]
    listed = [f.value for f in program.facts if f.name == "age" and not f.given]
    assert [d.what for d in decided] == [f"age = {value}" for value in listed]
    assert all(d.kind == "assumed" for d in decided)
    return (listed[0], decided[0].why) if listed else None


@pytest.mark.parametrize(("days", "words"), [(1, "1 day before"), (30, "30 days before")])
def test_a_start_before_the_day_of_printing_prints_with_a_warning(days, words):
    program = make("M17.11", start=TODAY - timedelta(days=days))
    (warning,) = [w for w in warnings(program) if w.startswith("the plan starts on")]
    assert words in warning
    assert str(program.start) in warning


def test_a_check_up_that_is_past_when_the_plan_prints_is_a_warning():
    assert [w for w in warnings(make("M25.561", start=date(2025, 12, 20))) if "check-up day" in w]
    late = make("M25.561", start=TODAY - timedelta(days=1))
    assert not [w for w in warnings(late) if "check-up day" in w]


@pytest.mark.parametrize("start", [TODAY, TODAY + timedelta(days=3)])
def test_a_start_today_or_later_needs_no_warning(start):
    assert not [w for w in warnings(make("M17.11", start=start)) if "starts on" in w]


@pytest.mark.parametrize("code", ["M45.9", "Z98.890", "J45.909", "Z90.49"])
def test_a_history_code_that_changes_nothing_is_told_so(code):
    program = make("M17.11", history=(code,))
    assert [w for w in warnings(program) if w.startswith(code) and "changes nothing" in w]
    plain = make("M17.11")
    assert (program.cards, program.bans) == (plain.cards, plain.bans)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("Z96.642", {"approach": "released"}),
        ("I25.10", {"active-before": "yes"}),
        ("E11.42", {"active-before": "yes"}),
        ("M81.0", {}),
    ],
)
def test_a_history_code_that_counts_is_not_called_idle(code, facts):
    program = make("M17.11", history=(code,), **facts)
    assert not [w for w in warnings(program) if code in w]
    assert [d for d in program.decisions if d.kind == "note" and d.what.startswith(code)]


def test_a_precaution_of_another_part_of_the_body_does_not_count():
    assert [w for w in warnings(make("M17.11", history=("Z79.52",))) if w.startswith("Z79.52")]
    with pytest.raises(Questions):
        make("M54.50", history=("Z79.52",))


def test_the_code_that_completes_another_is_not_idle():
    told = {
        "operation": "knee-replacement",
        "surgery-date": "2025-12-15",
        "weight-bearing": "full",
        "cleared-by": "Dr A. Gray, surgeon",
        "cleared-on": "2026-01-12",
        "wound-ok": "yes",
        "brace": "none",
        "range-limit": "none",
        "surgeon-phone": "555-0134",
    }
    program = make("Z47.1", "Z96.651", **told)
    assert not [w for w in warnings(program) if "Z96.651" in w]


@pytest.mark.parametrize("code", ["G95.9", "G95.0", "G99.2"])
def test_a_disease_of_the_spinal_cord_in_the_history_asks_its_signs(code):
    with pytest.raises(Questions) as caught:
        make("M17.11", history=(code,))
    assert [q.fact for q in caught.value.questions] == ["cord-signs"]


def test_an_age_that_was_not_given_is_an_assumption_on_the_sheet():
    value, why = told_of_age(make("M17.11"))
    assert value == "18 to 75"
    assert "Under 18" in why
    assert "Over 75" in why


def test_the_assumed_age_is_that_of_this_plan():
    back = told_of_age(make("M54.50", **{"easing-direction": "none"}))
    assert back[0] == "18 to 64"
    assert "Trunk work from 65 on" in back[1]
    weak = told_of_age(make("M62.551"))
    assert weak[0] == "18 to 65"


def test_a_fresh_knee_assumes_an_age_below_that_of_the_ottawa_rule():
    told = {"operation": "none", "rupture-excluded": "yes", "grade": "1"}
    told |= {"unable-4-steps": "no", "bone-tenderness": "no", "injury-date": "2026-01-18"}
    value, why = told_of_age(make("S83.411D", **told))
    assert value == "18 to 54"
    assert "x-ray first" in why
    assert told_of_age(make("S83.411D", **told, **{"imaging-done": "yes"}))[0] == "18 to 75"


def test_a_stated_age_is_no_assumption():
    assert told_of_age(make("M17.11", age="54")) is None


def test_the_clinician_reads_all_three():
    program = make("M17.11", history=("M45.9",), start=TODAY - timedelta(days=2))
    sheet = " ".join(" ".join(pages_text(draw(program, read_clinic(None), "pdf"))).split())
    assert "How old is the patient? 18 to 75" in sheet
    assert "in the history changes nothing" in sheet
    assert "2 days before the day of printing" in sheet
