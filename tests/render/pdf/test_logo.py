"""A clinic's mark on the page: SVG and PNG are drawn, what cannot be drawn is refused with a reason."""

from io import BytesIO
from pathlib import Path

import page
import pypdfium2 as pdfium
import pytest
from PIL import Image
from render.pdf import made, seen

from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Clinic
from exercise_rx.render.pdf import draw_program
from exercise_rx.render.pdf.svg import read_svg
from exercise_rx.render.pdf.svg_path import operators

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
MARK = (
    HEAD + '<g transform="translate(2 2)"><rect width="16" height="16" rx="3" fill="#1d4e89"/>'
    '<circle cx="8" cy="8" r="4" style="fill:white;stroke:rgb(0,0,0);stroke-width:1"/></g>'
    '<path d="M22 2a8 8 0 0116 0s-2 8-8 8Q24 8 22 2zM24 14h10v2H24" fill="black"/></svg>'
)


def first_page(folder: Path, name: str) -> tuple[bytes, Image.Image]:
    house = Clinic(name="Riverside", phones=("(503) 555-0142",), logo=name)
    data = draw_program(made.program(cards=1, steps=1), house, folder)
    image = pdfium.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB")
    return data, image


def test_an_svg_mark_is_drawn_in_its_colors(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(MARK, encoding="utf-8")
    data, image = first_page(tmp_path, "mark.svg")
    assert (29, 78, 137) in {color for _, color in image.getcolors(1 << 20)}
    assert page.validate_pdf_bytes(data, profile="ua1").is_compliant
    figures = [n.alt for n in seen.structure(data).walk() if n.role == "Figure"]
    assert figures[0] == "Logo of Riverside"


def test_a_png_mark_is_drawn_on_white(tmp_path: Path) -> None:
    mark = Image.new("RGBA", (80, 40), (0, 0, 0, 0))
    mark.paste((200, 30, 40, 255), (0, 0, 40, 40))
    mark.save(tmp_path / "mark.png")
    data, image = first_page(tmp_path, "mark.png")
    assert (200, 30, 40) in {color for _, color in image.getcolors(1 << 20)}
    assert page.validate_pdf_bytes(data, profile="ua1").is_compliant


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ('<text x="1" y="9">Rx</text>', "<text>"),
        ('<image href="a.png"/>', "<image>"),
        ('<rect width="9" height="9" fill="url(#g)"/>', "no flat color"),
        ('<rect width="9" height="9" opacity=".5"/>', "see-through"),
        ('<path d="M1 1 X 2"/>', "cannot be read"),
        ("", "draws nothing"),
    ],
)
def test_what_a_page_cannot_draw_is_refused(inside: str, says: str) -> None:
    with pytest.raises(RxError, match=says):
        read_svg(f"{HEAD}{inside}</svg>".encode(), "mark.svg")


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mark.png").write_bytes(b"not a picture")
    with pytest.raises(RxError, match="is not a PNG"):
        first_page(tmp_path, "mark.png")
    (tmp_path / "mark.svg").write_text("<svg", encoding="utf-8")
    with pytest.raises(RxError, match="not readable SVG"):
        first_page(tmp_path, "mark.svg")
    with pytest.raises(RxError, match="cannot be read"):
        first_page(tmp_path, "missing.svg")


def test_arcs_and_short_curves_end_where_they_should() -> None:
    ends = operators("M10 10 a5 5 0 0 1 10 0 t5 5 S30 30 40 10 h-5 v5 z").split(" c")
    assert ends[1].split()[-2:] == ["20", "10"]
    assert operators("M0 0h4v4H0z") == "0 0 m 4 0 l 4 4 l 0 4 l h"


def test_a_mark_is_read_from_bytes_alone() -> None:
    picture = read_svg(MARK.encode(), "mark.svg")
    assert (picture.width, picture.height) == (400, 200)
    assert BytesIO(picture.deflated).getvalue()
