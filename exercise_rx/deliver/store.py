"""The outbox file: opened privately, kept whole, and brought up to date in one step."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from exercise_rx.errors import RxError

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT""",
        """CREATE TABLE mail (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            idem_key TEXT NOT NULL UNIQUE,
            message_id TEXT NOT NULL UNIQUE,
            plan TEXT NOT NULL,
            version INTEGER NOT NULL,
            sender TEXT NOT NULL,
            address TEXT,
            address_masked TEXT NOT NULL,
            body BLOB,
            size INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            status TEXT NOT NULL
                CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'held', 'cancelled')),
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before REAL NOT NULL,
            worker TEXT,
            lease_until REAL,
            handed_over_at REAL,
            reply_code INTEGER,
            reply_text TEXT,
            queued_by TEXT NOT NULL,
            queued_at REAL NOT NULL,
            finished_at REAL,
            CHECK ((body IS NULL) = (address IS NULL)),
            CHECK (status NOT IN ('queued', 'sending') OR body IS NOT NULL),
            CHECK (status NOT IN ('sent', 'cancelled') OR body IS NULL),
            CHECK (status != 'sending' OR (worker IS NOT NULL AND lease_until IS NOT NULL))
        ) STRICT""",
        """CREATE INDEX mail_due ON mail (status, not_before)""",
        """CREATE TABLE consent (
            mail_id INTEGER NOT NULL REFERENCES mail (id),
            way TEXT NOT NULL CHECK (way IN ('plain', 'locked')),
            statement TEXT NOT NULL,
            warning_version INTEGER NOT NULL,
            recorded_by TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            did TEXT NOT NULL,
            mail_id INTEGER,
            plan TEXT,
            address_masked TEXT,
            result TEXT NOT NULL,
            chain TEXT NOT NULL
        ) STRICT""",
        """CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'an audit line is never changed'); END""",
        """CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'an audit line is never removed'); END""",
    ),
)
"""One tuple of single statements per version of the file; a shipped version never changes."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)
"""Every commit is on the disk before we go on, and what is removed is overwritten."""


class Unwritable(RxError):
    """The outbox could not be changed: a full disk, or a lock that was held too long.

    What was being changed stays as it was.
    """


def opened(path: Path) -> sqlite3.Connection:
    """A connection to the outbox at `path`, made if needed, readable by its owner only."""
    _make_private(path)
    with ExitStack() as on_failure:
        try:
            connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            on_failure.callback(connection.close)
            connection.row_factory = sqlite3.Row
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            _migrate(connection, path)
        except sqlite3.DatabaseError as error:
            raise RxError(
                f"The outbox {path} cannot be opened: {error}.",
                tip="Check the disk and the file, or name another one with --outbox.",
            ) from error
        on_failure.pop_all()
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that takes the write lock first: all of it is kept, or none of it.

    Why IMMEDIATE: a transaction that reads and then writes fails at once when another
    process wrote in between, and no time-out helps.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise Unwritable(
                f"The outbox cannot be written: {error}.",
                tip="Free some disk space, check the folder, then: exercise-rx outbox list",
            ) from error
        raise


def forget_removed(connection: sqlite3.Connection) -> None:
    """Empty the write-ahead log: what was removed from the file is still readable there.

    Another process that is reading may put this off; the next mail does it then.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _make_private(path: Path) -> None:
    """The folder for its owner only, and the file too; SQLite gives its side files the same."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise RxError(
            f"The outbox {path} cannot be made: {error.strerror}.",
            tip="Name a folder you may write to with --outbox FILE.",
        ) from error


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise RxError(
            f"The outbox {path} was written by a newer Exercise Rx (format {version}).",
            tip="Update Exercise Rx on this machine.",
        )
    if version == len(MIGRATIONS):
        return
    with writing(connection):
        version = _version(connection)
        for statement in (line for step in MIGRATIONS[version:] for line in step):
            connection.execute(statement)
        if version == 0:
            key = secrets.token_hex(32)
            connection.execute("INSERT INTO setting VALUES ('digest key', ?)", (key,))
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
