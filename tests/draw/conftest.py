"""A real body for the drawing tests; they are skipped where none was fetched, but never in CI."""

import os
import shutil
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
    lacking = [
        *([] if path.is_file() else ["the body (`exercise-rx draw --fetch-body`)"]),
        *(name for name in ("potrace", "rsvg-convert") if not shutil.which(name)),
    ]
    if lacking and os.environ.get("CI"):
        pytest.fail(f"CI must draw, and lacks {', '.join(lacking)}")
    if lacking:
        pytest.skip(f"drawing lacks {', '.join(lacking)}")
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
