"""Pydantic's faults in the words of the person who wrote the file: what is wrong, what to do."""

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from exercise_rx.catalog.place import Place
from exercise_rx.errors import Problem, did_you_mean
from exercise_rx.model.base import Strict
from exercise_rx.model.checked import Checked

Model = type[Strict] | type[Checked]

HINTS = {
    "more than 15 words": "Cut it into two steps, one action each.",
    "is not listed under": "List it there with its citation, or correct the name.",
    "share an id": "Give each phase an id of its own.",
    "order of their first weeks": "Move the phase that begins first to the top.",
    "runs backwards": "Write the smaller number first.",
}
"""What to do about the faults that only a whole value shows, by a part of their message."""


def problems_of(
    error: ValidationError,
    model: Model,
    file: Path,
    text: str,
    inside: tuple[str | int, ...] = (),
) -> list[Problem]:
    """Every fault of `error` as a Problem; `inside` is where the validated value stands in the file."""
    place = Place(file, text)
    faults = error.errors(include_url=False)
    missing = {str(f["loc"][-1]) for f in faults if f["type"] == "missing"}
    excused: set[str] = set()
    problems = []
    for fault in faults:
        if fault["type"] == "extra_forbidden":
            near = did_you_mean(str(fault["loc"][-1]), sorted(missing), count=1)
            excused |= {name for name in missing if name in near}
    for fault in faults:
        name = str(fault["loc"][-1]) if fault["loc"] else ""
        if fault["type"] == "missing" and name in excused:
            continue
        says, do = explain(fault, known_keys(model, fault["loc"]))
        line, field = place.find((*inside, *fault["loc"]), says)
        if fault["type"] == "missing":
            field = f"{field}.{name}" if field else name
        problems.append(Problem(file, line, field, says, do))
    return list(dict.fromkeys(problems))


def explain(fault: ErrorDetails, known: list[str]) -> tuple[str, str]:
    """What is wrong and what to do, chosen by pydantic's stable error `type`."""
    given: Any = fault["input"]
    limits: dict[str, Any] = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "is missing", "Add it; see a neighbour file, or `exercise-rx new`."
        case "extra_forbidden":
            near = did_you_mean(str(fault["loc"][-1]), known, count=1)
            return "is not a known key", near or f"Known keys: {', '.join(known)}."
        case "literal_error":
            wanted = str(limits.get("expected", "")).replace("'", "")
            near = did_you_mean(str(given), re.split(r", | or ", wanted), count=1)
            return (
                f"is {short(given)}, which is not one of the words allowed here",
                near or f"Use {wanted}.",
            )
        case "string_type":
            return f"is {short(given)}, not text", 'Write a sentence, or quote a number: "10".'
        case "string_too_long":
            return "is too long", f"Use at most {limits['max_length']} characters."
        case "string_too_short":
            return "is too short", f"Write at least {limits['min_length']} characters."
        case "string_pattern_mismatch":
            return f"is {short(given)}, which has the wrong form", pattern_words(
                str(limits["pattern"])
            )
        case "int_parsing" | "int_type" | "int_from_float":
            return f"is {short(given)}, not a whole number", "Write the number on its own."
        case "bool_parsing" | "bool_type":
            return f"is {short(given)}, not true or false", "Write true or false."
        case "less_than_equal":
            return f"is {short(given)}, too large", f"Use at most {limits['le']}."
        case "greater_than_equal":
            return f"is {short(given)}, too small", f"Use at least {limits['ge']}."
        case "too_short":
            return (
                f"has too few items ({limits['actual_length']})",
                f"Give at least {limits['min_length']}.",
            )
        case "too_long":
            return (
                f"has too many items ({limits['actual_length']})",
                f"Give at most {limits['max_length']}.",
            )
        case "tuple_type" | "list_type":
            return f"is {short(given)}, not a list", "Write [one, two], or one `- item` a line."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"is {short(given)}, not a set of keys", "Write `key: value` lines under it."
        case _:
            says = fault["msg"].removeprefix("Value error, ").rstrip(".")
            says, question, near = says.partition(" Did you mean ")
            do = (
                f"Did you mean {near}".rstrip("?") + "?" if question else "Mend it and check again."
            )
            do = next((hint for part, hint in HINTS.items() if part in says), do)
            says, semicolon, hint = says.partition("; write ")
            return says.rstrip("."), f"Write {hint}." if semicolon else do


def short(value: Any) -> str:
    """A value as the author wrote it, cut to a few words."""
    if isinstance(value, dict):
        return "a set of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"


def pattern_words(pattern: str) -> str:
    """What a pattern asks for, for the patterns that authors meet."""
    words = {
        r"^[a-z0-9]+(-[a-z0-9]+)*$": "Use lower case letters, digits and single hyphens.",
        r"^LAD\d\d$": "Write a ladder such as LAD03.",
        r"^10\.\d{4,9}/\S+$": "Write the DOI without its address: 10.1177/0363546506298279.",
        r"^\d+$": "Write digits only, in quotes.",
        r"^https?://\S+$": "Write the whole address, from https://.",
        r"^\d{4}-\d{2}-\d{2}$": "Write a date as 2026-01-31.",
    }
    return words.get(pattern, f"It must match {pattern}.")


def known_keys(model: Model, loc: tuple[str | int, ...]) -> list[str]:
    """The keys an author may write where `loc` points, found by walking the models."""
    current: Model | None = model
    for part in loc[:-1]:
        if isinstance(part, str) and current is not None:
            field = next(
                (f for name, f in _fields(current).items() if part in (name, f.alias)), None
            )
            current = _model_in(field.annotation) if field else current
    if current is None:
        return []
    names = [f.alias or name for name, f in _fields(current).items() if name != "id" or loc[:-1]]
    return ["choose" if name == "exercise" else name for name in names]


def _fields(model: Model) -> dict[str, Any]:
    return dict(model.model_fields)


def _model_in(annotation: Any) -> Model | None:
    """The model named somewhere in a type such as `tuple[Phase, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Strict | Checked):
        return annotation
    found = (_model_in(inner) for inner in getattr(annotation, "__args__", ()))
    return next((model for model in found if model is not None), None)
