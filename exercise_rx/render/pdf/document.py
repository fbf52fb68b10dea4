"""Pages and structure into one file: numbers for marks, the tree, bookmarks, links, metadata."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from zlib import compress

from exercise_rx.model.picture import Picture
from exercise_rx.model.record import Record
from exercise_rx.render.pdf.fields import form_of, widget
from exercise_rx.render.pdf.fonts import pieces, tag_of
from exercise_rx.render.pdf.ink import MARK, Annotation
from exercise_rx.render.pdf.outline import Bookmark, outline
from exercise_rx.render.pdf.pages import Placed
from exercise_rx.render.pdf.pen import ROOT, Fragment, Group
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
    groups: Sequence[Group]
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
        self.page_numbers = self.document.reserve(len(bound.pages))
        self.groups = [Group("Document", ROOT)]
        self.groups += [Group(g.role, g.parent + 1, g.attributes) for g in bound.groups]
        self.kids: list[list[int]] = [[] for _ in self.groups]
        """The object numbers below each group."""
        blocks = [placed.fragment.ink for page in bound.pages for placed in page]
        self.nodes = self.document.reserve(sum(len(b.elements) for b in blocks) + len(self.groups))
        """The object numbers of the tree: the groups, then the elements of block after block."""
        self.laid = len(self.groups)
        self.struct = self.document.small()
        self.attached = {0}
        self.links: list[tuple[int, int]] = []
        """Of each link and field: its object number and that of its element."""
        self.fields: list[int] = []
        """The object number of each field."""
        self.looks: dict[str, int] = {}
        """What all fields look like: drawn once, by name."""
        self.owners: list[list[int]] = []
        """Of each page: the object number of the element of each of its marks."""
        self.bookmarks: list[Bookmark] = []

    def written(self) -> bytes:
        """Everything laid down and written."""
        document, about = self.document, self.bound.about
        tree = document.small()
        for number, page in enumerate(self.bound.pages):
            self.owners.append([])
            first_link = len(self.links)
            for placed in page:
                self._lay(number, placed)
            links = [link for link, _ in self.links[first_link:]]
            document.fill(self.page_numbers[number], self._page(number, tree, links))
        kids = " ".join(f"{number} 0 R" for number in self.page_numbers)
        document.fill(tree, f"<</Type/Pages/Count {len(self.page_numbers)}/Kids[{kids}]>>".encode())
        self._finish_tree()
        bookmarks = outline(document, self.bookmarks, self.page_numbers)
        metadata = document.add(_metadata(about))
        info = document.add(_info(about))
        form = form_of(document, self.fields)
        root = document.add(
            f"<</Type/Catalog/Pages {tree} 0 R/StructTreeRoot {self.struct} 0 R"
            f"/MarkInfo<</Marked true>>/Lang{string(about.lang)}/Metadata {metadata} 0 R{bookmarks}"
            f"{form}/ViewerPreferences<</DisplayDocTitle true>>>>".encode()
        )
        return document.written(root, info)

    # what pages use

    def _fonts(self) -> dict[str, int]:
        rare: dict[str, set[str]] = {tag_of(bold): set() for bold in (False, True)}
        blocks = [placed.fragment for page in self.bound.pages for placed in page]
        inks = [block.ink for block in (*blocks, *self.bound.heads)]
        for words, bold in {words for ink in inks for words in ink.rare}:
            for tag, part in pieces(words, bold):
                rare.setdefault(tag, set()).update(part)
        return {
            tag: add_font(self.document, tag, frozenset(letters))
            for tag, letters in sorted(rare.items())
        }

    def _pictures(self) -> dict[str, int]:
        used = {name for page in self.bound.pages for p in page for name in p.fragment.ink.pictures}
        pictures = self.bound.pictures
        return {name: add_picture(self.document, pictures[name]) for name in sorted(used)}

    # laying down

    def _attach(self, group: int) -> None:
        """Hang a group into the tree where its first block is read."""
        if group not in self.attached:
            self.attached.add(group)
            home = self.groups[group].parent
            self._attach(home)
            self.kids[home].append(self.nodes[group])

    def _lay(self, page: int, placed: Placed) -> None:
        """The elements, marks, links and bookmarks of a block, numbered over the file."""
        ink, owners, document = placed.fragment.ink, self.owners[page], self.document
        high = self.bound.look.page_height - placed.y
        first, home = self.nodes[self.laid] if ink.elements else 0, placed.parent + 1
        self.laid += len(ink.elements)
        self._attach(home)
        self.kids[home] += [first + i for i in ink.tops]
        links = document.reserve(len(ink.annotations))
        base = {
            "e": first,
            "m": len(owners),
            "a": links.start,
            "g": self.page_numbers[page],
            "h": self.nodes[home],
            "x": placed.x,
            "y": high,
        }
        template, numbers = ink.nodes
        if template:
            filled = template % tuple([base[kind] + n for kind, n in numbers])
            document.fill_all(first, filled.encode().split(b"\n"))
        owners += [owner + first for owner in ink.marks]
        for number, one in zip(links, ink.annotations, strict=True):
            document.fill(number, self._annotation(one, placed))
            if one.kind != "link":
                self.fields.append(number)
            self.links.append((number, one.owner + first))
        self.bookmarks += [Bookmark(e.title, e.level, page, high - e.y) for e in ink.entries]

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

    def _page(self, number: int, parent: int, links: list[int]) -> bytes:
        look, add = self.bound.look, self.document.add
        contents = [_content(self.bound.heads[number].ink.code, 0, 0.0, look.page_height)]
        names: set[str] = set()
        marks = 0
        for placed in self.bound.pages[number]:
            ink = placed.fragment.ink
            contents.append(_content(ink.code, marks, placed.x, look.page_height - placed.y))
            marks += len(ink.marks)
            names |= ink.pictures
        streams = " ".join(f"{add(deflated_stream(content))} 0 R" for content in contents)
        listed = " ".join(f"{n} 0 R" for n in links)
        fonts = "".join(f"/{tag} {n} 0 R" for tag, n in self.fonts.items())
        drawn = "".join(f"/{name} {self.pictures[name]} 0 R" for name in sorted(names))
        return (
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {look.page_width:g} {look.page_height:g}]"
            f"/Contents[{streams}]/StructParents {number}/Tabs/S"
            + (f"/Annots[{listed}]" if links else "")
            + f"/Resources<</Font<<{fonts}>>/XObject<<{drawn}>>>>>>"
        ).encode()

    def _finish_tree(self) -> None:
        """The groups of the tree, and its root with the table from marks to elements."""
        for number, group, kids in zip(self.nodes, self.groups, self.kids, strict=False):
            parent = self.struct if group.parent == ROOT else self.nodes[group.parent]
            below = " ".join([f"{kid} 0 R" for kid in kids])
            body = f"<</S/{group.role}/P {parent} 0 R" + (f"/K[{below}]" if kids else "")
            body += f"/A[{group.attributes}]>>" if group.attributes else ">>"
            self.document.fill(number, body.encode())
        owned = [
            f"{page}[{' '.join([f'{owner} 0 R' for owner in owners])}]"
            for page, owners in enumerate(self.owners)
        ]
        owned += [f"{len(owned) + i} {owner} 0 R" for i, (_, owner) in enumerate(self.links)]
        self.document.fill(
            self.struct,
            f"<</Type/StructTreeRoot/K {self.nodes[0]} 0 R/ParentTree<</Nums[{' '.join(owned)}]>>"
            f"/ParentTreeNextKey {len(owned)}>>".encode(),
        )


def _on_paper(
    box: tuple[float, float, float, float], placed: Placed, height: float
) -> tuple[float, float, float, float]:
    """A block's rectangle (left, top, right, bottom) as PDF has it: left, low, right, high."""
    left, top, right, bottom = box
    return (placed.x + left, height - placed.y - bottom, placed.x + right, height - placed.y - top)


@lru_cache(maxsize=1024)
def _content(code: str, first_mark: int, x: float, y: float) -> bytes:
    """A block's operators with its marks numbered, deflated; kept for documents that repeat it."""
    first, *rest = code.split(MARK)
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
