"""The zoo of broken content, and small content without a fault to break in other ways."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

ZOO = Path(__file__).parent.parent / "broken"
SOUND = ZOO / "_sound"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-broken", action="store_true", help="Write expected.txt anew.")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A copy of the sound content that a test may break."""
    return copytree(SOUND, tmp_path / "content")


@pytest.fixture
def edit(sound: Path) -> Callable[[str, str, str], Path]:
    """Replace one piece of text in one file of the sound content."""

    def replace(file: str, old: str, new: str) -> Path:
        path = sound / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return replace
