"""The wheel brings every content file, works in any folder, and writes nothing into itself."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling import build

ROOT = Path(__file__).parent.parent
WORKSHOP = (".pose.yaml", ".svg")
"""What pictures are made from; the wheel brings the packed pictures instead."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        return folder / build.build_wheel(str(folder))
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files as an installation lays them out."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_every_module_and_content_file_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    modules = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "exercise_rx").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and "_compiled" not in file.parts
    }
    content = {
        f"exercise_rx/_shipped/{file.relative_to(ROOT).as_posix()}"
        for part in ("exercises", "templates")
        for file in (ROOT / part).rglob("*")
        if file.is_file() and not file.name.endswith(WORKSHOP) and not file.name.startswith(".")
    }
    assert len(content) > 200
    lacking = {name for name in modules | content if name not in inside}
    assert lacking == set()


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"exercise_rx"}
    inside = {name.split("/")[1] for name in zipfile.ZipFile(wheel).namelist() if "/" in name}
    assert not inside & {"tests", "samples", "benchmarks", ".ci"}


def test_the_license_comes_along(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "exercise_rx/_shipped/exercises/LICENSE.md" in names


def run_outside(unpacked: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the unpacked wheel, from another folder, where every connection fails."""
    code = (
        "import socket, sys\n"
        "def no_network(*_): raise OSError('the network is off')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no_network\n"
        "import exercise_rx; assert exercise_rx.__file__.startswith(sys.argv[1]), exercise_rx.__file__\n"
        "from exercise_rx.cli.main import main; main(sys.argv[2:])\n"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", code, str(unpacked), *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("generate", "M76.821", "-o", "plan.pdf"),
        ("generate", "M76.821", "-o", "plan.html"),
        ("generate", "M76.821", "-o", "plan.txt"),
        ("safety-sheet", "I82.431", "-o", "sheet.html"),
        ("new", "exercise", "-o", "mine.yaml"),
        ("exercises", "calf"),
    ],
    ids=" ".join,
)
def test_it_works_from_another_folder_without_network(
    unpacked: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = {file: file.stat().st_mtime_ns for file in unpacked.rglob("*")}
    done = run_outside(unpacked, tmp_path, *words)
    assert done.returncode == 0, done.stderr
    if "-o" in words:
        assert (tmp_path / words[-1]).stat().st_size > 500
    assert {file: file.stat().st_mtime_ns for file in unpacked.rglob("*")} == before


def test_the_wheel_and_the_checkout_make_the_same_program(unpacked: Path, tmp_path: Path) -> None:
    words = ("generate", "M76.821", "--start", "2026-11-23", "-o", "-", "--format", "json")
    ours = subprocess.run(
        [sys.executable, "-m", "exercise_rx", *words], cwd=ROOT, capture_output=True, text=True
    )
    theirs = run_outside(unpacked, tmp_path, *words)
    assert ours.returncode == theirs.returncode == 0, theirs.stderr
    assert ours.stdout == theirs.stdout
