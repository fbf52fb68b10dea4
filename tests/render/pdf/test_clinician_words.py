"""The clinician's sheet speaks to a therapist: true words, no options of a command line, no labels."""

import re
from datetime import date

from render.pdf import seen

import exercise_rx
from exercise_rx.catalog.load import load
from exercise_rx.model.clinic import Clinic
from exercise_rx.render.pdf import draw_program


def text(*codes: str, **options: object) -> str:
    program = exercise_rx.generate(*codes, start=date(2026, 11, 23), **options)  # type: ignore[arg-type]
    return " ".join("\n".join(seen.pages_text(draw_program(program, Clinic()))).split())


def test_a_dose_left_open_is_called_open_and_never_verified() -> None:
    facts = {"grade": "1", "operation": "none", "rupture-excluded": "yes"}
    page = text("S93.401D", protocol="ankle-sprain-timeline-mild", facts=facts)
    table = page[page.index("Doses and where they come from") :]
    assert "not published: yours to fill" in table


def test_rules_are_words() -> None:
    page = text("M17.12", minutes=10, max_exercises=3)
    assert "[--" not in page
    assert "gate of `" not in page
    assert "equipment: page 1" not in page


def test_no_source_prints_a_label_of_the_project() -> None:
    label = re.compile(r"\((?:[A-F]\d{0,2}|E-\d+|DX\d+)\)|expert synthesis")
    catalog = load()
    owners = (
        *catalog.protocols.values(),
        *catalog.conditions.values(),
        *catalog.exercises.values(),
    )
    found = [s.cite for one in owners for s in one.sources.values() if label.search(s.cite)]
    assert found == []
