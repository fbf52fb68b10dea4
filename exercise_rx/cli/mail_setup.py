"""What the mail commands share: whose mail, which outbox, which provider."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from exercise_rx.deliver.outbox import Outbox
    from exercise_rx.deliver.smtp import Transport
    from exercise_rx.deliver.worker import Sent
    from exercise_rx.model.mail import MailSettings

outbox_option = click.option(
    "--outbox",
    "outbox_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="EXERCISE_RX_OUTBOX",
    help="The outbox file, on a local disk. [default: in your own data folder]",
)
by_option = click.option(
    "--by", envvar="EXERCISE_RX_USER", help="Who does this. [default: the name you signed in with]"
)


def outbox_path(given: Path | None) -> Path:
    """The outbox file given, or the one in the user's own data folder."""
    if given is not None:
        return given
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    return base / "exercise-rx" / "outbox.db"


def who(given: str | None) -> str:
    """The person at the keyboard, for the audit."""
    import getpass

    if given and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def worker_name(given: str | None) -> str:
    """A name that no other worker has: the person, the process and a random mark."""
    import secrets

    return f"{who(given)}, worker {os.getpid()}-{secrets.token_hex(4)}"


def mail_settings(folder: Path | None) -> MailSettings:
    """The `mail:` block of the clinic, checked; a `ca_file` is looked for beside clinic.yaml."""
    from pydantic import ValidationError

    from exercise_rx.catalog.author_words import problems_of
    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.catalog.yaml_file import read_text
    from exercise_rx.errors import CatalogError, UsageProblem
    from exercise_rx.model.mail import MailSettings

    block = read_clinic(folder).mail
    if folder is None or block is None:
        raise UsageProblem(
            "There are no mail settings.",
            tip="Write a `mail:` block (host, from, reply_to, user) in the clinic.yaml of a "
            "folder, and name the folder: --clinic DIR",
        )
    try:
        settings = MailSettings.model_validate(block)
    except ValidationError as error:
        file = folder / "clinic.yaml"
        raise CatalogError(
            problems_of(error, MailSettings, file, read_text(file), ("mail",))
        ) from None
    return settings.but(ca_file=folder / settings.ca_file) if settings.ca_file else settings


def transport_of(settings: MailSettings) -> Transport:
    """The way to the clinic's provider; said aloud when the line is not encrypted."""
    from exercise_rx.deliver.credentials import Credentials
    from exercise_rx.deliver.smtp import Transport

    if settings.tls == "none-on-loopback-only":
        click.echo(
            f"WARNING: mail goes unencrypted to {settings.host} on this machine "
            "(`tls: none-on-loopback-only`).",
            err=True,
        )
    return Transport(settings, Credentials(settings))


def tell(sent: Sent) -> None:
    """One line for one attempt."""
    said = f" ({sent.said})" if sent.said else ""
    click.echo(f"Mail {sent.id} to {sent.address_masked}: {sent.status}{said}", err=True)
    if sent.status == "held":
        click.echo(
            f"    It may have arrived. Ask the patient, then: exercise-rx outbox retry {sent.id} "
            f"--may-arrive-twice, or: exercise-rx outbox cancel {sent.id} --it-arrived",
            err=True,
        )


def tell_and_exit(sent: Sent) -> None:
    """Say it, and end with 1 unless the mail is sent."""
    tell(sent)
    if sent.status != "sent":
        click.get_current_context().exit(1)


def opened(file: Path | None) -> AbstractContextManager[Outbox]:
    """The outbox as a context manager that closes it."""
    import time
    from contextlib import closing

    from exercise_rx.deliver.outbox import Outbox

    return closing(Outbox.at(outbox_path(file), time.time))
