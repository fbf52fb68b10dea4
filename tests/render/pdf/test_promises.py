"""What holds for every handout, however long, short, wide or bare."""

import re
from functools import lru_cache

import page
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render.pdf import made, seen

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Decision, Program
from exercise_rx.render.pdf import draw_program, draw_sheet

LONG = "Bartholomew-Maximilian Featherstonehaugh-Wolfe"[:40]

SHAPES = {
    "plain": {},
    "one exercise": {"cards": 1, "steps": 1, "weeks": 6},
    "twelve exercises": {"cards": 12, "steps": 2, "weeks": 3},
    "twelve exercises, each a choice": {
        "cards": 12,
        "steps": 2,
        "doses": ("stiff-or-sore: 10 x 5 s, 2/d | otherwise: 2-3 x 20-30 s, 2/d",),
    },
    "twelve steps": {"cards": 4, "steps": 12, "weeks": 1},
    "no pictures": {"pictures": None},
    "wide pictures, long words": {"pictures": "wide", "long": True},
    "tall pictures, parts of one": {"pictures": "tall", "parts": 4},
    "two problems, both sides": {"problems": 3, "side": "both"},
    "a4": {"paper": "a4", "cards": 5},
    "large print": {"large_print": True},
    "large print, long": {"large_print": True, "long": True, "cards": 5, "steps": 4},
    "a choice, open doses": {"doses": ("stiff-or-sore: 10 x 5 s | otherwise: 2-3 x 20-30 s",)},
    "four times a day": {"doses": ("3 x 10, 4/d",)},
    "nobody named": {"patient": None, "goal": None},
    "signed": {"clinician": "Jo Park, PT", "draft": False},
    "protected": {"kind": "protected", "limit": 0},
    "long names": {"patient": LONG, "title": "A very sore tendon " * 5, "names": ["Lift " * 20]},
}


def program(name: str) -> Program:
    return made.program(**SHAPES[name])


@lru_cache(maxsize=64)
def drawn(name: str) -> bytes:
    """The file of a shape; each is drawn once."""
    return draw_program(program(name), made.HOUSE)


def assert_sound(data: bytes, floor: float) -> None:
    """Inside the margins, nothing over anything, big enough, and PDF/UA-1."""
    assert seen.layout_faults(data) == []
    assert min(seen.sizes(data)) >= floor
    assert seen.structure_faults(data) == []
    report = page.validate_pdf_bytes(data, profile="ua1")
    assert report.is_compliant, [f.rule_id for f in report.failures]


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_of_program_stays_composed(name: str) -> None:
    given_ = program(name)
    assert_sound(drawn(name), 14 if given_.large_print else 11)


@pytest.mark.parametrize("name", SHAPES)
def test_every_page_says_whose_it_is_and_which(name: str) -> None:
    given_ = program(name)
    texts = seen.pages_text(drawn(name))
    sheet = next(n for n, text in enumerate(texts) if "Take this sheet off" in text)
    counted = [f"Page {n + 1} of {sheet}" for n in range(sheet)]
    counted += [f"Clinician {n + 1} of {len(texts) - sheet}" for n in range(len(texts) - sheet)]
    for number, text in zip(counted, texts, strict=True):
        head = " ".join(text.split())[:400]
        assert number in head
        assert "Plan AB3CD4, version 1" in head
        assert given_.side_words in head
        assert (given_.patient or "") in head
        assert ("DRAFT" in head) is given_.draft


@pytest.mark.parametrize("name", SHAPES)
def test_page_one_is_one_page_and_holds_what_keeps_a_patient_safe(name: str) -> None:
    given_ = program(name)
    texts = seen.pages_text(drawn(name))
    first = " ".join((texts[0] if not given_.large_print else " ".join(texts[:4])).split())
    assert "(503) 555-0142" in first
    assert "Stop and call us if" in first
    assert "911" in first
    assert "chest pain" in first
    assert "one calf or thigh" in first
    for line in given_.stop:
        assert line in first


@pytest.mark.parametrize("name", SHAPES)
def test_every_exercise_has_its_block_whole_on_one_page(name: str) -> None:
    given_ = program(name)
    texts = [" ".join(text.split()) for text in seen.pages_text(drawn(name))]
    for card in given_.cards:
        holding = [t for t in texts if f"{card.name}" in t and card.steps[0] in t]
        assert holding, card.plain
        block = holding[0]
        for words in (card.feel, card.mistake, card.stop_if, *card.steps):
            assert words in block


@pytest.mark.parametrize("name", ["plain", "twelve steps", "twelve exercises", "four times a day"])
def test_every_week_has_a_box_for_every_session_of_every_exercise(name: str) -> None:
    given_ = program(name)
    tree = seen.structure(drawn(name))
    grids = [n for n in tree.walk() if n.role == "Table" and "Mon" in n.words()]
    weeks = {grid.kids[0].kids[0].words().split()[1] for grid in grids}
    assert weeks == {str(n) for n in range(1, given_.weeks + 1)}
    assert {sum(cell.span for cell in row.kids) for grid in grids for row in grid.kids} == {8}
    heads = [row.kids[0].words() for grid in grids for row in grid.kids[1:]]
    assert not any(head.startswith("Week") for head in heads)
    heads = [head for head in heads if not re.match("Pain by day|On any days", head)]
    pain = [head for head in heads if re.match("Worst|Next", head)]
    assert len(pain) == 2 * given_.weeks
    assert len(heads) - len(pain) == len(given_.cards) * given_.weeks


def test_the_doses_on_paper_are_those_of_the_program() -> None:
    given_ = made.program(cards=3, steps=3, doses=("3 x 10, 3/wk", "4 x 12, hold 2 s, 3/wk"))
    tree = seen.structure(draw_program(given_, made.HOUSE))
    matrix = next(n for n in tree.walk() if n.role == "Table" and "Exercise" in n.words())
    rows = [[cell.words().strip() for cell in row.kids] for row in matrix.kids]
    assert [row[1:] for row in rows[1:4]] == [["3 x 10", "3 x 10", "– same"]] * 3


def test_a_few_lines_too_many_are_set_closer_instead_of_on_a_page_of_their_own() -> None:
    """From a short list to one of two pages, no document ends on a page with a line or two."""
    advice = made.program(cards=1, steps=1).advice
    counts = []
    for n in range(2, 40, 4):
        lines = tuple(f"Line {i} of what to do, in a few words more." for i in range(n))
        program = made.program(cards=1, steps=1, advice=advice.but(do=lines, do_not=lines))
        pages = seen.pages_text(draw_program(program, made.HOUSE, parts=["last"]))
        counts.append(len(pages))
        assert len(pages[-1].splitlines()) > 6, n
    assert counts == sorted(counts)


def test_what_was_decided_alike_stands_in_one_row() -> None:
    decisions = tuple(
        Decision(kind="capped", what=f"Movement {n}", why="at most 4 a day", rule="--max-exercises")
        for n in range(20)
    )
    data = draw_program(made.program(decisions=decisions), made.HOUSE, parts=["clinician"])
    pages = seen.pages_text(data)
    assert len(pages) <= 2
    assert "\n".join(pages).count("at most 4 a day") == 1
    assert all(f"Movement {n}" in " ".join("\n".join(pages).split()) for n in range(20))


@pytest.mark.parametrize(
    ("adapted", "printed"),
    [
        ("In place of side-lying hip abduction; usual start, confirm", True),
        ("Swapped by the PT for bridge; same dose, confirm", False),
        ("Dose set by the PT", False),
    ],
)
def test_why_an_exercise_is_another_stands_whole_on_the_clinicians_sheet_only(
    adapted: str, printed: bool
) -> None:
    program = made.program(steps=1)
    items = tuple(item.but(adapted=adapted) for item in program.steps[0].items)
    program = program.but(steps=(program.steps[0].but(items=items),))
    pages = [" ".join(text.split()) for text in seen.pages_text(draw_program(program, made.HOUSE))]
    told = [n for n, text in enumerate(pages) if adapted in text]
    sheet = next(n for n, text in enumerate(pages) if "Take this sheet off" in text)
    assert told
    assert min(told) >= sheet
    assert any("Chosen to fit you and your home." in text for text in pages) is printed


def test_a_note_of_the_protocol_stands_on_the_block_of_every_part() -> None:
    program = made.program(cards=1, parts=2, steps=1)
    items = tuple(
        item.but(note=f"Step of {10 + n} cm.") for n, item in enumerate(program.steps[0].items)
    )
    data = draw_program(program.but(steps=(program.steps[0].but(items=items),)), made.HOUSE)
    text = "\n".join(seen.pages_text(data))
    assert [n for n in range(3) if f"Step of {10 + n} cm." not in text] == []


def test_the_same_program_gives_the_same_bytes() -> None:
    one, other = program("plain"), program("plain")
    assert draw_program(one, made.HOUSE) == draw_program(other, made.HOUSE)


def test_nothing_of_the_patient_stands_outside_the_pages() -> None:
    data = draw_program(made.program(patient="Zebediah Q.", goal="Qwerty uiop"), made.HOUSE)
    assert b"Zebediah" not in data
    assert b"Qwerty" not in data


def test_a_clinic_without_name_or_phone_gets_lines_to_write_on() -> None:
    data = draw_program(program("plain"), Clinic())
    assert_sound(data, 11)
    assert "Clinic: ____" in seen.pages_text(data)[0]


def test_the_reading_order_is_that_of_the_plan() -> None:
    given_ = program("tall pictures, parts of one")
    tree = seen.structure(draw_program(given_, made.HOUSE))
    heads = [" ".join(n.words().split()) for n in tree.walk() if n.role in ("H1", "H2")]
    assert heads[0] == given_.title
    blocks = [h for h in heads if any(h.endswith(card.plain) for card in given_.cards)]
    assert blocks == [f"{card.number} {card.plain}" for card in given_.cards]
    assert heads[-1] == "For the clinician"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cards=st.integers(1, 9),
    steps=st.integers(1, 8),
    weeks=st.integers(1, 5),
    parts=st.sampled_from([0, 2, 4]),
    pictures=st.sampled_from([None, "square", "wide", "tall"]),
    long=st.booleans(),
    large=st.booleans(),
    paper=st.sampled_from(["letter", "a4"]),
    names=st.lists(
        st.text("abcdefghij éüßñ ABCDEF-", min_size=1, max_size=90).filter(str.strip),
        min_size=1,
        max_size=4,
    ),
    patient=st.none() | st.text("Ana-Łukász Öé", min_size=1, max_size=40).filter(str.strip),
    dose=st.sampled_from(["3 x 10, 2/d", "__ x __", "2-3 x 10-15, hold 2 s, 4/d"]),
)
def test_any_program_stays_composed(
    cards, steps, weeks, parts, pictures, long, large, paper, names, patient, dose
) -> None:
    given_ = made.program(
        cards=cards, steps=steps, weeks=weeks, parts=parts, pictures=pictures, long=long,
        large_print=large, paper=paper, names=[n.strip() for n in names], doses=(dose,),
        patient=patient and patient.strip(),
    )  # fmt: skip
    assert_sound(draw_program(given_, made.HOUSE), 14 if large else 11)


def test_a_last_week_of_many_exercises_keeps_its_decisions_inside_the_page() -> None:
    data = draw_program(made.program(cards=9, parts=2, weeks=2), made.HOUSE)
    assert_sound(data, 11)


@pytest.mark.parametrize("urgency", ["emergency", "same-day", "urgent", "this-week"])
@pytest.mark.parametrize("signs", [0, 1, 3])
@pytest.mark.parametrize("large", [False, True])
def test_a_safety_sheet_is_one_page_without_exercises(
    urgency: str, signs: int, large: bool
) -> None:
    sheet = made.sheet(urgency=urgency, signs=made.SIGNS * signs, large_print=large)
    data = draw_sheet(sheet, made.HOUSE)
    assert_sound(data, 14 if large else 11)
    (text,) = seen.pages_text(data)
    assert "Get checked first" in text
    assert "Sets" not in text
    assert "(503) 555-0142" in text
