"""Our own writer: blocks laid out once and kept, tagged, PDF/UA-1."""

from datetime import date
from functools import cache, lru_cache

import content

from exercise_rx.model.picture import Picture, unpack
from exercise_rx.render.pdf.document import About, Bound, assemble
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import heading, numbered, table
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.theme import MARGIN, Style, theme

LOOK = theme("letter", False)
BODY = Style(content.BODY, content.LEADING)
CELL = Style(content.CELL, content.CELL * 1.25)
SMALL = Style(8.0, 10.0)
NAMES = [f"X{n}" for n in range(len(content.FRAMES) * content.EXERCISES)]


@cache
def drawings() -> dict[str, Picture]:
    """Every drawing by its name on a page."""
    packed = [one.packed for block in content.blocks() for one in block.drawings]
    return dict(zip(NAMES, map(unpack, packed), strict=True))


@lru_cache
def block(n: int) -> Fragment:
    """One exercise, kept."""
    told = content.blocks()[n]
    pen = Pen(LOOK.width)
    with pen.inside("Sect"):
        pen.words(told.name, Style(content.HEADING, 16.0, bold=True), role="H2")
        for i, drawing in enumerate(told.drawings):
            name = NAMES[len(content.FRAMES) * n + i]
            x = i * (content.DRAWN + 12)
            edge = content.DRAWN
            pen.picture(name, drawings()[name], drawing.alt, x, pen.y, edge, edge, mirrored=False)
        pen.y += content.DRAWN + 3
        with pen.inside("Table"):
            rows = table(LOOK.width, content.HEAD, [told.dose], [1] * 5, CELL, row_heads=False)
            for row in rows:
                pen.place(row)
                pen.y += row.height
        pen.y += 3
        numbered(pen, told.steps, BODY, gap=0)
    return pen.finish()


@cache
def log() -> list[Fragment]:
    """The table to tick."""
    rows = [(block.name, *[""] * 7) for block in content.blocks()]
    wide = LOOK.width - 350
    return table(LOOK.width, ("Exercise", *content.DAYS), rows, [wide, *[50.0] * 7], CELL)


def make(n: int) -> bytes:
    """Document `n`."""
    flow = Flow(LOOK, 14.0)
    flow.put(heading(LOOK, content.title(n), 1, LOOK.width, style=Style(18, 22, bold=True)))
    opening = Pen(LOOK.width)
    opening.words(content.INTRO, BODY)
    flow.put(opening.finish())
    for i in range(content.EXERCISES):
        flow.put(block(i), 8)
    with flow.inside("Table"):
        rows = log()
        tall = sum(row.height for row in rows)
        flow.put(rows[0], 10, need=tall - rows[0].height)
        for row in rows[1:]:
            flow.put(row)
    heads = []
    for number in range(1, len(flow.pages) + 1):
        pen = Pen(LOOK.width)
        pen.artifact_words(f"{content.CLINIC}  {content.patient(n)}", SMALL, width=400)
        pen.artifact_words(f"Page {number}", SMALL, x=LOOK.width - 60, width=60, align="right")
        heads.append(pen.running(MARGIN, MARGIN))
    about = About(content.title(n), content.CLINIC, "en-US", "benchmark", date(2026, 11, 23))
    return assemble(Bound(LOOK, flow.pages, flow.groups, heads, drawings(), about))
