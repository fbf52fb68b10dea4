"""The key under the table explains the forms that are printed, and no other."""

from datetime import date

import pytest

from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.program import Program
from exercise_rx.model.request import Request
from exercise_rx.model.wording import Wording
from exercise_rx.pipeline import generate, read_codes
from exercise_rx.render.legend import reading
from exercise_rx.render.said_alike import disclaimer


def made(code: str, **more: object) -> Program:
    day = date(2026, 11, 23)
    request = Request(**{"codes": read_codes([code]), "start": day, "today": day, **more})
    program = generate(request, load(), read_clinic(None))
    assert isinstance(program, Program)
    return program


def key(program: Program, steps: slice = slice(None)) -> str:
    return " ".join(reading(program.steps[steps], Wording(program.wording, program.lang)))


def test_holds_are_told_as_seconds_and_sets_only_where_they_stand() -> None:
    program = made("M76.822")
    shorts = {c.figures.short for s in program.steps for i in s.items for c in i.choices}
    told = key(program)
    assert any(short.endswith(" s") for short in shorts), shorts
    assert "seconds each" in told
    for short in ("3 x 10 means", "8-6-4"):
        assert (short in told) == any(short.split(" means")[0] == one for one in shorts)


def test_a_key_of_one_step_names_only_doses_of_that_step() -> None:
    program = made("M17.11")
    for step in program.steps:
        shorts = {c.figures.short for i in step.items for c in i.choices}
        lines = reading([step], Wording(program.wording, program.lang))
        for line in (line for line in lines if "start with" not in line):
            assert line.split(" means")[0] in shorts


@pytest.mark.parametrize("key_", ["page.last.disclaimer", "text.disclaimer"])
def test_a_plan_with_a_name_does_not_ask_for_another_clinician(key_: str) -> None:
    named, draft = made("M76.822", clinician="A. Osei, PT"), made("M76.822")
    say = Wording(named.wording, named.lang)
    assert "A. Osei, PT checks and signs it" in disclaimer(named, say, key_)
    assert "a clinician must check" not in disclaimer(named, say, key_).lower()
    assert "clinician must check it before you use it" in disclaimer(draft, say, key_)
    assert all("oftware" in disclaimer(one, say, key_) for one in (named, draft))
