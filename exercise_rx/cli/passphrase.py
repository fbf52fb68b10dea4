"""How a passphrase comes in and goes out: never as part of a command, a log or a file name."""

from pathlib import Path

import click


def given(encrypt: bool, ask: bool, file: Path | None, write_to: Path | None) -> str | None:
    """The passphrase that was typed, put in a file or in the environment; None: make one."""
    from exercise_rx.deliver.passphrase import given_passphrase, strong_enough
    from exercise_rx.errors import UsageProblem

    if not encrypt:
        if ask or file or write_to:
            raise UsageProblem("A passphrase was given, but not --encrypt.", tip="Add --encrypt.")
        return None
    if ask:
        typed = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
        return strong_enough(str(typed), "you typed")
    return given_passphrase(file)


def made(write_to: Path | None) -> str:
    """A new passphrase, shown once: on the screen or in a new file, and nowhere else."""
    import os
    import sys

    from exercise_rx.deliver.passphrase import VARIABLE, make_passphrase
    from exercise_rx.errors import UsageProblem

    words = make_passphrase()
    if write_to is not None:
        try:
            with os.fdopen(
                os.open(write_to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
            ) as out:
                out.write(words + "\n")
        except OSError as error:
            raise UsageProblem(
                f"The passphrase cannot be written to {write_to}: {error.strerror}.",
                tip="Name a file that is not there yet.",
            ) from None
        click.echo(f"The passphrase is in {write_to}. Tell it by phone or on paper.", err=True)
    elif sys.stderr.isatty():
        click.echo(f"Passphrase (tell it by phone or on paper, never by e-mail): {words}", err=True)
    else:
        raise UsageProblem(
            "The passphrase cannot be shown: this is not a terminal, and it may not end in a log.",
            tip=f"Add --passphrase-to FILE, or set {VARIABLE}.",
        )
    return words
