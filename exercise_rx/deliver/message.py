"""The mail itself, as the bytes that are stored, shown and sent: the same bytes each time."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from exercise_rx.deliver.letter import Words
from exercise_rx.errors import RxError
from exercise_rx.model.mail import Letter, MailSettings

PDF_NAME = "home-program.pdf"
CALENDAR_NAME = "home-exercises.ics"


@dataclass(frozen=True)
class Envelope:
    """One mail for one address. `body` is the whole message with network line ends."""

    sender: str
    to: str
    message_id: str
    body: bytes


def composed(
    words: Words,
    letter: Letter,
    settings: MailSettings,
    *,
    to: str,
    pdf: bytes,
    calendar: bytes | None,
    message_id: str,
    sent: datetime,
) -> Envelope:
    """Text, HTML, PDF and, if given, the calendar, for the one validated address `to`.

    Nothing outside the body tells a name or a diagnosis: the subject, the file names and the
    headers are the same for every patient.
    """
    if not pdf.startswith(b"%PDF-"):
        raise RxError("The attachment is not a PDF; nothing was sent.")
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(settings.sender, letter.clinic)
    message["To"] = _address(to)
    message["Reply-To"] = _address(letter.reply_to)
    message["Subject"] = words.subject
    message["Date"] = format_datetime(sent)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(words.text, cte="quoted-printable")
    message.add_alternative(words.html, subtype="html", cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=PDF_NAME)
    if calendar is not None:
        message.add_attachment(
            calendar.decode(),
            subtype="calendar",
            cte="base64",
            filename=CALENDAR_NAME,
            params={"method": "PUBLISH"},
        )
    _fix_boundaries(message, message_id)
    body = message.as_bytes()
    _check_size(len(body), settings.largest_mb)
    return Envelope(settings.sender, to, message_id, body)


def _address(address: str, name: str = "") -> Address:
    """An address object: text such as `a@b.c, d@e.f` could become two recipients."""
    return Address(display_name=name, addr_spec=address)


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries from the Message-ID: the library would draw them by chance each time.

    `=_` cannot occur in base64 or in quoted-printable, so no content can hold one.
    """
    stem = sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{stem}_{number}")


def _check_size(size: int, largest_mb: int) -> None:
    if size > largest_mb * 1_000_000:
        raise RxError(
            f"The mail would be {size / 1_000_000:.1f} MB; at most {largest_mb} MB are sent.",
            tip="Send fewer weeks, or raise `mail: largest_mb:` if your provider takes it.",
        )


def new_message_id(sender: str, token: str) -> str:
    """The mail's name for good, under the sender's own domain. `token` is random."""
    return f"<{token}@{sender.rpartition('@')[2]}>"
