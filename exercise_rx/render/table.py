"""The plan as a table for a PT: exercises down, steps across, each cell the dose as a PT writes it."""

from exercise_rx.model.program import Program
from exercise_rx.model.written import format_prescribed

NOT_DONE = "-"


def cells(program: Program) -> tuple[list[str], list[list[str]]]:
    """Header and rows: the source's weeks, then one row per exercise with its dose in each step."""
    header = ["exercise", *(step.source_weeks for step in program.steps)]
    rows = []
    for card in program.cards:
        row = [card.id]
        for step in program.steps:
            item = next((i for i in step.items if i.exercise == card.id), None)
            row.append(format_prescribed(item.dose) if item else NOT_DONE)
        rows.append(row)
    return header, rows


def table(program: Program) -> str:
    """A text table with aligned columns, the plan's weeks and dates under the header."""
    header, rows = cells(program)
    weeks = ["", *(step.label for step in program.steps)]
    dates = ["", *(f"{step.first_day:%Y-%m-%d}" for step in program.steps)]
    grid = [header, weeks, dates, *rows]
    widths = [max(len(line[i]) for line in grid) for i in range(len(header))]
    lines = [
        f"{program.title}: {program.side_words.lower()}, plan {program.plan_id}, from {program.start}"
    ]
    for n, line in enumerate(grid):
        lines.append(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )
        if n == 2:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join(lines)
