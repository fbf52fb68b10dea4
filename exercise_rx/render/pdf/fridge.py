"""Page one, for the fridge: whose plan, what to do each week, how much it may hurt, when to stop."""

from functools import partial
from typing import NamedTuple

from exercise_rx.render.pdf import alarm, cells, matrix, pain
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.logo import Logo
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import heading
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import closer, closest
from exercise_rx.render.pdf.whose import clinic_row, who


class Shape(NamedTuple):
    """How page one is shortened: each is tried in turn until one fits."""

    needs: bool = False
    thumbs: bool = False
    """A small picture beside each name."""
    listed: bool = True
    """Signs as lists; else run on, which is denser."""
    no_time: bool = True
    """What to do where there is no time; it stands inside too."""
    tight: bool = False
    """Less white in the table, smaller summary."""
    near: bool = False
    """Lines a little closer."""
    steps: int | None = None
    """How many stretches of weeks the table shows; the later ones follow on a page of their own."""


SHAPES = (
    Shape(needs=True, thumbs=True),
    Shape(needs=True, thumbs=True, tight=True),
    Shape(thumbs=True),
    Shape(thumbs=True, tight=True),
    Shape(tight=True),
    Shape(tight=True, no_time=False),
    Shape(tight=True, no_time=False, near=True),
    Shape(tight=True, no_time=False, listed=False),
)
LEAST, MOST = 5.0, 14.0
"""White between the blocks of page one."""


def pages(kit: Kit, flow: Flow, logo: Logo | None) -> bool:
    """One page in normal print. What does not fit is shortened by rule, never cut; whether what you
    need stayed on it."""
    if kit.look.large:
        _large(kit, flow, logo)
        return True
    flow.turn()
    drawn: dict[Shape, list[Fragment]] = {}
    fewer = [
        shape._replace(steps=n)
        for n in range(len(kit.program.steps) - 1, 0, -1)
        for shape in SHAPES[3:]
    ]
    for shape in (*SHAPES, *fewer):
        blocks = _blocks(kit, logo, shape, drawn)
        free = flow.height - sum(block.height for block in blocks)
        gaps = len(blocks) - 1
        if free >= LEAST * gaps:
            break
    else:
        _table_apart(kit, flow, logo)
        return True
    for block in blocks:
        flow.put(block, min(max(free / gaps, LEAST), MOST))
    if shape.steps:
        _later(kit, flow, shape.steps)
    return shape.needs or shape.steps is not None


def _table_apart(kit: Kit, flow: Flow, logo: Logo | None) -> None:
    """Where even the first weeks have too many exercises for page one: when to stop and whom to call
    stay there, and the table has a page of its own."""
    pen = Pen(kit.look.width)
    pen.words(kit.say("page.fridge.next"), kit.look.strong)
    opening = (clinic_row(kit, logo), who(kit, tight=False), pen.finish())
    for block in (*opening, *_when_to_stop(kit, Shape())):
        flow.put(block, MOST)
    _later(kit, flow, 0)


def _large(kit: Kit, flow: Flow, logo: Logo | None) -> None:
    """Large print: one block below the other, over as many pages as it takes. Whom to call and what
    to do today stand on page one, the later weeks too where they have room."""
    flow.turn()
    near = kit.but(look=closer(kit.look))
    fewer = range(len(kit.program.steps) - 1, 0, -1)
    ways = ((kit, None, True), (kit, None, False), (near, None, False))
    for one, shown, thumbs in (*ways, *((near, n, False) for n in fewer)):
        today = _today(one, logo, Shape(steps=shown, thumbs=thumbs), {})
        page = [*today, what_you_need(one)] if thumbs else today
        if sum(block.height for block in page) + one.look.gap * len(page) <= flow.height:
            break
    for block in today:
        flow.put(block, one.look.gap)
    looks = (one.look, closer(kit.look), closest(kit.look))
    flow.fewest([partial(_large_rest, one.but(look=look), flow, shown) for look in looks])


def _large_rest(kit: Kit, flow: Flow, shown: int | None) -> None:
    """What stands below today's list in large print: later weeks, what you need, when to stop."""
    gap, rest = kit.look.gap, _when_to_stop(kit, Shape())
    if shown is None:
        rest.insert(0, what_you_need(kit))
    else:
        while rest and rest[0].height + gap <= flow.left:
            flow.put(rest.pop(0), gap)
        _later(kit, flow, shown)
    for block in rest:
        flow.put(block, gap)


def _later(kit: Kit, flow: Flow, shown: int) -> None:
    """The weeks that page one had no room for, with small pictures where they cost no page."""
    ways = (not kit.look.large, False)
    flow.fewest([partial(_later_weeks, kit, flow, shown, thumbs=thumbs) for thumbs in ways])


def _later_weeks(kit: Kit, flow: Flow, shown: int, *, thumbs: bool) -> None:
    look = kit.look
    flow.turn()
    title = kit.say("page.fridge.later" if shown else "page.fridge.whole")
    flow.put(heading(look, title, 2, look.width, style=look.title))
    for plan in matrix.bands(kit, kit.program.steps[shown:], tight=False, thumbs=thumbs):
        flow.put(matrix.draw(kit, plan), look.gap)
    pen = Pen(look.width)
    ended = _ended(kit, shown)
    bold = kit.say("page.matrix.ended", listed=ended) + " " if ended else ""
    bold += cells.to_fill(kit, kit.program.steps[shown:])
    runs = (Run(bold, True),) if bold else ()
    pen.words((*runs, Run(cells.notes(kit, kit.program.steps[shown:]))), look.small)
    flow.put(pen.finish(), 3)
    flow.put(what_you_need(kit), look.gap)


def _ended(kit: Kit, shown: int) -> str:
    """The numbers of the exercises that are done in the first steps only."""
    steps = kit.program.steps
    later = {item.exercise for step in steps[shown:] for item in step.items}
    return ", ".join(card.number for card in kit.program.cards if card.id not in later)


def _blocks(
    kit: Kit,
    logo: Logo | None,
    shape: Shape,
    drawn: dict[Shape, list[Fragment]],
) -> list[Fragment]:
    """The blocks of page one in one shape. `drawn`: tables drawn for an earlier shape."""
    kit = kit.but(look=closer(kit.look)) if shape.near else kit
    needs = [what_you_need(kit)] if shape.needs else []
    return [*_today(kit, logo, shape, drawn), *_when_to_stop(kit, shape), *needs]


def _today(
    kit: Kit,
    logo: Logo | None,
    shape: Shape,
    drawn: dict[Shape, list[Fragment]],
) -> list[Fragment]:
    """Whom to call, whose plan it is, what to do."""
    program = kit.program
    key = shape._replace(needs=False, listed=True, no_time=True)
    if key not in drawn:
        shown = program.steps[: shape.steps]
        plans = matrix.bands(kit, shown, tight=shape.tight, thumbs=shape.thumbs)
        drawn[key] = [matrix.draw(kit, plan) for plan in plans]
    tables = drawn[key]
    return [
        clinic_row(kit, logo),
        who(kit, tight=shape.tight),
        *tables[:-1],
        _with_notes(kit, tables[-1], shape),
    ]


def _when_to_stop(kit: Kit, shape: Shape) -> list[Fragment]:
    """How much it may hurt, when to stop, when to call for help."""
    look, say, program = kit.look, kit.say, kit.program
    return [
        pain.bar(look, say, program.pain, tight=shape.tight),
        alarm.stop(look, say, program.stop, kit.clinic.phone),
        *alarm.emergency(kit, listed=shape.listed),
    ]


def _with_notes(kit: Kit, table: Fragment, shape: Shape) -> Fragment:
    """The last table with how often, and how to read it."""
    pen = Pen(kit.look.width)
    pen.place(table)
    pen.y = table.height + 3
    steps = kit.program.steps[: shape.steps]
    parts: list[Run] = []
    if kit.often_is_open:
        parts.append(Run(kit.say("page.matrix.often-write"), True))
    elif kit.common_often:
        parts.append(Run(kit.say("page.matrix.often-all", often=kit.common_often), True))
    if shape.steps is not None:
        parts.append(Run(("  " if parts else "") + kit.say("page.fridge.more"), True))
    if warned := cells.to_fill(kit, steps):
        parts.append(Run(("  " if parts else "") + warned.strip(), True))
    parts.append(Run(("  " if parts else "") + cells.notes(kit, steps)))
    if len(kit.units) > 1 and shape.no_time:
        parts.append(Run("  " + (kit.program.no_time or kit.say("page.missed-short")), True))
    pen.words(tuple(parts), kit.look.small)
    return pen.finish()


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
