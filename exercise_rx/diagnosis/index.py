"""The ICD-10-CM list on disk: one line per code, found by halving the file, never read whole.

The file is generated (`.ci/build-icd`) and sorted by the undotted code, so a look-up costs a
few page reads and shell completion stays quick. The forms with a 7th character are not
listed one by one: each line names the characters its code may take.
"""

import mmap
from collections.abc import Iterator
from functools import cache
from os.path import dirname, join
from typing import Literal, NamedTuple

Side = Literal["right", "left", "both", "unspecified", "none"]
"""`unspecified`: the code has sides but this one does not say. `none`: no side in this code."""

SIDES: dict[bytes, Side] = {
    b"R": "right",
    b"L": "left",
    b"B": "both",
    b"U": "unspecified",
    b"-": "none",
}
DATA = join(dirname(__file__), "data")  # noqa: PTH118, PTH120 - pathlib would double the start


class Row(NamedTuple):
    """One line of the list: a code without its 7th character, or a heading over such codes."""

    key: str
    kind: Literal["B", "7", "H", "F"]
    sevenths: str
    side: Side
    is_fracture: bool
    description: str
    terms: str

    @property
    def code(self) -> str:
        """The code as it is written, with its dot."""
        return dotted(self.key)

    @property
    def is_heading(self) -> bool:
        """A parent that no bill may carry."""
        return self.kind in "HF"

    @property
    def is_one_condition(self) -> bool:
        """A heading whose children differ in their side alone."""
        return self.kind == "F"

    @property
    def letters(self) -> str:
        """The 7th characters this code must take one of; empty when it takes none."""
        return self.sevenths[1:]


def dotted(key: str) -> str:
    """`M76821` as `M76.821`; three characters stay as they are."""
    return f"{key[:3]}.{key[3:]}" if len(key) > 3 else key


def find(key: str) -> Row | None:
    """The line of an undotted upper-case code, or None."""
    if not (key.isascii() and key.isalnum()):
        return None
    wanted = key.encode()
    start = _first_at_or_after(wanted)
    line = _line(start)
    return read_row(line) if line.partition(b"\t")[0] == wanted else None


def below(key: str) -> Iterator[Row]:
    """Every line that begins with `key` and is longer, in order: children and their children."""
    wanted = key.encode()
    start = _first_at_or_after(wanted)
    while (line := _line(start)).startswith(wanted):
        start += len(line) + 1
        if line.partition(b"\t")[0] != wanted:
            yield read_row(line)


def children(key: str) -> list[Row]:
    """The next level below a heading: codes, or headings that have children of their own.

    A level of one heading alone (M22.2X under M22.2) tells nothing and is passed through.
    """
    nearest: list[Row] = []
    for row in below(key):
        if not (nearest and row.key.startswith(nearest[-1].key)):
            nearest.append(row)
    alone = len(nearest) == 1 and nearest[0].is_heading
    return children(nearest[0].key) if alone else nearest


def all_rows() -> Iterator[Row]:
    """Every line of the list, in order; about a tenth of a second."""
    return map(read_row, text()[_head_length() :].splitlines())


def meanings(row: Row) -> dict[str, str]:
    """Each 7th character this code may take, with its meaning in the list's own words."""
    if not row.sevenths:
        return {}
    table = _sets()[row.sevenths[0]]
    return {letter: table[letter] for letter in row.letters}


@cache
def release() -> str:
    """The day on which the shipped list took effect, as `2026-04-01`."""
    return _line(0).split(b"\t")[2].decode()


def read_row(line: bytes) -> Row:
    """One line of the file as a value."""
    key, kind, sevenths, side, fracture, description, terms = line.split(b"\t")
    return Row(
        key.decode(),
        kind.decode(),  # type: ignore[arg-type]
        sevenths.decode(),
        SIDES[side],
        bool(fracture),
        description.decode(),
        terms.decode(),
    )


@cache
def text() -> mmap.mmap:
    """The file, mapped once for the life of the process."""
    with open(join(DATA, "icd10cm.tsv"), "rb") as file:  # noqa: PTH118, PTH123
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _line(start: int) -> bytes:
    whole = text()
    end = whole.find(b"\n", start)
    return whole[start:end] if end >= 0 else b""


def _first_at_or_after(wanted: bytes) -> int:
    """Where the first line begins whose code is not before `wanted`."""
    whole = text()
    low, high = 0, len(whole)
    while low < high:
        middle = (low + high) // 2
        start = whole.rfind(b"\n", 0, middle) + 1
        if whole[start : start + len(wanted)] < wanted:  # a shorter code ends in a tab, below all
            low = whole.find(b"\n", middle) + 1 or high
        else:
            high = start
    return low


@cache
def _head_length() -> int:
    start = 0
    while (line := _line(start)).startswith(b"#"):
        start += len(line) + 1
    return start


@cache
def _sets() -> dict[str, dict[str, str]]:
    """The tables of 7th characters at the head of the file, by their mark."""
    sets = {}
    for line in text()[: _head_length()].decode().splitlines()[1:]:
        name, *entries = line.split("\t")
        sets[name[2:]] = dict(entry.split("=", 1) for entry in entries)
    return sets
