"""File names: safe on every disk, one for each patient, and silent about diagnoses."""

import re
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_rx.deliver.batch_names import LONGEST, RESERVED, Names, stem
from exercise_rx.deliver.batch_notes import Notes


@contextmanager
def names_of_a_run():
    with TemporaryDirectory() as folder, closing(Notes(Path(folder, "notes.db"))) as notes:
        yield Names(notes)


@pytest.mark.parametrize(
    ("patient", "name"),
    [
        ("Renée O'Neill", "Renee-ONeill"),
        ("Renée O\u2019Neill", "Renee-ONeill"),
        ("Jürgen Groß", "Jurgen-Gross"),
        ("Łucja Ødegård", "Lucja-Odegard"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Users\\sam", "C-Users-sam"),
        ("Sam\nRivera\x00", "Sam-Rivera"),
        ("NUL", "NUL-plan"),
        ("com1", "com1-plan"),
        ("report", "report-plan"),
        ("print-all 2", "print-all-2-plan"),
        ("-o -rf", "o-rf"),
        ("...", ""),
        ("李小龍", ""),
    ],
)
def test_a_name_becomes_a_file_name(patient, name):
    assert stem(patient) == name


@pytest.mark.parametrize("text", ["Sam M76.821", "m76821 Sam", "M76.821-Sam", "Sam (M76.821)"])
def test_the_diagnosis_is_struck_out(text):
    assert stem(text, ["M76.821"]) == "Sam"


def test_a_chart_number_is_not_taken_for_a_code():
    assert stem("K12345", ["M76.821"]) == "K12345"


@given(st.lists(st.text(max_size=90), max_size=12))
def test_every_name_is_safe_and_none_is_given_twice(texts):
    with names_of_a_run() as names:
        given_names = [names.own(stem(text) or "line-1") for text in texts]
        for name in given_names:
            assert re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", name)
            assert not RESERVED.fullmatch(name)
            assert len(name) <= LONGEST + 10
            assert names.has(name)
        assert len({name.casefold() for name in given_names}) == len(texts)


def test_the_same_list_gets_the_same_names():
    def run():
        with names_of_a_run() as names:
            return [names.own(n) for n in ("Sam", "sam", "Sam-2", "Sam", "Jo")]

    assert run() == run() == ["Sam", "sam-2", "Sam-2-2", "Sam-3", "Jo"]
