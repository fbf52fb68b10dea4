"""All handouts of a list in one file for a duplex printer: each patient begins on a new sheet."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from exercise_rx.deliver.batch_journal import Journal
from exercise_rx.errors import RxError

if TYPE_CHECKING:
    from pikepdf import Pdf

NAME = "print-all"
GROUP = 10
"""Handouts that are open at a time."""

PART = 100
"""Patients in one file: more would want ever more memory, and no printer tray holds them."""


def check_installed() -> None:
    """Refuse before the work begins, not after it."""
    try:
        import pikepdf  # noqa: F401
    except ImportError:
        raise RxError(
            "The print file needs a part that is not installed.",
            tip='Install it with: pip install "exercise-rx[secure]", or add --no-print-file',
        ) from None


class PrintList:
    """The handouts of this run in their order, kept on disk: a list may be long."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self._folder, self._journal = folder, journal
        self._file = journal.staging / "order.txt"
        self._order = self._file.open("w", encoding="ascii")
        self._digest = sha256()
        self.patients = 0
        self.pages = 0

    def add(self, name: str, plan: str) -> None:
        """The handout `name.pdf` is next."""
        file = f"{name}.pdf"
        size = (self._folder / file).stat().st_size
        self._order.write(file + "\n")
        self._digest.update(f"{file} {size} {plan}\n".encode())
        self.patients += 1

    def write(self) -> list[str]:
        """Write the print file, in parts when it is long; the names of the parts.

        Nothing is written when the same handouts in the same order stand in it already.
        """
        self._order.close()
        try:
            return self._written()
        finally:
            self._file.unlink()

    def _written(self) -> list[str]:
        before = self._journal.find("printed", NAME) or {"list": "", "parts": {}, "pages": 0}
        if before["list"] == self._digest.hexdigest() and self._are_whole(before["parts"]):
            self.pages = before["pages"]
            return list(before["parts"])
        parts: dict[str, int] = {}
        for number, files in enumerate(self._parts(), 1):
            part = f"{NAME}.pdf" if number == 1 else f"{NAME}-{number}.pdf"
            self.pages += combine(files, self._folder / part, self._journal.staging)
            parts[part] = (self._folder / part).stat().st_size
        for old in before["parts"]:
            if old not in parts:
                (self._folder / old).unlink(missing_ok=True)
        self._journal.add(
            "printed", NAME, list=self._digest.hexdigest(), parts=parts, pages=self.pages
        )
        return list(parts)

    def _parts(self) -> Iterator[list[Path]]:
        with self._file.open(encoding="ascii") as order:
            while names := list(islice(order, PART)):
                yield [self._folder / name.rstrip("\n") for name in names]

    def _are_whole(self, parts: dict[str, int]) -> bool:
        try:
            return all((self._folder / p).stat().st_size == size for p, size in parts.items())
        except OSError:
            return False


def combine(files: Sequence[Path], target: Path, staging: Path) -> int:
    """Write `files` one after the other, each from an odd page on; the number of pages.

    This file is for the printer. What a screen reader needs stays in each patient's own file, and
    is dropped here a few handouts at a time: held all at once it would take twice the memory.
    """
    import pikepdf

    groups: list[Path] = []
    try:
        for start in range(0, len(files), GROUP):
            groups.append(staging / f"group-{start}-{target.name}")
            _join(files[start : start + GROUP], groups[-1])
        part = staging / target.name
        pages = _join(groups, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise RxError(
            f"{target} could not be written: {error.strerror}.",
            tip="The handouts themselves are whole. Mend it and run the same command again.",
        ) from None
    except pikepdf.PdfError as error:
        raise RxError(
            f"{target} could not be put together: {error}.",
            tip="Delete the handout that is named, and run the same command again.",
        ) from None
    finally:
        for left in (*groups, staging / target.name):
            left.unlink(missing_ok=True)
    return pages


def _join(files: Sequence[Path], target: Path) -> int:
    import pikepdf

    with ExitStack() as opened:
        whole = opened.enter_context(pikepdf.new())
        for file in files:
            _append(whole, opened.enter_context(pikepdf.open(file)))
        whole.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipLongEdge, PrintScaling=pikepdf.Name("/None")
        )
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(whole.pages)


def _append(whole: "Pdf", handout: "Pdf") -> None:
    """The pages of one patient, and a blank one when they end on a front side."""
    for page in handout.pages:
        for part in (page, *page.get("/Annots", ())):
            for key in ("/StructParents", "/StructParent", "/Tabs"):
                if key in part:
                    del part[key]
    whole.pages.extend(handout.pages)
    if len(whole.pages) % 2:
        left, low, right, top = map(float, whole.pages[-1].mediabox)
        whole.add_blank_page(page_size=(right - left, top - low))
