"""A clinic's folder laid over ours: the same shape, and the nearest file wins, out loud."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from exercise_rx.catalog.findings import Remark
from exercise_rx.catalog.kinds import Kind, content_files, kind_of
from exercise_rx.errors import Problem
from exercise_rx.model.base import Strict
from exercise_rx.model.exercise import Replaces


class Standing(NamedTuple):
    """The file that answers for an id, and the files it hides (nearest first)."""

    winner: Path
    hidden: tuple[Path, ...] = ()


class Replacing(Protocol):
    """A value that may say which one it replaces."""

    @property
    def revision(self) -> int: ...
    @property
    def replaces(self) -> Replaces | None: ...


def choose(kind: Kind, roots: Sequence[Path]) -> tuple[dict[str, Standing], list[Problem]]:
    """One file per id. `roots` run from the clinic to what we ship."""
    chosen: dict[str, Standing] = {}
    problems: list[Problem] = []
    for root in roots:
        files, twice = ids(kind, root)
        problems += twice
        for id_, file in files.items():
            near = chosen.get(id_)
            chosen[id_] = Standing(near.winner, (*near.hidden, file)) if near else Standing(file)
    return dict(sorted(chosen.items())), problems


def ids(kind: Kind, root: Path) -> tuple[dict[str, Path], list[Problem]]:
    """Every file of a kind under one root by id. The id is the file name, so it is unique there."""
    files: dict[str, Path] = {}
    problems = []
    for file in content_files(root / kind.where):
        if kind_of(file) is not kind:
            continue
        if first := files.get(file.stem):
            says = f"the id `{file.stem}` is taken by {first}"
            problems.append(Problem(file, None, "file name", says, "Rename one of them."))
        files.setdefault(file.stem, file)
    return files, problems


Locate = Callable[[Path, tuple[str | int, ...]], int | None]


def said_aloud(
    id_: str, near: Replacing, standing: Standing, ours: Replacing | None, line: Locate
) -> Iterator[Problem]:
    """Faults of replacing: it must be declared, must hide something, and is told of newer revisions."""
    file, replaces = standing.winner, near.replaces
    if ours is None:
        if replaces is not None:
            yield Problem(
                file,
                line(file, ("replaces",)),
                "replaces",
                f"hides nothing: no other `{id_}` exists",
                "Remove `replaces`, or give the file the name of the one it replaces.",
            )
    elif replaces is None:
        yield Problem(
            file,
            1,
            "",
            f"hides the shipped `{id_}` without saying so",
            f"Add `replaces: {{revision: {ours.revision}, why: ...}}`, or choose another file name.",
        )
    elif replaces.revision != ours.revision:
        yield Remark(
            file,
            line(file, ("replaces", "revision")),
            "replaces.revision",
            f"is {replaces.revision}; the shipped file is at revision {ours.revision}",
            "Read what changed in it, then write its number here.",
        )


def kept_as_shipped(
    kind: Kind, file: Path, entries: dict[str, Strict], ours: dict[str, Strict], line: Locate
) -> Iterator[Problem]:
    """Shared safety lists only grow: an entry under a shipped id is a fault."""
    for id_ in entries:
        if id_ in ours:
            yield Problem(
                file,
                line(file, (kind.root or "", id_)),
                id_,
                f"is a shipped {kind.name}",
                "Safety is added to and never changed: give yours another name.",
            )


SAFETY_WORDS = frozenset({"stop", "pain", "sheet"})
"""Phrases whose key begins with one of these tell a patient when to stop and whom to call."""


def safety_words_stay(
    file: Path, words: Mapping[str, str], below: Mapping[str, str], line: Locate
) -> Iterator[Problem]:
    """A clinic may reword what the product says, except what keeps a patient safe."""
    for key, text in words.items():
        if key.partition(".")[0] in SAFETY_WORDS and below.get(key, text) != text:
            yield Problem(
                file,
                line(file, (key,)),
                key,
                "is a safety phrase, which stays as shipped",
                "Take it out; say more in your own exercise, condition or red flag.",
            )
