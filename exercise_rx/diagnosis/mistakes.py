"""Why a typed code could not be read, and what to type instead. Loaded only when one fails."""

import re
from collections.abc import Callable
from itertools import islice

from exercise_rx.diagnosis.foreign import crosswalk, foreign
from exercise_rx.diagnosis.index import Row, below, children, dotted, find, meanings, release
from exercise_rx.diagnosis.reading import SIDE_WORDS, Reading, full_code, key_of, split_seventh
from exercise_rx.diagnosis.sides import counterpart_code, spoken
from exercise_rx.diagnosis.slips import look_alikes, nearby, one_or_left, under_nearest_heading
from exercise_rx.diagnosis.typed import Typed, child_name, description_of, with_meaning
from exercise_rx.diagnosis.wording import SEARCH, listed, quoted, shown
from exercise_rx.errors import UsageProblem

SHAPE = re.compile(r"[A-Z][0-9A-Z][0-9A-Z][0-9A-Z]{0,4}")
LONGEST_TYPED = 200
"""More than this is a paste, not a code; nothing below looks further."""


def explain(text: str, key: str, word: str, reading: Reading | None) -> UsageProblem:
    """The problem with `text`, most precise reason first."""
    if len(text) > LONGEST_TYPED:
        return UsageProblem(f"{shown(text)} is too long for a code.", tip=SEARCH)
    typed = Typed(text, key, word, reading)
    return next(problem for reason in REASONS if (problem := reason(typed)))


def nothing_typed(typed: Typed) -> UsageProblem | None:
    """Blank, or nothing but dots and dashes."""
    if typed.key:
        return None
    return UsageProblem("No diagnosis code was given.", tip=f"Type one, such as M76.821. {SEARCH}")


def side_not_known(typed: Typed) -> UsageProblem | None:
    """`M72.2:links`."""
    if not typed.word or typed.word.casefold() in SIDE_WORDS:
        return None
    return UsageProblem(
        f"`{shown(typed.word)}` is not a side.",
        tip=f"Write right, left or both after the colon: {typed.name}:left.",
    )


def side_against_the_code(typed: Typed) -> UsageProblem | None:
    """`M76.821:left`: the code is the right side's."""
    reading = typed.reading
    if reading is None:
        return None
    asked = SIDE_WORDS[typed.word.casefold()]
    other = counterpart_code(reading, asked)
    tip = f"Type {other} for {spoken(asked)}, or {reading.code} without `:{shown(typed.word)}`."
    if other is None:
        tip = f"Type {reading.code} alone, or the code of {spoken(asked)}."
    return UsageProblem(
        f"{reading.code} says {spoken(reading.side)} ({reading.description}), "
        f"but `:{shown(typed.word)}` was typed after it.",
        tip=tip,
    )


def several_codes(typed: Typed) -> UsageProblem | None:
    """`M76.821,M72.2` or `M76-M77` in one word."""
    parts = [part for part in re.split(r"[\s,;/+&|]+|(?<=\w)-(?=[A-Za-z])", typed.text) if part]
    keys = [key_of(part.partition(":")[0]) for part in parts]
    known = [key for key in keys if find(key) or split_seventh(key)]
    if len(known) < 2 or len(known) < len(keys):
        return None
    codes = " ".join(map(dotted, known))
    return UsageProblem(
        f"{typed.name} looks like {len(known)} codes in one.",
        tip=f"Type them as separate words: {codes}",
    )


def heading(typed: Typed) -> UsageProblem | None:
    """`M76.82` or `M54.5`: a parent that cannot be billed."""
    row = find(typed.key)
    return _of_heading(row, typed.word) if row and row.is_heading else None


def missing_seventh(typed: Typed) -> UsageProblem | None:
    """`S93.421` or `S82.51X`."""
    row = find(typed.key) or find(typed.key.rstrip("X"))
    if row is None or row.kind != "7":
        return None
    return UsageProblem(
        f"{row.code} needs a 7th character ({row.description}):\n" + _sevenths(row),
        tip=_which_seventh(row),
    )


def wrong_seventh(typed: Typed) -> UsageProblem | None:
    """`S93.421G`: not one of the characters that this code may take."""
    row = find(typed.key[:6]) or find(typed.key[:6].rstrip("X")) if len(typed.key) == 7 else None
    if row is None or row.kind != "7":
        return None
    return UsageProblem(
        f"{typed.key[6]} is not a 7th character of {row.code} ({row.description}). It takes:\n"
        + _sevenths(row),
        tip=_which_seventh(row),
    )


def forgotten_placeholders(typed: Typed) -> UsageProblem | None:
    """`S13.4D` for S13.4XXD, `S93.4D` and `S93.4XXD` for one of the S93.4..D."""
    stem, letter = typed.key[:-1].rstrip("X"), typed.key[-1:]
    row = find(stem)
    if row is None:
        return None
    fitting = [r for r in ([row] if row.kind == "7" else below(stem)) if letter in r.letters]
    if not fitting:
        return _of_heading(row, typed.word) if row.is_heading and letter in "ADS" else None
    codes = [(full_code(r, letter), with_meaning(r, letter)) for r in fitting]
    if row.kind == "7":
        fault = "leaves out the placeholders" if len(typed.key) < 7 else "has placeholders too many"
        why = f"{typed.name} {fault}: the {letter} stands in the 7th place."
        return UsageProblem(f"{why}\n{listed(codes)}", tip=f"Type {codes[0][0]}.")
    why = f"{typed.name} is not complete: {row.code} ({row.description}) is a heading. "
    return UsageProblem(
        f"{why}Did you mean one of its codes with {letter}:\n{listed(codes, limit=16)}",
        tip=f"Type the one that fits, such as {codes[0][0]}.",
    )


def only_words(typed: Typed) -> UsageProblem | None:
    """`plantar fasciitis` where a code belongs."""
    words = re.findall(r"[A-Za-z']+", typed.text)
    if any(c.isdigit() for c in typed.text) or max(map(len, words), default=0) < 4:
        return None
    from exercise_rx.diagnosis.search import search

    query = " ".join(words).lower()
    found = [(hit.code, hit.title) for hit in search(query, limit=5)]
    more = f"exercise-rx codes {quoted(query)}"
    if not found:
        return UsageProblem(f"{typed.name} is not a code, and no code has these words.", tip=SEARCH)
    return UsageProblem(
        f"{typed.name} is not a code. Codes with these words:\n{listed(found)}",
        tip=f"Type one of them, or see more: {more}",
    )


def unknown(typed: Typed) -> UsageProblem:
    """Shaped like a code or not, but in no list we know."""
    if not SHAPE.fullmatch(typed.key) or not any(c.isdigit() for c in typed.key):
        says = "a code is a letter and two to six more characters, like M76.821"
        return UsageProblem(f"{typed.name} is not an ICD-10-CM code: {says}.", tip=SEARCH)
    near = [(dotted(key), description_of(key) or "") for key in islice(nearby(typed.key), 5)]
    if not near:
        near = under_nearest_heading(typed.key)
    missing = f"{typed.name} is not in the ICD-10-CM list of {release()}."
    if not near:
        return UsageProblem(missing, tip=SEARCH)
    return UsageProblem(f"{missing} Nearest:\n{listed(near)}", tip=f"Type one of them. {SEARCH}")


REASONS: tuple[Callable[[Typed], UsageProblem | None], ...] = (
    nothing_typed,
    side_not_known,
    side_against_the_code,
    several_codes,
    lambda typed: crosswalk(typed.name, typed.key),
    heading,
    missing_seventh,
    wrong_seventh,
    forgotten_placeholders,
    one_or_left,
    lambda typed: foreign(typed.text.partition(":")[0], typed.name, typed.key),
    look_alikes,
    only_words,
    unknown,
)


def _of_heading(row: Row, word: str) -> UsageProblem:
    below_it = children(row.key)
    codes = [(child.code, child_name(child)) for child in below_it]
    return UsageProblem(
        f"{row.code} is a heading ({row.description}), not a code that can be billed. Its codes:\n"
        + listed(codes, more=f"exercise-rx codes {row.code}"),
        tip=_which_child(below_it, SIDE_WORDS.get(word.casefold())),
    )


def _which_child(rows: list[Row], asked: str | None) -> str:
    ends = {row.side: row.code for row in rows if not row.is_heading}
    if asked in ends:
        return f"Type {ends[asked]} for {spoken(asked)}."
    if "right" in ends and "left" in ends and len(ends) == len(rows):
        return f"Type {ends['right']} for the right side, {ends['left']} for the left side."
    return f"Type the one that fits, such as {rows[0].code}."


def _sevenths(row: Row) -> str:
    return listed([(full_code(row, c), text) for c, text in meanings(row).items()], limit=20)


def _which_seventh(row: Row) -> str:
    if "D" not in row.letters:
        return "Type the one that fits."
    when = "therapy while the bone heals as expected" if row.is_fracture else "therapy"
    return f"Type {full_code(row, 'D')}: D is the usual one for {when} after active treatment."
