"""Everything read from some folders: the values, and where each stands, for messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from exercise_rx.catalog import places
from exercise_rx.catalog.findings import Remark
from exercise_rx.catalog.kinds import BY_NAME, KINDS, Kind
from exercise_rx.catalog.pictures import packed
from exercise_rx.catalog.place import Place
from exercise_rx.catalog.yaml_file import read_text
from exercise_rx.errors import Problem
from exercise_rx.model.catalog import Answer, Catalog, Choice, Pictures, Shelf
from exercise_rx.model.condition import Condition, RefusedFamily

Loc = tuple[str | int, ...]
SHIPPED = "shipped:"


@dataclass
class Content:
    """Everything read from `roots`, nearest first; `base` is what they lie on, when it is compiled.

    `files` says where each thing stands, for messages.
    """

    roots: tuple[Path, ...]
    base: Catalog | None = None
    values: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {kind.field: {} for kind in KINDS}
    )
    files: dict[tuple[str, str], tuple[Path, Loc]] = field(default_factory=dict)
    wording: dict[str, dict[str, str]] = field(default_factory=dict)
    pictures: dict[str, Pictures] = field(default_factory=dict)
    drawings: dict[str, Path] = field(default_factory=dict)
    origin: dict[str, Choice] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Kinds of which a file could not be read, so that not every name is known."""

    def problem(
        self, kind: str, id_: str, loc: Loc, says: str, do: str, *, mild: bool = False
    ) -> Problem:
        """A problem (or a remark) about one thing, at the line where `loc` stands in its file."""
        file, inside = self.files[kind, id_]
        line, name = Place(file, read_text(file)).find((*inside, *loc), says)
        return (Remark if mild else Problem)(file, line, name, says, do)

    def exists(self, kind: str, id_: str) -> bool:
        """Whether there is such a thing, even where its own file has a fault: one fault, one message."""
        if (kind, id_) in self.files or id_ in getattr(self.value, BY_NAME[kind].field):
            return True
        return BY_NAME[kind].root is not None and kind in self.unread

    @cached_property
    def value(self) -> Catalog:
        """The catalog of this content, made once all is read."""
        return self.catalog()

    def catalog(self) -> Catalog:
        """The value that the other rooms know."""
        base, digests = self.base, [places.digest(root) for root in self.roots]
        shelves: dict[str, Any] = {kind.field: self._shelf(kind) for kind in KINDS}
        return Catalog(
            **shelves,
            wording=self.wording,
            draw=self.draw,
            pictures={**(base.pictures if base else {}), **self.pictures},
            origin={**(base.origin if base else {}), **self.origin},
            answers=_over(base.answers if base else (), answers(self.values["conditions"])),
            refusals=_over(base.refusals if base else (), answers(self.values["refused"])),
            digest=places.joined([*digests, base.digest] if base else digests),
        )

    def _shelf(self, kind: Kind) -> Shelf[Any]:
        own = self.values[kind.field]
        if self.base is None:
            return Shelf.of(kind.name, own)
        below: Shelf[Any] = getattr(self.base, kind.field)
        ids = [*below, *own] if kind.root else sorted({*below, *own})
        return Shelf(kind.name, ids, lambda id_: own[id_] if id_ in own else below[id_])

    def draw(self, name: str) -> str:
        """The text of a drawing by its stored name."""
        if self.base and name not in self.drawings:
            return self.base.draw(name)
        return packed(self.drawings[name])


def _over(below: tuple[Answer, ...], own: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Lines of the code index by owner, the nearer in place of the farther."""
    return tuple({line.owner: line for line in (*below, *own)}.values())


def answers(values: Mapping[str, Condition] | Mapping[str, RefusedFamily]) -> tuple[Answer, ...]:
    """The code index: one line for each condition or refused family, in order."""
    return tuple(
        Answer(id_, value.codes, value.not_codes, getattr(value, "with_codes", ()))
        for id_, value in values.items()
    )
