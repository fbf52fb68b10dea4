"""The last page: what you showed, what to bring, advice, when to get help, the fine print."""

from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from exercise_rx.model.program import Card, Program, Sign
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import advice, shapes
from exercise_rx.render.pdf.advice import sections
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.fridge import what_you_need
from exercise_rx.render.pdf.kit import Kit, call_line, telephone_link
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets, heading, panel, side_by_side, ticks
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import MM, Theme, closer, closest
from exercise_rx.render.said_alike import disclaimer

TOGETHER = 3
"""How many blocks at the end keep to one page where they can: signs, sources, fine print."""


def pages(kit: Kit, flow: Flow, *, with_needs: bool, said: Collection[str] = ()) -> None:
    """Good to know, on one page or on two with a title each.

    `said`: names of the lists of advice that stand on an earlier page.
    """

    near, least = kit.but(look=closer(kit.look)), kit.but(look=closest(kit.look))
    ways = [(kit, True), (near, True), (least if kit.look.large else near, False)]
    flow.fewest(
        [
            partial(_draw, one, flow, with_needs=with_needs, said=said, beside=beside)
            for one, beside in ways
        ],
    )


def _draw(kit: Kit, flow: Flow, *, with_needs: bool, said: Collection[str], beside: bool) -> None:
    look, say = kit.look, kit.say
    about = [
        heading(
            look,
            say("page.last.heading"),
            2,
            look.width,
            entry=(say("page.last.bookmark"), 0),
            style=look.title,
        )
    ]
    if with_needs:
        about.append(what_you_need(kit))
    about += _visit(kit)
    ending = [*_signs_in_full(kit, beside=beside and not look.large), *_fine_print(kit)]
    flow.turn()
    with flow.inside("Sect"):
        for block in about:
            flow.put(block, look.gap)
        advice.place(look, flow, sections(kit, said))
        for i, block in enumerate(ending):
            # The fine print does not stand on a page of its own: what is before it goes with it.
            need = sum(after.height + look.gap for after in ending[i + 1 :])
            need = need if i >= len(ending) - TOGETHER else 0.0
            flow.put(block, look.gap, need if block.height + need <= flow.height else 0.0)


def shown_today(program: Program) -> Iterator[Card]:
    """The exercises of the first step: the later ones are not tried before their day."""
    first = {item.exercise for item in program.steps[0].items}
    return (card for card in program.cards if card.id in first)


def _visit(kit: Kit) -> list[Fragment]:
    """Teach-back ticks beside what to bring and when to come; below each other in large print."""
    say, program = kit.say, kit.program
    names = tuple(
        say("page.last.showed-item", number=card.number, name=card.plain)
        for card in shown_today(program)
    )
    review = program.review_words or say("page.last.review", date=kit.long_date(program.review_by))
    return _visit_boxes(kit.look, say, names, review)


@lru_cache(maxsize=256)
def _visit_boxes(look: Theme, say: Wording, names: tuple[str, ...], review: str) -> list[Fragment]:
    style = look.small if not look.large else look.body
    edge = 5 * MM if not look.large else 7 * MM

    def showed(pen: Pen) -> None:
        pen.words(say("page.last.showed"), look.heading, role="H3")
        pen.y += 3
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
        pen.words(review, style)

    if not look.large:
        return [side_by_side(look.width, [showed, bring], shares=[1.15, 1], weight=1.0)]
    return [panel(look.width, draw, weight=1.0) for draw in (showed, bring)]


def _signs_in_full(kit: Kit, *, beside: bool) -> list[Fragment]:
    """The signs of page one in full words, each with what to do.

    `beside`: in two boxes, which look like those of page one; else over the width, which is lower.
    """
    say = kit.say
    number = kit.clinic.emergency
    now = Run(say("page.last.signs-now", number=number), True, telephone_link(number))
    titles = {True: now, False: Run(say("page.last.signs-day"), True)}
    told = []
    for urgent, title in titles.items():
        title_says = say(f"page.last.said-{'now' if urgent else 'day'}")
        lines = tuple(
            _beyond(title_says, sign)
            for sign in kit.program.emergency
            if (sign.urgency == "emergency") is urgent
        )
        if lines and not urgent:
            lines = (say("page.last.day-where"), *lines)
        if lines:
            told.append(_Signs(title, lines, urgent))
    if not told:
        return []
    boxes = [tuple(told)] if beside else [(one,) for one in told]
    head = _help_title(kit)
    first, *others = (_signs_boxes(kit.look, box) for box in boxes)
    return [_under(kit.look, head, first), *others]


def _help_title(kit: Kit) -> Fragment:
    """The title, and the clinic's telephone beside it."""
    look, phone, say = kit.look, kit.clinic.phone, kit.say
    pen = Pen(look.width)
    title = say("page.last.help")
    at = max(width(title, look.heading.size, True) + 24, look.width / 2)
    pen.y = look.heading.leading - look.strong.leading - 1
    pen.words(title, look.heading, role="H2", width=at, advance=False)
    pen.words(call_line(phone, say), look.strong, x=at, width=look.width - at)
    return pen.finish(max(pen.y, look.heading.leading))


def _under(look: Theme, title: Fragment, made: Fragment) -> Fragment:
    """A block under its title."""
    pen = Pen(look.width)
    pen.place(title)
    pen.place(made, 0, title.height + look.gap / 2)
    return pen.finish(title.height + look.gap / 2 + made.height)


def _beyond(title: str, sign: Sign) -> str:
    """A sign and what to do beyond what its box is titled with."""
    more = sign.tell.removeprefix(title).strip()
    return f"{sign.sign} {more}".strip()


class _Signs(NamedTuple):
    """Signs of one urgency under their title."""

    title: Run
    lines: tuple[str, ...]
    urgent: bool

    def draw(self, look: Theme, pen: Pen) -> None:
        """Into a box."""
        if self.urgent:
            pen.art(shapes.stop(9, -(look.heading.leading / 2), 8))
        pen.words((self.title,), look.heading, role="H3", x=24 if self.urgent else 0)
        pen.y += 2
        bullets(pen, self.lines, look.small if not look.large else look.body)


@lru_cache(maxsize=256)
def _signs_boxes(look: Theme, told: tuple[_Signs, ...]) -> Fragment:
    return side_by_side(look.width, [partial(one.draw, look) for one in told], weight=2.2)


def _fine_print(kit: Kit) -> list[Fragment]:
    """Where it comes from, who made and checked it, and what it is not."""
    look, say, program = kit.look, kit.say, kit.program
    pen = Pen(look.width)
    pen.rule(0, grey=0, weight=1)
    pen.y = 5
    pen.words(disclaimer(program, say, "page.last.disclaimer"), look.small_strong)
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
    if kit.clinic.web:
        pen.words((Run(kit.clinic.web, False, kit.clinic.web),), look.quiet)
    closing = pen.finish()
    if not program.sources:
        return [closing]
    pen = Pen(look.width)
    pen.words(say("page.last.sources"), look.small_strong, role="H3")
    cited = [
        say("page.last.source", n=n, cite=source.cite)
        for n, source in enumerate(program.sources, 1)
    ]
    pen.words("  ".join(cited), look.quiet)
    return [pen.finish(), closing]
