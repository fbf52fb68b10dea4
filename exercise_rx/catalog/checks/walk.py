"""Ways through the content that several checks take: every prescription, every ban, every stem."""

from collections.abc import Iterator
from typing import NamedTuple

from exercise_rx.catalog.content import Content, Loc
from exercise_rx.model.condition import Condition
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.protocol import Prescription, Protocol


class Prescribed(NamedTuple):
    """A prescription and where it stands: in which file, at which place, in which phase (or None)."""

    kind: str
    owner: str
    loc: Loc
    item: Prescription
    phase: int | None

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises it may put on a page; a card's own name is no exercise."""
        return self.item.card or (self.item.exercise,)


def prescriptions(content: Content) -> Iterator[Prescribed]:
    """Every prescription of the files read, in protocols and in conditions."""
    for id_, protocol in content.values["protocols"].items():
        yield from of_protocol(id_, protocol)
    for id_, condition in content.values["conditions"].items():
        yield from of_condition(id_, condition)


def of_protocol(id_: str, protocol: Protocol) -> Iterator[Prescribed]:
    """Every prescription of a protocol, phase by phase."""
    for n, phase in enumerate(protocol.phases):
        for m, item in enumerate(phase.do):
            yield Prescribed("protocol", id_, ("phases", n, "do", m), item, n)


def of_condition(id_: str, condition: Condition) -> Iterator[Prescribed]:
    """Every prescription of a condition: its protected list and what its changes add."""
    for m, item in enumerate(condition.protected):
        yield Prescribed("condition", id_, ("protected", m), item, None)
    for n, change in enumerate(condition.changes):
        for m, item in enumerate(change.do):
            yield Prescribed("condition", id_, ("changes", n, "do", m), item, None)


def loads_of(content: Content, names: tuple[str, ...]) -> Iterator[tuple[str, Exercise]]:
    """The exercises of those names that exist; a name that does not is another check's matter."""
    shelf = content.value.exercises
    for name in names:
        if name in shelf:
            yield name, shelf[name]


def plain(stem: str) -> str:
    """A stem without its dot and trailing dash, so that stems compare by their letters."""
    return stem.replace(".", "").rstrip("-").upper()


def covers(stem: str, code: str) -> bool:
    """Whether `stem` stands at or above `code`."""
    return plain(code).startswith(plain(stem))
