"""What the checks let pass: an exception that is meant, said aloud, and no more than that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exercise_rx.catalog.check import check
from exercise_rx.catalog.findings import Remark
from exercise_rx.catalog.prose import grade
from exercise_rx.diagnosis.index import find

Edit = Callable[[str, str, str], Path]
PROTOCOL = "templates/protocols/knee/knee-range.yaml"
CONDITION = "templates/conditions/knee/stiff-knee.yaml"
REFUSED = "templates/safety/refused-codes.yaml"


def found(root: Path) -> list[str]:
    return [
        problem.says for problem in check([root], lambda s: find(s.replace(".", "")) is not None)
    ]


def test_a_family_that_a_surgeon_can_clear_is_answered_too(sound: Path, edit: Edit) -> None:
    edit(CONDITION, "codes: [M25.66]", "codes: [M25.66, M00.061]")
    assert len(found(sound)) == 1
    edit(REFUSED, "urgency: emergency", "urgency: emergency\n    clearable: true")
    assert found(sound) == []


@pytest.mark.parametrize("file", [REFUSED, CONDITION])
def test_a_declared_exception_to_a_refused_family_is_answered(
    file: str, sound: Path, edit: Edit
) -> None:
    edit(CONDITION, "codes: [M25.66]", "codes: [M25.66, M00.061]")
    if file == REFUSED:
        edit(REFUSED, "codes: [M00.06]", "codes: [M00.06]\n    not_codes: [M00.061]")
    else:
        edit(CONDITION, "facts:", "not_codes: [M00.061]\nfacts:")
    assert found(sound) == []


def test_a_second_code_tells_two_conditions_apart(sound: Path, edit: Edit) -> None:
    text = (sound / CONDITION).read_text(encoding="utf-8")
    twin = (sound / CONDITION).with_name("stiff-artificial-knee.yaml")
    twin.write_text(text.replace("facts:", "with_codes: [Z96.65]\nfacts:"), encoding="utf-8")
    assert found(sound) == []
    edit(CONDITION, "facts:", "with_codes: [Z96.65]\nfacts:")
    assert found(sound) == ["answers `M25.66`, which `stiff-artificial-knee` answers too"]


def test_a_note_says_why_a_dose_is_far_from_the_usual(sound: Path, edit: Edit) -> None:
    edit(PROTOCOL, "heel-slide: 2 x 10, 2/d", "heel-slide: {dose: 20 x 10, note: As tried.}")
    assert found(sound) == []


def test_a_lock_may_open_while_a_phase_goes_on(sound: Path, edit: Edit) -> None:
    edit(PROTOCOL, "clock: start", "clock: start\nlocks: {lying-back-flat: 2}")
    assert found(sound) == []
    edit(PROTOCOL, "{lying-back-flat: 2}", "{lying-back-flat: 8}")
    assert len(found(sound)) == 2
    edit(PROTOCOL, "weeks: 1-2", "weeks: 1-2+")
    edit(PROTOCOL, "weeks: 3-6", "weeks: 3-6+")
    assert found(sound) == []


def test_a_card_has_a_name_that_is_no_exercise(sound: Path, edit: Edit) -> None:
    edit(PROTOCOL, "heel-slide: 2 x 10, 2/d",
         "both-bends: {card: [heel-slide, knee-bend-sitting], dose: 2 x 10}")  # fmt: skip
    assert found(sound) == []
    edit(PROTOCOL, "card: [heel-slide,", "card: [heel-slid,")
    assert found(sound) == ["names the exercise `heel-slid`, which does not exist"]


def test_impact_may_lead_on_to_impact(sound: Path, edit: Edit) -> None:
    """The way into it is cut; among themselves these exercises have an order."""
    slide, bend = "exercises/knee/heel-slide.yaml", "exercises/knee/knee-bend-sitting.yaml"
    for file in (slide, bend):
        edit(file, "kind: mobility", "kind: plyometric")
    edit(slide, "loads: [", "loads: [impact, ")
    edit(bend, "easier: heel-slide", "easier: heel-slide\nloads: [impact]")
    assert found(sound) == []


def test_a_shared_protocol_may_hold_what_one_condition_bans(sound: Path, edit: Edit) -> None:
    """The planner replaces it there; the author is told and not stopped."""
    text = (sound / CONDITION).read_text(encoding="utf-8")
    other = (sound / CONDITION).with_name("other-knee.yaml")
    other.write_text(text.replace("M25.66", "M25.56"), encoding="utf-8")
    edit(CONDITION, "red_flags: [", "ban: [lying-back-flat]\nred_flags: [")
    every = check([sound], lambda s: find(s.replace(".", "")) is not None)
    assert [type(problem) for problem in every] == [Remark]


def test_lines_without_full_stops_are_sentences_of_their_own() -> None:
    """A list of short lines would else be graded as one long sentence."""
    lines = ["Sit on a firm chair", "Lift your {side} knee", "Let it down with care"]
    assert grade(lines) == grade([f"{line}." for line in lines])
    assert grade(lines) < 3
