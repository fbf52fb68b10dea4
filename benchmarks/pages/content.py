"""What every library prints: ten of our exercises with two drawings each, doses, steps, a log."""

from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from exercise_rx.catalog.load import load
from exercise_rx.model import picture

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "templates" / "fonts"
EXERCISES = 10
FRAMES = ("start", "end")
DRAWN = 88.0
"""Edge of the square a drawing is fitted into, in points."""
TITLE = 18.0
HEADING = 13.0
BODY, LEADING = 10.0, 12.5
CELL = 9.0
WIDTH, HEIGHT, SIDE, TOP, BOTTOM = 612.0, 792.0, 54.0, 58.0, 50.0
CLINIC = "Riverside Physical Therapy"
INTRO = (
    "Do the exercises in this order. Move slowly and breathe. Tired muscles are fine; sharp pain is "
    "not. Tick each session in the table at the end and bring it to your next visit."
)
HEAD = ("Sets", "Times", "Hold", "Rest", "How often")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Drawing(NamedTuple):
    """A drawing in our compact form, as an SVG file, and its words."""

    packed: str
    svg: Path
    alt: str


class Block(NamedTuple):
    """One exercise."""

    name: str
    drawings: tuple[Drawing, ...]
    dose: tuple[str, ...]
    steps: tuple[str, ...]


@cache
def blocks() -> tuple[Block, ...]:
    """The first ten exercises that have drawings of their start and their end."""
    catalog = load()
    folder = Path(gettempdir(), "exercise-rx-benchmark")
    folder.mkdir(exist_ok=True)
    found = []
    for name in sorted(catalog.exercises):
        shown = catalog.pictures.get(name)
        frames = {frame.name: frame for frame in shown.frames} if shown else {}
        if not set(FRAMES) <= set(frames):
            continue
        n = len(found)
        drawings = []
        for frame in (frames[one] for one in FRAMES):
            packed = catalog.draw(frame.drawing)
            svg = folder / f"{frame.drawing}.svg"
            svg.write_text(picture.to_svg(packed), encoding="utf-8")
            drawings.append(Drawing(packed, svg, frame.alt.replace("{side}", "right")))
        exercise = catalog.exercises[name]
        dose = (
            f"{2 + n % 2}",
            f"{8 + n % 5}",
            f"{3 + n % 4} s",
            f"{30 + 5 * (n % 4)} s",
            "1 a day",
        )
        steps = tuple(step.replace("{side}", "right") for step in exercise.steps[:4])
        found.append(Block(f"{n + 1}. {exercise.name}", tuple(drawings), dose, steps))
        if len(found) == EXERCISES:
            break
    return tuple(found)


def patient(n: int) -> str:
    """Another name for each document, so that no library can hand out the last one."""
    return f"Ana R. {n:04}"


def title(n: int) -> str:
    """The title of document `n`."""
    return f"Home exercises for {patient(n)}"
