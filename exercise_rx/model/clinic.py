"""A clinic as its pages show it: name, telephones, look and house limits."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from exercise_rx.model.base import Strict

Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120, strip_whitespace=True, pattern=r"^[^\r\n]+$"),
]
"""One printed line."""

Telephone = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=40, pattern=r"^[+0-9(][0-9 ().\-/extEXT]{2,}$"
    ),
]


class Thresholds(Strict):
    """House limits in place of the shipped ones; a published protocol is never raised by them."""

    max_exercises: int = Field(4, ge=1, le=12)
    minutes: int | None = Field(None, ge=3, le=120, description="Minutes a session, at the most.")
    review_weeks: int = Field(6, ge=1, le=26, description="Weeks until the review visit.")
    pain_limit: int | None = Field(
        None, ge=0, le=10, description="Never above this number; a protocol's lower limit stays."
    )


class Clinic(Strict):
    """What `clinic.yaml` says. Every part may be left out: a missing telephone prints a line."""

    name: Line | None = None
    address: tuple[Line, ...] = Field((), max_length=5)
    phones: tuple[Telephone, ...] = Field((), max_length=4)
    email: str | None = Field(None, pattern=r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$")
    web: str | None = Field(None, pattern=r"^https?://\S+$")
    emergency: Annotated[str, StringConstraints(pattern=r"^[0-9 ]{2,15}$")] = "911"
    logo: str | None = Field(
        None, pattern=r"\.(svg|png)$", description="A file beside clinic.yaml, .svg or .png."
    )
    paper: Literal["letter", "a4"] = "letter"
    lang: str = Field("en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    accent: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    footer: Line | None = None
    thresholds: Thresholds = Thresholds()
    mail: dict[str, Any] | None = None

    @property
    def phone(self) -> str | None:
        """The number that a patient calls first."""
        return self.phones[0] if self.phones else None
