"""How a block is arranged round its pictures: the biggest pictures that its room allows."""

from collections.abc import Sequence
from typing import NamedTuple

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import drawings, said
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.said import CONTEXT, GAP
from exercise_rx.render.pdf.text import Words
from exercise_rx.render.pdf.theme import MM, Theme
from exercise_rx.render.pdf.told import Told

DOSE_BESIDE = 46 * MM
"""The width of a dose that stands beside pictures."""
PICTURES_SHARE = 0.6
"""The most of the width that pictures take which have steps beside them."""
BELOW = 6.0
"""White below the pictures."""


def pictured(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> Fragment:
    """The arrangement with the biggest pictures that keeps to its room; where none of the usual ones
    does, the lowest of all."""
    ways = [
        one
        for way in (_steps_beside, _dose_beside, _all_below)
        if (one := way(told, look, say, lines, room))
    ]
    fitting = [way for way in ways if way.height <= room + 0.5]
    if fitting:
        best = max(fitting, key=lambda way: drawings.area(told.pictures, way.row))
    else:
        if low := _dose_between(told, look, say, lines, room):
            ways.append(low)
        best = min(ways, key=lambda way: way.height)
    pen = Pen(look.width)
    for made, x, y in best.parts:
        pen.place(made, x, y)
    return pen.finish(best.height)


class _Way(NamedTuple):
    """An arrangement of all below the name: its pictures, its parts in reading order, its height."""

    row: drawings.Row
    parts: tuple[tuple[Fragment, float, float], ...]
    height: float


def _steps_beside(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way | None:
    """Tall pictures: dose and steps on their right, what to heed in three columns below."""
    x = drawings.zone(told.pictures) + GAP
    heed, weeks = said.in_three(lines, look), said.weeks_strip(told, look, say, look.width)
    row = _row_beside(told, look, room - heed.height - weeks.height)
    if row is None:
        return None
    dose = said.dose_block(told, look, say, look.width - x, context=True)
    steps = said.steps_list(told.card, look, look.width - x)
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    deep = max(pictures.height, dose.height + steps.height) + BELOW * look.air
    parts = ((pictures, 0, 0), (dose, x, 0), (steps, x, dose.height), (weeks, 0, deep))
    deep += weeks.height
    return _Way(row, (*parts, (heed, 0, deep)), deep + heed.height)


def _dose_beside(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way | None:
    """The dose in a column on the right of the pictures, steps and what to heed below."""
    x = look.width - DOSE_BESIDE
    dose = said.dose_block(told, look, say, DOSE_BESIDE, context=False, noted=False)
    weeks = said.weeks_strip(told, look, say, look.width)
    words = said.in_two(told.card, look, lines, said.note_of(told, say))
    row = drawings.row(told.pictures, x - GAP, room - words.height - weeks.height - _beneath(look))
    if row is None:
        return None
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    parts = [(pictures, 0.0, 0.0), (dose, x, 0.0)]
    deep = max(pictures.height, dose.height)
    if told.context:
        parts.append(
            (
                said.context_picture(told.context),
                x + (DOSE_BESIDE - CONTEXT[0]) / 2,
                dose.height + 2,
            )
        )
        deep = max(deep, dose.height + 2 + CONTEXT[1])
    deep += BELOW * look.air
    parts += [(weeks, 0, deep), (words, 0, deep + weeks.height)]
    return _Way(row, tuple(parts), deep + weeks.height + words.height)


def _dose_between(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way | None:
    """Tall pictures with the steps on their right, the dose over the whole width below, and what to
    heed in three columns under it: low, where steps and dose are long."""
    x = drawings.zone(told.pictures) + GAP
    dose = said.dose_block(told, look, say, look.width, context=False)
    heed, weeks = said.in_three(lines, look), said.weeks_strip(told, look, say, look.width)
    below = dose.height + weeks.height + heed.height
    row = _row_beside(told, look, room - below)
    if row is None:
        return None
    steps = said.steps_list(told.card, look, look.width - x)
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    top = max(pictures.height, steps.height) + BELOW * look.air
    return _stacked(row, [(pictures, 0.0, 0.0), (steps, x, 0.0)], top, (dose, weeks, heed))


def _all_below(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> _Way:
    """Pictures over the whole width, all words below them."""
    dose = said.dose_block(told, look, say, look.width, context=True, noted=False)
    weeks = said.weeks_strip(told, look, say, look.width)
    words = said.in_two(told.card, look, lines, said.note_of(told, say))
    rest = dose.height + weeks.height + words.height + _beneath(look)
    row = drawings.row(told.pictures, look.width, room - rest)
    assert row is not None, "the paper is three panels wide"
    pictures = drawings.draw(told.pictures, row, look.small_strong)
    top = pictures.height + BELOW * look.air
    return _stacked(row, [(pictures, 0.0, 0.0)], top, (dose, weeks, words))


def _row_beside(told: Told, look: Theme, room: float) -> drawings.Row | None:
    """Pictures that leave room for steps on their right; none where they are alone or too wide."""
    zone = drawings.zone(told.pictures)
    if len(told.pictures) == 1 or zone + GAP > look.width * PICTURES_SHARE:
        return None
    return drawings.row(told.pictures, zone, room - _beneath(look))


def _beneath(look: Theme) -> float:
    """The captions of pictures and the white below them."""
    return BELOW * look.air + look.small.leading + 1


def _stacked(
    row: drawings.Row,
    above: list[tuple[Fragment, float, float]],
    y: float,
    below: Sequence[Fragment],
) -> _Way:
    """What stands above, and from `y` on what stands below it, one under the other."""
    parts = list(above)
    for made in below:
        parts.append((made, 0.0, y))
        y += made.height
    return _Way(row, tuple(parts), y)
