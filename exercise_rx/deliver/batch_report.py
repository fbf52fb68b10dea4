"""The report of a batch: one line for each row, for a person with a spreadsheet."""

import csv
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from exercise_rx.deliver.batch_files import told
from exercise_rx.deliver.batch_row import Outcome
from exercise_rx.errors import RxError

NAME = "report.csv"
COLUMNS = ("line", "status", "file", "plan", "mail", "column", "fault", "fix", "to confirm")
SHOWN = 20
"""Bad rows that are named on the screen too."""


class Report:
    """Written row by row beside the handouts, and there only when it is whole.

    `sign` stands between cells in the list: the spreadsheet that wrote it reads the report too.
    """

    def __init__(self, folder: Path, staging: Path, sign: str = ",") -> None:
        self.path = folder / NAME
        self._part = staging / NAME
        self.counts: Counter[str] = Counter()
        self.bad: list[Outcome] = []
        self.drafts = 0
        with told(self.path):
            # The mark at the beginning tells a spreadsheet that names are in UTF-8.
            self._file = self._part.open("w", newline="", encoding="utf-8-sig")
        self._lines = csv.writer(self._file, delimiter=";" if sign == ";" else ",")
        self._lines.writerow(COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            with suppress(OSError):
                self._file.close()
            return
        with told(self.path):
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            finally:
                self._file.close()
        self._put_in_place()

    def _put_in_place(self) -> None:
        try:
            self._part.replace(self.path)
        except OSError as error:
            raise RxError(
                f"{self.path} could not be written: {error.strerror}.",
                tip="Close it in the spreadsheet, and run the same command again.",
            ) from None

    def add(self, outcome: Outcome) -> None:
        """One line more."""
        self.counts[outcome.status] += 1
        if outcome.is_bad and len(self.bad) < SHOWN:
            self.bad.append(outcome)
        cells = (
            outcome.line, outcome.status, outcome.name, outcome.plan, outcome.mail,
            outcome.column, outcome.fault, outcome.fix, outcome.confirm,
        )  # fmt: skip
        with told(self.path):
            self._lines.writerow("" if cell is None else _safe(str(cell)) for cell in cells)

    @property
    def failures(self) -> int:
        """How many rows a person has to mend."""
        return sum(self.counts[status] for status in ("failed", "refused", "duplicate"))


def _safe(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula: text may come from anywhere."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
