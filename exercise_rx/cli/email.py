"""`exercise-rx email`: a program into the patient's inbox, with consent, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exercise_rx.cli import mail_setup as setup
from exercise_rx.cli import passphrase as secret
from exercise_rx.cli.options import plan_options

if TYPE_CHECKING:
    from exercise_rx.deliver.consent import Consent
    from exercise_rx.deliver.message import Envelope
    from exercise_rx.deliver.outbox import Outbox, Queued
    from exercise_rx.deliver.smtp import Transport
    from exercise_rx.model.program import Program


@dataclass(frozen=True)
class Arguments:
    """What the program is made from: a program file or codes, with the options of `generate`."""

    sources: tuple[str, ...]
    clinic: Path | None
    options: Mapping[str, Any]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PROGRAM.json|CODE...")
@click.option("--to", required=True, metavar="ADDRESS", help="The patient's address.")
@click.option("--address-checked", is_flag=True, help="The patient confirmed an unusual address.")
@click.option("--consent", metavar="TEXT", help="What the patient agreed to; leave out to see.")
@click.option("--encrypt", is_flag=True, help="Lock the PDF with a passphrase (AES-256).")
@click.option(
    "--ask-passphrase", is_flag=True, help="Type the passphrase instead of having one made."
)
@click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase.",
)
@click.option(
    "--passphrase-to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the passphrase that is made to this new file instead of the screen.",
)
@click.option("--calendar", is_flag=True, help="Attach the sessions as a calendar file.")
@click.option("--again", is_flag=True, help="Send although this version went to this address.")
@click.option("--later", is_flag=True, help="Only queue it; `outbox send` or `outbox run` sends.")
@click.option("--dry-run", is_flag=True, help="Print the whole mail; store and send nothing.")
@plan_options
@setup.outbox_option
@setup.by_option
def email(
    sources: tuple[str, ...],
    to: str,
    address_checked: bool,
    consent: str | None,
    encrypt: bool,
    ask_passphrase: bool,
    passphrase_file: Path | None,
    passphrase_to: Path | None,
    calendar: bool,
    again: bool,
    later: bool,
    dry_run: bool,
    clinic: Path | None,
    outbox_file: Path | None,
    by: str | None,
    **program_options: Any,
) -> None:
    """Send a program to a patient: the PDF, a short letter, and a calendar if wanted.

    The environment gives secrets: EXERCISE_RX_SMTP_PASSWORD or EXERCISE_RX_SMTP_TOKEN to sign
    in, EXERCISE_RX_PDF_PASSPHRASE to lock the PDF. They are never part of the command.

    \b
    Examples:
      exercise-rx email sam.json --to sam@example.org --encrypt --consent "Patient agreed to ..."
      exercise-rx email sam.json --to sam@example.org --consent "..." --calendar --dry-run
    """
    wish = Wish(
        to=to,
        address_checked=address_checked,
        consent=consent,
        encrypt=encrypt,
        calendar=calendar,
        again=again,
        later=later,
        by=setup.who(by),
        clinic=clinic,
        outbox_file=outbox_file,
    )
    passphrase = secret.given(encrypt, ask_passphrase, passphrase_file, passphrase_to)
    arguments = Arguments(sources, clinic, program_options)
    if dry_run:
        _show(arguments, wish, passphrase)
    else:
        _send(arguments, wish, passphrase, passphrase_to)


@dataclass(frozen=True)
class Wish:
    """What is to happen with the program, as the options say it."""

    to: str
    address_checked: bool
    consent: str | None
    encrypt: bool
    calendar: bool
    again: bool
    later: bool
    by: str
    clinic: Path | None
    outbox_file: Path | None


def make_program_and_pdf(arguments: Arguments) -> tuple[Program, bytes]:
    """The program that the arguments ask for, and its PDF."""
    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.render.formats import draw

    program = _program(arguments)
    return program, draw(program, read_clinic(arguments.clinic), "pdf", arguments.clinic)


def _program(arguments: Arguments) -> Program:
    """An issued program from its file, or a new one from codes."""
    from exercise_rx.cli.generate import program_from, read_program
    from exercise_rx.errors import UsageProblem

    files = [source for source in arguments.sources if source.lower().endswith(".json")]
    if not files:
        return program_from(arguments.sources, {**arguments.options, "clinic": arguments.clinic})
    if len(arguments.sources) > 1:
        raise UsageProblem("One program file is sent at a time, and no codes beside it.")
    if given := [name for name, value in arguments.options.items() if value]:
        raise UsageProblem(
            f"{files[0]} is a finished program: --{given[0].replace('_', '-')} cannot change it.",
            tip="Send codes with these options instead, or generate the file anew.",
        )
    return read_program(Path(files[0]))


def template_folders(clinic: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for: the clinic's folder, then what we ship."""
    from exercise_rx.catalog.places import shipped

    own = (clinic / "templates",) if clinic else ()
    return (*own, shipped() / "templates")


def _show(arguments: Arguments, wish: Wish, passphrase: str | None) -> None:
    """The dry run: the mail as it would travel on stdout, what would happen on stderr."""
    program, pdf = make_program_and_pdf(arguments)
    if wish.encrypt and passphrase is None:
        from exercise_rx.deliver.passphrase import make_passphrase

        passphrase = make_passphrase()
        click.echo("The PDF below is locked with a passphrase that is thrown away.", err=True)
    envelope = _mail(program, pdf, wish, passphrase)
    click.echo(envelope.body, nl=False)
    if program.draft:
        click.echo("This is a draft: without --clinician it will not be sent.", err=True)
    if not wish.consent:
        click.echo("Without --consent it will not be sent.", err=True)
    click.echo(
        f"Dry run: nothing stored or sent. From {envelope.sender} to {envelope.to}.", err=True
    )


def _send(
    arguments: Arguments, wish: Wish, passphrase: str | None, passphrase_to: Path | None
) -> None:
    """Everything that can be refused is refused before anything is stored."""
    import time
    from contextlib import closing

    from exercise_rx.deliver import post
    from exercise_rx.deliver.address import one_address
    from exercise_rx.deliver.outbox import Outbox

    address = one_address(wish.to, checked=wish.address_checked)
    _consent(wish, address, None)
    transport = setup.transport_of(setup.mail_settings(wish.clinic))
    program, pdf = make_program_and_pdf(arguments)
    post.ready_to_send(program)
    consent = _consent(wish, address, program.patient)
    plan = post.plan_of(program)
    with closing(Outbox.at(setup.outbox_path(wish.outbox_file), time.time)) as box:
        place = None if wish.again else box.find(plan, address)
        if place is None:
            if wish.encrypt and passphrase is None:
                passphrase = secret.made(passphrase_to)
            envelope = _mail(program, pdf, wish, passphrase)
            place = box.enqueue(envelope, plan, consent, again=wish.again)
        _finish(box, transport, place, wish)


def _finish(box: Outbox, transport: Transport, place: Queued, wish: Wish) -> None:
    """Send the queued mail now, or say why it stays where it is."""
    from exercise_rx.deliver.worker import send_one
    from exercise_rx.errors import RxError

    if not place.fresh:
        click.echo(f"This version went to this address before, as mail {place.id}.", err=True)
    if place.status == "sent":
        click.echo("It is sent; nothing to do. To send it once more: --again", err=True)
        return
    if place.status not in ("queued", "sending"):
        way = "--again" if place.status == "cancelled" else f"exercise-rx outbox retry {place.id}"
        raise RxError(f"Mail {place.id} is {place.status}.", tip=f"To send it: {way}")
    if wish.later or place.status == "sending":
        click.echo(f"Mail {place.id} is {place.status}.", err=True)
        return
    sent = send_one(box, transport, setup.worker_name(wish.by), only=place.id)
    if sent is None:
        click.echo(f"Mail {place.id} is being sent by another worker.", err=True)
        return
    setup.tell_and_exit(sent)


def _mail(program: Program, pdf: bytes, wish: Wish, passphrase: str | None) -> Envelope:
    import secrets
    from datetime import datetime

    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.deliver import post
    from exercise_rx.deliver.address import one_address
    from exercise_rx.deliver.message import new_message_id

    settings = setup.mail_settings(wish.clinic)
    return post.mailed(
        program,
        pdf,
        read_clinic(wish.clinic),
        settings,
        to=one_address(wish.to, checked=wish.address_checked),
        message_id=new_message_id(settings.sender, secrets.token_hex(16)),
        now=datetime.now().astimezone(),
        folders=template_folders(wish.clinic),
        passphrase=passphrase,
        with_calendar=wish.calendar,
    )


def _consent(wish: Wish, address: str, patient: str | None) -> Consent:
    from datetime import UTC, datetime

    from exercise_rx.deliver.consent import record_consent

    return record_consent(
        wish.consent,
        encrypted=wish.encrypt,
        recorded_by=wish.by,
        recorded_at=datetime.now(UTC),
        private=(address, patient),
    )
