"""Which side each code of a request means, and the contradictions between codes and `--side`."""

import re
from collections.abc import Hashable, Sequence
from itertools import combinations

from exercise_rx.diagnosis.index import Row, Side, below, find
from exercise_rx.diagnosis.reading import Reading, StatedSide, full_code
from exercise_rx.errors import UsageProblem

OPPOSITE = frozenset({"right", "left"})
NOT_THE_CONDITION = frozenset(["right", "left", "bilateral", "unspecified", "unilateral"])


def agree(
    readings: Sequence[Reading], regions: Sequence[Hashable], side: StatedSide | None = None
) -> tuple[StatedSide | None, ...]:
    """The side of each reading, in order: its own, the one typed with it, or `side`.

    `regions` holds each reading's body region, in the same order. None means that nothing
    gave a side: the caller asks if the body part has one. Raises `UsageProblem` when `side`
    contradicts a code, or two codes of one region lie on opposite sides.
    """
    for reading in readings:
        if side and reading.stated_side and side != reading.stated_side:
            raise _against_the_option(reading, side)
    given = [reading.stated_side or side for reading in readings]
    for one, other in combinations(range(len(readings)), 2):
        if regions[one] == regions[other] and {given[one], given[other]} == OPPOSITE:
            raise _opposite(readings[one], readings[other], given[one], given[other])
    return tuple(given)


def counterpart(row: Row, side: Side) -> Row | None:
    """The line of the same condition on another side, or None when the list has none."""
    wanted = _condition_words(row.description)
    for length in range(len(row.key) - 1, 2, -1):
        if find(row.key[:length]):
            for other in below(row.key[:length]):
                if other.side == side and _condition_words(other.description) == wanted:
                    return None if other.is_heading else other
    return None


def counterpart_code(reading: Reading, side: Side) -> str | None:
    """The full code, 7th character and all, of the same condition on another side."""
    row = find(reading.stem.replace(".", ""))
    other = counterpart(row, side) if row else None
    if other is None:
        return None
    return full_code(other, reading.seventh) if reading.seventh else other.code


def spoken(side: str) -> str:
    """A side inside a sentence."""
    return "both sides" if side == "both" else f"the {side} side"


def _condition_words(description: str) -> list[str]:
    """The words that name the condition, whatever its side ("legs" as "leg")."""
    words = re.findall(r"[a-z]+", description.lower())
    return sorted(w.removesuffix("s") for w in words if w not in NOT_THE_CONDITION)


def _against_the_option(reading: Reading, side: StatedSide) -> UsageProblem:
    other = counterpart_code(reading, side)
    instead = f", or {other} for {spoken(side)}" if other else ""
    return UsageProblem(
        f"--side {side} is against {_means(reading)}.",
        tip=f"Leave --side out{instead}. A side can stand with one code alone: M72.2:left.",
    )


def _opposite(one: Reading, other: Reading, first: object, second: object) -> UsageProblem:
    return UsageProblem(
        f"{one.code} means the {first} side and {other.code} the {second} side "
        f"of one body part ({one.description}; {other.description}).",
        tip=_one_side_or_both(one, other),
    )


def _one_side_or_both(one: Reading, other: Reading) -> str:
    both = counterpart_code(one, "both")
    if both and counterpart_code(one, other.side) == other.code:
        return f"Type {both} for both sides, or make one program for each code."
    return "Make one program for each code."


def _means(reading: Reading) -> str:
    if reading.side == reading.stated_side:
        return f"{reading.code}, which says {spoken(reading.side)} ({reading.description})"
    return f"{reading.code}:{reading.asked_side} ({reading.description})"
