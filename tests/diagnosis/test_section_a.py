"""Every code the source articles name gets its gate's answer, alone and with the facts that open it."""

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


@pytest.mark.parametrize("row", rows("section_a.tsv"), ids=lambda row: row["code"])
def test_a_code_alone_gets_its_gate(row):
    """OPEN prints, ASK asks, REFUSE refuses, PROTECTED prints only its list, POINTER says where to go."""
    assert gate_of(row["code"], "") in row["gate"].split("|")
