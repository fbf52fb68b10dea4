"""The words around the exercises read as a person would say them."""

import re
from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

import exercise_rx
from exercise_rx.catalog.load import load
from exercise_rx.model.wording import Wording
from exercise_rx.plan.words import pain, title

if TYPE_CHECKING:
    from exercise_rx.plan.serve import Served

SAY = Wording(load().wording["en"], "en")


def served(*plain: str, limit: int = 3) -> "Sequence[Served]":
    """Problems with these names, as far as the words look at them."""
    rule = SimpleNamespace(limit=limit, rule="up-to-3", words="Some pain is fine.", also=None)
    return cast(
        "Sequence[Served]",
        [
            SimpleNamespace(
                condition=SimpleNamespace(plain=one), protocol=SimpleNamespace(pain=rule)
            )
            for one in plain
        ],
    )


@pytest.mark.parametrize(
    ("limit", "amber", "red"),
    [
        (2, "", "3 to 10:"),
        (3, "3: Go on with care", "4 to 10:"),
        (5, "3 to 5: Go on with care", "6 to 10:"),
    ],
)
def test_a_zone_of_one_number_is_told_by_that_number(limit: int, amber: str, red: str) -> None:
    rule = pain(served("A sore knee", limit=limit), limit, SAY)
    assert rule.amber.startswith(amber)
    assert bool(rule.amber) == bool(amber), "a zone without a number is not told"
    assert rule.red.startswith(red)


def test_the_bar_and_the_stop_box_say_one_thing_at_the_limit() -> None:
    """Above the limit a reader stops and calls, wherever it is read."""
    for limit in (0, 2, 5):
        red = pain(served("A sore knee", limit=limit), limit, SAY).red
        assert ("Stop for today and call us" if limit else "Stop and call us") in red


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        ("Wear and tear in the knee", "Low back pain and wear and tear in the knee"),
        ("A sore knee", "Low back pain and a sore knee"),
        ("Achilles pain", "Low back pain and Achilles pain"),
        ("Baker's cyst", "Low back pain and Baker's cyst"),
        ("ACL repair", "Low back pain and ACL repair"),
    ],
)
def test_a_title_goes_on_without_a_capital_unless_it_is_a_name(second: str, joined: str) -> None:
    assert title(served("Low back pain", second), SAY) == joined


def test_no_words_of_a_program_have_an_empty_place() -> None:
    """`{side}` and the like are filled in everywhere a page can print them, advice of a phase too."""
    for code, side in (("M76.61", "right"), ("M76.62", "left")):
        program = exercise_rx.generate(code, start=date(2026, 11, 30), weeks="all")
        told = program.but(wording={}, pictures={}).model_dump_json()
        assert not re.search(r"\{(side|other|region)\}", told)
        assert any(f"your {side} leg" in line for step in program.steps for line in step.advice)
