"""Fields to fill in on a screen: boxes to tick and places for a number. All boxes share one look."""

from exercise_rx.render.pdf.ink import Annotation
from exercise_rx.render.pdf.streams import stream, string
from exercise_rx.render.pdf.writer import Document

SIZE = 11
"""Points of the numbers that are typed in."""
DIGITS = 2


def widget(document: Document, looks: dict[str, int], field: Annotation, place: str) -> bytes:
    """One field. The page draws the box itself, so that it prints where fields do not show.

    `looks`: the drawings that fields share, by name. `place`: the entries that say where it lies.
    """
    left, top, right, bottom = field.box
    wide, high = right - left, bottom - top
    head = f"<</Type/Annot/Subtype/Widget/T{string(field.target)}/TU{string(field.words)}{place}"
    if field.kind == "tick":
        off = _look(document, looks, "", wide, high)
        on = _look(document, looks, _cross(wide, high), wide, high)
        return (
            f"{head}/FT/Btn/V/Off/AS/Off/MK<</CA(8)>>/AP<</N<</Yes {on} 0 R/Off {off} 0 R>>>>>>"
        ).encode()
    empty = _look(document, looks, "/Tx BMC EMC", wide, high)
    return (
        f"{head}/FT/Tx/Q 1/MaxLen {DIGITS}/DA(/Helv {SIZE} Tf 0 g)/AP<</N {empty} 0 R>>>>"
    ).encode()


def _look(
    document: Document, looks: dict[str, int], operators: str, wide: float, high: float
) -> int:
    """The number of a drawing, made when it is first asked for."""
    key = f"{operators}{wide:.2f} {high:.2f}"
    if key not in looks:
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {wide:.2f} {high:.2f}]"
        looks[key] = document.add(stream(operators.encode(), box))
    return looks[key]


def _cross(wide: float, high: float) -> str:
    """Two strokes from corner to corner, a little inside."""
    inset = wide * 0.2
    right, top = wide - inset, high - inset
    return (
        f"1.8 w 1 J {inset:.2f} {inset:.2f} m {right:.2f} {top:.2f} l "
        f"{inset:.2f} {top:.2f} m {right:.2f} {inset:.2f} l S"
    )


def form_of(document: Document, fields: list[int]) -> str:
    """The catalog's entry for the fields; nothing without any. Typed numbers are set in Helvetica,
    which every viewer has, because a font cut to the letters of a page may lack what is typed."""
    if not fields:
        return ""
    listed = " ".join(f"{number} 0 R" for number in fields)
    font = document.small(
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    )
    return f"/AcroForm<</Fields[{listed}]/DR<</Font<</Helv {font} 0 R>>>>/DA(/Helv {SIZE} Tf 0 g)>>"
