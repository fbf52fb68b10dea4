"""`batch --email`: each row's mail is queued once, whatever stops the run."""

import csv
import email as mail_reader
import email.policy
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from exercise_rx.cli import batch as batch_command
from exercise_rx.cli.main import main
from exercise_rx.deliver.consent import CHOSE_LOCKED, CHOSE_PLAIN
from exercise_rx.deliver.outbox import Outbox

ROOT = Path(__file__).parents[2]
HEAD = "codes,patient,start,clinician,email,consent,encrypt\n"
SIGNED = '"A. Osei, PT"'


def row(patient, address="", consent=CHOSE_PLAIN, encrypt="", signed=SIGNED, code="M76.821"):
    return f'{code},{patient},2026-11-23,{signed},{address},"{consent}",{encrypt}\n'


@pytest.fixture
def rx(capsys, tmp_path, monkeypatch):
    """Run a command at a desk with a clinic and an outbox; its exit code and standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "clinic.yaml").write_text(
        "name: Harbor Physio\nmail:\n  host: mail.example\n  from: rx@clinic.example\n"
        "  reply_to: desk@clinic.example\n"
    )
    monkeypatch.setenv("EXERCISE_RX_CLINIC", str(tmp_path / "clinic"))
    monkeypatch.setenv("EXERCISE_RX_OUTBOX", str(tmp_path / "box" / "outbox.db"))
    monkeypatch.setenv("EXERCISE_RX_USER", "J. Lee")

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        return end.value.code, capsys.readouterr().err

    return run


def batch(rx, *more):
    return rx("batch", "list.csv", "-o", "out", "--no-print-file", *more)


def mails():
    box = Outbox.at(Path("box/outbox.db"), time.time)
    found = box.connection.execute("SELECT * FROM mail ORDER BY id").fetchall()
    box.close()
    return found


def report():
    with Path("out/report.csv").open(encoding="utf-8-sig", newline="") as file:
        return {int(line["line"]): line for line in csv.DictReader(file)}


def attached(mail):
    message = mail_reader.message_from_bytes(mail["body"], policy=email.policy.default)
    return next(part.get_content() for part in message.iter_attachments())


def test_rows_with_an_address_are_queued_and_the_others_only_made(rx):
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org") + row("Bob"))
    code, err = batch(rx, "--email")
    assert (code, "exercise-rx outbox send" in err) == (0, True)
    (mail,) = mails()
    assert (mail["address"], mail["status"]) == ("ann@example.org", "queued")
    assert attached(mail) == Path("out/Ann.pdf").read_bytes()
    assert [line["mail"] for line in report().values()] == ["1", ""]


def test_a_second_run_queues_nothing_though_everything_is_made_anew(rx):
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org"))
    batch(rx, "--email")
    assert batch(rx, "--email")[0] == 0
    assert report()[2]["mail"] == "1"
    assert batch(rx, "--email", "--again")[0] == 0
    assert len(mails()) == 1


def test_handouts_made_before_are_mailed_when_that_is_asked_for_later(rx):
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org"))
    batch(rx)
    assert not Path("box").exists()
    assert batch(rx, "--email")[0] == 0
    assert attached(mails()[0]) == Path("out/Ann.pdf").read_bytes()


def test_mail_only_writes_no_handout(rx):
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org") + row("Bob"))
    assert batch(rx, "--email-only")[0] == 1
    assert not list(Path("out").glob("*.pdf"))
    assert len(mails()) == 1
    assert report()[3]["column"] == "email"
    assert batch(rx, "--email-only")[0] == 1
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (row("Ann", "ann@example.org", consent=""), "consent", "Read this to the patient"),
        (row("Ann", "ann@example.org", consent="Ann agreed to it"), "consent", "names the patient"),
        (row("Ann", "ann@gmial.com"), "email", "slip for ann@gmail.com"),
        (row("Ann", "ann"), "email", "no name@domain form"),
        (row("Ann", "ann@example.org", signed=""), "clinician", "is a draft"),
        (row("Ann", "ann@example.org", encrypt="yes"), "encrypt", "--passphrases-to FILE"),
    ],
)
def test_a_row_that_may_not_be_mailed_is_named_and_nothing_is_made_of_it(rx, line, column, says):
    Path("list.csv").write_text(HEAD + line + row("Bob", "bob@example.org"))
    assert batch(rx, "--email")[0] == 1
    told = report()[2]
    assert told["column"] == column
    assert says in told["fault"] + told["fix"]
    assert [m["address"] for m in mails()] == ["bob@example.org"]
    assert not Path("out/Ann.pdf").exists()


def test_a_locked_pdf_opens_with_the_passphrase_in_the_private_file(rx):
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org", CHOSE_LOCKED, "yes"))
    assert batch(rx, "--email", "--passphrases-to", "words.csv")[0] == 0
    (told,) = csv.reader(Path("words.csv").read_text().splitlines())
    assert told[0] == "Ann"
    assert Path("words.csv").stat().st_mode & 0o077 == 0
    with pikepdf.open(BytesIO(attached(mails()[0])), password=told[1]) as opened:
        assert opened.encryption.bits == 256
    batch(rx, "--email", "--passphrases-to", "words.csv")
    assert len(Path("words.csv").read_text().splitlines()) == 1


def test_without_mail_settings_nothing_is_begun(rx, monkeypatch):
    Path("clinic/clinic.yaml").write_text("name: Harbor Physio\n")
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org"))
    code, err = batch(rx, "--email")
    assert (code, "`mail:` block" in err) == (2, True)
    assert not Path("out").exists()


def test_the_address_is_kept_by_the_outbox_alone(rx):
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org"))
    batch(rx, "--email")
    for file in Path("out").rglob("*"):
        if file.is_file():
            assert b"ann@example" not in file.read_bytes()


class Stopped(BaseException):
    """Stands for a crash: nothing of ours may catch it."""


@pytest.mark.parametrize("step", ["before queueing", "before enqueue", "before queued"])
def test_a_crash_at_each_step_loses_no_mail_and_doubles_none(rx, monkeypatch, step):
    """The next day, too: the plan would be another one then, and the patient the same."""
    Path("list.csv").write_text(HEAD + row("Ann", "ann@example.org").replace("2026-11-23", ""))
    with monkeypatch.context() as broken:
        crash(broken, step)
        with pytest.raises(Stopped):
            main(["batch", "list.csv", "-o", "out", "--no-print-file", "--email"])
    tomorrow(monkeypatch)
    assert batch(rx, "--email")[0] == 0
    assert len(mails()) == 1
    assert report()[2]["mail"] == "1"


def crash(broken, step):
    from exercise_rx.deliver.batch_journal import Journal

    add = Journal.add

    def stop_at(kind):
        def adding(self, did, *args, **rest):
            if did == kind:
                raise Stopped
            return add(self, did, *args, **rest)

        return adding

    def no_enqueue(*args, **rest):
        raise Stopped

    if step == "before enqueue":
        broken.setattr(Outbox, "enqueue", no_enqueue)
    else:
        broken.setattr(Journal, "add", stop_at(step.removeprefix("before ")))


def tomorrow(monkeypatch):
    next_day = batch_command.today() + timedelta(days=1)
    monkeypatch.setattr(batch_command, "today", lambda: next_day)


def test_killed_while_it_mails_each_row_is_queued_once(rx, tmp_path):
    codes = ("M76.821", "M17.11", "M54.50", "M72.2:left")
    rows = (row(f"P{n}", f"p{n}@example.org", code=codes[n % 4]) for n in range(32))
    Path("list.csv").write_text(HEAD + "".join(rows))
    words = ("batch", str(tmp_path / "list.csv"), "-o", str(tmp_path / "out"), "--email",
             "--no-print-file", "--processes", "1")  # fmt: skip
    for goal in (3, 17):
        run = subprocess.Popen(
            [sys.executable, "-m", "exercise_rx", *words], cwd=ROOT, env={**os.environ},
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while queued() < goal:
            assert run.poll() is None
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert batch(rx, "--email", "--processes", "1")[0] == 0
    assert sorted(m["address"] for m in mails()) == sorted(f"p{n}@example.org" for n in range(32))


def queued():
    file = Path("out/.batch/journal.jsonl")
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    return sum(json.loads(line)["did"] == "queued" for line in lines if line.endswith("\n"))
