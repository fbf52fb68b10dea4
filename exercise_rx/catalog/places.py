"""Where the content lies, and two fingerprints of it: of its words, and of its files' dates."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from os import scandir, stat_result
from pathlib import Path

from exercise_rx.errors import RxError

PACKAGE = Path(__file__).resolve().parent.parent
COMPILED = PACKAGE / "_compiled"
PARTS = (
    "exercises",
    "templates/protocols",
    "templates/conditions",
    "templates/safety",
    "templates/wording",
)
"""The folders that the catalog is made of."""


def shipped() -> Path:
    """The content beside the code in a wheel, or above it in a checkout."""
    for root in (PACKAGE / "_shipped", PACKAGE.parent):
        if (root / "exercises").is_dir():
            return root
    raise RxError(f"There is no exercise content in {PACKAGE}.", tip="Reinstall exercise-rx.")


def is_installed(root: Path) -> bool:
    """True for a wheel's own copy, whose dates say nothing."""
    return root.name == "_shipped"


def walk(
    root: Path, endings: tuple[str, ...] = (".yaml", ".svg")
) -> Iterator[tuple[str, stat_result]]:
    """Every content file under `root` by its path with forward slashes, and what the disk says of it."""
    for part in PARTS:
        folder = str(root / part)
        if (root / part).is_dir():
            for path, stat in _files(folder):
                if path.endswith(endings):
                    yield part + path[len(folder) :].replace("\\", "/"), stat


def _files(folder: str) -> Iterator[tuple[str, stat_result]]:
    with scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                yield entry.path, entry.stat()


def stamp(root: Path) -> str:
    """Changes when a file is added, taken away, or written: from names, sizes and dates alone."""
    marks = [f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}" for path, stat in walk(root)]
    return sha256("\n".join(marks).encode()).hexdigest()


def code_stamp() -> str:
    """Changes when the code that reads content is written, so that a checkout compiles anew."""
    marks = sha256()
    for folder in ("model", "catalog"):
        for path, stat in _files(str(PACKAGE / folder)):
            if path.endswith(".py"):
                marks.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return marks.hexdigest()


def digest(root: Path) -> str:
    """Sixteen characters that change with any word of the content under `root`, wherever it lies."""
    words = sha256()
    for path, _ in walk(root, (".yaml",)):
        text = (root / path).read_bytes().replace(b"\r\n", b"\n")
        words.update(path.encode() + b"\0" + sha256(text).digest())
    return words.hexdigest()[:16]


def joined(digests: Iterable[str]) -> str:
    """One digest for content laid over other content, nearest first; one alone stays itself."""
    several = list(digests)
    return several[0] if len(several) == 1 else sha256(" ".join(several).encode()).hexdigest()[:16]


def fingerprint(content: bytes | bytearray) -> str:
    """Sixteen characters for some bytes."""
    return sha256(content).hexdigest()[:16]
