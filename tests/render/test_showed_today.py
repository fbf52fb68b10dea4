"""`You showed me today` asks for what is done now, never for a later week's exercise."""

import re
from datetime import date

import exercise_rx
from exercise_rx.model.clinic import Clinic
from exercise_rx.render.html import program_page
from exercise_rx.render.pdf.last import shown_today


def test_only_the_exercises_of_the_first_step_are_shown_today() -> None:
    program = exercise_rx.generate(
        "M76.821", start=date(2026, 11, 23), weeks="all", protocol="pttd-stepped"
    )
    first = {item.exercise for item in program.steps[0].items}
    later = [card for card in program.cards if card.id not in first]
    assert later, "the plan of this test adds exercises in a later step"
    assert {card.id for card in shown_today(program)} == first
    showed = re.search(
        r'<section class="showed">.*?</section>', program_page(program, Clinic()), re.S
    )
    assert showed
    assert all(card.plain not in showed[0] for card in later)
    assert all(card.plain in showed[0] for card in program.cards if card.id in first)
