"""What goes in for a row of a list and what comes out of it: plain values that travel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from exercise_rx.deliver.batch_mail import Mail

Status = Literal["made", "made before", "failed", "refused", "duplicate", "left over"]


@dataclass(frozen=True, slots=True)
class Task:
    """A row to be made: its cells, the name of its files, and two digests that tell it again.

    `digest` changes with the row and with what it is made from; `said` with the row alone.
    """

    line: int
    name: str
    digest: str
    said: str
    cells: dict[str, str]
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a row: its files by ending, and what is to be confirmed before signing."""

    files: dict[str, bytes]
    plan: str
    confirm: str = ""
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing was made of a row, and what to write instead, in the words of the list."""

    fault: str
    fix: str = ""
    column: str = ""
    status: Literal["failed", "refused"] = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the report."""

    line: int | None
    status: Status
    name: str = ""
    plan: str = ""
    mail: int | None = None
    column: str = ""
    fault: str = ""
    fix: str = ""
    confirm: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether a person has to mend this row."""
        return self.status in ("failed", "refused", "duplicate")

    @property
    def stands(self) -> bool:
        """Whether the handout of this row is in the folder."""
        return self.status in ("made", "made before")


Work = Callable[[tuple[Task, ...]], list[Made | Failed]]
