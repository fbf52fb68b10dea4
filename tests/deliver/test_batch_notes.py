"""The notes of a run take the same little memory however many there are."""

from contextlib import closing

import pytest

from exercise_rx.deliver import batch_notes
from exercise_rx.deliver.batch_notes import Notes
from exercise_rx.errors import RxError


@pytest.fixture
def notes(tmp_path):
    with closing(Notes(tmp_path / "notes #1?.db")) as notes:
        yield notes


def test_a_number_is_found_under_its_kind_and_key(notes):
    notes.put("name", "sam", 1)
    notes.put("name", "sam", 2)
    assert notes.find("name", "sam") == 2
    assert notes.find("row", "sam") is None


def test_the_first_number_stays(notes):
    assert [notes.first("row", "a", line) for line in (2, 3, 4)] == [2, 2, 2]


def test_notes_go_to_the_disk_and_are_thrown_away(tmp_path, monkeypatch):
    monkeypatch.setattr(batch_notes, "CACHE_KB", 64)
    file = tmp_path / "notes.db"
    with closing(Notes(file)) as notes:
        many(notes)
        assert file.stat().st_size > 100_000
        assert notes.find("row", f"{7:032x}") == 7
    assert list(tmp_path.iterdir()) == []


def test_what_an_earlier_run_left_is_not_read(tmp_path):
    file = tmp_path / "notes.db"
    file.write_bytes(b"left by a crash")
    with closing(Notes(file)) as notes:
        assert notes.find("row", "a") is None


def test_a_full_disk_is_told_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(batch_notes, "CACHE_KB", 16)
    with closing(Notes(tmp_path / "notes.db")) as notes:
        notes._file.execute("PRAGMA max_page_count = 20")
        with pytest.raises(RxError, match=r"cannot be kept: .* full"):
            many(notes)


def many(notes):
    for line in range(5000):
        notes.put("row", f"{line:032x}", line)
