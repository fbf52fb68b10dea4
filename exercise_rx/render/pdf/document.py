"""Pages and structure into one file: numbers for marks, a parent tree, bookmarks, links, metadata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape
from zlib import compress

from exercise_rx.model.picture import Picture
from exercise_rx.render.pdf.fonts import pieces
from exercise_rx.render.pdf.pages import Placed
from exercise_rx.render.pdf.pen import MARK, ROOT, Element, Fragment
from exercise_rx.render.pdf.theme import Theme
from exercise_rx.render.pdf.writer import Document, add_font, deflated_stream, stream, string

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}</xmp:CreateDate><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<pdf:Producer>ReportLab</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. Nothing of the patient is in it."""

    title: str
    author: str
    lang: str
    tool: str
    day: date


def assemble(look: Theme, pages: Sequence[Sequence[Placed]], groups: Sequence[Element], running: Sequence[Fragment],
             pictures: Mapping[str, Picture], about: About) -> bytes:
    """The file. `running`: the header of each page, which is not read aloud."""
    return _File(look, pages, groups, running, pictures, about).bytes()


class _File:
    def __init__(self, look: Theme, pages: Sequence[Sequence[Placed]], groups: Sequence[Element],
                 running: Sequence[Fragment], pictures: Mapping[str, Picture], about: About) -> None:
        self.look, self.pages, self.running, self.about = look, pages, running, about
        self.document = Document()
        self.used = sorted({name for page in pages for placed in page for name in placed.fragment.pictures}
                           | {name for head in running for name in head.pictures})
        self.forms = {name: self._form(pictures[name]) for name in self.used}
        self.fonts = self._fonts()
        self.page_numbers = [self.document.reserve() for _ in pages]
        self.bodies: list[Element] = [Element("Document", ROOT), *(_copy(group) for group in groups)]
        self.attached = {0}
        self.where: list[tuple[int, int]] = []
        """Of each mark: its page and its number there."""
        self.links: list[tuple[int, int, int]] = []
        """Of each link: object number, page, element."""
        self.owners: list[list[int]] = []
        self.entries: list[tuple[str, int, int, float]] = []

    def _attach(self, group: int) -> None:
        """Hang a group into the tree where its first block is read."""
        if group not in self.attached:
            self.attached.add(group)
            home = self.bodies[group].parent
            self._attach(home)
            self.bodies[home].kids.append(("e", group))

    def bytes(self) -> bytes:
        """Lay everything down and write it."""
        leaves: list[tuple[int, str]] = []
        annotations: list[list[int]] = []
        for number, page in enumerate(self.pages):
            annotations.append([])
            self.owners.append([])
            self._lay_page(number, page, annotations[-1])
        for number in range(len(self.pages)):
            leaves.append((number, self._page(number, annotations[number])))
        tree_pages = self.document.add(b"")
        self._finish_pages(leaves, tree_pages)
        outlines = self._outlines()
        metadata = self.document.add(self._metadata())
        info = self.document.add(self._info())
        root_number, root_body = self.document.reserve()
        first = self.document.next_number
        struct = first + len(self.bodies)
        root_body.body = (
            f"<</Type/Catalog/Pages {tree_pages} 0 R/StructTreeRoot {struct} 0 R/MarkInfo<</Marked true>>"
            f"/Lang{string(self.about.lang)}/Metadata {metadata} 0 R/ViewerPreferences<</DisplayDocTitle true>>"
            f"{outlines}>>").encode()
        self.document.pack(self._tree(first, struct))
        return self.document.written(root_number, info)

    def _form(self, picture: Picture) -> int:
        head = f"/Type/XObject/Subtype/Form/BBox[0 0 {picture.width} {picture.height}]"
        return self.document.add(deflated_stream(picture.deflated, head))

    def _fonts(self) -> dict[str, int]:
        extra: dict[str, set[str]] = {"F0": set(), "F1": set()}
        blocks = [placed.fragment for page in self.pages for placed in page] + list(self.running)
        for words, bold in {rare for block in blocks for rare in block.rare}:
            for tag, part in pieces(words, bold):
                extra.setdefault(tag, set()).update(part)
        return {tag: add_font(self.document, tag, frozenset(c for c in letters if not c.isascii()) if tag in
                              ("F0", "F1") else frozenset(letters)) for tag, letters in sorted(extra.items())}

    def _lay_page(self, number: int, page: Sequence[Placed], annotations: list[int]) -> None:
        height = self.look.page_height
        for placed in page:
            fragment, first = placed.fragment, len(self.bodies)
            self._attach(placed.parent + 1)
            first_mark, first_link = len(self.where), len(self.links)
            on_page = len(self.owners[number])
            shift = {"e": first, "m": first_mark, "a": first_link}
            for element in fragment.elements:
                home = placed.parent + 1 if element.parent == ROOT else element.parent + first
                box = element.box and (placed.x + element.box[0], height - placed.y - element.box[3],
                                       placed.x + element.box[2], height - placed.y - element.box[1])
                if element.parent == ROOT:
                    self.bodies[home].kids.append(("e", len(self.bodies)))
                self.bodies.append(Element(element.role, home, element.attributes, element.alt, box,
                                           [(kind, n + shift[kind]) for kind, n in element.kids]))
            self.owners[number] += [owner + first for owner in fragment.marks]
            self.where += [(number, on_page + i) for i in range(len(fragment.marks))]
            for link in fragment.annotations:
                self._link(number, placed, link.box, link.target, link.words, link.owner + first, annotations)
            for entry in fragment.entries:
                self.entries.append((entry.title, entry.level, number, height - placed.y - entry.y))

    def _link(self, page: int, placed: Placed, box: tuple[float, float, float, float], target: str, words: str,
              owner: int, annotations: list[int]) -> None:
        height = self.look.page_height
        rect = (f"{placed.x + box[0]:.2f} {height - placed.y - box[3]:.2f} "
                f"{placed.x + box[2]:.2f} {height - placed.y - box[1]:.2f}")
        parent = len(self.pages) + len(self.links)
        number = self.document.add(
            f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F 4/StructParent {parent}"
            f"/Contents{string(words)}/A<</S/URI/URI{string(target)}>>>>".encode())
        self.links.append((number, page, owner))
        annotations.append(number)

    def _page(self, number: int, annotations: list[int]) -> str:
        contents = [self.document.add(deflated_stream(_content(self.running[number], 0, 0.0, self.look.page_height)))]
        marks = 0
        for placed in self.pages[number]:
            code = _content(placed.fragment, marks, placed.x, self.look.page_height - placed.y)
            contents.append(self.document.add(deflated_stream(code)))
            marks += len(placed.fragment.marks)
        names = {name for placed in self.pages[number] for name in placed.fragment.pictures}
        names |= self.running[number].pictures
        drawn = "".join(f"/{name} {self.forms[name]} 0 R" for name in sorted(names))
        listed = " ".join(f"{n} 0 R" for n in annotations)
        return (f"/Contents[{' '.join(f'{n} 0 R' for n in contents)}]/StructParents {number}/Tabs/S"
                + (f"/Annots[{listed}]" if annotations else "")
                + f"/Resources<</Font<<{self._font_list()}>>/XObject<<{drawn}>>>>")

    def _font_list(self) -> str:
        return "".join(f"/{tag} {number} 0 R" for tag, number in self.fonts.items())

    def _finish_pages(self, leaves: list[tuple[int, str]], parent: int) -> None:
        box = f"/MediaBox[0 0 {self.look.page_width:g} {self.look.page_height:g}]"
        for number, entries in leaves:
            self.page_numbers[number][1].body = f"<</Type/Page/Parent {parent} 0 R{box}{entries}>>".encode()
        kids = " ".join(f"{number} 0 R" for number, _ in self.page_numbers)
        body = self.document.idToObject[self.document.numberToId[parent]]
        body.body = f"<</Type/Pages/Count {len(leaves)}/Kids[{kids}]>>".encode()

    def _outlines(self) -> str:
        """The bookmarks; the catalog's entry for them, or nothing."""
        if not self.entries:
            return ""
        root_number, root = self.document.reserve()
        made = [self.document.reserve() for _ in self.entries]
        parents, stack = [], []
        for i, (_, level, _, _) in enumerate(self.entries):
            del stack[level:]
            parents.append(stack[-1] if stack else -1)
            stack.append(i)
        for i, (title, _, page, y) in enumerate(self.entries):
            mine = [k for k, parent in enumerate(parents) if parent == i]
            near = [k for k, parent in enumerate(parents) if parent == parents[i]]
            at = near.index(i)
            above = made[parents[i]][0] if parents[i] >= 0 else root_number
            made[i][1].body = (
                f"<</Title{string(title)}/Parent {above} 0 R"
                + (f"/Prev {made[near[at - 1]][0]} 0 R" if at else "")
                + (f"/Next {made[near[at + 1]][0]} 0 R" if at + 1 < len(near) else "")
                + (f"/First {made[mine[0]][0]} 0 R/Last {made[mine[-1]][0]} 0 R/Count -{len(mine)}" if mine else "")
                + f"/Dest[{self.page_numbers[page][0]} 0 R/XYZ 0 {y:.0f} null]>>").encode()
        tops = [k for k, parent in enumerate(parents) if parent == -1]
        root.body = (f"<</Type/Outlines/First {made[tops[0]][0]} 0 R/Last {made[tops[-1]][0]} 0 R"
                     f"/Count {len(tops)}>>").encode()
        return f"/Outlines {root_number} 0 R"

    def _metadata(self) -> bytes:
        about = self.about
        text = XMP.format(title=escape(about.title), author=escape(about.author), lang=about.lang,
                          day=about.day.isoformat(), tool=escape(about.tool)).encode()
        return b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(text), text)

    def _info(self) -> bytes:
        about = self.about
        return (f"<</Title{string(about.title)}/Author{string(about.author)}/Creator{string(about.tool)}"
                f"/Producer(ReportLab)/CreationDate(D:{about.day:%Y%m%d}000000Z)>>").encode()

    def _tree(self, first: int, struct: int) -> list[bytes]:
        """Every element of the structure, then the root with its parent tree."""
        bodies = [self._node(element, first, struct) for element in self.bodies]
        parents = [f"{page}[{' '.join(f'{owner + first} 0 R' for owner in owners)}]"
                   for page, owners in enumerate(self.owners)]
        parents += [f"{len(self.pages) + i} {owner + first} 0 R" for i, (_, _, owner) in enumerate(self.links)]
        bodies.append(f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree<</Nums[{' '.join(parents)}]>>"
                      f"/ParentTreeNextKey {len(parents)}>>".encode())
        return bodies

    def _node(self, element: Element, first: int, struct: int) -> bytes:
        page = -1
        kids = []
        for kind, n in element.kids:
            if kind == "e":
                kids.append(f"{n + first} 0 R")
            elif kind == "a":
                number, at, _ = self.links[n]
                kids.append(f"<</Type/OBJR/Obj {number} 0 R/Pg {self.page_numbers[at][0]} 0 R>>")
            else:
                at, mark = self.where[n]
                page = at
                kids.append(str(mark))
        parent = struct if element.parent == ROOT else element.parent + first
        attributes = element.attributes
        if element.box:
            left, low, right, high = element.box
            attributes += f"<</O/Layout/Placement/Block/BBox[{left:.2f} {low:.2f} {right:.2f} {high:.2f}]>>"
        return (f"<</S/{element.role}/P {parent} 0 R"
                + (f"/K[{' '.join(kids)}]" if kids else "")
                + (f"/Pg {self.page_numbers[page][0]} 0 R" if page >= 0 else "")
                + (f"/A[{attributes}]" if attributes else "")
                + (f"/Alt{string(element.alt)}" if element.alt else "") + ">>").encode()


def _copy(element: Element) -> Element:
    return Element(element.role, element.parent + 1, element.attributes, element.alt)


@lru_cache(maxsize=1024)
def _content(fragment: Fragment, first_mark: int, x: float, y: float) -> bytes:
    """A block's operators with its marks numbered from `first_mark`, deflated; kept, for pages that repeat."""
    first, *rest = fragment.code.split(MARK)
    numbered = "".join([first, *(f"{n}{part}" for n, part in enumerate(rest, first_mark))])
    return compress(f"q 1 0 0 1 {x:.2f} {y:.2f} cm\n{numbered}\nQ\n".encode("ascii"), 6)
