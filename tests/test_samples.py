"""The samples say what the product says today."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def build(*options: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "samples" / "build"
    return subprocess.run([sys.executable, str(script), *options], capture_output=True, text=True)


def test_no_sample_is_stale() -> None:
    done = build("--check")
    assert done.returncode == 0, f"Run samples/build.\n{done.stdout}{done.stderr}"


def test_a_changed_word_makes_a_sample_stale() -> None:
    made = ROOT / "samples" / "made" / "clot-safety-sheet.txt"
    kept = made.read_bytes()
    try:
        made.write_bytes(kept.replace(b"doctor", b"friend", 1))
        done = build("--check")
    finally:
        made.write_bytes(kept)
    assert done.returncode == 1
    assert "clot-safety-sheet: its txt" in done.stdout


def test_there_are_samples_of_every_kind() -> None:
    requests = {
        file.stem: file.read_text() for file in (ROOT / "samples" / "requests").glob("*.txt")
    }
    assert len(requests) >= 8
    for sign in (
        "safety-sheet",
        "--clinic",
        "--large-print",
        "surgery-date=",
        "--home",
        "--minutes",
    ):
        assert any(sign in text for text in requests.values()), sign
