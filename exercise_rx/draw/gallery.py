"""Pose files and their pictures on disk: found by name, drawn, and drawn again when they changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exercise_rx.draw.pose import Pose
from exercise_rx.draw.reading import SUFFIX, read_pose
from exercise_rx.draw.studio import Studio
from exercise_rx.draw.svg import stamped
from exercise_rx.errors import UsageProblem, did_you_mean


@dataclass(frozen=True)
class Posed:
    """One exercise's pose file."""

    path: Path

    @property
    def exercise(self) -> str:
        """The exercise's id."""
        return self.path.name.removesuffix(SUFFIX)

    @property
    def pose(self) -> Pose:
        return read_pose(self.path)

    def picture(self, name: str) -> Path:
        """Where one of its pictures is kept."""
        return self.path.with_name(f"{self.exercise}.{name}.svg")

    @staticmethod
    def names(pose: Pose) -> list[str]:
        """The pictures a pose makes: its frames, then the context figure."""
        return [*pose.frames, *(["context"] if pose.context else [])]

    def texts(self, pose: Pose) -> list[str]:
        """The drawn pictures as text: context first, as on the page; missing ones left out."""
        order = (["context"] if pose.context else []) + list(pose.frames)
        files = [self.picture(name) for name in order]
        return [file.read_text(encoding="utf-8") for file in files if file.is_file()]

    def is_stale(self, studio: Studio, pose: Pose) -> bool:
        """Whether a picture is missing or was drawn from another pose, engine or body."""
        digest = studio.digest(pose)
        files = [self.picture(name) for name in self.names(pose)]
        return any(
            not f.is_file() or stamped(f.read_text(encoding="utf-8")) != digest for f in files
        )

    def draw(self, studio: Studio, pose: Pose) -> list[Path]:
        """Write every picture, and take away those the pose no longer asks for."""
        digest, written = studio.digest(pose), []
        for name, picture in studio.draw(pose).items():
            file = self.picture(name)
            file.write_text(picture.svg(digest), encoding="utf-8", newline="\n")
            written.append(file)
        for name in ("start", "middle", "end", "context"):
            if self.picture(name) not in written:
                self.picture(name).unlink(missing_ok=True)
        return written


def find(folders: Sequence[Path], exercises: Iterable[str]) -> list[Posed]:
    """Pose files by exercise id, nearest folder first; every one when no id is given."""
    found: dict[str, Posed] = {}
    for folder in folders:
        for path in sorted(folder.rglob(f"*{SUFFIX}")):
            posed = Posed(path)
            found.setdefault(posed.exercise, posed)
    wanted = list(exercises)
    for exercise in wanted:
        if exercise not in found:
            raise UsageProblem(
                f"There is no pose file for {exercise!r}.",
                tip=did_you_mean(exercise, sorted(found))
                or "Write exercises/<region>/ID.pose.yaml; exercises/POSES.md says how.",
            )
    return [found[exercise] for exercise in wanted] or [found[name] for name in sorted(found)]
