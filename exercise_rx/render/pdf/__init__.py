"""A `Program` or a `SafetySheet` as an accessible PDF. Heavy imports wait until one is drawn."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.program import Program, SafetySheet

__all__ = ["PARTS", "draw_program", "draw_sheet"]

PARTS = ("fridge", "exercises", "weeks", "last", "clinician")
"""The parts of a PDF that can be chosen, in their order."""


def draw_program(
    program: "Program",
    clinic: "Clinic",
    clinic_folder: Path | None = None,
    parts: "Collection[str] | None" = None,
    *,
    fillable: bool = False,
) -> bytes:
    """The pages of a program. `clinic_folder` is where the clinic's logo lies.

    `parts`: some of fridge, exercises, weeks, last, clinician; all if left out. `fillable`: the
    boxes and the pain rows of the log can be filled in on a screen.
    """
    from exercise_rx.render.pdf.program import draw

    return draw(program, clinic, clinic_folder, parts, fillable=fillable)


def draw_sheet(sheet: "SafetySheet", clinic: "Clinic", clinic_folder: Path | None = None) -> bytes:
    """The one-page `get checked` sheet."""
    from exercise_rx.render.pdf.safety import draw

    return draw(sheet, clinic, clinic_folder)
