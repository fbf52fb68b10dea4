"""The warm-up fits the condition, and says whether the minutes hold it."""

from datetime import date

import pytest
from promises.test_fresh_sprain import make

import exercise_rx
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program
from exercise_rx.render.html import program_page

MONDAY = date(2026, 11, 23)


def told(program: Program) -> str:
    assert program.warm_up
    assert program.warm_up in program_page(program, Clinic())
    return program.warm_up


def test_a_sore_knee_walks_first_and_is_told_that_it_comes_on_top() -> None:
    assert "march" in told(exercise_rx.generate("M17.11", start=MONDAY))
    assert "on top of the minutes" in told(exercise_rx.generate("M17.11", start=MONDAY))


@pytest.mark.parametrize("code", ["S93.411A", "S93.421A"])
def test_a_fresh_sprain_does_not_walk_to_warm_up(code: str) -> None:
    program = make(code, unable_4_steps="no", bone_tenderness="no")
    assert "first exercise" in told(program)
    assert "march" not in program_page(program, Clinic())


def test_a_protected_part_does_not_walk_to_warm_up() -> None:
    program = make("S93.421D", grade="3", injury_date="2026-10-01")
    assert program.kind == "protected"
    assert "first exercise" in told(program)
