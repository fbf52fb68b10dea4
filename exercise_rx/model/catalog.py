"""Everything the content says, as one value: exercises, protocols, conditions, safety and words.

Items are built when first asked for, because one program needs a dozen of several hundred.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar, cast

from exercise_rx.errors import UsageProblem, did_you_mean
from exercise_rx.model.condition import Condition, FactKind, Precaution, RedFlag, RefusedFamily
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.protocol import Protocol
from exercise_rx.model.record import Record

T = TypeVar("T")
FrameName = Literal["start", "middle", "end", "context"]


class Shelf(Mapping[str, T], Generic[T]):
    """Values by id, in order; each is built when it is first taken, and then kept."""

    __slots__ = ("_build", "_kept", "_what", "_whole")

    def __init__(self, what: str, ids: Iterable[str], build: Callable[[str], T]) -> None:
        self._what = what
        self._kept: dict[str, T | None] = dict.fromkeys(ids)
        self._build = build
        self._whole = False

    @classmethod
    def of(cls, what: str, values: Mapping[str, T]) -> "Shelf[T]":
        """A shelf of values that are built already."""
        return cls(what, values, values.__getitem__)

    def __getitem__(self, key: str) -> T:
        value = self._kept[key]
        if value is None:
            value = self._kept[key] = self._build(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def values(self) -> ValuesView[T]:
        """All of them, built."""
        if not self._whole:
            for key in self._kept:
                self[key]
            self._whole = True
        return cast("ValuesView[T]", self._kept.values())

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def named(self, key: str) -> T:
        """The value, or a UsageProblem with near matches when a person typed a wrong id."""
        if key not in self._kept:
            near = did_you_mean(key, list(self._kept))
            raise UsageProblem(f"There is no {self._what} `{key}`.", tip=near or None)
        return self[key]


class Late(Mapping[str, T], Generic[T]):
    """Values by name that are all read when the first is asked for."""

    def __init__(self, read: Callable[[], Mapping[str, T]]) -> None:
        self._read = read

    @cached_property
    def _all(self) -> Mapping[str, T]:
        return self._read()

    def __getitem__(self, key: str) -> T:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class Answer(NamedTuple):
    """A line of the code index: which codes a condition (or a refused family) answers."""

    owner: str
    codes: tuple[str, ...]
    not_codes: tuple[str, ...] = ()
    with_codes: tuple[str, ...] = ()


class Frame(NamedTuple):
    """One drawing of an exercise: its stored name, and the words for someone who cannot see it.

    The words may hold {side} and {other}; the drawing shows the right side.
    """

    name: FrameName
    drawing: str
    alt: str


class Pictures(NamedTuple):
    """The drawings of one exercise, in the order in which they print."""

    frames: tuple[Frame, ...]


class Choice(NamedTuple):
    """The file that answers for an id, and the files it hides, nearest first.

    Files are named as an author knows them: `exercises/knee/step-down.yaml`, under the clinic's
    folder or `shipped:`. `why` is the clinic's reason for hiding ours.
    """

    winner: str
    hidden: tuple[str, ...] = ()
    why: str | None = None


class Catalog(Record):
    """The content in use: what we ship, with a clinic's folder laid over it.

    `answers` and `refusals` are the code index; `wording` is language to key to text; `origin` is
    kind and id (`exercise step-down`) to the file that won; `digest` changes with any word of it.
    """

    exercises: Shelf[Exercise]
    protocols: Shelf[Protocol]
    conditions: Shelf[Condition]
    facts: Shelf[FactKind]
    red_flags: Shelf[RedFlag]
    refused: Shelf[RefusedFamily]
    precautions: Shelf[Precaution]
    wording: Mapping[str, Mapping[str, str]]
    pictures: Mapping[str, Pictures]
    answers: tuple[Answer, ...]
    refusals: tuple[Answer, ...]
    origin: Mapping[str, Choice]
    digest: str
    draw: Callable[[str], str]
    """The text of a drawing by its stored name."""

    @cached_property
    def by_purpose(self) -> dict[str, list[Exercise]]:
        """The exercises of each purpose."""
        found: dict[str, list[Exercise]] = {}
        for exercise in self.exercises.values():
            found.setdefault(exercise.purpose, []).append(exercise)
        return found

    @cached_property
    def cautioned(self) -> dict[str, list[str]]:
        """By the beginning of a code, undotted: the precautions that it switches on."""
        found: dict[str, list[str]] = {}
        for precaution in self.precautions.values():
            for stem in precaution.codes:
                found.setdefault(stem.replace(".", "").rstrip("-"), []).append(precaution.id)
        return found

    @cached_property
    def paired_answers(self) -> tuple[Answer, ...]:
        """The lines of the code index that answer only beside another code."""
        return tuple(answer for answer in self.answers if answer.with_codes)

    @cached_property
    def answered(self) -> dict[str, str]:
        """Each stem that a condition answers by itself, with the condition's id."""
        alone = (answer for answer in self.answers if not answer.with_codes)
        return {stem: answer.owner for answer in alone for stem in answer.codes}

    @cached_property
    def never_answered(self) -> dict[str, tuple[str, ...]]:
        """By condition, the stems that it must not answer."""
        return {answer.owner: answer.not_codes for answer in self.answers}

    @cached_property
    def refused_stems(self) -> dict[str, str]:
        """Each stem of a refused family, with the family's id."""
        return {stem: family.owner for family in self.refusals for stem in family.codes}

    @cached_property
    def sign_stems(self) -> dict[str, str]:
        """Each stem that says a red flag by itself, with the flag's id."""
        return {stem: flag.id for flag in self.red_flags.values() for stem in flag.codes}

    @cached_property
    def never_refused(self) -> dict[str, tuple[str, ...]]:
        """By refused family, the stems that it leaves alone."""
        return {family.owner: family.not_codes for family in self.refusals}
