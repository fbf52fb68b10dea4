"""What a person does with the outbox: look, decide about a mail, tidy up, start again."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from exercise_rx.deliver.audit import add_line
from exercise_rx.deliver.outbox import Outbox, Status
from exercise_rx.deliver.store import forget_removed, writing
from exercise_rx.errors import RxError, UsageProblem

DAY = 86400.0

STATES: tuple[Status, ...] = ("queued", "sending", "sent", "failed", "held", "cancelled")


class Entry(NamedTuple):
    """A mail as it is listed: nothing here tells who the patient is."""

    id: int
    status: Status
    address_masked: str
    plan: str
    version: int
    attempts: int
    not_before: float
    queued_by: str
    queued_at: float
    finished_at: float | None
    reply_code: int | None
    reply_text: str | None
    message_id: str
    size: int
    sha256: str
    has_body: int


COLUMNS = ", ".join((*Entry._fields[:-1], "body IS NOT NULL AS has_body"))


def entries(outbox: Outbox, statuses: Sequence[str] = ()) -> list[Entry]:
    """The mails in the outbox, oldest first; all of them, or those in some states."""
    wanted = statuses or STATES
    marks = ", ".join("?" * len(wanted))
    rows = outbox.connection.execute(
        f"SELECT {COLUMNS} FROM mail WHERE status IN ({marks}) ORDER BY id",  # noqa: S608
        tuple(wanted),
    )
    return [Entry(*row) for row in rows]


def entry(outbox: Outbox, number: int) -> Entry:
    """One mail, or an error that says where the numbers are."""
    row = outbox.connection.execute(
        f"SELECT {COLUMNS} FROM mail WHERE id = ?",  # noqa: S608
        (number,),
    ).fetchone()
    if row is None:
        raise UsageProblem(
            f"There is no mail {number} in the outbox.", tip="See: exercise-rx outbox list"
        )
    return Entry(*row)


def retry(outbox: Outbox, number: int, who: str, *, may_arrive_twice: bool = False) -> None:
    """Queue a failed or held mail again, under its old Message-ID, with all its attempts.

    A held one only with `may_arrive_twice`: the patient may have it already.
    """
    with writing(outbox.connection):
        mail = entry(outbox, number)
        if mail.status not in ("failed", "held", "queued"):
            raise RxError(
                f"Mail {number} is {mail.status}; only a failed, held or waiting mail is retried.",
                tip="To send the program once more: exercise-rx email ... --again",
            )
        if not mail.has_body:
            raise RxError(
                f"The content of mail {number} was removed after its time.",
                tip="Make it anew: exercise-rx email ... --again",
            )
        if mail.status == "held" and not may_arrive_twice:
            raise UsageProblem(
                f"Mail {number} may have arrived already: {mail.reply_text}",
                tip=f"Ask the patient. Then `outbox retry {number} --may-arrive-twice`, or "
                f"`outbox cancel {number} --it-arrived`.",
            )
        outbox.connection.execute(
            """UPDATE mail SET status = 'queued', attempts = 0, not_before = ?,
                   finished_at = NULL WHERE id = ?""",
            (outbox.now(), number),
        )
        _note(outbox, number, who, "retried", f"was {mail.status}")


def cancel(outbox: Outbox, number: int, who: str, *, it_arrived: bool = False) -> None:
    """Give a mail up and remove its content; or, if `it_arrived`, end the doubt about it."""
    with writing(outbox.connection):
        mail = entry(outbox, number)
        if mail.status not in ("queued", "failed", "held"):
            raise RxError(f"Mail {number} is {mail.status} and cannot be cancelled.")
        if it_arrived and mail.status != "held":
            raise UsageProblem(f"Mail {number} is {mail.status}: there is no doubt to end.")
        status = "sent" if it_arrived else "cancelled"
        outbox.connection.execute(
            "UPDATE mail SET status = ?, body = NULL, address = NULL, finished_at = ? WHERE id = ?",
            (status, outbox.now(), number),
        )
        _note(outbox, number, who, "arrived" if it_arrived else "cancelled", f"was {mail.status}")
    forget_removed(outbox.connection)


def purge(outbox: Outbox, who: str, *, older_than_days: float) -> int:
    """Remove content and address of failed and held mails that ended long ago; how many.

    Sent and cancelled mails have none left. What stays is what the audit needs.
    """
    with writing(outbox.connection):
        rows = outbox.connection.execute(
            """UPDATE mail SET body = NULL, address = NULL
               WHERE status IN ('failed', 'held') AND body IS NOT NULL AND finished_at <= ?
               RETURNING id""",
            (outbox.now() - older_than_days * DAY,),
        ).fetchall()
        for row in rows:
            _note(outbox, row["id"], who, "purged", f"content older than {older_than_days:g} days")
    if rows:
        forget_removed(outbox.connection)
    return len(rows)


def body(outbox: Outbox, number: int) -> bytes:
    """The whole mail as it would be sent, while it is still kept."""
    if not entry(outbox, number).has_body:
        raise RxError(f"The content of mail {number} is no longer kept.")
    row = outbox.connection.execute("SELECT body FROM mail WHERE id = ?", (number,)).fetchone()
    return bytes(row["body"])


def stop(outbox: Outbox, who: str, why: str) -> None:
    """Keep every worker from sending until a person has mended the set-up."""
    with writing(outbox.connection):
        outbox.connection.execute(
            "INSERT INTO setting VALUES ('stopped', ?) ON CONFLICT (name) DO UPDATE SET value = ?",
            (why, why),
        )
        add_line(outbox.connection, outbox.now(), who, "queue stopped", why)


def stopped(outbox: Outbox) -> str | None:
    """Why the queue is stopped, or None."""
    row = outbox.connection.execute("SELECT value FROM setting WHERE name = 'stopped'").fetchone()
    return row["value"] if row else None


def resume(outbox: Outbox, who: str) -> None:
    """Let workers send again."""
    with writing(outbox.connection):
        gone = outbox.connection.execute("DELETE FROM setting WHERE name = 'stopped'")
        if gone.rowcount:
            add_line(outbox.connection, outbox.now(), who, "queue resumed", "by hand")


def _note(outbox: Outbox, number: int, who: str, did: str, result: str) -> None:
    row: sqlite3.Row = outbox.connection.execute(
        "SELECT id, plan, version, address_masked FROM mail WHERE id = ?", (number,)
    ).fetchone()
    add_line(outbox.connection, outbox.now(), who, did, result, row)
