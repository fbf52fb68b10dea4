"""`doctor` finds what is broken: each part is broken once, and it says what to do."""

import os
import sqlite3
import time
from pathlib import Path

import pytest
from deliver.mail_server import HOST, PASSWORD, USER, Authority, Inbox, real_server

from exercise_rx.catalog import compiled, places
from exercise_rx.cli.main import main
from exercise_rx.deliver.outbox import Outbox
from exercise_rx.render.pdf import fonts


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def port(authority):
    real, port = real_server(Inbox(), implicit=authority.server_context(), auth=True)
    yield port
    real.stop()


@pytest.fixture
def rx(capsys, tmp_path, monkeypatch):
    """Run `doctor`; its exit code and what it found."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXERCISE_RX_OUTBOX", str(tmp_path / "box" / "outbox.db"))
    for name in ("EXERCISE_RX_CLINIC", "EXERCISE_RX_SMTP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main(["doctor", *map(str, words)])
        return end.value.code, capsys.readouterr().out

    return run


@pytest.fixture
def clinic(tmp_path, authority, port):
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "clinic.yaml").write_text(
        f"name: Harbor Physio\nphones: ['555-010-0199']\nmail:\n  host: {HOST}\n  port: {port}\n"
        f"  tls: implicit\n  from: rx@clinic.example\n  reply_to: desk@clinic.example\n"
        f"  user: {USER}\n  ca_file: {authority.ca_file}\n"
    )
    return folder


def change(clinic, old, new):
    file = clinic / "clinic.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_sound_installation_is_sound(rx):
    code, out = rx()
    assert code == 0, out
    assert "MEND" not in out
    for part in ("tool", "fonts", "content", "a program", "outbox", "extra secure"):
        assert f"ok    {part}: " in out
    assert not Path("box").exists()


def test_the_mail_server_is_called_and_signed_in_to(rx, clinic, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
    code, out = rx("--clinic", clinic)
    assert code == 0, out
    assert "ok    mail server: 127.0.0.1" in out
    assert PASSWORD not in out


def test_offline_calls_nobody(rx, clinic, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", PASSWORD)
    change(clinic, f"host: {HOST}", "host: mail.invalid")
    code, out = rx("--clinic", clinic, "--offline")
    assert code == 0
    assert "not called" in out


@pytest.mark.parametrize(
    ("secret", "old", "new", "says"),
    [
        (None, "tls", "tls", "EXERCISE_RX_SMTP_PASSWORD"),
        ("wrong", "tls", "tls", "MEND  mail server"),
        (PASSWORD, "  ca_file", "  # ca_file", "certificate"),
        (PASSWORD, "tls: implicit", "tls: sometimes", "clinic.yaml:6"),
        (PASSWORD, f"host: {HOST}", "host: mail.invalid", "MEND  mail server: mail.invalid"),
        (PASSWORD, "name: Harbor", "nam: Harbor", "clinic.yaml:1"),
    ],
)
def test_a_fault_of_the_mail_is_found(rx, clinic, monkeypatch, secret, old, new, says):
    if secret:
        monkeypatch.setenv("EXERCISE_RX_SMTP_PASSWORD", secret)
    change(clinic, old, new)
    code, out = rx("--clinic", clinic)
    assert code == 1
    assert says in out
    assert "wrong" not in out.replace("wrong form", "")


def test_without_a_password_the_server_is_looked_at_all_the_same(rx, clinic):
    code, out = rx("--clinic", clinic)
    assert "MEND  mail secret: There is no password" in out
    assert "ok    mail server: 127.0.0.1" in out
    assert "its certificate is right" in out
    change(clinic, "  ca_file", "  # ca_file")
    code, out = rx("--clinic", clinic)
    assert code == 1
    assert "is not right: " in out
    assert "If the server is your own, name its authority's file in `ca_file`." in out


def test_a_fault_of_the_clinics_folder_is_told_once(rx, clinic):
    change(clinic, "name: Harbor", "nam: Harbor")
    code, out = rx("--clinic", clinic)
    assert code == 1
    assert out.count("`nam` is not a known key") == 1


def test_a_clinic_that_is_not_there_is_told(rx, tmp_path):
    code, out = rx("--clinic", tmp_path / "none")
    assert code == 1
    assert "There is no clinic folder" in out


def test_a_font_that_is_gone_is_told(rx, monkeypatch):
    monkeypatch.setitem(fonts.FILES, "F2", "NoSuchFace")
    fonts._shipped.cache_clear()
    code, out = rx()
    fonts._shipped.cache_clear()
    assert code == 1
    assert "MEND  fonts" in out


def test_a_damaged_font_is_told_by_name(rx, monkeypatch, tmp_path):
    whole = fonts.folder()
    for file in (*whole.glob("*.ttf"), *whole.glob("*.cut")):
        cut = 2000 if file.name.endswith("Regular.ttf") else None
        (tmp_path / file.name).write_bytes(file.read_bytes()[:cut])
    for file in whole.glob("*.cut"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(fonts, "folder", lambda: tmp_path)
    fonts._shipped.cache_clear()
    code, out = rx()
    fonts._shipped.cache_clear()
    assert code == 1
    for name in ("AtkinsonHyperlegible-Regular.ttf", "NotoSans-Regular.ttf"):
        assert f"MEND  fonts: {name} cannot be read" in out


def test_content_that_was_changed_after_compiling_is_told(rx, monkeypatch):
    whole = compiled.index()
    monkeypatch.setattr(compiled, "index", lambda: {**whole, "digest": "0" * 16})
    code, out = rx()
    assert code == 1
    assert "MEND  content" in out
    assert "not those that were compiled" in out


def test_content_that_cannot_be_compiled_is_only_noted(rx, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("a file, where a folder should be")
    monkeypatch.setattr(places, "COMPILED", tmp_path / "file" / "compiled")
    code, out = rx()
    assert "note  content" in out
    assert code == 0


def an_outbox(tmp_path):
    file = tmp_path / "box" / "outbox.db"
    Outbox.at(file, time.time).close()
    return file


def test_a_sound_outbox_is_sound(rx, tmp_path):
    an_outbox(tmp_path)
    code, out = rx()
    assert code == 0
    assert "is whole; 0 mails wait" in out


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
@pytest.mark.parametrize("part", ["box", "box/outbox.db"])
def test_an_outbox_that_others_can_open_is_told(rx, tmp_path, part):
    an_outbox(tmp_path)
    (tmp_path / part).chmod(0o755)
    code, out = rx()
    assert code == 1
    assert f"chmod go= {tmp_path / part}" in out


def test_a_damaged_outbox_is_told(rx, tmp_path):
    file = an_outbox(tmp_path)
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)
    code, out = rx()
    assert code == 1
    assert "MEND  outbox" in out


def test_a_stopped_queue_is_told(rx, tmp_path):
    file = an_outbox(tmp_path)
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO setting VALUES ('stopped', 'The sign-in was refused.')")
    connection.close()
    code, out = rx()
    assert code == 1
    assert "outbox send --resume" in out


def test_an_extra_that_is_missing_is_noted_with_its_command(rx, monkeypatch):
    from exercise_rx.cli import doctor_checks

    monkeypatch.setitem(doctor_checks.EXTRAS, "secure", (("no_such_module",), "locked PDFs"))
    code, out = rx()
    assert code == 0
    assert 'pip install "exercise-rx[secure]"' in out
