"""Slips of the finger and of the eye: the letter O for a zero, one character too many."""

from collections.abc import Iterator
from itertools import product

from exercise_rx.diagnosis.index import children, dotted, find
from exercise_rx.diagnosis.match import common_beginning
from exercise_rx.diagnosis.typed import Typed, child_name, description_of
from exercise_rx.diagnosis.wording import listed
from exercise_rx.errors import UsageProblem

LOOK_ALIKE = {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
FIRST_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def look_alikes(typed: Typed) -> UsageProblem | None:
    """`M76.82l`, `M76.8O`, `593.421D`: a letter for a digit, or a digit for the letter."""
    if not 3 <= len(typed.key) <= 7 or not any(c.isdigit() for c in typed.key):
        return None
    first = {typed.key[0], FIRST_LETTER.get(typed.key[0], typed.key[0])}
    choices = [sorted(first), *(sorted({c, LOOK_ALIKE.get(c, c)}) for c in typed.key[1:])]
    for spelled in map("".join, product(*choices)):
        if spelled != typed.key and (name := description_of(spelled)):
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


def nearby(key: str) -> list[str]:
    """Billable codes one slip of the finger away, the longest common beginning first."""
    slips = {slip for slip in _slips(key[:8]) if slip != key}
    codes = [slip for slip in slips if description_of(slip, billable=True)]
    codes.sort(key=lambda code: (-common_beginning(code, key), code))
    return [code for code in codes if code[:3] == key[:3]] or codes


def under_nearest_heading(key: str) -> list[tuple[str, str]]:
    """What stands below the longest beginning of `key` that the list knows."""
    for length in range(len(key) - 1, 2, -1):
        if rows := children(key[:length]):
            return [(row.code, child_name(row)) for row in rows[:8]]
    return []


def _slips(key: str) -> Iterator[str]:
    for i in range(len(key) + 1):
        head, tail = key[:i], key[i:]
        yield from (head + c + tail for c in ALPHABET)
        if tail:
            yield head + tail[1:]
            yield from (head + c + tail[1:] for c in ALPHABET)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _glyph(character: str) -> str:
    return f"the {'digit' if character.isdigit() else 'letter'} {character}"
