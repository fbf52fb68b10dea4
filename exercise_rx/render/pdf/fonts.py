"""The typefaces: where they lie, how wide each letter is, which face has a letter.

Atkinson Hyperlegible sets everything; Noto Sans stands in, letter by letter, for what it lacks.
The letters that every document brings are cut out once (`cut.py`) and lie beside the fonts, with
the widths; reportlab reads a font itself only where a document has rarer letters.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from exercise_rx.errors import RxError

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFile

FILES = {
    "F0": "AtkinsonHyperlegible-Regular",
    "F1": "AtkinsonHyperlegible-Bold",
    "F2": "NotoSans-Regular",
    "F3": "NotoSans-Bold",
}
STANDS_IN = {"F0": "F2", "F1": "F3"}
CUT = ".cut"
"""The ending of a face's usual letters: a line of JSON, then the parts of a PDF that it measures."""


class Face:
    """One font. `widths` is in thousandths of the size, by letter."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    @cached_property
    def widths(self) -> dict[str, float]:
        """Every letter of the face and its width."""
        if self.tag in STANDS_IN:
            widths: dict[str, float] = self._cut[0]["widths"]
            return widths
        return {chr(code): width for code, width in self.file.charWidths.items()}

    @cached_property
    def usual_letters(self) -> frozenset[str]:
        """The letters that every document brings; none of a face that only stands in."""
        return frozenset(self._cut[0]["letters"] if self.tag in STANDS_IN else "")

    @cached_property
    def usual(self) -> tuple[bytes, ...]:
        """The objects of a PDF that hold the usual letters."""
        head, rest = self._cut
        return tuple(rest[start : start + length] for start, length in head["parts"])

    @cached_property
    def file(self) -> "TTFontFile":
        """The font as reportlab reads it."""
        from reportlab.pdfbase.ttfonts import TTFontFile

        return TTFontFile(str(folder() / f"{FILES[self.tag]}.ttf"))

    @cached_property
    def _cut(self) -> tuple[dict[str, Any], bytes]:
        head, _, rest = (folder() / (FILES[self.tag] + CUT)).read_bytes().partition(b"\n")
        return json.loads(head), rest


class House(NamedTuple):
    """A clinic's own faces. Their tags tell them from any others."""

    regular: Face
    bold: Face


_house: ContextVar[House | None] = ContextVar("house", default=None)
"""The faces of the document that is being drawn, when they are a clinic's own."""


@contextmanager
def set_in(house: House | None) -> Iterator[None]:
    """Measure and set words in a clinic's faces meanwhile; None: in the shipped ones."""
    token = _house.set(house)
    try:
        yield
    finally:
        _house.reset(token)


def face(tag: str) -> Face:
    """A face by its name in content streams."""
    if tag in FILES:
        return _shipped(tag)
    house = _house.get()
    assert house is not None, f"{tag} is of no clinic that is drawn for"
    return house.regular if tag == house.regular.tag else house.bold


@lru_cache(maxsize=8)
def _shipped(tag: str) -> Face:
    return Face(tag)


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where the fonts lie: inside an installed package, or above it in a checkout."""
    package = Path(__file__).parents[2]
    for root in (package / "_shipped", package.parent):
        if (root / "templates" / "fonts").is_dir():
            return root / "templates" / "fonts"
    raise RxError(f"The fonts are missing beside {package}. Install exercise-rx again.")


def tag_of(bold: bool) -> str:
    """The face that sets plain or bold words."""
    house = _house.get()
    if house is None:
        return "F1" if bold else "F0"
    return house.bold.tag if bold else house.regular.tag


def pieces(text: str, bold: bool) -> tuple[tuple[str, str], ...]:
    """`text` cut where the face changes: pairs of face and words.

    Raises:
        RxError: a letter that no face has; it is named, because a blank would be read past.
    """
    return _pieces(text, bold, tag_of(bold))


@lru_cache(maxsize=16384)
def _pieces(text: str, bold: bool, main: str) -> tuple[tuple[str, str], ...]:
    known = face(main).widths
    if all(map(known.__contains__, text)):
        return ((main, text),)
    found: list[tuple[str, str]] = []
    shipped = "F1" if bold else "F0"
    chain = dict.fromkeys((main, shipped, STANDS_IN[shipped]))
    for letter in text:
        tag = next((tag for tag in chain if letter in face(tag).widths), None)
        if tag is None:
            raise RxError(
                f"No typeface of the page has the letter {letter!r} (U+{ord(letter):04X}) in {text!r}.",
                tip="Write it with Latin, Greek or Cyrillic letters.",
            )
        if found and found[-1][0] == tag:
            found[-1] = (tag, found[-1][1] + letter)
        else:
            found.append((tag, letter))
    return tuple(found)


def thousandths(text: str, bold: bool) -> float:
    """The width of `text` at size 1000."""
    return _thousandths(text, bold, tag_of(bold))


@lru_cache(maxsize=32768)
def _thousandths(text: str, bold: bool, main: str) -> float:
    widths = face(main).widths
    try:
        return float(sum(map(widths.__getitem__, text)))
    except KeyError:
        return float(
            sum(sum(map(face(tag).widths.__getitem__, part)) for tag, part in pieces(text, bold))
        )


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of `text` in points."""
    return thousandths(text, bold) * size / 1000
