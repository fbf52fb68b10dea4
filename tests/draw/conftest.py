"""A real body for the drawing tests; they are skipped where none was fetched."""

from pathlib import Path

import pytest

pytest.importorskip("scipy")

from exercise_rx.draw.body import Body
from exercise_rx.draw.fetch import body_path
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.studio import Studio


@pytest.fixture(scope="session")
def body_file() -> Path:
    path = body_path()
    if not path.is_file():
        pytest.skip("no body: run `exercise-rx draw --fetch-body`")
    return path


@pytest.fixture(scope="session")
def body(body_file: Path) -> Body:
    return Body(body_file)


@pytest.fixture(scope="session")
def anatomy(body: Body) -> Anatomy:
    return Anatomy(body)


@pytest.fixture(scope="session")
def studio(body_file: Path) -> Studio:
    return Studio(body_file)
