"""What `doctor` looks at, one function for each part; none of them changes anything."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from exercise_rx.cli.doctor import Finding, Looked

if TYPE_CHECKING:
    from exercise_rx.model.mail import MailSettings

EXTRAS = {
    "secure": (("pikepdf",), "locked PDFs, and the print file of a batch"),
    "mail": (("icalendar", "keyring"), "calendar files, and passwords kept by the system"),
    "preview": (("pypdfium2",), "pages as pictures"),
    "cluster": (("distributed",), "a batch over several machines"),
    "check": (("textstat",), "the reading grade in `check`"),
    "draw": (("numpy", "PIL", "scipy"), "drawing exercise pictures"),
}
TRIAL = "M76.821"
"""A program for this code is made and drawn, as the proof that all parts work together."""


def tool(_: Looked) -> Iterator[Finding]:
    """The version, and the Python it runs on."""
    from exercise_rx import __version__
    from exercise_rx.diagnosis.index import release

    python = ".".join(map(str, sys.version_info[:3]))
    says = f"exercise-rx {__version__}, Python {python}, ICD-10-CM {release()}"
    yield Finding("tool", "good", says)


def fonts(_: Looked) -> Iterator[Finding]:
    """Every face: the font, and the letters cut from it beforehand."""
    from exercise_rx.render.pdf.fonts import FILES, face

    sound = 0
    for tag, name in FILES.items():
        try:
            one = face(tag)
            letters = {chr(code) for code in one.file.charWidths} & one.widths.keys()
        except Exception as error:
            says = f"{name}.ttf cannot be read: {error}"
            yield Finding("fonts", "bad", says, "Install exercise-rx again.")
            continue
        if {"A", "z", "0"} <= letters:
            sound += 1
        else:
            yield Finding("fonts", "bad", f"{name} lacks letters.", "Install exercise-rx again.")
    if sound == len(FILES):
        yield Finding("fonts", "good", f"{sound} faces")


def content(_: Looked) -> Iterator[Finding]:
    """The shipped content: whole, and compiled so that commands are quick."""
    from exercise_rx.catalog import compiled, places

    root = places.shipped()
    data = compiled.index()
    if places.digest(root) != data["digest"]:
        yield Finding(
            "content", "bad", f"the files in {root} are not those that were compiled.",
            "They were changed or damaged: install exercise-rx again. Your own belong in a clinic's"
            " folder.",
        )  # fmt: skip
        return
    count = len(data["values"]["exercises"])
    says = f"{count} exercises, digest {data['digest']}"
    if (places.COMPILED / compiled.NAME).is_file():
        yield Finding("content", "good", f"{says}, compiled")
    else:
        yield Finding(
            "content", "note", f"{says}, read anew by each command, which is slow",
            f"Let one command run by someone who may write to {places.COMPILED}.",
        )  # fmt: skip


def a_program(_: Looked) -> Iterator[Finding]:
    """A whole program from a code to a PDF, in memory."""
    from datetime import date

    import exercise_rx

    program = exercise_rx.generate(TRIAL, start=date(2026, 1, 5))
    pdf = exercise_rx.render(program)
    if not pdf.startswith(b"%PDF-"):
        yield Finding("a program", "bad", "what was drawn is no PDF.", "Please report it.")
        return
    yield Finding("a program", "good", f"{TRIAL} gives {len(pdf) // 1000} kB")


def write_rights(where: Looked) -> Iterator[Finding]:
    """This folder, where files go unless another is named, and the outbox's."""
    for part, folder in (
        ("this folder", Path()),
        ("outbox folder", _existing(where.outbox.parent)),
    ):
        try:
            with TemporaryFile(dir=folder) as file:
                file.write(b"\0" * 65536)
            yield Finding(part, "good", f"{folder.resolve()} can be written")
        except OSError as error:
            says = f"{folder.resolve()} cannot be written: {error.strerror}."
            fix = "Choose another folder with -o." if part == "this folder" else (
                "Mend its rights, or name another file with --outbox.")  # fmt: skip
            yield Finding(part, "note" if part == "this folder" else "bad", says, fix)


def clinic(where: Looked) -> Iterator[Finding]:
    """The clinic's folder: its own content, and what a handout or a mail would miss."""
    from exercise_rx.catalog.load import load, read_clinic

    if where.clinic is None:
        yield Finding("clinic", "note", "no clinic's folder is named.", "Name it: --clinic DIR")
        return
    house = read_clinic(where.clinic)
    load((where.clinic,))
    yield Finding("clinic", "good", f"{house.name or 'without a name'}, {where.clinic}")
    if not house.name:
        yield Finding("clinic", "note", "it has no name.", "Write `name:` in clinic.yaml.")
    if not house.phones:
        yield Finding(
            "clinic", "note", "handouts get a line where the telephone should stand.",
            "Write `phones:` in clinic.yaml.",
        )  # fmt: skip


def mail(where: Looked) -> Iterator[Finding]:
    """The secret, the line to the server, its certificate and the sign-in."""
    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.cli.mail_setup import mail_settings
    from exercise_rx.errors import RxError

    try:
        block = read_clinic(where.clinic).mail
    except RxError:
        yield Finding("mail", "note", "is looked at when the clinic's folder is in order.")
        return
    if where.clinic is None or block is None:
        yield Finding("mail", "note", "is not set up.", "Write a `mail:` block in clinic.yaml.")
        return
    settings = mail_settings(where.clinic)
    secret = _secret(settings)
    yield secret
    server = f"{settings.host}, port {settings.server_port}, {settings.tls}"
    if where.offline:
        yield Finding("mail server", "note", f"{server}: not called.", "Leave out --offline.")
        return
    yield _called(settings, server, sign_in=secret.state == "good")


def _secret(settings: MailSettings) -> Finding:
    """Whether there is something to sign in with; it is never shown."""
    from exercise_rx.deliver.credentials import Credentials, NoSecret

    if not settings.user:
        return Finding("mail secret", "good", "none is needed: there is no `user`")
    try:
        Credentials(settings).secret()
    except NoSecret as error:
        return Finding("mail secret", "bad", error.message, error.tip or "")
    kind = "password" if settings.auth == "login" else "token"
    return Finding("mail secret", "good", f"a {kind} for {settings.user} is there")


def _called(settings: MailSettings, server: str, *, sign_in: bool) -> Finding:
    from exercise_rx.cli.mail_setup import transport_of

    outcome = transport_of(settings).probe(sign_in=sign_in)
    if outcome.kind == "accepted":
        return Finding("mail server", "good", f"{server}: {outcome.text}")
    fix = outcome.tip or "Check `host`, `port` and `tls` in clinic.yaml, and the network."
    return Finding("mail server", "bad", f"{server}: {outcome.text}", fix)


def outbox(where: Looked) -> Iterator[Finding]:
    """The outbox file: only its owner may read it, it is whole, nothing in it needs a person."""
    if not where.outbox.exists():
        yield Finding("outbox", "good", "none yet; the first mail makes it")
        return
    if os.name == "posix":
        for path in (where.outbox.parent, where.outbox):
            rights = stat.S_IMODE(path.stat().st_mode)
            if rights & 0o077:
                says = f"{path} can be opened by others (rights {rights:o})."
                yield Finding("outbox", "bad", says, f"chmod go= {path}")
    yield from _inside(where.outbox)


def _inside(file: Path) -> Iterator[Finding]:
    from exercise_rx.cli.mail_setup import opened
    from exercise_rx.deliver import audit, desk

    with opened(file) as box:
        sound = box.connection.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            yield Finding(
                "outbox", "bad", f"{file} is damaged: {sound}.", "Restore it from a copy."
            )
            return
        if line := audit.broken_at(box.connection):
            yield Finding(
                "outbox", "bad", f"its audit was changed by other hands, from line {line} on.",
                "Keep a copy of the file, and find out who can write to it.",
            )  # fmt: skip
        if why := desk.stopped(box):
            yield Finding(
                "outbox", "bad", f"the queue is stopped: {why}",
                "Mend it, then: exercise-rx outbox send --resume",
            )  # fmt: skip
        waiting = sum(1 for _ in desk.entries(box, ("queued", "sending")))
        held = sum(1 for _ in desk.entries(box, ("held",)))
    yield Finding("outbox", "good", f"{file} is whole; {waiting} mails wait")
    if held:
        do = "See: exercise-rx outbox list --status held"
        yield Finding("outbox", "note", f"{held} mails may have arrived; a person decides.", do)


def extras(_: Looked) -> Iterator[Finding]:
    """Parts that are installed only when asked for."""
    for name, (modules, use) in EXTRAS.items():
        missing = [module for module in modules if find_spec(module) is None]
        if missing:
            do = f'If you want it: pip install "exercise-rx[{name}]"'
            yield Finding(f"extra {name}", "note", f"not installed: {use}.", do)
        else:
            yield Finding(f"extra {name}", "good", use)


def _existing(folder: Path) -> Path:
    """The nearest folder above that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


CHECKS = (
    tool, fonts, content, a_program, write_rights, clinic, mail, outbox, extras,
)  # fmt: skip
