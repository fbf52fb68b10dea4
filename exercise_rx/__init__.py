"""Exercise Rx: from a diagnosis code to a finished, dated, illustrated home exercise program.

>>> import exercise_rx                                                      # doctest: +SKIP
>>> program = exercise_rx.generate("M76.821", start=date(2026, 1, 5))       # doctest: +SKIP
>>> pdf = exercise_rx.render(program, "pdf")                                # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

# The room is imported before the function that shares its name, or it would take the name later.
import exercise_rx.render as _room  # noqa: F401

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from exercise_rx.model.program import Program

__version__ = "0.1.0"
__all__ = ["__version__", "generate", "render"]


def generate(*codes: str, start: "date", clinic: "Path | None" = None, **options: Any) -> "Program":
    """The program for one or more diagnosis codes, with the fields of `Request` as options.

    `start` is the first day; nothing here reads a clock, so `today` is `start` unless given.

    Raises:
        UsageProblem: a code or option cannot be read; Questions: facts are missing;
        Refused: safe practice says not to make this program.
    """
    from exercise_rx import pipeline
    from exercise_rx.catalog.load import load, read_clinic
    from exercise_rx.model.request import Request

    request = Request(
        codes=pipeline.read_codes(codes), start=start, today=options.pop("today", start), **options
    )
    return pipeline.generate(request, load((clinic,) if clinic else ()), read_clinic(clinic))


def render(program: "Program", kind: str = "pdf", *, clinic: "Path | None" = None) -> bytes:
    """The bytes of a program as `pdf`, `html`, `txt` or `json`: the same program, the same bytes."""
    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.render.formats import draw

    return draw(program, read_clinic(clinic), kind, clinic)
