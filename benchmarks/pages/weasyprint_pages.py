"""WeasyPrint: HTML with inline style, SVG drawings as files, tagged as PDF/UA-1."""

import logging
from html import escape

import content
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)
STYLE = f"""
@font-face {{font-family: A; src: url("{(content.FONTS / "AtkinsonHyperlegible-Regular.ttf").as_uri()}")}}
@font-face {{font-family: A; font-weight: bold;
  src: url("{(content.FONTS / "AtkinsonHyperlegible-Bold.ttf").as_uri()}")}}
@page {{size: 612pt 792pt; margin: 58pt 54pt 50pt; @top-right {{content: "Page " counter(page)}}}}
body {{font: 10pt/12.5pt A}} h1 {{font-size: 18pt; line-height: 22pt}} h2 {{font-size: 13pt}}
section {{break-inside: avoid}} img {{width: 88pt; height: 88pt; object-fit: contain}}
table {{width: 100%; border-collapse: collapse; font-size: 9pt}} td, th {{border: .5pt solid}}
"""


def make(n: int) -> bytes:
    """Document `n`."""
    blocks = "".join(
        f"<section><h2>{escape(block.name)}</h2>"
        + "".join(
            f'<img src="{one.svg.as_uri()}" alt="{escape(one.alt)}">' for one in block.drawings
        )
        + f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in content.HEAD)}</tr>"
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in block.dose)}</tr></table>"
        f"<ol>{''.join(f'<li>{escape(step)}</li>' for step in block.steps)}</ol></section>"
        for block in content.blocks()
    )
    days = "".join(f"<th>{day}</th>" for day in content.DAYS)
    rows = "".join(
        f"<tr><th>{escape(block.name)}</th>{'<td></td>' * 7}</tr>" for block in content.blocks()
    )
    page = (
        f'<html lang="en"><title>{content.title(n)}</title><style>{STYLE}</style>'
        f"<h1>{content.title(n)}</h1><p>{content.INTRO}</p>{blocks}"
        f"<table><tr><th>Exercise</th>{days}</tr>{rows}</table>"
    )
    return bytes(
        HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration())
    )
