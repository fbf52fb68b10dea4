"""A dose in labelled boxes, a row for each choice, and lines for what the therapist writes in."""

from collections.abc import Sequence
from functools import lru_cache

from exercise_rx.model.program import Choice, Figures
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import BLANK, filled
from exercise_rx.render.pdf.pen import ROW, Fragment, Pen
from exercise_rx.render.pdf.text import height
from exercise_rx.render.pdf.theme import Style, Theme

PAD = 5.0
BESIDE = 12.0
"""White between two choices beside each other."""
BELOW = 5.0
"""White below a row of boxes."""
SHORT, LONG = 40.0, 110.0
"""The least and the most of a line to write on."""
APART = 8.0
"""White behind a line to write on."""
ORDER = ("sets", "times", "hold", "time", "rest", "tempo", "manner", "load", "often")


def dose_boxes(
    pen: Pen, choices: Sequence[Choice], look: Theme, say: Wording, note: str = ""
) -> None:
    """The boxes of each choice, under the words that choose; then what the therapist writes in.

    `note`: what stands beside the dose, on the last of those lines where it has room.
    """
    open_: dict[str, None] = {}
    for choice in choices:
        open_ |= dict.fromkeys(label for label, value in _boxes(choice.figures, say) if not value)
    half = (pen.width - BESIDE) / 2
    made = [_choice(choice, look, say, half) for choice in choices]
    if len(made) == 2 and max(one.height for one in made) <= _one_row(look):
        pen.place(made[0], 0)
        pen.place(made[1], half + BESIDE)
        pen.y += max(one.height for one in made)
    else:
        for choice in choices:
            one = _choice(choice, look, say, pen.width)
            pen.place(one)
            pen.y += one.height
    top = pen.y + 3
    free = _lines_to_write(pen, tuple(open_), look, say) if open_ else 0.0
    if note and width(note, look.small.size) + 14 <= free:
        after, pen.y = pen.y, max(top, pen.y - look.small.leading - 3)
        pen.words(note, look.small, x=pen.width - free + 14)
        pen.y = after
    elif note:
        pen.words(note, look.small)


@lru_cache(maxsize=1024)
def _choice(choice: Choice, look: Theme, say: Wording, total: float) -> Fragment:
    """The words that choose a dose, and its boxes."""
    pen = Pen(total)
    if choice.when:
        pen.words(choice.when + ":", look.small_strong)
    _row(pen, [(label, value) for label, value in _boxes(choice.figures, say) if value], look)
    return pen.finish()


def _one_row(look: Theme) -> float:
    """The most that a choice takes whose words and boxes stand on a line each."""
    return look.small.leading + look.quiet.leading + look.figure.leading + 4 + BELOW * look.air


def _lines_to_write(pen: Pen, labels: tuple[str, ...], look: Theme, say: Wording) -> float:
    """`Sets: ____  Times: ____ set by your therapist`, on one line where that has room for a number
    behind each label; the width that stays free behind the last line."""
    titles = [label + ":" for label in labels]
    note = say("page.set-by-therapist")
    taken = sum(width(title, look.small.size, True) + 6 + APART for title in titles)
    room = (pen.width - taken - width(note, look.small.size)) / len(titles)
    if len(titles) == 1:
        return _line_to_write(pen, labels[0], look, note)
    if room < SHORT:
        for label in labels:
            _line_to_write(pen, label, look, "")
        pen.words(note, look.small)
        return 0.0
    line, x = min(room, LONG), 0.0
    pen.y += 3
    for title in titles:
        x += _blank(pen, title, x, line, look) + APART
    pen.words(note, look.small, x=x, width=pen.width - x + 1)
    pen.y += 3
    return max(0.0, (room - line) * len(titles))


def _line_to_write(pen: Pen, label: str, look: Theme, note: str) -> float:
    """`How often: ________ set by your therapist`; the width that stays free behind it."""
    pen.y += 3
    title = label + ":"
    last = width(note, look.small.size) + 6 if note else 0.0
    room = pen.width - width(title, look.small.size, True) - 6 - last
    line = min(max(room, SHORT), LONG)
    behind = _blank(pen, title, 0, line, look)
    if note and room >= SHORT:
        pen.words(note, look.small, x=behind + 6, width=last + 1)
    else:
        pen.y += look.small.leading
        if note:
            pen.words(note, look.small)
    pen.y += 3
    return max(0.0, room - line)


def _blank(pen: Pen, title: str, x: float, line: float, look: Theme) -> float:
    """A label and a line of that length to write on; how wide both are. The pen does not move."""
    first = width(title, look.small.size, True) + 6
    pen.words(title, look.small_strong, x=x, width=first, advance=False)
    pen.rule(pen.y + look.small.leading - 2, x + first, line, grey=0.2, weight=0.7)
    return first + line


def _boxes(figures: Figures, say: Wording) -> list[tuple[str, str]]:
    """Label and value of each box. A value that is only a blank is empty: a line to write on."""
    boxes = []
    for name in ORDER:
        value = getattr(figures, name)
        if value is None:
            continue
        open_ = value == BLANK or (name in figures.blanks and BLANK not in value)
        marked = any(mark in _CLAUSES[name] for mark in figures.marks)
        boxes.append(
            (
                say(f"page.exercise.{name}") + (" †" if marked else ""),
                "" if open_ else filled(value),
            )
        )
    return boxes


_CLAUSES = {
    "sets": ("work", "sets"),
    "times": ("work", "reps"),
    "hold": ("hold",),
    "time": ("work", "time"),
    "rest": ("rest",),
    "tempo": ("tempo",),
    "manner": ("manner",),
    "load": ("load",),
    "often": ("frequency", "often"),
}


def _row(pen: Pen, boxes: Sequence[tuple[str, str]], look: Theme) -> None:
    """Boxes in as few rows as they need, each row as wide as the column; the figures are big unless
    that costs a row, and values stand on one line unless that does."""
    if not boxes:
        return
    ways = [
        (_rows(boxes, look, pen.width, style, whole=whole), style)
        for style in (look.figure, look.strong)
        for whole in (True, False)
    ]
    rows, style = min(ways, key=lambda way: len(way[0]))
    with pen.inside("Table"):
        for row in rows:
            spare = (pen.width - sum(need for _, _, need in row)) / len(row)
            _boxes_row(
                pen, [(label, value, need + spare) for label, value, need in row], look, style
            )
    pen.y += BELOW * look.air


def _rows(
    boxes: Sequence[tuple[str, str]], look: Theme, most: float, style: Style, *, whole: bool
) -> list[list[tuple[str, str, float]]]:
    """The boxes by row, each with the width it asks for. `whole`: no value is broken over lines."""
    rows: list[list[tuple[str, str, float]]] = [[]]
    room = 0.0
    for label, value in boxes:
        need = _natural(label, value, look, most, style, whole=whole)
        if rows[-1] and room + need > most:
            rows.append([])
            room = 0.0
        rows[-1].append((label, value, need))
        room += need
    return rows


def _natural(
    label: str, value: str, look: Theme, most: float, style: Style, *, whole: bool
) -> float:
    """The width a box asks for: short values on one line, long ones on two or three."""
    wide = width(value, _style(value, look, style).size, True)
    if wide > 130 and not whole:
        wide = max(130, wide / 2 + 24)
    return min(max(wide, width(label, look.small.size)) + 2 * PAD + 1, most)


def _style(value: str, look: Theme, style: Style) -> Style:
    """Figures are big; phrases are plain bold."""
    return style if len(value) <= 12 else look.strong


def _boxes_row(pen: Pen, row: Sequence[tuple[str, str, float]], look: Theme, style: Style) -> None:
    label_style = look.quiet
    tall = max(
        height(value, _style(value, look, style), wide - 2 * PAD + 1) for _, value, wide in row
    )
    tall += label_style.leading + 4
    top, x = pen.y, 0.0
    for label, value, wide in row:
        pen.box(x, top, wide, tall, weight=0.9)
        with pen.inside("TR"):
            pen.y = top + 2
            with pen.inside("TH", ROW):
                pen.words(label, label_style, x=x + PAD, width=wide - 2 * PAD + 1, role=None)
            with pen.inside("TD"):
                pen.words(
                    value,
                    _style(value, look, style),
                    x=x + PAD,
                    width=wide - 2 * PAD + 1,
                    role=None,
                )
        x += wide
    pen.y = top + tall
