"""One door to every form of a document: PDF, HTML, text, JSON."""

from collections.abc import Collection
from pathlib import Path

from exercise_rx.errors import UsageProblem
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Program, SafetySheet


def draw(
    program: Program,
    clinic: Clinic,
    kind: str,
    folder: Path | None = None,
    parts: Collection[str] | None = None,
    *,
    fillable: bool = False,
) -> bytes:
    """The bytes of `program` as `pdf`, `html`, `txt` or `json`. `folder` holds the clinic's logo.

    `parts` and `fillable` are for a PDF: which of its parts, and whether its log takes ticks.
    """
    match kind:
        case "pdf":
            from exercise_rx.render.pdf import draw_program

            return draw_program(program, clinic, folder, parts, fillable=fillable)
        case "html":
            from exercise_rx.render.html import program_page

            return program_page(program, clinic, folder).encode()
        case "txt":
            from exercise_rx.render.text import program_text

            return program_text(program, clinic).encode()
        case "json":
            return as_json(program)
    raise UsageProblem(f"{kind!r} is not a form we draw; choose pdf, html, txt or json.")


def draw_sheet(sheet: SafetySheet, clinic: Clinic, kind: str, folder: Path | None = None) -> bytes:
    """The bytes of a safety sheet in one of the same forms."""
    match kind:
        case "pdf":
            from exercise_rx.render.pdf import draw_sheet as draw_pdf

            return draw_pdf(sheet, clinic, folder)
        case "html":
            from exercise_rx.render.html import sheet_page

            return sheet_page(sheet, clinic, folder).encode()
        case "txt":
            from exercise_rx.render.text import sheet_text

            return sheet_text(sheet, clinic).encode()
        case "json":
            return as_json(sheet)
    raise UsageProblem(f"{kind!r} is not a form we draw; choose pdf, html, txt or json.")


def as_json(value: Program | SafetySheet) -> bytes:
    """The saved form: read back, it is the same value and draws the same bytes."""
    return (value.model_dump_json(indent=1) + "\n").encode()
