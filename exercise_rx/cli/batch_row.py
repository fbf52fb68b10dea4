"""One row of a list of patients as handouts and a mail; runs in whatever process it is sent to."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from exercise_rx.cli import batch_columns
from exercise_rx.cli.batch_columns import RowProblem
from exercise_rx.cli.parts import ALL, Pages
from exercise_rx.deliver.batch_mail import Mail
from exercise_rx.deliver.batch_row import Failed, Made, Task
from exercise_rx.errors import Refused, RxError

if TYPE_CHECKING:
    from exercise_rx.deliver.consent import Consent
    from exercise_rx.model.catalog import Catalog
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.mail import MailSettings
    from exercise_rx.model.program import Program


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every row. `by`: who recorded the consents; None: nothing is mailed."""

    clinic: Path | None
    endings: tuple[str, ...]
    today: date
    pages: Pages = ALL
    by: str | None = None
    may_encrypt: bool = False
    all_mailed: bool = False


def make(job: Job, tasks: tuple[Task, ...]) -> list[Made | Failed]:
    """What became of each row. A fault of one row, even one of ours, stops no other."""
    return [_made(job, task) for task in tasks]


def _made(job: Job, task: Task) -> Made | Failed:
    try:
        return _whole(job, task)
    except RowProblem as problem:
        return Failed(problem.fault, problem.fix, problem.column)
    except Refused as refusal:
        said = batch_columns.in_words_of_the_list(refusal, task.cells)
        return Failed(said.fault, said.fix, said.column, "refused")
    except RxError as error:
        said = batch_columns.in_words_of_the_list(error, task.cells)
        return Failed(said.fault, said.fix, said.column)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return Failed(
            f"a fault of Exercise Rx: {type(error).__name__} at {Path(at.filename).name}:{at.lineno}",
            "Please report it, with the row's codes and options.",
        )


def _whole(job: Job, task: Task) -> Made:
    """The documents of a row and, if one is due, its mail: all of it or nothing."""
    from exercise_rx.cli.generate import program_of
    from exercise_rx.render.formats import draw

    if job.all_mailed and not task.cells.get("email"):
        raise RowProblem("There is no address.", "Write it in column `email`.", "email")
    clinic, catalog = _content(job.clinic)
    codes, options = batch_columns.read(task.cells)
    options["today"] = job.today
    program = program_of(codes, options, clinic, catalog)

    def drawn(ending: str) -> bytes:
        parts, fillable = job.pages
        return draw(program, clinic, ending, job.clinic, parts, fillable=fillable)

    files = {ending: drawn(ending) for ending in job.endings}
    mail = None
    if task.mail:
        pdf = files.get("pdf") or drawn("pdf")
        mail = _mail(job, task.cells, program, pdf)
    return Made(files, program.plan_id, _to_confirm(program), mail)


@lru_cache(maxsize=4)
def _content(folder: Path | None) -> "tuple[Clinic, Catalog]":
    """The clinic and the content, read once in each process."""
    from exercise_rx.catalog.load import load, read_clinic

    return read_clinic(folder), load((folder,) if folder else ())


@lru_cache(maxsize=4)
def _settings(folder: Path | None) -> "MailSettings":
    from exercise_rx.cli.mail_setup import mail_settings

    return mail_settings(folder)


def _to_confirm(program: "Program") -> str:
    """What a person looks at before signing: warnings, what was assumed, what is left to fill in."""
    notes = [f"{d.kind} {d.what}" for d in program.decisions if d.kind in ("assumed", "warning")]
    for item in program.steps[0].items:
        blanks = (blank for choice in item.choices for blank in choice.figures.blanks)
        if listed := ", ".join(dict.fromkeys(blanks)):
            notes.append(f"set by you: {item.exercise}: {listed}")
    if program.draft:
        notes.append("draft: column `clinician` is empty")
    return "; ".join(notes)


@contextmanager
def _in_column(name: str, cells: Mapping[str, str]) -> Iterator[None]:
    """A fault in here is one of column `name`."""
    try:
        yield
    except RxError as error:
        said = batch_columns.in_words_of_the_list(error, cells)
        raise RowProblem(said.fault, said.fix, name) from None


def _mail(job: Job, cells: Mapping[str, str], program: "Program", pdf: bytes) -> Mail:
    """The mail of a row, refused as `exercise-rx email` refuses it."""
    import secrets
    from datetime import datetime

    from exercise_rx.cli.email import template_folders
    from exercise_rx.deliver import post
    from exercise_rx.deliver.message import new_message_id
    from exercise_rx.deliver.passphrase import make_passphrase

    locked = batch_columns.flag(cells, "encrypt")
    if locked and not job.may_encrypt:
        raise RowProblem(
            "The PDF is to be locked, and there is no place for its passphrase.",
            "Add --passphrases-to FILE to the command.",
            "encrypt",
        )
    with _in_column("clinician", cells):
        post.ready_to_send(program)
    address, consent = _agreed(job, cells, program, locked)
    passphrase = make_passphrase() if locked else None
    settings = _settings(job.clinic)
    envelope = post.mailed(
        program,
        pdf,
        _content(job.clinic)[0],
        settings,
        to=address,
        message_id=new_message_id(settings.sender, secrets.token_hex(16)),
        now=datetime.now().astimezone(),
        folders=template_folders(job.clinic),
        passphrase=passphrase,
        with_calendar=batch_columns.flag(cells, "calendar"),
    )
    return Mail(envelope, post.plan_of(program), consent, passphrase)


def _agreed(
    job: Job, cells: Mapping[str, str], program: "Program", locked: bool
) -> "tuple[str, Consent]":
    """The address, and what the patient agreed to have sent there."""
    from datetime import UTC, datetime

    from exercise_rx.deliver.address import one_address
    from exercise_rx.deliver.consent import record_consent

    with _in_column("email", cells):
        address = one_address(cells["email"], checked=batch_columns.flag(cells, "address-checked"))
    with _in_column("consent", cells):
        consent = record_consent(
            cells.get("consent"),
            encrypted=locked,
            recorded_by=job.by or "",
            recorded_at=datetime.now(UTC),
            private=(address, program.patient),
        )
    return address, consent
