"""What a run has to remember of its rows, on disk: a list may be longer than memory."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from exercise_rx.errors import RxError

CACHE_KB = 2048
"""All the memory that the notes may take, however many there are."""


class Notes:
    """Numbers by kind and key, in a file that is thrown away at the end of the run.

    Nothing here outlives a crash and nothing needs to: what must is in the journal.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.unlink(missing_ok=True)
        # The journal keeps other runs out, and some shared folders cannot lock.
        where = f"{path.resolve().as_uri()}?nolock=1"
        self._file = sqlite3.connect(where, uri=True, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KB}"):
            self._file.execute(f"PRAGMA {setting}")
        self._ask(
            "CREATE TABLE note (kind TEXT, key TEXT, number INTEGER, PRIMARY KEY (kind, key))"
            " WITHOUT ROWID"
        )
        # Never ended: pages go to the file when the cache is full, and not after each note.
        self._ask("BEGIN")

    def close(self) -> None:
        """Throw the notes away."""
        self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def find(self, kind: str, key: str) -> int | None:
        """The number noted, if any."""
        row = self._ask("SELECT number FROM note WHERE kind = ? AND key = ?", kind, key).fetchone()
        return None if row is None else int(row[0])

    def put(self, kind: str, key: str, number: int) -> None:
        """Note a number, in place of an older one."""
        self._ask("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", kind, key, number)

    def first(self, kind: str, key: str, number: int) -> int:
        """The number noted first under this key: this one, when there is none."""
        there = self.find(kind, key)
        if there is None:
            self.put(kind, key, number)
        return number if there is None else there

    def _ask(self, words: str, *values: str | int) -> sqlite3.Cursor:
        """The answer, or the fault in words: almost always a full disk."""
        try:
            return self._file.execute(words, values)
        except sqlite3.Error as error:
            raise RxError(
                f"The notes of this run cannot be kept: {error}.",
                tip="Free some disk space and run the same command again.",
            ) from None
