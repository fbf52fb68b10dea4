"""The small things that tests of delivery are made of."""

from datetime import UTC, datetime

from exercise_rx.deliver.consent import CHOSE_PLAIN, Consent
from exercise_rx.deliver.message import Envelope
from exercise_rx.deliver.outbox import Outbox, Queued
from exercise_rx.deliver.smtp import TimeOuts
from exercise_rx.model.mail import PlanVersion

ADDRESS = "sam.rivera@example.org"
CONSENT = Consent("plain", CHOSE_PLAIN, "J. Lee", datetime(2026, 11, 22, 9, tzinfo=UTC))
QUICK = TimeOuts(connect=5, command=5, reply=5)


class Clock:
    """The time of day, moved by hand."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time

    def forward(self, *, minutes: float) -> None:
        self.time += minutes * 60


def a_mail(number: int = 1, to: str = ADDRESS, body: bytes = b"Hello\r\n.dot\r\n") -> Envelope:
    """A small mail with a line that starts with a dot."""
    message_id = f"<{number:032x}@clinic.example>"
    head = f"From: rx@clinic.example\r\nTo: {to}\r\nMessage-ID: {message_id}\r\n\r\n"
    return Envelope("rx@clinic.example", to, message_id, head.encode() + body)


def queued(outbox: Outbox, number: int = 1, to: str = ADDRESS, **rest: object) -> Queued:
    """Put `a_mail` of plan `number` into the outbox."""
    plan = PlanVersion(plan=f"plan-{number:04}")
    return outbox.enqueue(a_mail(number, to), plan, CONSENT, **rest)  # type: ignore[arg-type]
