"""The get-checked sheet names the part, and says one thing about how soon."""

from datetime import date

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic

CONTRARY = {
    "emergency": ("this week", "1 to 2 days", "same day", "today"),
    "same-day": ("this week", "1 to 2 days"),
    "urgent": ("this week", "same day"),
    "this-week": ("1 to 2 days",),
}


def sheet(code: str, **facts: str):
    return pipeline.safety_sheet(
        pipeline.read_codes((code,)), facts, load(), read_clinic(None), today=date(2026, 1, 5)
    )


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("I82.431", "Right leg"),
        ("I82.622", "Left arm"),
        ("I82.A11", "Right arm"),
        ("S86.021A", "Right ankle or foot"),
        ("S83.211A", "Right knee"),
        ("M79.A21", "Right leg"),
        ("G83.4", None),
    ],
)
def test_the_side_is_the_side_of_a_part(code: str, part: str | None) -> None:
    assert sheet(code).side_words == part


def test_a_clot_that_takes_the_breath_is_an_emergency_and_nothing_weaker() -> None:
    made = sheet("I82.431")
    assert made.signs[0].sign == (
        "You are short of breath, your chest hurts, you cough up blood, your heart races, or you pass out."
    )
    assert made.signs[0].urgency == "emergency"
    assert not [line for line in made.what_to_do if "breath" in line]
    assert "lungs" in made.reason
    assert sum("exercise" in line for line in made.what_to_do) == 1


@pytest.mark.parametrize("family", load().refused.values(), ids=lambda family: family.id)
def test_a_family_says_nothing_weaker_or_stronger_than_how_soon_it_is(family) -> None:
    for line in family.patient:
        for words in CONTRARY[family.urgency]:
            assert words not in line, f"{family.id} is {family.urgency}: {line}"
