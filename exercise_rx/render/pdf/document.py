"""Pages and structure into one file: numbers for marks, the tree, bookmarks, links, metadata."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from zlib import compress

from exercise_rx.model.picture import Picture
from exercise_rx.model.record import Record
from exercise_rx.render.pdf.fields import form_of, widget
from exercise_rx.render.pdf.fonts import pieces
from exercise_rx.render.pdf.outline import Bookmark, outline
from exercise_rx.render.pdf.pages import Placed
from exercise_rx.render.pdf.pen import MARK, ROOT, Annotation, Element, Fragment
from exercise_rx.render.pdf.streams import deflated_stream, string
from exercise_rx.render.pdf.theme import Theme
from exercise_rx.render.pdf.writer import Bitmap, Document, add_font, add_picture

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}</xmp:CreateDate><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<pdf:Producer>{tool}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class About(Record):
    """What the file says of itself. Nothing of the patient is in it."""

    title: str
    author: str
    lang: str
    tool: str
    day: date


class Bound(Record):
    """What is to be one file: pages of blocks, the groups that gather them, the head of each page."""

    look: Theme
    pages: Sequence[Sequence[Placed]]
    groups: Sequence[Element]
    heads: Sequence[Fragment]
    pictures: Mapping[str, Picture | Bitmap]
    about: About


def assemble(bound: Bound) -> bytes:
    """The file."""
    return _File(bound).written()


class _File:
    """Lays blocks onto pages, counting marks, elements and links over the whole file."""

    def __init__(self, bound: Bound) -> None:
        self.bound = bound
        self.document = Document()
        self.fonts = self._fonts()
        self.pictures = self._pictures()
        self.page_numbers = [self.document.small() for _ in bound.pages]
        self.elements = [Element("Document", ROOT)]
        self.elements += [Element(g.role, g.parent + 1, g.attributes) for g in bound.groups]
        self.attached = {0}
        self.marks: list[tuple[int, int]] = []
        """Of each mark: its page and its number there."""
        self.links: list[tuple[int, int, int]] = []
        """Of each link and field: object number, page, element."""
        self.fields: list[int] = []
        """The object number of each field."""
        self.looks: dict[str, int] = {}
        """What all fields look like: drawn once, by name."""
        self.owners: list[list[int]] = []
        """Of each page: the element of each of its marks."""
        self.bookmarks: list[Bookmark] = []

    def written(self) -> bytes:
        """Everything laid down and written."""
        document, about = self.document, self.bound.about
        for number, page in enumerate(self.bound.pages):
            self.owners.append([])
            for placed in page:
                self._lay(number, placed)
        tree = document.small()
        for number in range(len(self.bound.pages)):
            document.fill(self.page_numbers[number], self._page(number, tree))
        kids = " ".join(f"{number} 0 R" for number in self.page_numbers)
        document.fill(tree, f"<</Type/Pages/Count {len(self.page_numbers)}/Kids[{kids}]>>".encode())
        bookmarks = outline(document, self.bookmarks, self.page_numbers)
        metadata = document.add(_metadata(about))
        info = document.add(_info(about))
        form = form_of(document, self.fields)
        root = document.add(b"")
        first = document.next_number
        struct = first + len(self.elements)
        document.fill(
            root,
            f"<</Type/Catalog/Pages {tree} 0 R/StructTreeRoot {struct} 0 R/MarkInfo<</Marked true>>"
            f"/Lang{string(about.lang)}/Metadata {metadata} 0 R{bookmarks}{form}"
            f"/ViewerPreferences<</DisplayDocTitle true>>>>".encode(),
        )
        document.pack(self._structure(first, struct))
        return document.written(root, info)

    # what pages use

    def _fonts(self) -> dict[str, int]:
        rare: dict[str, set[str]] = {"F0": set(), "F1": set()}
        blocks = [placed.fragment for page in self.bound.pages for placed in page]
        for words, bold in {rare for block in (*blocks, *self.bound.heads) for rare in block.rare}:
            for tag, part in pieces(words, bold):
                rare.setdefault(tag, set()).update(part)
        return {
            tag: add_font(self.document, tag, frozenset(letters))
            for tag, letters in sorted(rare.items())
        }

    def _pictures(self) -> dict[str, int]:
        used = {name for page in self.bound.pages for p in page for name in p.fragment.pictures}
        pictures = self.bound.pictures
        return {name: add_picture(self.document, pictures[name]) for name in sorted(used)}

    # laying down

    def _attach(self, group: int) -> None:
        """Hang a group into the tree where its first block is read."""
        if group not in self.attached:
            self.attached.add(group)
            home = self.elements[group].parent
            self._attach(home)
            self.elements[home].kids.append(("e", group))

    def _lay(self, page: int, placed: Placed) -> None:
        """The elements, marks, links and bookmarks of a block, numbered over the file."""
        fragment, elements, owners = placed.fragment, self.elements, self.owners[page]
        height = self.bound.look.page_height
        first, home = len(elements), placed.parent + 1
        shift = {"e": first, "m": len(self.marks), "a": len(self.links)}
        self._attach(home)
        for one in fragment.elements:
            parent = one.parent + first
            if one.parent == ROOT:
                parent = home
                elements[home].kids.append(("e", len(elements)))
            box = one.box and _on_paper(one.box, placed, height)
            kids = [(kind, n + shift[kind]) for kind, n in one.kids]
            elements.append(Element(one.role, parent, one.attributes, one.alt, box, kids))
        self.marks += [(page, len(owners) + i) for i in range(len(fragment.marks))]
        owners += [owner + first for owner in fragment.marks]
        for link in fragment.annotations:
            number = self.document.small(self._annotation(link, placed))
            if link.kind != "link":
                self.fields.append(number)
            self.links.append((number, page, link.owner + first))
        self.bookmarks += [
            Bookmark(entry.title, entry.level, page, height - placed.y - entry.y)
            for entry in fragment.entries
        ]

    def _annotation(self, one: Annotation, placed: Placed) -> bytes:
        left, low, right, high = _on_paper(one.box, placed, self.bound.look.page_height)
        place = (
            f"/Rect[{left:.2f} {low:.2f} {right:.2f} {high:.2f}]/F 4"
            f"/StructParent {len(self.bound.pages) + len(self.links)}"
        )
        if one.kind != "link":
            return widget(self.document, self.looks, one, place)
        return (
            f"<</Type/Annot/Subtype/Link{place}/Border[0 0 0]"
            f"/Contents{string(one.words)}/A<</S/URI/URI{string(one.target)}>>>>"
        ).encode()

    def _page(self, number: int, parent: int) -> bytes:
        look, add = self.bound.look, self.document.add
        contents = [_content(self.bound.heads[number], 0, 0.0, look.page_height)]
        names: set[str] = set()
        marks = 0
        for placed in self.bound.pages[number]:
            fragment = placed.fragment
            contents.append(_content(fragment, marks, placed.x, look.page_height - placed.y))
            marks += len(fragment.marks)
            names |= fragment.pictures
        streams = " ".join(f"{add(deflated_stream(content))} 0 R" for content in contents)
        links = " ".join(f"{n} 0 R" for n, page, _ in self.links if page == number)
        fonts = "".join(f"/{tag} {n} 0 R" for tag, n in self.fonts.items())
        drawn = "".join(f"/{name} {self.pictures[name]} 0 R" for name in sorted(names))
        return (
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {look.page_width:g} {look.page_height:g}]"
            f"/Contents[{streams}]/StructParents {number}/Tabs/S"
            + (f"/Annots[{links}]" if links else "")
            + f"/Resources<</Font<<{fonts}>>/XObject<<{drawn}>>>>>>"
        ).encode()

    # the structure

    def _structure(self, first: int, struct: int) -> list[bytes]:
        """Every element of the tree, then its root with the table from marks to elements."""
        bodies = [self._node(element, first, struct) for element in self.elements]
        owned = [
            f"{page}[{' '.join([f'{owner + first} 0 R' for owner in owners])}]"
            for page, owners in enumerate(self.owners)
        ]
        pages = len(self.owners)
        owned += [f"{pages + i} {link[2] + first} 0 R" for i, link in enumerate(self.links)]
        bodies.append(
            f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree<</Nums[{' '.join(owned)}]>>"
            f"/ParentTreeNextKey {len(owned)}>>".encode()
        )
        return bodies

    def _node(self, element: Element, first: int, struct: int) -> bytes:
        page = -1
        kids = []
        for kind, n in element.kids:
            if kind == "e":
                kids.append(f"{n + first} 0 R")
            elif kind == "m":
                page, mark = self.marks[n]
                kids.append(str(mark))
            else:
                number, at, _ = self.links[n]
                kids.append(f"<</Type/OBJR/Obj {number} 0 R/Pg {self.page_numbers[at]} 0 R>>")
        parent = struct if element.parent == ROOT else element.parent + first
        body = f"<</S/{element.role}/P {parent} 0 R"
        if kids:
            body += f"/K[{' '.join(kids)}]"
        if page >= 0:
            body += f"/Pg {self.page_numbers[page]} 0 R"
        attributes = element.attributes
        if element.box:
            left, low, right, high = element.box
            box = f"[{left:.2f} {low:.2f} {right:.2f} {high:.2f}]"
            attributes += f"<</O/Layout/Placement/Block/BBox{box}>>"
        if attributes:
            body += f"/A[{attributes}]"
        if element.alt:
            body += f"/Alt{string(element.alt)}"
        return (body + ">>").encode()


def _on_paper(
    box: tuple[float, float, float, float], placed: Placed, height: float
) -> tuple[float, float, float, float]:
    """A block's rectangle (left, top, right, bottom) as PDF has it: left, low, right, high."""
    left, top, right, bottom = box
    return (placed.x + left, height - placed.y - bottom, placed.x + right, height - placed.y - top)


@lru_cache(maxsize=2048)
def _content(fragment: Fragment, first_mark: int, x: float, y: float) -> bytes:
    """A block's operators with its marks numbered, deflated; kept for documents that repeat it."""
    first, *rest = fragment.code.split(MARK)
    numbered = "".join([first, *[f"{n}{part}" for n, part in enumerate(rest, first_mark)]])
    return compress(f"q 1 0 0 1 {x:.2f} {y:.2f} cm\n{numbered}\nQ\n".encode("ascii"), 6)


def _metadata(about: About) -> bytes:
    text = XMP.format(
        title=_escaped(about.title),
        author=_escaped(about.author),
        lang=about.lang,
        day=about.day.isoformat(),
        tool=_escaped(about.tool),
    ).encode()
    return b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(text), text)


def _escaped(text: str) -> str:
    """Text as XML has it. The library's own function imports half of the network."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _info(about: About) -> bytes:
    return (
        f"<</Title{string(about.title)}/Author{string(about.author)}/Creator{string(about.tool)}"
        f"/Producer{string(about.tool)}/CreationDate(D:{about.day:%Y%m%d}000000Z)>>"
    ).encode()
