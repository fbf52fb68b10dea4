"""Which model reads which file: the folders of the content, and what each holds."""

from pathlib import Path

from exercise_rx.model.base import Strict
from exercise_rx.model.condition import Condition, FactKind, Precaution, RedFlag, RefusedFamily
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.protocol import Protocol
from exercise_rx.model.record import Record


class Kind(Record):
    """One kind of content. `root` is the top key of a file that lists many; else one file is one."""

    name: str
    field: str
    where: str
    model: type[Strict]
    root: str | None = None


KINDS: tuple[Kind, ...] = (
    Kind("exercise", "exercises", "exercises", Exercise),
    Kind("protocol", "protocols", "templates/protocols", Protocol),
    Kind("condition", "conditions", "templates/conditions", Condition),
    Kind("fact", "facts", "templates/safety/facts.yaml", FactKind, "facts"),
    Kind("red flag", "red_flags", "templates/safety/red-flags.yaml", RedFlag, "red_flags"),
    Kind(
        "refused family", "refused", "templates/safety/refused-codes.yaml", RefusedFamily, "refused"
    ),
    Kind(
        "precaution", "precautions", "templates/safety/precautions.yaml", Precaution, "precautions"
    ),
)
"""In the order of the catalog's fields."""

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
WORDING = "templates/wording"
CLINIC = "clinic.yaml"
POSE = ".pose.yaml"
"""A drawing's own file stands beside its exercise and belongs to the workshop."""


def kind_of(file: Path) -> Kind | None:
    """The kind of a content file by the folders it lies in; None where it is not one of these."""
    if file.suffix != ".yaml" or file.name.endswith(POSE):
        return None
    folders = "/".join(file.absolute().parts)
    for kind in KINDS:
        if kind.root and folders.endswith("/" + kind.where):
            return kind
        if not kind.root and f"/{kind.where}/" in folders:
            return kind
    return None


def is_wording(file: Path) -> bool:
    """Whether the file holds the words of a language."""
    return file.suffix == ".yaml" and f"/{WORDING}/" in "/".join(file.absolute().parts)


def content_files(root: Path) -> list[Path]:
    """Every content file under `root` that has a kind, in order."""
    return sorted(file for file in root.rglob("*.yaml") if kind_of(file) or is_wording(file))
