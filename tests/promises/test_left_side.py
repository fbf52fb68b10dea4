"""A plan for the left is the plan for the right, mirrored: every picture, every word, every dose."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.diagnosis.reading import read_code
from exercise_rx.diagnosis.sides import counterpart_code
from exercise_rx.model.request import Request

TODAY = date(2026, 1, 20)
TABLE = Path(__file__).parent.parent / "diagnosis" / "section_a.tsv"
READ = ("title", "summary", "side_words", "cards", "steps", "stop", "advice", "needs", "support")
"""The parts of a program that a patient reads or looks at."""


def pairs():
    """One row for each protocol of the coverage list whose code has a right and a left form."""
    found = {}
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if not row["protocol"] or "+" in row["code"]:
                continue
            reading = read_code(row["code"])
            left = counterpart_code(reading, "left") if reading.side == "right" else None
            if left:
                found.setdefault((row["protocol"], row["facts"]), (row["code"], left, row["facts"]))
    return sorted(found.values())


def program(code, facts):
    """The whole course, with all exercises."""
    told = dict(pair.strip().split("=", 1) for pair in facts.split(";") if pair.strip())
    told.pop("side", None)
    request = Request(
        codes=pipeline.read_codes([code]),
        start=TODAY,
        today=TODAY,
        facts=told,
        weeks="all",
        max_exercises=None,
        reason="a test",
    )
    return pipeline.generate(request, load(), read_clinic(None))


def swapped(text):
    """The same text with every right as left and every left as right."""
    other = {"right": "left", "left": "right", "Right": "Left", "Left": "Right"}
    return re.sub(r"\b([Rr]ight|[Ll]eft)\b", lambda found: other[found[1]], text)


def read_by_the_patient(one):
    """Text of the parts a patient reads; how a picture is turned is looked at apart."""
    told = one.model_dump()
    text = json.dumps([told[name] for name in READ], ensure_ascii=False)
    return re.sub(r'"mirrored": (true|false)', "", text)


def test_there_are_pairs_to_try():
    """The test below stands on more than a handful of protocols."""
    assert len(pairs()) > 25


@pytest.mark.parametrize(("right", "left", "facts"), pairs())
def test_the_left_plan_is_the_right_plan_mirrored(right, left, facts):
    """Words change sides, and so does every picture."""
    one, other = program(right, facts), program(left, facts)
    assert (one.side, other.side) == ("right", "left")
    assert swapped(read_by_the_patient(one)) == read_by_the_patient(other)
    drawn = 0
    for mine, theirs in zip(one.cards, other.cards, strict=True):
        assert not any(frame.mirrored for frame in mine.frames)
        assert all(frame.mirrored for frame in theirs.frames)
        assert theirs.side == {"right": "left"}.get(mine.side, mine.side)
        assert len(mine.frames) >= 2
        drawn += mine.side == "right"
    assert drawn or all(card.side in ("both", "none") for card in one.cards)
