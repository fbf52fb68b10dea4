"""A clinic's own typeface: a pair of TrueType files, taken only if a page set in it can be read.

What it lacks beyond plain letters, the shipped faces bring letter by letter.
"""

import struct
from functools import cached_property, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from exercise_rx.errors import RxError
from exercise_rx.model.clinic import Fonts
from exercise_rx.render.pdf.fonts import Face, House

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFile

NEEDED = frozenset(map(chr, range(32, 127)))
"""Letters, figures and signs that every page has."""
LEAST_HEIGHT = 0.43
"""Height of a small x to the size: below that, 11 points look like 9."""
NO_EMBEDDING, NO_CUTTING, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
"""Bits of a font's own word on what may be done with it (OS/2, fsType)."""
TIP = "Put another pair of .ttf files beside clinic.yaml, or leave `fonts` out."


class HouseFace(Face):
    """A face of a clinic, from the bytes of its file."""

    def __init__(self, tag: str, content: bytes) -> None:
        super().__init__(tag)
        self._content = content

    @cached_property
    def widths(self) -> dict[str, float]:
        """Every letter of the face and its width."""
        return {chr(code): width for code, width in self.file.charWidths.items()}

    @cached_property
    def usual_letters(self) -> frozenset[str]:
        """The letters that every document brings, as far as the face has them."""
        from exercise_rx.render.pdf.cut import COMMON

        return frozenset(COMMON) & self.widths.keys()

    @cached_property
    def usual(self) -> tuple[bytes, ...]:
        """The objects of a PDF that hold the usual letters."""
        from exercise_rx.render.pdf.cut import font_parts

        return font_parts(self.tag, self.usual_letters)

    @cached_property
    def file(self) -> "TTFontFile":
        """The font as reportlab reads it."""
        from reportlab.pdfbase.ttfonts import TTFontFile

        return TTFontFile(BytesIO(self._content))


class Told(NamedTuple):
    """What a font says of itself."""

    weight: int
    permission: int
    slant: float


def read(fonts: Fonts | None, folder: Path | None) -> House | None:
    """The typeface of a clinic, or None when it has none of its own.

    Raises:
        RxError: a file that cannot be read, or that would make a page hard or impossible to read.
    """
    if fonts is None or folder is None:
        return None
    contents = []
    for name in (fonts.regular, fonts.bold):
        try:
            contents.append((folder / name).read_bytes())
        except OSError as error:
            raise RxError(f"The font {folder / name} cannot be read: {error.strerror}.") from None
    return _pair(fonts.regular, contents[0], fonts.bold, contents[1])


def name_of(house: House | None) -> str:
    """Tells laid-out words of one typeface from those of another."""
    return house.regular.tag if house else ""


@lru_cache(maxsize=8)
def _pair(regular: str, content: bytes, bold: str, heavy: bytes) -> House:
    told = [_checked(regular, content), _checked(bold, heavy)]
    if told[1].weight <= told[0].weight:
        _refuse(bold, f"is no bolder ({told[1].weight}) than {regular} ({told[0].weight})")
    digest = sha256(content + heavy).hexdigest()[:8]
    faces = HouseFace(f"H{digest}", content), HouseFace(f"K{digest}", heavy)
    _check_letters(regular, faces[0], content)
    _check_letters(bold, faces[1], heavy)
    return House(*faces)


def _check_letters(name: str, face: HouseFace, content: bytes) -> None:
    from reportlab.pdfbase.ttfonts import TTFError

    try:
        missing = sorted(NEEDED - face.widths.keys())
    except TTFError:
        _refuse(name, "is damaged")
    if missing:
        _refuse(name, f"lacks {''.join(missing)}")
    if (high := _height_of(face, content)) < LEAST_HEIGHT:
        why = f"an x is {high:.2f} of the size high, and {LEAST_HEIGHT} is the least"
        _refuse(name, f"has small letters: {why}")


def _checked(name: str, content: bytes) -> Told:
    """The font's own words, where it is one that a page can be set in."""
    kind = content[:4]
    if kind == b"OTTO":
        _refuse(
            name,
            "has PostScript outlines (CFF), which a page cannot embed",
            "Take its TrueType (.ttf) form.",
        )
    if kind not in (b"\x00\x01\x00\x00", b"true"):
        _refuse(name, "is not a TrueType font")
    try:
        tables = _tables(content)
        if b"fvar" in tables:
            _refuse(name, "is a variable font", "Take its static Regular and Bold.")
        told = _told(content, tables)
    except (KeyError, ValueError, struct.error):
        _refuse(name, "is damaged")
    if told.permission & NO_EMBEDDING and not told.permission & 0x000C:
        _refuse(name, "may not be embedded, by its own word (fsType)")
    if told.permission & NO_CUTTING:
        _refuse(name, "may not be cut to the letters of a page, by its own word (fsType)")
    if told.permission & BITMAPS_ONLY:
        _refuse(name, "may be embedded as bitmaps only, by its own word (fsType)")
    if told.slant:
        _refuse(name, "is slanted, which is hard to read")
    return told


def _tables(content: bytes) -> dict[bytes, int]:
    """Where each table begins."""
    (count,) = unpack_from(">H", content, 4)
    found = {}
    for i in range(count):
        name, _, start, length = unpack_from(">4sIII", content, 12 + 16 * i)
        if start + length > len(content):
            raise ValueError("it ends too soon")
        found[name] = start
    return found


def _told(content: bytes, tables: dict[bytes, int]) -> Told:
    style, post = tables[b"OS/2"], tables[b"post"]
    weight, _, permission = unpack_from(">HHH", content, style + 4)
    (slant,) = unpack_from(">i", content, post + 4)
    return Told(weight, permission, slant / 65536)


def _height_of(face: HouseFace, content: bytes) -> float:
    """How high a small x is, to the size, as it is drawn: not every font says so."""
    tables = _tables(content)
    head, glyph = tables[b"head"], face.file.charToGlyph[ord("x")]
    units, wide = unpack_from(">H", content, head + 18)[0], unpack_from(">h", content, head + 50)[0]
    if wide:
        (start,) = unpack_from(">I", content, tables[b"loca"] + 4 * glyph)
    else:
        start = 2 * unpack_from(">H", content, tables[b"loca"] + 2 * glyph)[0]
    return float(unpack_from(">h", content, tables[b"glyf"] + start + 8)[0] / units)


def _refuse(name: str, why: str, tip: str = TIP) -> NoReturn:
    raise RxError(f"The clinic's font {name} {why}.", tip=tip)
