"""Check content files one by one: `python -m exercise_rx.catalog.lint FILES or FOLDERS`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from exercise_rx.catalog.findings import faults, in_order
from exercise_rx.catalog.kinds import content_files
from exercise_rx.catalog.one_file import findings
from exercise_rx.errors import Problem, RxError


def lint(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files looked at, and everything found in them, in order."""
    files = [file for path in paths for file in (content_files(path) if path.is_dir() else [path])]
    return files, in_order(problem for file in files for problem in findings(file))


def main(arguments: Sequence[str]) -> int:
    """Print every finding; 0 when nothing fails, 1 when something does, 2 for a wrong path."""
    paths = [Path(argument) for argument in arguments] or [Path("exercises"), Path("templates")]
    lost = [path for path in paths if not path.exists()]
    if lost:
        sys.stderr.write(f"There is no {lost[0]}.\n")
        return 2
    try:
        files, found = lint(paths)
    except RxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    wrong = faults(found)
    sys.stdout.writelines(f"{one}\n" for one in found)
    sys.stdout.write(
        f"{len(files)} files, {len(wrong)} problems, {len(found) - len(wrong)} notes.\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
