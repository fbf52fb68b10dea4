"""Drawings in the form that programs carry look as they did, and only what we draw is taken."""

from datetime import date
from zlib import decompress

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from exercise_rx.model.picture import Picture, pack, to_svg, unpack
from exercise_rx.render.pdf.document import About, Bound, assemble
from exercise_rx.render.pdf.pages import Flow
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.theme import theme

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">'
SIMPLE = HEAD.format(1400, 700) + (
    '<path fill="#d4d4d4" d="M100 100h1200v500H100z"/>'
    '<path fill="#000" d="M300 350c0-90 70-160 160-160c90 0 160 70 160 160c0 90-70 160-160 160c-90 0-160-70-160-160z'
    'M400 350c0 40 30 70 70 70c40 0 70-30 70-70c0-40-30-70-70-70c-40 0-70 30-70 70z"/></svg>'
)


def drawn(picture: Picture) -> Image.Image:
    look = theme("letter", False)
    flow = Flow(look, 0)
    flow.turn()
    pen = Pen(look.width)
    pen.picture("p", picture, "A drawing.", 0, 0, 400, 200, mirrored=False)
    flow.put(pen.finish(200))
    about = About("A title", "An author", "en", "a tool", date(2026, 11, 23))
    data = assemble(Bound(look, flow.pages, flow.groups, [Pen(9).finish()], {"p": picture}, about))
    return pdfium.PdfDocument(data)[0].render(scale=1, grayscale=True).to_pil()


def test_a_packed_drawing_is_smaller_and_looks_the_same_when_packed_again() -> None:
    once = pack(SIMPLE)
    twice = pack(to_svg(once))
    assert len(once) < len(SIMPLE)
    assert unpack(once).width == 700
    difference = ImageChops.difference(drawn(unpack(once)), drawn(unpack(twice)))
    assert sum(difference.tobytes()) < 2000


def test_greys_holes_and_places_are_kept() -> None:
    image = drawn(unpack(pack(SIMPLE)))
    left, top = 43, 43
    at = lambda x, y: image.getpixel((left + x * 400 // 1400, top + y * 200 // 700))  # noqa: E731
    assert at(50, 50) == 255
    assert abs(at(800, 350) - 0xD4) < 3
    assert at(340, 350) < 10
    assert abs(at(470, 350) - 0xD4) < 3, "the hole in the ring shows what is below it"


def test_operators_are_whole_numbers() -> None:
    body = decompress(unpack(pack(SIMPLE)).deflated).decode("ascii")
    assert "." not in body.replace("0.831 g", "")


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        ("<svg></svg>", "no viewBox"),
        (HEAD.format(9, 9) + '<rect width="4"/></svg>', "more than filled paths"),
        (HEAD.format(9, 9) + '<path fill="#000" d="M0 0a1 1 0 0 1 2 2z"/></svg>', "command 'a'"),
        (HEAD.format(9, 9) + "</svg>", "is empty"),
    ],
)
def test_what_the_workshop_never_draws_is_refused(svg: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        pack(svg)
