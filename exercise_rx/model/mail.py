"""What a clinic says about its mail, and the facts a letter to a patient is made of."""

import re
from datetime import date, time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from exercise_rx.model.checked import Checked

USUAL_PORT = {"implicit": 465, "starttls": 587, "none-on-loopback-only": 25}

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def address_fault(text: str) -> str | None:
    """What stops `text` from being one plain e-mail address, or None when nothing does."""
    if any(character in text for character in "\r\n\0"):
        return "holds a line break"
    for place, character in enumerate(text, 1):
        if character in ' \t,;:<>()[]"\\':
            return f"holds {character!r} at place {place}; give one bare address"
        if not 32 < ord(character) < 127:
            return f"holds {character!r} at place {place}, which is not a plain Latin letter"
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        return "has no name@domain form"
    if "@" in local:
        return "holds more than one @"
    if len(local) > 64 or len(text) > 254:
        return "is too long to be an address"
    if not _LOCAL.fullmatch(local):
        return "has a stray dot before the @"
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return f"has no such domain as {domain!r}"
    if labels[-1].isdigit():
        return "ends in a number, not a domain"
    return None


def _address(text: str) -> str:
    if fault := address_fault(text):
        raise ValueError(f"{text!r} {fault}")
    return text


MailAddress = Annotated[str, AfterValidator(_address)]
"""One bare ASCII address: no display name, no list, no line break."""

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f\u2028\u2029]+$")
]
"""One line of text, so that it cannot start a header of its own."""


def is_loopback(host: str) -> bool:
    """Whether `host` can only mean this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class MailSettings(Checked):
    """The `mail:` block of a clinic's `clinic.yaml`. It never holds a secret.

    The password or token comes from the environment or the system keyring.
    """

    host: Line = Field(description="The provider's outgoing (SMTP) server.")
    tls: Literal["implicit", "starttls", "none-on-loopback-only"] = Field(
        "starttls", description="How the line is encrypted; the certificate is always checked."
    )
    port: int | None = Field(None, ge=1, le=65535, description="465, 587 or 25 when left out.")
    sender: MailAddress = Field(alias="from", description="The address the mail comes from.")
    reply_to: MailAddress = Field(description="Where a patient's answer goes.")
    user: Line | None = Field(None, description="The name to sign in with; none means no sign-in.")
    auth: Literal["login", "xoauth2"] = "login"
    token_command: tuple[Line, ...] = Field(
        (), description="A program and its arguments that prints an XOAUTH2 token."
    )
    ca_file: Path | None = Field(None, description="The clinic's own authority, instead of usual.")
    largest_mb: int = Field(15, ge=1, le=50, description="A longer mail is refused, in MB.")
    keep_days: int = Field(30, ge=1, le=3650, description="How long an unsent mail is kept.")

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.tls == "none-on-loopback-only" and not is_loopback(self.host):
            raise ValueError(
                f"mail to {self.host} without encryption is never sent: "
                "use `tls: starttls` or `tls: implicit`"
            )
        if self.token_command and self.auth != "xoauth2":
            raise ValueError("`token_command` belongs with `auth: xoauth2`")
        if self.auth == "xoauth2" and not self.user:
            raise ValueError("`auth: xoauth2` needs `user`")
        return self

    @property
    def server_port(self) -> int:
        """The port given, or the usual one for the kind of encryption."""
        return self.port or USUAL_PORT[self.tls]


class Letter(Checked):
    """Every fact a mail template may print. A template that asks for another one stops."""

    clinic: Line = Field(description="The clinic's name.")
    reply_to: MailAddress = Field(description="Where an answer goes.")
    phone: Line | None = Field(None, description="The clinic's phone, as it is printed.")
    language: str = Field("en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="Folder of words.")
    patient: Line | None = Field(None, description="First name or initial; never the full name.")
    emergency: Line | None = Field(None, description="The number to call in an emergency.")
    weeks: int = Field(ge=1, le=104, description="How many weeks the program covers.")
    review: date | None = Field(None, description="The day of the next review.")
    encrypted: bool = Field(False, description="Whether the PDF asks for a passphrase.")
    has_calendar: bool = Field(False, description="Whether a calendar file is attached.")


class PlanVersion(Checked):
    """Which issue of which plan is sent. `plan` is opaque: it may not tell a diagnosis.

    `content` is a digest of the whole document: two patients of one family with the same
    diagnosis have the same plan and the same address, and both get their mail.
    """

    plan: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{3,63}$")
    version: int = Field(1, ge=1, le=9999)
    content: str = Field("", pattern=r"^[0-9a-f]*$")


class SessionBlock(Checked):
    """A stretch of days on which the patient trains the same way: for the calendar only."""

    key: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="Stays the same in every version.")
    first: date
    last: date
    times: tuple[time, ...] = Field((time(8),), min_length=1, max_length=12)
    weekdays: tuple[int, ...] = Field((), description="0 is Monday; none given means every day.")
    every_days: int = Field(1, ge=1, le=14, description="2 is every other day.")
    minutes: int = Field(20, ge=1, le=240)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("`last` is before `first`")
        if self.weekdays and self.every_days != 1:
            raise ValueError("give `weekdays` or `every_days`, not both")
        if any(not 0 <= day <= 6 for day in self.weekdays):
            raise ValueError("a weekday is 0 (Monday) to 6 (Sunday)")
        return self
