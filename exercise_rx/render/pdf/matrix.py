"""The table of page one: exercises down, weeks across, the dose in each cell, changes boxed."""

from collections.abc import Sequence

from exercise_rx.model.program import Card, Item, Step
from exercise_rx.model.record import Record
from exercise_rx.render.pdf import cells
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit, short_dose
from exercise_rx.render.pdf.pen import COLUMN, ROW, Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, height
from exercise_rx.render.pdf.theme import LINE as RULE
from exercise_rx.render.pdf.theme import TINT

PAD = 4.0
THUMB, THUMB_TIGHT, THUMB_LARGE = (32.0, 21.0), (28.0, 18.0), (44.0, 30.0)


class Plan(Record):
    """How the table is drawn: which steps, how wide the columns are."""

    steps: tuple[Step, ...]
    tight: bool
    thumb: tuple[float, float]
    """Width and height of the small picture beside a name; nothing: none."""
    name: float
    column: float

    @property
    def indent(self) -> float:
        """Room for the plus of a changed cell."""
        return 12.0 if len(self.steps) > 1 or self.steps[0].number > 1 else 0.0

    @property
    def room(self) -> float:
        """For words in a cell."""
        return self.column - 2 * PAD - self.indent


def bands(kit: Kit, steps: Sequence[Step], *, tight: bool, thumbs: bool = False) -> list[Plan]:
    """The steps in as many tables as the paper's width asks for, all with columns alike."""
    look = kit.look
    thumb = THUMB_LARGE if look.large else THUMB_TIGHT if tight else THUMB
    thumbs = thumbs and bool(kit.program.pictures)
    least = max(_cell_width(kit, item) for step in steps for item in step.items) + 2 * PAD + 13
    label = max(width(step.label, look.small.size, True) for step in steps) + 2 * PAD
    least = max(least, min(label, 90), 44.0)
    name_least = look.width * (0.40 if len(steps) > 2 else 0.44)
    fit = max(1, int((look.width - name_least) // least))
    count = -(-len(steps) // fit)
    each = -(-len(steps) // count)
    column = min((look.width - name_least) / each, 150.0 if len(steps) > 1 else 230.0)
    return [
        Plan(
            tuple(steps[i : i + each]),
            tight,
            thumb if thumbs else (0.0, 0.0),
            look.width - column * each,
            column,
        )
        for i in range(0, len(steps), each)
    ]


def _cell_width(kit: Kit, item: Item) -> float:
    """The widest word group of a cell that must stay on one line."""
    style = kit.look.small_strong
    return max(min(width(line, style.size, True), 74.0) for line in short_dose(item)) + 9


def draw(kit: Kit, plan: Plan) -> Fragment:
    """One band as a table."""
    pen = Pen(kit.look.width)
    used = {item.exercise for step in plan.steps for item in step.items}
    units = [tuple(card for card in unit if card.id in used) for unit in kit.units]
    with pen.inside("Table"):
        _head(kit, plan, pen)
        for unit in filter(None, units):
            _unit(kit, plan, pen, unit)
        if kit.often_by_step:
            _foot_row(
                kit,
                plan,
                pen,
                kit.say("page.exercise.often"),
                [kit.often_by_step[step.number] for step in plan.steps],
            )
        _foot_row(
            kit,
            plan,
            pen,
            kit.say("page.matrix.minutes"),
            [cells.minutes(kit, step) for step in plan.steps],
        )
    right = plan.name + plan.column * len(plan.steps)
    pen.rule(pen.y, 0, right, grey=0, weight=1.1)
    return pen.finish()


def _head(kit: Kit, plan: Plan, pen: Pen) -> None:
    style, say = kit.look.small_strong, kit.say
    labels = [
        (
            step.label,
            say("page.matrix.from", date=kit.short_date(step.first_day).replace(" ", NO_BREAK)),
        )
        for step in plan.steps
    ]
    joined = [f"{label}, {day}" for label, day in labels]
    if all(width(label, style.size, True) <= plan.room for label in joined):
        labels = [(label, "") for label in joined]
    _head_row(kit, plan, pen, labels)


def _head_row(kit: Kit, plan: Plan, pen: Pen, labels: list[tuple[str, str]]) -> None:
    style, say = kit.look.small_strong, kit.say
    tall = (
        max(
            height(label, style, plan.room) + height(day, kit.look.quiet, plan.room)
            for label, day in labels
        )
        + 7
    )
    total = plan.name + plan.column * len(plan.steps)
    pen.box(0, pen.y, total, tall, fill=TINT, edge=None)
    pen.rule(pen.y, 0, total, grey=0, weight=1.1)
    top = pen.y
    with pen.inside("TR"):
        with pen.inside("TH", COLUMN):
            pen.y = top + tall - style.leading - 4
            pen.words(
                say("page.matrix.exercise"),
                style,
                x=PAD,
                width=plan.name - PAD,
                role=None,
                advance=False,
            )
        for i, (label, day) in enumerate(labels):
            with pen.inside("TH", COLUMN):
                pen.y = top + 3
                x = plan.name + i * plan.column + PAD + plan.indent
                pen.words(label, style, x=x, width=plan.room, role="P")
                if day:
                    pen.words(day, kit.look.quiet, x=x, width=plan.room, role="P")
    pen.y = top + tall
    pen.rule(pen.y, 0, total, grey=0, weight=0.8)


def _unit(kit: Kit, plan: Plan, pen: Pen, unit: Sequence[Card]) -> None:
    """The rows of one exercise; parts of one movement with the same dose share their cells."""
    together = len(unit) > 1 and all(_items(step, unit, same=True) for step in plan.steps)
    if not together:
        for card in unit:
            _row(kit, plan, pen, (card,), [cells.item_of(step, card) for step in plan.steps])
    else:
        _row(kit, plan, pen, tuple(unit), [cells.item_of(step, unit[0]) for step in plan.steps])


def _items(step: Step, unit: Sequence[Card], *, same: bool) -> bool:
    """Whether the parts of a unit stand in a step with one dose, or not at all."""
    found = [cells.item_of(step, card) for card in unit]
    doses = {(item.choices, item.change in ("same",)) if item else None for item in found}
    return same and len(doses) == 1


def _row(
    kit: Kit, plan: Plan, pen: Pen, cards: tuple[Card, ...], items: Sequence[Item | None]
) -> None:
    look = kit.look
    name_heights = _name_heights(kit, plan, cards)
    doses = [
        cells.lines(kit, plan.steps[i], plan.room, cards[0], item) for i, item in enumerate(items)
    ]
    cell_height = max(
        sum(height(line, look.small_strong, plan.room) for line in lines) for lines in doses
    ) + (5 if plan.tight else 8)
    tall = max(sum(name_heights) + (3 if plan.tight or plan.thumb[1] else 7), cell_height)
    top = pen.y
    with pen.inside("TR"):
        with pen.inside("TH", ROW):
            pen.y = top + (tall - sum(name_heights)) / 2
            for card, own in zip(cards, name_heights, strict=True):
                _name(kit, plan, pen, card, own)
        for i, (item, lines) in enumerate(zip(items, doses, strict=True)):
            pen.y = top
            _cell(
                kit,
                plan,
                pen,
                item,
                lines,
                plan.name + i * plan.column,
                tall,
                first=plan.steps[i].number == 1,
            )
    pen.y = top + tall
    total = plan.name + plan.column * len(plan.steps)
    pen.rule(pen.y, 0, total, grey=RULE, weight=0.6)


def _name_room(kit: Kit, plan: Plan, card: Card) -> tuple[float, float]:
    """Where a name begins, and its room."""
    numbers = [one.number for one in kit.program.cards] if plan.thumb[0] else [card.number]
    number = max(width(one, kit.look.small.size, True) for one in numbers) + 7
    x = PAD + number + (plan.thumb[0] + PAD if plan.thumb[0] else 0.0)
    return x, plan.name - PAD - x


def _name_heights(kit: Kit, plan: Plan, cards: Sequence[Card]) -> list[float]:
    """The height of each name, with its small picture."""
    picture = plan.thumb[1] + 2 if plan.thumb[1] else 0.0
    return [
        max(height(card.plain, kit.look.small, _name_room(kit, plan, card)[1]), picture)
        for card in cards
    ]


def _name(kit: Kit, plan: Plan, pen: Pen, card: Card, tall: float) -> None:
    """Number, small picture and name of an exercise, in the middle of `tall` points."""
    style, (x, room), top = kit.look.small, _name_room(kit, plan, card), pen.y
    wide, high = plan.thumb
    if wide and (shown := kit.frames(card, "end", "start")):
        frame = shown[0]
        drawing = kit.pictures[frame.picture]
        left, above = x - wide - PAD, top + (tall - high) / 2
        pen.picture(frame.picture, drawing, None, left, above, wide, high, mirrored=frame.mirrored)
    pen.y = top + (tall - style.leading) / 2 if wide else top
    pen.words(card.number, style.but(bold=True), x=PAD, width=x - PAD, role="P", advance=False)
    pen.y = top + (tall - height(card.plain, style, room)) / 2
    pen.words(card.plain, style, x=x, width=room, role="P", advance=False)
    pen.y = top + tall


def _cell(
    kit: Kit,
    plan: Plan,
    pen: Pen,
    item: Item | None,
    lines: Sequence[str],
    x: float,
    tall: float,
    *,
    first: bool,
) -> None:
    look = kit.look
    room = plan.room
    changed = (item is not None and item.change not in ("same", "new")) or (
        item is not None and item.change == "new" and not first
    )
    content = sum(height(line, look.small_strong, room) for line in lines)
    top = pen.y
    if changed:
        pen.box(x + 1.5, top + 1.5, plan.column - 3, tall - 3, weight=1.5, radius=2.5)
        px, py = x + 7.5, -(top + 8.5)
        pen.art(
            f"q 1.4 w {px - 3:.2f} {py:.2f} m {px + 3:.2f} {py:.2f} l {px:.2f} {py - 3:.2f} m "
            f"{px:.2f} {py + 3:.2f} l S Q"
        )
    dose_style = look.small if item is None or item.change == "same" else look.small_strong
    with pen.inside("TD"):
        pen.y = top + (tall - content) / 2
        for i, line in enumerate(lines):
            style = dose_style if i < len(short_dose(item) if item else lines) else look.small
            pen.words(line, style, x=x + PAD + plan.indent, width=room, role="P")
    pen.y = top


def _foot_row(kit: Kit, plan: Plan, pen: Pen, title: str, texts: Sequence[str]) -> None:
    """What holds for all exercises of a step: how often, how long."""
    style = kit.look.small_strong
    tall = max(
        height(title, style, plan.name - PAD), *(height(text, style, plan.room) for text in texts)
    )
    tall += 5 if plan.tight else 8
    top = pen.y
    # The tint leaves the rule above it whole.
    across = plan.name + plan.column * len(plan.steps)
    pen.box(0, top + 0.5, across, tall - 0.5, fill=TINT, edge=None)
    with pen.inside("TR"):
        pen.y = top + (tall - style.leading) / 2
        with pen.inside("TH", ROW):
            pen.words(title, style, x=PAD, width=plan.name - PAD, role=None, advance=False)
        for i, text in enumerate(texts):
            pen.y = top + (tall - height(text, style, plan.room)) / 2
            with pen.inside("TD"):
                pen.words(
                    text,
                    style,
                    x=plan.name + i * plan.column + PAD + plan.indent,
                    width=plan.room,
                    role=None,
                )
    pen.y = top + tall
