"""The block of one exercise, never split: name, pictures in a row, dose, steps, what to heed.

In normal print a block takes half a page: its pictures grow until it does. Where they leave room
beside them, the dose stands there, and the steps too if they fit.
"""

from functools import lru_cache

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import drawings, said
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import NO_BREAK, Run, Words, broken
from exercise_rx.render.pdf.theme import Theme
from exercise_rx.render.pdf.told import Told
from exercise_rx.render.pdf.ways import pictured


@lru_cache(maxsize=2048)
def block(told: Told, look: Theme, say: Wording, entry: str = "", room: float = 0.0) -> Fragment:
    """A block, kept for every document that prints it alike.

    `entry`: the bookmark of all exercises, which the first one carries. `room`: the height that its
    pictures may grow into.
    """
    pen = Pen(look.width)
    if entry:
        pen.entry(entry, 0)
    with pen.inside("Sect"):
        _head(pen, told, look, say)
        lines = said.heed_lines(told.card, say)
        if look.large or not told.pictures:
            _plain(pen, told, look, say, lines, room)
        else:
            _put(pen, pictured(told, look, say, lines, room - pen.y))
    return pen.finish()


def _head(pen: Pen, told: Told, look: Theme, say: Wording) -> None:
    """Number and plain name; small beneath it the weeks, the side, the clinical name and what is needed."""
    size, card = look.heading, told.card
    badge = max(width(card.number, size.size, True) + 12, size.leading + 4)
    pen.entry(f"{card.number}. {card.plain}", 1)
    pen.box(0, 0, badge, size.leading + 4, fill=0, edge=None, radius=5)
    pen.y = 2
    indent = badge + 9
    with pen.inside("H2"):
        x = (badge - width(card.number, size.size, True)) / 2
        pen.words(
            card.number + NO_BREAK,
            size.but(colour=(1, 1, 1)),
            x=x,
            width=badge + size.size,
            role=None,
            advance=False,
        )
        pen.words(card.plain, size, x=indent, role=None)
    pen.y = max(pen.y, size.leading + 4)
    bold = "  ·  ".join(filter(None, (told.when, card.side_words)))
    line = (Run(bold, True), Run(f"  ·  {card.name}"))
    needs = said.needs_words(card, say) if card.needs else ""
    full = (*line, Run(f"  ·  {needs}")) if needs else line
    together = len(broken(full, look.quiet.size, False, pen.width - indent)) == 1
    pen.words(full if together else line, look.quiet, x=indent)
    if not together and needs:
        pen.words(needs, look.quiet, x=indent)
    pen.y += 4 * look.air


def _plain(
    pen: Pen, told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], room: float
) -> None:
    """Pictures, if any, over the whole width, and the words below them: large print and no pictures.
    Where words leave less room, the pictures are lower."""
    below = _below(told, look, say, lines, context=False)
    if told.pictures:
        above = pen.y + look.small_strong.leading + 9
        seated = _below(told, look, say, lines, context=bool(told.context))
        if room - above - sum(made.height for made in seated) >= drawings.TALLEST_LARGE:
            below = seated
        words = above + sum(made.height for made in below)
        row = drawings.over_the_width(told.pictures, look, room - words if room else None)
        pen.place(row)
        pen.y += row.height + 8
    for made in below:
        _put(pen, made)


def _below(
    told: Told, look: Theme, say: Wording, lines: tuple[Words, ...], *, context: bool
) -> list[Fragment]:
    """All words of a block. `context`: with the small picture of how you sit, stand or lie."""
    made = [
        said.dose_block(told, look, say, look.width, context=context),
        said.weeks_strip(told, look, say, look.width),
    ]
    if not look.large:
        return [*made, said.in_two(told.card, look, lines)]
    return [
        *made,
        said.steps_list(told.card, look, look.width),
        said.heed_list(lines, look, look.width),
    ]


def _put(pen: Pen, made: Fragment) -> None:
    pen.place(made)
    pen.y += made.height
