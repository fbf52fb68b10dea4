"""A list of patients as a CSV file, read as a stream: one row a patient, with its line number."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exercise_rx.errors import RxError, did_you_mean

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its filled cells by column, or what keeps it from being read."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A list whose header has been checked and whose rows have been counted."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    count: int


def survey(path: Path, known: Sequence[str], needed: str) -> Table:
    """Look through the whole file once: its encoding, its columns, how many rows it has.

    Raises:
        RxError: it cannot be read, is not text, or a column is unknown, doubled or missing.
    """
    try:
        encoding = _encoding(path)
        delimiter = _delimiter(path, encoding)
        lines = _records(path, encoding, delimiter)
        header = next((cells for _, cells in lines if cells), None)
        if header is None:
            raise RxError(
                f"{path} has no rows.", tip="Begin with: exercise-rx new batch -o patients.csv"
            )
        columns = _columns(path, header, known, needed)
        return Table(path, encoding, delimiter, columns, sum(1 for _ in lines))
    except UnicodeDecodeError:
        raise RxError(
            f"{path} line {_line_of_bad_byte(path)} is not UTF-8 text.",
            tip="In the spreadsheet, save it as `CSV UTF-8`.",
        ) from None
    except OSError as error:
        raise RxError(f"{path} cannot be read: {error.strerror}.") from None


def rows(table: Table) -> Iterator[Row]:
    """The rows of a list in their order, the unreadable ones with their fault."""
    width = len(table.columns)
    header = True
    for line, cells in _records(table.path, table.encoding, table.delimiter):
        if header and cells:
            header = False
        elif cells is None:
            yield Row(
                line,
                fault="a quotation mark is not closed, or stands inside a cell",
                fix='Put " around the whole cell, and write it twice inside: "".',
            )
        elif len(cells) != width:
            yield _uneven(line, len(cells), width, _shown(table.delimiter))
        else:
            filled = zip(table.columns, map(str.strip, cells), strict=True)
            yield Row(line, {name: cell for name, cell in filled if cell})


def _uneven(line: int, cells: int, width: int, sign: str) -> Row:
    """A row whose cells cannot be told apart: one that got lost may be a precaution."""
    count = "1 cell" if cells == 1 else f"{cells} cells"
    fault = f"has {count} where the header has {width}"
    if cells > width:
        return Row(line, fault=fault, fix=f"Put quotation marks around a cell that holds `{sign}`.")
    fix = f"Write a `{sign}` for each cell that is missing, also for empty ones at the end."
    return Row(line, fault=fault, fix=fix)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Line number and cells of each record; None for cells that are not CSV.

    Blank records, comments (a first cell that begins with #) and Excel's `sep=` are skipped.
    """
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            first = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield first, None
                continue
            if any(map(str.strip, cells)) and not _aside(cells, first):
                yield first, cells


def _aside(cells: list[str], line: int) -> bool:
    return cells[0].lstrip().startswith("#") or (line == 1 and cells[0].lower().startswith("sep="))


def _columns(
    path: Path, header: Sequence[str], known: Sequence[str], needed: str
) -> tuple[str, ...]:
    """The header in our own spelling: `Large print`, `large_print` and `--large-print` are one."""
    names = tuple("-".join(n.lower().replace("_", " ").split()).lstrip("-") for n in header)
    faults = [
        f"There is no column `{name}`. {did_you_mean(name, known, count=1)}".rstrip()
        for name in names
        if name and name not in known
    ]
    faults += (
        [f"There is a column without a name: number {names.index('') + 1}."] if "" in names else []
    )
    faults += [
        f"The column `{n}` is there twice."
        for n in dict.fromkeys(names)
        if names.count(n) > 1 and n
    ]
    if needed not in names:
        faults.append(f"There is no column `{needed}`, which every row needs.")
    if faults:
        raise RxError(
            "\n".join([f"The header of {path} cannot be read.", *faults]),
            tip=f"Columns are: {', '.join(known)}.",
        )
    return names


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _delimiter(path: Path, encoding: str) -> str:
    """The sign between cells: the one that the header line holds most often."""
    with path.open(encoding=encoding) as file:
        for line in file:
            if line.lower().startswith("sep=") and line[4:5] in tuple(DELIMITERS):
                return line[4]
            if line.strip(DELIMITERS + ' \n"') and not line.lstrip(' "').startswith("#"):
                return max(DELIMITERS, key=line.count)
    return ","


def _line_of_bad_byte(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _shown(delimiter: str) -> str:
    return "TAB" if delimiter == "\t" else delimiter
