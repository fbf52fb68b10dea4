"""`exercise-rx outbox`: what waits, what went, what needs a person; and the worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exercise_rx.cli import mail_setup as setup
from exercise_rx.cli.options import CLINIC

if TYPE_CHECKING:
    from exercise_rx.deliver.desk import Entry

resume_option = click.option(
    "--resume", is_flag=True, help="Start a stopped queue again, after mending its cause."
)


@click.group()
def outbox() -> None:
    """Look after the mails: list, show, send, retry, cancel, purge, run."""


@outbox.command("list")
@click.option("--status", "statuses", multiple=True, help="Only these states (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each mail.")
@setup.outbox_option
def list_(statuses: tuple[str, ...], as_json: bool, outbox_file: Path | None) -> None:
    """List the mails, oldest first. Addresses are masked.

    \b
    Examples:
      exercise-rx outbox list
      exercise-rx outbox list --status held --status failed
    """
    from exercise_rx.deliver import desk
    from exercise_rx.errors import UsageProblem

    if unknown := set(statuses) - set(desk.STATES):
        raise UsageProblem(
            f"Unknown state: {', '.join(sorted(unknown))}.",
            tip=f"States are: {', '.join(desk.STATES)}.",
        )
    with setup.opened(outbox_file) as box:
        for entry in desk.entries(box, statuses):
            click.echo(json.dumps(entry._asdict()) if as_json else _line(entry))
        if why := desk.stopped(box):
            click.echo(f"The queue is stopped: {why}", err=True)


@outbox.command()
@click.argument("number", type=int)
@click.option("--message", is_flag=True, help="Print the whole mail as well, while it is kept.")
@setup.outbox_option
def show(number: int, message: bool, outbox_file: Path | None) -> None:
    """Show one mail and everything that happened to it.

    \b
    Example:
      exercise-rx outbox show 3
    """
    from exercise_rx.deliver import audit, desk

    with setup.opened(outbox_file) as box:
        entry = desk.entry(box, number)
        click.echo(_line(entry))
        click.echo(f"     {entry.message_id}, {entry.size} bytes, SHA-256 {entry.sha256}")
        for line in audit.lines(box.connection):
            if line.mail_id == number:
                click.echo(f"     {line.at}  {line.who}: {line.did}. {line.result}")
        if message:
            click.echo(desk.body(box, number), nl=False)


@outbox.command()
@click.argument("number", type=int, required=False)
@resume_option
@CLINIC
@setup.outbox_option
@setup.by_option
def send(
    number: int | None,
    resume: bool,
    clinic: Path | None,
    outbox_file: Path | None,
    by: str | None,
) -> None:
    """Send what is due, or mail NUMBER at once, and stop.

    What failed or was held longer than `keep_days` loses its content.

    \b
    Examples:
      exercise-rx outbox send
      exercise-rx outbox send 3
      exercise-rx outbox send --resume
    """
    from exercise_rx.deliver import desk, worker

    settings = setup.mail_settings(clinic)
    transport = setup.transport_of(settings)
    with setup.opened(outbox_file) as box:
        name = setup.worker_name(by)
        if resume:
            desk.resume(box, name)
        if number is None:
            tried = worker.send_due(box, transport, name, setup.tell)
            desk.purge(box, name, older_than_days=settings.keep_days)
            if not tried:
                click.echo("Nothing is due.", err=True)
            return
        waiting = desk.entry(box, number)
        sent = worker.send_one(box, transport, name, only=number)
        if sent is None:
            click.echo(f"Mail {number} is {waiting.status}; nothing was sent.", err=True)
            click.get_current_context().exit(1)
        setup.tell_and_exit(sent)


@outbox.command()
@click.argument("number", type=int)
@click.option("--may-arrive-twice", is_flag=True, help="For a held mail: the patient was asked.")
@setup.outbox_option
@setup.by_option
def retry(number: int, may_arrive_twice: bool, outbox_file: Path | None, by: str | None) -> None:
    """Queue a failed or held mail again, under the same Message-ID.

    \b
    Examples:
      exercise-rx outbox retry 3
      exercise-rx outbox retry 4 --may-arrive-twice
    """
    from exercise_rx.deliver import desk

    with setup.opened(outbox_file) as box:
        desk.retry(box, number, setup.who(by), may_arrive_twice=may_arrive_twice)
    click.echo(f"Mail {number} waits again. Send it: exercise-rx outbox send {number}", err=True)


@outbox.command()
@click.argument("number", type=int)
@click.option("--it-arrived", is_flag=True, help="For a held mail: the patient has it.")
@setup.outbox_option
@setup.by_option
def cancel(number: int, it_arrived: bool, outbox_file: Path | None, by: str | None) -> None:
    """Give a mail up and remove its content from the outbox.

    \b
    Examples:
      exercise-rx outbox cancel 3
      exercise-rx outbox cancel 4 --it-arrived
    """
    from exercise_rx.deliver import desk

    with setup.opened(outbox_file) as box:
        desk.cancel(box, number, setup.who(by), it_arrived=it_arrived)
    said = "is marked as sent" if it_arrived else "is cancelled"
    click.echo(f"Mail {number} {said}; its content is removed.", err=True)


@outbox.command()
@click.option("--older-than", type=click.FloatRange(min=0), default=30.0, show_default=True)
@setup.outbox_option
@setup.by_option
def purge(older_than: float, outbox_file: Path | None, by: str | None) -> None:
    """Remove the content of failed and held mails that ended so many days ago.

    The audit stays. It is checked as well: a line that was changed is reported.

    \b
    Example:
      exercise-rx outbox purge --older-than 7
    """
    from exercise_rx.deliver import audit, desk
    from exercise_rx.errors import RxError

    with setup.opened(outbox_file) as box:
        count = desk.purge(box, setup.who(by), older_than_days=older_than)
        click.echo(f"Content removed: {count}.", err=True)
        if broken := audit.broken_at(box.connection):
            raise RxError(
                f"The audit was changed by other hands, from line {broken} on.",
                tip="Keep a copy of the file, and find out who can write to it.",
            )


@outbox.command()
@click.option(
    "--every",
    type=click.FloatRange(min=1),
    default=15.0,
    show_default=True,
    help="Seconds between two looks.",
)
@resume_option
@CLINIC
@setup.outbox_option
@setup.by_option
def run(
    every: float, resume: bool, clinic: Path | None, outbox_file: Path | None, by: str | None
) -> None:
    """Keep sending until stopped (Ctrl-C or SIGTERM); the mail in hand is finished first.

    \b
    Example:
      exercise-rx outbox run --every 60
    """
    import signal
    import threading

    from exercise_rx.deliver import desk, worker

    settings = setup.mail_settings(clinic)
    leave = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: leave.set())
    with setup.opened(outbox_file) as box:
        name = setup.worker_name(by)
        if resume:
            desk.resume(box, name)
        worker.run(
            box,
            setup.transport_of(settings),
            name,
            keep_days=settings.keep_days,
            tell=setup.tell,
            go_on=lambda: not leave.is_set(),
            rest=lambda: leave.wait(every),
        )


def _line(entry: Entry) -> str:
    from datetime import datetime

    when = entry.finished_at or entry.queued_at
    day = datetime.fromtimestamp(when).astimezone().isoformat(" ", "minutes")
    said = f"  {entry.reply_text}" if entry.reply_text else ""
    return (
        f"{entry.id:>4} {entry.status:<9} {entry.address_masked:<18} "
        f"{entry.plan} v{entry.version}  {day}  tried {entry.attempts}{said}"
    )
