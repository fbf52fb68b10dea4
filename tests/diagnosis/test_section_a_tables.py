"""The typed tables of the source articles' codes are sound: every code real, every word known.

`section_a.tsv`: one line per code (or pair of codes, joined by +) with the gate it meets
when no fact is given, and the protocol it reaches once `facts` are. `ASK` is exit 2, `POINTER`
exit 2 with a hint where to go. `section_a_with_facts.tsv`: the gate once those facts are given.
Alternatives are parted by `|`; `side=` stands for `--side`.
"""

import csv
from pathlib import Path

import pytest

from exercise_rx.catalog.load import load
from exercise_rx.diagnosis import read_code
from exercise_rx.plan.facts import check_facts

HERE = Path(__file__).parent
GATES = {"OPEN", "ASK", "PROTECTED", "REFUSE", "POINTER"}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = table("section_a.tsv")
KNOWN = {name for p in load().protocols.values() for name in (p.id, p.table)} | {"PROTECTED"}
WITH_FACTS = table("section_a_with_facts.tsv")


@pytest.mark.parametrize("row", [*ROWS, *WITH_FACTS], ids=lambda row: row["code"])
def test_a_line_is_sound(row):
    for code in row["code"].split("+"):
        assert read_code(code).code == code
    assert set(row["gate"].split("|")) <= GATES
    facts = dict(fact.split("=", 1) for fact in row["facts"].split("; ") if fact)
    assert facts.pop("side", "right") in ("right", "left", "both")
    check_facts(facts, load().facts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_an_expected_protocol_is_known(row):
    assert set(row["protocol"].replace("+", "|").split("|")) - {""} <= KNOWN


def test_no_code_stands_twice():
    codes = [row["code"] for row in ROWS]
    assert len(codes) == len(set(codes)) > 350


def test_a_code_that_leaves_its_side_open_asks_for_it():
    for row in ROWS:
        single = "+" not in row["code"] and read_code(row["code"]).side == "unspecified"
        if single and row["gate"] == "ASK" and row["facts"]:
            assert "side=" in row["facts"], row["code"]
        if single:
            assert row["gate"] != "OPEN", row["code"]


def test_a_refused_code_is_refused_before_any_side_is_asked():
    refused = {row["code"] for row in ROWS if row["gate"] == "REFUSE"}
    assert {"I82.439", "S82.53XA", "M66.879", "S83.219D"} <= refused
