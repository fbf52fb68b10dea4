"""The bookmarks of a file: one for each week and each exercise, folded at first."""

from collections.abc import Sequence
from typing import NamedTuple

from exercise_rx.render.pdf.streams import string
from exercise_rx.render.pdf.writer import Document


class Bookmark(NamedTuple):
    """A line of the bookmarks: where it leads, y from the paper's foot."""

    title: str
    level: int
    page: int
    y: float


def outline(document: Document, marks: Sequence[Bookmark], pages: Sequence[int]) -> str:
    """Write the bookmarks; the catalog's entry for them. `pages`: the object number of each page."""
    if not marks:
        return ""
    root = document.small()
    numbers = [document.small() for _ in marks]
    above = _parents(marks)
    families: dict[int, list[int]] = {}
    for i, parent in enumerate(above):
        families.setdefault(parent, []).append(i)
    for i, mark in enumerate(marks):
        family = families[above[i]]
        at = family.index(i)
        kids = families.get(i, [])
        parent = root if above[i] < 0 else numbers[above[i]]
        links = f"/Prev {numbers[family[at - 1]]} 0 R" if at else ""
        links += f"/Next {numbers[family[at + 1]]} 0 R" if at + 1 < len(family) else ""
        if kids:
            links += (
                f"/First {numbers[kids[0]]} 0 R/Last {numbers[kids[-1]]} 0 R/Count -{len(kids)}"
            )
        document.fill(
            numbers[i],
            f"<</Title{string(mark.title)}/Parent {parent} 0 R{links}"
            f"/Dest[{pages[mark.page]} 0 R/XYZ 0 {mark.y:.0f} null]>>".encode(),
        )
    top = families[-1]
    document.fill(
        root,
        f"<</Type/Outlines/First {numbers[top[0]]} 0 R/Last {numbers[top[-1]]} 0 R"
        f"/Count {len(top)}>>".encode(),
    )
    return f"/Outlines {root} 0 R"


def _parents(marks: Sequence[Bookmark]) -> list[int]:
    """The place of each bookmark's parent in the list, or -1."""
    found: list[int] = []
    open_: list[int] = []
    for i, mark in enumerate(marks):
        del open_[mark.level :]
        found.append(open_[-1] if open_ else -1)
        open_.append(i)
    return found
