"""The mails of a batch: into the outbox, each row once, however often the batch is run."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from exercise_rx.deliver.batch_journal import Journal
from exercise_rx.deliver.consent import Consent
from exercise_rx.deliver.message import Envelope
from exercise_rx.deliver.outbox import Outbox
from exercise_rx.errors import RxError
from exercise_rx.model.mail import PlanVersion


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready for the outbox. `passphrase` opens its PDF, if that is locked."""

    envelope: Envelope
    plan: PlanVersion
    consent: Consent
    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where mails go. `passphrases` is the file for the front desk, never for the mail."""

    outbox: Outbox
    passphrases: Path | None

    def is_queued(self, journal: Journal, said: str, address: str) -> bool:
        """Whether this row's mail is in the outbox, though a crash kept us from noting it.

        The journal is never told the address: it stays, and the outbox forgets it.
        """
        if journal.find("queued", said):
            return True
        line = journal.find("queueing", said)
        if line is None:
            return False
        there = self.outbox.find(PlanVersion.model_validate(line["plan"]), address)
        if there:
            journal.add("queued", said, mail=there.id)
        return there is not None

    def queue(self, journal: Journal, said: str, name: str, mail: Mail) -> int:
        """Put a mail into the outbox; its number there.

        What is about to be queued is noted first, so that after a crash the outbox can be asked.
        The passphrase is written before the mail is queued: a locked PDF is never without its key.
        """
        journal.add("queueing", said, plan=mail.plan.model_dump())
        if mail.passphrase is not None and self.outbox.find(mail.plan, mail.envelope.to) is None:
            self._write_down(name, mail.passphrase)
        place = self.outbox.enqueue(mail.envelope, mail.plan, mail.consent)
        journal.add("queued", said, mail=place.id)
        return place.id

    def _write_down(self, name: str, passphrase: str) -> None:
        """One line more for the person who tells the passphrases; the last line of a name counts."""
        assert self.passphrases is not None
        try:
            new = os.open(self.passphrases, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with open(new, "a", newline="", encoding="utf-8") as file:  # noqa: PTH123
                csv.writer(file).writerow([name, passphrase])
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise RxError(
                f"The passphrases cannot be written to {self.passphrases}: {error.strerror}.",
                tip="Name another file with --passphrases-to.",
            ) from None
