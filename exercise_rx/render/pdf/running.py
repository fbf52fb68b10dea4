"""The line at the head of every page: whose plan, which side, which version, which page, and DRAFT."""

from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Placed
from exercise_rx.render.pdf.pen import ROOT, Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, broken, height
from exercise_rx.render.pdf.theme import MARGIN

GAP = 8.0
SEPARATOR = "  \u00b7  "


def lines(kit: Kit) -> tuple[str, ...]:
    """What is the same on every page; the day tells an old plan from a new one, and stands on a line
    of its own where one line has no room for all."""
    program, say = kit.program, kit.say
    plan = say("page.plan-number", id=program.plan_id, version=program.version)
    parts = [part for part in (program.patient, program.side_words, plan) if part]
    made = say("page.made", date=kit.short_date(program.made_on, year=True)).replace(" ", NO_BREAK)
    whole = SEPARATOR.join((*parts, made))
    if len(broken(whole, kit.look.small.size, False, _room(kit))) == 1:
        return (whole,)
    return (SEPARATOR.join(parts), made)


def reserved(kit: Kit) -> float:
    """The height that the head of a page takes, with the white below it."""
    return _tall(kit) + GAP + 3


def _tall(kit: Kit) -> float:
    return sum(height(text, kit.look.small, _room(kit)) for text in lines(kit))


def as_title(kit: Kit) -> Placed:
    """The line at the head as the title of a document without page one: it is read aloud once."""
    pen = Pen(kit.look.width)
    with pen.inside("H1"):
        for text in lines(kit):
            pen.words(text, kit.look.small, width=_room(kit), role=None)
    return Placed(pen.finish(), MARGIN, MARGIN, ROOT)


def heads(kit: Kit, patients: int, clinicians: int, *, titled: bool) -> list[Fragment]:
    """The head of every page. The patient's pages are counted by themselves, because the clinician's
    sheet is taken off. `titled`: page one has a title of its own, so that its head is no title."""
    say = kit.say
    counted = [say("page.page-of", n=n, total=patients) for n in range(1, patients + 1)]
    counted += [_sheet(kit, n, clinicians) for n in range(1, clinicians + 1)]
    return [_head(kit, words, named=titled or i > 0) for i, words in enumerate(counted)]


def _sheet(kit: Kit, number: int, total: int) -> str:
    """`Clinician 1 of 2`."""
    return kit.say("page.clinician.page-of", n=number, total=total)


def _head(kit: Kit, page: str, *, named: bool) -> Fragment:
    """The head of the page that `page` counts; drawn from the corner of the margins.

    `named`: with the line that says whose plan it is.
    """
    look, say = kit.look, kit.say
    pen = Pen(look.width)
    small = look.small
    if named:
        for text in lines(kit):
            pen.artifact_words(text, small, width=_room(kit))
            pen.y += height(text, small, _room(kit))
        pen.y = 0
    page_width = width(page, small.size, True)
    pen.artifact_words(page, small.but(bold=True), x=look.width - page_width, width=page_width + 1)
    if kit.program.draft:
        draft = say("page.draft")
        wide = width(draft, small.size, True) + 12
        x = look.width - page_width - 14 - wide
        pen.box(x, -1.5, wide, small.leading + 2, fill=0, edge=None, radius=3)
        pen.artifact_words(draft, small.but(bold=True, colour=(1, 1, 1)), x=x + 6, width=wide)
    pen.rule(_tall(kit) + 3, grey=0.2, weight=0.8)
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
