"""What a finished PDF really holds: text with its place and size, and its structure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2 as pdfium

MARGIN = 42.0
"""15 mm, and a hair less."""
SLACK = 1.5
"""Points by which the boxes of two lines may touch."""


@dataclass(frozen=True)
class Node:
    """An element of the structure with all that is below it."""

    role: str
    text: str = ""
    alt: str | None = None
    scope: str | None = None
    kids: tuple["Node", ...] = ()
    span: int = 1
    size: tuple[float, float] | None = None
    """Of a figure: how wide and high it is drawn, in points."""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def words(self) -> str:
        """All text of the node, in reading order."""
        return self.text + " ".join(kid.words() for kid in self.kids)


@dataclass
class Faults:
    """What is wrong with the structure."""

    found: list[str] = field(default_factory=list)

    def add(self, fault: str) -> None:
        """Note a fault."""
        self.found.append(fault)


def pages_text(data: bytes) -> list[str]:
    """The text of each page as a viewer copies it."""
    document = pdfium.PdfDocument(data)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def layout_faults(data: bytes) -> list[str]:
    """Text outside the margins, and text over text."""
    faults = []
    document = pdfium.PdfDocument(data)
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        named = [
            _without_last_space(*b, text.get_text_bounded(*b)) for b in boxes if b[2] - b[0] > 0.5
        ]
        for left, low, right, high, words in named:
            inside = left >= MARGIN and right <= width - MARGIN
            if not (inside and low >= MARGIN - 3 and high <= height - MARGIN + 3):
                faults.append(f"page {number}: outside the margins: {words[:40]!r}")
        named.sort(key=lambda one: -one[3])
        for i, (left, low, right, high, words) in enumerate(named):
            for left2, low2, right2, high2, words2 in named[i + 1 :]:
                if high2 <= low:
                    continue
                over = min(high, high2) - max(low, low2)
                side = min(right, right2) - max(left, left2)
                if side > SLACK and over > SLACK and over > 0.25 * min(high - low, high2 - low2):
                    faults.append(f"page {number}: {words[:30]!r} over {words2[:30]!r}")
    return faults


def _without_last_space(
    left: float, low: float, right: float, high: float, words: str
) -> tuple[float, float, float, float, str]:
    """A box without the space that ends each line for readers: it may stand in the margin."""
    space = 0.45 * (high - low) if words.endswith(" ") else 0.0
    return left, low, right - space, high, words.strip()


def sizes(data: bytes) -> set[float]:
    """Every size of type on the pages. Blocks are only moved, never scaled."""
    found: set[float] = set()
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            content = content_of(page)
            for a, b, c, d in re.findall(
                rb"(\S+) (\S+) (\S+) (\S+) \S+ \S+ cm\n", content.replace(b"/", b" /")
            ):
                assert (a, b, c, d) == (b"1", b"0", b"0", b"1"), "a block is scaled"
            found |= {float(size) for size in re.findall(rb"/F\d (\S+) Tf", content)}
    return found


def content_of(page: pikepdf.Page) -> bytes:
    contents = page.obj.Contents
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def structure(data: bytes) -> Node:
    """The structure tree with its text."""
    with pikepdf.open(BytesIO(data)) as pdf:
        texts = [_marked(content_of(page)) for page in pdf.pages]
        index = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
        return _node(pdf.Root.StructTreeRoot.K, texts, index)


def _node(element: Any, texts: list[dict[int, tuple[str, str]]], index: dict[Any, int]) -> Node:
    kids, text = [], []
    page = index.get(element.Pg.objgen) if "/Pg" in element else None
    listed = element.get("/K", [])
    for kid in listed if isinstance(listed, pikepdf.Array) else [listed]:
        if isinstance(kid, int):
            text.append(texts[page or 0].get(kid, ("", ""))[1])
        elif "/S" in kid:
            kids.append(_node(kid, texts, index))
    attributes = [dict(a) for a in element.get("/A", [])]
    scope = next((str(a["/Scope"]) for a in attributes if "/Scope" in a), None)
    alt = str(element.Alt) if "/Alt" in element else None
    span = next((int(a["/ColSpan"]) for a in attributes if "/ColSpan" in a), 1)
    box = next(([float(v) for v in a["/BBox"]] for a in attributes if "/BBox" in a), None)
    size = (box[2] - box[0], box[3] - box[1]) if box else None
    return Node(str(element.S)[1:], " ".join(text), alt, scope, tuple(kids), span, size)


def _marked(content: bytes) -> dict[int, tuple[str, str]]:
    """Tag and text of each marked content of a page."""
    found = {}
    pattern = rb"/(\w+) <</MCID (\d+)>> BDC(.*?)EMC"
    for tag, number, inside in re.findall(pattern, content, re.S):
        text = "".join(
            bytes.fromhex(part.decode()).decode("utf-16-be")
            for part in re.findall(rb"<([0-9a-f]*)> Tj", inside)
        )
        found[int(number)] = (tag.decode(), text)
    return found


def structure_faults(data: bytes) -> list[str]:
    """What the validators let pass: marks used twice or nowhere, wrong tags, tables without heads,
    file names as words, text that is hidden from a reader."""
    faults = Faults()
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = dict(_pairs(pdf.Root.StructTreeRoot.ParentTree.Nums))
        for number, page in enumerate(pdf.pages, 1):
            _page_faults(number, page, tree, faults)
        title = str(pdf.docinfo.get("/Title", ""))
        if not title.strip():
            faults.add("no title")
        if re.search(r"\.(pdf|json|ya?ml)$|_v\d", title):
            faults.add(f"the title is a file name: {title}")
        order = list(_marks_as_read(pdf))
        if any(after <= before for before, after in pairwise(order)):
            faults.add("read in another order than the page has it")
    for node in structure(data).walk():
        _node_faults(node, faults)
    return faults.found


def _marks_as_read(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """Page and mark of all words and figures, in the order of the tree. Blocks are drawn in the order
    in which they are read, so both only grow."""
    index = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}

    def walk(element: Any) -> Iterator[tuple[int, int]]:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                yield index[element.Pg.objgen], kid
            elif "/S" in kid:
                yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot.K)


def _pairs(numbers: Any) -> Iterator[tuple[int, Any]]:
    for i in range(0, len(numbers), 2):
        yield int(numbers[i]), numbers[i + 1]


def _page_faults(number: int, page: pikepdf.Page, tree: dict[int, Any], faults: Faults) -> None:
    content = content_of(page)
    marks = [int(n) for n in re.findall(rb"/MCID (\d+)", content)]
    if len(marks) != len(set(marks)):
        faults.add(f"page {number}: a mark stands twice")
    owners = tree.get(int(page.obj.get("/StructParents", -1)))
    if owners is None:
        faults.add(f"page {number}: no way from its marks to the structure")
        return
    tags = {n: tag for n, (tag, _) in _marked(content).items()}
    for mark in marks:
        if mark >= len(owners):
            faults.add(f"page {number}: mark {mark} belongs nowhere")
            continue
        owner = owners[mark]
        kids = owner.get("/K", [])
        held = [
            k for k in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(k, int)
        ]
        if mark not in held or owner.get("/Pg") is None or owner.Pg.objgen != page.obj.objgen:
            faults.add(f"page {number}: mark {mark} is not held by its element")
        if mark in tags and tags[mark] != str(owner.S)[1:]:
            faults.add(f"page {number}: mark {mark} says {tags[mark]}, its element {owner.S}")
    for kind, inside in re.findall(rb"/Artifact (BMC|<<[^>]*>> BDC)(.*?)EMC", content, re.S):
        if b"Tj" in inside and b"/Pagination" not in kind:
            faults.add(f"page {number}: words that no reader hears")


def _node_faults(node: Node, faults: Faults) -> None:
    if node.role == "Figure" and (not node.alt or re.search(r"\.(svg|png)$|^\S+\.\w+$", node.alt)):
        faults.add(f"a figure without words: {node.alt}")
    if node.role == "Table":
        heads = [n for n in node.walk() if n.role == "TH"]
        if not heads or any(head.scope is None for head in heads):
            faults.add("a table without header cells")
        if any(kid.role != "TR" for kid in node.kids):
            faults.add("a table with something else than rows")
    if node.role in ("H1", "H2", "H3") and not node.words().strip():
        faults.add("an empty heading")
    if node.role == "L" and any(kid.role != "LI" for kid in node.kids):
        faults.add("a list with something else than items")
