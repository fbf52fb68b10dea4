"""The drawings beside the exercises: which frames there are, and the words for each."""

from pathlib import Path
from typing import Any, get_args

from exercise_rx.catalog.kinds import POSE
from exercise_rx.catalog.place import Place
from exercise_rx.catalog.yaml_file import read_text, read_yaml
from exercise_rx.errors import CatalogError, Problem
from exercise_rx.model.catalog import Frame, FrameName, Pictures
from exercise_rx.model.picture import pack

FRAMES: tuple[FrameName, ...] = get_args(FrameName)


def drawing_name(exercise: str, frame: str) -> str:
    """The stored name of a drawing: `step-down.end`, kept as `step-down.end.svg`."""
    return f"{exercise}.{frame}"


def read_pictures(exercise: str, folder: Path) -> tuple[Pictures | None, dict[str, Path]]:
    """The pictures of one exercise from the folder it lies in, and the file of each drawing.

    None when no drawing has been made yet. Raises CatalogError when a drawing has no words.
    """
    drawn = {frame: folder / f"{drawing_name(exercise, frame)}.svg" for frame in FRAMES}
    drawn = {frame: file for frame, file in drawn.items() if file.is_file()}
    if not drawn:
        return None, {}
    pose = folder / (exercise + POSE)
    words = _alt(pose) if pose.is_file() else {}
    silent = [frame for frame in drawn if not isinstance(words.get(frame), str)]
    if silent:
        line = Place(pose, read_text(pose)).find(("alt",))[0] if pose.is_file() else None
        raise CatalogError(
            [
                Problem(
                    pose,
                    line,
                    f"alt.{frame}",
                    f"has no words for {drawn[frame].name}",
                    "Say in one sentence what the picture shows.",
                )
                for frame in silent
            ]
        )
    frames = tuple(Frame(frame, drawing_name(exercise, frame), words[frame]) for frame in drawn)
    return Pictures(frames), {drawing_name(exercise, frame): file for frame, file in drawn.items()}


def _alt(pose: Path) -> dict[str, Any]:
    words = read_yaml(pose).get("alt")
    return words if isinstance(words, dict) else {}


def packed(file: Path) -> str:
    """A drawing as it is stored and as a `Program` carries it.

    Raises CatalogError when it holds more than filled paths.
    """
    try:
        return pack(file.read_text(encoding="utf-8"))
    except ValueError as error:
        says = f"is not a drawing we can print: {error}"
        raise CatalogError(
            [
                Problem(
                    file,
                    None,
                    "",
                    says,
                    "Keep to filled paths; draw it again with `exercise-rx draw`.",
                )
            ]
        ) from None
