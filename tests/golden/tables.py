"""Reading a golden table, and holding the product's own table against it.

`# class:`, `# choose:`, `# includes:`, `# home:` and `# floor:` lines of a table say where the source leaves a
choice; nothing else may differ.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TABLES = {path.stem: path for path in sorted(HERE.glob("[AP]*.tsv"))}
NOT_DONE = "-"


@dataclass(frozen=True)
class Floor:
    """Full weeks that must have gone: never before `low`, no longer withheld from `high` on."""

    low: int
    high: int
    load: str | None = None


@dataclass(frozen=True)
class Table:
    """A published table as typed: its columns, its rows of cells and what its `#` lines leave open."""

    columns: list[str]
    rows: dict[str, dict[str, str]]
    classes: dict[str, list[str]] = field(default_factory=dict)
    choices: list[list[str]] = field(default_factory=list)
    includes: dict[str, str] = field(default_factory=dict)
    home: dict[str, list[str]] = field(default_factory=dict)
    floors: dict[str, Floor] = field(default_factory=dict)
    goes_on: list[str] = field(default_factory=list)

    def cell(self, row, column):
        return self.rows.get(row, {}).get(column, NOT_DONE)

    def answers(self, row):
        """What may answer a row: itself, any movement of its class, its stand-ins at home."""
        own = [] if row in self.classes else [row]
        return [*own, *self.classes.get(row, []), *self.home.get(row, [])]


@dataclass(frozen=True)
class Shown:
    """One step of the product's table: its column and weeks, and the dose of each exercise in it."""

    column: str
    first_week: int
    cells: dict[str, str]


def read(name, grade=None):
    """The typed table `name`; `grade` picks the healing floor where grades differ (the strictest otherwise)."""
    lines = TABLES[name].read_text(encoding="utf-8").splitlines()
    notes = [line[1:].partition(":")[::2] for line in lines if line.startswith("#")]
    grid = [line.split("\t") for line in lines if line and not line.startswith("#")]
    columns = grid[0][1:]
    rows = {
        row[0]: dict(zip(columns, map(usual, row[1:]), strict=True))
        for row in grid[1:]
        if not row[0].startswith("*")
    }
    table = Table(columns, rows)
    for key, words in ((key.strip(), words.strip()) for key, words in notes):
        if key in READERS:
            READERS[key](table, words, grade)
    return table


def usual(cell):
    """One way to write what may be written in two; figures recalled with low confidence are blanks."""
    cell = re.sub(r"(?<![-\d])60 s", "1 min", cell).replace("hourly", "every 1 h")
    cell = re.sub(r"[\d-]+ x [\d-]+( s| min)? \(R-lo\)", "__ x __ (R-lo)", cell)
    return re.sub(r"(?<![-\d])[\d-]+ min \(R-lo\)", "__ min (R-lo)", cell)


def _class(table, words, _):
    name, _, rest = words.partition(" = ")
    table.classes[name] = names(rest.partition("any of:")[2])


def _choose(table, words, _):
    group = names(re.sub(r"^level \w: ", "", words).replace("|", ","))
    if all(name in table.rows for name in group):
        table.choices.append(group)


def _includes(table, words, _):
    other, _, column = words.partition(" in ")
    table.includes[column] = other


def _home(table, words, _):
    for part in words.split(";"):
        row, _, instead = part.partition(" = ")
        table.home[row.strip()] = names(instead.replace(" or ", ","))


def _floor(table, words, grade):
    rows, _, weeks = words.rpartition(" = ")
    spans = re.findall(r"(\d+)(?:-(\d+))?(?: \(grade (I+)\))?", weeks)
    low, high, _ = next((span for span in spans if span[2] == grade), spans[-1])
    for row in names(rows):
        load = row if row.startswith("load ") else None
        table.floors[row] = Floor(int(low), int(high or low), load)


def _goes_on(table, words, _):
    table.goes_on.extend(names(words))


READERS = {
    "class": _class,
    "goes-on": _goes_on,
    "choose": _choose,
    "includes": _includes,
    "home": _home,
    "floor": _floor,
}


def names(text):
    return [part.strip() for part in text.split(",") if part.strip()]


def compare(table, steps):
    """Every difference between a typed table and the product's steps: (exercise, column, typed, printed)."""
    by_column = {
        column: [s for s in steps if s.column == column or len(table.columns) == 1]
        for column in table.columns
    }
    used = {id(s) for shown in by_column.values() for s in shown}
    found = [("(column)", s.column, NOT_DONE, "printed") for s in steps if id(s) not in used]
    found += [
        ("(column)", column, "printed", NOT_DONE)
        for column, shown in by_column.items()
        if not shown
    ]
    for column, shown in by_column.items():
        if shown:
            found += [(row, column, *pair) for row, pair in _column(table, column, shown).items()]
    return list(dict.fromkeys(found)) + _too_early(table, steps)


def _column(table, column, shown):
    """Rows of one column whose dose is not the published one."""
    ours = dict.fromkeys(name for step in shown for name in step.cells)
    wrong = {}
    for row in dict.fromkeys([*table.rows, *ours]):
        if row not in table.classes:
            want, have = table.cell(row, column), over(shown, row)
            if want != have and not _explained(table, column, shown, row, want):
                wrong[row] = (want, have)
        elif table.cell(row, column) != NOT_DONE and not _answered(table, column, shown, row):
            wrong[row] = (table.cell(row, column), NOT_DONE)
    return wrong


def over(shown, row):
    """The row's dose over the steps of a column, each change once."""
    doses = [step.cells.get(row, NOT_DONE) for step in shown]
    return " > ".join(dose for i, dose in enumerate(doses) if not i or dose != doses[i - 1])


def _explained(table, column, shown, row, want):
    """True where a `#` line of the table allows what the product prints in place of `want`."""
    if want != NOT_DONE:
        return (
            _waits(table, shown, row, want)
            or any(
                _answered(table, column, shown, other)
                for group in table.choices
                if row in group
                for other in group
                if other != row and over(shown, row) == NOT_DONE
            )
            or (
                over(shown, row) == NOT_DONE
                and bool(table.home.get(row))
                and _answered(table, column, shown, row)
            )
        )
    have = over(shown, row)
    classes = [
        name for name in (*table.classes, *table.home) if row in table.answers(name) and name != row
    ]
    return any(
        _same(table, have, name, column)
        or _waits(table, shown, row, table.cell(name, column), floor=name)
        for name in classes
    ) or have in _included(table, column, row) | _earlier(table, column, row)


def _answered(table, column, shown, row):
    """True where something that may answer the row is printed with its dose, in time."""
    want = table.cell(row, column)
    return any(
        _same(table, over(shown, name), row, column) or _waits(table, shown, name, want, floor=row)
        for name in table.answers(row)
    ) or _waits(table, shown, row, want)


def _same(table, have, row, column):
    want = table.cell(row, column)
    return have != NOT_DONE and have in (want, re.sub(r", next .*", "", want))


def _waits(table, shown, row, want, floor=None):
    """True where the row is printed as published, save for the weeks that the healing floor may withhold."""
    limit = table.floors.get(floor or row) or next(
        (f for f in table.floors.values() if f.load and f.load in want), None
    )
    if limit is None or want == NOT_DONE:
        return False
    lighter = want.replace(f", {limit.load}", "").split(" on ")[0] if limit.load else NOT_DONE
    return all(
        step.cells.get(row, NOT_DONE) == want
        or (
            step.first_week - 1 < limit.high
            and step.cells.get(row, NOT_DONE) in (NOT_DONE, lighter)
        )
        for step in shown
    )


def _included(table, column, row):
    """The doses of the row in the table that the source points to in this column."""
    other = table.includes.get(column)
    return set(read(other).rows.get(row, {}).values()) if other else set()


def _earlier(table, column, row):
    """The doses of a row that may go on unchanged, in the columns before this one."""
    if row not in {name for listed in table.goes_on for name in table.answers(listed)}:
        return set()
    before = table.columns[: table.columns.index(column)]
    listed = [name for name in table.goes_on if row in table.answers(name)]
    return {re.sub(r", next .*", "", table.cell(name, c)) for name in listed for c in before} | {
        table.cell(name, c) for name in listed for c in before
    }


def _too_early(table, steps):
    """Rows that the product prints before their healing floor, whatever the table says."""
    found = []
    for name, floor in table.floors.items():
        for step in steps:
            if step.first_week - 1 < floor.low:
                rows = step.cells if floor.load else table.answers(name)
                found += [
                    (row, "(floor)", f"not before week {floor.low}", step.cells[row])
                    for row in rows
                    if row in step.cells
                    and step.cells[row] != NOT_DONE
                    and (floor.load is None or floor.load in step.cells[row])
                ]
    return list(dict.fromkeys(found))
