"""Heavy sets at home: a reserve, a day between, and a load that is heavy."""

from datetime import date

import pytest

import exercise_rx
from exercise_rx.errors import UsageProblem
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program
from exercise_rx.render.html import program_page

MONDAY = date(2026, 11, 23)
HOME = ("chair", "wall", "counter", "step", "mat")


def heavy(*more: str) -> Program:
    home = {"home": (*HOME, *more)} if more else {}
    return exercise_rx.generate(
        "M76.62",
        start=MONDAY,
        weeks="all",
        protocol="achilles-heavy-slow",
        facts={"site": "midportion"},
        **home,
    )


def heavy_items(program: Program) -> list[str]:
    return [i.exercise for s in program.steps for i in s.items if i.dose.dose.rep_max]


def test_a_repetition_maximum_leaves_one_or_two_in_reserve() -> None:
    program = heavy()
    loads = {
        c.figures.load
        for s in program.steps
        for i in s.items
        if i.dose.dose.rep_max
        for c in i.choices
    }
    assert loads
    assert all("1 or 2 more" in (load or "") for load in loads)


def test_three_heavy_days_are_never_two_in_a_row() -> None:
    page = program_page(heavy(), Clinic())
    assert "3 days, not 2 in a row" in page
    assert "any 3 days" not in page


def test_a_bottle_stands_in_for_no_heavy_weight_and_a_backpack_does() -> None:
    assert "calf-raise-seated-loaded" in heavy_items(heavy("backpack"))
    try:
        lacking = heavy("bottle")
    except UsageProblem:
        return
    assert "calf-raise-seated-loaded" not in heavy_items(lacking)


@pytest.mark.parametrize("word", ["bottle"])
def test_what_is_needed_names_a_backpack_where_the_work_is_heavy(word: str) -> None:
    weights = [n for n in heavy().needs if "weight" in n.item]
    assert weights
    assert all(word not in (n.instead or "") and "backpack" in (n.instead or "") for n in weights)
