"""reportlab as the writer of the file: objects, font subsets, offsets. Its inner parts are used here only.

Used of reportlab: `pdfdoc.PDFDocument` as the register of objects, `PDFObject`, `PDFIndirectObject`
and `PDFFile` to write them, `PDFString` to write text, `TTFontFile.makeSubset` to cut fonts.
reportlab has no structure tree and keeps every small object apart; here the thousand nodes of a
tree go into one compressed object stream, so that a page that can be read aloud stays small.
"""

from functools import lru_cache
from hashlib import sha256
from struct import pack
from typing import NamedTuple
from zlib import compress

from reportlab.pdfbase import pdfdoc

from exercise_rx.model.picture import Picture
from exercise_rx.render.pdf.fonts import STANDS_IN, face

VERSION = (1, 7)
QUICK = 4
"""How hard to deflate the tree, made anew for each file: a good part of the time of 6 for a little more."""


class Body(pdfdoc.PDFObject):
    """An object whose bytes are known, or will be when the file is written."""

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, document: object) -> bytes:  # noqa: ARG002 (reportlab's own name)
        """The bytes, as reportlab asks for them."""
        return self.body


class Document(pdfdoc.PDFDocument):
    """reportlab's register of objects, with a compressed place for small ones."""

    def __init__(self) -> None:
        super().__init__(compression=0, invariant=1, pdfVersion=VERSION)
        self._small: list[int] = []
        self._last: list[bytes] = []
        self._bodies: dict[int, Body] = {}

    def add(self, body: bytes) -> int:
        """Register an object; its number."""
        return self._register(Body(body))

    def fill(self, number: int, body: bytes) -> None:
        """The bytes of an object that was registered without them."""
        self._bodies[number].body = body

    def small(self, body: bytes = b"") -> int:
        """Register an object that is no stream, to be packed with its like; `fill` may come later."""
        number = self._register(Body(body))
        self._small.append(number)
        return number

    def _register(self, body: Body) -> int:
        self.Reference(body)  # type: ignore[no-untyped-call]
        number = int(self.objectcounter)
        self._bodies[number] = body
        return number

    @property
    def next_number(self) -> int:
        """The number that the next object gets."""
        return int(self.objectcounter) + 1 + len(self._last)

    def pack(self, bodies: list[bytes]) -> None:
        """Many small objects, numbered from `next_number` on. Nothing may be added after them."""
        self._last = bodies

    def written(self, root: int, info: int) -> bytes:
        """The whole file."""
        file = pdfdoc.PDFFile(VERSION)
        first_last = int(self.objectcounter) + 1
        table = first_last + len(self._last)
        packed = [(number, self._bodies[number].body) for number in self._small]
        packed += enumerate(self._last, first_last)
        small = {number: i for i, (number, _) in enumerate(packed)}
        rows = [b"\x00\x00\x00\x00\x00\xff\xff"]
        for number in range(1, table):
            if number in small:
                rows.append(pack(">BIH", 2, table, small[number]))
            else:
                rows.append(pack(">BIH", 1, file.add(self._object(number)), 0))
        if packed:
            rows.append(pack(">BIH", 1, file.add(_numbered(table, _object_stream(packed))), 0))
        table = len(rows)
        start = file.offset
        rows.append(pack(">BIH", 1, start, 0))
        mark = sha256(b"".join(file.strings)).hexdigest()[:32]
        head = f"/Type/XRef/Size {len(rows)}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]"
        file.add(_numbered(table, stream(b"".join(rows), head)))
        file.add(f"startxref\n{start}\n%%EOF\n".encode())
        return bytes(file.format(self))

    def _object(self, number: int) -> bytes:
        name = self.numberToId[number]
        return bytes(pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self))


def _numbered(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    at, index = 0, []
    for number, body in objects:
        index.append(f"{number} {at}")
        at += len(body) + 1
    head = (" ".join(index) + "\n").encode()
    entries = f"/Type/ObjStm/N {len(objects)}/First {len(head)}"
    return stream(head + b"\n".join([body for _, body in objects]), entries, level=QUICK)


def stream(content: bytes, entries: str = "", *, level: int = 6) -> bytes:
    """A stream object, deflated."""
    return deflated_stream(compress(content, level), entries)


def deflated_stream(content: bytes, entries: str = "") -> bytes:
    """A stream object whose content is deflated already."""
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        entries.encode(),
        len(content),
        content,
    )


def string(text: str) -> str:
    """Text as a PDF string, outside of content streams."""
    try:
        text.encode("ascii")
    except UnicodeEncodeError:
        return f"<feff{text.encode('utf-16-be').hex()}>"
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"


class Bitmap(NamedTuple):
    """A picture of points: a clinic's mark that is no drawing. `deflated`: red, green, blue by row."""

    width: int
    height: int
    deflated: bytes


def add_picture(document: Document, picture: Picture | Bitmap) -> int:
    """A drawing that pages place as often as they like; its number."""
    head = f"/Type/XObject/Subtype/Form/BBox[0 0 {picture.width} {picture.height}]"
    if isinstance(picture, Picture):
        return document.add(deflated_stream(picture.deflated, head))
    size = f"/Width {picture.width}/Height {picture.height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
    points = document.add(deflated_stream(picture.deflated, "/Type/XObject/Subtype/Image" + size))
    place = f"{picture.width} 0 0 {picture.height} 0 0 cm /I Do".encode()
    return document.add(stream(place, f"{head}/Resources<</XObject<</I {points} 0 R>>>>"))


def add_font(document: Document, tag: str, extra: frozenset[str]) -> int:
    """Embed the letters of a face that a document may use; the number of the font."""
    parts = _font_parts(
        tag, frozenset(c for c in extra if not c.isascii()) if tag in STANDS_IN else extra
    )
    program, gids, unicode_map = (document.add(parts[i]) for i in (0, 1, 2))
    descriptor = document.small(parts[3] % program)
    descendant = document.small(parts[4] % (descriptor, gids))
    return document.small(parts[5] % (descendant, unicode_map))


COMMON = (
    "".join(map(chr, range(32, 127)))
    + "\u00a0\u00b0\u00b7\u00bd\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2020\u2022\u2026"
)
"""Letters that every document brings, so that one cut of the font serves nearly all."""


@lru_cache(maxsize=64)
def _font_parts(tag: str, extra: frozenset[str]) -> tuple[bytes, ...]:
    """The six objects of a face cut to its letters; a letter's code is its Unicode number."""
    one = face(tag)
    file = one.file
    known = frozenset(COMMON if tag in STANDS_IN else "")
    letters = sorted((known | extra) & one.widths.keys())
    codes = list(map(ord, letters))
    cut = file.makeSubset(codes)
    gid_of = _new_glyphs(codes, file.charToGlyph)
    gids = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        gids[2 * code : 2 * code + 2] = pack(">H", gid_of[code])
    digest = sha256(cut).digest()
    name = "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + file.name.decode("ascii")
    widths = " ".join(f"{code}[{one.widths[chr(code)]:.0f}]" for code in codes)
    box = " ".join(f"{edge:.0f}" for edge in file.bbox)
    return (
        deflated_stream(compress(cut, 9), f"/Length1 {len(cut)}"),
        stream(bytes(gids), level=9),
        stream(_unicode_map(codes).encode(), level=9),
        (
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle {file.italicAngle:g}"
            f"/Ascent {file.ascent:.0f}/Descent {file.descent:.0f}/CapHeight {file.capHeight:.0f}"
            f"/StemV {file.stemV:.0f}/FontFile2 %d 0 R>>"
        ).encode(),
        (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/W[{widths}]/FontDescriptor %d 0 R/CIDToGIDMap %d 0 R>>"
        ).encode(),
        (
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            "/ToUnicode %d 0 R>>"
        ).encode(),
    )


def _new_glyphs(codes: list[int], glyph_of: dict[int, int]) -> dict[int, int]:
    """The number each letter's glyph has in the cut font: in the order in which they were asked for."""
    seen = {0: 0}
    return {code: seen.setdefault(glyph_of.get(code, 0), len(seen)) for code in codes}


def _unicode_map(codes: list[int]) -> str:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000> <FFFF> endcodespacerange",
    ]
    for i in range(0, len(codes), 100):
        part = codes[i : i + 100]
        lines += [
            f"{len(part)} beginbfchar",
            *(f"<{code:04X}> <{code:04X}>" for code in part),
            "endbfchar",
        ]
    return "\n".join([*lines, "endcmap CMapName currentdict/CMap defineresource pop end end"])
