"""A fresh sprain may hide a break: its signs are asked, never assumed."""

from datetime import date

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.errors import Questions, Refused
from exercise_rx.model.program import Program
from exercise_rx.model.request import Request

TODAY = date(2026, 11, 23)
TOLD = {"grade": "1", "operation": "none", "rupture-excluded": "yes"}
OTTAWA = {"unable-4-steps", "bone-tenderness"}


def make(code: str, **facts: str) -> Program:
    told = {**TOLD, **{name.replace("_", "-"): value for name, value in facts.items()}}
    request = Request(codes=pipeline.read_codes([code]), start=TODAY, today=TODAY, facts=told)
    return pipeline.generate(request, load(), read_clinic(None))


def questions(code: str, **facts: str) -> set[str]:
    try:
        make(code, **facts)
    except Questions as caught:
        return {q.fact for q in caught.questions}
    return set()


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("S93.401A", {}),
        ("S93.411A", {}),
        ("S93.421A", {}),
        ("S93.491A", {"ligament": "lateral"}),
        ("S93.611A", {}),
    ],
)
def test_under_first_treatment_the_signs_of_a_break_are_asked(
    code: str, more: dict[str, str]
) -> None:
    assert questions(code, **more) >= OTTAWA


@pytest.mark.parametrize(
    ("injured", "asks"), [("2026-11-09", True), ("2026-11-08", False), ("2026-11-21", True)]
)
def test_later_visits_ask_for_two_weeks_after_the_injury(injured: str, asks: bool) -> None:
    assert (questions("S93.411D", injury_date=injured) >= OTTAWA) is asks


def test_the_signs_that_were_stated_absent_are_listed_as_given() -> None:
    program = make("S93.411A", unable_4_steps="no", bone_tenderness="no")
    given = {fact.name for fact in program.facts if fact.given}
    assert given >= OTTAWA


def test_pain_high_on_the_fibula_is_part_of_the_question_and_refuses() -> None:
    assert "fibula to its head" in load().facts["bone-tenderness"].asks
    with pytest.raises(Refused):
        make("S93.411A", unable_4_steps="no", bone_tenderness="yes")
