"""A drawing in the form that a program carries: PDF painting operators, deflated, as text.

Made once when content is compiled, so that a page places it without reading SVG. The stored text is
`<width> <height> <base64>`; the operators paint greys in a box of `width` x `height`, y upward.
Only what the workshop draws is understood: filled paths of straight lines and cubic curves.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from functools import lru_cache
from math import hypot
from typing import NamedTuple
from zlib import compress, decompress

VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
PATH = re.compile(r'<path fill="#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})" d="([^"]*)"/>')
TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
MARKUP = re.compile(r"<(?!/|!--|svg\b|path fill=)")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}
FINEST = 700
"""Units along the longer edge that are kept: under 1/10 mm on a picture of 60 mm, finer than ink."""
STRAIGHT = 0.9
"""A curve whose handles lie this close to its chord, in those units, is drawn as a line."""


class Picture(NamedTuple):
    """A drawing ready to place: its size in its own units and its operators, deflated."""

    width: int
    height: int
    deflated: bytes


def pack(svg: str) -> str:
    """The stored text of a drawing. Raises ValueError when it holds more than filled paths."""
    box = VIEW_BOX.search(svg)
    if box is None:
        raise ValueError("the drawing has no viewBox that begins at 0 0")
    if MARKUP.search(svg):
        raise ValueError("the drawing holds more than filled paths")
    width, height = float(box[1]), float(box[2])
    scale = min(1.0, FINEST / max(width, height))
    parts: list[str] = []
    for colour, path in PATH.findall(svg):
        parts.append(_grey(colour))
        parts.append(_operators(path, height, scale))
    if not parts:
        raise ValueError("the drawing is empty")
    deflated = compress("\n".join(parts).encode("ascii"), 9)
    return f"{round(width * scale)} {round(height * scale)} {b64encode(deflated).decode('ascii')}"


@lru_cache(maxsize=512)
def unpack(stored: str) -> Picture:
    """The stored text as a picture to place."""
    width, height, body = stored.split(" ", 2)
    return Picture(int(width), int(height), b64decode(body))


@lru_cache(maxsize=256)
def to_svg(stored: str) -> str:
    """The drawing as SVG again, for pages that are read in a browser."""
    picture = unpack(stored)
    layers = []
    fill = "#000"
    for line in decompress(picture.deflated).decode("ascii").split("\n"):
        if line.endswith(" g"):
            level = f"{round(float(line[:-2]) * 255):02x}"
            fill = f"#{level * 3}"
        else:
            layers.append(f'<path fill="{fill}" d="{_svg_path(line, picture.height)}"/>')
    size = f'viewBox="0 0 {picture.width} {picture.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(layers)}</svg>'


def _grey(colour: str) -> str:
    pairs = [c * 2 for c in colour] if len(colour) == 3 else re.findall("..", colour)
    red, green, blue = (int(pair, 16) for pair in pairs)
    return f"{(0.299 * red + 0.587 * green + 0.114 * blue) / 255:.3g} g"


def _operators(path: str, height: float, scale: float) -> str:
    """One filled path, in absolute whole units with y upward."""
    out: list[str] = []
    last = (0, 0)
    for letter, points in _segments(path):
        if letter == "Z":
            out.append("h")
            continue
        placed = [(round(x * scale), round((height - y) * scale)) for x, y in points]
        if letter != "M":
            letter, placed = _simplest(letter, last, placed)
        if not placed:
            continue
        last = placed[-1]
        out.append(" ".join(f"{x} {y}" for x, y in placed) + " " + letter.lower())
    return " ".join(out) + " f"


def _segments(path: str) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """The commands of an SVG path in absolute points."""
    words = TOKEN.findall(path)
    x = y = start_x = start_y = 0.0
    command, at = "", 0
    while at < len(words):
        if words[at].isalpha():
            command = words[at]
            at += 1
        letter, relative = command.upper(), command.islower()
        if letter not in ARGUMENTS:
            raise ValueError(f"the drawing uses the path command {command!r}")
        given = [float(number) for number in words[at : at + ARGUMENTS[letter]]]
        at += len(given)
        if letter == "Z":
            x, y = start_x, start_y
            yield "Z", []
            continue
        if letter == "H":
            letter, given = "L", [given[0], 0 if relative else y]
        elif letter == "V":
            letter, given = "L", [0 if relative else x, given[0]]
        dx, dy = (x, y) if relative else (0.0, 0.0)
        points = [(given[i] + dx, given[i + 1] + dy) for i in range(0, len(given), 2)]
        x, y = points[-1]
        if letter == "M":
            start_x, start_y = x, y
            command = "l" if relative else "L"
        yield letter, points


def _simplest(
    letter: str, last: tuple[int, int], points: list[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """A curve that is as good as straight becomes a line; what goes nowhere is left out."""
    end = points[-1]
    dx, dy = end[0] - last[0], end[1] - last[1]
    length = hypot(dx, dy)
    if letter == "L":
        return letter, points if length else []
    if not length:
        still = all(abs(x - last[0]) <= 1 and abs(y - last[1]) <= 1 for x, y in points)
        return letter, [] if still else points
    for x, y in points[:2]:
        across = abs((x - last[0]) * dy - (y - last[1]) * dx) / length
        along = ((x - last[0]) * dx + (y - last[1]) * dy) / length
        if across > STRAIGHT or not -1 <= along <= length + 1:
            return letter, points
    return "L", [end]


def _svg_path(operators: str, height: int) -> str:
    out: list[str] = []
    numbers: list[int] = []
    for word in operators.split():
        if word.lstrip("-").isdigit():
            numbers.append(int(word))
            continue
        if word in "mlc":
            flipped = [n if i % 2 == 0 else height - n for i, n in enumerate(numbers)]
            out.append(word.upper() + " ".join(map(str, flipped)))
            numbers = []
        elif word == "h":
            out.append("Z")
    return "".join(out)
