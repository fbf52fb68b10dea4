"""Check-ups fall on days when a clinic is open; a sheet sends to someone who can look."""

from datetime import date, timedelta

import pytest

import exercise_rx
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.pipeline import read_codes, safety_sheet

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("later", range(7))
def test_a_check_up_is_on_a_weekday_and_never_later_than_the_rule(later: int) -> None:
    start = MONDAY + timedelta(days=later)
    program = exercise_rx.generate("M17.11", start=start)
    rule = min(start + timedelta(weeks=6), program.steps[-1].last_day)
    assert program.review_by.isoweekday() <= 5
    assert timedelta(0) <= rule - program.review_by <= timedelta(days=2)


@pytest.mark.parametrize(
    ("code", "facts", "days"),
    [
        ("M25.561", {}, 14),
        ("M54.50", {"easing-direction": "extension"}, 14),
        ("R29.6", {"faints": "no"}, 14),
    ],
)
def test_a_step_left_by_what_only_a_clinician_can_test_ends_with_a_check_up(
    code: str, facts: dict[str, str], days: int
) -> None:
    program = exercise_rx.generate(code, start=MONDAY, facts=facts)
    first = next(s for s in program.steps if any(c.clinician_only for c in s.ready))
    assert first.last_day == MONDAY + timedelta(days=days - 1)
    assert program.review_by == first.last_day - timedelta(days=2), "the Friday before"
    assert program.review_words
    assert "whether you go on" in program.review_words


def test_a_clot_sheet_names_where_to_go_and_the_signs_of_a_clot_in_the_lung() -> None:
    made = safety_sheet(read_codes(["I82.431"]), {}, load(), read_clinic(None), today=MONDAY)
    assert "emergency room" in made.what_to_do[0]
    assert not any("urgent care" in line for line in made.what_to_do)
    signs = made.signs[0].sign
    assert all(word in signs for word in ("breath", "chest", "blood", "heart races"))


@pytest.mark.parametrize("reason", ["calf-clot", "infection", "hot-joint"])
def test_not_to_exercise_is_said_once(reason: str) -> None:
    fact = load().red_flags[reason].fact
    assert fact
    made = safety_sheet(
        read_codes(["M17.11"]), {fact: "yes"}, load(), read_clinic(None), today=MONDAY
    )
    assert sum("Do not exercise" in line for line in made.what_to_do) == 1
