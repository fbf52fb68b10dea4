"""A clinic as its pages show it: name, telephones, look and house limits."""

from typing import Annotated, Any, Literal

from exercise_rx.model.base import Rule, Strict, field

Line = Annotated[
    str,
    Rule(min_length=1, max_length=120, strip_whitespace=True, pattern=r"^[^\r\n]+$"),
]
"""One printed line."""

Telephone = Annotated[
    str,
    Rule(strip_whitespace=True, max_length=40, pattern=r"^[+0-9(][0-9 ().\-/extEXT]{2,}$"),
]


class Thresholds(Strict):
    """House limits in place of the shipped ones; a published protocol is never raised by them."""

    max_exercises: int = field(default=4, ge=1, le=12)
    minutes: int | None = field(
        default=None, ge=3, le=120, description="Minutes a session, at the most."
    )
    review_weeks: int = field(default=6, ge=1, le=26, description="Weeks until the review visit.")
    pain_limit: int | None = field(
        default=None,
        ge=0,
        le=10,
        description="Never above this number; a protocol's lower limit stays.",
    )


class Fonts(Strict):
    """A pair of TrueType files beside clinic.yaml that sets the clinic's PDFs."""

    regular: str = field(pattern=r"^[^/\\]+\.ttf$", description="A static .ttf file.")
    bold: str = field(pattern=r"^[^/\\]+\.ttf$", description="Its bold.")


class Clinic(Strict):
    """What `clinic.yaml` says. Every part may be left out: a missing telephone prints a line."""

    name: Line | None = None
    address: tuple[Line, ...] = field(default=(), max_length=5)
    phones: tuple[Telephone, ...] = field(default=(), max_length=4)
    email: str | None = field(default=None, pattern=r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$")
    web: str | None = field(default=None, pattern=r"^https?://\S+$")
    emergency: Annotated[str, Rule(pattern=r"^[0-9 ]{2,15}$")] = "911"
    logo: str | None = field(
        default=None,
        pattern=r"\.(svg|png)$",
        description="A file beside clinic.yaml, .svg or .png.",
    )
    paper: Literal["letter", "a4"] = "letter"
    lang: str = field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    accent: str | None = field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    fonts: Fonts | None = None
    footer: Line | None = None
    thresholds: Thresholds = Thresholds()
    mail: dict[str, Any] | None = None

    @property
    def phone(self) -> str | None:
        """The number that a patient calls first."""
        return self.phones[0] if self.phones else None
