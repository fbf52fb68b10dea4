"""The base of every value: frozen, strict about keys, and checked again when changed."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Strict(BaseModel):
    """Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def but(self, **changes: object) -> Self:
        """A validated copy with `changes` (`model_copy` would skip the checks)."""
        return self.model_validate({**dict(self), **changes})


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A file name without its ending: lower case, digits, single hyphens."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
"""One sentence or a few, never empty."""

Certainty = Literal["verified", "R-hi", "R-med", "R-lo"]
"""How sure a figure is: read at its source, or recalled with high, medium or low confidence."""


class Source(Strict):
    """Where a figure comes from. One of `doi`, `pmid`, `url` or `article` finds it again."""

    cite: Text
    doi: str | None = Field(None, pattern=r"^10\.\d{4,9}/\S+$")
    pmid: str | None = Field(None, pattern=r"^\d+$")
    url: str | None = Field(None, pattern=r"^https?://\S+$")
    says: Text
    certainty: Certainty
