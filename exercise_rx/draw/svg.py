"""The finished picture: an SVG of filled grey paths and nothing else."""

import re
from dataclasses import dataclass

from exercise_rx.draw.trace import Layer

STAMP = re.compile(r"<!-- pose ([0-9a-f]{16}) -->")


@dataclass(frozen=True)
class Picture:
    """Layers from back to front, in whole units of the traced image."""

    width: int
    height: int
    layers: tuple[Layer, ...]

    def svg(self, digest: str) -> str:
        """The file's text; `digest` says which pose and engine made it."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">'
        paths = "\n".join(f'<path fill="{_fill(grey)}" d="{path}"/>' for grey, path in self.layers)
        return f"{head}\n<!-- pose {digest} -->\n{paths}\n</svg>\n"


def stamped(text: str) -> str | None:
    """The digest a finished file carries, if any."""
    found = STAMP.search(text)
    return found.group(1) if found else None


def _fill(grey: int) -> str:
    pair = f"{grey:02x}"
    return f"#{pair[0] * 3}" if pair[0] == pair[1] else f"#{pair * 3}"
