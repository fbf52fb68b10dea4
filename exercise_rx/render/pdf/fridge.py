"""Page one, for the fridge: whose plan, what to do each week, how much it may hurt, when to stop."""

from functools import lru_cache, partial
from typing import NamedTuple

from exercise_rx.model.program import PainRule
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import matrix, shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit, filled, telephone_link
from exercise_rx.render.pdf.logo import Logo, name_row
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets, heading, panel, side_by_side
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import Run, height, shown
from exercise_rx.render.pdf.theme import LINE, MM, Style, Theme

BODY_HEIGHT = 30 * MM


class Shape(NamedTuple):
    """How page one is shortened: each is tried in turn until one fits."""

    thumbnails: bool = False
    needs: bool = False
    listed: bool = True
    """Signs as lists; else run on, which is denser."""
    tight: bool = False
    """Less white in the table, smaller summary."""
    steps: int | None = None
    """How many stretches of weeks the table shows; the later ones follow on a page of their own."""


SHAPES = (
    Shape(thumbnails=True, needs=True),
    Shape(thumbnails=True),
    Shape(needs=True),
    Shape(),
    Shape(tight=True),
    Shape(tight=True, listed=False),
)
LEAST, MOST = 5.0, 14.0
"""White between the blocks of page one."""


def pages(kit: Kit, flow: Flow, logo: Logo | None) -> bool:
    """One page in normal print. What does not fit is shortened by rule, never cut; whether what you
    need stayed on it."""
    flow.turn()
    if kit.look.large:
        top, mine, *rest, needs = _blocks(kit, logo, Shape(needs=True), {})
        for block in (top, mine, needs, *rest):
            flow.put(block, kit.look.gap)
        return True
    drawn: dict[tuple[bool, bool, int | None], list[Fragment]] = {}
    fewer = [
        Shape(tight=True, listed=listed, steps=n)
        for n in range(len(kit.program.steps) - 1, 0, -1)
        for listed in (True, False)
    ]
    for shape in (*SHAPES, *fewer):
        blocks = _blocks(kit, logo, shape, drawn)
        free = flow.height - sum(block.height for block in blocks)
        gaps = len(blocks) - 1
        if free >= LEAST * gaps:
            break
    for block in blocks:
        flow.put(block, min(max(free / gaps, LEAST), MOST))
    if shape.steps:
        _later(kit, flow, shape.steps)
    return shape.needs or shape.steps is not None


def _later(kit: Kit, flow: Flow, shown: int) -> None:
    """The weeks that page one had no room for."""
    look = kit.look
    flow.turn()
    flow.put(heading(look, kit.say("page.fridge.later"), 2, look.width, style=look.title))
    for plan in matrix.bands(kit, kit.program.steps[shown:], thumbnails=True, tight=False):
        flow.put(matrix.draw(kit, plan), look.gap)
    flow.put(what_you_need(kit), look.gap)


def _blocks(
    kit: Kit,
    logo: Logo | None,
    shape: Shape,
    drawn: dict[tuple[bool, bool, int | None], list[Fragment]],
) -> list[Fragment]:
    """The blocks of page one in one shape. `drawn`: tables drawn for an earlier shape."""
    look, say, program = kit.look, kit.say, kit.program
    key = (shape.thumbnails and matrix.any_pictures(kit), shape.tight, shape.steps)
    if key not in drawn:
        plans = matrix.bands(kit, program.steps[: shape.steps], thumbnails=key[0], tight=key[1])
        drawn[key] = [matrix.draw(kit, plan) for plan in plans]
    tables = drawn[key]
    made = [
        clinic_row(kit, logo),
        who(kit, tight=shape.tight),
        *tables[:-1],
        _with_notes(kit, tables[-1], more=shape.steps is not None, tight=shape.tight),
        pain(look, say, program.pain, tight=shape.tight),
        stop(look, say, program.stop, kit.clinic.phone),
        *_emergency(kit, listed=shape.listed),
    ]
    if shape.needs:
        made.append(what_you_need(kit))
    return made


def clinic_row(kit: Kit, logo: Logo | None) -> Fragment:
    """The clinic's name and mark on the left, the number to call on the right."""
    pen = Pen(kit.look.width)
    pen.entry(kit.say("page.fridge.bookmark"), 0)
    name_row(pen, kit.clinic, kit.look, kit.say, logo)
    return pen.finish()


def who(kit: Kit, *, tight: bool) -> Fragment:
    """The plan's name, whose it is, which side, the dates, the goal, and the body mark."""
    program, look, say = kit.program, kit.look, kit.say
    pen = Pen(look.width)
    high = BODY_HEIGHT * (1.25 if look.large else 1.0)
    mark_width = high * 0.62
    room = look.width - mark_width - 12
    pen.rule(0, grey=0, weight=1.6)
    pen.y = 6
    title = (
        look.title if width(program.title, look.title.size, True) <= room else _smaller(look.title)
    )
    pen.words(program.title, title, width=room, role="H1")
    if program.kind == "protected":
        pen.words(say("page.protected"), look.heading, width=room, role="H2")
        pen.words(say("page.protected-line"), look.body, width=room)
    side = program.side_words
    first = f"{say('page.for', name=program.patient)}  ·  {side}" if program.patient else side
    pen.words(first, look.lead.but(bold=True), width=room)
    therapist = (
        say("page.therapist", name=program.clinician)
        if program.clinician
        else say("page.therapist-write")
    )
    dates = [
        say("page.starts", date=kit.short_date(program.start, year=True)),
        say("page.review", date=kit.short_date(program.review_by, year=True)),
        therapist,
    ]
    if program.surgery_date:
        dates.insert(0, say("page.surgery", date=kit.short_date(program.surgery_date, year=True)))
    pen.words("  ·  ".join(dates), look.small, width=room)
    if program.replaces:
        pen.words(
            say(
                "page.plan-replaces",
                id=program.plan_id,
                version=program.version,
                old=program.replaces,
            ),
            look.small_strong,
            width=room,
        )
    if program.draft:
        pen.words(say("page.draft-line"), look.small_strong, width=room)
    pen.y += 2 if tight else 4
    style = look.small if tight else look.body
    if program.goal:
        pen.words((Run(say("page.goal"), True), Run(" " + program.goal)), style, width=room)
    else:
        pen.words(say("page.goal-write"), style, width=room)
    pen.words(program.summary, style, width=room)
    bottom = pen.y
    _body_mark(kit, pen, look.width - high * 0.37, 8, high)
    pen.y = max(bottom, high + 9)
    return pen.finish()


def _smaller(style: Style) -> Style:
    """For a title that would take two lines."""
    return style._replace(size=style.size * 0.8, leading=style.leading * 0.8)


def _body_mark(kit: Kit, pen: Pen, x: float, top: float, high: float) -> None:
    program, say, small = kit.program, kit.say, kit.look.small_strong
    figure = high - 4
    alt = say("page.body-alt", side=program.side_words)
    with pen.figure(alt, x - high * 0.31, top, high * 0.62, high) as operators:
        operators.append(shapes.body(x, -top - figure, figure))
        for one in dict.fromkeys((d.region, d.side) for d in program.diagnoses):
            operators.append(shapes.mark_on_body(x, -top - figure, figure, *one))
    pen.y = top + high * 0.34
    pen.words(say("page.body-right"), small, x=x - high * 0.36, width=20, advance=False)
    pen.words(say("page.body-left"), small, x=x + high * 0.29, width=20, advance=False)


def _with_notes(kit: Kit, table: Fragment, *, more: bool, tight: bool) -> Fragment:
    """The last table with how often, and how to read it."""
    pen = Pen(kit.look.width)
    pen.place(table)
    pen.y = table.height + 3
    parts: list[Run] = []
    if kit.often_is_open:
        parts.append(Run(kit.say("page.matrix.often-write"), True))
    elif kit.common_often:
        parts.append(Run(kit.say("page.matrix.often-all", often=filled(kit.common_often)), True))
    if more:
        parts.append(Run(("  " if parts else "") + kit.say("page.fridge.more"), True))
    parts.append(Run(("  " if parts else "") + matrix.notes(kit)))
    if len(kit.units) > 1 and not tight:
        parts.append(Run("  " + kit.say("page.missed-short"), True))
    pen.words(tuple(parts), kit.look.small)
    return pen.finish()


@lru_cache(maxsize=256)
def pain(look: Theme, say: Wording, rule: PainRule, *, tight: bool) -> Fragment:
    """The pain rule as a bar from 0 to 10: shapes, words and numbers, so that no colour is needed."""
    pen = Pen(look.width)
    title = say("page.pain.heading")
    pen.words(title, look.heading, role="H2", advance=False)
    at = width(title, look.heading.size, True) + 12
    room = look.width - at
    if rule.words and width(rule.words, look.small.size) <= room:
        pen.y += look.heading.leading - look.small.leading - 1.5
        pen.words(rule.words, look.small, x=at, width=room)
        pen.y += 1.5
    else:
        pen.y += height(title, look.heading, look.width)
        if not tight:
            pen.words(rule.words, look.small)
    pen.y += 3
    zones = _zones(rule.limit)
    cell = look.width / 11
    tall = 25.0 if look.large else 20.0
    top = pen.y
    alt = say("page.pain.alt", green=rule.green, amber=rule.amber, red=rule.red)
    with pen.figure(alt, 0, top, look.width, tall) as operators:
        operators.append(_bar(zones, cell, top, tall))
        style = look.strong
        for n in range(11):
            wide = width(str(n), style.size, True)
            white = n >= zones[2][0]
            operators.append(
                f"{'1' if white else '0'} g BT {cell * n + (cell - wide) / 2:.2f} "
                f"{-top - tall / 2 - style.size * 0.34:.2f} Td "
                + shown(str(n), style.size, True)
                + "ET 0 g"
            )
    pen.y = top + tall + 4
    words = [(shapes.go, rule.green), (shapes.care, rule.amber), (shapes.stop, rule.red)]
    natural = [width(text, look.small.size, True) + 26 for _, text in words]
    shares = [min(natural[0], look.width * 0.3), natural[1], natural[2]]
    free = look.width - 16 - shares[0]
    rest = max(natural[1] + natural[2], 1)
    shares = [shares[0], max(min(free * natural[1] / rest, free * 0.65), free * 0.35), 0]
    shares[2] = free - shares[1]
    x, below = 0.0, pen.y
    deepest = below
    for (shape, text), wide in zip(words, shares, strict=True):
        pen.y = below
        pen.art(shape(x + 9, -(below + 9), 7.5))
        pen.words(text, look.small_strong, x=x + 22, width=wide - 24)
        deepest = max(deepest, pen.y, below + 18)
        x += wide + 8
    pen.y = deepest
    return pen.finish()


def _zones(limit: int) -> list[tuple[int, int]]:
    """First and last number of go, care and stop."""
    low = min(2, limit)
    return [(0, low), (low + 1, limit), (limit + 1, 10)]


def _bar(zones: list[tuple[int, int]], cell: float, top: float, tall: float) -> str:
    fills = ("1 g", "0.85 g", "0.2 g")
    parts = [
        f"{fill} {first * cell:.2f} {-top - tall:.2f} {(last - first + 1) * cell:.2f} {tall:.2f} re f"
        for fill, (first, last) in zip(fills, zones, strict=True)
        if last >= first
    ]
    lines = " ".join(
        f"{n * cell:.2f} {-top:.2f} m {n * cell:.2f} {-top - tall:.2f} l" for n in range(1, 11)
    )
    edges = " ".join(
        f"{first * cell:.2f} {-top:.2f} m {first * cell:.2f} {-top - tall:.2f} l"
        for first, last in zones[1:]
        if last >= first
    )
    frame = f"0 {-top - tall:.2f} {11 * cell:.2f} {tall:.2f} re"
    return f"q {' '.join(parts)} 0.6 w {LINE} G {lines} S 1.2 w 0 G {edges} {frame} S Q"


@lru_cache(maxsize=256)
def stop(look: Theme, say: Wording, lines: tuple[str, ...], number: str | None) -> Fragment:
    """The box that says when to stop and whom to call."""

    def inside(pen: Pen) -> None:
        pen.art(shapes.stop(9, -(look.heading.leading / 2 + 1), 9))
        title = say("page.stop.heading")
        pen.words(title, look.heading, x=25, width=pen.width * 0.55, role="H2", advance=False)
        call = say("page.stop.call", phone=number) if number else say("page.stop.call-write")
        at = 25 + width(title, look.heading.size, True) + 18
        linked = (Run(call, True, telephone_link(number)),) if number else call
        pen.words(linked, look.strong, x=at, width=pen.width - at)
        pen.y = max(pen.y, look.heading.leading) + 2
        _two_columns(pen, lines, look)

    return panel(look.width, inside, weight=2.2, pad=6.5)


def _two_columns(pen: Pen, lines: tuple[str, ...], look: Theme) -> None:
    style = look.small if not look.large else look.body
    if look.large:
        bullets(pen, lines, style)
        return
    half = -(-len(lines) // 2)
    first = (pen.width - 14) * 0.57
    top = pen.y
    made = []
    for part, room in ((lines[:half], first), (lines[half:], pen.width - 14 - first)):
        column = Pen(room)
        bullets(column, part, style, gap=0.5)
        made.append(column.finish())
    pen.place(made[0], 0, top)
    pen.place(made[1], first + 14, top)
    pen.y = top + max(fragment.height for fragment in made)


def _signs(kit: Kit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In short words: the signs to call for now, and those for the same day."""
    now = tuple(
        _short_sign(kit, s.id, s.sign) for s in kit.program.emergency if s.urgency == "emergency"
    )
    today = tuple(
        _short_sign(kit, s.id, s.sign) for s in kit.program.emergency if s.urgency != "emergency"
    )
    return now, today


def _emergency(kit: Kit, *, listed: bool) -> list[Fragment]:
    """Call now, and get care the same day: in boxes beside each other, as running words in one box
    where lists have no room, or one below the other in large print. Short words; the full ones stand
    on the last page."""
    look, say = kit.look, kit.say
    told = [
        (title, signs)
        for title, signs in zip(
            (
                say("page.emergency.heading", number=kit.clinic.emergency),
                say("page.emergency.same-day"),
            ),
            _signs(kit),
            strict=True,
        )
        if signs
    ]
    if look.large:
        return [_signs_boxes(look, (one,)) for one in told]
    if not told:
        return []
    return [(_signs_boxes if listed else _run_on)(look, tuple(told))]


@lru_cache(maxsize=256)
def _signs_boxes(look: Theme, told: tuple[tuple[str, tuple[str, ...]], ...]) -> Fragment:
    style = look.small if not look.large else look.body

    def box(pen: Pen, title: str, signs: tuple[str, ...]) -> None:
        pen.words(title, look.strong, role="H2")
        pen.y += 1
        bullets(pen, signs, style, gap=0.5)

    draws = [partial(box, title=title, signs=signs) for title, signs in told]
    return side_by_side(look.width, draws, gap=9, weight=2.2, pad=7.0)


@lru_cache(maxsize=256)
def _run_on(look: Theme, told: tuple[tuple[str, tuple[str, ...]], ...]) -> Fragment:
    def inside(pen: Pen) -> None:
        for title, signs in told:
            pen.words((Run(title + ":", True), Run(" " + "; ".join(signs) + ".")), look.small)
            pen.y += 1.5

    return panel(look.width, inside, weight=2.2, pad=6.5)


def _short_sign(kit: Kit, name: str, sign: str) -> str:
    key = f"page.sign.{name}"
    return kit.say(key) if key in kit.say else sign


def what_you_need(kit: Kit) -> Fragment:
    """Everything the plan uses, each with what does instead at home."""
    look, say = kit.look, kit.say
    listed = [
        say("page.need.instead", name=need.name, instead=need.instead)
        if need.instead
        else need.name
        for need in kit.program.needs
    ]
    text = "; ".join(listed) + "." if listed else say("page.need.nothing")
    pen = Pen(look.width)
    pen.words(
        (Run(say("page.need.heading") + ":", True), Run(" " + text)),
        look.body if look.large else look.small,
        width=look.width,
    )
    return pen.finish()
