"""The words a patient reads: grade, length, sides and numbers, sentence by sentence."""

import re
from collections.abc import Iterator
from typing import Any

from exercise_rx.errors import RxError
from exercise_rx.model.base import Strict
from exercise_rx.model.condition import Condition, Precaution, RedFlag, RefusedFamily
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.protocol import PAIN, Protocol

Loc = tuple[str | int, ...]

GRADE_AIMED_AT = 6.0
GRADE_REFUSED = 8.0
SIDE_WORD = re.compile(r"\b(left|right)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
COUNTED = re.compile(
    r"\b(\d+|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty)[ -]+"
    r"(sets?|reps?|repetitions?|times|seconds?|secs?|minutes?)\b",
    re.IGNORECASE,
)


def patient_text(value: Strict) -> Iterator[tuple[Loc, str]]:
    """Every sentence of `value` that a patient reads, with where it stands. Names are left out."""
    match value:
        case Exercise():
            yield from _list("steps", value.steps)
            yield from _fields(value, "feel", "mistake", "stop_if")
        case Protocol():
            yield ("pain", "words"), value.pain.words
            if value.pain.also:
                yield ("pain", "also"), value.pain.also
            yield from _fields(value, "duration")
            if value.harder_when.patient:
                yield ("harder_when",), value.harder_when.patient
            for n, phase in enumerate(value.phases):
                yield ("phases", n, "goal"), phase.goal
                for key in ("enter", "leave"):
                    for m, criterion in enumerate(getattr(phase, key)):
                        if criterion.patient:
                            yield ("phases", n, key, m), criterion.patient
                for m, line in enumerate(phase.advice):
                    yield ("phases", n, "advice", m), line
        case Condition():
            yield from _fields(value, "protected_goal")
            if value.advice:
                yield ("advice", "expect"), value.advice.expect
                for key in ("do", "do_not", "first_days", "see_doctor", "keep_away"):
                    for n, line in enumerate(getattr(value.advice, key)):
                        yield ("advice", key, n), line
            for n, change in enumerate(value.changes):
                if change.say:
                    yield ("changes", n, "say"), change.say
        case RedFlag():
            yield from _fields(value, "patient", "tell")
        case RefusedFamily():
            yield from _list("patient", value.patient)
        case Precaution():
            yield from _fields(value, "say")


def _list(key: str, lines: tuple[str, ...]) -> Iterator[tuple[Loc, str]]:
    for n, line in enumerate(lines):
        yield (key, n), line


def _fields(value: Strict, *keys: str) -> Iterator[tuple[Loc, str]]:
    for key in keys:
        if text := getattr(value, key):
            yield (key,), text


def faults_in(value: Strict) -> Iterator[tuple[Loc, str, str]]:
    """Each sentence's faults: where, what is wrong, what to do."""
    for loc, text in patient_text(value):
        yield from _side_faults(loc, text, value)
    if isinstance(value, Exercise):
        for key in ("name", "plain"):
            yield from _side_faults((key,), getattr(value, key), value)
        for n, step in enumerate(value.steps):
            if count := COUNTED.search(step):
                yield (
                    ("steps", n),
                    f"says `{count[0]}`: the dose says how many and how long",
                    "Leave the number out: `Hold.`, `Repeat.`",
                )


def _side_faults(loc: Loc, text: str, value: Strict) -> Iterator[tuple[Loc, str, str]]:
    if word := SIDE_WORD.search(text):
        yield (
            loc,
            f"says `{word[0]}`",
            "Write {side} or {other}, or name the direction by the body.",
        )
    for name in PLACEHOLDER.findall(text):
        if isinstance(value, Protocol) and name == "pain":
            continue
        if name not in ("side", "other"):
            yield (
                loc,
                f"holds `{{{name}}}`, which nothing fills",
                "Only {side} and {other} are filled.",
            )
        elif isinstance(value, Exercise) and value.laterality == "both-together":
            yield (
                loc,
                f"says {{{name}}} in an exercise of both sides together",
                "Write `both` or `each`.",
            )


def grade(sentences: list[str]) -> float:
    """Flesch-Kincaid grade of the sentences, each ended with a full stop.

    Raises:
        RxError: textstat is not installed, so nothing could be judged.
    """
    if not sentences:
        return 0.0
    text = " ".join(line if line[-1] in ".!?" else f"{line}." for line in map(_spoken, sentences))
    return float(_textstat().flesch_kincaid_grade(text))


def _spoken(line: str) -> str:
    return line.strip().replace("{side}", "right").replace("{other}", "left").replace(PAIN, "2")


def _textstat() -> Any:
    """The readability library; its absence is an error, for a check that cannot run has failed."""
    try:
        import textstat
    except ImportError:
        raise RxError(
            "The reading grade cannot be checked: textstat is not installed.",
            tip='pip install "exercise-rx[test]"',
        ) from None
    return textstat


def hardest(sentences: list[str]) -> str:
    """The sentence that raises the grade most."""
    return max(sentences, key=lambda line: grade([line]))
