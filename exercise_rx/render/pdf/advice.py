"""The lists of advice, set in two columns of one height: where a page has room, and on the last page."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullets, heading
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.theme import Style, Theme
from exercise_rx.render.said_alike import before_words, missed_words

BETWEEN = 18.0
"""White between the columns."""
WORTH = 150.0
"""Room on a page that is worth filling."""


class Section(NamedTuple):
    """A list under its title. `name` tells it from the others."""

    name: str
    title: str
    lines: tuple[str, ...]


def sections(kit: Kit, without: Collection[str] = ()) -> list[Section]:
    """Every list that has something to say, in the order of a day with the plan."""
    say, advice, no_time = kit.say, kit.program.advice, kit.program.no_time
    lists: dict[str, tuple[str, ...]] = {
        "extra": advice.extra,
        "before": before_words(kit.program, say),
        "bad-day": (
            say("page.last.bad-day.1"),
            say("page.last.bad-day.2"),
            no_time or say("page.last.bad-day.3"),
        ),
        "missed": missed_words(kit.program, say),
        "do": advice.do,
        "do-not": advice.do_not,
        "support": kit.program.support,
        "first-days": advice.first_days,
        "keep": advice.keep_away,
        "see-doctor": advice.see_doctor,
    }
    return [
        Section(name, say(f"page.last.{name}"), lines)
        for name, lines in lists.items()
        if lines and name not in without
    ]


def fill(kit: Kit, flow: Flow, said: frozenset[str] = frozenset()) -> frozenset[str]:
    """As much advice as this page has room for; the names of what is said by now."""
    look = kit.look
    if look.large or flow.left < WORTH:
        return said
    title = heading(look, kit.say("page.tips.heading"), 2, look.width)
    listed = sections(kit, {*said, "see-doctor"})
    count = _fitting(look, listed, flow.left - title.height - 3 * look.gap)
    if count > 1:
        flow.put(_rule(look), look.gap)
        flow.put(title, look.gap)
        flow.put(in_columns(look, tuple(listed[:count])), look.gap / 2)
        return said | {section.name for section in listed[:count]}
    return said


def place(look: Theme, flow: Flow, listed: Sequence[Section]) -> None:
    """All of them, in columns of one height on each page."""
    while listed:
        count = 1 if look.large else _fitting(look, listed, flow.left - look.gap)
        if not count:
            if flow.y <= flow.top:
                count = 1
            else:
                flow.turn()
                continue
        flow.put(in_columns(look, tuple(listed[:count])), look.gap)
        listed = listed[count:]


def _fitting(look: Theme, listed: Sequence[Section], room: float) -> int:
    """How many of the lists, from the first on, have room."""
    return next(
        (
            n
            for n in range(len(listed), 0, -1)
            if in_columns(look, tuple(listed[:n])).height <= room
        ),
        0,
    )


def _rule(look: Theme) -> Fragment:
    pen = Pen(look.width)
    pen.rule(0, grey=0, weight=1)
    return pen.finish(1.0)


@lru_cache(maxsize=512)
def in_columns(look: Theme, listed: tuple[Section, ...]) -> Fragment:
    """Two columns, split where they come out most alike; one column in large print. The one list of
    a page is itself split."""
    style = look.small if not look.large else look.body
    if look.large:
        return _stacked(tuple(_list(look, one, style, look.width) for one in listed), look)
    wide = (look.width - BETWEEN) / 2
    made = [_list(look, one, style, wide) for one in listed]
    best = min(
        range(1, len(made) + 1),
        key=lambda n: max(_height(made[:n], look), _height(made[n:], look)),
    )
    pen = Pen(look.width)
    columns = [_stacked(tuple(part), look) for part in (made[:best], made[best:]) if part]
    for i, column in enumerate(columns):
        pen.place(column, i * (wide + BETWEEN), 0)
    return pen.finish(max(column.height for column in columns))


def _height(made: Sequence[Fragment], look: Theme) -> float:
    return sum(one.height for one in made) + look.gap * max(0, len(made) - 1)


@lru_cache(maxsize=512)
def _stacked(made: tuple[Fragment, ...], look: Theme) -> Fragment:
    pen = Pen(made[0].width)
    for i, one in enumerate(made):
        pen.y += look.gap if i else 0
        pen.place(one)
        pen.y += one.height
    return pen.finish()


@lru_cache(maxsize=512)
def _list(look: Theme, section: Section, style: Style, wide: float) -> Fragment:
    pen = Pen(wide)
    pen.words(section.title, look.strong, role="H3")
    pen.y += 1
    bullets(pen, section.lines, style)
    return pen.finish()
