"""`--password`: a PDF that opens with a password, which is never part of the command."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

VARIABLE = "EXERCISE_RX_PDF_PASSWORD"


def password_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options of the commands that draw a PDF."""
    command = click.option(
        "--password-file",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Lock the PDF; the file's first line is the password.",
    )(command)
    return click.option(
        "--password", is_flag=True, help=f"Lock the PDF (AES-256); asks, or reads {VARIABLE}."
    )(command)


def lock(kind: str, wanted: bool, file: Path | None) -> str | None:
    """The password to lock a document of `kind` with, or None when it stays open.

    Raises:
        UsageProblem: not a PDF, nobody to ask, or a password that is easily guessed.
    """
    if not wanted and file is None:
        return None
    from exercise_rx.deliver.passphrase import given_passphrase, strong_enough
    from exercise_rx.errors import UsageProblem

    if kind != "pdf":
        raise UsageProblem(f"Only a PDF can be locked, not {kind}.", tip="End -o in .pdf")
    if file is not None:
        return given_passphrase(file)
    if VARIABLE in os.environ:
        return strong_enough(os.environ[VARIABLE], f"in {VARIABLE}")
    if not sys.stdin.isatty():
        raise UsageProblem(
            "There is nobody to ask for the password.",
            tip=f"Use --password-file FILE, or set {VARIABLE}.",
        )
    typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return strong_enough(str(typed), "you typed")
