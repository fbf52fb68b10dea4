"""Why a typed code could not be read, and what to type instead. Loaded only when one fails."""

import re
from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import NamedTuple

from exercise_rx.diagnosis.foreign import crosswalk, foreign
from exercise_rx.diagnosis.index import Row, below, children, dotted, find, meanings, release
from exercise_rx.diagnosis.reading import SIDE_WORDS, Reading, full_code, key_of, split_seventh
from exercise_rx.diagnosis.sides import counterpart_code, spoken
from exercise_rx.diagnosis.wording import SEARCH, listed, quoted, shown
from exercise_rx.errors import UsageProblem

SHAPE = re.compile(r"[A-Z][0-9A-Z][0-9A-Z][0-9A-Z]{0,4}")
LONGEST_TYPED = 200
"""More than this is a paste, not a code; nothing below looks further."""

LOOK_ALIKE = {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
FIRST_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Typed(NamedTuple):
    """A code that could not be read: as typed, as a key, the word after `:`, and what it reads as."""

    text: str
    key: str
    word: str
    reading: Reading | None

    @property
    def name(self) -> str:
        """The code as it is named in a message: short, on one line, without its side."""
        return shown(self.text.partition(":")[0])


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
    codes = [(full_code(r, letter), _with_meaning(r, letter)) for r in fitting]
    if row.kind == "7":
        fault = "leaves out the placeholders" if len(typed.key) < 7 else "has placeholders too many"
        why = f"{typed.name} {fault}: the {letter} stands in the 7th place."
        return UsageProblem(f"{why}\n{listed(codes)}", tip=f"Type {codes[0][0]}.")
    why = f"{typed.name} is not complete: {row.code} ({row.description}) is a heading. "
    return UsageProblem(
        f"{why}Did you mean one of its codes with {letter}:\n{listed(codes, limit=16)}",
        tip=f"Type the one that fits, such as {codes[0][0]}.",
    )


def look_alikes(typed: Typed) -> UsageProblem | None:
    """`M76.82l`, `M76.8O`, `593.421D`: a letter for a digit, or a digit for the letter."""
    if not 3 <= len(typed.key) <= 7 or not any(c.isdigit() for c in typed.key):
        return None
    first = {typed.key[0], FIRST_LETTER.get(typed.key[0], typed.key[0])}
    choices = [sorted(first), *(sorted({c, LOOK_ALIKE.get(c, c)}) for c in typed.key[1:])]
    for spelled in map("".join, product(*choices)):
        if spelled != typed.key and (name := _description(spelled)):
            swaps = [(a, b) for a, b in zip(typed.key, spelled, strict=True) if a != b]
            said = " and ".join(f"{_glyph(a)} for {_glyph(b)}" for a, b in dict.fromkeys(swaps))
            code = dotted(spelled)
            return UsageProblem(
                f"{typed.name} has {said}. Did you mean {code} ({name})?", tip=f"Type {code}."
            )
    return None


def one_or_left(typed: Typed) -> UsageProblem | None:
    """`M76.82l`: the letter for the digit 1, or L for left? Never guessed: they may be opposite."""
    stem, last = find(typed.key[:-1]), typed.key[-1:]
    if last != "L" or stem is None or not stem.is_heading:
        return None
    digit = find(f"{stem.key}1")
    left = [row for row in children(stem.key) if row.side == "left" and not row.is_heading]
    rows = [*([digit] if digit else []), *left]
    if not rows:
        return None
    codes = [(row.code, row.description) for row in dict.fromkeys(rows)]
    return UsageProblem(
        f"{typed.name} ends in a letter L: the digit 1, or L for left?\n{listed(codes)}",
        tip="Type the one that is meant.",
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
    near = [(dotted(key), _description(key) or "") for key in islice(nearby(typed.key), 5)]
    if not near:
        near = _under_nearest_heading(typed.key)
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


def nearby(key: str) -> list[str]:
    """Billable codes one slip of the finger away, the longest common beginning first."""
    slips = {slip for slip in _slips(key[:8]) if slip != key}
    codes = [slip for slip in slips if _description(slip, billable=True)]
    codes.sort(key=lambda code: (-_common(code, key), code))
    return [code for code in codes if code[:3] == key[:3]] or codes


def _of_heading(row: Row, word: str) -> UsageProblem:
    below_it = children(row.key)
    codes = [(child.code, _child_name(child)) for child in below_it]
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


def _child_name(row: Row) -> str:
    if not row.is_heading:
        return row.description
    return f"{row.description} ({sum(not r.is_heading for r in below(row.key))} codes)"


def _sevenths(row: Row) -> str:
    return listed([(full_code(row, c), text) for c, text in meanings(row).items()], limit=20)


def _which_seventh(row: Row) -> str:
    if "D" not in row.letters:
        return "Type the one that fits."
    when = "therapy while the bone heals as expected" if row.is_fracture else "therapy"
    return f"Type {full_code(row, 'D')}: D is the usual one for {when} after active treatment."


def _with_meaning(row: Row, letter: str) -> str:
    return f"{row.description}, {meanings(row)[letter]}"


def _description(key: str, *, billable: bool = False) -> str | None:
    """What a complete code means; with `billable`, headings and unfinished codes do not count."""
    if extended := split_seventh(key):
        return _with_meaning(*extended)
    row = find(key)
    return row.description if row and (row.kind == "B" or not billable) else None


def _slips(key: str) -> Iterator[str]:
    for i in range(len(key) + 1):
        head, tail = key[:i], key[i:]
        yield from (head + c + tail for c in ALPHABET)
        if tail:
            yield head + tail[1:]
            yield from (head + c + tail[1:] for c in ALPHABET)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _under_nearest_heading(key: str) -> list[tuple[str, str]]:
    for length in range(len(key) - 1, 2, -1):
        if rows := children(key[:length]):
            return [(row.code, _child_name(row)) for row in rows[:8]]
    return []


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _glyph(character: str) -> str:
    return f"the {'digit' if character.isdigit() else 'letter'} {character}"
