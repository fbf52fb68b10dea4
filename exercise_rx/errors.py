"""Every error meant for a person, with its exit code.

* RxError                  exit 1: something to fix in data or input
  + CatalogError           the content is wrong: every problem at once, with file and line
  + UsageProblem           exit 2: the request cannot be read as it stands
    + Questions            exit 2: facts are missing; all of them at once
  + Refused                exit 3: safe practice says not to make this program

`cli` is the only place that turns one of these into a screen and an exit code.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class RxError(Exception):
    """Something a person can put right. `tip` says what to type or change next."""

    exit_code = 1

    def __init__(self, message: str, *, tip: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.tip = tip

    def __str__(self) -> str:
        return f"{self.message}\n    {self.tip}" if self.tip else self.message


class Problem(NamedTuple):
    """One thing wrong with one content file, in words its author can act on."""

    file: "Path"
    line: int | None
    field: str
    says: str
    do: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        field = f" `{self.field}`" if self.field else ""
        return f"{where}:{field} {self.says}\n    {self.do}"


class CatalogError(RxError):
    """The content folders hold faults; `problems` lists every one, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (str(p.file), p.line or 0, p.field)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageProblem(RxError):
    """The request cannot be read: an unknown code, a contradiction, a wrong value."""

    exit_code = 2


class Question(NamedTuple):
    """One fact the program needs, and what to type to give it."""

    fact: str
    asks: str
    answer: str

    def __str__(self) -> str:
        return f"{self.asks}\n    {self.answer}"


class Questions(UsageProblem):
    """Facts are missing. All questions are asked at once, each with its answer's form."""

    def __init__(self, heading: str, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__("\n".join([heading, *(f"  - {question}" for question in self.questions)]))


class Refused(RxError):
    """No exercise is safe to print. `reasons` go on the safety sheet."""

    exit_code = 3

    def __init__(
        self, message: str, *, reasons: Sequence[str] = (), tip: str | None = None
    ) -> None:
        super().__init__(message, tip=tip)
        self.reasons = tuple(reasons)


def did_you_mean(word: str, known: Sequence[str], *, count: int = 3) -> str:
    """`Did you mean a, b?` for near matches of `word`, or an empty string."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=count, cutoff=0.6)
    return f"Did you mean {', '.join(near)}?" if near else ""
