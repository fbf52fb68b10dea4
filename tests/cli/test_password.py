"""`--password`: the PDF opens with it and not without, and it is told nowhere else."""

import pikepdf
import pytest

from exercise_rx.cli.main import main

PASSWORD = "anchor lantern pebble"


@pytest.fixture
def rx(capfd, tmp_path, monkeypatch):
    """Run a command in a folder of its own; its exit code and all it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXERCISE_RX_PDF_PASSWORD", raising=False)

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        return end.value.code, out + err

    return run


def is_locked(path):
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=PASSWORD) as opened:
        return opened.encryption.bits == 256 and opened.allow.accessibility


def test_from_a_file(rx, tmp_path):
    (tmp_path / "word").write_text(PASSWORD + "\nsecond line\n")
    code, said = rx("generate", "M76.821", "-o", "plan.pdf", "--password-file", "word")
    assert code == 0
    assert is_locked("plan.pdf")
    assert "lantern" not in said


def test_from_the_environment_when_asked_for(rx, monkeypatch):
    monkeypatch.setenv("EXERCISE_RX_PDF_PASSWORD", PASSWORD)
    assert rx("generate", "M76.821", "-o", "plan.json")[0] == 0
    code, said = rx("render", "plan.json", "-o", "plan.pdf", "--password")
    assert (code, "lantern" in said) == (0, False)
    assert is_locked("plan.pdf")
    assert rx("render", "plan.json", "-o", "open.pdf")[0] == 0
    pikepdf.open("open.pdf").close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("-o", "plan.txt", "--password"), "Only a PDF can be locked"),
        (("-o", "plan.pdf", "--password"), "nobody to ask"),
        (("-o", "plan.pdf", "--password-file", "none"), "cannot be read"),
        (("-o", "plan.pdf", "--password-file", "weak"), "too easy to guess"),
    ],
)
def test_what_cannot_be_locked_is_not_written(rx, tmp_path, words, says):
    (tmp_path / "weak").write_text("19560412\n")
    code, said = rx("generate", "M76.821", *words)
    assert (code, says in said) == (2, True)
    assert "19560412" not in said
    assert not list(tmp_path.glob("plan.*"))


def test_it_cannot_be_given_on_the_command_line(rx):
    """There it would end in the shell's history and in the list of processes."""
    assert rx("generate", "M76.821", "-o", "plan.pdf", "--password=secret")[0] == 2


def test_text_that_is_too_long_is_named(rx):
    code, said = rx("generate", "M76.821", "--patient", "x" * 50, "-o", "plan.pdf")
    assert code == 2
    assert "`--patient` is too long. Use at most 40 characters." in said
