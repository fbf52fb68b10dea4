"""What a look at the content finds: problems that fail it, and remarks that do not."""

from collections.abc import Iterable

from exercise_rx.errors import Problem


class Remark(Problem):
    """Worth a second look and no fault: it is shown and fails nothing."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return super().__str__().replace(f"{where}:", f"{where}: note:", 1)


def faults(found: Iterable[Problem]) -> list[Problem]:
    """The findings that fail, without the remarks."""
    return [one for one in found if not isinstance(one, Remark)]


def in_order(found: Iterable[Problem]) -> list[Problem]:
    """Findings in the order of files and lines, each once."""
    return sorted(dict.fromkeys(found), key=lambda p: (str(p.file), p.line or 0, p.field, p.says))
