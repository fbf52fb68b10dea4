"""What a patient can do: one movement, its words, its neighbours and its pictures."""

from typing import Annotated, Any, TypeVar

from exercise_rx.model.base import (
    Judge,
    Reader,
    Rule,
    Slug,
    Source,
    Strict,
    Text,
    field,
    holds_together,
)
from exercise_rx.model.clauses import DoseError
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.vocabulary import (
    EQUIPMENT,
    LOAD_TAGS,
    Kind,
    Laterality,
    Position,
    Region,
)

Step = Annotated[str, Rule(min_length=3, max_length=140, strip_whitespace=True)]
"""One action, at most 15 words. `{side}` and `{other}` stand for right and left."""


Tags = TypeVar("Tags", tuple[str, ...], dict[str, int])


def known(values: tuple[str, ...], names: tuple[str, ...], what: str) -> tuple[str, ...]:
    """`values`, when each is one of `names`; else a ValueError with near matches."""
    from exercise_rx.errors import did_you_mean

    for value in values:
        if value not in names:
            raise ValueError(
                f"{value!r} is not a known {what}. {did_you_mean(value, names)}".strip()
            )
    return values


def read_prescribed(value: Any) -> Any:
    """A `Prescribed` from the notation a person writes; other values pass through to pydantic."""
    if isinstance(value, str):
        try:
            return parse_prescribed(value)
        except DoseError as error:
            raise ValueError(str(error)) from None
    if isinstance(value, dict) and "options" not in value:
        text = " | ".join(f"{when}: {dose}" for when, dose in value.items())
        return read_prescribed(text)
    return value


def known_loads(value: Tags) -> Tags:
    """Load tags, or their names as keys, when all of them are ours."""
    known(tuple(value), tuple(LOAD_TAGS), "load tag")
    return value


def known_things(value: tuple[str, ...]) -> tuple[str, ...]:
    """Equipment, each a thing or several that do as well (`step|bench`), when all of it is ours."""
    for need in value:
        known(tuple(need.split("|")), EQUIPMENT, "piece of equipment")
    return value


Dosed = Annotated[Prescribed, Reader(read_prescribed)]
"""A dose that an author writes in the notation."""

Loads = Annotated[tuple[str, ...], Judge(known_loads)]


class Replaces(Strict):
    """A clinic's file that hides a shipped one says which revision and why."""

    revision: int = field(ge=1)
    why: Text


class Exercise(Strict):
    """One movement. It has no dose of its own beyond `usual`, which only catches mistakes."""

    id: Slug
    name: Text
    plain: Text
    revision: int = field(default=1, ge=1)
    formerly: tuple[Slug, ...] = ()
    replaces: Replaces | None = None
    region: Region
    kind: Kind
    position: Position
    laterality: Laterality
    ladder: str = field(pattern=r"^LAD\d\d$")
    purpose: Slug
    needs: Annotated[tuple[str, ...], Judge(known_things)] = ()
    easier: Slug | None = None
    harder: Slug | None = None
    loads: Loads = ()
    steps: tuple[Step, ...] = field(min_length=3, max_length=6)
    feel: Text
    mistake: Text
    stop_if: Text
    usual: Dosed
    seconds_per_rep: int = field(default=4, ge=1, le=60)
    sources: dict[str, Source] = {}

    @holds_together
    def _short_steps(self) -> None:
        long = [step for step in self.steps if len(step.split()) > 15]
        if long:
            raise ValueError(f"a step has more than 15 words: {long[0]!r}")
