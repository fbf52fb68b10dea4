"""The worker: takes due mails one after the other, until none is left or it is told to stop."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from exercise_rx.deliver import desk
from exercise_rx.deliver.address import masked, without
from exercise_rx.deliver.message import Envelope
from exercise_rx.deliver.outbox import Claimed, LeaseLost, Outbox, Status
from exercise_rx.deliver.outcome import Outcome
from exercise_rx.errors import RxError

log = logging.getLogger(__name__)


class Deliverer(Protocol):
    """Anything that can deliver a mail as `smtp.Transport` does."""

    def deliver(
        self,
        envelope: Envelope,
        before_handing_over: Callable[[], None],
        settle: Callable[[Outcome], None],
    ) -> Outcome:
        """Send one mail; see `smtp.Transport.deliver`."""


class QueueStopped(RxError):
    """The set-up is at fault: nothing is sent, and nothing is lost, until it is mended."""


@dataclass(frozen=True)
class Sent:
    """What one attempt came to, for the person at the desk."""

    id: int
    status: Status
    address_masked: str
    said: str


def send_one(
    outbox: Outbox, transport: Deliverer, worker: str, only: int | None = None
) -> Sent | None:
    """Send the mail that is due first (or mail `only`); None when nothing is due."""
    if why := desk.stopped(outbox):
        raise QueueStopped(
            f"Nothing is sent: {why}",
            tip="Mend it, then: exercise-rx outbox send --resume",
        )
    outbox.release_expired(worker)
    mail = outbox.claim(worker, only)
    if mail is None:
        return None
    ends: list[Status] = []
    outcome = transport.deliver(
        mail.envelope,
        before_handing_over=lambda: outbox.hand_over(mail),
        settle=lambda end: ends.append(outbox.settle(mail, end)),
    )
    sent = _report(mail, ends[0], outcome)
    if outcome.kind == "queue stopped":
        why = " ".join(filter(None, (sent.said, outcome.tip)))
        desk.stop(outbox, worker, why)
        raise QueueStopped(
            f"Nothing more is sent: {why}",
            tip=f"Mail {mail.id} waits. Mend it, then: exercise-rx outbox send --resume",
        )
    return sent


def send_due(
    outbox: Outbox,
    transport: Deliverer,
    worker: str,
    tell: Callable[[Sent], None],
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send every mail that is due now; how many were tried.

    A mail that was put off is due again later, so this comes to an end.
    """
    tried = 0
    while go_on():
        try:
            sent = send_one(outbox, transport, worker)
        except LeaseLost as lost:
            log.warning("%s", lost)
            continue
        if sent is None:
            break
        tried += 1
        tell(sent)
    return tried


def run(
    outbox: Outbox,
    transport: Deliverer,
    worker: str,
    *,
    keep_days: float,
    tell: Callable[[Sent], None],
    go_on: Callable[[], bool],
    rest: Callable[[], object],
) -> None:
    """Send what is due, tidy up, rest, and begin again, while `go_on` says so.

    It is asked between two mails: the mail in hand is always finished.
    """
    while go_on():
        send_due(outbox, transport, worker, tell, go_on)
        desk.purge(outbox, worker, older_than_days=keep_days)
        rest()


def _report(mail: Claimed, status: Status, outcome: Outcome) -> Sent:
    address = mail.envelope.to
    said = without(outcome.text, address, address.rpartition("@")[0])
    level = logging.INFO if status in ("sent", "queued") else logging.WARNING
    log.log(level, "mail %d to %s: %s (%s)", mail.id, masked(address), status, said)
    return Sent(mail.id, status, masked(address), said)
