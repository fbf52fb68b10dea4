"""What stands in a cell of page one's table: a dose, what else changed, how often, the minutes."""

from collections.abc import Sequence

from exercise_rx.model.program import Card, Item, Step
from exercise_rx.render.legend import reading
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import (
    LONG_LINE,
    Kit,
    beside_the_count,
    figures_of,
    filled,
    often_mark,
    short_dose,
)


def item_of(step: Step, card: Card) -> Item | None:
    """What a step asks for of an exercise; none where it is not done."""
    return next((item for item in step.items if item.exercise == card.id), None)


def lines(kit: Kit, step: Step, room: float, card: Card, item: Item | None) -> tuple[str, ...]:
    """The lines of a cell: the dose of each choice, then what else changed, then how often."""
    say = kit.say
    if item is None:
        later = any(
            item_of(other, card) for other in kit.program.steps if other.number > step.number
        )
        return (say("page.matrix.later" if later else "page.matrix.done"),)
    if item.change == "same":
        return (say("page.matrix.same"),)
    told = list(short_dose(item))
    if len(told) > 1:
        return (*(f"{line} {say('page.or')}" for line in told[:-1]), told[-1], *_often(kit, item))
    before = next((other for other in kit.program.steps if other.number == step.number - 1), None)
    earlier = item_of(before, card) if before else None
    more = _what_else(earlier, item) if earlier and short_dose(earlier) == tuple(told) else []
    told += [*more, *(said for said in _often(kit, item) if said not in more)]
    joined = ", ".join(told)
    return (joined,) if width(joined, kit.look.small.size, True) <= room else tuple(told)


def _often(kit: Kit, item: Item) -> list[str]:
    """How often, where it is not the same all over the plan."""
    if kit.common_often is not None or kit.often_by_step:
        return []
    said = {(choice.figures.often, often_mark(choice.figures)) for choice in item.choices}
    often, mark = said.pop()
    if said or not often:
        return []
    return [LONG_LINE if "often" in item.choices[0].figures.blanks else filled(often) + mark]


def _what_else(earlier: Item, item: Item) -> list[str]:
    """What differs when sets and times do not: the hold, the load, the speed, the rest, how often."""
    was, now = earlier.choices[0].figures, item.choices[0].figures
    return [
        filled(value)
        for name in beside_the_count(now)
        if (value := getattr(now, name)) and value != getattr(was, name)
    ]


def minutes(kit: Kit, step: Step) -> str:
    """The minutes of a session, short enough for a cell."""
    say = kit.say
    if step.minutes is None:
        return filled(say("page.matrix.min-blank"))
    n = max(1, round(step.minutes))
    if any(item.minutes is None for item in step.items):
        return filled(say("page.matrix.min-more", n=n))
    return step.minutes_short or say("page.matrix.min", n=n)


def to_fill(kit: Kit, steps: Sequence[Step]) -> str:
    """That an empty line is no order to begin, where one of `steps` has any."""
    if any(one.blanks for one in figures_of(steps)):
        return kit.say("page.matrix.read-lines") + " "
    return ""


def notes(kit: Kit, steps: Sequence[Step]) -> str:
    """How to read a table of `steps`, in a line below it."""
    say = kit.say
    parts = [*reading(steps, say)]
    if len(steps) > 1:
        parts.append(say("page.matrix.read-changed"))
    if kit.marked:
        parts.append(say("page.matrix.read-marks"))
    return " ".join(parts)
