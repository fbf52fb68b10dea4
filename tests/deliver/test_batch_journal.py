"""The journal survives what a crash does to a file, and keeps a second run out."""

import pytest

from exercise_rx.deliver.batch_journal import FOLDER, NAME, Journal
from exercise_rx.errors import RxError


def test_what_was_written_is_found_by_the_next_run(tmp_path):
    with Journal(tmp_path) as journal:
        journal.add("made", "Sam", row="a")
        journal.add("made", "Sam", row="b")
        journal.add("queued", "Sam", mail=3)
    with Journal(tmp_path) as journal:
        assert journal.find("made", "Sam") == {"did": "made", "key": "Sam", "row": "b"}
        assert journal.find("queued", "Sam")["mail"] == 3
        assert journal.find("made", "Jo") is None
        assert [line["row"] for line in journal.newest("made")] == ["b"]


@pytest.mark.parametrize("torn", [1, 5, 20])
def test_a_line_that_a_crash_tore_is_as_if_it_never_was(tmp_path, torn):
    with Journal(tmp_path) as journal:
        journal.add("made", "Sam", row="a")
    file = tmp_path / FOLDER / NAME
    whole = file.read_bytes()
    with Journal(tmp_path) as journal:
        journal.add("made", "Jo", row="b" * 5000)
    file.write_bytes(file.read_bytes()[:-torn])
    with Journal(tmp_path) as journal:
        assert journal.find("made", "Jo") is None
        assert file.read_bytes() == whole
        journal.add("made", "Jo", row="c" * 5000)
        assert journal.find("made", "Jo")["row"] == "c" * 5000
        assert journal.find("made", "Sam")["row"] == "a"


def test_what_was_never_finished_is_cleared_away(tmp_path):
    with Journal(tmp_path) as journal:
        (journal.staging / "Sam.pdf").write_bytes(b"%PDF half")
    with Journal(tmp_path) as journal:
        assert not (journal.staging / "Sam.pdf").exists()
    assert list(journal.staging.iterdir()) == []


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    with Journal(tmp_path), pytest.raises(RxError, match="Another batch is writing"):
        Journal(tmp_path)
    with Journal(tmp_path):
        pass


def test_a_damaged_journal_is_not_guessed_at(tmp_path):
    with Journal(tmp_path) as journal:
        journal.add("queued", "Sam", mail=1)
    file = tmp_path / FOLDER / NAME
    file.write_bytes(file.read_bytes().replace(b'"queued"', b'"que\0ed'))
    with pytest.raises(RxError, match="damaged"):
        Journal(tmp_path)


def test_a_journal_of_another_version_is_left_alone(tmp_path):
    with Journal(tmp_path):
        pass
    file = tmp_path / FOLDER / NAME
    file.write_text('{"did": "begun", "key": "99"}\n')
    with pytest.raises(RxError, match="another version"):
        Journal(tmp_path)
    assert "99" in file.read_text()


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RxError, match="cannot be written"):
        Journal(tmp_path / "file" / "out")
