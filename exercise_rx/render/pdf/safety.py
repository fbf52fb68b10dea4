"""The one-page `get checked` sheet: why, what to do now, whom to call. No exercises."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import SafetySheet, Sign
from exercise_rx.model.wording import Wording, long_date
from exercise_rx.render.pdf import fonts, house, logo, shapes
from exercise_rx.render.pdf.document import About, Bound, assemble
from exercise_rx.render.pdf.kit import telephone_link, words_of
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets, panel
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.program import language
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import MARGIN, Style, Theme, closer, theme

LEAST = 4.0
"""White between two blocks of the sheet."""


def draw(sheet: SafetySheet, clinic: Clinic, clinic_folder: Path | None) -> bytes:
    """The sheet as a PDF."""
    own = house.read(clinic.fonts, clinic_folder)
    with fonts.set_in(own):
        look = theme(sheet.paper, sheet.large_print, clinic.accent, house.name_of(own))
        return _drawn(sheet, clinic, look, logo.read(clinic.logo, clinic_folder))


def _drawn(sheet: SafetySheet, clinic: Clinic, look: Theme, mark: "logo.Logo | None") -> bytes:
    say = words_of(tuple(sheet.wording.items()), sheet.lang)
    flow = Flow(look, 8 + look.small.leading)
    flow.turn()
    for blocks in _ways(sheet, clinic, look, say, mark):
        gap = (flow.height - sum(block.height for block in blocks)) / (len(blocks) - 1)
        if gap >= LEAST:
            break
    for block in blocks:
        flow.put(block, min(max(gap, LEAST), 18.0))
    heads = [_head(sheet, look, say, n, len(flow.pages)) for n in range(1, len(flow.pages) + 1)]
    about = About(
        title=say("page.safety.title", title=sheet.title),
        author=clinic.name or sheet.signed.tool,
        lang=language(sheet.lang),
        tool=sheet.signed.tool,
        day=sheet.made_on,
    )
    pictures = {} if mark is None else {mark.name: mark.picture}
    return assemble(Bound(look, flow.pages, flow.groups, heads, pictures, about))


def _ways(
    sheet: SafetySheet, clinic: Clinic, look: Theme, say: Wording, mark: "logo.Logo | None"
) -> Iterator[list[Fragment]]:
    """The blocks, from full words to short ones set close: the sheet is one page."""
    for one in (look, closer(look)):
        for signs in _ways_to_say(sheet, one, say):
            yield [
                _top(clinic, one, say, mark),
                _alarm(sheet, clinic, one, say),
                _why(sheet, one),
                _what_to_do(sheet, one, say),
                _call_us(clinic, one, say),
                *_signs(signs, clinic, one, say),
                _made(sheet, one, say),
            ]


def _top(clinic: Clinic, look: Theme, say: Wording, mark: "logo.Logo | None") -> Fragment:
    pen = Pen(look.width)
    pen.entry(say("page.safety.bookmark"), 0)
    logo.name_row(pen, clinic, look, say, mark)
    return pen.finish()


def _alarm(sheet: SafetySheet, clinic: Clinic, look: Theme, say: Wording) -> Fragment:
    """How soon, as big as it goes."""

    def inside(pen: Pen) -> None:
        big = look.title
        pen.art(shapes.stop(17, -19, 17))
        pen.words(say("page.safety.heading"), big.but(colour=(0, 0, 0)), x=46, role="H1")
        pen.words(
            say(f"page.safety.call.{sheet.urgency}", number=clinic.emergency),
            look.heading.but(colour=(0, 0, 0)),
            x=46,
        )
        pen.words(say("page.safety.no-exercise"), look.strong, x=46)

    return panel(look.width, inside, weight=3, pad=12)


def _why(sheet: SafetySheet, look: Theme) -> Fragment:
    pen = Pen(look.width)
    who = [part for part in (sheet.patient, sheet.side_words) if part]
    if who:
        pen.words("  ·  ".join(who), look.lead.but(bold=True))
    pen.words(sheet.title, look.heading, role="H2")
    pen.words(sheet.reason, look.lead)
    return pen.finish()


def _what_to_do(sheet: SafetySheet, look: Theme, say: Wording) -> Fragment:
    pen = Pen(look.width)
    pen.words(say("page.safety.do"), look.heading, role="H2")
    pen.y += 3
    bullets(pen, sheet.what_to_do, look.lead, gap=3)
    return pen.finish()


def _call_us(clinic: Clinic, look: Theme, say: Wording) -> Fragment:
    pen = Pen(look.width)
    if clinic.phone:
        words = say("page.safety.call-clinic", phone=clinic.phone)
        pen.words((Run(words, True, telephone_link(clinic.phone)),), look.phone)
    else:
        pen.words(say("page.safety.call-clinic-write"), look.phone)
    return pen.finish()


class _Signs(NamedTuple):
    """The signs as one way of saying them: urgent ones, the others, and how big."""

    now: list[str]
    today: list[str]
    style: Style


def _ways_to_say(sheet: SafetySheet, look: Theme, say: Wording) -> Iterator[_Signs]:
    """Full words, then smaller, then short words: the sheet is one page."""

    def short(sign: Sign) -> str:
        key = f"page.sign.{sign.id}"
        return say(key) if key in say else sign.sign

    now = [sign for sign in sheet.signs if sign.urgency == "emergency"]
    today = [sign for sign in sheet.signs if sign.urgency != "emergency"]
    for style in (look.body, look.small):
        yield _Signs([sign.sign for sign in now], [sign.sign for sign in today], style)
    yield _Signs(list(map(short, now)), list(map(short, today)), look.small)


def _signs(signs: _Signs, clinic: Clinic, look: Theme, say: Wording) -> list[Fragment]:
    made = []
    for lines, title, weight in (
        (signs.now, say("page.safety.signs", number=clinic.emergency), 1.8),
        (signs.today, say("page.safety.signs-day"), 1.0),
    ):
        if lines:

            def inside(pen: Pen, title: str = title, lines: list[str] = lines) -> None:
                pen.words(title, look.strong, role="H2")
                bullets(pen, lines, signs.style, gap=0.5)

            made.append(panel(look.width, inside, weight=weight, pad=7))
    return made


def _made(sheet: SafetySheet, look: Theme, say: Wording) -> Fragment:
    pen = Pen(look.width)
    if sheet.code and sheet.description:
        pen.words(
            say("page.safety.code", code=sheet.code, description=sheet.description), look.quiet
        )
    pen.words(
        say("page.safety.made", date=long_date(sheet.made_on, say), tool=sheet.signed.tool),
        look.quiet,
    )
    return pen.finish()


def _head(sheet: SafetySheet, look: Theme, say: Wording, number: int, total: int) -> Fragment:
    pen = Pen(look.width)
    text = "  ·  ".join(part for part in (sheet.patient, say("page.safety.heading")) if part)
    page = say("page.page-of", n=number, total=total)
    pen.artifact_words(text, look.small, width=look.width - 90)
    pen.artifact_words(page, look.small_strong, x=look.width - 85, width=85, align="right")
    pen.rule(look.small.leading + 3, grey=0.2)
    return pen.running(MARGIN, MARGIN)
