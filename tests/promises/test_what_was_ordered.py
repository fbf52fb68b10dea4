"""What a surgeon ordered is what the patient reads, in the surgeon's weeks."""

from datetime import date

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.program import Program
from exercise_rx.model.request import Request

START = date(2026, 11, 23)
ASK = "Ask us if it comes off for the exercises."
PHONE = "Your surgeon's phone: 555-0134."
CLEARED = {"cleared-by": "Dr A. Gray, surgeon", "cleared-on": "2026-11-20"}


def asked(*codes: str, facts: dict[str, str], start: date = START) -> Program:
    request = Request(
        codes=pipeline.read_codes(codes), start=start, today=start, facts=facts, weeks="all"
    )
    return pipeline.generate(request, load(), read_clinic(None))


def cuff(brace: str) -> Program:
    facts = {
        "operation": "cuff-repair",
        "surgery-date": "2026-11-02",
        "wound-ok": "yes",
        "tear-size": "small",
        "subscapularis-repair": "no",
        "surgeon-phone": "555-0134",
        "range-limit": "none",
        "brace": brace,
        **CLEARED,
    }
    return asked("Z47.89", "M75.101", facts=facts)


def test_the_sling_that_was_ordered_prints_and_the_general_line_does_not() -> None:
    told = cuff("sling until week 6").support
    assert told[0].startswith(f"Ordered for you: sling until week 6. {ASK} Week 6 after your")
    assert "Monday, December 14, 2026" in told[0]
    assert not any("2 weeks" in line for line in told)


def test_an_order_without_a_week_is_told_as_it_was_typed() -> None:
    told = cuff("sling, day and night").support
    assert told == (f"Ordered for you: sling, day and night. {ASK}", PHONE)


@pytest.mark.parametrize("nothing", ["none", "None", "no sling"])
def test_where_nothing_was_ordered_no_sling_is_asked_for(nothing: str) -> None:
    assert cuff(nothing).support == (PHONE,)


def test_a_range_of_weeks_is_left_to_the_words_of_the_order() -> None:
    told = cuff("sling until week 4-6").support
    assert told == (f"Ordered for you: sling until week 4-6. {ASK}", PHONE)


def test_each_step_after_an_operation_says_its_weeks_since_then() -> None:
    first, second = cuff("none").steps[:2]
    assert first.advice[0] == "This is from 3 to 6 weeks after your operation."
    assert second.advice[0].startswith("This is from 6 to ")


def test_a_brace_for_a_sprain_prints_in_place_of_the_protocols_wrap() -> None:
    facts = {
        "grade": "2",
        "operation": "none",
        "rupture-excluded": "yes",
        "injury-date": "2026-11-16",
        "unable-4-steps": "no",
        "bone-tenderness": "no",
        "brace": "boot until week 2",
        **CLEARED,
    }
    told = asked("S93.421D", facts=facts).support
    assert told == (
        f"Ordered for you: boot until week 2. {ASK} Week 2 after your injury is "
        "Monday, November 30, 2026. "
        "The weeks on these pages count from the start of this plan.",
    )


def test_a_repaired_cuff_is_not_tested_with_all_its_strength() -> None:
    checks = [c for phase in load().protocols["cuff-repair"].phases for c in phase.leave]
    assert checks
    assert not any("90 %" in str(check) for check in checks)
