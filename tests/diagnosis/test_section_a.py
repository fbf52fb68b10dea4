"""Every code the source articles name gets its gate's answer, alone and with the facts that open it.

`section_a.tsv`: `gate` is what the code alone meets; `facts` are what a PT would then state; `protocol` names
what must print, by table or protocol (`A|B` either, `A+B` one for each code, `PROTECTED` the short list only).
It was written from the articles' coverage list, not from the product.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.errors import Questions, Refused, UsageProblem
from exercise_rx.model.request import Request

HERE = Path(__file__).parent
TODAY = date(2026, 1, 20)


def rows(name):
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


ALONE = rows("section_a.tsv")
TOLD = rows("section_a_with_facts.tsv")
PRINTS = [row for row in ALONE if row["protocol"]]


def ask(code, facts):
    """The program for a row: its codes, `side=` as the option, the rest as facts."""
    told = dict(pair.strip().split("=", 1) for pair in facts.split(";") if pair.strip())
    side = told.pop("side", None)
    request = Request(
        codes=pipeline.read_codes(code.split("+")), start=TODAY, today=TODAY, side=side, facts=told
    )
    return pipeline.generate(request, load(), read_clinic(None))


def gate_of(code, facts):
    """The gate word that a PT meets: OPEN, ASK, PROTECTED, REFUSE or POINTER."""
    try:
        program = ask(code, facts)
    except Questions:
        return "ASK"
    except Refused:
        return "REFUSE"
    except UsageProblem:
        return "POINTER"
    return "PROTECTED" if program.kind == "protected" else "OPEN"


def answers(program):
    """The names under which each diagnosis of a program may be expected."""
    if program.kind == "protected":
        return [{"PROTECTED"} for _ in program.diagnoses]
    return [{one.table, one.protocol} for one in program.diagnoses]


@pytest.mark.parametrize("row", ALONE, ids=lambda row: row["code"])
def test_a_code_alone_gets_its_gate(row):
    """OPEN prints, ASK asks, REFUSE refuses, PROTECTED prints only its list, POINTER says where to go."""
    assert gate_of(row["code"], "") in row["gate"].split("|")


@pytest.mark.parametrize("row", TOLD, ids=lambda row: f"{row['code']} {row['facts']}")
def test_facts_open_or_close_the_gate(row):
    """What is stated moves the gate as it should, and never past a refusal."""
    assert gate_of(row["code"], row["facts"]) in row["gate"].split("|")


@pytest.mark.parametrize("row", PRINTS, ids=lambda row: row["code"])
def test_with_its_facts_a_code_prints_its_protocol(row):
    """The program that the coverage list names is the one that prints."""
    found = answers(ask(row["code"], row["facts"]))
    expected = [wanted.split("+") for wanted in row["protocol"].split("|")]
    assert any(
        all(any(name in names for names in found) for name in wanted) for wanted in expected
    ), found
