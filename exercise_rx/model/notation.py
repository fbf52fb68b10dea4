"""The dose notation a PT writes: `3 x 10-15, hold 2 s, 2/d`, read clause by clause.

The work comes first; the other clauses follow in any order. Blanks (`__`) stand for what a source
does not say. A mark in brackets (`(R-med)`) tells how sure the clause before it is.
"""

import re
from functools import lru_cache
from typing import Any

from exercise_rx.model.base import Certainty
from exercise_rx.model.clauses import DoseError, read_clause
from exercise_rx.model.dose import Clause, Dose, Option, Prescribed

MARK = re.compile(r"\s*\((verified|R-hi|R-med|R-lo)\)\s*$")


@lru_cache(maxsize=4096)
def parse_dose(text: str) -> Dose:
    """The dose that `text` writes.

    >>> str(parse_dose("3 x 10-15, hold 2 s").reps)
    '10-15'

    Raises:
        DoseError: a clause is not understood, or one is given twice.
    """
    fields: dict[str, Any] = {}
    sure: list[tuple[Clause, Certainty]] = []
    for clause in _clauses(text):
        mark = MARK.search(clause)
        words = clause[: mark.start()].strip() if mark else clause
        kind, found = read_clause(words, first=not fields)
        for key, value in found.items():
            if key in ("rests", "manner", "blank"):
                value = (*fields.get(key, ()), *value)
            elif key in fields:
                raise DoseError(f"`{words}` says {key.replace('_', ' ')} a second time in `{text}`")
            fields[key] = value
        if mark and kind:
            sure.append((kind, mark.group(1)))  # type: ignore[arg-type]
    fields.setdefault("shape", "blank")
    return Dose(**fields, sure=tuple(sure))


def parse_prescribed(text: str) -> Prescribed:
    """A dose, or `stiff-or-sore: 10 x 5 s | otherwise: 2-3 x 20-30 s`."""
    options = []
    for part in text.split("|"):
        when, colon, dose = part.strip().partition(":")
        options.append(
            Option(when=when.strip(), dose=parse_dose(dose.strip()))
            if colon
            else Option(when="", dose=parse_dose(part.strip()))
        )
    return Prescribed(options=tuple(options))


def _clauses(text: str) -> list[str]:
    """Clauses of a dose: split at commas outside brackets."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", text)]
    if not all(parts):
        raise DoseError(f"`{text}` has an empty clause; remove the extra comma")
    return parts
