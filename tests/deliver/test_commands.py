"""`email` and `outbox` as a person types them, against a real server."""

import email as mail_reader
import email.policy
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mail_kit import a_mail, queued
from mail_program import CLINIC, DIAGNOSIS, a_pdf, a_program
from mail_server import HOST, PASSWORD, USER, Inbox, Misbehaving, real_server

from exercise_rx.cli.main import main
from exercise_rx.deliver.consent import CHOSE_LOCKED, CHOSE_PLAIN
from exercise_rx.deliver.outbox import Outbox
from exercise_rx.render import formats

ROOT = Path(__file__).parents[2]
TO = "pat@example.org"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def port(authority, inbox):
    real, port = real_server(inbox, implicit=authority.server_context(), auth=True)
    yield port
    real.stop()


@pytest.fixture
def desk(tmp_path, authority, port, monkeypatch):
    """A clinic's folder, its program, its outbox and its password."""
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    set_up(clinic, authority, port)
    monkeypatch.setenv("EXERCISE_RX_CLINIC", str(clinic))
    monkeypatch.setenv("EXERCISE_RX_OUTBOX", str(tmp_path / "box" / "outbox.db"))
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
    monkeypatch.setenv("EXERCISE_RX_USER", "J. Lee")
    # The page itself is the business of another room; here it only has to be a PDF.
    monkeypatch.setattr(formats, "draw", lambda *_: a_pdf())
    save(tmp_path)
    return tmp_path


def set_up(clinic, authority, port, tls="implicit", user=USER):
    (clinic / "clinic.yaml").write_text(
        f"name: {CLINIC.name}\nphones: ['{CLINIC.phone}']\nmail:\n  host: {HOST}\n  port: {port}\n"
        f"  tls: {tls}\n  from: rx@clinic.example\n  reply_to: desk@clinic.example\n"
        + (f"  user: {user}\n" if user else "")
        + (f"  ca_file: {authority.ca_file}\n" if tls == "implicit" else "")
    )


def save(folder, **changes):
    path = folder / "plan.json"
    path.write_text(a_program(**changes).model_dump_json())
    return path


@pytest.fixture
def rx(capfdbinary):
    """Run a command; its exit code, standard output and standard error."""

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return end.value.code, out, err.decode()

    return run


def send(rx, desk, *more, consent=CHOSE_PLAIN):
    return rx("email", desk / "plan.json", "--to", TO, "--consent", consent, *more)


def test_a_program_is_sent_and_the_second_time_nothing_is(rx, desk, inbox):
    code, out, err = send(rx, desk)
    assert (code, out) == (0, b"")
    assert "Mail 1 to p***@e***.org: sent" in err
    code, _, err = send(rx, desk)
    assert code == 0
    assert "nothing to do" in err
    assert len(inbox.mails) == 1


def test_again_sends_it_once_more_under_a_new_message_id(rx, desk, inbox):
    send(rx, desk)
    assert send(rx, desk, "--again")[0] == 0
    ids = {mail_reader.message_from_bytes(m[2])["Message-ID"] for m in inbox.mails}
    assert len(ids) == 2


def test_without_consent_nothing_happens_and_the_sentence_to_type_is_given(rx, desk, inbox):
    code, _, err = rx("email", desk / "plan.json", "--to", TO)
    assert code == 2
    assert f'--consent "{CHOSE_PLAIN}"' in err
    assert not inbox.mails
    assert not (desk / "box").exists()


def test_a_slip_in_the_address_is_asked_about_before_anything_is_made(rx, desk):
    code, _, err = rx(
        "email", desk / "plan.json", "--to", "pat@gmial.com", "--consent", CHOSE_PLAIN
    )
    assert code == 2
    assert "pat@gmail.com" in err
    assert not (desk / "box").exists()


def test_a_draft_stays_in_the_house(rx, desk, inbox):
    save(desk, draft=True, clinician=None)
    code, _, err = send(rx, desk)
    assert code == 2
    assert "--clinician" in err
    assert not inbox.mails


def test_options_that_cannot_change_a_finished_program_are_refused(rx, desk):
    code, _, err = send(rx, desk, "--clinician", "A. Osei, PT")
    assert code == 2
    assert "--clinician cannot change it" in err


def test_the_dry_run_prints_the_whole_mail_and_stores_nothing(rx, desk, inbox):
    code, out, err = rx("email", desk / "plan.json", "--to", TO, "--calendar", "--dry-run")
    assert code == 0
    message = mail_reader.message_from_bytes(out, policy=email.policy.default)
    assert message["To"] == TO
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "home-program.pdf",
        "home-exercises.ics",
    ]
    assert out.endswith(b"--\r\n")
    assert "Without --consent it will not be sent" in err
    assert not inbox.mails
    assert not (desk / "box").exists()


def test_a_made_passphrase_goes_to_a_private_new_file_and_nowhere_else(rx, desk, inbox):
    words = desk / "words"
    code, out, err = send(rx, desk, "--encrypt", "--passphrase-to", words, consent=CHOSE_LOCKED)
    assert code == 0
    passphrase = words.read_text().strip()
    assert len(passphrase.split()) == 4
    assert words.stat().st_mode & 0o077 == 0
    everywhere = out + err.encode() + b"".join(f.read_bytes() for f in (desk / "box").iterdir())
    assert not any(word.encode() in everywhere for word in passphrase.split() if len(word) > 5)
    code, _, err = send(rx, desk, "--encrypt", "--passphrase-to", words, "--again")
    assert code == 2
    assert "not there yet" in err
    assert words.read_text().strip() == passphrase


def test_a_passphrase_is_not_shown_where_it_could_end_in_a_log(rx, desk, inbox):
    code, _, err = send(rx, desk, "--encrypt", consent=CHOSE_LOCKED)
    assert code == 2
    assert "--passphrase-to" in err
    assert not inbox.mails


def test_a_passphrase_from_the_environment_is_used_and_not_shown(rx, desk, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_PDF_PASSPHRASE", "anchor lantern pebble")
    code, _, err = send(rx, desk, "--encrypt", consent=CHOSE_LOCKED)
    assert code == 0
    assert "lantern" not in err


def test_later_only_queues_and_send_sends(rx, desk, inbox):
    assert send(rx, desk, "--later")[0] == 0
    assert not inbox.mails
    assert rx("outbox", "send")[0] == 0
    assert len(inbox.mails) == 1
    assert "Nothing is due" in rx("outbox", "send")[2]


def test_a_refused_mail_ends_with_1_and_can_be_retried(rx, desk, inbox):
    inbox.refuse_rcpt = f"550 5.1.1 <{TO}> unknown"
    code, _, err = send(rx, desk)
    assert code == 1
    assert "failed" in err
    assert TO not in err
    code, _, err = send(rx, desk)
    assert code == 1
    assert "outbox retry 1" in err
    inbox.refuse_rcpt = None
    assert rx("outbox", "retry", 1)[0] == 0
    assert rx("outbox", "send", 1)[0] == 0
    assert len(inbox.mails) == 1


def test_list_and_show_tell_what_happened_and_not_to_whom(rx, desk):
    send(rx, desk)
    _, listed, _ = rx("outbox", "list")
    _, shown, _ = rx("outbox", "show", 1)
    _, machine, _ = rx("outbox", "list", "--json", "--status", "sent")
    assert b"   1 sent" in listed
    assert b"consent. plain, warning 1" in shown
    assert b"sent. 250" in shown
    assert json.loads(machine)["address_masked"] == "p***@e***.org"
    for told in (listed, shown, machine):
        assert b"pat@" not in told
        assert b"Zebulon" not in told
        assert DIAGNOSIS.encode() not in told


def test_the_message_of_a_waiting_mail_can_be_seen(rx, desk):
    send(rx, desk, "--later")
    _, out, _ = rx("outbox", "show", 1, "--message")
    assert b"Hello Zebulon," in out
    rx("outbox", "cancel", 1)
    code, _, err = rx("outbox", "show", 1, "--message")
    assert code == 1
    assert "no longer kept" in err


def test_a_mail_in_doubt_says_what_to_ask_and_what_to_type(rx, desk, authority, tmp_path):
    def leave():
        raise EOFError

    with Misbehaving(authority.server_context(), implicit=True, faults={"kept": leave}) as server:
        set_up(desk / "clinic", authority, server.port, user=None)
        code, _, err = send(rx, desk)
        assert code == 1
        assert "--may-arrive-twice" in err
        code, _, err = rx("outbox", "retry", 1)
        assert code == 2
        assert rx("outbox", "cancel", 1, "--it-arrived")[0] == 0
        assert len(server.kept) == 1
    assert b"sent" in rx("outbox", "list")[1]


def test_purge_reports_an_audit_that_other_hands_have_changed(rx, desk):
    send(rx, desk)
    assert rx("outbox", "purge", "--older-than", 0)[0] == 0
    box = Outbox.at(desk / "box" / "outbox.db", time.time)
    box.connection.execute("DROP TRIGGER audit_is_not_changed")
    box.connection.execute("UPDATE audit SET who = 'nobody' WHERE id = 2")
    box.close()
    code, _, err = rx("outbox", "purge")
    assert code == 1
    assert "from line 2 on" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("outbox", "show", 9), "no mail 9"),
        (("outbox", "list", "--status", "lost"), "Unknown state: lost"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_usage_error(rx, desk, words, says):
    code, _, err = rx(*words)
    assert code == 2
    assert says in err


def test_without_mail_settings_it_says_what_to_write(rx, desk, monkeypatch):
    (desk / "clinic" / "clinic.yaml").write_text("name: Harbor Physio\n")
    code, _, err = send(rx, desk)
    assert code == 2
    assert "`mail:` block" in err


def test_a_fault_in_the_settings_is_named_with_its_line(rx, desk):
    file = desk / "clinic" / "clinic.yaml"
    file.write_text(file.read_text().replace("tls: implicit", "tls: sometimes"))
    code, _, err = send(rx, desk)
    assert code == 1
    assert "clinic.yaml:6" in err
    assert "Traceback" not in err


def test_unencrypted_mail_on_this_machine_is_said_aloud(rx, desk, authority, inbox):
    real, port = real_server(inbox)
    try:
        set_up(desk / "clinic", authority, port, tls="none-on-loopback-only", user=None)
        code, _, err = send(rx, desk)
    finally:
        real.stop()
    assert code == 0
    assert "WARNING: mail goes unencrypted" in err


def test_the_worker_sends_and_stops_when_it_is_told(desk, inbox):
    """In a process of its own, stopped as a service manager stops it."""
    box = Outbox.at(desk / "box" / "outbox.db", time.time)
    queued(box)
    box.close()
    command = [sys.executable, "-m", "exercise_rx", "outbox", "run", "--every", "1"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, env={**os.environ}) as worker:
        for _ in range(200):
            if inbox.mails:
                break
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)
        _, err = worker.communicate(timeout=10)
    assert worker.returncode == 0, err
    assert [mail[2] for mail in inbox.mails] == [a_mail().body]


@pytest.mark.parametrize(
    "words", [["--help"], ["email", "--help"], ["outbox", "--help"], ["outbox", "send", "--help"]]
)
def test_help_imports_nothing_heavy(words):
    code = (
        "import sys\nfrom exercise_rx.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'smtplib', 'sqlite3', 'email.message', 'pydantic', 'reportlab', 'ssl', 'jinja2',"
        " 'pikepdf', 'icalendar', 'keyring'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout
