"""A code that could not be read, and what the list says near it."""

from typing import NamedTuple

from exercise_rx.diagnosis.index import Row, below, find, meanings
from exercise_rx.diagnosis.reading import Reading, split_seventh
from exercise_rx.diagnosis.wording import shown


class Typed(NamedTuple):
    """What could not be read: as typed, as a key, the word after `:`, and the code without it."""

    text: str
    key: str
    word: str
    reading: Reading | None

    @property
    def name(self) -> str:
        """The code as it is named in a message: short, on one line, without its side."""
        return shown(self.text.partition(":")[0])


def description_of(key: str, *, billable: bool = False) -> str | None:
    """What a complete code means; with `billable`, headings and unfinished codes do not count."""
    if extended := split_seventh(key):
        return with_meaning(*extended)
    row = find(key)
    return row.description if row and (row.kind == "B" or not billable) else None


def with_meaning(row: Row, letter: str) -> str:
    """A code with its 7th character, in the list's words."""
    return f"{row.description}, {meanings(row)[letter]}"


def child_name(row: Row) -> str:
    """A line below a heading; one that is a heading itself tells how many codes it has."""
    if not row.is_heading:
        return row.description
    return f"{row.description} ({sum(not r.is_heading for r in below(row.key))} codes)"
