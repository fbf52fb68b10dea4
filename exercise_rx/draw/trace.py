"""From masks to outlines with `potrace`, written as short relative integer paths."""

import re
import subprocess

import numpy as np
from scipy import ndimage

from exercise_rx.draw.geometry import Array
from exercise_rx.errors import RxError

Layer = tuple[int, str]
"""A grey and the path it fills."""
TONE_SPECK, INK_SPECK = 40, 4


def layers(grey: Array, ink: Array) -> list[Layer]:
    """Paths from light to dark; every tone grows under the ink so that no white seam shows."""
    found: list[Layer] = []
    cross = ndimage.generate_binary_structure(2, 1)
    for value in sorted({int(v) for v in np.unique(grey)} - {255}, reverse=True):
        mask = grey == value
        mask |= ndimage.binary_dilation(mask, cross, iterations=2) & ink
        path = trace(mask, TONE_SPECK, smooth=1.1, tolerance=1.0)
        if path:
            found.append((value, path))
    return [*found, (0, trace(ink, INK_SPECK, smooth=1.0, tolerance=0.6))]


def trace(mask: Array, speck: int, *, smooth: float, tolerance: float) -> str:
    """One path round everything that is set in `mask`."""
    height, width = mask.shape
    bitmap = b"P4\n%d %d\n" % (width, height) + np.packbits(mask, axis=1).tobytes()
    options = ["-t", str(speck), "-a", str(smooth), "-O", str(tolerance)]
    command = ["potrace", "-s", "--flat", "-u", "1", *options, "-o", "-", "-"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, fed our own bytes
            command, input=bitmap, capture_output=True, check=True
        )
    except FileNotFoundError as fault:
        raise RxError(
            "The command `potrace` is missing. Install it (it is used only to draw)."
        ) from fault
    paths = re.findall(r'<path d="([^"]*)"', done.stdout.decode(), re.DOTALL)
    return _down("".join(paths), height)


def _down(path: str, height: int) -> str:
    """The same path with y pointing down, and as few characters as the grammar allows."""
    words: list[str] = []
    command, count = "", 0
    for word in re.findall(r"[A-Za-z]|-?\d+(?:\.\d+)?", path):
        if word.isalpha():
            command, count = word, 0
            words.append(word)
            continue
        value = round(float(word))
        if count % 2:
            value = height - value if command == "M" else -value
        gap = " " if count and value >= 0 else ""
        words.append(f"{gap}{value}")
        count += 1
    return "".join(words)


def polygon(points: Array) -> str:
    """A closed polygon as a path."""
    corners = np.round(points).astype(int)
    path = f"M{corners[0][0]} {corners[0][1]}"
    for step in np.diff(corners, axis=0):
        if step.any():
            path += f"l{step[0]}{'' if step[1] < 0 else ' '}{step[1]}"
    return path + "z"
