"""The passphrase of an encrypted PDF: made, asked for or read, and never part of a command."""

import os
import secrets
from pathlib import Path

from exercise_rx.errors import UsageProblem

WORDS = 4
VARIABLE = "EXERCISE_RX_PDF_PASSPHRASE"
SHORTEST = 12


def make_passphrase() -> str:
    """Four plain words drawn by the system's own source of chance: about 41 bits.

    Why words: they are read out on the phone and typed on one. Why not a birth date:
    a machine tries all of those in seconds.
    """
    words = Path(__file__).with_name("passphrase_words.txt").read_text(encoding="ascii").split()
    return " ".join(secrets.choice(words) for _ in range(WORDS))


def given_passphrase(file: Path | None) -> str | None:
    """The passphrase in `file`, else in the environment, else None."""
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageProblem(
                f"The passphrase file {file} cannot be read: {type(error).__name__}.",
                tip="Give a text file whose first line is the passphrase.",
            ) from None
        return strong_enough(lines[0] if lines else "", f"in {file}")
    if VARIABLE in os.environ:
        return strong_enough(os.environ[VARIABLE], f"in {VARIABLE}")
    return None


def strong_enough(passphrase: str, where: str) -> str:
    """`passphrase` itself, refused when it could be guessed; the message never repeats it."""
    letters = passphrase.replace(" ", "")
    if len(letters) < SHORTEST or letters.isdigit() or len(set(letters)) < 6:
        raise UsageProblem(
            f"The passphrase {where} is too easy to guess.",
            tip=f"Use {WORDS} unrelated words ({SHORTEST} letters or more), or leave it out and "
            "have one made.",
        )
    if len(passphrase.encode()) > 127:
        raise UsageProblem(f"The passphrase {where} is longer than a PDF takes (127 bytes).")
    return passphrase
