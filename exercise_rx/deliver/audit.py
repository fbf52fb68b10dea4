"""The audit: one line per event, chained so that a changed or missing line shows."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple


class Line(NamedTuple):
    """Who did what, when, with which plan, to which (masked) address, with what result."""

    id: int
    at: str
    who: str
    did: str
    mail_id: int | None
    plan: str | None
    address_masked: str | None
    result: str
    chain: str


FIELDS = ", ".join(Line._fields)


def add_line(
    connection: sqlite3.Connection,
    at: float,
    who: str,
    did: str,
    result: str,
    mail: sqlite3.Row | None = None,
) -> None:
    """Write a line within the caller's transaction: the event and its line stand or fall together.

    `mail` gives the id, the plan and its version, and the masked address.
    """
    last = connection.execute("SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    line = Line(
        id=last["id"] + 1 if last else 1,
        at=datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"),
        who=who,
        did=did,
        mail_id=mail["id"] if mail else None,
        plan=f"{mail['plan']} version {mail['version']}" if mail else None,
        address_masked=mail["address_masked"] if mail else None,
        result=result,
        chain="",
    )
    sealed = line._replace(chain=_seal(last["chain"] if last else "", line))
    marks = ", ".join("?" * len(sealed))
    connection.execute(f"INSERT INTO audit ({FIELDS}) VALUES ({marks})", sealed)  # noqa: S608


def lines(connection: sqlite3.Connection) -> Iterator[Line]:
    """Every line, oldest first."""
    for row in connection.execute(f"SELECT {FIELDS} FROM audit ORDER BY id"):  # noqa: S608
        yield Line(*row)


def broken_at(connection: sqlite3.Connection) -> int | None:
    """The number of the first line that was changed, or that follows a missing one; else None.

    Lines cut off at the very end leave no trace in the chain; a copy of the last chain value,
    kept elsewhere, shows those too.
    """
    chain = ""
    for expected, line in enumerate(lines(connection), 1):
        if line.id != expected or line.chain != _seal(chain, line._replace(chain="")):
            return expected
        chain = line.chain
    return None


def _seal(before: str, line: Line) -> str:
    return sha256(f"{before}{tuple(line)!r}".encode()).hexdigest()
