"""The last page: what you showed, what to bring, do and do not, bad days, missed days, the fine print."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from exercise_rx.render.pdf.fridge import what_you_need
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets, heading, side_by_side, ticks
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import Words
from exercise_rx.render.pdf.theme import MM, Style, Theme, closer

TOGETHER = 3
"""How many blocks at the end keep to one page: signs, sources, fine print."""

Section = tuple[str, Sequence[Words]]


def pages(kit: Kit, flow: Flow, *, with_needs: bool) -> None:
    """Good to know, on as few pages as it takes."""

    def draw(look: Theme) -> None:
        _draw(replace(kit, look=look), flow, with_needs=with_needs)

    flow.fewest(draw, (kit.look, closer(kit.look)))


def _draw(kit: Kit, flow: Flow, *, with_needs: bool) -> None:
    look, say = kit.look, kit.say
    flow.turn()
    with flow.inside("Sect"):
        flow.put(
            heading(
                look,
                say("page.last.heading"),
                2,
                look.width,
                entry=(say("page.last.bookmark"), 0),
                style=look.title,
            )
        )
        if with_needs:
            flow.put(what_you_need(kit), look.gap)
        flow.put(_visit(kit), look.gap)
        for row in _in_pairs(kit, _sections(kit)):
            flow.put(row, look.gap)
        blocks = (*_signs(kit), *_fine_print(kit))
        for i, block in enumerate(blocks):
            # The fine print does not stand on a page of its own: what is before it goes with it.
            need = sum(after.height + look.gap for after in blocks[i + 1 :])
            together = i >= len(blocks) - TOGETHER and block.height + need <= flow.height
            flow.put(block, look.gap, need if together else 0.0)


def _visit(kit: Kit) -> Fragment:
    """Teach-back ticks beside what to bring and when to come."""
    look, say, program = kit.look, kit.say, kit.program
    style = look.small if not look.large else look.body
    edge = 5 * MM if not look.large else 7 * MM

    def showed(pen: Pen) -> None:
        pen.words(say("page.last.showed"), look.heading, role="H3")
        pen.y += 3
        names = [
            say("page.last.showed-item", number=card.number, name=card.plain)
            for card in program.cards
        ]
        ticks(pen, names, style, edge, gap=2.5)

    def bring(pen: Pen) -> None:
        pen.words(say("page.last.bring"), look.heading, role="H3")
        pen.y += 3
        bullets(pen, [say(f"page.last.bring.{n}") for n in (1, 2, 3)], style)
        pen.y += 5
        pen.words(say("page.last.visit"), look.strong, role="H3")
        pen.y += 4
        pen.words(say("page.last.visit-write"), style)
        pen.y += 3
        pen.words(say("page.last.review", date=kit.long_date(program.review_by)), style)

    if look.large:
        return _stacked(look.width, [showed, bring], kit)
    return side_by_side(look.width, [showed, bring], shares=[1.15, 1], weight=1.0)


def _stacked(total: float, draws: Sequence[Callable[[Pen], None]], kit: Kit) -> Fragment:
    pen = Pen(total)
    for draw in draws:
        box = side_by_side(total, [draw], weight=1.0)
        pen.place(box, 0)
        pen.y += box.height + kit.look.gap
    return pen.finish()


def _sections(kit: Kit) -> list[Section]:
    """Every list of advice that has something to say."""
    say, advice, program = kit.say, kit.program.advice, kit.program
    lists: list[Section] = [
        (say("page.last.extra"), advice.extra),
        (say("page.last.before"), [say(f"page.last.before.{n}") for n in range(1, 6)]),
        (say("page.last.do"), advice.do),
        (say("page.last.do-not"), advice.do_not),
        (say("page.last.first-days"), advice.first_days),
        (say("page.last.support"), program.support),
        (say("page.last.bad-day"), [say(f"page.last.bad-day.{n}") for n in (1, 2, 3)]),
        (say("page.last.missed"), [say(f"page.last.missed.{n}") for n in (1, 2, 3, 4)]),
        (say("page.last.keep"), advice.keep_away),
        (say("page.last.see-doctor"), advice.see_doctor),
    ]
    return [(title, lines) for title, lines in lists if lines]


def _in_pairs(kit: Kit, sections: Sequence[Section]) -> list[Fragment]:
    """Two lists beside each other; one below the other in large print."""
    look = kit.look
    style = look.small if not look.large else look.body
    columns = 1 if look.large else 2
    gap = 16.0
    wide = (look.width - gap * (columns - 1)) / columns
    boxes = [_column(look, title, tuple(lines), style, wide) for title, lines in sections]
    rows = [
        _beside(look, tuple(boxes[i : i + columns]), wide + gap)
        for i in range(0, len(boxes), columns)
    ]
    if len(boxes) % columns:
        title, lines = sections[-1]
        rows[-1] = _spread(look, title, tuple(lines), style, wide, gap)
    return rows


@lru_cache(maxsize=512)
def _column(
    look: Theme, title: str, lines: tuple[Words, ...], style: Style, wide: float
) -> Fragment:
    """A list under its title."""
    pen = Pen(wide)
    pen.words(title, look.strong, role="H3")
    pen.y += 1
    bullets(pen, lines, style)
    return pen.finish()


@lru_cache(maxsize=512)
def _spread(
    look: Theme, title: str, lines: tuple[Words, ...], style: Style, wide: float, gap: float
) -> Fragment:
    """A list with nothing beside it, in two columns under its title."""
    pen = Pen(look.width)
    pen.words(title, look.strong, role="H3")
    pen.y += 1
    half = -(-len(lines) // 2)
    made = []
    for part in (lines[:half], lines[half:]):
        if part:
            column = Pen(wide)
            bullets(column, part, style)
            made.append(column.finish())
    top = pen.y
    for i, one in enumerate(made):
        pen.place(one, i * (wide + gap), top)
    return pen.finish(top + max(one.height for one in made))


@lru_cache(maxsize=512)
def _beside(look: Theme, columns: tuple[Fragment, ...], step: float) -> Fragment:
    pen = Pen(look.width)
    for i, column in enumerate(columns):
        pen.place(column, i * step, 0)
    return pen.finish(max(column.height for column in columns))


def _signs(kit: Kit) -> list[Fragment]:
    """The signs of page one in full words, each with what to do."""
    look, say = kit.look, kit.say
    style = look.small if not look.large else look.body
    made = []
    for urgent, title in (
        (True, say("page.last.signs-now", number=kit.clinic.emergency)),
        (False, say("page.last.signs-day")),
    ):
        lines = tuple(
            say("page.last.sign", sign=sign.sign, tell=sign.tell)
            for sign in kit.program.emergency
            if (sign.urgency == "emergency") is urgent
        )
        if lines:
            made.append(_column(look, title, lines, style, look.width))
    return made


def _fine_print(kit: Kit) -> list[Fragment]:
    """Where it comes from, who made and checked it, and what it is not."""
    look, say, program = kit.look, kit.say, kit.program
    pen = Pen(look.width)
    pen.rule(0, grey=0, weight=1)
    pen.y = 5
    pen.words(say("page.last.disclaimer"), look.small_strong)
    pen.y += 5
    if program.clinician:
        pen.words(say("page.last.checked", name=program.clinician), look.small)
    else:
        pen.words(say("page.last.checked-write"), look.small)
    pen.y += 3
    made = say("page.last.made", date=kit.long_date(program.made_on), tool=program.signed.tool)
    plan = say("page.plan-number", id=program.plan_id, version=program.version)
    pen.words(f"{plan}. {made}", look.quiet)
    if kit.clinic.footer:
        pen.words(kit.clinic.footer, look.quiet)
    closing = pen.finish()
    if not program.sources:
        return [closing]
    pen = Pen(look.width)
    pen.words(say("page.last.sources"), look.small_strong, role="H3")
    for n, source in enumerate(program.sources, 1):
        pen.words(say("page.last.source", n=n, cite=source.cite), look.quiet)
    return [pen.finish(), closing]
