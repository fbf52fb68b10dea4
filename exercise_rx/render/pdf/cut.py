"""Fonts cut to the letters of a document, by reportlab, as the objects of a PDF.

`python -m exercise_rx.render.pdf.cut` writes the usual letters of the two main faces beside them;
it is run again only when a font, or what follows `COMMON`, changes.
"""

import json
import sys
from hashlib import sha256
from struct import pack
from zlib import compress

from exercise_rx.render.pdf.fonts import CUT, FILES, STANDS_IN, face, folder
from exercise_rx.render.pdf.streams import deflated_stream, stream

COMMON = (
    "".join(map(chr, range(32, 127)))
    + "\u00a0\u00b0\u00b7\u00bd\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2020\u2022\u2026"
)
"""Letters that every document brings, so that one cut of the font serves nearly all."""


def font_parts(tag: str, letters: frozenset[str]) -> tuple[bytes, ...]:
    """The six objects of a face cut to some letters; a letter's code is its Unicode number.

    In order: program, glyph of each code, letter of each code, descriptor, descendant, font. The
    last three have places for the numbers of those they refer to.
    """
    file = face(tag).file
    codes = sorted(ord(letter) for letter in letters if ord(letter) in file.charWidths)
    cut = file.makeSubset(codes)
    gid_of = _new_glyphs(codes, file.charToGlyph)
    gids = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        gids[2 * code : 2 * code + 2] = pack(">H", gid_of[code])
    digest = sha256(cut).digest()
    name = "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + file.name.decode("ascii")
    widths = " ".join(f"{code}[{file.charWidths[code]:.0f}]" for code in codes)
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


def usual_letters(tag: str) -> bytes:
    """What the file of a face's usual letters holds; see `fonts.CUT`."""
    parts = font_parts(tag, frozenset(COMMON))
    starts = [sum(map(len, parts[:i])) for i in range(len(parts))]
    head = {
        "letters": COMMON,
        "widths": {chr(code): width for code, width in face(tag).file.charWidths.items()},
        "parts": [[start, len(part)] for start, part in zip(starts, parts, strict=True)],
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(parts)


def main() -> None:
    """Write the usual letters of the main faces."""
    for tag in STANDS_IN:
        file = folder() / (FILES[tag] + CUT)
        file.write_bytes(usual_letters(tag))
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
