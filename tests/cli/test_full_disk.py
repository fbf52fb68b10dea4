"""A disk that is really full: a tiny file system that grows until the work fits.

At each size the command is typed again. Nothing half-written may be there under its own name, and
once there is room, everything is made that was asked for, once.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from exercise_rx.cli.main import main
from exercise_rx.deliver import audit
from exercise_rx.deliver.consent import CHOSE_PLAIN
from exercise_rx.deliver.outbox import Outbox

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"),
    reason="only root may mount a small file system",
)
SIZES = (28, 60, 120, 180, 320, 500, 760, 1000, 1600, 4000)
"""In kB, from too small for anything to large enough for all; a handout takes about 140."""

LIST = "codes,patient,start,clinician,email,consent\n" + "".join(
    f'{code},P{n},2026-11-23,"A. Osei, PT",p{n}@example.org,{CHOSE_PLAIN}\n'
    for n, code in enumerate(("M76.821", "M17.11", "M54.50"))
)


@pytest.fixture
def disk(tmp_path):
    """An empty file system of its own, and a function that gives it another size."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    if not mount(f"size={SIZES[0]}k"):
        pytest.skip("this machine does not let root mount")
    yield folder, lambda size: mount(f"remount,size={size}k")
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def rx(capsys, tmp_path, monkeypatch):
    """Run a command; its exit code and what it said. A traceback would come out of `main`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "clinic.yaml").write_text(
        "name: Harbor Physio\nmail:\n  host: mail.example\n  from: rx@clinic.example\n"
        "  reply_to: desk@clinic.example\n"
    )
    monkeypatch.setenv("EXERCISE_RX_CLINIC", str(tmp_path / "clinic"))
    monkeypatch.setenv("EXERCISE_RX_USER", "J. Lee")

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        return end.value.code, capsys.readouterr().err

    return run


def told_plainly(code, err):
    """Whether the fault is told, with what to do."""
    full = ("No space left on device", "disk is full", "disk I/O error", "cannot be kept")
    return code == 1 and any(words in err for words in full) and "\n    " in err


def test_a_program_is_written_whole_or_not_at_all(rx, disk):
    folder, grow = disk
    for size in SIZES:
        grow(size)
        code, err = rx("generate", "M76.821", "-o", folder / "plan.pdf")
        if code == 0:
            break
        assert told_plainly(code, err), err
        assert list(folder.iterdir()) == []
    assert size > SIZES[1], "the disk was never full"
    assert code == 0
    pikepdf.open(folder / "plan.pdf").close()


def test_a_list_goes_on_where_the_disk_was_full(rx, disk, tmp_path):
    """Handouts, journal, report, print file and outbox on one disk: each hits the wall in turn."""
    folder, grow = disk
    (tmp_path / "list.csv").write_text(LIST)
    command = ("batch", "list.csv", "-o", folder / "out", "--email")
    faults = []
    for size in SIZES:
        grow(size)
        code, err = rx(*command, "--outbox", folder / "box" / "outbox.db")
        for file in folder.glob("out/*.pdf"):
            pikepdf.open(file).close()
        if code == 0:
            break
        assert told_plainly(code, err), err
        if (report := folder / "out" / "report.csv").exists():
            assert "print-all.pdf could not be written" in err
            assert len(report.read_text().splitlines()) == 4
        faults.append(err)
    assert code == 0, err
    assert len(faults) > 3
    made = {file.name for file in (folder / "out").iterdir()}
    assert made == {".batch", "P0.pdf", "P1.pdf", "P2.pdf", "print-all.pdf", "report.csv"}
    box = Outbox.at(folder / "box" / "outbox.db", time.time)
    queued = box.connection.execute("SELECT address FROM mail ORDER BY address").fetchall()
    broken = audit.broken_at(box.connection)
    box.close()
    assert [row["address"] for row in queued] == [f"p{n}@example.org" for n in range(3)]
    assert broken is None


def test_a_mail_is_queued_wholly_or_not_at_all(rx, disk):
    folder, grow = disk
    assert rx("generate", "M76.821", "--clinician", "A. Osei", "-o", "plan.json")[0] == 0
    words = ("plan.json", "--to", "sam@example.org", "--consent", CHOSE_PLAIN, "--later")
    faults = 0
    for size in SIZES:
        grow(size)
        code, err = rx("email", *words, "--outbox", folder / "box" / "outbox.db")
        if code == 0:
            break
        assert told_plainly(code, err), err
        faults += 1
    assert (code, faults > 2) == (0, True)
    box = Outbox.at(Path(folder / "box" / "outbox.db"), time.time)
    counts = [box.connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
              for t in ("mail", "consent")]  # fmt: skip
    box.close()
    assert counts == [1, 1]
