"""A clinic's own typeface: its pages are as sound as ours, and what would spoil them is refused."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import pack_into, unpack_from

import page
import pikepdf
import pytest
from render.pdf import made, seen

from exercise_rx.catalog.load import read_clinic
from exercise_rx.errors import CatalogError, RxError
from exercise_rx.model.clinic import Clinic, Fonts
from exercise_rx.render.pdf import draw_program, draw_sheet

SHIPPED = Path(__file__).parents[3] / "templates" / "fonts"
NAMES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
OWN = Clinic(
    name="Riverside", phones=("(503) 555-0142",), fonts=Fonts(regular=NAMES[0], bold=NAMES[1])
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def fonts_of(data: bytes) -> set[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return {
            str(one.BaseFont)[8:]
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name.Type0
        }


def test_all_pages_are_set_in_the_clinics_own_typeface(folder: Path) -> None:
    for data in (draw_program(made.program(), OWN, folder), draw_sheet(made.sheet(), OWN, folder)):
        assert fonts_of(data) == {"NotoSans-Regular", "NotoSans-Bold"}
        assert page.validate_pdf_bytes(data, profile="ua1").is_compliant
        assert seen.structure_faults(data) == []
        assert seen.layout_faults(data) == []


def test_one_clinics_letters_do_not_come_into_anothers_pages(folder: Path) -> None:
    program = made.program()
    before = draw_program(program, made.HOUSE)
    own = draw_program(program, OWN, folder)
    assert draw_program(program, made.HOUSE) == before
    assert draw_program(program, OWN, folder) == own
    assert fonts_of(before) == {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}


def test_what_the_typeface_lacks_is_brought_by_ours(folder: Path) -> None:
    without = patched(NAMES[0], without_dagger)
    (folder / NAMES[0]).write_bytes(without)
    program = made.program(goal="Do 3 \u2020 walks")
    data = draw_program(program, OWN, folder)
    assert "AtkinsonHyperlegible-Regular" in fonts_of(data)
    assert "Do 3 \u2020 walks" in " ".join(seen.pages_text(data)[0].split())


def table(content: bytes | bytearray, name: bytes) -> int:
    for i in range(unpack_from(">H", content, 4)[0]):
        tag, _, start, _ = unpack_from(">4sIII", content, 12 + 16 * i)
        if tag == name:
            return int(start)
    raise AssertionError(name)


def patched(name: str, how: Callable[[bytearray], None]) -> bytes:
    content = bytearray((SHIPPED / name).read_bytes())
    how(content)
    return bytes(content)


def permission(bits: int) -> Callable[[bytearray], None]:
    return lambda content: pack_into(">H", content, table(content, b"OS/2") + 8, bits)


def postscript(content: bytearray) -> None:
    content[:4] = b"OTTO"


def a_web_font(content: bytearray) -> None:
    content[:4] = b"wOFF"


def variable(content: bytearray) -> None:
    at = content.index(b"gasp") if b"gasp" in content[:400] else content.index(b"GPOS")
    content[at : at + 4] = b"fvar"


def slanted(content: bytearray) -> None:
    pack_into(">i", content, table(content, b"post") + 4, -12 << 16)


def light(content: bytearray) -> None:
    pack_into(">H", content, table(content, b"OS/2") + 4, 300)


def small(content: bytearray) -> None:
    """Twice as many units to the same size: letters half as big."""
    at = table(content, b"head") + 18
    pack_into(">H", content, at, 2 * unpack_from(">H", content, at)[0])


def cut_short(content: bytearray) -> None:
    del content[len(content) // 2 :]


def without(content: bytearray, last: int) -> None:
    """The stretch of characters that holds `last` begins after it, in every table of characters."""
    cmap = table(content, b"cmap")
    for i in range(unpack_from(">H", content, cmap + 2)[0]):
        start = cmap + unpack_from(">I", content, cmap + 8 + 8 * i)[0]
        (form,) = unpack_from(">H", content, start)
        if form == 4:
            count = unpack_from(">H", content, start + 6)[0] // 2
            for n in range(count):
                end, first = start + 14 + 2 * n, start + 16 + 2 * count + 2 * n
                if (
                    unpack_from(">H", content, first)[0]
                    <= last
                    < unpack_from(">H", content, end)[0]
                ):
                    pack_into(">H", content, first, last + 1)
        elif form == 12:
            for n in range(unpack_from(">I", content, start + 12)[0]):
                at = start + 16 + 12 * n
                low, high, glyph = unpack_from(">III", content, at)
                if low <= last < high:
                    pack_into(">III", content, at, last + 1, high, glyph + last + 1 - low)


def without_figures(content: bytearray) -> None:
    without(content, ord("@"))


def without_dagger(content: bytearray) -> None:
    without(content, 0x2020)


@pytest.mark.parametrize(
    ("which", "how", "says"),
    [
        (0, postscript, "PostScript outlines"),
        (0, a_web_font, "is not a TrueType font"),
        (1, variable, "is a variable font"),
        (0, permission(0x0002), "may not be embedded"),
        (0, permission(0x0100), "may not be cut"),
        (1, permission(0x0200), "bitmaps only"),
        (0, slanted, "is slanted"),
        (1, light, "is no bolder"),
        (0, small, "has small letters"),
        (0, cut_short, "is damaged"),
        (0, without_figures, "lacks .*0123456789"),
    ],
)
def test_what_would_spoil_a_page_is_refused_with_the_reason(
    folder: Path, which: int, how: Callable[[bytearray], None], says: str
) -> None:
    (folder / NAMES[which]).write_bytes(patched(NAMES[which], how))
    with pytest.raises(RxError, match=rf"The clinic.s font {NAMES[which]} .*{says}"):
        draw_program(made.program(cards=1, steps=1), OWN, folder)


def test_clinic_yaml_names_a_pair_that_lies_beside_it(folder: Path) -> None:
    (folder / "clinic.yaml").write_text(
        f"name: Riverside\nfonts:\n  regular: {NAMES[0]}\n  bold: {NAMES[1]}\n"
    )
    assert read_clinic(folder).fonts == OWN.fonts
    (folder / NAMES[1]).unlink()
    with pytest.raises(CatalogError, match="which is not in"):
        read_clinic(folder)
