"""What is left of a page after a photocopier that knows black and white alone, and after a bad one."""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageFilter
from render.pdf import made, seen

from exercise_rx.model.program import Program
from exercise_rx.render.pdf import draw_program
from exercise_rx.render.pdf.theme import QUIET, TINT, luminance

DPI = 200
SCALE = DPI / 72


class Copier(NamedTuple):
    """`blur`: radius in dots. What is darker than `threshold` comes out black."""

    blur: float
    threshold: int


COPIERS = {"good": Copier(0.0, 128), "pale": Copier(0.7, 105), "dirty": Copier(0.9, 165)}


def program() -> Program:
    return made.program(
        cards=4, steps=3, weeks=2, limit=5, doses=("3 x 10, 3/wk", "4 x 12, hold 2 s, 3/wk")
    )


@lru_cache(maxsize=4)
def pages(wanted: str = "fridge,exercises,weeks,last") -> bytes:
    return draw_program(program(), made.HOUSE, parts=wanted.split(","), fillable=True)


def grey(page: pdfium.PdfPage) -> Image.Image:
    return page.render(scale=SCALE, grayscale=True, may_draw_forms=False).to_pil().convert("L")


def copied(image: Image.Image, copier: Copier) -> Image.Image:
    blurred = image.filter(ImageFilter.GaussianBlur(copier.blur)) if copier.blur else image
    return blurred.point(lambda v: 0 if v < copier.threshold else 255)


def words_of(page: pdfium.PdfPage) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Each stretch of words with its box in dots."""
    text, height = page.get_textpage(), page.get_height()
    for i in range(text.count_rects()):
        left, low, right, high = text.get_rect(i)
        words = text.get_text_bounded(left, low, right, high).strip(" _")
        if words and right - left > 3:
            yield (
                words,
                tuple(  # type: ignore[misc]
                    round(v * SCALE)
                    for v in (left - 0.5, height - high - 0.5, right, height - low + 0.5)
                ),
            )


def likeness(before: Image.Image, after: Image.Image) -> tuple[float, float]:
    """How alike two pictures of words are (1: the same shapes), and the ink after over the ink before."""
    one, other = (255.0 - np.asarray(i, dtype=float) for i in (before, after))
    if one.mean() > 128:
        one, other = 255 - one, 255 - other
    spread = one.std() * other.std()
    alike = float(((one - one.mean()) * (other - other.mean())).mean() / spread) if spread else 0.0
    return alike, float(other.sum() / max(one.sum(), 1.0))


def illegible(data: bytes, copier: Copier) -> list[str]:
    """Words whose letters a copy loses, or drowns."""
    faults = []
    for number, page in enumerate(pdfium.PdfDocument(data), 1):
        original = grey(page)
        copy = copied(original, copier)
        for words, box in words_of(page):
            alike, ink = likeness(original.crop(box), copy.crop(box))
            if alike < 0.8 or not 0.55 < ink < 1.6:
                faults.append(f"page {number}: {words[:40]!r}: alike {alike:.2f}, ink {ink:.2f}")
    return faults


@pytest.mark.parametrize("name", COPIERS)
def test_every_word_is_still_to_be_read_on_a_copy(name: str) -> None:
    assert illegible(pages(), COPIERS[name]) == []


@pytest.mark.parametrize("name", COPIERS)
def test_every_box_to_tick_keeps_its_four_edges(name: str) -> None:
    document = pdfium.PdfDocument(pages("weeks"))
    seen_boxes = 0
    for page, boxes in zip(document, tick_boxes(pages("weeks")), strict=True):
        copy = copied(grey(page), COPIERS[name])
        height = page.get_height()
        for left, _, right, high in boxes:
            x, top = left * SCALE, (height - high) * SCALE
            edge = (right - left) * SCALE
            for start, end in (
                ((x, top), (x + edge, top)), ((x, top + edge), (x + edge, top + edge)),
                ((x, top), (x, top + edge)), ((x + edge, top), (x + edge, top + edge)),
            ):  # fmt: skip
                assert black_share(copy, start, end) > 0.9
            seen_boxes += 1
    assert seen_boxes > 20


def tick_boxes(data: bytes) -> Iterator[list[tuple[float, float, float, float]]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            yield [
                tuple(float(v) for v in one.Rect)  # type: ignore[misc]
                for one in page.obj.get("/Annots", [])
                if one.get("/FT") == "/Btn"
            ]


def black_share(copy: Image.Image, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Of a line, the share with black within two dots of it."""
    steps = 40
    found = 0
    for i in range(steps + 1):
        x = start[0] + (end[0] - start[0]) * i / steps
        y = start[1] + (end[1] - start[1]) * i / steps
        box = (round(x) - 2, round(y) - 2, round(x) + 3, round(y) + 3)
        found += copy.crop(box).getextrema()[0] == 0
    return found / (steps + 1)


@pytest.mark.parametrize("name", COPIERS)
def test_every_line_that_means_something_is_on_the_copy(name: str) -> None:
    """Straight strokes of any length: rules, cells for pain, frames of changed doses."""
    for number, (page, lines) in enumerate(
        zip(pdfium.PdfDocument(pages()), map(strokes, contents(pages())), strict=True)
    ):
        copy = copied(grey(page), COPIERS[name])
        height = page.get_height()
        for (x, y), (to_x, to_y), ink in lines:
            if ink > DECORATION:
                continue
            start, end = (x * SCALE, (height - y) * SCALE), (to_x * SCALE, (height - to_y) * SCALE)
            assert black_share(copy, start, end) > 0.85, (number, x, y, to_x, to_y, ink)


DECORATION = 0.7
"""A paler stroke only parts what is apart already: the hairline between two exercises."""


def contents(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [seen.content_of(page).decode("latin-1") for page in pdf.pages]


Point = tuple[float, float]


def strokes(content: str) -> list[tuple[Point, Point, float]]:
    """Single level or upright lines with their ends on the paper and how grey they are. Blocks and
    their parts are only moved."""
    at, kept, found, ink = (0.0, 0.0), [], [], 0.0
    line = re.compile(
        r"(?P<save>\bq\b)|(?P<back>\bQ\b)|1 0 0 1 (?P<x>\S+) (?P<y>\S+) cm|(?P<ink>\S+) G\b"
        r"|(?P<a>-?[\d.]+) (?P<b>-?[\d.]+) m (?P<c>-?[\d.]+) (?P<d>-?[\d.]+) l S"
    )
    for one in line.finditer(content):
        if one["save"]:
            kept.append((at, ink))
        elif one["back"]:
            at, ink = kept.pop()
        elif one["x"]:
            at = (at[0] + float(one["x"]), at[1] + float(one["y"]))
        elif one["ink"]:
            ink = float(one["ink"])
        else:
            a, b, c, d = (float(one[k]) for k in "abcd")
            if (a == c or b == d) and abs(a - c) + abs(b - d) > 12:
                found.append(((a + at[0], b + at[1]), (c + at[0], d + at[1]), ink))
    return found


@pytest.mark.parametrize("name", COPIERS)
def test_a_changed_dose_and_each_zone_of_pain_are_told_apart_without_grey(name: str) -> None:
    """A table with a change differs from one without; a bar with another limit from this one."""
    same = made.program(cards=4, steps=3, weeks=2, limit=5, doses=("3 x 10, 3/wk",))
    other = same.but(
        steps=tuple(
            step.but(items=tuple(item.but(change="same") for item in step.items))
            for step in same.steps
        )
    )
    assert difference(same, other, COPIERS[name]) > 1500
    higher = same.but(pain=same.pain.but(limit=4))
    assert difference(same, higher, COPIERS[name]) > 400


def difference(one: Program, other: Program, copier: Copier) -> int:
    """Dots in which the copies of two first pages differ."""
    copies = [
        np.asarray(
            copied(
                grey(pdfium.PdfDocument(draw_program(p, made.HOUSE, parts=["fridge"]))[0]), copier
            )
        )
        for p in (one, other)
    ]
    return int((copies[0] != copies[1]).sum())


def test_words_are_dark_and_tints_are_pale() -> None:
    """Secondary words keep 7 to 1 on white and on a tint; a tint is too pale to swallow words."""
    assert (luminance((TINT, TINT, TINT)) + 0.05) / (luminance(QUIET) + 0.05) > 7
    fills = {
        float(value)
        for content in contents(pages())
        for value in re.findall(r"([\d.]+) g\b", content)
    }
    assert {value for value in fills if 0.3 < value < 0.8} == set()


def test_pale_words_and_words_on_dark_are_seen_as_lost() -> None:
    """The measure itself: pale grey words vanish from a copy, words on a mid grey drown."""
    from exercise_rx.render.pdf.document import About, Bound, assemble
    from exercise_rx.render.pdf.pages import Flow
    from exercise_rx.render.pdf.pen import Pen
    from exercise_rx.render.pdf.theme import Style, theme

    def page(colour: float, ground: float | None) -> bytes:
        look = theme("letter", False)
        flow = Flow(look, 0)
        flow.turn()
        pen = Pen(look.width)
        if ground is not None:
            pen.box(0, 0, 300, 40, fill=ground, edge=None)
        pen.words("Some words of a line", Style(12, 15, colour=(colour, colour, colour)))
        flow.put(pen.finish())
        about = About("A title", "An author", "en", "a tool", made.MONDAY)
        return assemble(Bound(look, flow.pages, flow.groups, [Pen(9).finish()], {}, about))

    assert illegible(page(0.0, None), COPIERS["good"]) == []
    assert illegible(page(0.75, None), COPIERS["pale"])
    assert illegible(page(0.0, 0.4), COPIERS["dirty"])
