"""A `Program` or a `SafetySheet` as an accessible PDF. Heavy imports wait until one is drawn."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.program import Program, SafetySheet

__all__ = ["draw_program", "draw_sheet"]


def draw_program(program: "Program", clinic: "Clinic", clinic_folder: Path | None = None) -> bytes:
    """The pages of a program. `clinic_folder` is where the clinic's logo lies."""
    from exercise_rx.render.pdf.program import draw

    return draw(program, clinic, clinic_folder)


def draw_sheet(sheet: "SafetySheet", clinic: "Clinic", clinic_folder: Path | None = None) -> bytes:
    """The one-page `get checked` sheet."""
    from exercise_rx.render.pdf.safety import draw

    return draw(sheet, clinic, clinic_folder)
