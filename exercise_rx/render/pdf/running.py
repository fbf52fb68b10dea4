"""The line at the head of every page: whose plan, which side, which version, which page, and DRAFT."""

from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Placed
from exercise_rx.render.pdf.pen import ROOT, Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, broken, height
from exercise_rx.render.pdf.theme import MARGIN

GAP = 8.0
SEPARATOR = "  \u00b7  "
SHEET = "page.clinician.page-of"
MADE = "page.made"


def line(kit: Kit) -> str:
    """What is the same on every page; the day tells an old plan from a new one."""
    program, say = kit.program, kit.say
    plan = say("page.plan-number", id=program.plan_id, version=program.version)
    parts = [program.patient, program.side_words, plan]
    if MADE in say:
        made = say(MADE, date=kit.short_date(program.made_on, year=True))
        parts.append(made.replace(" ", NO_BREAK))
    return SEPARATOR.join(part for part in parts if part)


def reserved(kit: Kit) -> float:
    """The height that the head of a page takes, with the white below it."""
    return height(line(kit), kit.look.small, _room(kit)) + GAP + 3


def as_title(kit: Kit) -> Placed:
    """The line at the head as the title of a document without page one: it is read aloud once."""
    pen = Pen(kit.look.width)
    pen.words(line(kit), kit.look.small, width=_room(kit), role="H1")
    return Placed(pen.finish(), MARGIN, MARGIN, ROOT)


def heads(kit: Kit, patients: int, clinicians: int, *, titled: bool) -> list[Fragment]:
    """The head of every page. The patient's pages are counted by themselves, because the clinician's
    sheet is taken off. `titled`: page one has a title of its own, so that its head is no title."""
    say = kit.say
    counted = [say("page.page-of", n=n, total=patients) for n in range(1, patients + 1)]
    counted += [_sheet(kit, n, clinicians) for n in range(1, clinicians + 1)]
    return [_head(kit, words, named=titled or i > 0) for i, words in enumerate(counted)]


def _sheet(kit: Kit, number: int, total: int) -> str:
    """`Clinician 1 of 2`; plans issued before it was worded say whose it is and count."""
    if SHEET in kit.say:
        return kit.say(SHEET, n=number, total=total)
    return f"{kit.say('page.clinician.heading')} {number}/{total}"


def _head(kit: Kit, page: str, *, named: bool) -> Fragment:
    """The head of the page that `page` counts; drawn from the corner of the margins.

    `named`: with the line that says whose plan it is.
    """
    look, say = kit.look, kit.say
    pen = Pen(look.width)
    small = look.small
    text = line(kit)
    if named:
        pen.artifact_words(text, small, width=_room(kit))
    page_width = width(page, small.size, True)
    pen.artifact_words(page, small.but(bold=True), x=look.width - page_width, width=page_width + 1)
    if kit.program.draft:
        draft = say("page.draft")
        wide = width(draft, small.size, True) + 12
        x = look.width - page_width - 14 - wide
        pen.box(x, -1.5, wide, small.leading + 2, fill=0, edge=None, radius=3)
        pen.artifact_words(draft, small.but(bold=True, colour=(1, 1, 1)), x=x + 6, width=wide)
    tall = height(text, small, _room(kit))
    pen.rule(tall + 3, grey=0.2, weight=0.8)
    return pen.running(MARGIN, MARGIN)


def _room(kit: Kit) -> float:
    """What is left for the line beside DRAFT and the page number."""
    small = kit.look.small
    page = max(
        width(words, small.size, True)
        for words in (kit.say("page.page-of", n=88, total=88), _sheet(kit, 8, 8))
    )
    draft = width(kit.say("page.draft"), small.size, True) + 40 if kit.program.draft else 12
    return kit.look.width - page - draft


def lines(kit: Kit) -> int:
    """How many lines the running head takes."""
    return len(broken(line(kit), kit.look.small.size, False, _room(kit)))
