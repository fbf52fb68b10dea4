"""Bytes to a file, whole or not at all, or to standard output."""

import os
import sys
from pathlib import Path

from exercise_rx.errors import RxError

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""A file that is not there yet, as it is; its owner alone may read it until it is whole."""


def write(target: str | Path, data: bytes) -> None:
    """Write `data` to `target` (`-` is standard output). A failed write leaves what was there.

    Raises:
        RxError: the folder does not exist or cannot be written, with what to do.
    """
    if str(target) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    folder = path.parent
    if path.is_dir():
        raise RxError(f"{path} is a folder.", tip="Name a file in it, such as plan.pdf.")
    if not folder.is_dir():
        raise RxError(
            f"There is no folder {folder}.", tip="Make it first, or choose another with -o."
        )
    try:
        _replace(path, folder, data)
    except OSError as error:
        raise RxError(
            f"{path} could not be written: {error.strerror or error}.",
            tip="Nothing was written. Choose another place with -o.",
        ) from None


def _replace(path: Path, folder: Path, data: bytes) -> None:
    part = folder / f".exercise-rx-{os.urandom(8).hex()}.part"
    try:
        with os.fdopen(os.open(part, NEW, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_mode(path))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, else what the umask leaves of 0666."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
