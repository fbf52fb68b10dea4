"""What the parts of the clinician's sheet are made of: titles, tables and lists."""

from collections.abc import Sequence
from functools import lru_cache

from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import bullet, heading
from exercise_rx.render.pdf.parts import table as ruled
from exercise_rx.render.pdf.pen import LIST, Fragment, Pen
from exercise_rx.render.pdf.text import Words
from exercise_rx.render.pdf.theme import Theme


def title(kit: Kit, flow: Flow, text: str, need: float = 40) -> None:
    """A heading. `need`: the room below it for the first of what it stands over."""
    flow.put(
        heading(kit.look, text, 3, kit.look.width, style=kit.look.strong), kit.look.gap, need=need
    )


def table(
    kit: Kit,
    flow: Flow,
    head: Sequence[str],
    rows: Sequence[Sequence[Words]],
    widths: Sequence[float],
) -> None:
    """A ruled table, which may go on over pages."""
    with flow.inside("Table"):
        for row in ruled(kit.look.width, head, rows, widths, kit.look.small):
            flow.put(row)


def first_height(kit: Kit, lines: Sequence[Words]) -> float:
    """The height of a list's first line, which its title stays with."""
    return _item(kit.look, lines[0]).height + 2


def bulleted(kit: Kit, flow: Flow, lines: Sequence[Words]) -> None:
    """A list, which may go on over pages."""
    with flow.inside("L", LIST):
        for line in lines:
            flow.put(_item(kit.look, line), 1.5)


@lru_cache(maxsize=1024)
def _item(look: Theme, line: Words) -> Fragment:
    pen = Pen(look.width)
    bullet(pen, line, look.small)
    return pen.finish()


def listed(kit: Kit, flow: Flow, text: str, lines: Sequence[Words]) -> None:
    """A list under its title; nothing where there are no lines."""
    if lines:
        title(kit, flow, text, need=first_height(kit, lines))
        bulleted(kit, flow, lines)
