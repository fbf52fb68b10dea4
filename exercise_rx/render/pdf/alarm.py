"""The boxes of page one that keep a patient safe: when to stop, when to call for help."""

from functools import lru_cache, partial

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.kit import Kit, call_line, telephone_link
from exercise_rx.render.pdf.parts import bullets, panel, side_by_side
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import Run
from exercise_rx.render.pdf.theme import Theme


@lru_cache(maxsize=256)
def stop(look: Theme, say: Wording, lines: tuple[str, ...], number: str | None) -> Fragment:
    """The box that says when to stop and whom to call."""

    def inside(pen: Pen) -> None:
        pen.art(shapes.stop(9, -(look.heading.leading / 2 + 1), 9))
        title = say("page.stop.heading")
        pen.words(title, look.heading, x=25, width=pen.width * 0.55, role="H2", advance=False)
        at = 25 + width(title, look.heading.size, True) + 18
        pen.words(call_line(number, say), look.strong, x=at, width=pen.width - at)
        pen.y = max(pen.y, look.heading.leading) + 2
        _two_columns(pen, lines, look)

    return panel(look.width, inside, weight=2.2, pad=6.5)


def _two_columns(pen: Pen, lines: tuple[str, ...], look: Theme) -> None:
    style = look.small if not look.large else look.body
    if look.large:
        bullets(pen, lines, style)
        return
    half = -(-len(lines) // 2)
    first = (pen.width - 14) * 0.57
    top = pen.y
    made = []
    for part, room in ((lines[:half], first), (lines[half:], pen.width - 14 - first)):
        column = Pen(room)
        bullets(column, part, style, gap=0.5)
        made.append(column.finish())
    pen.place(made[0], 0, top)
    pen.place(made[1], first + 14, top)
    pen.y = top + max(fragment.height for fragment in made)


def _signs(kit: Kit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In short words: the signs to call for now, and those for the same day."""
    now = tuple(
        _short_sign(kit, s.id, s.sign) for s in kit.program.emergency if s.urgency == "emergency"
    )
    today = tuple(
        _short_sign(kit, s.id, s.sign) for s in kit.program.emergency if s.urgency != "emergency"
    )
    return now, today


def emergency(kit: Kit, *, listed: bool) -> list[Fragment]:
    """Call now, and get care the same day: in boxes beside each other, as running words in one box
    where lists have no room, or one below the other in large print. Short words; the full ones stand
    on the last page."""
    look, say = kit.look, kit.say
    number = kit.clinic.emergency
    titles = (
        Run(say("page.emergency.heading", number=number), True, telephone_link(number)),
        Run(say("page.emergency.same-day"), True),
    )
    told = [(title, signs) for title, signs in zip(titles, _signs(kit), strict=True) if signs]
    if look.large:
        return [_signs_boxes(look, (one,)) for one in told]
    if not told:
        return []
    return [(_signs_boxes if listed else _run_on)(look, tuple(told))]


@lru_cache(maxsize=256)
def _signs_boxes(look: Theme, told: tuple[tuple[Run, tuple[str, ...]], ...]) -> Fragment:
    style = look.small if not look.large else look.body

    def box(pen: Pen, title: Run, signs: tuple[str, ...]) -> None:
        pen.words((title,), look.strong, role="H2")
        pen.y += 1
        bullets(pen, signs, style, gap=0.5)

    draws = [partial(box, title=title, signs=signs) for title, signs in told]
    return side_by_side(look.width, draws, gap=9, weight=2.2, pad=7.0)


@lru_cache(maxsize=256)
def _run_on(look: Theme, told: tuple[tuple[Run, tuple[str, ...]], ...]) -> Fragment:
    def inside(pen: Pen) -> None:
        for title, signs in told:
            pen.words((title, Run(": " + "; ".join(signs) + ".")), look.small)
            pen.y += 1.5

    return panel(look.width, inside, weight=2.2, pad=6.5)


def _short_sign(kit: Kit, name: str, sign: str) -> str:
    key = f"page.sign.{name}"
    return kit.say(key) if key in kit.say else sign
