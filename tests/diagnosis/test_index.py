"""The list on disk: complete, sorted, as generated, and quick to enter anywhere."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from exercise_rx.diagnosis import index

BUILDER = Path(__file__).parents[2] / ".ci" / "build-icd"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """The script that writes the list, where its dev package is installed."""
    pytest.importorskip("simple_icd_10_cm")
    loader = SourceFileLoader("build_icd", str(BUILDER))
    spec = importlib.util.spec_from_loader("build_icd", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_list_names_its_release():
    assert index.release() == "2026-04-01"


def test_lines_are_sorted_and_every_code_stands_once():
    keys = [row.key for row in index.all_rows()]
    assert keys == sorted(set(keys))
    assert len(keys) == 46_881


@pytest.mark.parametrize("key", ["A00", "M76821", "QA08", "S9342", "Z9989", "G35", "M1A071"])
def test_any_line_is_found_the_first_and_the_last_too(key):
    row = index.find(key)
    assert row is not None
    assert row.key == key


@pytest.mark.parametrize(
    "key", ["", "A", "A0", "#", "#7a", "M7682", "M768210", "ZZZ", "a00", "M76.8", "Ä00"]
)
def test_what_is_not_a_whole_code_is_not_found(key):
    row = index.find(key)
    assert row is None or row.key == key == "M7682"


def test_children_are_the_next_level_only_even_across_placeholders():
    assert [row.code for row in index.children("M5450")] == []
    assert [row.code for row in index.children("M545")] == ["M54.50", "M54.51", "M54.59"]
    assert [row.code for row in index.children("M22")][:4] == ["M22.0", "M22.1", "M22.2", "M22.3"]
    assert [row.code for row in index.children("M222")] == ["M22.2X1", "M22.2X2", "M22.2X9"]


def meanings(key: str) -> dict[str, str]:
    row = index.find(key)
    assert row is not None
    return index.meanings(row)


def test_sevenths_keep_their_own_meanings():
    assert meanings("M1A071") == {"0": "without tophus (tophi)", "1": "with tophus (tophi)"}
    assert "".join(meanings("S8251")) == "ABCDEFGHJKMNPQRS"
    assert meanings("S8251")["N"].endswith("type IIIA, IIIB, or IIIC with nonunion")


def test_the_list_is_what_the_builder_writes(builder):
    """A sample of lines made again from the package; `.ci/build-icd --check` compares them all."""
    sides = builder.Sides([code for code in builder.codes() if code[0] in "GMS"])
    sample = [row for row in index.all_rows() if row.key[0] in "GMS"][::37]
    assert len(sample) > 300
    for row in sample:
        table = builder.meanings(row.code) if row.letters else ()
        made = index.read_row(builder.line(row.code, sides, row.sevenths, table).encode())
        assert made == row
        assert builder.letters(row.code) == row.letters
        assert dict(table).keys() >= index.meanings(row).keys()
        assert builder.release() == index.release()
