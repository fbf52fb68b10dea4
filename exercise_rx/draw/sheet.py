"""Contact sheets and camera strips: many small pictures on one page, for a person to look at."""

import io
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from exercise_rx.draw.pose import Pose
from exercise_rx.draw.studio import CONTEXT_PAPER, DOTS, Studio
from exercise_rx.errors import RxError

CELL = (354, 266)
"""Pixels of 60 by 45 mm at 150 dots per inch, the size pictures are printed at."""
CELL_TRACED = (708, 532)
CONTEXT = (117, 175)
GAP, TITLE = 14, 18
STRIP_AZIMUTHS = (0, -40, -75, -128, 180, 128, 75, 40)
STRIP_ELEVATIONS = (8, 24)


def drawn(svg: str, box: tuple[int, int]) -> Image.Image:
    """An SVG as a grey image fitted into a box."""
    command = ["rsvg-convert", "-a", "-w", str(box[0]), "-h", str(box[1]), "-b", "white"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, fed our own drawings
            command, input=svg.encode(), capture_output=True, check=True
        )
    except FileNotFoundError as fault:
        raise RxError(
            "The command `rsvg-convert` is missing. Install it to make sheets."
        ) from fault
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def contact_sheet(
    rows: Sequence[tuple[str, Sequence[str]]], target: Path, columns: int = 2
) -> None:
    """Each exercise's pictures side by side under its name, at printed size.

    A small whole-body figure comes first, as on the page.
    """
    boxes = [[_box(picture) for picture in pictures] for _, pictures in rows]
    wide = max(sum(box[0] + GAP for box in row) for row in boxes) + GAP
    high = CELL[1] + TITLE + GAP
    columns = min(columns, len(rows))
    lines = -(-len(rows) // columns)
    page = Image.new("L", (columns * wide, lines * high + GAP), 255)
    pen = ImageDraw.Draw(page)
    for i, (title, pictures) in enumerate(rows):
        x, y = (i % columns) * wide + GAP, (i // columns) * high + GAP
        if title:
            pen.text((x, y), title, fill=0)
        for picture, box in zip(pictures, boxes[i], strict=True):
            image = drawn(picture, box)
            page.paste(image, (x + (box[0] - image.width) // 2, y + TITLE + CELL[1] - image.height))
            x += box[0] + GAP
    page.save(target)


def _box(svg: str) -> tuple[int, int]:
    """The printed size in pixels: a whole-body figure beside a close-up is drawn small."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    width, height = (int(number) for number in found.groups()) if found else (0, 0)
    small = width <= CONTEXT_PAPER[0] * DOTS and height <= CONTEXT_PAPER[1] * DOTS
    return CONTEXT if small else CELL


def camera_strip(studio: Studio, pose: Pose, target: Path) -> None:
    """Start and end from sixteen cameras, with the numbers to write in the pose file."""
    story = studio.story(pose)
    shots = studio.shots(pose, story)
    pictures: list[tuple[str, list[str]]] = []
    for elevation in STRIP_ELEVATIONS:
        for azimuth in STRIP_AZIMUTHS:
            words = pose.camera.but(view=None, azimuth=float(azimuth), elevation=float(elevation))
            camera = studio.camera(pose, words, story, shots, CELL_TRACED)
            both = [studio.sketch(shot, camera).svg("0" * 16) for shot in shots.values()]
            pictures.append((f"azimuth: {azimuth}, elevation: {elevation}", both))
    contact_sheet(pictures, target, columns=3)
