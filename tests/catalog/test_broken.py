"""Every fault an author can make is named with its file, its line and what to do."""

from pathlib import Path
from shutil import copytree

import pytest

from exercise_rx.catalog import check as checking
from exercise_rx.catalog.checks.codes import every_code_exists
from exercise_rx.catalog.checks.words import pictures_are_there
from exercise_rx.catalog.content import Content
from exercise_rx.catalog.live import read
from exercise_rx.diagnosis.index import find
from exercise_rx.errors import Problem

ZOO = Path(__file__).parent.parent / "broken"
CASES = sorted(f.name for f in ZOO.iterdir() if f.is_dir() and not f.name.startswith("_"))


def code_exists(stem: str) -> bool:
    return find(stem.replace(".", "")) is not None


def laid_out(name: str, folder: Path) -> list[Path]:
    """The roots of a case: the sound content with the case's files over it, and a clinic's folder."""
    root = copytree(ZOO / "_sound", folder / "content")
    if name != "_sound":
        copytree(ZOO / name, root, dirs_exist_ok=True)
    clinic = root / "clinic"
    return [clinic.rename(folder / "clinic"), root] if clinic.is_dir() else [root]


def found(name: str, folder: Path) -> list[Problem]:
    roots = laid_out(name, folder)
    return checking.check(roots, code_exists, strict_pictures=name.endswith("-strict"))


def as_read(problems: list[Problem], folder: Path) -> str:
    text = "".join(f"{problem}\n" for problem in problems)
    return text.replace(f"{folder}/content/", "").replace(f"{folder}/", "").replace(str(folder), "")


def test_sound_content_has_no_findings(tmp_path: Path) -> None:
    """Without this, a fault in the zoo could be the sound content's own."""
    assert as_read(found("_sound", tmp_path), tmp_path) == ""


@pytest.mark.parametrize("name", CASES)
def test_the_author_reads_what_is_wrong(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The exact message, with its line, for one fault."""
    text = as_read(found(name, tmp_path), tmp_path)
    expected = ZOO / name / "expected.txt"
    if request.config.getoption("--update-broken"):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert text
    assert text == expected.read_text(encoding="utf-8")


def test_every_check_has_a_broken_file(tmp_path: Path) -> None:
    """A check that no broken file trips could be one that cannot fail."""
    tripped: set[str] = set()
    for name in CASES:
        content = read(laid_out(name, tmp_path / name))
        tripped |= {one.__name__ for one in checking.CHECKS if any(one(content))}
        tripped |= _of_the_last_two(content)
    wanted = {one.__name__ for one in checking.CHECKS}
    assert wanted | {"every_code_exists", "pictures_are_there"} == tripped


def _of_the_last_two(content: Content) -> set[str]:
    tripped = set()
    if any(every_code_exists(content, code_exists)):
        tripped.add("every_code_exists")
    if any(pictures_are_there(content, strict=True)):
        tripped.add("pictures_are_there")
    return tripped
