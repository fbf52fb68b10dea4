"""The outbox: what is to be sent, and the steps by which a mail is sent once and not twice.

    queued ──claim──► sending ──hand over──► sending (handed over) ──settle──► sent
      ▲                 │                          │
      └── put off ──────┘                          └── no answer, or a crash ──► held
          (or a crash here)                            a person decides; never resent by itself

A mail is handed over when the final dot is about to go out. That moment is committed to the
file first, so after a crash the file says which side of it we were on: before it, the server
cannot have accepted the mail and it is queued again; after it, nobody can know, and it is held.
"""

import hmac
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from exercise_rx.deliver.address import masked, without
from exercise_rx.deliver.audit import add_line
from exercise_rx.deliver.consent import Consent
from exercise_rx.deliver.message import Envelope
from exercise_rx.deliver.outcome import Outcome
from exercise_rx.deliver.schedule import wait_after
from exercise_rx.deliver.store import forget_removed, opened, writing
from exercise_rx.errors import RxError
from exercise_rx.model.mail import PlanVersion

Status = Literal["queued", "sending", "sent", "failed", "held", "cancelled"]

LEASE = 900.0
"""Seconds a worker has to get a mail to the point of handing over."""

REPLY_LEASE = 900.0
"""Seconds more for the server's answer: above the ten minutes that are waited for it."""


class LeaseLost(RxError):
    """The worker was so slow that its mail was taken back; it must not hand it over."""


@dataclass(frozen=True)
class Queued:
    """The place of a mail in the outbox. `fresh` is False when it was there already."""

    id: int
    status: Status
    message_id: str
    fresh: bool


@dataclass(frozen=True)
class Claimed:
    """A mail that one worker, and no other, may send now."""

    id: int
    worker: str
    attempt: int
    envelope: Envelope


@dataclass(frozen=True)
class Outbox:
    """The outbox file at `path`. `now` is the wall clock, in seconds."""

    path: Path
    connection: sqlite3.Connection
    now: Callable[[], float]

    @classmethod
    def at(cls, path: Path, now: Callable[[], float]) -> "Outbox":
        """Open the outbox, and make it when it is not there yet."""
        return cls(path, opened(path), now)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def find(self, plan: PlanVersion, address: str) -> Queued | None:
        """The mail of this version of this plan to this address, if it was ever queued."""
        row = self.connection.execute(
            "SELECT id, status, message_id FROM mail WHERE idem_key = ?",
            (self._idem_key(plan, address),),
        ).fetchone()
        return Queued(row["id"], row["status"], row["message_id"], fresh=False) if row else None

    def enqueue(
        self, envelope: Envelope, plan: PlanVersion, consent: Consent, *, again: bool = False
    ) -> Queued:
        """Keep a mail for sending, once for each version of a plan and each address.

        With `again`, one that is no longer waiting makes room for a new one.
        """
        with writing(self.connection):
            there = self.find(plan, envelope.to)
            if there and not (again and self._make_room(there, consent.recorded_by)):
                return there
            row = self._insert(envelope, plan, consent)
            note = f"{consent.way}, warning {consent.warning_version}: {consent.statement}"
            add_line(self.connection, self.now(), consent.recorded_by, "consent", note, row)
            size = f"{row['size']} bytes, {row['message_id']}"
            add_line(self.connection, self.now(), consent.recorded_by, "queued", size, row)
        return Queued(row["id"], "queued", envelope.message_id, fresh=True)

    def claim(self, worker: str, only: int | None = None) -> Claimed | None:
        """Take the mail that has been due longest (or mail `only`), so that no other worker can."""
        with writing(self.connection):
            row = self.connection.execute(
                """UPDATE mail SET status = 'sending', worker = :worker, handed_over_at = NULL,
                       lease_until = :now + :lease, attempts = attempts + 1
                   WHERE id = (SELECT id FROM mail
                       WHERE status = 'queued'
                           AND CASE WHEN :only IS NULL THEN not_before <= :now ELSE id = :only END
                       ORDER BY not_before, id LIMIT 1)
                   RETURNING *""",
                {"worker": worker, "now": self.now(), "lease": LEASE, "only": only},
            ).fetchone()
        if row is None:
            return None
        envelope = Envelope(row["sender"], row["address"], row["message_id"], row["body"])
        return Claimed(row["id"], worker, row["attempts"], envelope)

    def hand_over(self, mail: Claimed) -> None:
        """Commit that the final dot goes out now. Raises `LeaseLost` if it must not."""
        with writing(self.connection):
            done = self.connection.execute(
                """UPDATE mail SET handed_over_at = :now, lease_until = :now + :lease
                   WHERE id = :id AND worker = :worker AND status = 'sending'
                       AND handed_over_at IS NULL""",
                {"now": self.now(), "lease": REPLY_LEASE, "id": mail.id, "worker": mail.worker},
            )
            if done.rowcount != 1:
                raise LeaseLost(f"Mail {mail.id} was taken back while it was being sent.")

    def settle(self, mail: Claimed, outcome: Outcome) -> Status:
        """Write down what became of an attempt, and drop what is no longer needed.

        A late "accepted" still counts after the mail was held: it ends the doubt.
        """
        status, wait = _after(outcome, mail)
        now = self.now()
        with writing(self.connection):
            row = self.connection.execute(
                """UPDATE mail SET status = :status, reply_code = :code, reply_text = :text,
                       worker = NULL, lease_until = NULL,
                       handed_over_at = iif(:status = 'queued', NULL, handed_over_at),
                       not_before = :now + :wait, attempts = attempts - :uncounted,
                       finished_at = iif(:status = 'queued', NULL, :now),
                       body = iif(:status = 'sent', NULL, body),
                       address = iif(:status = 'sent', NULL, address)
                   WHERE id = :id AND worker = :worker AND (status = 'sending'
                       OR (:status = 'sent' AND status IN ('held', 'queued')))
                   RETURNING *""",
                {
                    "status": status,
                    "code": outcome.code,
                    "text": self._public(outcome.text, mail.envelope.to),
                    "now": now,
                    "wait": wait,
                    "uncounted": int(outcome.kind == "queue stopped"),
                    "id": mail.id,
                    "worker": mail.worker,
                },
            ).fetchone()
            said = f"{outcome.code or '-'} {self._public(outcome.text, mail.envelope.to)}"
            did = status if status != "queued" else outcome.kind
            lost = row is None
            if lost:
                row = self._row(mail.id)
            add_line(self.connection, now, mail.worker, f"{did}, late" if lost else did, said, row)
        if lost:
            raise LeaseLost(f"Mail {mail.id} was taken back; its end was: {outcome.kind}.")
        if status == "sent":
            forget_removed(self.connection)
        return status

    def release_expired(self, worker: str) -> int:
        """Deal with mails whose worker has vanished; the number of them.

        Not yet handed over: the server cannot have it, so it is queued again (or has failed
        after the last attempt). Handed over: held, for a person to decide.
        """
        with writing(self.connection):
            rows = self.connection.execute(
                "SELECT * FROM mail WHERE status = 'sending' AND lease_until < ?", (self.now(),)
            ).fetchall()
            for row in rows:
                self._release(row, worker)
        return len(rows)

    def _release(self, row: sqlite3.Row, worker: str) -> None:
        now, wait = self.now(), wait_after(row["attempts"], row["message_id"])
        if row["handed_over_at"] is not None:
            status, text = "held", "Sending stopped after the mail was handed over."
        elif wait is None:
            status, text = "failed", "Sending stopped unexpectedly, each time it was tried."
        else:
            status, text = "queued", "Sending stopped before the mail was handed over."
        self.connection.execute(
            """UPDATE mail SET status = ?, reply_code = NULL, reply_text = ?, lease_until = NULL,
                   not_before = ?, finished_at = iif(? = 'queued', NULL, ?) WHERE id = ?""",
            (status, text, now + (wait or 0), status, now, row["id"]),
        )
        add_line(self.connection, now, worker, status, text, row)

    def _row(self, number: int) -> sqlite3.Row:
        found = self.connection.execute("SELECT * FROM mail WHERE id = ?", (number,))
        row: sqlite3.Row = found.fetchone()
        return row

    def _insert(self, envelope: Envelope, plan: PlanVersion, consent: Consent) -> sqlite3.Row:
        now = self.now()
        row: sqlite3.Row = self.connection.execute(
            """INSERT INTO mail (idem_key, message_id, plan, version, sender, address,
                   address_masked, body, size, sha256, status, not_before, queued_by, queued_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?) RETURNING *""",
            (
                self._idem_key(plan, envelope.to),
                envelope.message_id,
                plan.plan,
                plan.version,
                envelope.sender,
                envelope.to,
                masked(envelope.to),
                envelope.body,
                len(envelope.body),
                sha256(envelope.body).hexdigest(),
                now,
                consent.recorded_by,
                now,
            ),
        ).fetchone()
        self.connection.execute(
            "INSERT INTO consent VALUES (?, ?, ?, ?, ?, ?)",
            (
                row["id"],
                consent.way,
                consent.statement,
                consent.warning_version,
                consent.recorded_by,
                consent.recorded_at.isoformat(timespec="seconds"),
            ),
        )
        return row

    def _make_room(self, old: Queued, who: str) -> bool:
        """Let go of the key of a mail that no longer waits; False when it still does."""
        if old.status in ("queued", "sending"):
            return False
        row = self.connection.execute(
            """UPDATE mail SET idem_key = idem_key || ' ' || id, body = NULL, address = NULL,
                   status = iif(status = 'sent', 'sent', 'cancelled')
               WHERE id = ? RETURNING *""",
            (old.id,),
        ).fetchone()
        add_line(self.connection, self.now(), who, "made room", f"was {old.status}", row)
        return True

    def _idem_key(self, plan: PlanVersion, address: str) -> str:
        """Tells the same mail again without keeping the address: keyed with the file's own key."""
        key = self.connection.execute("SELECT value FROM setting WHERE name = 'digest key'")
        text = f"{plan.plan}\n{plan.version}\n{plan.content}\n{address.lower()}"
        return hmac.new(bytes.fromhex(key.fetchone()[0]), text.encode(), sha256).hexdigest()

    @staticmethod
    def _public(text: str, address: str) -> str:
        """What a server said, without the address: servers like to repeat it."""
        return without(text, address, address.rpartition("@")[0])


def _after(outcome: Outcome, mail: Claimed) -> tuple[Status, float]:
    """The state that follows an outcome, and the seconds to wait in it."""
    match outcome.kind:
        case "accepted":
            return "sent", 0
        case "refused":
            return "failed", 0
        case "in doubt":
            return "held", 0
        case "queue stopped":
            return "queued", 0
        case "put off":
            wait = wait_after(mail.attempt, mail.envelope.message_id)
            return ("failed", 0) if wait is None else ("queued", wait)
