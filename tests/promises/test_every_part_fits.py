"""The planner takes its own values as they are (`model/made.py`). Here each is checked, field by field."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from promises.wishes import TODAY, catalog, covered_codes, draw_wish, try_wish
from pydantic import ValidationError

import exercise_rx
from exercise_rx.catalog.load import read_clinic
from exercise_rx.model.base import Strict
from exercise_rx.model.fits import fits
from exercise_rx.model.made import Made
from exercise_rx.model.program import Program, Sign
from exercise_rx.pipeline import read_codes, safety_sheet


def parts(value: Any) -> Iterator[Strict]:
    """A value and every value inside of it."""
    if isinstance(value, Strict):
        yield value
        value = dict(value)
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for inner in value:
            yield from parts(inner)


def misfits(made: Made) -> list[str]:
    """The parts of a document that would not pass as they are."""
    return [f"{one!r:.200}" for one in parts(made) if not fits(type(one), one.__dict__)]


@pytest.mark.parametrize("condition", sorted(covered_codes()))
def test_a_plan_of_every_diagnosis_fits_in_every_field(condition: str) -> None:
    """Three tries each; a diagnosis that is only refused, or only printed after an operation, gives none."""
    pick = random.Random(condition)
    for weeks in (None, "all", 3):
        code = pick.choice(covered_codes()[condition])
        wish = {"codes": [code], "start": TODAY, "today": TODAY, "facts": {}, "weeks": weeks}
        _, program, _ = try_wish(wish, pick)
        if program is not None:
            assert misfits(program) == []


def test_most_diagnoses_give_such_a_plan() -> None:
    pick, made = random.Random(1), 0
    for codes in covered_codes().values():
        wish = {"codes": [codes[0]], "start": TODAY, "today": TODAY, "facts": {}}
        made += try_wish(wish, pick)[1] is not None
    assert made > len(covered_codes()) / 2


@pytest.mark.parametrize("seed", range(60))
def test_so_does_a_plan_with_all_that_may_be_ordered(seed: int) -> None:
    pick = random.Random(seed)
    _, program, _ = try_wish(draw_wish(pick), pick)
    if program is not None:
        assert misfits(program) == []


def test_so_does_a_safety_sheet() -> None:
    sheet = safety_sheet(read_codes(["I82.431"]), {}, catalog(), read_clinic(None), today=TODAY)
    assert misfits(sheet) == []


def test_a_part_that_does_not_fit_is_seen() -> None:
    program = exercise_rx.generate("M76.821", start=date(2026, 11, 23))
    wrong = Sign(id="x", sign="x", tell="x", urgency="soon")  # type: ignore[arg-type]
    inside = Program(**{**dict(program), "emergency": (wrong,)})
    assert len(misfits(inside)) == 1
    assert len(misfits(Program(**{**dict(program), "side": "leftt"}))) == 1  # type: ignore[arg-type]


def test_fields_that_are_missing_or_unknown_are_told() -> None:
    with pytest.raises(TypeError, match="urgency"):
        Sign(id="x", sign="x", tell="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Sign(id="x", sign="x", tell="x", urgency="urgent", colour="red")  # type: ignore[call-arg]


def test_a_changed_document_and_one_from_a_file_are_checked() -> None:
    program = exercise_rx.generate("M76.821", start=date(2026, 11, 23))
    with pytest.raises(ValidationError):
        program.but(side="leftt")
    with pytest.raises(ValidationError):
        Program.model_validate_json(program.model_dump_json().replace('"right"', '"leftt"', 1))
    assert program.but(side="left").side == "left"
