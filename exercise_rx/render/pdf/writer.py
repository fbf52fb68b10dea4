"""The file itself: numbered objects, the fonts and pictures that pages share, and where each lies.

The thousand nodes of a tree go into one compressed object stream, so that a page that can be read
aloud stays small. reportlab has no part in it but for fonts (`cut.py`): it has no structure tree,
keeps every small object apart, and takes longer to import than a whole handout takes to make.
"""

from functools import lru_cache
from hashlib import sha256
from struct import pack
from typing import NamedTuple

from exercise_rx.model.picture import Picture
from exercise_rx.render.pdf.fonts import face
from exercise_rx.render.pdf.streams import deflated_stream, stream

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""The version, and four bytes that tell every program that this is no text."""
QUICK = 4
"""How hard to deflate the tree, made anew for each file: a good part of the time of 6 for a little more."""


class Document:
    """A register of objects by number, with a compressed place for small ones."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []
        self._small: set[int] = set()

    def add(self, body: bytes) -> int:
        """Register an object; its number."""
        self._bodies.append(body)
        return len(self._bodies)

    def small(self, body: bytes = b"") -> int:
        """Register an object that is no stream, to be packed with its like; `fill` may come later."""
        number = self.add(body)
        self._small.add(number)
        return number

    def reserve(self, count: int) -> range:
        """The numbers of so many small objects, in a row, to be filled later."""
        numbers = range(len(self._bodies) + 1, len(self._bodies) + 1 + count)
        self._bodies += [b""] * count
        self._small.update(numbers)
        return numbers

    def fill(self, number: int, body: bytes) -> None:
        """The bytes of an object that was registered without them."""
        self._bodies[number - 1] = body

    def fill_all(self, first: int, bodies: list[bytes]) -> None:
        """The bytes of objects in a row."""
        self._bodies[first - 1 : first - 1 + len(bodies)] = bodies

    def written(self, root: int, info: int) -> bytes:
        """The whole file."""
        packer = len(self._bodies) + 1
        packed: list[tuple[int, bytes]] = []
        file = bytearray(HEAD)
        table = [0, 0, 0xFFFF]
        for number, body in enumerate(self._bodies, 1):
            if number in self._small:
                table += (2, packer, len(packed))
                packed.append((number, body))
            else:
                table += (1, len(file), 0)
                file += _numbered(number, body)
        table += (1, len(file), 0)
        file += _numbered(packer, _object_stream(packed))
        start = len(file)
        table += (1, start, 0)
        count = len(table) // 3
        mark = sha256(file).hexdigest()[:32]
        head = (
            f"/Type/XRef/Size {count}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]"
        )
        file += _numbered(packer + 1, stream(pack(">" + "BIH" * count, *table), head))
        file += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(file)


def _numbered(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    at = 0
    index: list[int] = []
    for number, body in objects:
        index += (number, at)
        at += len(body) + 1
    head = b"%d %d " * len(objects) % tuple(index)
    entries = f"/Type/ObjStm/N {len(objects)}/First {len(head)}"
    return stream(head + b"\n".join([body for _, body in objects]), entries, level=QUICK)


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


def add_font(document: Document, tag: str, letters: frozenset[str]) -> int:
    """Embed a face with the usual letters and those a document needs besides; the font's number."""
    parts = _font_parts(tag, letters - face(tag).usual_letters)
    program, gids, unicode_map = (document.add(parts[i]) for i in (0, 1, 2))
    descriptor = document.small(parts[3] % program)
    descendant = document.small(parts[4] % (descriptor, gids))
    return document.small(parts[5] % (descendant, unicode_map))


@lru_cache(maxsize=64)
def _font_parts(tag: str, rare: frozenset[str]) -> tuple[bytes, ...]:
    if not rare:
        return face(tag).usual
    from exercise_rx.render.pdf.cut import font_parts

    return font_parts(tag, rare | face(tag).usual_letters)
