"""Some pages alone, and a log that is filled in on a screen."""

from io import BytesIO
from typing import NamedTuple

import page
import pikepdf
import pytest
from render.pdf import made, seen

from exercise_rx.errors import UsageProblem
from exercise_rx.render.boxes import days_of, sessions
from exercise_rx.render.pdf import PARTS, draw_program

SIGNS = {
    "fridge": "Stop and call us if",
    "exercises": "Common mistake:",
    "weeks": "Ready for the next step?",
    "last": "Good to know",
    "clinician": "Take this sheet off",
}


def assert_standard(data: bytes) -> None:
    assert seen.structure_faults(data) == []
    report = page.validate_pdf_bytes(data, profile="ua1")
    assert report.is_compliant, [f.rule_id for f in report.failures]


@pytest.mark.parametrize("parts", [(part,) for part in PARTS] + [("exercises", "weeks")])
def test_the_parts_that_are_named_are_all_there_is(parts: tuple[str, ...]) -> None:
    data = draw_program(made.program(), made.HOUSE, parts=parts)
    text = "\n".join(seen.pages_text(data))
    assert {part for part, sign in SIGNS.items() if sign in text} == set(parts)
    assert_standard(data)
    assert seen.layout_faults(data) == []


@pytest.mark.parametrize("part", PARTS)
def test_every_page_says_whose_it_is_and_counts_what_was_made(part: str) -> None:
    pages = seen.pages_text(draw_program(made.program(), made.HOUSE, parts=[part]))
    counted = "Clinician" if part == "clinician" else "Page"
    for n, text in enumerate(pages, 1):
        assert f"{counted} {n} of {len(pages)}" in text
        assert text.count("Plan AB3CD4, version 1") >= 1
        assert "Ana R." in text


def test_all_parts_named_are_the_whole_document() -> None:
    program = made.program()
    assert draw_program(program, made.HOUSE, parts=PARTS) == draw_program(program, made.HOUSE)


@pytest.mark.parametrize("parts", [(), ("fridge", "week")])
def test_a_part_that_is_none_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(UsageProblem, match="fridge, exercises, weeks, last, clinician"):
        draw_program(made.program(), made.HOUSE, parts=parts)


class Field(NamedTuple):
    kind: str
    name: str
    words: str
    look: tuple[int, int]


def fields(data: bytes) -> list[Field]:
    with pikepdf.open(BytesIO(data)) as pdf:
        if "/AcroForm" not in pdf.Root:
            return []
        return [
            Field(
                str(one.FT),
                str(one.T),
                str(one.TU),
                (one.AP.N.Yes if one.FT == "/Btn" else one.AP.N).objgen,
            )
            for one in pdf.Root.AcroForm.Fields
        ]


@pytest.mark.parametrize("shape", [{}, {"cards": 12, "weeks": 3}, {"large_print": True}])
def test_a_fillable_log_has_a_field_for_every_box_and_every_pain(shape: dict[str, object]) -> None:
    program = made.program(**shape)  # type: ignore[arg-type]
    data = draw_program(program, made.HOUSE, fillable=True)
    assert_standard(data)
    found = fields(data)
    ticks = [field for field in found if field.kind == "/Btn"]
    boxes = sum(
        sum(days_of(item) or 7 * sessions(item) for item in step.items)
        * (step.last_week - step.first_week + 1)
        for step in program.steps
    )
    assert len(ticks) == boxes
    assert len(found) - len(ticks) == 7 * 2 * program.weeks
    names = [field.name for field in found]
    assert len(set(names)) == len(names)
    assert all(field.words.startswith("Week ") for field in found)


@pytest.mark.parametrize(
    ("dose", "boxes", "says"),
    [
        ("3 x 10, 3/wk", 3, "any 3 days"),
        ("3 x 10, 2-3/wk", 3, "any 2-3 days"),
        ("3 x 10, 1/wk", 1, "once a week"),
        ("3 x 10, every 2 d", 4, "every 2 days"),
        ("3 x 10, 7/wk", 7, None),
        ("3 x 10, 1/d", 7, None),
        ("3 x 10, 2/d", 14, None),
        ("3 x 10", 7, None),
    ],
)
def test_a_week_has_as_many_boxes_as_sessions_and_says_on_how_many_days(
    dose: str, boxes: int, says: str | None
) -> None:
    program = made.program(cards=1, steps=1, weeks=1, doses=[dose])
    data = draw_program(program, made.HOUSE, parts=["weeks"], fillable=True)
    assert sum(field.kind == "/Btn" for field in fields(data)) == boxes
    (text,) = seen.pages_text(data)
    assert (says or "any ") in text if says else "any " not in text
    assert_standard(data)


def test_without_the_wish_there_are_no_fields() -> None:
    assert fields(draw_program(made.program(), made.HOUSE)) == []


def test_a_ticked_box_stays_within_the_standard() -> None:
    data = draw_program(made.program(), made.HOUSE, fillable=True)
    with pikepdf.open(BytesIO(data)) as pdf:
        box = next(field for field in pdf.Root.AcroForm.Fields if field.FT == "/Btn")
        box.V = box.AS = pikepdf.Name.Yes
        out = BytesIO()
        pdf.save(out)
    assert_standard(out.getvalue())


def test_a_field_is_read_in_its_row_and_all_boxes_share_one_look() -> None:
    data = draw_program(made.program(), made.HOUSE, fillable=True)
    tree = seen.structure(data)
    assert sum(node.role == "Form" for node in tree.walk()) == len(fields(data))
    looks = {field.look for field in fields(data) if field.kind == "/Btn"}
    assert len(looks) == 1


def test_fields_are_cheap() -> None:
    program = made.program(cards=4, steps=2, weeks=3)
    plain = draw_program(program, made.HOUSE)
    filled = draw_program(program, made.HOUSE, fillable=True)
    assert (len(filled) - len(plain)) / len(fields(filled)) < 120
