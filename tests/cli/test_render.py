"""An issued program is drawn again: the same words, whatever the page has gained since."""

import io
import json

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from exercise_rx.cli.main import cli


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """A program's file in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    run("generate", "M76.821", "--start", "2026-11-23", "-o", "plan.json")
    return tmp_path / "plan.json"


def run(*words):
    done = CliRunner().invoke(cli, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def test_a_saved_program_is_drawn_to_the_same_bytes(saved):
    """Straight from the code, or from the file: one page."""
    run("generate", "M76.821", "--start", "2026-11-23", "-o", "at-once.pdf")
    run("render", "plan.json", "-o", "later.pdf")
    assert (saved.parent / "at-once.pdf").read_bytes() == (saved.parent / "later.pdf").read_bytes()


@pytest.mark.parametrize("form", ["pdf", "html", "txt"])
def test_a_program_older_than_a_label_of_the_page_is_drawn(saved, form):
    """A label that it does not carry is said in today's words; its own words stay."""
    data = json.loads(saved.read_text())
    data["wording"] = {"page.questions": "Ring us at"}
    data["title"] = "Issued long ago"
    saved.write_text(json.dumps(data))
    run("render", "plan.json", "-o", f"plan.{form}")
    drawn = (saved.parent / f"plan.{form}").read_bytes()
    if form == "pdf":
        drawn = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages).encode()
    assert b"issued long ago" in drawn.lower()
    assert b"draft" in drawn.lower()
    assert (b"Ring us at" in drawn) is (form == "pdf")
