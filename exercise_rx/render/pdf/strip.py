"""The strip of doses by week, in cells beside each other or in lines, whichever is lower."""

from collections.abc import Sequence
from functools import lru_cache

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.pen import COLUMN, ROW, Fragment, Pen
from exercise_rx.render.pdf.text import height
from exercise_rx.render.pdf.theme import LINE, TINT, Theme

PAD = 5.0


def strip(
    pen: Pen, weeks: Sequence[tuple[str, tuple[str, ...]]], look: Theme, say: Wording
) -> None:
    """The doses of all weeks: cells in a row where they fit on a line or two, else a line for each."""
    bold = look.small_strong
    title = width(say("page.exercise.by-week"), bold.size, True) + 10
    need = [
        max(width(label, look.quiet.size), *(width(line, bold.size, True) for line in lines))
        + 2 * PAD
        + 2
        for label, lines in weeks
    ]
    lines = _strip_lines(tuple(weeks), look, pen.width - title)
    deep = look.quiet.leading + max(len(lines) for _, lines in weeks) * bold.leading + 5
    pen.words(say("page.exercise.by-week"), bold, width=title, advance=False)
    if title + max(need) * len(weeks) <= pen.width and deep <= lines.height:
        wide = (pen.width - title) / len(weeks)
        _strip_row(pen, weeks, title, min(wide, max(150.0, *need)), look)
    else:
        pen.place(lines, title)
        pen.y += lines.height
    pen.y += 5 * look.air


@lru_cache(maxsize=512)
def _strip_lines(
    weeks: tuple[tuple[str, tuple[str, ...]], ...], look: Theme, total: float
) -> Fragment:
    """A line for each stretch of weeks: the label, then the dose."""
    pen, bold = Pen(total), look.small_strong
    first = max(width(label, look.quiet.size) for label, _ in weeks) + 2 * PAD + 4
    with pen.inside("Table"):
        for i, (label, lines) in enumerate(weeks):
            words = ", ".join(lines)
            room = total - first - 2 * PAD
            tall = height(words, bold, room) + 4
            pen.box(0, pen.y, total, tall, fill=TINT if i % 2 == 0 else None, edge=LINE, weight=0.6)
            top = pen.y
            with pen.inside("TR"):
                pen.y = top + 2
                with pen.inside("TH", ROW):
                    pen.words(label, look.quiet, x=PAD, width=first, role=None, advance=False)
                with pen.inside("TD"):
                    pen.words(words, bold, x=first + PAD, width=room, role=None)
            pen.y = top + tall
    return pen.finish()


def _strip_row(
    pen: Pen,
    cells: Sequence[tuple[str, tuple[str, ...]]],
    left: float,
    wide: float,
    look: Theme,
) -> None:
    """Cells of one width from `left` on: the label above, the dose below."""
    style, bold = look.quiet, look.small_strong
    top = pen.y
    lines_most = max(len(lines) for _, lines in cells)
    tall = style.leading + lines_most * bold.leading + 5
    for i in range(len(cells)):
        pen.box(
            left + i * wide,
            top,
            wide,
            tall,
            fill=TINT if i % 2 == 0 else None,
            edge=LINE,
            weight=0.6,
        )
    with pen.inside("Table"):
        with pen.inside("TR"):
            for i, (label, _) in enumerate(cells):
                pen.y = top + 2
                with pen.inside("TH", COLUMN):
                    pen.words(label, style, x=left + i * wide + PAD, width=wide - PAD, role=None)
        with pen.inside("TR"):
            for i, (_, lines) in enumerate(cells):
                pen.y = top + 2 + style.leading
                with pen.inside("TD"):
                    for line in lines:
                        pen.words(line, bold, x=left + i * wide + PAD, width=wide - PAD, role="P")
    pen.y = top + tall
