"""The small bodies of page one, with a mark where the problem is: from the front, from behind, or both."""

from typing import NamedTuple

from exercise_rx.model.wording import side_and_region
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.kit import Kit
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.theme import MM

HEIGHT, HEIGHT_LARGE = 30 * MM, 37.5 * MM
WIDE = 0.62
"""Width of a body, in heights."""
APART = 0.92
"""From the middle of one body to that of the next, in heights."""
TOP = 8.0


class View(NamedTuple):
    """A body as seen from the front or from behind, and the regions and sides marked on it."""

    behind: bool
    marks: tuple[tuple[str, str], ...]


def marked(kit: Kit) -> Fragment:
    """Every view that has a mark, from left to right."""
    high = HEIGHT_LARGE if kit.look.large else HEIGHT
    shown = views(kit)
    pen = Pen(high * (WIDE + APART * (len(shown) - 1)))
    for n, view in enumerate(shown):
        _body(kit, pen, high * (0.25 + APART * n), high, view)
    return pen.finish(high + 9)


def views(kit: Kit) -> list[View]:
    """A back and a neck are marked on a body seen from behind, all else on one seen from the front."""
    marks = dict.fromkeys((d.region, d.side) for d in kit.program.diagnoses)
    found = [
        View(behind, tuple(mark for mark in marks if (mark[0] in shapes.BEHIND) is behind))
        for behind in (False, True)
    ]
    return [view for view in found if view.marks] or found[:1]


def _body(kit: Kit, pen: Pen, x: float, high: float, view: View) -> None:
    """One body, its middle at `x`, with the letters of its sides."""
    say, small = kit.say, kit.look.small_strong
    figure = high - 4 - (small.leading if view.behind else 0)
    where = [side_and_region(side, region, say) for region, side in view.marks]
    told = say("title.and").join(where) or kit.program.side_words
    alt = say(f"page.body-alt{'-back' if view.behind else ''}", side=told)
    with pen.figure(alt, x - high * 0.31, TOP, high * WIDE, high) as operators:
        operators.append(shapes.body(x, -TOP - figure, figure))
        if view.behind:
            operators.append(shapes.spine(x, -TOP - figure, figure))
        for region, side in view.marks:
            operators.append(
                shapes.mark_on_body(x, -TOP - figure, figure, region, side, behind=view.behind)
            )
    pen.y = TOP + high * 0.34
    letters = [say("page.body-right"), say("page.body-left")]
    for letter, at in zip(letters[:: -1 if view.behind else 1], (-0.36, 0.29), strict=True):
        pen.words(letter, small, x=x + high * at, width=20, advance=False)
    if view.behind:
        pen.y, back = TOP + figure + 3, say("page.body-back")
        pen.words(back, small, x=x - high * 0.45, width=high * 0.82, align="center", advance=False)
