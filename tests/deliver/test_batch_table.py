"""Lists as people save them: every usual form is read, and every fault has its line."""

import pytest

from exercise_rx.deliver.batch_table import Row, rows, survey
from exercise_rx.errors import RxError

KNOWN = ("codes", "patient", "large-print", "home")


def listed(tmp_path, content: bytes | str, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    table = survey(path, KNOWN, "codes")
    return table, list(rows(table))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read_the_same(tmp_path, encoding, sign, end):
    text = end.join([sign.join(r) for r in (["codes", "patient"], ["M17.11", "Zoë"], ["", ""])])
    table, found = listed(tmp_path, text + end, encoding)
    assert found == [Row(2, {"codes": "M17.11", "patient": "Zoë"})]
    assert table.count == 1


def test_notes_and_the_line_that_names_the_sign_are_skipped(tmp_path):
    _, found = listed(tmp_path, 'sep=;\n# note; of; many; cells\n"codes";patient\nM17.11;Sam\n')
    assert found == [Row(4, {"codes": "M17.11", "patient": "Sam"})]


def test_a_header_may_be_written_as_people_write(tmp_path):
    _, found = listed(tmp_path, "CODES,Large Print,--home\nM17.11,yes,chair\n")
    assert found[0].cells == {"codes": "M17.11", "large-print": "yes", "home": "chair"}


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    text = 'codes,patient\n\n"M17.11","a\nb"\nM54.50,c\nM54.50\nM54.50,"d"e\nM54.50,f\nM54.50,"g\nM1,h\n'
    _, found = listed(tmp_path, text)
    assert [row.line for row in found] == [3, 5, 6, 7, 8, 9]
    assert [bool(row.fault) for row in found] == [False, False, True, True, False, True]
    assert found[2].fault == "has 1 cell where the header has 2"
    assert "quotation mark" in found[3].fault
    assert "quotation mark" in found[5].fault


def test_a_row_with_too_few_cells_is_not_filled_up_in_silence(tmp_path):
    """A cell that got lost may be the one that says what the patient must not do."""
    _, found = listed(tmp_path, "codes;patient;home\nM17.11;Sam\nM17.11;Sam;chair;wall\n")
    assert [row.fault.split(" where")[0] for row in found] == ["has 2 cells", "has 4 cells"]
    assert [row.fix.split(" ")[0] for row in found] == ["Write", "Put"]
    assert "`;`" in found[0].fix


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,patient\n", "no column `code`. Did you mean codes?"),
        ("patient\nSam\n", "There is no column `codes`"),
        ("codes,codes\n", "The column `codes` is there twice"),
        ("codes,\nM17.11,x\n", "a column without a name: number 2"),
        ("", "has no rows"),
        ("codes\nM17.11\n\nM17.\xff\n", "line 4 is not UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(tmp_path, text, says):
    with pytest.raises(RxError) as told:
        listed(tmp_path, text, "latin-1")
    assert says in str(told.value)
    assert told.value.exit_code == 1


def test_a_list_that_is_not_there_is_said(tmp_path):
    with pytest.raises(RxError, match="cannot be read"):
        survey(tmp_path / "none.csv", KNOWN, "codes")
