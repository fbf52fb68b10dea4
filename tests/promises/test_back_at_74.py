"""Trunk holds begin low, and bones are asked about before the spine is bent under load."""

from datetime import date

import pytest

import exercise_rx
from exercise_rx.errors import Questions

MONDAY = date(2026, 11, 23)


def doses(**facts: str) -> list[str]:
    program = exercise_rx.generate(
        "M54.50", start=MONDAY, weeks="all", facts={"easing-direction": "none", **facts}
    )
    return [
        item.choices[0].figures.short
        for step in program.steps
        for item in step.items
        if item.exercise == "curl-up-mcgill"
    ]


def test_the_curl_up_begins_with_six_four_two() -> None:
    found = doses()
    assert found[0] == "6-4-2"
    assert "8-6-4" in found[1:]


@pytest.mark.parametrize("age", ["65", "74", "80"])
def test_bones_are_asked_about_from_65_on(age: str) -> None:
    with pytest.raises(Questions) as caught:
        doses(age=age)
    assert [q.fact for q in caught.value.questions] == ["osteoporosis"]


def test_with_osteoporosis_no_curl_up_prints_and_without_it_does() -> None:
    assert doses(age="74", osteoporosis="yes") == []
    assert doses(age="74", osteoporosis="no")
    assert doses(age="64")
