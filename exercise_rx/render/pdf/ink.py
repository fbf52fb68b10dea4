"""Laid-out blocks drawn: their operators, with a placeholder for each number that a file gives.

A block is drawn once. What a file needs of it are two templates, the operators of a page and the
nodes of the structure tree, into which the numbers of marks, nodes and links are filled.
"""

from functools import cached_property
from typing import Literal, NamedTuple

from exercise_rx.render.pdf.pen import ROOT, Box, Fragment, Step, rgb
from exercise_rx.render.pdf.streams import string
from exercise_rx.render.pdf.text import Piece, shown
from exercise_rx.render.pdf.theme import BLACK, Style

MARK = "\x01"
"""Stands in operators where the number of a marked content goes."""

Lines = tuple[tuple[Piece, ...], ...]
Kid = tuple[str, int]
"""`e`, `m` or `a` with the number of an element, a mark or an annotation."""


class Element:
    """A node of the structure tree. `box` is for figures."""

    __slots__ = ("alt", "attributes", "box", "kids", "parent", "role")

    def __init__(
        self,
        role: str,
        parent: int,
        attributes: str = "",
        alt: str | None = None,
        box: Box | None = None,
        kids: list[Kid] | None = None,
    ) -> None:
        self.role, self.parent, self.attributes = role, parent, attributes
        self.alt, self.box = alt, box
        self.kids: list[Kid] = [] if kids is None else kids


class Annotation(NamedTuple):
    """A link or a field: where it lies and which element owns it.

    `target`: where a link leads; the name of a field. `words`: what is read aloud.
    """

    box: Box
    target: str
    words: str
    owner: int
    kind: Literal["link", "tick", "text"] = "link"


class Entry(NamedTuple):
    """A line of the bookmarks: title, depth from 0, and how far down it lies."""

    title: str
    level: int
    y: float


class Nodes(NamedTuple):
    """The nodes of a block, a line each, with a place for every number, and what goes there.

    A number is one of a kind (`e` element, `m` mark, `a` annotation, `g` the page, `h` the parent of
    the block, `x` and `y` its place on the paper) and how far it is from the block's first.
    """

    template: str
    numbers: tuple[tuple[str, float], ...]


class Ink:
    """A block as drawn. `marks`: the element of each. `rare`: words beyond ASCII, and whether bold."""

    def __init__(self) -> None:
        self.code = ""
        self.elements: list[Element] = []
        self.marks: list[int] = []
        self.annotations: list[Annotation] = []
        self.pictures: set[str] = set()
        self.entries: list[Entry] = []
        self.rare: set[tuple[str, bool]] = set()

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """The elements that have no parent in the block."""
        return tuple(i for i, one in enumerate(self.elements) if one.parent == ROOT)

    @cached_property
    def nodes(self) -> Nodes:
        """The block's part of the structure tree."""
        numbers: list[tuple[str, float]] = []
        lines = [_node(element, numbers) for element in self.elements]
        return Nodes("\n".join(lines), tuple(numbers))


def _node(element: Element, numbers: list[tuple[str, float]]) -> str:
    """The line of a node; its numbers are added to `numbers`."""
    numbers.append(("h", 0) if element.parent == ROOT else ("e", element.parent))
    kids = []
    for kind, n in element.kids:
        numbers.append((kind, n))
        if kind == "a":
            numbers.append(("g", 0))
        kids.append({"e": "%d 0 R", "m": "%d", "a": "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>"}[kind])
    line = f"<</S/{element.role}/P %d 0 R" + (f"/K[{' '.join(kids)}]" if kids else "")
    if any(kind == "m" for kind, _ in element.kids):
        numbers.append(("g", 0))
        line += "/Pg %d 0 R"
    attributes = element.attributes
    if element.box:
        left, top, right, bottom = element.box
        numbers += [("x", left), ("y", -bottom), ("x", right), ("y", -top)]
        attributes += "<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>"
    if attributes:
        line += f"/A[{attributes}]"
    if element.alt:
        line += "/Alt" + string(element.alt).replace("%", "%%").replace("\n", "\\n")
    return line + ">>"


def draw(steps: tuple[Step, ...]) -> Ink:
    """The ink of what a pen has noted down."""
    drawing = _Drawing()
    for name, given in steps:
        getattr(drawing, name)(*given)
    return drawing.finish()


class _Drawing:
    """Puts down the steps of a pen, one by one."""

    def __init__(self) -> None:
        self.ink = Ink()
        self._code: list[str] = []
        self._open = [ROOT]
        self._artifact = False

    def finish(self) -> Ink:
        """The ink, when all is put down."""
        self._end_artifact()
        self.ink.code = "\n".join(self._code)
        return self.ink

    # structure

    def open(self, role: str, attributes: str, alt: str | None) -> None:
        self._open.append(self._element(role, attributes, alt))

    def shut(self) -> None:
        self._open.pop()

    def entry(self, title: str, level: int, y: float) -> None:
        self.ink.entries.append(Entry(title, level, y))

    def _element(
        self, role: str, attributes: str = "", alt: str | None = None, box: Box | None = None
    ) -> int:
        number, parent = len(self.ink.elements), self._open[-1]
        self.ink.elements.append(Element(role, parent, attributes, alt, box))
        if parent != ROOT:
            self.ink.elements[parent].kids.append(("e", number))
        return number

    def _begin(self, owner: int) -> None:
        self._end_artifact()
        mark = len(self.ink.marks)
        self.ink.marks.append(owner)
        element = self.ink.elements[owner]
        element.kids.append(("m", mark))
        self._code.append(f"/{element.role} <</MCID {MARK}>> BDC")

    def _end(self) -> None:
        self._code.append("EMC")

    def _end_artifact(self) -> None:
        if self._artifact:
            self._code.append("EMC")
            self._artifact = False

    # what is seen

    def art(self, operators: str) -> None:
        if not self._artifact:
            self._code.append("/Artifact BMC")
            self._artifact = True
        self._code.append(operators)

    def words(
        self,
        lines: Lines,
        style: Style,
        x: float,
        y: float,
        room: float,
        role: str | None,
        align: str,
    ) -> None:
        owner = self._open[-1] if role is None else self._element(role)
        self._note_rare(lines)
        if any(piece.link for line in lines for piece in line):
            self._linked(lines, style, x, y, owner)
        elif any(lines):
            self._begin(owner)
            self._code.append(_set(lines, style, x, y, room, align))
            self._end()

    def artifact_words(
        self, lines: Lines, style: Style, x: float, y: float, room: float, align: str
    ) -> None:
        self._note_rare(lines)
        self._end_artifact()
        self._code.append("/Artifact <</Type/Pagination/Subtype/Header>> BDC")
        self._code.append(_set(lines, style, x, y, room, align))
        self._end()

    def _note_rare(self, lines: Lines) -> None:
        for line in lines:
            for piece in line:
                if not piece.text.isascii():
                    self.ink.rare.add((piece.text, piece.bold))

    def _linked(self, lines: Lines, style: Style, x: float, y: float, owner: int) -> None:
        """A paragraph with links: each link is an element of its own, on each line it touches."""
        self._open.append(owner)
        ink = "" if style.colour == BLACK else rgb(style.colour, "rg") + " "
        for i, line in enumerate(lines):
            upper = y + i * style.leading
            base = upper + _baseline(style)
            for j, piece in enumerate(line):
                number = self._element("Link", alt=piece.text.strip()) if piece.link else owner
                last = i == len(lines) - 1 and j == len(line) - 1
                text = piece.text + ("" if last or j < len(line) - 1 else " ")
                self._begin(number)
                self._code.append(
                    f"{ink}BT {x + piece.x:.2f} {-base:.2f} Td "
                    f"{shown(text, style.size, piece.bold)}ET{' 0 g' if ink else ''}"
                )
                self._end()
                if piece.link:
                    area = (x + piece.x, upper, x + piece.x + piece.width, upper + style.leading)
                    self._annotation(Annotation(area, piece.link, piece.text.strip(), number))
        self._open.pop()

    def _annotation(self, one: Annotation) -> None:
        self.ink.elements[one.owner].kids.append(("a", len(self.ink.annotations)))
        self.ink.annotations.append(one)

    def figure(self, alt: str, box: Box, operators: tuple[str, ...]) -> None:
        self._begin(self._element("Figure", alt=alt, box=box))
        self._code += operators
        self._end()

    def picture(self, name: str) -> None:
        self.ink.pictures.add(name)

    def field(self, kind: Literal["tick", "text"], box: Box, name: str, words: str) -> None:
        self._annotation(Annotation(box, name, words, self._element("Form"), kind))

    # putting together

    def place(self, fragment: Fragment, x: float, y: float) -> None:
        self._end_artifact()
        ink, placed = self.ink, fragment.ink
        first, parent = len(ink.elements), self._open[-1]
        shift = {"e": first, "m": len(ink.marks), "a": len(ink.annotations)}
        for one in placed.elements:
            home = parent if one.parent == ROOT else one.parent + first
            kids = [(kind, n + shift[kind]) for kind, n in one.kids]
            box = one.box and _moved(one.box, x, y)
            ink.elements.append(Element(one.role, home, one.attributes, one.alt, box, kids))
        if parent != ROOT:
            ink.elements[parent].kids += [("e", first + i) for i in placed.tops]
        ink.marks += [owner + first for owner in placed.marks]
        ink.annotations += [
            a._replace(box=_moved(a.box, x, y), owner=a.owner + first) for a in placed.annotations
        ]
        ink.pictures |= placed.pictures
        ink.rare |= placed.rare
        ink.entries += [Entry(e.title, e.level, e.y + y) for e in placed.entries]
        moved = x or y
        self._code.append(
            f"q 1 0 0 1 {x:.2f} {-y:.2f} cm\n{placed.code}\nQ" if moved else placed.code
        )


def _moved(box: Box, x: float, y: float) -> Box:
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def _set(lines: Lines, style: Style, x: float, y: float, room: float, align: str) -> str:
    """The operators of a paragraph."""
    first = y + _baseline(style)
    out = [] if style.colour == BLACK else [rgb(style.colour, "rg")]
    out.append("BT")
    at_x, at_y = 0.0, 0.0
    for i, line in enumerate(lines):
        shift = 0.0
        if align != "left" and line:
            free = room - line[-1].x - line[-1].width
            shift = free if align == "right" else free / 2
        to_x, to_y = x + shift, -(first + i * style.leading)
        out.append(f"{to_x - at_x:.2f} {to_y - at_y:.2f} Td")
        at_x, at_y = to_x, to_y
        last = i == len(lines) - 1
        for j, piece in enumerate(line):
            text = piece.text if last or j < len(line) - 1 else piece.text + " "
            out.append(shown(text, style.size, piece.bold))
    out.append("ET")
    if style.colour != BLACK:
        out.append("0 g")
    return " ".join(out)


def _baseline(style: Style) -> float:
    """From the top of a line to the foot of its letters: the leading is shared above and below."""
    return (style.leading - style.size * 1.24) / 2 + style.size * 0.95
