"""typst: one compiler kept warm, SVG drawings, tagged as PDF/UA-1."""

import json

import content
import typst

SOURCE = """#let d = json(bytes(sys.inputs.d))
#set document(title: d.title, author: d.clinic)
#set text(font: "Atkinson Hyperlegible", size: 10pt, lang: "en")
#set par(leading: 4pt, spacing: 5pt)
#set page(width: 612pt, height: 792pt, margin: (x: 54pt, top: 58pt, bottom: 50pt),
  header: text(8pt, [#d.clinic #d.patient #h(1fr) Page #context counter(page).display()]))
#set table(stroke: .5pt, inset: (x: 4pt, y: 3pt))
#show heading.where(level: 1): set text(18pt)
#show heading.where(level: 2): set text(13pt)
#show heading: set block(above: 8pt, below: 4pt)
#show table.cell: set text(9pt)
#show table.cell.where(y: 0): strong
= #d.title
#d.intro
#for e in d.blocks {
  block(breakable: false, {
    heading(level: 2, e.name)
    stack(dir: ltr, spacing: 12pt, ..e.drawings.map(p => image(p.at(0), width: 88pt, height: 88pt, fit: "contain", alt: p.at(1))))
    table(columns: (1fr,) * 5, table.header(..d.head), ..e.dose)
    enum(..e.steps)
  })
}
#block(breakable: false, table(columns: (1fr,) + (50pt,) * 7, table.header("Exercise", ..d.days), ..d.rows))
"""

_folder = content.blocks()[0].drawings[0].svg.parent
(_folder / "pages.typ").write_text(SOURCE, encoding="utf-8")
_compiler = typst.Compiler(
    str(_folder / "pages.typ"), root=str(_folder), font_paths=[str(content.FONTS)]
)


def make(n: int) -> bytes:
    """Document `n`."""
    told = {
        "title": content.title(n),
        "clinic": content.CLINIC,
        "patient": content.patient(n),
        "intro": content.INTRO,
        "head": content.HEAD,
        "days": content.DAYS,
        "rows": [cell for block in content.blocks() for cell in (block.name, *[""] * 7)],
        "blocks": [
            {
                "name": block.name,
                "drawings": [(one.svg.name, one.alt) for one in block.drawings],
                "dose": block.dose,
                "steps": block.steps,
            }
            for block in content.blocks()
        ],
    }
    return bytes(
        _compiler.compile(sys_inputs={"d": json.dumps(told)}, format="pdf", pdf_standards=["ua-1"])
    )
