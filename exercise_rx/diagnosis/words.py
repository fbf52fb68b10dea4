"""Words as people type them: lay names, plain spelling mistakes, beginnings of words."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from exercise_rx.diagnosis.index import DATA, text

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
IGNORED = frozenset(["a", "an", "and", "at", "for", "in", "is", "my", "of", "on", "the", "to"])
LONGEST_QUERY = 12
"""More words than this describe a case, not a diagnosis; the rest is left unread."""


class Reading(NamedTuple):
    """One way to understand part of a query: words that must all begin a word of the text.

    `as_typed` counts in full, other readings a little less. `whole_words`: a beginning is not
    enough (the `cap` of `knee cap` is not `capsular`).
    """

    words: tuple[str, ...]
    as_typed: bool
    whole_words: bool = False


Clause = tuple[Reading, ...]
"""Part of a query with all its readings: one of them must hold."""


def clauses(query: str) -> tuple[Clause, ...]:
    """What a query asks for; every clause must hold.

    The longest lay phrase wins (`inner ankle` before `ankle`), and what was typed always
    stands as the first reading.
    """
    words = TOKEN.findall(query.lower().replace("\u2019", "'"))[:LONGEST_QUERY]
    return tuple(_clauses(words))


def _clauses(words: list[str]) -> Iterator[Clause]:
    lay = _lay_words()
    start = 0
    while start < len(words):
        for length in range(min(4, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if phrase in lay or length == 1:
                if phrase in lay or phrase[0] not in IGNORED:
                    plain = tuple(word for word in phrase if word not in IGNORED)
                    yield (Reading(plain or phrase, True, length > 1), *lay.get(phrase, ()))
                start += length
                break


@cache
def _lay_words() -> dict[tuple[str, ...], Clause]:
    """Each lay phrase with its readings, from `data/lay-words.tsv`."""
    table = {}
    for line in Path(DATA, "lay-words.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            said, *readings = line.split("\t")
            table[tuple(said.split())] = tuple(map(_lay_reading, readings))
    return table


def _lay_reading(written: str) -> Reading:
    return Reading(tuple(written.removeprefix("=").split()), as_typed=written.startswith("="))


def spelled(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None.

    Short words and numbers are left alone; the first letter is taken as right.
    """
    if len(word) < 4 or not word.isalpha():
        return None
    near = [w for w in known if w[:1] == word[:1] and abs(len(w) - len(word)) <= 2]
    found = get_close_matches(word, sorted(near), n=1, cutoff=0.75)
    return found[0] if found else None


@cache
def list_vocabulary() -> frozenset[str]:
    """Every word of the descriptions in the chapters that therapy meets, and the lay words."""
    words: set[str] = set()
    whole = text()
    for first in (b"\nG0", b"\nM0", b"\nS0"):
        start = whole.find(first)
        end = whole.find(bytes([10, first[1] + 1]), start)
        words.update(re.findall(r"[a-z]{4,}", whole[start:end].decode().lower()))
    words.update(word for phrase in _lay_words() for word in phrase if len(word) > 3)
    return frozenset(words)
