"""A fresh sprain may hide a break: its signs are asked, never assumed."""

from datetime import date
from typing import Literal

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.errors import Questions, Refused
from exercise_rx.model.program import Program
from exercise_rx.model.request import Request

TODAY = date(2026, 11, 23)
TOLD = {"grade": "1", "operation": "none", "rupture-excluded": "yes"}
OTTAWA = {"unable-4-steps", "bone-tenderness"}


def make(code: str, *, weeks: Literal["all"] | None = None, **facts: str) -> Program:
    told = {**TOLD, **{name.replace("_", "-"): value for name, value in facts.items()}}
    request = Request(
        codes=pipeline.read_codes([code]), start=TODAY, today=TODAY, facts=told, weeks=weeks
    )
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


@pytest.mark.parametrize("code", ["S83.411A", "S83.421A", "S83.511A", "S83.521A", "S83.241A"])
def test_a_fresh_knee_injury_asks_the_signs_of_a_break_too(code: str) -> None:
    told = {"injury_date": "2026-11-21", "locked_knee": "no"}
    assert questions(code, **told) >= OTTAWA
    assert questions(code.replace("A", "D"), **told) >= OTTAWA
    told["injury_date"] = "2026-11-08"
    assert not questions(code.replace("A", "D"), **told) & OTTAWA
    assert ("sudden-inner-knee-pop" in questions(code)) is code.startswith("S83.2")


@pytest.mark.parametrize("code", ["S83.411A", "S83.511A", "S83.241A"])
def test_a_fresh_knee_injury_from_55_on_is_x_rayed_first(code: str) -> None:
    with pytest.raises(Refused, match="x-ray first") as caught:
        make(code, age="55", bone_tenderness="no")
    assert caught.value.reasons == ("bone-tenderness",)
    assert "age" not in questions(code), "the question of the Ottawa rule names the age"
    assert questions(code, age="54")


def test_a_read_x_ray_or_an_older_injury_lets_a_knee_at_60_go_on() -> None:
    told = {"injury_date": "2026-11-21", "unable_4_steps": "no", "bone_tenderness": "no"}
    assert make("S83.411A", age="60", imaging_done="yes", **told).diagnoses[0].gate == "OPEN"
    told["injury_date"] = "2026-10-01"
    assert make("S83.411D", age="60", **told).diagnoses[0].gate == "OPEN"
    told["injury_date"] = "2026-11-21"
    assert make("S93.411D", age="60", **told).diagnoses[0].gate == "OPEN", "the ankle has no age"


def test_a_fresh_strain_of_the_back_asks_whether_a_crash_or_fall_was_cleared() -> None:
    def asks(code: str, injured: str) -> bool:
        facts = {"operation": "none", "injury-date": injured}
        request = Request(codes=pipeline.read_codes([code]), start=TODAY, today=TODAY, facts=facts)
        try:
            pipeline.generate(request, load(), read_clinic(None))
        except Questions as caught:
            return "spine-trauma" in {q.fact for q in caught.questions}
        return False

    assert asks("S39.012A", "2026-10-01")
    assert asks("S33.5XXD", "2026-11-21")
    assert not asks("S39.012D", "2026-10-01")


def test_an_old_injury_of_a_ligament_asks_no_signs_of_a_break() -> None:
    assert not questions("M23.611") & OTTAWA
    assert not questions("M23.621") & OTTAWA


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


@pytest.mark.parametrize("grade", ["1", "2"])
def test_a_sprained_outer_ankle_is_not_scooped_in_against_a_band_in_its_first_band_work(
    grade: str,
) -> None:
    facts = {"grade": grade, "injury_date": "2026-11-16"}
    program = make("S93.411A", unable_4_steps="no", bone_tenderness="no", weeks="all", **facts)
    cards = {card.id: card for card in program.cards}
    assert "ankle-inversion-band" not in cards
    middle = cards["ankle-inversion-band-middle"]
    assert "outside of the ankle" in middle.stop_if
    assert not any("scoop" in step or "sole in" in step for step in middle.steps)
    assert middle.harder is None or "middle" in middle.harder.words or "ask" in middle.harder.words


def test_the_middle_range_has_the_dose_of_the_source() -> None:
    program = make("S93.411A", unable_4_steps="no", bone_tenderness="no", weeks="all")
    items = [i for s in program.steps for i in s.items if i.exercise.endswith("band-middle")]
    assert items
    assert {i.choices[0].figures.short for i in items} == {"3 x 10-15"}
