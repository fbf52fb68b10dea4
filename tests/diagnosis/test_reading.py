"""A code in any spelling reads as itself, with its own side and encounter."""

import sys
from itertools import islice
from subprocess import run

import pytest

from exercise_rx.diagnosis import index, read_code
from exercise_rx.diagnosis.reading import full_code


@pytest.mark.parametrize(
    "typed",
    [
        "M76.821",
        "m76821",
        " M76.821 ",
        "M76 821",
        "M76\u2013821",
        "M76\u2011821.",
        "\uff2d\uff17\uff16.\uff18\uff12\uff11",
        "(M76.821)",
        "M76.821,",
        "ICD-10-CM: M76.821",
        "icd10 m76.821",
        "M76.821\u200b",
    ],
)
def test_case_dot_spaces_and_dashes_do_not_matter(typed):
    reading = read_code(typed)
    assert reading.code == reading.stem == "M76.821"
    assert reading.side == reading.stated_side == "right"
    assert reading.description == "Posterior tibial tendinitis, right leg"
    assert reading.warnings == ()
    assert reading.release == index.release()


@pytest.mark.parametrize(
    ("typed", "code", "stem"),
    [
        ("s93421d", "S93.421D", "S93.421"),
        ("S13.4XXD", "S13.4XXD", "S13.4"),
        ("s334xxa", "S33.4XXA", "S33.4"),
        ("S43.50XS", "S43.50XS", "S43.50"),
        ("m22.2x1", "M22.2X1", "M22.2X1"),
        ("T36.0X1A", "T36.0X1A", "T36.0X1"),
        ("M1A.0710", "M1A.0710", "M1A.071"),
        ("QA0.0101", "QA0.0101", "QA0.0101"),
        ("M79.A21", "M79.A21", "M79.A21"),
    ],
)
def test_placeholders_and_sevenths_leave_the_stem(typed, code, stem):
    reading = read_code(typed)
    assert (reading.code, reading.stem) == (code, stem)


def test_every_71st_code_reads_back_in_four_spellings():
    """All of them are tried by `.ci/all-codes`."""
    for row in islice(index.all_rows(), 0, None, 71):
        codes = [row.code] if row.kind == "B" else [full_code(row, c) for c in row.letters]
        for code in codes:
            bare = code.replace(".", "")
            for typed in (code, bare, code.lower(), bare.lower()):
                assert read_code(typed).code == code


@pytest.mark.parametrize(
    ("letter", "encounter"),
    [
        *((c, "initial") for c in "ABC"),
        *((c, "subsequent") for c in "DEF"),
        *((c, "delayed") for c in "GHJ"),
        *((c, "nonunion") for c in "KMN"),
        *((c, "malunion") for c in "PQR"),
        ("S", "sequela"),
    ],
)
def test_each_fracture_character_has_its_class(letter, encounter):
    reading = read_code(f"S82.51X{letter}")
    assert (reading.seventh, reading.encounter, reading.is_fracture) == (letter, encounter, True)


@pytest.mark.parametrize(
    ("code", "encounter", "is_fracture"),
    [
        ("S93.421A", "initial", False),
        ("S93.421D", "subsequent", False),
        ("S93.421S", "sequela", False),
        ("M84.374K", "nonunion", True),
        ("M48.46XS", "sequela", True),
        ("M97.01XD", "subsequent", True),
        ("M80.061G", "delayed", True),
        ("S39.840A", "initial", False),
        ("M1A.0710", None, False),
        ("M76.821", None, False),
        ("Z87.81", None, False),
    ],
)
def test_encounters_and_fractures_beyond_the_common_set(code, encounter, is_fracture):
    reading = read_code(code)
    assert (reading.encounter, reading.is_fracture) == (encounter, is_fracture)


def test_every_seventh_of_an_injury_has_a_class():
    """A new meaning in a new release must not pass as no encounter at all."""
    first_of_each_set = {row.sevenths: row for row in index.all_rows() if row.key[0] in "MST"}
    letters = [(row, c) for row in first_of_each_set.values() for c in row.letters]
    classes = {read_code(full_code(row, c)).encounter for row, c in letters if c.isalpha()}
    assert classes == {"initial", "subsequent", "delayed", "nonunion", "malunion", "sequela"}


def test_a_seventh_where_none_belongs_is_a_warning():
    reading = read_code("M76.821D")
    assert reading.code == "M76.821"
    assert reading.seventh is None
    assert reading.warnings == (
        "M76.821 takes no 7th character: the D is left out. Read as M76.821.",
    )


@pytest.mark.parametrize(
    ("typed", "side", "stated"),
    [
        ("M72.2:left", "none", "left"),
        ("m722 : LEFT", "none", "left"),
        ("M76.829:R", "unspecified", "right"),
        ("M76.821:right", "right", "right"),
        ("M17.0:both", "both", "both"),
        ("M72.2:bilateral", "none", "both"),
        ("S93.429D:l", "unspecified", "left"),
        ("M72.2:", "none", None),
        ("M76.829", "unspecified", None),
    ],
)
def test_a_side_may_stand_behind_the_code(typed, side, stated):
    reading = read_code(typed)
    assert (reading.side, reading.stated_side) == (side, stated)


def test_a_look_up_loads_nothing_heavy():
    """Shell completion asks at every TAB."""
    heavy = ("pydantic", "reportlab", "yaml", "difflib", "dataclasses", "pathlib", "json")
    code = (
        "import sys; before = set(sys.modules)\n"
        "from exercise_rx.diagnosis import read_code; read_code('m76821')\n"
        f"print([m for m in {heavy} if m in sys.modules and m not in before])"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
