"""What a block is drawn with: words, rules and pictures, each with its place in the structure.

A pen draws in its own coordinates, from the top left corner, y downward, and gives a `Fragment`:
finished operators in which each marked-content number is still a placeholder. A fragment can be
placed in another pen or on a page as often as wanted, so that laid-out blocks are kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from exercise_rx.render.pdf.text import Piece, Words, broken, shown
from exercise_rx.render.pdf.theme import BLACK, Colour, Style

MARK = "\x01"
"""Stands in a fragment where the number of a marked content goes."""

LIST = "<</O/List/ListNumbering/Disc>>"
NUMBERED = "<</O/List/ListNumbering/Decimal>>"
COLUMN = "<</O/Table/Scope/Column>>"
ROW = "<</O/Table/Scope/Row>>"

ROOT = -1

Kid = tuple[str, int]
"""`e`, `m` or `a` with the number of an element, a mark or an annotation."""


@dataclass(slots=True)
class Element:
    """A node of the structure tree. `box`: left, top, right, bottom, for figures."""

    role: str
    parent: int
    attributes: str = ""
    alt: str | None = None
    box: tuple[float, float, float, float] | None = None
    kids: list[Kid] = field(default_factory=list)


class Annotation(NamedTuple):
    """A link or a field: where it lies (left, top, right, bottom) and which element owns it.

    `target`: where a link leads; the name of a field. `words`: what is read aloud.
    """

    box: tuple[float, float, float, float]
    target: str
    words: str
    owner: int
    kind: Literal["link", "tick", "text"] = "link"


class Entry(NamedTuple):
    """A line of the bookmarks: title, depth from 0, and how far down it lies."""

    title: str
    level: int
    y: float


@dataclass(frozen=True, eq=False, slots=True)
class Fragment:
    """A laid-out block. Two are the same only when they are one object, so caches find it fast."""

    width: float
    height: float
    code: str
    elements: tuple[Element, ...]
    marks: tuple[int, ...]
    annotations: tuple[Annotation, ...]
    pictures: frozenset[str]
    entries: tuple[Entry, ...]
    rare: frozenset[tuple[str, bool]]
    """Words with letters beyond ASCII, and whether they are bold: the fonts must bring them."""


class Sized(Protocol):
    """A drawing, as far as placing it goes: its size in its own units."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


class Pen:
    """Draws one block of `width` points. `y` is how far down it has come."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.y = 0.0
        self._code: list[str] = []
        self._elements: list[Element] = []
        self._marks: list[int] = []
        self._annotations: list[Annotation] = []
        self._pictures: set[str] = set()
        self._entries: list[Entry] = []
        self._rare: set[tuple[str, bool]] = set()
        self._open = [ROOT]
        self._artifact = False

    # structure

    @contextmanager
    def inside(self, role: str, attributes: str = "", alt: str | None = None) -> Iterator[int]:
        """What is drawn meanwhile belongs to a new element of this role."""
        number = self._element(role, attributes, alt)
        self._open.append(number)
        yield number
        self._open.pop()

    def _element(self, role: str, attributes: str = "", alt: str | None = None) -> int:
        number, parent = len(self._elements), self._open[-1]
        self._elements.append(Element(role, parent, attributes, alt))
        if parent != ROOT:
            self._elements[parent].kids.append(("e", number))
        return number

    def _begin(self, owner: int) -> None:
        self._end_artifact()
        mark = len(self._marks)
        self._marks.append(owner)
        element = self._elements[owner]
        element.kids.append(("m", mark))
        self._code.append(f"/{element.role} <</MCID {MARK}>> BDC")

    def _end(self) -> None:
        self._code.append("EMC")

    def _end_artifact(self) -> None:
        if self._artifact:
            self._code.append("EMC")
            self._artifact = False

    def entry(self, title: str, level: int) -> None:
        """A bookmark that leads here."""
        self._entries.append(Entry(title, level, self.y))

    # decoration: never read aloud

    def art(self, operators: str) -> None:
        """Lines and shapes that carry no meaning of their own."""
        if not self._artifact:
            self._code.append("/Artifact BMC")
            self._artifact = True
        self._code.append(operators)

    def rule(
        self,
        y: float,
        x: float = 0,
        width: float | None = None,
        *,
        grey: float = 0.45,
        weight: float = 0.6,
    ) -> None:
        """A level line."""
        end = x + (self.width if width is None else width)
        self.art(f"q {weight:g} w {grey:g} G {x:.2f} {-y:.2f} m {end:.2f} {-y:.2f} l S Q")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: float | None = None,
        edge: float | None = 0.0,
        weight: float = 0.8,
        radius: float = 0.0,
        colour: Colour | None = None,
    ) -> None:
        """A frame, a tint or both; y is its top."""
        path = (
            _rounded(x, -y - height, width, height, radius)
            if radius
            else (f"{x:.2f} {-y - height:.2f} {width:.2f} {height:.2f} re")
        )
        paint = "B" if fill is not None and edge is not None else "f" if fill is not None else "S"
        inks = [] if fill is None else [f"{fill:g} g"]
        if edge is not None:
            inks.append((_rgb(colour, "RG") if colour else f"{edge:g} G") + f" {weight:g} w")
        self.art(f"q {' '.join(inks)} {path} {paint} Q")

    # words

    def words(
        self,
        words: Words,
        style: Style,
        *,
        x: float = 0,
        width: float | None = None,
        role: str | None = "P",
        align: str = "left",
        advance: bool = True,
    ) -> float:
        """A paragraph from here down. Its height; the pen moves on by as much unless told not to.

        `role` None: the words belong to the element that is open.
        """
        room = self.width - x if width is None else width
        lines = broken(words, style.size, style.bold, room)
        owner = self._open[-1] if role is None else self._element(role)
        tall = len(lines) * style.leading
        self._rare.update((p.text, p.bold) for line in lines for p in line if not p.text.isascii())
        if any(piece.link for line in lines for piece in line):
            self._linked(lines, style, x, owner)
        elif any(lines):
            self._begin(owner)
            self._lines(lines, style, x, room, align)
            self._end()
        if advance:
            self.y += tall
        return tall

    def artifact_words(
        self, text: str, style: Style, *, x: float = 0, width: float, align: str = "left"
    ) -> None:
        """Words that are not read aloud: the head of a page. The pen does not move."""
        lines = broken(text, style.size, style.bold, width)
        self._rare.update((p.text, p.bold) for line in lines for p in line if not p.text.isascii())
        self._end_artifact()
        self._code.append("/Artifact <</Type/Pagination/Subtype/Header>> BDC")
        self._lines(lines, style, x, width, align)
        self._end()

    def running(self, x: float, y: float) -> Fragment:
        """The head of a page, moved to its place on the paper."""
        made = self.finish()
        pen = Pen(self.width)
        pen.place(made, x, y)
        return pen.finish()

    def _lines(
        self, lines: tuple[tuple[Piece, ...], ...], style: Style, x: float, room: float, align: str
    ) -> None:
        first = self.y + _baseline(style)
        out = [] if style.colour == BLACK else [_rgb(style.colour, "rg")]
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
        self._code.append(" ".join(out))

    def _linked(
        self, lines: tuple[tuple[Piece, ...], ...], style: Style, x: float, owner: int
    ) -> None:
        """A paragraph with links: each link is an element of its own, on each line it touches."""
        self._open.append(owner)
        top = self.y
        for i, line in enumerate(lines):
            for j, piece in enumerate(line):
                number = self._element("Link", alt=piece.text.strip()) if piece.link else owner
                last = i == len(lines) - 1 and j == len(line) - 1
                text = piece.text + ("" if last or j < len(line) - 1 else " ")
                self._begin(number)
                base = top + i * style.leading + _baseline(style)
                ink = "" if style.colour == BLACK else _rgb(style.colour, "rg") + " "
                self._code.append(
                    f"{ink}BT {x + piece.x:.2f} {-base:.2f} Td "
                    f"{shown(text, style.size, piece.bold)}ET{' 0 g' if ink else ''}"
                )
                self._end()
                if piece.link:
                    upper = top + i * style.leading
                    area = (x + piece.x, upper, x + piece.x + piece.width, upper + style.leading)
                    kids = self._elements[number].kids
                    kids.append(("a", len(self._annotations)))
                    self._annotations.append(
                        Annotation(area, piece.link, piece.text.strip(), number)
                    )
        self._open.pop()

    # pictures

    @contextmanager
    def figure(
        self, alt: str, x: float, y: float, width: float, height: float
    ) -> Iterator[list[str]]:
        """A figure drawn by the operators put into the list that is given."""
        number = self._element("Figure", alt=alt)
        self._elements[number].box = (x, y, x + width, y + height)
        operators: list[str] = []
        yield operators
        self._begin(number)
        self._code += operators
        self._end()

    def picture(
        self,
        name: str,
        picture: Sized,
        alt: str | None,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        mirrored: bool,
    ) -> None:
        """A drawing fitted into a box and centred there. Without `alt` it is decoration."""
        scale = min(width / picture.width, height / picture.height)
        wide, tall = picture.width * scale, picture.height * scale
        left, base = x + (width - wide) / 2, -(y + (height + tall) / 2)
        matrix = (
            f"{-scale:.5f} 0 0 {scale:.5f} {left + wide:.2f} {base:.2f}"
            if mirrored
            else f"{scale:.5f} 0 0 {scale:.5f} {left:.2f} {base:.2f}"
        )
        operators = f"q {matrix} cm /{name} Do Q"
        self._pictures.add(name)
        if alt is None:
            self.art(operators)
            return
        with self.figure(alt, left, y + (height - tall) / 2, wide, tall) as inner:
            inner.append(operators)

    # fields

    def field(
        self,
        kind: Literal["tick", "text"],
        box: tuple[float, float, float, float],
        name: str,
        words: str,
    ) -> None:
        """A place to fill in on a screen, over what is drawn for paper. `box`: left, top, right,
        bottom. `name` is the field's own in the whole document; `words` tell what it is for."""
        number = self._element("Form")
        self._elements[number].kids.append(("a", len(self._annotations)))
        self._annotations.append(Annotation(box, name, words, number, kind))

    # putting together

    def place(self, fragment: Fragment, x: float = 0, y: float | None = None) -> None:
        """Another block, with its top left corner here."""
        top = self.y if y is None else y
        self._end_artifact()
        first, first_mark, first_link = (
            len(self._elements),
            len(self._marks),
            len(self._annotations),
        )
        parent = self._open[-1]
        shift = {"e": first, "m": first_mark, "a": first_link}
        for i, element in enumerate(fragment.elements):
            box = element.box and (
                element.box[0] + x,
                element.box[1] + top,
                element.box[2] + x,
                element.box[3] + top,
            )
            home = parent if element.parent == ROOT else element.parent + first
            self._elements.append(
                Element(
                    element.role,
                    home,
                    element.attributes,
                    element.alt,
                    box,
                    [(kind, n + shift[kind]) for kind, n in element.kids],
                )
            )
            if element.parent == ROOT and parent != ROOT:
                self._elements[parent].kids.append(("e", first + i))
        self._marks += [owner + first for owner in fragment.marks]
        self._annotations += [
            a._replace(
                box=(a.box[0] + x, a.box[1] + top, a.box[2] + x, a.box[3] + top),
                owner=a.owner + first,
            )
            for a in fragment.annotations
        ]
        self._pictures |= fragment.pictures
        self._rare |= fragment.rare
        self._entries += [Entry(e.title, e.level, e.y + top) for e in fragment.entries]
        moved = x or top
        self._code.append(
            f"q 1 0 0 1 {x:.2f} {-top:.2f} cm\n{fragment.code}\nQ" if moved else fragment.code
        )

    def finish(self, height: float | None = None) -> Fragment:
        """The block as drawn, as high as the pen has come."""
        self._end_artifact()
        return Fragment(
            self.width,
            self.y if height is None else height,
            "\n".join(self._code),
            tuple(self._elements),
            tuple(self._marks),
            tuple(self._annotations),
            frozenset(self._pictures),
            tuple(self._entries),
            frozenset(self._rare),
        )


def _baseline(style: Style) -> float:
    """From the top of a line to the foot of its letters: the leading is shared above and below."""
    return (style.leading - style.size * 1.24) / 2 + style.size * 0.95


def _rgb(colour: Colour, operator: str) -> str:
    red, green, blue = colour
    if red == green == blue:
        return f"{red:.3g} {'g' if operator == 'rg' else 'G'}"
    return f"{red:.3g} {green:.3g} {blue:.3g} {operator}"


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A path with round corners, from its lower left corner."""
    k = radius * 0.4477
    r, right, top = radius, x + width, y + height
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l {right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} "
        f"{right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l {right:.2f} {top - k:.2f} {right - k:.2f} "
        f"{top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l {x + k:.2f} {top:.2f} {x:.2f} "
        f"{top - k:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l {x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} "
        f"{x + r:.2f} {y:.2f} c h"
    )
