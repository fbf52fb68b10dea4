"""`exercise-rx doctor`: what works in this installation, what does not, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from exercise_rx.cli import mail_setup as setup
from exercise_rx.cli.options import CLINIC

MARKS = {"good": "ok  ", "note": "note", "bad": "MEND"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not well."""

    part: str
    state: Literal["good", "note", "bad"]
    says: str
    do: str = ""


@dataclass(frozen=True)
class Looked:
    """Where to look."""

    clinic: Path | None
    outbox: Path
    offline: bool


@click.command()
@click.option("--offline", is_flag=True, help="Do not call the mail server.")
@CLINIC
@setup.outbox_option
def doctor(offline: bool, clinic: Path | None, outbox_file: Path | None) -> None:
    """Check this installation and say what to mend. Exit status 1 when something is broken.

    With a clinic's folder that has a `mail:` block, its server is called and signed in to; no
    mail is sent.

    \b
    Examples:
      exercise-rx doctor
      exercise-rx doctor --clinic my-clinic --offline
    """
    from exercise_rx.cli import doctor_checks

    where = Looked(clinic, setup.outbox_path(outbox_file), offline)
    bad = 0
    for check in doctor_checks.CHECKS:
        for finding in checked(check, where):
            bad += finding.state == "bad"
            click.echo(f"{MARKS[finding.state]}  {finding.part}: {finding.says}")
            for line in finding.do.splitlines():
                click.echo(f"          {line}")
    click.echo(f"{bad} to mend." if bad else "All is well.", err=True)
    if bad:
        click.get_current_context().exit(1)


def checked(check: Callable[[Looked], Iterator[Finding]], where: Looked) -> Iterator[Finding]:
    """The findings of one check; a check that cannot be made is a finding itself."""
    from exercise_rx.errors import RxError

    name = check.__name__.replace("_", " ")
    try:
        yield from check(where)
    except RxError as error:
        yield Finding(name, "bad", error.message, error.tip or "")
    except Exception as error:
        says = f"could not be checked: {type(error).__name__}: {error}"
        yield Finding(name, "bad", says, "Install exercise-rx again; if it stays, report it.")
