"""The page for a browser: whole, safe, reachable by keyboard and screen reader, and narrow enough."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from render.browser import CHROMIUM, measure

import exercise_rx
from exercise_rx.catalog.load import load
from exercise_rx.catalog.places import shipped
from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.picture import pack
from exercise_rx.model.program import Program, SafetySheet, Step
from exercise_rx.pipeline import read_codes, safety_sheet
from exercise_rx.render.html import program_page, sheet_page
from exercise_rx.render.page import Page, ProgramPage, SheetPage
from exercise_rx.render.page_facts import drawn

MONDAY = date(2026, 11, 23)
HOUSE = Clinic(name="Harbor & Hill PT", phones=("555-0100 ext. 7", "555-0101"), accent="#123456")
VOID = {"meta", "img", "br", "link", "hr", "input"}


@pytest.fixture(scope="module")
def program() -> Program:
    """Several exercises with a choice of doses, and drawings in the form that a program carries."""
    made = exercise_rx.generate("M25.571", start=MONDAY, patient="Ana <b>", goal="Walk & dance")
    files = {f"{file.stem}": file for file in (shipped() / "exercises").rglob("*.svg")}
    names = [frame.picture for card in made.cards for frame in card.frames]
    return made.but(pictures={name: pack(files[name].read_text()) for name in names})


@pytest.fixture(scope="module")
def long_program() -> Program:
    """A course of many stretches of weeks: the widest table."""
    return exercise_rx.generate("M76.61", start=MONDAY, weeks="all", protocol="achilles-heavy-slow")


@pytest.fixture(scope="module")
def sheet() -> SafetySheet:
    codes = read_codes(["I82.431"])
    return safety_sheet(codes, {}, load(), HOUSE, today=MONDAY, patient="Ana")


class Outline(HTMLParser):
    """Elements, headings and text of a page; an element closed out of turn is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.levels: list[int] = []
        self.text = ""
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.all if name == tag]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_everything_a_patient_must_read_stands_on_the_page(program: Program) -> None:
    text = squeezed(Outline(program_page(program, HOUSE)).text)
    advice = program.advice
    wanted = [
        program.title, "Ana <b>", "Walk & dance", program.side_words, program.summary, program.plan_id,
        *program.stop, program.pain.words, program.pain.green, program.pain.amber, program.pain.red,
        *(words for sign in program.emergency for words in (sign.sign, sign.tell)),
        *(need.name for need in program.needs), *program.support,
        *advice.expect, *advice.extra, *advice.do, *advice.do_not, *advice.first_days,
        *advice.see_doctor, *advice.keep_away,
    ]  # fmt: skip
    for card in program.cards:
        wanted += [
            card.plain,
            card.name,
            card.side_words,
            *card.steps,
            card.feel,
            card.mistake,
            card.stop_if,
        ]
        wanted += [near.plain for near in (card.easier, card.harder) if near]
    for step in program.steps:
        wanted += [step.label, step.goal, step.minutes_words, step.back.words]
        wanted += [check.asks for check in step.ready if not check.clinician_only]
        wanted += [choice.when for item in step.items for choice in item.choices]
        wanted += [item.note or "" for item in step.items]
    assert [words for words in wanted if squeezed(words) not in text] == []


def test_the_page_is_sound_for_a_keyboard_and_a_screen_reader(
    program: Program, long_program: Program, sheet: SafetySheet
) -> None:
    pages = [
        program_page(program, HOUSE),
        program_page(long_program, HOUSE),
        sheet_page(sheet, HOUSE),
    ]
    for page in pages:
        seen = Outline(page)
        assert seen.named("html")[0]["lang"] == "en"
        assert seen.levels[0] == 1
        assert seen.levels.count(1) == 1
        assert all(b - a <= 1 for a, b in zip(seen.levels, seen.levels[1:], strict=False))
        assert all(cell.get("scope") in ("col", "row") for cell in seen.named("th"))
        ids = [attrs["id"] for _, attrs in seen.all if "id" in attrs]
        assert len(ids) == len(set(ids))
        targets = [str(link["href"]) for link in seen.named("a")]
        assert {t[1:] for t in targets if t.startswith("#")} <= set(ids)
        labels = [attrs["aria-labelledby"] for _, attrs in seen.all if "aria-labelledby" in attrs]
        assert set(labels) <= set(ids)
        assert all(svg.get("aria-label") and svg.get("role") == "img" for svg in seen.named("svg"))


def test_the_first_thing_a_keyboard_reaches_leads_to_the_exercises(program: Program) -> None:
    first = Outline(program_page(program, HOUSE)).named("a")[0]
    assert (first["class"], first["href"]) == ("skip", "#exercises")


def test_nothing_is_fetched_and_nothing_runs(program: Program, sheet: SafetySheet) -> None:
    for page in (program_page(program, HOUSE), sheet_page(sheet, HOUSE)):
        seen = Outline(page)
        tags = {tag for tag, _ in seen.all}
        assert not tags & {"script", "link", "iframe", "object", "form", "audio", "video"}
        assert all(str(img["src"]).startswith("data:") for img in seen.named("img"))
        assert "url(" not in page
        assert "@import" not in page
        assert "default-src 'none'" in page


def test_a_program_that_nobody_signed_says_so(program: Program) -> None:
    signed = program.but(clinician="A. Osei, PT", draft=False)
    assert program.wording["text.draft"] in program_page(program, HOUSE)
    assert program.wording["text.draft"] not in program_page(signed, HOUSE)


def test_a_protected_program_says_that_there_is_no_more_until_cleared(program: Program) -> None:
    words = program.wording["page.protected-line"]
    assert words not in program_page(program, HOUSE)
    assert words in program_page(program.but(kind="protected"), HOUSE)


def test_a_recalled_figure_is_marked_for_the_therapist_to_confirm(program: Program) -> None:
    choice = program.steps[0].items[0].choices[0]
    figures = choice.figures.but(marks=("work",))
    item = program.steps[0].items[0].but(choices=(choice.but(figures=figures),))
    step = program.steps[0].but(items=(item, *program.steps[0].items[1:]))
    page = program_page(program.but(steps=(step, *program.steps[1:])), HOUSE)
    assert "<dt>Sets †</dt>" in page
    assert page.count(program.wording["page.exercise.marked"]) == 1
    assert program.wording["page.exercise.marked"] not in program_page(program, HOUSE)


def test_what_stands_beside_a_dose_and_why_it_differs_is_said(program: Program) -> None:
    item = program.steps[0].items[0].but(note="A step of 10 cm.", adapted="In place of a lunge")
    step = program.steps[0].but(items=(item, *program.steps[0].items[1:]))
    page = program_page(program.but(steps=(step, *program.steps[1:])), HOUSE)
    assert "<p>A step of 10 cm.</p>" in page
    assert "<p>Chosen to fit you and your home.</p>" in page
    assert "In place of a lunge" not in page


def test_the_telephone_is_a_link_that_a_phone_can_dial(program: Program) -> None:
    page = program_page(program, HOUSE)
    assert 'href="tel:5550100,7"' in page
    assert 'href="tel:911"' in page


def test_a_clinic_without_a_telephone_gets_a_line_to_write_it_on(program: Program) -> None:
    page = program_page(program, Clinic())
    assert 'href="tel:911"' in page
    assert re.search(r"Call us:\s+<span class=\"line\"", page)


def test_a_dose_that_the_source_lacks_is_a_line_and_says_who_fills_it(program: Program) -> None:
    blanks = {
        b for s in program.steps for i in s.items for c in i.choices for b in c.figures.blanks
    }
    assert "often" in blanks
    box = re.search(r"<dt>How often</dt><dd>(.*?)</dd>", program_page(program, HOUSE))
    assert box
    assert program.wording["page.set-by-therapist"] in box[1]
    assert "__" not in box[1]


def test_what_changes_is_marked_and_what_stays_is_said_to(long_program: Program) -> None:
    page = program_page(long_program, HOUSE)
    changes = {item.change for step in long_program.steps[1:] for item in step.items}
    assert len(long_program.steps) > 4
    assert "changed" in changes or "more" in changes
    assert 'class="change more"' in page
    assert page.count('class="changed"') == sum(
        item.change != "same" for step in long_program.steps[1:] for item in step.items
    )


def test_a_picture_of_the_left_side_is_the_mirrored_drawing() -> None:
    stored = pack('<svg viewBox="0 0 40 20"><path fill="#000" d="M0 0L10 0L10 10Z"/></svg>')
    right, left = drawn(stored, "A foot", mirrored=False), drawn(stored, "A foot", mirrored=True)
    assert "transform" not in right
    assert '<g transform="matrix(-1 0 0 1 40 0)"><path' in left
    assert left.endswith("</g></svg>")


def test_words_of_a_picture_cannot_break_out_of_it() -> None:
    stored = pack('<svg viewBox="0 0 4 2"><path fill="#000" d="M0 0L1 0L1 1Z"/></svg>')
    assert 'aria-label="&#34;&gt;&lt;b&gt;"' in drawn(stored, '"><b>', mirrored=False)


def test_every_picture_of_the_program_is_on_the_page(program: Program) -> None:
    page = program_page(program, HOUSE)
    frames = [frame for card in program.cards for frame in card.frames]
    assert frames
    assert page.count("<svg ") == len(frames)
    assert program_page(program.but(pictures={}), HOUSE).count("<svg ") == 0


def test_the_sheet_says_what_to_do_before_why(sheet: SafetySheet) -> None:
    text = squeezed(Outline(sheet_page(sheet, HOUSE)).text)
    wanted = [sheet.title, *sheet.what_to_do, sheet.reason, *(s.sign for s in sheet.signs)]
    assert [words for words in wanted if words not in text] == []
    assert text.index(sheet.what_to_do[0]) < text.index(f"Why {sheet.reason}")


def test_the_same_program_gives_the_same_page(program: Program) -> None:
    again = Program.model_validate_json(program.model_dump_json())
    assert program_page(program, HOUSE) == program_page(again, HOUSE)


def test_a_program_read_from_a_file_needs_no_catalog_to_be_drawn(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "exercise_rx.catalog.load.load", lambda *_: pytest.fail("the catalog was read")
    )
    assert program.title in program_page(program, HOUSE)


# a clinic's own pages


def overlay(folder: Path, name: str, text: str) -> Path:
    file = folder / "templates" / "pages" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return folder


def test_a_clinic_adds_to_our_page_without_copying_it(program: Program, tmp_path: Path) -> None:
    mine = '{% extends "shipped:program.html.j2" %}{% block opening %}{{ super() }}<p>Bring socks.</p>{% endblock %}'
    page = program_page(program, HOUSE, overlay(tmp_path, "program.html.j2", mine))
    assert "<p>Bring socks.</p>" in page
    assert program.cards[0].plain in page


def test_a_clinic_may_bring_its_own_style(program: Program, tmp_path: Path) -> None:
    page = program_page(
        program, HOUSE, overlay(tmp_path, "style.css", 'body { font-family: "Ours" }')
    )
    assert 'font-family: "Ours"' in page


def test_a_clinic_cannot_leave_out_the_safety_text(program: Program, tmp_path: Path) -> None:
    mine = '{% extends "shipped:program.html.j2" %}{% block safety %}{% endblock %}'
    with pytest.raises(RxError, match="leaves out safety text"):
        program_page(program, HOUSE, overlay(tmp_path, "program.html.j2", mine))


def test_a_clinic_cannot_leave_out_the_draft_mark(program: Program, tmp_path: Path) -> None:
    mine = '{% extends "shipped:program.html.j2" %}{% block draft %}{% endblock %}'
    with pytest.raises(RxError, match="DRAFT"):
        program_page(program, HOUSE, overlay(tmp_path, "program.html.j2", mine))


@pytest.mark.parametrize(
    ("mine", "says"),
    [
        ('{% extends "shipped:program.html.j2" %}{% block draft %}{{ clinc.name }}{% endblock %}', "'clinc' is undefined"),
        ('{% extends "program-page.html.j2" %}', "asks for program-page.html.j2, which is not there"),
        ("{% block draft %}", "line 1 cannot be filled"),
        ('{% extends "shipped:program.html.j2" %}{% block draft %}{{ say("html.nothing") }}{% endblock %}', "html.nothing"),
    ],
)  # fmt: skip
def test_a_fault_in_a_clinics_page_is_told_by_name(
    program: Program, tmp_path: Path, mine: str, says: str
) -> None:
    with pytest.raises(RxError, match=re.escape(says)):
        program_page(program, HOUSE, overlay(tmp_path, "program.html.j2", mine))


@pytest.mark.parametrize("page", [ProgramPage, SheetPage])
def test_every_field_that_a_page_may_use_is_described(page: type[Page]) -> None:
    assert [name for name, field in page.model_fields.items() if not field.description] == []


# in a real browser


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
def test_nothing_scrolls_sideways_is_faint_or_small(
    program: Program, long_program: Program, sheet: SafetySheet, tmp_path: Path
) -> None:
    asked = [
        (page, width, large)
        for large in (False, True)
        for width in (360, 1000)
        for page in (
            program_page(program.but(large_print=large), HOUSE),
            program_page(long_program.but(large_print=large), HOUSE),
            sheet_page(sheet.but(large_print=large), HOUSE),
        )
    ]
    measured = measure([(page, width) for page, width, _ in asked], tmp_path)
    assert len(measured) == 12
    for found, (_, width, large) in zip(measured, asked, strict=True):
        assert found["width"] <= found["room"] <= width
        assert found["contrast"] == []
        assert found["small"] == []
        assert found["body"] >= (22 if large else 18)


def test_the_printed_log_has_one_box_for_each_session_and_says_on_how_many_days() -> None:
    made = exercise_rx.generate("M17.11", start=MONDAY)
    page = program_page(made, HOUSE)
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.S)
    some = [row for row in rows if 'class="any"' in row]
    assert some
    for row in some:
        days = re.search(r"any (?:\d-)?(\d) days", row)
        assert days
        assert row.count('class="tick"') == int(days[1])
        assert 'colspan="7"' in row


def test_a_phone_reaches_the_exercises_before_the_long_lists_of_signs(program: Program) -> None:
    """The way to help stands first, in one line; the lists stand below the exercises."""
    page = program_page(program, HOUSE)
    first = page.index('href="#emergency"')
    assert page.index('href="tel:911"') < page.index('id="exercises"')
    assert first < page.index('id="exercises"') < page.index('id="emergency"')
    assert (
        first < page.index('href="#stop"') < page.index('id="exercises"') < page.index('id="stop"')
    )


def test_the_plan_at_a_glance_says_how_often(program: Program) -> None:
    page = program_page(program, HOUSE)
    table = page[page.index('id="matrix"') : page.index('id="pain"')]
    for item in program.steps[0].items:
        often = item.choices[0].figures
        assert (often.often or "") in table or "often" in often.blanks


def test_weeks_without_an_exercise_say_whether_it_comes_or_is_over() -> None:
    made = exercise_rx.generate("M17.12", "M54.50", start=MONDAY)
    cells = re.findall(
        r'<td role="cell" class="(?:later|over)">(.*?)</td>', program_page(made, HOUSE), re.S
    )
    said = [cell.split("</span>")[1].strip() for cell in cells]
    steps = {card.id: [s.number for s in made.steps if card.id in _ids(s)] for card in made.cards}
    missing = sum(len(made.steps) - len(numbers) for numbers in steps.values())
    over = sum(len(made.steps) - max(numbers) for numbers in steps.values())
    assert len(said) == missing > 0
    assert said.count("stop") == over
    assert said.count("not yet") == missing - over


def _ids(step: Step) -> set[str]:
    return {item.exercise for item in step.items}
