"""What a whole morning leaves behind is searched for the patient: name, address and diagnosis.

They belong in the handouts, in a mail that waits, and in the line of the report that names what a
person has to mend; nowhere else, whatever goes wrong.
"""

import logging
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deliver.mail_server import (
    DROP,
    HOST,
    PASSWORD,
    USER,
    Authority,
    Inbox,
    Misbehaving,
    real_server,
)

from exercise_rx.cli.main import main
from exercise_rx.deliver.consent import CHOSE_LOCKED, CHOSE_PLAIN
from exercise_rx.errors import RxError
from exercise_rx.model.mail import Letter
from exercise_rx.model.program import Program
from exercise_rx.render import formats

ROOT = Path(__file__).parents[2]
NAME, ADDRESS, GOAL = "Zebulon Quillfeather", "zq77@mailhost.example", "Unicycle to Xanadu"
PRIVATE = ("zebulon", "quillfeather", "zq77", "mailhost", "unicycle", "xanadu")
DIAGNOSIS = ("m76.82", "m7682", "tibial", "tendin", "sore tendon", "inner ankle")
SECRET = ("hush-hush", PASSWORD)
HEAD = "codes,file,patient,goal,start,clinician,email,consent,encrypt\n"


def row(chart="chart-7", consent=CHOSE_PLAIN, encrypt=""):
    signed = '"A. Osei, PT"'
    return (
        f"M76.821,{chart},{NAME},{GOAL} {chart},2026-11-23,{signed},{ADDRESS},{consent},{encrypt}\n"
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A desk of its own: home, temporary files, outbox and clinic lie under `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    for name in ("home", "tmp", "clinic"):
        (tmp_path / name).mkdir()
    (tmp_path / "clinic" / "clinic.yaml").write_text("name: Harbor Physio\n")
    for variable, value in {
        "HOME": tmp_path / "home", "TMPDIR": tmp_path / "tmp",
        "XDG_STATE_HOME": tmp_path / "home", "XDG_CACHE_HOME": tmp_path / "home",
        "EXERCISE_RX_CLINIC": tmp_path / "clinic", "EXERCISE_RX_USER": "J. Lee",
        "EXERCISE_RX_SMTP_PASSWORD": PASSWORD, "EXERCISE_RX_OUTBOX": tmp_path / "box/outbox.db",
    }.items():  # fmt: skip
        monkeypatch.setenv(variable, str(value))
    return tmp_path


def mail_goes_to(port, authority, **more):
    settings = {"host": HOST, "port": port, "tls": "implicit", "from": USER, "user": USER,
                "reply_to": "desk@clinic.example", "ca_file": authority.ca_file} | more  # fmt: skip
    lines = [f"  {key}: {value}" for key, value in settings.items()]
    text = "\n".join(["name: Harbor Physio", "mail:", *lines, ""])
    Path("clinic/clinic.yaml").write_text(text)


@pytest.fixture
def rx(capfd, caplog):
    """Run a command; all that it said, on the screen and to any log, is added to `told`."""
    caplog.set_level(logging.DEBUG)
    told: list[str] = []

    def run(*words, status=0):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        out = capfd.readouterr()
        told.append(out.out + out.err)
        assert end.value.code == status, told[-1]
        return told[-1]

    def all_told():
        # The server of the test runs in this process, and its log is its own.
        logged = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
        return "\n".join([*told, *logged]).lower()

    run.told = all_told
    return run


def found(text, words):
    return [word for word in words if word in text]


def left(folder, *but):
    """What is in the files of a folder, as far as it is no handout, with their names."""
    texts = {}
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix not in but:
            texts[str(file)] = file.read_bytes().decode("utf-8", "replace").lower()
    return texts


def test_a_morning_with_every_command_tells_nobody(rx, desk, authority):
    """Batch with mail, list, show, send, doctor, purge; then every byte is searched."""
    inbox = Inbox()
    real, port = real_server(inbox, implicit=authority.server_context(), auth=True)
    mail_goes_to(port, authority)
    Path("list.csv").write_text(HEAD + row() + row("chart-8", consent=CHOSE_LOCKED, encrypt="yes"))
    rx("batch", "list.csv", "-o", "out", "--email", "--passphrases-to", "words.csv")
    rx("batch", "list.csv", "-o", "out", "--email", "--passphrases-to", "words.csv")
    rx("outbox", "list", "--json")
    rx("outbox", "show", 1)
    rx("doctor")
    assert found(left(desk / "box")[str(desk / "box/outbox.db")], PRIVATE), "they wait, whole"
    rx("outbox", "send")
    real.stop()
    assert [to for _, (to,), _ in inbox.mails] == [ADDRESS, ADDRESS]
    rx("outbox", "show", 1)
    rx("outbox", "purge", "--older-than", 0)
    for where, text in {
        "the screen": rx.told(), **left(desk / "box"), **left(desk / "home"), **left(desk / "tmp"),
        **left(desk / "out", ".pdf"), "passphrases": Path("words.csv").read_text().lower(),
    }.items():  # fmt: skip
        # The program that `doctor` makes to try itself is of nobody.
        text = text.replace("a program: m76.821 gives", "")
        assert not found(where.lower() + text, (*PRIVATE, *DIAGNOSIS, *SECRET)), where
    assert "chart-7" in left(desk / "out", ".pdf")[str(desk / "out/report.csv")]


@pytest.mark.parametrize(
    ("faults", "status"),
    [
        ({"RCPT": f"550 5.1.1 <{ADDRESS}> unknown".encode()}, 1),
        ({"RCPT": f"450 4.7.1 <{ADDRESS}> greylisted".encode()}, 1),
        ({"dot": f"554 5.7.1 {ADDRESS} spam".encode()}, 1),
        ({"kept": DROP}, 1),
        ({"AUTH": f"535 5.7.8 {PASSWORD} is wrong".encode()}, 1),
    ],
)
def test_a_server_that_repeats_everything_is_not_repeated(rx, desk, authority, faults, status):
    offers = (b"AUTH PLAIN", b"SIZE 30000000")
    with Misbehaving(authority.server_context(), True, offers, faults) as server:
        signs_in = {} if "AUTH" in faults else {"user": "''"}
        mail_goes_to(server.port, authority)
        if signs_in:
            text = Path("clinic/clinic.yaml").read_text()
            Path("clinic/clinic.yaml").write_text(re.sub(r"\n  user: .*", "", text))
        Path("list.csv").write_text(HEAD + row())
        rx("batch", "list.csv", "-o", "out", "--email", "--no-print-file")
        rx("outbox", "send", 1, status=status)
        rx("outbox", "list")
        rx("outbox", "show", 1)
    assert not found(rx.told(), (*PRIVATE, *DIAGNOSIS, *SECRET))


def test_a_fault_of_ours_is_told_without_what_it_happened_to(rx, desk, monkeypatch):
    """The message of an exception may hold anything: only its kind and place are told."""

    def broken(program, *rest, **more):
        raise ValueError(f"cannot draw {program.patient}, {program.title}")

    monkeypatch.setattr(formats, "draw", broken)
    Path("list.csv").write_text(HEAD + row())
    told = rx("batch", "list.csv", "-o", "out", "--no-print-file", status=1)
    assert "a fault of Exercise Rx: ValueError at test_privacy.py" in told
    for where, text in {"screen": rx.told(), **left(desk / "out"), **left(desk / "tmp")}.items():
        assert not found(text, (*PRIVATE, *DIAGNOSIS)), where


def test_a_value_that_does_not_fit_is_not_printed_in_a_traceback():
    for given in (
        lambda: Letter(clinic=f"{NAME}\n", reply_to=ADDRESS, weeks=1),
        lambda: Program.model_validate({"patient": NAME, "goal": [GOAL]}),
        lambda: Program.model_validate_json(f'{{"patient": "{NAME}", "title": 1}}'),
    ):
        with pytest.raises(ValueError, match="validation error") as error:
            given()
        assert not found(str(error.value).lower(), PRIVATE)
        assert found(repr(error.value.errors()).lower(), PRIVATE), "our own words may use it"


def test_a_file_that_is_no_program_is_refused_without_being_quoted(rx, desk):
    Path("plan.json").write_text(f'{{"patient": "{NAME}", "goal": ["{GOAL}"], "title": "x"}}')
    rx("render", "plan.json", "-o", "plan.pdf", status=1)
    assert not found(rx.told(), PRIVATE)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks at /proc")
def test_no_process_of_a_batch_bears_a_patients_name(desk):
    rows = "".join(row(f"chart-{n}") for n in range(40))
    Path("list.csv").write_text(HEAD + rows)
    words = [
        sys.executable,
        "-m",
        "exercise_rx",
        "batch",
        "list.csv",
        "-o",
        "out",
        "--processes",
        "2",
    ]
    titles: set[str] = set()
    command = {"env": {**os.environ, "PYTHONPATH": str(ROOT)}, "start_new_session": True}
    with subprocess.Popen(words, stderr=subprocess.DEVNULL, **command) as run:
        while run.poll() is None:
            titles |= {title for pid, title in processes() if in_session(pid, run.pid)}
            time.sleep(0.02)
    assert run.returncode == 0
    assert any("spawn" in title for title in titles), "the workers were seen"
    assert not found("\n".join(titles).lower(), (*PRIVATE, *DIAGNOSIS))


def processes():
    """Every process's number with its command line and environment."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                title = (entry / "cmdline").read_text() + (entry / "environ").read_text()
            except OSError:
                continue
            yield int(entry.name), title


def in_session(pid, leader):
    try:
        return os.getsid(pid) == leader
    except OSError:
        return False


def test_the_search_would_have_found_it(rx, desk):
    """The words are where they belong, so the search above looks with the right eyes."""
    Path("list.csv").write_text(HEAD + row())
    rx("batch", "list.csv", "-o", "out", "--format", "txt")
    text = Path("out/chart-7.txt").read_text().lower()
    assert found(text, PRIVATE)
    assert found(text, DIAGNOSIS)
    with pytest.raises(RxError, match="zq77"):
        raise RxError(ADDRESS)
