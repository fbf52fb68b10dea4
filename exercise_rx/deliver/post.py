"""A finished program, its PDF and a clinic's settings become one mail, ready for the outbox."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from exercise_rx.deliver.calendar import calendar_file
from exercise_rx.deliver.encryption import encrypted
from exercise_rx.deliver.letter import written
from exercise_rx.deliver.message import Envelope, composed
from exercise_rx.deliver.sessions import session_blocks
from exercise_rx.errors import RxError, UsageProblem
from exercise_rx.model.base import refusal
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.mail import Letter, MailSettings, PlanVersion
from exercise_rx.model.program import Program
from exercise_rx.model.wording import Wording

TITLES = {"dr", "miss", "mr", "mrs", "ms", "mx", "prof"}


def ready_to_send(program: Program) -> None:
    """Refuse a draft: a program that no clinician has signed does not go to a patient."""
    if program.draft:
        raise UsageProblem(
            "This program is a draft: no clinician is named on it.",
            tip='Name who answers for it: --clinician "J. Lee, PT"',
        )


def plan_of(program: Program) -> PlanVersion:
    """What tells this document from every other one in the outbox."""
    content = sha256(program.model_dump_json().encode()).hexdigest()
    return PlanVersion(plan=program.plan_id, version=program.version, content=content)


def mailed(
    program: Program,
    pdf: bytes,
    clinic: Clinic,
    settings: MailSettings,
    *,
    to: str,
    message_id: str,
    now: datetime,
    folders: Sequence[Path],
    passphrase: str | None = None,
    with_calendar: bool = False,
) -> Envelope:
    """The mail for one patient. `folders` hold the templates, the clinic's before ours."""
    letter = _letter(program, clinic, settings).but(
        encrypted=passphrase is not None, has_calendar=with_calendar
    )
    words = written(letter, folders, Wording(program.wording, program.lang))
    plan = plan_of(program)
    calendar = None
    if with_calendar:
        blocks = session_blocks(program)
        calendar = calendar_file(plan, blocks, made=now, summary=words.calendar)
    if passphrase is not None:
        pdf = encrypted(pdf, passphrase)
    return composed(
        words,
        letter,
        settings,
        to=to,
        pdf=pdf,
        calendar=calendar,
        message_id=message_id,
        sent=now,
    )


def _letter(program: Program, clinic: Clinic, settings: MailSettings) -> Letter:
    """The facts of the letter. A clinic's line that a mail cannot carry is named."""
    if clinic.name is None:
        raise RxError(
            "The clinic has no name, and a mail from nobody is not opened.",
            tip="Write `name:` in clinic.yaml.",
        )
    try:
        return Letter(
            clinic=clinic.name,
            reply_to=settings.reply_to,
            phone=clinic.phone,
            emergency=clinic.emergency,
            language=program.lang,
            patient=first_name(program.patient),
            weeks=program.weeks,
            review=program.review_by,
        )
    except refusal() as error:
        fields = ", ".join(dict.fromkeys(str(fault["loc"][0]) for fault in error.errors()))
        raise RxError(
            f"A mail cannot carry what is written for: {fields}.",
            tip="Each is one line of at most 120 letters, without signs that cannot be seen. "
            "The clinic's stand in clinic.yaml: `name`, `phones`, `emergency`.",
        ) from None


def first_name(patient: str | None) -> str | None:
    """How the mail greets: never with the full name, which would tell more than it must.

    >>> first_name("Rivera, Sam"), first_name("Ms. Jo Park"), first_name(None)
    ('Sam', 'Jo', None)
    """
    text = (patient or "").rpartition(",")[2] or (patient or "")
    names = [word for word in text.split() if word.lower().rstrip(".") not in TITLES]
    return names[0][:60] if names else None
