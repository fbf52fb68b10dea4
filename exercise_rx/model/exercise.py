"""What a patient can do: one movement, its words, its neighbours and its pictures."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator, model_validator

from exercise_rx.model.base import Slug, Source, Strict, Text
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.notation import DoseError, parse_prescribed
from exercise_rx.model.vocabulary import (
    EQUIPMENT,
    LOAD_TAGS,
    Kind,
    Laterality,
    Position,
    Region,
)

Step = Annotated[str, StringConstraints(min_length=3, max_length=140, strip_whitespace=True)]
"""One action, at most 15 words. `{side}` and `{other}` stand for right and left."""


class Replaces(Strict):
    """A clinic's file that hides a shipped one says which revision and why."""

    revision: int = Field(ge=1)
    why: Text


class Exercise(Strict):
    """One movement. It has no dose of its own beyond `usual`, which only catches mistakes."""

    id: Slug
    name: Text
    plain: Text
    revision: int = Field(1, ge=1)
    formerly: tuple[Slug, ...] = ()
    replaces: Replaces | None = None
    region: Region
    kind: Kind
    position: Position
    laterality: Laterality
    ladder: str = Field(pattern=r"^LAD\d\d$")
    purpose: Slug
    needs: tuple[str, ...] = ()
    easier: Slug | None = None
    harder: Slug | None = None
    loads: tuple[str, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=3, max_length=6)
    feel: Text
    mistake: Text
    stop_if: Text
    usual: Prescribed
    seconds_per_rep: int = Field(4, ge=1, le=60)
    sources: dict[str, Source] = {}

    @field_validator("usual", mode="before")
    @classmethod
    def _read_usual(cls, value: Any) -> Any:
        return read_prescribed(value)

    @field_validator("loads")
    @classmethod
    def _known_loads(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known(value, tuple(LOAD_TAGS), "load tag")

    @field_validator("needs")
    @classmethod
    def _known_needs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for need in value:
            known(tuple(need.split("|")), EQUIPMENT, "piece of equipment")
        return value

    @model_validator(mode="after")
    def _short_steps(self) -> "Exercise":
        long = [step for step in self.steps if len(step.split()) > 15]
        if long:
            raise ValueError(f"a step has more than 15 words: {long[0]!r}")
        return self


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
