"""The dose language writes every published table without loss."""

import re
from pathlib import Path

import pytest

from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.written import format_prescribed

TABLES = sorted(Path(__file__).parent.glob("[AP]*.tsv"))


def cells(table):
    """Each dose cell of a golden table with its row and column; rows of words (`*brace`) left out."""
    lines = [
        line
        for line in table.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    for line in lines[1:]:
        row = line.split("\t")
        if not row[0].startswith("*"):
            for column, cell in zip(header[1:], row[1:], strict=True):
                if cell != "-":
                    yield row[0], column, cell


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_cell_reads_and_writes_back_the_same(table):
    """What a PT typed from the source is what the product would print for it."""
    for exercise, column, cell in cells(table):
        assert format_prescribed(parse_prescribed(cell)) == usual(cell), f"{exercise} in {column}"


def usual(cell):
    """The one way we write what may be written in two: a minute, an hour."""
    return re.sub(r"(?<![-\d])60 s", "1 min", cell).replace("hourly", "every 1 h")


@pytest.mark.parametrize(
    "text",
    [
        "3 x 10, 3/wk, with support",
        "2 x 10, each way",
        "1 x 20, in 60 s",
        "2-3 x 10-15, rest one set",
        "3 x 15-30+ s",
        "4 x 10 steps, without support",
        "4 x (2 min run + 2 min walk), on a treadmill",
    ],
)
def test_what_tables_say_beside_the_numbers_can_be_said(text):
    """Support, surface, pace and direction travel with the dose."""
    assert format_prescribed(parse_prescribed(text)) == text


def test_the_tables_are_there():
    assert len(TABLES) >= 45
