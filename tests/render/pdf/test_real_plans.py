"""Plans of the shipped content on paper, in both prints: composed, big enough, and as few pages as promised."""

import re
from datetime import date
from functools import cache
from math import ceil

import pypdfium2 as pdfium
import pytest
from render.pdf import made, seen

from exercise_rx import pipeline
from exercise_rx.catalog.load import load
from exercise_rx.model.program import Program
from exercise_rx.model.request import Request
from exercise_rx.render.pdf import draw_program

DAY = date(2026, 11, 23)
CUFF = {
    "operation": "cuff-repair",
    "surgery-date": "2026-11-02",
    "wound-ok": "yes",
    "cleared-on": "2026-11-20",
    "cleared-by": "Dr. Lane, surgeon",
    "surgeon-phone": "555-0190",
    "tear-size": "small",
    "brace": "sling until week 6",
    "range-limit": "none",
    "subscapularis-repair": "no",
}
SPRAIN = {
    "grade": "1",
    "unable-4-steps": "no",
    "bone-tenderness": "no",
    "injury-date": "2026-11-21",
    "operation": "none",
    "rupture-excluded": "yes",
}
LIGAMENT = {
    "operation": "none",
    "injury-date": "2026-08-14",
    "giving-way": "no",
    "imaging-done": "yes",
    "weight-bearing": "full",
    "cleared-by": "Dr A. Lee, surgeon",
    "cleared-on": "2026-11-22",
}
PLANS: dict[str, dict[str, object]] = {
    "inner ankle": {"codes": ("M76.821",)},
    "sore ankle": {"codes": ("M25.571",)},
    "heavy Achilles": {
        "codes": ("M76.62",),
        "protocol": "achilles-heavy-slow",
        "weeks": "all",
        "max_exercises": 20,
    },
    "heel pain": {"codes": ("M72.2",), "side": "right"},
    "cuff repair": {"codes": ("Z47.89", "M75.121"), "facts": CUFF},
    "fresh sprain": {"codes": ("S93.411A",), "facts": SPRAIN},
    "torn ligament": {"codes": ("S83.511S",), "facts": LIGAMENT},
    "knee and back": {"codes": ("M17.12", "M54.50"), "facts": {"age": "74", "osteoporosis": "no"}},
}
FORM = 5
"""A drawing that is kept once and placed anywhere, as pdfium counts kinds of objects."""
PANEL = (60.0, 45.0)
"""Of a picture lying, in millimetres; one that stands is 45 by 60."""


@cache
def plan(name: str, *, large: bool) -> Program:
    wish = dict(PLANS[name])
    codes = pipeline.read_codes(wish.pop("codes"))  # type: ignore[arg-type]
    request = Request(codes=codes, start=DAY, today=DAY, large_print=large, **wish)
    return pipeline.generate(request, load(), made.HOUSE)


@cache
def paper(name: str, *, large: bool) -> bytes:
    return draw_program(plan(name, large=large), made.HOUSE)


def pages_of(name: str, part: str) -> int:
    program = plan(name, large=False)
    return len(seen.pages_text(draw_program(program, made.HOUSE, parts=[part])))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", PLANS)
def test_nothing_reaches_over_a_margin_or_over_other_words(name: str, *, large: bool) -> None:
    assert seen.layout_faults(paper(name, large=large)) == []
    assert seen.structure_faults(paper(name, large=large)) == []
    assert min(seen.sizes(paper(name, large=large))) >= (14 if large else 11)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", PLANS)
def test_every_picture_fills_its_panel(name: str, *, large: bool) -> None:
    figures = [n for n in seen.structure(paper(name, large=large)).walk() if n.role == "Figure"]
    shown = [n for n in figures if re.match("(Start|Then|End): ", n.alt or "")]
    assert len(shown) >= 2 * len(plan(name, large=large).cards)
    for figure in shown:
        assert figure.size is not None
        wide, high = (edge / 72 * 25.4 for edge in figure.size)
        assert wide >= PANEL[0] - 0.2 or high >= PANEL[1] - 0.2, (figure.alt, wide, high)


@pytest.mark.parametrize("name", ["inner ankle", "cuff repair", "fresh sprain", "sore ankle"])
def test_exercises_stand_two_to_a_page(name: str) -> None:
    assert pages_of(name, "exercises") == ceil(len(plan(name, large=False).cards) / 2)


@pytest.mark.parametrize("name", ["fresh sprain", "inner ankle"])
def test_a_week_of_its_own_has_its_decisions_on_its_page(name: str) -> None:
    program = plan(name, large=False)
    texts = seen.pages_text(draw_program(program, made.HOUSE, parts=["weeks"]))
    for step in program.steps:
        last = next(t for t in texts if re.search(rf"^Week {step.last_week}\b", t, re.MULTILINE))
        assert "Ready for the next step?" in last, step.label


def test_in_large_print_today_and_when_to_stop_take_two_pages() -> None:
    texts = seen.pages_text(
        draw_program(plan("sore ankle", large=True), made.HOUSE, None, ["fridge"])
    )
    assert len(texts) == 2
    for card in plan("sore ankle", large=True).cards:
        assert card.plain in " ".join(texts[0].split())
    assert "Stop and call us if" in texts[1]
    assert "Get care the same day" in texts[1]


def test_an_ordered_sling_stands_on_page_one_with_its_date() -> None:
    first = " ".join(seen.pages_text(paper("cuff repair", large=False))[0].split())
    assert "Ordered for you: sling until week 6." in first
    assert "Week 6 after your operation is Monday, December 14, 2026." in first


def test_the_head_of_a_page_says_when_the_plan_was_made() -> None:
    for large in (False, True):
        for text in seen.pages_text(paper("sore ankle", large=large)):
            assert "made Nov 23, 2026" in " ".join(text.replace("\u00a0", " ").split())[:160]


def test_a_back_is_marked_on_a_body_seen_from_behind() -> None:
    tree = seen.structure(paper("knee and back", large=False))
    bodies = [n.alt for n in tree.walk() if n.role == "Figure" and n.alt and "Body seen" in n.alt]
    assert bodies == [
        "Body seen from the front, with the mark on: left knee.",
        "Body seen from behind, with the mark on: back.",
    ]


def test_a_mark_for_the_therapist_does_not_touch_its_number() -> None:
    """`30 s†` is read as `30 st`."""
    text = " ".join(seen.pages_text(paper("inner ankle", large=False)))
    marks = re.findall(r".†", text)
    assert marks
    assert {mark[0] for mark in marks} <= {" ", "\u00a0", "\n"}


def test_what_help_to_get_is_said_once_in_each_box() -> None:
    program = plan("inner ankle", large=False)
    text = " ".join(" ".join(seen.pages_text(paper("inner ankle", large=False))).split())
    assert "When to get help" in text
    assert "Call the emergency number now." not in text
    for sign in program.emergency:
        assert sign.sign in text
    assert "Note the time it began." in text


def test_every_name_on_page_one_has_its_small_picture() -> None:
    """Decoration: the name beside it says the same, and a screen reader passes over it."""
    data = draw_program(plan("inner ankle", large=False), made.HOUSE, None, ["fridge"])
    (page,) = pdfium.PdfDocument(data)
    drawn = [one for one in page.get_objects(max_depth=1) if one.type == FORM]
    assert len(drawn) == len(plan("inner ankle", large=False).cards)
    figures = [n.alt for n in seen.structure(data).walk() if n.role == "Figure"]
    assert not any(re.match("(Start|End): ", alt or "") for alt in figures)


def words_of(name: str, part: str) -> str:
    data = draw_program(plan(name, large=False), made.HOUSE, None, [part])
    return " ".join(" ".join(seen.pages_text(data)).replace("\u00a0", " ").split())


def test_the_list_to_go_back_to_says_how_often() -> None:
    for step in plan("fresh sprain", large=False).steps:
        for item in step.back.items:
            often = item.choices[0].figures.often
            if often and "often" not in item.choices[0].figures.blanks:
                assert f"{item.choices[0].figures.short} †, {often}" in words_of(
                    "fresh sprain", "weeks"
                ) or f"{item.choices[0].figures.short}, {often}" in words_of(
                    "fresh sprain", "weeks"
                )


def test_the_checks_come_before_a_check_up_that_falls_in_the_step() -> None:
    assert "Fill this in before your check-up." in words_of("knee and back", "weeks")
    assert "Fill this in on Sunday, November 29, 2026." in words_of("fresh sprain", "weeks")


def test_a_line_for_the_therapist_is_no_order_to_begin() -> None:
    warned = "Do not start while it is empty"
    assert warned in words_of("sore ankle", "fridge")
    assert warned not in words_of("inner ankle", "fridge")


def test_an_exercise_of_some_weeks_says_which() -> None:
    text = words_of("fresh sprain", "exercises")
    assert "Week 1 · Both together · Ankle pumps" in text
    assert "Weeks 4-6 · Right side" in text
    assert "Weeks 1-6" not in words_of("inner ankle", "exercises")


def test_after_an_operation_missed_days_are_called_in_and_the_surgeons_dates_stand() -> None:
    assert "7 days or more: call us before you start again." in words_of("cuff repair", "last")
    assert "A date set by your surgeon does not move." in words_of("cuff repair", "weeks")
    assert "surgeon" not in words_of("fresh sprain", "weeks")


def test_weeks_that_ended_on_page_one_are_named_on_the_next() -> None:
    assert "Not any more in these weeks: 1, 2a, 2b, 2c, 2d, 3, 4." in words_of(
        "fresh sprain", "fridge"
    )


def test_a_check_about_pain_is_marked_and_a_last_step_moves_no_dates() -> None:
    program = plan("fresh sprain", large=False)
    text = words_of("fresh sprain", "weeks")
    marked = {check.asks for step in program.steps for check in step.ready if check.about_pain}
    assert marked
    for step in program.steps:
        for check in step.ready:
            assert (f"{check.asks} (about pain)" in text) is (check.asks in marked)
    assert text.count("All later dates move by a week.") == len(program.steps) - 1
