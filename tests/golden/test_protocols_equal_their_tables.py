"""The product's own table of each protocol equals the published one, cell by cell.

The tables beside this file were typed from the sources by someone who had not seen the protocols. Where the
two differ, go back to the source. `differences.tsv` lists the few cells that differ on purpose, each with its
reason; an entry that no longer differs is a fault too.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from golden.tables import TABLES, Shown, compare, read, usual

from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.condition import Condition
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.pipeline import signature
from exercise_rx.plan.compose import make_program
from exercise_rx.plan.matched import Matched
from exercise_rx.render.table import cells

HERE = Path(__file__).parent
START = date(2026, 1, 5)
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
    "PR10-I-II",
    "PR10-III",
    "PR11-I",
    "PR11-II",
    "PR11-III",
    "PR12",
    "PR13",
    "PR14",
    "PR15",
    "PR16",
    "PR17",
    "PR18",
    "PR19",
    "PR20",
    "PR21",
    "PR22",
    "PR22-ladder",
    "PR23",
    "PR26",
    "PR31",
    "PR32",
}
WORST_GRADE = {"PR12": "II"}
"""Where a table covers every grade and a complete tear has a file of its own."""


def differences():
    """Cells that differ on purpose: (table, exercise, column) to what the product prints instead."""
    with (HERE / "differences.tsv").open(encoding="utf-8") as file:
        rows = [line for line in file if line.strip() and not line.startswith("#")]
    listed = csv.DictReader(rows, delimiter="\t")
    return {(r["table"], r["exercise"], r["column"]): r for r in listed}


DIFFERENCES = differences()


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
        surgical=True,
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
        request, (Matched(asked, condition),), catalog, read_clinic(None), signature(catalog), ()
    )
    header, rows = cells(program)
    return [
        Shown(column, step.first_week, {row[0]: usual(row[i]) for row in rows})
        for i, (column, step) in enumerate(zip(header[1:], program.steps, strict=True), 1)
    ]


@cache
def found_in(table):
    """The differences of a table; a column that is a protocol of its own (`PR13-prehab`) is read from there."""
    typed = read(table, WORST_GRADE.get(table))
    steps = printed(SHIPPED[table])
    for column in typed.columns:
        part = next(
            (p.id for p in load().protocols.values() if p.table == f"{table}-{column}"), None
        )
        if part:
            steps += [step for step in printed(part) if step.column == column]
    return compare(typed, steps)


@pytest.mark.parametrize("table", sorted(SHIPPED))
def test_the_product_prints_the_published_table(table):
    """A dose that slipped in a protocol file shows here, not on a patient's page."""
    wrong = [
        f"{row} @ {column}: published {want!r}, printed {have!r}"
        for row, column, want, have in found_in(table)
        if DIFFERENCES.get((table, row, column), {}).get("printed") != have
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", sorted(DIFFERENCES), ids="/".join)
def test_a_listed_difference_still_differs(key):
    """The list of differences holds no dead entries."""
    table, row, column = key
    assert DIFFERENCES[key]["why"]
    assert (row, column) in {(found[0], found[1]) for found in found_in(table)}


def test_every_table_that_must_ship_is_answered_by_a_protocol():
    assert MUST_SHIP - set(SHIPPED) == set()


def test_no_two_protocols_claim_one_table():
    claimed = [p.table for p in load().protocols.values() if p.table in TABLES]
    assert sorted(claimed) == sorted(SHIPPED)
