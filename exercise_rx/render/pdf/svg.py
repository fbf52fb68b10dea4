"""A clinic's SVG mark as operators: simple shapes, flat colors, outlines; nothing that needs a browser."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt, tan
from typing import NamedTuple
from xml.etree import ElementTree
from zlib import compress

from exercise_rx.errors import RxError
from exercise_rx.model.picture import Picture
from exercise_rx.render.pdf.svg_path import operators
from exercise_rx.render.pdf.svg_style import Paint, inherited

SCALE = 10
"""Units of the kept drawing to one of the file: a `Picture` counts in whole units."""
SKIPPED = {"title", "desc", "metadata", "defs", "namedview", "style"}
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")

Matrix = tuple[float, float, float, float, float, float]


class Size(NamedTuple):
    """The part of the plane that is shown."""

    left: float
    top: float
    width: float
    height: float


def read_svg(content: bytes, name: str) -> Picture:
    """The mark as a drawing.

    Raises:
        RxError: it is no SVG, has no size, or holds text, bitmaps, gradients or the like.
    """
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 (the clinic's own file)
    except ElementTree.ParseError as error:
        raise RxError(f"The logo {name} is not readable SVG: {error}.") from None
    size = _size(root, name)
    flip = f"{SCALE} 0 0 -{SCALE} {-size.left * SCALE:g} {(size.top + size.height) * SCALE:g} cm"
    parts = [flip, *_drawn(root, Paint(), name)]
    if len(parts) == 1:
        raise RxError(f"The logo {name} draws nothing.")
    body = compress("\n".join(parts).encode("ascii"), 9)
    return Picture(round(size.width * SCALE), round(size.height * SCALE), body)


def _size(root: ElementTree.Element, name: str) -> Size:
    numbers = [float(n) for n in NUMBER.findall(root.get("viewBox", ""))]
    if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
        return Size(*numbers)
    width, height = _number(root.get("width")), _number(root.get("height"))
    if width > 0 and height > 0:
        return Size(0, 0, width, height)
    raise RxError(f"The logo {name} says neither viewBox nor width and height.")


def _number(text: str | None, otherwise: float = 0.0) -> float:
    found = NUMBER.match(text.strip()) if text else None
    return float(found[0]) if found else otherwise


def _drawn(node: ElementTree.Element, above: Paint, name: str) -> Iterator[str]:
    """The operators of a node and all below it."""
    for child in node:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rpartition("}")[2]
        if tag in SKIPPED:
            continue
        paint = inherited(child, above, name)
        moved = "".join(f"{' '.join(f'{n:g}' for n in m)} cm " for m in _matrices(child, name))
        if tag in ("g", "a", "svg", "switch"):
            inner = list(_drawn(child, paint, name))
        elif shape := _shape(tag, child, name):
            inner = (
                [f"{paint.setting()}{shape} {paint.operator()}"] if paint.operator() != "n" else []
            )
        else:
            raise RxError(
                f"The logo {name} holds <{tag}>, which a page cannot draw.",
                tip="Save it with text turned into outlines and plain colors, or give a PNG.",
            )
        if inner:
            yield f"q {moved}" + "\n".join(inner) + " Q"


def _shape(tag: str, node: ElementTree.Element, name: str) -> str | None:
    """The path of one shape, or None when it is no shape we draw."""

    def get(key: str, otherwise: float = 0.0) -> float:
        return _number(node.get(key), otherwise)

    match tag:
        case "path":
            try:
                return operators(node.get("d", "")) or "0 0 m"
            except ValueError as error:
                raise RxError(f"The logo {name} has a path that cannot be read: {error}.") from None
        case "rect":
            return _rectangle(get("x"), get("y"), get("width"), get("height"), get("rx", get("ry")))
        case "circle":
            return _ellipse(get("cx"), get("cy"), get("r"), get("r"))
        case "ellipse":
            return _ellipse(get("cx"), get("cy"), get("rx"), get("ry"))
        case "line":
            return f"{get('x1'):g} {get('y1'):g} m {get('x2'):g} {get('y2'):g} l"
        case "polyline" | "polygon":
            numbers = NUMBER.findall(node.get("points", ""))
            pairs = [f"{x} {y}" for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
            return " ".join(
                [f"{p} {'l' if i else 'm'}" for i, p in enumerate(pairs)]
                + ["h"] * (tag == "polygon")
            )
    return None


def _ellipse(x: float, y: float, rx: float, ry: float) -> str:
    k = 4 * (sqrt(2) - 1) / 3
    turns = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    out = [f"{x + rx:g} {y:g} m"]
    for (a, b), (c, d) in pairwise(turns):
        out.append(
            f"{x + rx * (a + k * c):.4g} {y + ry * (b + k * d):.4g} "
            f"{x + rx * (c + k * a):.4g} {y + ry * (d + k * b):.4g} {x + rx * c:g} {y + ry * d:g} c"
        )
    return " ".join([*out, "h"])


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return f"{x:g} {y:g} {width:g} {height:g} re"
    return operators(
        f"M{x + r} {y}H{x + width - r}A{r} {r} 0 0 1 {x + width} {y + r}V{y + height - r}"
        f"A{r} {r} 0 0 1 {x + width - r} {y + height}H{x + r}A{r} {r} 0 0 1 {x} {y + height - r}"
        f"V{y + r}A{r} {r} 0 0 1 {x + r} {y}Z"
    )


def _matrices(node: ElementTree.Element, name: str) -> Iterator[Matrix]:
    """The transforms of a node, in order."""
    for kind, arguments in re.findall(r"(\w+)\s*\(([^)]*)\)", node.get("transform", "")):
        n = [float(x) for x in NUMBER.findall(arguments)]
        match kind, len(n):
            case "matrix", 6:
                yield (n[0], n[1], n[2], n[3], n[4], n[5])
            case "translate", 1 | 2:
                yield (1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0)
            case "scale", 1 | 2:
                yield (n[0], 0, 0, n[-1], 0, 0)
            case "rotate", 1 | 3:
                c, s = cos(n[0] * pi / 180), sin(n[0] * pi / 180)
                x, y = (n[1], n[2]) if len(n) == 3 else (0.0, 0.0)
                yield (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
            case "skewX", 1:
                yield (1, 0, tan(radians(n[0])), 1, 0, 0)
            case "skewY", 1:
                yield (1, tan(radians(n[0])), 0, 1, 0, 0)
            case _:
                raise RxError(f"The logo {name} has a transform that cannot be read: {kind}.")
