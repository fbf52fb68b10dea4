"""The patient's word that a program may come by e-mail: asked for, and kept with the mail."""

import re
from datetime import datetime
from typing import NamedTuple

from exercise_rx.errors import UsageProblem

WARNING_VERSION = 1
WARNING = (
    "E-mail can be read by others: on its way, on a shared device, or in a mailbox that someone "
    "else opens. Your exercise program says something about your health. You can have it as a "
    "locked PDF, on paper, or as plain e-mail."
)
"""Read to the patient before she chooses. A new wording gets a new version number."""

CHOSE_PLAIN = "Patient heard the e-mail warning and chose plain e-mail"
CHOSE_LOCKED = "Patient agreed to e-mail with a locked PDF"


class Consent(NamedTuple):
    """What the patient agreed to, who wrote it down, and when."""

    way: str
    statement: str
    recorded_by: str
    recorded_at: datetime
    warning_version: int = WARNING_VERSION


def record_consent(
    statement: str | None,
    *,
    encrypted: bool,
    recorded_by: str,
    recorded_at: datetime,
    private: tuple[str | None, ...] = (),
) -> Consent:
    """The consent as it will be stored, or a refusal that says what to read out and type.

    `private` are the patient's name and address: a record must not hold them, because it
    outlives the mail.
    """
    said = " ".join((statement or "").split())
    if not said:
        raise UsageProblem(_what_to_type(encrypted))
    if len(said.split()) < 3 or len(said) > 300:
        raise UsageProblem(
            f"--consent {said[:40]!r} does not say what the patient agreed to.\n"
            + _what_to_type(encrypted)
        )
    if any(_names(said, word) for text in private if text for word in text.split()):
        raise UsageProblem(
            "The consent text names the patient or the address, and it is kept for years.",
            tip='Write "Patient" instead of the name.',
        )
    if not recorded_by.strip():
        raise UsageProblem("Nobody is named as recording the consent.", tip='Add --by "J. Lee"')
    return Consent("locked" if encrypted else "plain", said, recorded_by.strip(), recorded_at)


def _names(said: str, word: str) -> bool:
    """Whether `word` stands in `said` on its own; one letter alone names nobody."""
    return len(word) > 1 and bool(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said, re.IGNORECASE)
    )


def _what_to_type(encrypted: bool) -> str:
    if encrypted:
        return (
            "No e-mail without the patient's consent.\n"
            f'    If the patient agreed, add: --consent "{CHOSE_LOCKED}"'
        )
    return (
        "No e-mail without the patient's consent. Read this to the patient:\n"
        f"    {WARNING}\n"
        f'    Plain e-mail was chosen: add --consent "{CHOSE_PLAIN}"\n'
        f'    Otherwise lock the PDF:  add --encrypt --consent "{CHOSE_LOCKED}"'
    )
