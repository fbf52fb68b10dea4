"""The pain rule as a bar from 0 to 10: shapes, words and numbers, so that no colour is needed."""

from functools import lru_cache

from exercise_rx.model.program import PainRule
from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf import shapes
from exercise_rx.render.pdf.fonts import width
from exercise_rx.render.pdf.pen import Fragment, Pen
from exercise_rx.render.pdf.text import height, shown
from exercise_rx.render.pdf.theme import LINE, Theme


@lru_cache(maxsize=256)
def bar(look: Theme, say: Wording, rule: PainRule, *, tight: bool) -> Fragment:
    """The bar under its question, and what each zone asks for."""
    pen = Pen(look.width)
    title = say("page.pain.heading")
    pen.words(title, look.heading, role="H2", advance=False)
    at = width(title, look.heading.size, True) + 12
    room = look.width - at
    if rule.words and width(rule.words, look.small.size) <= room:
        pen.y += look.heading.leading - look.small.leading - 1.5
        pen.words(rule.words, look.small, x=at, width=room)
        pen.y += 1.5
    else:
        pen.y += height(title, look.heading, look.width)
        if not tight:
            pen.words(rule.words, look.small)
    pen.y += 3
    zones = _zones(rule.limit)
    cell = look.width / 11
    tall = 25.0 if look.large else 20.0
    top = pen.y
    alt = say("page.pain.alt", green=rule.green, amber=rule.amber, red=rule.red)
    with pen.figure(alt, 0, top, look.width, tall) as operators:
        operators.append(_drawn(zones, cell, top, tall))
        style = look.strong
        for n in range(11):
            wide = width(str(n), style.size, True)
            white = n >= zones[2][0]
            operators.append(
                f"{'1' if white else '0'} g BT {cell * n + (cell - wide) / 2:.2f} "
                f"{-top - tall / 2 - style.size * 0.34:.2f} Td "
                + shown(str(n), style.size, True)
                + "ET 0 g"
            )
    pen.y = top + tall + 4
    _told(look, pen, rule)
    return pen.finish()


def _told(look: Theme, pen: Pen, rule: PainRule) -> None:
    """What each zone asks for, side by side; a zone without a number is not there."""
    zones = ((shapes.go, rule.green), (shapes.care, rule.amber), (shapes.stop, rule.red))
    words = [(shape, text) for shape, text in zones if text]
    x, below = 0.0, pen.y
    deepest = below
    for (shape, text), wide in zip(words, _shares(look, [t for _, t in words]), strict=True):
        pen.y = below
        pen.art(shape(x + 9, -(below + 9), 7.5))
        pen.words(text, look.small_strong, x=x + 22, width=wide - 24)
        deepest = max(deepest, pen.y, below + 18)
        x += wide + 8
    pen.y = deepest


def _shares(look: Theme, texts: list[str]) -> list[float]:
    """The widths of the zones' words: the first as it is, the others by their length."""
    natural = [width(text, look.small.size, True) + 26 for text in texts]
    first = min(natural[0], look.width * 0.3)
    free = look.width - 8 * (len(texts) - 1) - first
    if len(texts) < len(("go", "care", "stop")):
        return [first, free]
    middle = free * natural[1] / max(natural[1] + natural[2], 1)
    middle = max(min(middle, free * 0.65), free * 0.35)
    return [first, middle, free - middle]


def _zones(limit: int) -> list[tuple[int, int]]:
    """First and last number of go, care and stop."""
    low = min(2, limit)
    return [(0, low), (low + 1, limit), (limit + 1, 10)]


def _drawn(zones: list[tuple[int, int]], cell: float, top: float, tall: float) -> str:
    fills = ("1 g", "0.85 g", "0.2 g")
    parts = [
        f"{fill} {first * cell:.2f} {-top - tall:.2f} {(last - first + 1) * cell:.2f} {tall:.2f} re f"
        for fill, (first, last) in zip(fills, zones, strict=True)
        if last >= first
    ]
    lines = " ".join(
        f"{n * cell:.2f} {-top:.2f} m {n * cell:.2f} {-top - tall:.2f} l" for n in range(1, 11)
    )
    edges = " ".join(
        f"{first * cell:.2f} {-top:.2f} m {first * cell:.2f} {-top - tall:.2f} l"
        for first, last in zones[1:]
        if last >= first
    )
    frame = f"0 {-top - tall:.2f} {11 * cell:.2f} {tall:.2f} re"
    return f"q {' '.join(parts)} 0.6 w {LINE} G {lines} S 1.2 w 0 G {edges} {frame} S Q"
