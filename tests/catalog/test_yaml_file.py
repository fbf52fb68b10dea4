"""YAML means what it looks like to the person who wrote it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_rx.catalog.place import Place
from exercise_rx.catalog.yaml_file import read_yaml
from exercise_rx.errors import CatalogError

HERE = Path("exercises/knee/one.yaml")


def read(text: str) -> object:
    return read_yaml(HERE, f"key: {text}\n")["key"]


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "on", "off", "Yes", "y", "1:30", "010", "0o17", "0x1F", "1_000", "2026-01-31",
     ".5", "5.", ".inf", "3 x 10-15, hold 2 s", "1-2", "12-26+", "=", "<18"],
)  # fmt: skip
def test_what_older_yaml_would_change_stays_text(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("False", False), ("12", 12), ("-3", -3), ("+3", 3), ("0", 0), ("2.5", 2.5),
     ("1e3", 1000.0), ('"12"', "12"), ("'true'", "true"), ('""', ""), ("[1, no]", [1, "no"])],
)  # fmt: skip
def test_plain_words_follow_yaml_1_2(text: str, value: object) -> None:
    got = read(text)
    assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", "[a, ]x", "{a, b}", "[~]"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(CatalogError):
        read(text)


@given(st.text())
def test_any_text_is_read_or_refused_and_never_a_traceback(text: str) -> None:
    try:
        assert isinstance(read_yaml(HERE, text), dict)
    except CatalogError as error:
        assert error.problems  # noqa: PT017 (either outcome is right)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1))
def test_quoted_text_comes_back_as_it_is(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    assert read(quoted) == text


def test_a_place_is_named_as_an_author_names_it() -> None:
    """Indexes of the model lead back to keys, ids and numbers from 1."""
    text = (
        "title: x\nphases:\n  - id: first\n    do:\n      slide: 2 x 10\n"
        "      bend: {choose: {sore: 2 x 5}}\n    leave:\n      - One.\n      - Two.\n"
    )
    place = Place(HERE, text)
    assert place.find(("phases", 0, "do", 1, "dose")) == (6, "phases.first.do.bend.choose")
    assert place.find(("phases", 0, "leave", 1, "patient")) == (9, "phases.first.leave #2")
    assert place.find(("phases", 0, "goal")) == (3, "phases.first")
    assert place.find((), "`slide` is lost") == (5, "")
    assert place.find(("nowhere",)) == (1, "")
