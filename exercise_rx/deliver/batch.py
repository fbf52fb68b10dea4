"""A list of patients into a folder of handouts: each whole, each once, the bad rows named.

Rows come in as a stream and go out in the same order. What makes a handout of a row is handed
in, and may run in other processes: only as many rows as keep those busy are in memory at a time.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path

from exercise_rx.deliver.batch_files import put
from exercise_rx.deliver.batch_journal import Journal
from exercise_rx.deliver.batch_mail import Desk
from exercise_rx.deliver.batch_names import Names, stem
from exercise_rx.deliver.batch_row import Failed, Made, Outcome, Task, Work
from exercise_rx.deliver.batch_table import Row
from exercise_rx.errors import RxError

CHUNK = 8
"""Rows handed over at a time: enough that handing over costs little."""


@dataclass
class Batch:
    """One run over one list.

    `mark` tells what handouts are made from besides their row: content, clinic, forms.
    """

    folder: Path
    journal: Journal
    mark: str
    desk: Desk | None = None
    again: bool = False
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.journal.notes)

    def run(
        self, rows: Iterable[Row], work: Work, executor: Executor, window: int
    ) -> Iterator[Outcome]:
        """Make what is missing; one outcome for each row, in the order of the list."""
        with ThreadPoolExecutor(CHUNK) as writers:
            for chunk in in_order(map(self._sorted_out, rows), work, executor, window):
                self._keep([(t, m) for t, m in chunk if isinstance(m, Made)], writers)
                for item, result in chunk:
                    if isinstance(item, Outcome):
                        yield item
                    elif isinstance(result, Failed):
                        yield self._failed(item, result)
                    elif result is not None:
                        yield self._mailed(item, result)
        yield from self._left_over()

    def _sorted_out(self, row: Row) -> Task | Outcome:
        """What is to be done about a row."""
        if row.fault:
            return Outcome(row.line, "failed", fault=row.fault, fix=row.fix)
        said = _digest(
            f"{k}={' '.join(v.split()).casefold()}" for k, v in sorted(row.cells.items())
        )
        first = self.journal.notes.first("row", said, row.line)
        if first != row.line:
            fix = "Delete one of the two, or say what is different."
            return Outcome(row.line, "duplicate", fault=f"is the same as line {first}", fix=fix)
        cells = row.cells
        codes = re.findall(r"[A-Za-z0-9.]+", cells.get("codes", ""))
        name = stem(cells.get("file") or cells.get("patient", ""), codes)
        name = self.names.own(name or f"line-{row.line}")
        digest = _digest((self.mark, *(f"{k}={v}" for k, v in sorted(cells.items()))))
        mail = self._is_to_be_mailed(said, cells.get("email"))
        task = Task(row.line, name, digest, said, cells, mail)
        return (None if mail or self.again else self._made_before(task)) or task

    def _is_to_be_mailed(self, said: str, address: str | None) -> bool:
        if self.desk is None or not address:
            return False
        return not self.desk.is_queued(self.journal, said, address)

    def _made_before(self, task: Task) -> Outcome | None:
        """The outcome of an earlier run, when it is of this very row and its files are whole."""
        line = self.journal.find("made", task.name)
        if line is None or line["row"] != task.digest or not self._are_whole(line["files"]):
            return None
        queued = self.journal.find("queued", task.said) or {"mail": None}
        return Outcome(
            task.line, "made before", task.name, line["plan"], queued["mail"],
            confirm=line["confirm"],
        )  # fmt: skip

    def _are_whole(self, files: dict[str, int]) -> bool:
        try:
            return all((self.folder / f).stat().st_size == size for f, size in files.items())
        except OSError:
            return False

    def _keep(self, made: Sequence[tuple[Task | Outcome, Made]], writers: Executor) -> None:
        """The files of some rows in their place, and only then the journal told.

        Several at a time, because what takes long is waiting for the disk.
        """
        files = [
            (self.folder / f"{task.name}.{ending}", data)
            for task, one in made
            for ending, data in one.files.items()
        ]
        for _ in writers.map(lambda file: put(file[0], file[1], self.journal.staging), files):
            pass
        self.journal.add_all(
            [self._line(task, one) for task, one in made if isinstance(task, Task)]
        )

    @staticmethod
    def _line(task: Task, made: Made) -> dict[str, object]:
        """What the journal keeps of a row."""
        sizes = {f"{task.name}.{ending}": len(data) for ending, data in made.files.items()}
        return {
            "did": "made", "key": task.name, "row": task.digest, "plan": made.plan,
            "files": sizes, "confirm": made.confirm,
        }  # fmt: skip

    def _mailed(self, task: Task, made: Made) -> Outcome:
        """The outcome of a row whose files stand, its mail in the outbox."""
        mail = None
        if self.desk and made.mail:
            mail = self.desk.queue(self.journal, task.said, task.name, made.mail)
        return Outcome(task.line, "made", task.name, made.plan, mail, confirm=made.confirm)

    def _failed(self, task: Task, failed: Failed) -> Outcome:
        fix = failed.fix
        if old := self._older_files(task.name):
            fix = f"{fix} {old} there is of an earlier list: do not hand it out.".lstrip()
        return Outcome(task.line, failed.status, column=failed.column, fault=failed.fault, fix=fix)

    def _older_files(self, name: str) -> str:
        line = self.journal.find("made", name)
        files = line["files"] if line else ()
        return ", ".join(file for file in files if (self.folder / file).exists())

    def _left_over(self) -> Iterator[Outcome]:
        """Handouts of an earlier list that this list knows nothing of."""
        for line in self.journal.newest("made"):
            name = line["key"]
            if not self.names.has(name) and (files := self._older_files(name)):
                fix = f"Delete {files} if it is no longer wanted."
                yield Outcome(None, "left over", name, line["plan"], fix=fix)


Result = tuple[Task | Outcome, Made | Failed | None]


def in_order(
    items: Iterator[Task | Outcome], work: Work, executor: Executor, window: int
) -> Iterator[list[Result]]:
    """The items with what `work` made of each, in order, some at a time.

    At most `window` chunks are under way.
    """
    waiting: deque[tuple[list[Task | Outcome], Future[list[Made | Failed]] | None]] = deque()

    def finished() -> list[Result]:
        chunk, future = waiting.popleft()
        try:
            results = iter(future.result() if future else ())
        except BrokenExecutor:
            raise RxError(
                "A process that makes handouts was ended, perhaps because memory ran out.",
                tip="Run the same command again, with --processes 1: what is made stays made.",
            ) from None
        return [(item, next(results) if isinstance(item, Task) else None) for item in chunk]

    while chunk := list(islice(items, CHUNK)):
        tasks = tuple(item for item in chunk if isinstance(item, Task))
        waiting.append((chunk, executor.submit(work, tasks) if tasks else None))
        if len(waiting) >= window:
            yield finished()
    while waiting:
        yield finished()


def _digest(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
