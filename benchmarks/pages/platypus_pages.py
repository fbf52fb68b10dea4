"""reportlab's platypus as its guide shows it: drawings read by svglib once and kept; no tags."""

from copy import copy
from functools import cache
from io import BytesIO

import content
from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    KeepTogether,
    ListFlowable,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)
from svglib.svglib import svg2rlg

rl_config.useA85 = 0
for _name in ("Regular", "Bold"):
    _file = content.FONTS / f"AtkinsonHyperlegible-{_name}.ttf"
    pdfmetrics.registerFont(TTFont(_name, str(_file)))
BODY = ParagraphStyle("b", fontName="Regular", fontSize=content.BODY, leading=content.LEADING)
H1 = ParagraphStyle("h1", fontName="Bold", fontSize=content.TITLE, leading=22)
H2 = ParagraphStyle("h2", fontName="Bold", fontSize=content.HEADING, leading=16)
RULES = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("FONT", (0, 0), (-1, 0), "Bold", content.CELL),
        ("FONT", (0, 1), (-1, -1), "Regular", content.CELL),
    ]
)


@cache
def drawings() -> list[object]:
    """Every drawing, scaled."""
    made = []
    for one in (one for block in content.blocks() for one in block.drawings):
        drawing = svg2rlg(str(one.svg))
        scale = content.DRAWN / max(drawing.width, drawing.height)
        drawing.scale(scale, scale)
        drawing.width *= scale
        drawing.height *= scale
        made.append(drawing)
    return made


def make(n: int) -> bytes:
    """Document `n`."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=(content.WIDTH, content.HEIGHT),
        leftMargin=content.SIDE,
        rightMargin=content.SIDE,
        topMargin=content.TOP,
        bottomMargin=content.BOTTOM,
        title=content.title(n),
    )
    wide = content.WIDTH - 2 * content.SIDE - 12
    story: list[object] = [Paragraph(content.title(n), H1), Paragraph(content.INTRO, BODY)]
    for i, block in enumerate(content.blocks()):
        pair = [copy(drawing) for drawing in drawings()[2 * i : 2 * i + 2]]
        story.append(
            KeepTogether(
                [
                    Paragraph(block.name, H2),
                    Table([pair], colWidths=[100, 100], hAlign="LEFT"),
                    Table([content.HEAD, block.dose], colWidths=[wide / 5] * 5, style=RULES),
                    ListFlowable([Paragraph(step, BODY) for step in block.steps]),
                ]
            )
        )
    rows = [("Exercise", *content.DAYS), *((block.name, *[""] * 7) for block in content.blocks())]
    story.append(Table(rows, colWidths=[wide - 350, *[50] * 7], style=RULES))
    document.build(story)
    return out.getvalue()
