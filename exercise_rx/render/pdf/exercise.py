"""One exercise as a block that is never split: pictures on the left, dose and words on the right."""

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from exercise_rx.model.picture import Picture
from exercise_rx.model.program import Card, Choice, Frame
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.dose import dose_boxes, strip
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit, unit_of
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.parts import labelled, numbered
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import MM, Theme

PICTURE = (60 * MM, 45 * MM)
"""The room a picture gets. A wide or a tall one keeps the same area in another shape."""
WIDEST, TALLEST = 76 * MM, 60 * MM
CONTEXT = (24 * MM, 30 * MM)
PORTRAIT, LANDSCAPE = 0.86, 1.45
"""Width over height below which two pictures stand side by side, and above which they lie wide."""
GAP = 14.0


class Drawn(NamedTuple):
    """A picture of a block with its words."""

    name: str
    picture: Picture
    mirrored: bool
    alt: str
    caption: str


class Told(NamedTuple):
    """Everything a block depends on: the key under which it is kept."""

    card: Card
    choices: tuple[Choice, ...]
    weeks: tuple[tuple[str, tuple[str, ...]], ...]
    """Label and doses of each stretch, when they differ."""
    pictures: tuple[Drawn, ...]
    context: Drawn | None
    adapted: str | None
    show_dose: bool


def pages(kit: Kit, flow: Flow) -> None:
    """The exercise pages: two blocks to a page, one in large print."""
    flow.turn()
    with flow.inside("Sect"):
        for unit in kit.units:
            for card in unit:
                flow.put(block(_told(kit, card), kit.look, kit.say), kit.look.gap + 4)


def _told(kit: Kit, card: Card) -> Told:
    from exercise_rx.render.pdf.kit import short_dose

    found = [(step, item) for step in kit.program.steps for item in step.items if item.exercise == card.id]
    first = found[0][1]
    weeks: list[tuple[str, tuple[str, ...]]] = []
    for step, item in found:
        dose = short_dose(item, kit.say)
        if not weeks or weeks[-1][1] != dose:
            weeks.append((step.label, dose))
    drawn = tuple(_drawn(kit, frame) for frame in kit.frames(card, "start", "middle", "end"))
    context = kit.frames(card, "context")
    return Told(card, first.choices, tuple(weeks) if len(weeks) > 1 else (), drawn,
                _drawn(kit, context[0]) if context else None, first.adapted, True)


def _drawn(kit: Kit, frame: Frame) -> Drawn:
    return Drawn(frame.picture, kit.pictures[frame.picture], frame.mirrored, frame.alt, frame.caption)


@lru_cache(maxsize=2048)
def block(told: Told, look: Theme, say: Wording) -> Fragment:
    """The block of one exercise, kept for every document that prints it alike."""
    pen = Pen(look.width)
    with pen.inside("Sect"):
        _head(pen, told.card, look, say)
        if told.pictures and not look.large:
            _beside(pen, told, look, say)
        else:
            _below(pen, told, look, say)
    return pen.finish()


def _head(pen: Pen, card: Card, look: Theme, say: Wording) -> None:
    """Number and plain name; small beneath it the side and the clinical name."""
    size = look.heading
    badge = max(width(card.number, size.size, True) + 12, size.leading + 4)
    pen.entry(f"{card.number}. {card.plain}", 1)
    pen.box(0, 0, badge, size.leading + 4, fill=0, edge=None, radius=5)
    pen.y = 2
    indent = badge + 9
    with pen.inside("H2"):
        x = (badge - width(card.number, size.size, True)) / 2
        pen.words(card.number, size.but(colour=(1, 1, 1)), x=x, width=badge, role=None, advance=False)
        pen.words(card.plain, size, x=indent, role=None)
    pen.y = max(pen.y, size.leading + 4)
    pen.words((Run(card.side_words, True), Run(f"  ·  {card.name}")), look.quiet, x=indent)
    pen.y += 5


def _beside(pen: Pen, told: Told, look: Theme, say: Wording) -> None:
    """Pictures on the left, what is said on the right; needs and ways where there is more room."""
    top = pen.y
    left, wide = _pictures(told.pictures, look)
    x = wide + GAP
    right = Pen(look.width - x)
    _dose(right, told, look, say)
    _steps(right, told, look)
    _sense(right, told.card, look, say, columns=1)
    words = right.finish()
    under = _ways(told.card, look, say, wide)
    beside = _ways(told.card, look, say, look.width - x)
    pen.place(left, 0, top)
    pen.place(words, x, top)
    if max(left.height + 6 + under.height, words.height) <= max(left.height, words.height + beside.height):
        pen.place(under, 0, top + left.height + 6)
        pen.y = top + max(left.height + 6 + under.height, words.height)
    else:
        pen.place(beside, x, top + words.height)
        pen.y = top + max(left.height, words.height + beside.height)


def _below(pen: Pen, told: Told, look: Theme, say: Wording) -> None:
    """Pictures in a row, if any, and the words over the whole width."""
    if told.pictures:
        row = _row(told.pictures, look)
        pen.place(row)
        pen.y += row.height + 8
    body = Pen(look.width)
    _dose(body, told, look, say)
    _steps(body, told, look)
    _sense(body, told.card, look, say, columns=1 if look.large else 3)
    body.place(_ways(told.card, look, say, look.width))
    body.y += _ways(told.card, look, say, look.width).height
    words = body.finish()
    pen.place(words)
    pen.y += words.height


def _pictures(drawn: tuple[Drawn, ...], look: Theme) -> tuple[Fragment, float]:
    """The pictures as a column, and how wide it is."""
    shape = max(one.picture.width / one.picture.height for one in drawn)
    if shape < PORTRAIT:
        return _upright(drawn, look)
    wide = min(max(sqrt(PICTURE[0] * PICTURE[1] * shape), PICTURE[0]), WIDEST) if shape > LANDSCAPE else PICTURE[0]
    pen = Pen(wide)
    for one in drawn:
        high = min(max(wide * one.picture.height / one.picture.width, 30 * MM), PICTURE[1] + 8)
        _captioned(pen, one, look, 0, pen.y, wide, high)
        pen.y += 3
    return pen.finish(pen.y - 3), wide


def _upright(drawn: tuple[Drawn, ...], look: Theme) -> tuple[Fragment, float]:
    """Tall pictures beside each other, with the tops of their boxes level."""
    shapes = [one.picture.width / one.picture.height for one in drawn]
    high = min(TALLEST, (WIDEST - 6 * (len(drawn) - 1)) / sum(shapes))
    wide = high * sum(shapes) + 6 * (len(drawn) - 1)
    pen, x = Pen(wide), 0.0
    for one, shape in zip(drawn, shapes, strict=True):
        _captioned(pen, one, look, x, 0, high * shape, high)
        x += high * shape + 6
    return pen.finish(), wide


def _row(drawn: tuple[Drawn, ...], look: Theme) -> Fragment:
    """Pictures in a row over the whole width: large print."""
    wide = (look.width - GAP * (len(drawn) - 1)) / len(drawn)
    high = max(min(wide * one.picture.height / one.picture.width, 62 * MM) for one in drawn)
    pen = Pen(look.width)
    for i, one in enumerate(drawn):
        _captioned(pen, one, look, i * (wide + GAP), 0, wide, high)
    return pen.finish()


def _captioned(pen: Pen, one: Drawn, look: Theme, x: float, y: float, wide: float, high: float) -> None:
    pen.picture(one.name, one.picture, f"{one.caption}: {one.alt}", x, y, wide, high, mirrored=one.mirrored)
    pen.y = y + high + 1
    pen.words(one.caption, look.small_strong, x=x, width=wide, align="center")


def _dose(pen: Pen, told: Told, look: Theme, say: Wording) -> None:
    if not told.show_dose:
        return
    if told.context and not look.large:
        one = told.context
        wide, tall = CONTEXT
        pen.picture(one.name, one.picture, f"{one.caption}: {one.alt}", pen.width - wide, pen.y, wide, tall,
                    mirrored=one.mirrored)
        top = pen.y
        inner = Pen(pen.width - wide - 10)
        dose_boxes(inner, told.choices, look, say)
        if told.weeks:
            strip(inner, told.weeks, look, say)
        made = inner.finish()
        pen.place(made)
        pen.y = top + max(made.height, tall) + 4
        return
    dose_boxes(pen, told.choices, look, say)
    if told.weeks:
        strip(pen, told.weeks, look, say)
    if told.adapted:
        pen.words(say("page.exercise.adapted", why=told.adapted), look.small)
    pen.y += 4


def _steps(pen: Pen, told: Told, look: Theme) -> None:
    numbered(pen, told.card.steps, look.body, gap=1.5)
    pen.y += 4


def _sense(pen: Pen, card: Card, look: Theme, say: Wording, *, columns: int) -> None:
    """What it should feel like, the common mistake, when to stop, easier and harder."""
    lines = [labelled(say("page.exercise.feel"), card.feel), labelled(say("page.exercise.mistake"), card.mistake),
             labelled(say("page.exercise.stop"), card.stop_if)]
    style = look.small if not look.large else look.body
    top, gap = pen.y, 12.0
    wide = (pen.width - gap * (columns - 1)) / columns
    deepest = top
    for i, line in enumerate(lines):
        if columns > 1:
            pen.y = top
        pen.words(line, style, x=(i % columns) * (wide + gap), width=wide)
        deepest = max(deepest, pen.y)
        if columns == 1:
            pen.y += 2.5
    pen.y = max(pen.y, deepest) + 3


def _ways(card: Card, look: Theme, say: Wording, total: float) -> Fragment:
    """What is needed, and what to turn to when it is too hard or too easy."""
    pen = Pen(total)
    style = look.small if not look.large else look.body
    if card.needs:
        pen.words(say("page.exercise.need", listed=", ".join(card.needs)), style)
        pen.y += 2
    if card.easier:
        pen.words(labelled(say("page.exercise.easier"), card.easier.plain + "."), style)
    if card.harder:
        pen.words(labelled(say("page.exercise.harder"), say("page.exercise.ask-first", name=card.harder.plain) + "."),
                  style)
    return pen.finish()


__all__ = ["Told", "block", "pages", "unit_of"]
