"""The files of a batch: each whole or not there, and a disk that takes no more told in words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exercise_rx.errors import RxError


@contextmanager
def told(path: Path) -> Iterator[None]:
    """A fault of the disk in here is told as one of `path`."""
    try:
        yield
    except OSError as error:
        raise RxError(
            f"{path} could not be written: {error.strerror}.",
            tip="Mend it and run the same command again: what is made stays made.",
        ) from None


def put(path: Path, data: bytes, staging: Path) -> None:
    """`data` at `path`, whole or not at all, whenever the power fails."""
    part = staging / path.name
    try:
        with told(path), part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with told(path):
            part.replace(path)
    except RxError:
        part.unlink(missing_ok=True)
        raise
