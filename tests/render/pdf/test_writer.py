"""The file as it is written, and the part of reportlab that cuts fonts, also after an upgrade."""

import os
import subprocess
import sys
from io import BytesIO
from struct import unpack
from zlib import decompress

import pikepdf
import pypdfium2 as pdfium
import pytest
from render.pdf import made, seen

from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Clinic
from exercise_rx.render.pdf import draw_program
from exercise_rx.render.pdf.cut import COMMON, _new_glyphs, font_parts
from exercise_rx.render.pdf.fonts import face, pieces
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.text import Run, broken
from exercise_rx.render.pdf.theme import Style, theme


def cmap_of(font: bytes) -> list[int]:
    """The glyph of each code in the one table (format 6) of a cut font."""
    count = unpack(">H", font[4:6])[0]
    tables = {}
    for i in range(count):
        name, _, start, _ = unpack(">4sIII", font[12 + 16 * i : 28 + 16 * i])
        tables[name] = start
    at = tables[b"cmap"] + unpack(">I", font[tables[b"cmap"] + 8 : tables[b"cmap"] + 12])[0]
    entries = unpack(">H", font[at + 8 : at + 10])[0]
    return list(unpack(f">{entries}H", font[at + 10 : at + 10 + 2 * entries]))


@pytest.mark.parametrize("tag", ["F0", "F1", "F2", "F3"])
def test_letters_lead_to_the_glyphs_that_the_cut_font_gives_them(tag: str) -> None:
    codes = sorted(map(ord, "AÅÉaeo0189 -–xy"))
    codes = [code for code in codes if chr(code) in face(tag).widths]
    cut = face(tag).file.makeSubset(codes)
    ours = _new_glyphs(codes, face(tag).file.charToGlyph)
    assert [ours[code] for code in codes] == cmap_of(cut)


@pytest.mark.parametrize("tag", ["F0", "F1"])
def test_the_letters_that_lie_cut_beside_a_font_are_those_of_the_font(tag: str) -> None:
    """Stale? `python -m exercise_rx.render.pdf.cut`."""
    one = face(tag)
    assert one.widths == {chr(c): width for c, width in one.file.charWidths.items()}
    assert one.usual_letters == set(COMMON)
    for kept, cut in zip(one.usual, font_parts(tag, frozenset(COMMON)), strict=True):
        assert inflated(kept) == inflated(cut)


def inflated(part: bytes) -> bytes:
    """What an object of a PDF holds, however it was deflated."""
    _, stream, content = part.partition(b"\nstream\n")
    return decompress(content.removesuffix(b"\nendstream")) if stream else part


def test_a_usual_handout_is_made_without_reportlab() -> None:
    """Its import takes longer than the handout; rare letters bring it in, and only they."""
    code = (
        "import sys; sys.path.insert(0, 'tests');"
        "from render.pdf import made; from exercise_rx.render.pdf import draw_program;"
        "draw_program(made.program(), made.HOUSE); print('reportlab' in sys.modules);"
        "draw_program(made.program(patient='Zoë'), made.HOUSE); print('reportlab' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]


def test_a_letter_that_no_face_has_is_named() -> None:
    with pytest.raises(RxError, match=r"U\+6F22"):
        draw_program(made.program(patient="漢字"), made.HOUSE)


def test_letters_beyond_latin_are_drawn_and_read_back() -> None:
    name = "Łukasz Ωμέγα Жук Nguyễn"
    data = draw_program(made.program(patient=name), made.HOUSE)
    assert name in " ".join(seen.pages_text(data)[0].split())
    assert {tag for tag, _ in pieces(name, True)} == {"F1", "F3"}


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests');"
        "from render.pdf import made; from exercise_rx.render.pdf import draw_program;"
        "print(hashlib.sha256(draw_program(made.program(), made.HOUSE)).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        told = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run(
            [sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True
        )
        digests.add(ran.stdout.strip())
    assert len(digests) == 1


def test_bytes_do_not_depend_on_what_was_drawn_before() -> None:
    """Blocks are kept between documents: in whatever order, each document is what it is alone."""
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests');"
        "from render.pdf import made; from exercise_rx.render.pdf import draw_program;"
        "given = {'a': {}, 'b': {'cards': 5, 'patient': 'Jo'}, 'c': {'large_print': True}};"
        "files = [draw_program(made.program(**given[k]), made.HOUSE) for k in sys.argv[1]];"
        "print(*[hashlib.sha256(file).hexdigest() for file in files])"
    )

    def drawn_in_order(order: str) -> list[str]:
        ran = subprocess.run(
            [sys.executable, "-c", code, order], capture_output=True, text=True, check=True
        )
        return ran.stdout.split()

    alone = {name: drawn_in_order(name)[0] for name in "abc"}
    for order in ("abacb", "cbaab"):
        assert drawn_in_order(order) == [alone[name] for name in order]


def test_the_file_is_sound_and_its_fonts_are_cut_and_embedded() -> None:
    data = draw_program(made.program(), made.HOUSE)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == [] if hasattr(pdf, "check_pdf_syntax") else True
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.Font:
                assert "+" in str(one.BaseFont)
                assert one.Subtype in (pikepdf.Name.Type0, pikepdf.Name.CIDFontType2)


def test_each_picture_is_stored_once_however_often_it_is_shown() -> None:
    data = draw_program(made.program(cards=1, steps=6, weeks=1), made.HOUSE)
    with pikepdf.open(BytesIO(data)) as pdf:
        forms = [
            one for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Form
        ]  # fmt: skip
    assert len(forms) == 3


def test_left_sides_are_mirrored() -> None:
    one, two = made.program(cards=2).cards
    assert not one.frames[0].mirrored
    assert two.frames[0].mirrored
    assert ink(one.frames[0].mirrored) > 0.5 > ink(two.frames[0].mirrored)


def ink(mirrored: bool) -> float:
    """The share of a picture's ink that lies in its left half, drawn in a pen."""
    from exercise_rx.model.picture import pack, unpack
    from exercise_rx.render.pdf.document import About, Bound, assemble
    from exercise_rx.render.pdf.pages import Flow

    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        '<path fill="#000" d="M0 0h30v100h-30z"/></svg>'
    )
    look = theme("letter", False)
    flow = Flow(look, 0)
    flow.turn()
    pen = Pen(look.width)
    pen.picture("p", unpack(pack(svg)), "A bar.", 0, 0, 200, 200, mirrored=mirrored)
    flow.put(pen.finish(200))
    about = About("A title", "An author", "en", "a tool", made.MONDAY)
    data = assemble(
        Bound(look, flow.pages, flow.groups, [Pen(9).finish()], {"p": unpack(pack(svg))}, about)
    )
    image = pdfium.PdfDocument(data)[0].render(scale=0.5, grayscale=True).to_pil()
    box = image.crop((21, 21, 121, 121))
    left = sum(255 - p for p in box.crop((0, 0, 50, 100)).tobytes())
    return left / max(1, sum(255 - p for p in box.tobytes()))


def test_bookmarks_lead_to_every_week_and_every_exercise() -> None:
    given = made.program(cards=3, steps=2)
    with (
        pikepdf.open(BytesIO(draw_program(given, made.HOUSE))) as pdf,
        pdf.open_outline() as outline,
    ):
        titles = [(entry.title, [kid.title for kid in entry.children]) for entry in outline.root]
    assert titles[1][1] == [f"{card.number}. {card.plain}" for card in given.cards]
    assert [t for t, _ in titles if t.startswith("Weeks")] == [
        f"{step.label}: tick and move on" for step in given.steps
    ]


def test_telephones_mail_and_sources_are_links() -> None:
    house = made.HOUSE.but(email="desk@riverside.example", web="https://riverside.example/pt")
    with pikepdf.open(BytesIO(draw_program(made.program(), house))) as pdf:
        targets = {str(link.A.URI) for page in pdf.pages for link in page.obj.get("/Annots", [])}
    assert targets == {
        "tel:5035550142", "tel:911", "mailto:desk@riverside.example",
        "https://riverside.example/pt", "https://doi.org/10.1000/abc",
    }  # fmt: skip


def test_lines_are_no_wider_than_they_may_be_and_no_word_is_lost() -> None:
    words = (Run("Call us: ", True), Run("a-very-long-word-" * 9), Run(" and then go on"))
    lines = broken(words, 12, False, 120)
    assert all(line[-1].x + line[-1].width <= 120.01 for line in lines)
    joined = "".join(piece.text for line in lines for piece in line).replace(" ", "")
    assert joined == "".join(run.text for run in words).replace(" ", "")


def test_a_pale_accent_is_refused_with_its_contrast() -> None:
    with pytest.raises(RxError, match=r"contrast to white is 1\.\d to 1"):
        draw_program(made.program(), Clinic(accent="#ffee99"))
    draw_program(made.program(cards=1), Clinic(accent="#1d4e89"))


def test_bold_words_measure_wider() -> None:
    pen = Pen(200)
    style = Style(12, 14)
    assert broken("Hill", 12, True, 90)[0][0].width > broken("Hill", 12, False, 90)[0][0].width
    assert pen.words("Hill", style) == 14
