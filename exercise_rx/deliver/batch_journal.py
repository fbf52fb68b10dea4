"""What a batch has finished, one line each, so that a run that was cut off is taken up again.

The journal only grows. A line is on the disk before the next row is begun, and a line that a
crash tore is cut away when the journal is opened. Whoever has it open keeps others out.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path
from typing import Any, Self

from exercise_rx.deliver.batch_notes import Notes
from exercise_rx.errors import RxError

FOLDER = ".batch"
NAME = "journal.jsonl"
NOTES = "notes.db"
FORMAT = 1


class Journal:
    """The journal of the folder that handouts go to; `staging` is for what is not whole yet.

    The place of each key's newest line is in the notes, so that memory does not grow with a list.
    """

    def __init__(self, folder: Path) -> None:
        self.staging = folder / FOLDER / "staging"
        self._path = folder / FOLDER / NAME
        self._end = 0
        try:
            self.staging.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a+b", buffering=0)
        except OSError as error:
            raise RxError(
                f"{folder} cannot be written: {error.strerror}.", tip="Choose another with -o."
            ) from None
        if not _locked(self._file.fileno()):
            self._file.close()
            raise RxError(f"Another batch is writing to {folder}.", tip="Wait until it is done.")
        try:
            self.notes = Notes(self.staging / NOTES)
        except BaseException:
            self._file.close()
            raise
        try:
            self._take_up()
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        self.notes.close()
        self._file.close()

    def find(self, kind: str, key: str) -> dict[str, Any] | None:
        """The newest line of `kind` about `key`."""
        place = self.notes.find(kind, key)
        return None if place is None else self._line_at(place)

    def add(self, kind: str, key: str, **more: Any) -> None:
        """Write a line that stays, even when the power fails in the next moment."""
        self.add_all([{"did": kind, "key": key, **more}])

    def add_all(self, added: Sequence[Mapping[str, Any]]) -> None:
        """Write several lines in one go; after a crash the first of them may stand alone."""
        lines = [json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in added]
        text = b"".join(lines)
        try:
            if self._file.write(text) != len(text):
                raise OSError(ENOSPC, os.strerror(ENOSPC))
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._end)
            raise RxError(
                f"The journal cannot be written: {error.strerror}.",
                tip="Free some disk space and run the same command again.",
            ) from None
        for line, written in zip(added, lines, strict=True):
            self.notes.put(line["did"], line["key"], self._end)
            self._end += len(written)

    def newest(self, kind: str) -> Iterator[dict[str, Any]]:
        """The newest line about each key of a kind, oldest first."""
        for place, _, line in self._lines():
            if line["did"] == kind and self.notes.find(kind, line["key"]) == place:
                yield line

    def _lines(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Where each whole line begins and ends, and the line, from the first on."""
        place = 0
        with self._path.open("rb") as lines:
            for text in lines:
                if not text.endswith(b"\n"):
                    return
                end = place + len(text)
                yield place, end, _read(text)
                place = end

    def _line_at(self, place: int) -> dict[str, Any]:
        self._file.seek(place)
        parts = []
        while part := self._file.read(4096):
            parts.append(part)
            if b"\n" in part:
                break
        return _read(b"".join(parts).partition(b"\n")[0])

    def _take_up(self) -> None:
        """Read what is there, cut off a torn last line, and clear what was never finished."""
        for place, end, line in self._lines():
            if line["did"] == "begun" and line["key"] != str(FORMAT):
                raise RxError(
                    "This folder was written by another version of Exercise Rx.",
                    tip="Choose an empty folder with -o.",
                )
            self.notes.put(line["did"], line["key"], place)
            self._end = end
        self._file.truncate(self._end)
        for left in self.staging.iterdir():
            if left.name != NOTES:
                left.unlink()
        if not self._end:
            self.add("begun", str(FORMAT))


def _read(text: bytes) -> dict[str, Any]:
    try:
        line: dict[str, Any] = json.loads(text)
    except ValueError:
        raise RxError(
            "The journal of this folder is damaged, so what was mailed from it is not known.",
            tip="Choose an empty folder with -o, and see: exercise-rx outbox list",
        ) from None
    return line


def _locked(file: int) -> bool:
    """Whether the lock was free and is ours now; it ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        os.lseek(file, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
