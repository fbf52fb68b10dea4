"""How a shape of a clinic's mark is painted: fill, outline, and what it inherits."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from exercise_rx.errors import RxError

Colour = tuple[float, float, float]

NAMES = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0", "navy": "#000080", "teal": "#008080",
    "maroon": "#800000", "purple": "#800080", "olive": "#808000", "orange": "#ffa500",
    "yellow": "#ffff00", "lime": "#00ff00", "aqua": "#00ffff", "fuchsia": "#ff00ff",
}  # fmt: skip
KEYS = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "fill-rule")
SOLID = ("opacity", "fill-opacity", "stroke-opacity")
CAPS = {"butt": 0, "round": 1, "square": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}


@dataclass(frozen=True, slots=True)
class Paint:
    """What a shape is painted with; None paints nothing."""

    fill: Colour | None = (0.0, 0.0, 0.0)
    stroke: Colour | None = None
    width: float = 1.0
    cap: int = 0
    join: int = 0
    even_odd: bool = False

    def setting(self) -> str:
        """The operators that set the inks."""
        out = ""
        if self.fill:
            out += "{:.3g} {:.3g} {:.3g} rg ".format(*self.fill)
        if self.stroke:
            out += "{:.3g} {:.3g} {:.3g} RG ".format(*self.stroke)
            out += f"{self.width:g} w {self.cap} J {self.join} j "
        return out

    def operator(self) -> str:
        """The operator that paints a path."""
        star = "*" if self.even_odd else ""
        if self.fill and self.stroke:
            return "B" + star
        if self.fill:
            return "f" + star
        return "S" if self.stroke else "n"


def inherited(node: Element, above: Paint, name: str) -> Paint:
    """The paint of a node: its own attributes and style over what it inherits."""
    said = {key: node.get(key) for key in (*KEYS, *SOLID)}
    for part in node.get("style", "").split(";"):
        key, _, value = part.partition(":")
        if key.strip() in said:
            said[key.strip()] = value.strip()
    for key in SOLID:
        if said[key] not in (None, "1", "1.0", "100%"):
            raise RxError(f"The logo {name} is partly see-through ({key}), which copies badly.")
    paint = above
    if said["fill"] is not None:
        paint = replace(paint, fill=named_colour(said["fill"], name))
    if said["stroke"] is not None:
        paint = replace(paint, stroke=named_colour(said["stroke"], name))
    if said["stroke-width"]:
        paint = replace(paint, width=float(re.sub(r"[a-z%]+$", "", said["stroke-width"])))
    cap, join, rule = said["stroke-linecap"], said["stroke-linejoin"], said["fill-rule"]
    return replace(
        paint,
        cap=CAPS.get(cap, paint.cap) if cap else paint.cap,
        join=JOINS.get(join, paint.join) if join else paint.join,
        even_odd=rule == "evenodd" if rule else paint.even_odd,
    )


def named_colour(text: str, name: str) -> Colour | None:
    """`#1d4e89`, `#fff`, `rgb(1, 2, 3)`, a plain name, or none.

    Raises:
        RxError: a gradient or anything else that is no flat color.
    """
    value = NAMES.get(text.strip().lower(), text.strip())
    if value in ("none", "transparent"):
        return None
    if value == "currentColor":
        return (0.0, 0.0, 0.0)
    if found := re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value):
        digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
        red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
        return (red, green, blue)
    if found := re.fullmatch(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)", value):
        red, green, blue = (int(n) / 255 for n in found.groups())
        return (red, green, blue)
    raise RxError(
        f"The logo {name} is painted with {text!r}, which is no flat color.",
        tip="Save it with plain colors, or give a PNG.",
    )
