"""Building blocks that pages share: headings, lists, panels, tables, lines to write on."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.pen import COLUMN, LIST, NUMBERED, ROW, Fragment, Pen
from exercise_rx.render.pdf.text import Run, Words, height, text_of
from exercise_rx.render.pdf.theme import TINT, Style, Theme

PAD = 8.0
"""White inside a panel, in points."""


@lru_cache(maxsize=512)
def heading(
    look: Theme,
    text: str,
    level: int,
    total: float,
    *,
    entry: tuple[str, int] | None = None,
    style: Style | None = None,
) -> Fragment:
    """A heading over the whole column."""
    pen = Pen(total)
    if entry:
        pen.entry(*entry)
    chosen = style or (look.title if level == 1 else look.heading)
    pen.words(text, chosen, role=f"H{level}")
    pen.y += 2
    return pen.finish()


@lru_cache(maxsize=512)
def paragraph(words: Words, style: Style, total: float) -> Fragment:
    """A paragraph over the whole column."""
    pen = Pen(total)
    pen.words(words, style)
    return pen.finish()


def bullets(
    pen: Pen,
    items: Sequence[Words],
    style: Style,
    *,
    x: float = 0,
    width: float | None = None,
    gap: float = 1.5,
) -> None:
    """A list with dots."""
    with pen.inside("L", LIST):
        for item in items:
            bullet(pen, item, style, x=x, width=width)
            pen.y += gap


def bullet(
    pen: Pen, item: Words, style: Style, *, x: float = 0, width: float | None = None
) -> None:
    """One item with its dot; a list must be open."""
    indent = style.size * 0.95
    room = (pen.width - x if width is None else width) - indent
    with pen.inside("LI"):
        pen.art(shapes.bullet(x + 0.27 * style.size, -(pen.y + style.leading * 0.53), style.size))
        pen.words(item, style, x=x + indent, width=room, role="LBody")


def ticks(
    pen: Pen,
    items: Sequence[Words],
    style: Style,
    edge: float,
    *,
    x: float = 0,
    width: float | None = None,
    gap: float = 4,
) -> None:
    """A list whose items are ticked off by hand."""
    indent = edge + 7
    room = (pen.width - x if width is None else width) - indent
    with pen.inside("L", LIST):
        for item in items:
            tall = height(item, style, room)
            line = max(tall, edge)
            top = pen.y
            pen.art(shapes.tick_box(x, -top, edge))
            pen.y = top + (line - tall) / 2
            with pen.inside("LI"):
                pen.words(item, style, x=x + indent, width=room, role="LBody")
            pen.y = top + line + gap


def numbered(
    pen: Pen,
    items: Sequence[str],
    style: Style,
    *,
    x: float = 0,
    width: float | None = None,
    gap: float = 2.5,
) -> None:
    """Numbered steps."""
    indent = style.size * 1.55
    room = (pen.width - x if width is None else width) - indent
    with pen.inside("L", NUMBERED):
        for n, item in enumerate(items, 1):
            with pen.inside("LI"):
                pen.words(
                    f"{n}.", style.but(bold=True), x=x, width=indent, role="Lbl", advance=False
                )
                pen.words(item, style, x=x + indent, width=room, role="LBody")
            pen.y += gap


def panel(
    total: float,
    draw: Callable[[Pen], None],
    *,
    weight: float = 0.8,
    pad: float = PAD,
) -> Fragment:
    """A box with words in it, as high as they need."""
    inner = Pen(total - 2 * pad)
    draw(inner)
    content = inner.finish()
    return _boxed(content, content.height + 2 * pad, weight, pad)


def _boxed(content: Fragment, tall: float, weight: float, pad: float) -> Fragment:
    pen = Pen(content.width + 2 * pad)
    pen.box(0, 0, pen.width, tall, weight=weight, radius=5.0)
    pen.place(content, pad, pad)
    return pen.finish(tall)


def side_by_side(
    total: float,
    draws: Sequence[Callable[[Pen], None]],
    *,
    gap: float = 10.0,
    shares: Sequence[float] | None = None,
    weight: float = 0.8,
    pad: float = PAD,
) -> Fragment:
    """Panels of one height beside each other."""
    parts = shares or [1.0] * len(draws)
    free = total - gap * (len(draws) - 1)
    contents = []
    for part, draw in zip(parts, draws, strict=True):
        inner = Pen(free * part / sum(parts) - 2 * pad)
        draw(inner)
        contents.append(inner.finish())
    tall = max(content.height for content in contents) + 2 * pad
    pen = Pen(total)
    x = 0.0
    for content in contents:
        pen.place(_boxed(content, tall, weight, pad), x, 0)
        x += content.width + 2 * pad + gap
    return pen.finish(tall)


def labelled(label: str, words: str) -> tuple[Run, ...]:
    """A bold label and what follows it."""
    return (Run(label, bold=True), Run(" " + words))


def table(
    total: float,
    head: Sequence[str],
    rows: Sequence[Sequence[Words]],
    widths: Sequence[float],
    style: Style,
    *,
    row_heads: bool = True,
) -> list[Fragment]:
    """A ruled table as one fragment for each row, to be placed inside a `Table` element."""
    scale = total / sum(widths)
    columns = tuple(w * scale for w in widths)
    made = [_row(total, tuple(head), columns, style.but(bold=True), header=True, row_heads=False)]
    made += [
        _row(total, tuple(row), columns, style, header=False, row_heads=row_heads) for row in rows
    ]
    return made


@lru_cache(maxsize=2048)
def _row(
    total: float,
    cells: tuple[Words, ...],
    columns: tuple[float, ...],
    style: Style,
    *,
    header: bool,
    row_heads: bool,
) -> Fragment:
    pen = Pen(total)
    pad = 4.0
    tall = (
        max(height(cell, style, w - 2 * pad) for cell, w in zip(cells, columns, strict=True))
        + 2 * pad
    )
    if header:
        pen.box(0, 0, total, tall, fill=TINT, edge=None)
    x = 0.0
    with pen.inside("TR"):
        for i, (cell, w) in enumerate(zip(cells, columns, strict=True)):
            as_head = header or (row_heads and i == 0)
            pen.y = pad
            with pen.inside(
                "TH" if as_head else "TD", (COLUMN if header else ROW) if as_head else ""
            ):
                if text_of(cell):
                    pen.words(cell, style, x=x + pad, width=w - 2 * pad, role=None)
            x += w
    pen.rule(tall)
    if header:
        pen.rule(0)
    pen.y = tall
    return pen.finish()


def fits(text: str, style: Style, room: float) -> bool:
    """Whether words stand on one line."""
    return width(text, style.size, style.bold) <= room
