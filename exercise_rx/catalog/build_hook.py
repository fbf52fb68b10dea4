"""What the wheel carries besides code: the content as written, and the content compiled.

hatchling runs this file by its path while a wheel is built. Content with a fault stops the build.
"""

import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("exercises", "templates")
WORKSHOP = (".svg",)
"""Drawings are stored compiled; their separate files would travel twice."""


class ContentHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `_shipped/` and `_compiled/` to the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is written. An editable install reads the checkout itself."""
        if version == "editable":
            return
        root = Path(self.root)
        include: dict[str, str] = build_data["force_include"]
        for file in shipped_files(root):
            include[str(file)] = f"exercise_rx/_shipped/{file.relative_to(root).as_posix()}"
        for file in self._compiled(root):
            include[str(file)] = f"exercise_rx/_compiled/{file.name}"

    def finalize(self, version: str, *_: object) -> None:
        """Called once the wheel is written."""
        if version != "editable":
            rmtree(self.folder, ignore_errors=True)

    def _compiled(self, root: Path) -> list[Path]:
        sys.path.insert(0, str(root))
        try:
            from exercise_rx.catalog import compiled
        finally:
            sys.path.remove(str(root))
        self.folder = Path(mkdtemp(prefix="exercise-rx-"))
        try:
            compiled.for_wheel(root, self.folder)
        except Exception:
            rmtree(self.folder, ignore_errors=True)
            raise
        return sorted(self.folder.iterdir())


def shipped_files(root: Path) -> list[Path]:
    """Every content file that a wheel carries as it was written."""
    files = [file for part in SHIPPED for file in (root / part).rglob("*") if file.is_file()]
    if not any(file.suffix == ".yaml" for file in files):
        raise FileNotFoundError(f"there is no content in {root}")
    return sorted(f for f in files if f.suffix not in WORKSHOP and not f.name.startswith("."))
