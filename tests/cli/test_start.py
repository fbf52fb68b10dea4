"""What a command loads before it answers: a handout is quick because most libraries stay away."""

import subprocess
import sys
from pathlib import Path

import pytest

from exercise_rx.catalog.load import load

HEAVY = (
    "pydantic",
    "pydantic_core",
    "reportlab",
    "PIL",
    "yaml",
    "jinja2",
    "dataclasses",
    "tempfile",
    "secrets",
    "importlib.metadata",
    "email",
    "ssl",
    "asyncio",
    "sqlite3",
    "decimal",
    "csv",
)
"""Libraries that take as long to load as a handout takes to make, or have no business in one."""

CODE = """
import sys
from exercise_rx.cli.main import main
try:
    main(sys.argv[2:])
except SystemExit as end:
    assert end.code == 0, end.code
print([name for name in sys.argv[1].split(",") if name in sys.modules])
"""


def loaded(*words: str) -> str:
    """Which of the heavy libraries a command has loaded when it is done."""
    ran = subprocess.run(
        [sys.executable, "-c", CODE, ",".join(HEAVY), *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """A checkout compiles its content on first use, which is not what is looked at here."""
    load()


def test_a_handout_needs_no_heavy_library(tmp_path: Path) -> None:
    assert loaded("generate", "M76.821", "-o", str(tmp_path / "plan.pdf")) == "[]"
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF-")


def test_nor_does_one_with_all_that_a_therapist_types(tmp_path: Path) -> None:
    words = ["M76.61", "--patient", "Jo", "--clinician", "A. Osei, PT", "--goal", "Hike again"]
    words += ["--home", "chair,wall,step,band:red", "--start", "2026-11-23", "--weeks", "all"]
    words += ["--fact", "age=70", "--fact", "active-before=yes", "--history", "E11.9"]
    words += ["--minutes", "20", "--paper", "a4"]
    words += ["--max-exercises", "3", "--dose", "heel-raise-eccentric-floor=2 x 8"]
    words += ["-o", str(tmp_path / "plan.pdf")]
    assert loaded("generate", *words) == "[]"


def test_nor_do_the_plan_in_the_terminal_and_the_saved_program(tmp_path: Path) -> None:
    assert loaded("show", "M76.821") == "[]"
    assert loaded("generate", "M76.821", "-o", str(tmp_path / "plan.json")) == "[]"
    assert loaded("generate", "M76.821", "-o", str(tmp_path / "plan.txt")) == "[]"


def test_the_guard_sees_a_library_that_is_loaded(tmp_path: Path) -> None:
    assert "jinja2" in loaded("generate", "M76.821", "-o", str(tmp_path / "plan.html"))
