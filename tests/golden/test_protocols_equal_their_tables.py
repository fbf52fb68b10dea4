"""The product's own table of each protocol equals the published one, cell by cell.

The tables beside this file were typed from the sources by someone who had not seen the protocols. Where the
two differ, go back to the source. `differences.tsv` lists the few cells that differ on purpose, each with its
reason; an entry that no longer differs is a fault too.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.condition import Condition
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.pipeline import signature
from exercise_rx.plan.compose import make_program
from exercise_rx.plan.matched import Matched
from exercise_rx.render.table import cells

HERE = Path(__file__).parent
START = date(2026, 1, 5)
TABLES = {path.stem: path for path in sorted(HERE.glob("[AP]*.tsv"))}
SHIPPED = {p.table: p.id for p in load().protocols.values() if p.table in TABLES}
MUST_SHIP = {
    "A2x",
    "PR01",
    "PR02",
    "PR03-achilles",
    "PR03-patellar",
    "PR04",
    "PR05",
    "PR06",
    "PR07",
    "PR09",
    "PR12",
    "PR13",
    "PR14",
    "PR15",
    "PR16",
    "PR17",
    "PR19",
    "PR20",
    "PR21",
    "PR22",
    "PR23",
    "PR26",
    "PR31",
    "PR32",
}


def differences():
    """Cells that differ on purpose: (table, exercise, column) to what the product prints instead."""
    with (HERE / "differences.tsv").open(encoding="utf-8") as file:
        rows = [line for line in file if line.strip() and not line.startswith("#")]
    listed = csv.DictReader(rows, delimiter="\t")
    return {(r["table"], r["exercise"], r["column"]): r for r in listed}


DIFFERENCES = differences()


def published(path):
    """The typed table: columns, rows of cells, and the words of its `#` lines."""
    notes, rows = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            notes.setdefault(key.strip(), []).append(value.strip())
        elif line:
            rows.append(line.split("\t"))
    return rows[0][1:], {row[0]: row[1:] for row in rows[1:] if not row[0].startswith("*")}, notes


def printed(protocol):
    """The product's table of a protocol: nothing banned, everything at home, all weeks, all exercises."""
    catalog = load()
    condition = Condition(
        id="any",
        title="Any",
        plain="Any",
        region="ankle",
        sides=True,
        codes=("M76.82",),
        protocol=protocol,
        advice={"expect": "It takes time."},
    )
    asked = AskedCode(code="M76.821", stem="M76.821", description="right", side="right")
    request = Request(
        codes=(asked,),
        start=START,
        today=START,
        weeks="all",
        max_exercises=None,
        reason="the whole table",
        facts={"sport": "yes", "surgery-date": START.isoformat(), "injury-date": START.isoformat()},
    )
    program = make_program(
        request, (Matched(asked, condition),), catalog, read_clinic(None), signature(catalog)
    )
    header, rows = cells(program)
    return header[1:], {row[0]: row[1:] for row in rows}


def usual(cell):
    """The one way we write what may be written in two: a minute, an hour."""
    return re.sub(r"(?<![-\d])60 s", "1 min", cell).replace("hourly", "every 1 h")


def compare(table):
    """Every difference between the typed table and the product's, as (exercise, column, typed, printed)."""
    columns, typed, _ = published(TABLES[table])
    header, ours = printed(SHIPPED[table])
    if len(columns) != len(header):
        return [("(columns)", "", " | ".join(columns), " | ".join(header))]
    found = []
    for exercise in dict.fromkeys([*typed, *ours]):
        blank = ["-"] * len(columns)
        for i, column in enumerate(columns):
            want, have = usual(typed.get(exercise, blank)[i]), ours.get(exercise, blank)[i]
            if want != have:
                found.append((exercise, column, want, have))
    return found


@pytest.mark.parametrize("table", sorted(SHIPPED))
def test_the_product_prints_the_published_table(table):
    """A dose that slipped in a protocol file shows here, not on a patient's page."""
    found = [(*d, DIFFERENCES.get((table, d[0], d[1]), {}).get("printed")) for d in compare(table)]
    wrong = [
        f"{ex} @ {col}: published {want!r}, printed {have!r}"
        for ex, col, want, have, allowed in found
        if allowed != have
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", sorted(DIFFERENCES), ids="/".join)
def test_a_listed_difference_still_differs(key):
    """The list of differences holds no dead entries."""
    table, exercise, column = key
    assert DIFFERENCES[key]["why"]
    assert any((d[0], d[1]) == (exercise, column) for d in compare(table))


def test_every_table_that_must_ship_is_answered_by_a_protocol():
    assert MUST_SHIP - set(SHIPPED) == set()
