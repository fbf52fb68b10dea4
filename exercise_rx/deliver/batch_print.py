"""All handouts of a list in one file for a duplex printer: each patient begins on a new sheet."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import ExitStack, suppress
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from exercise_rx.deliver.batch_files import put, told
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
        with told(self._file):
            self._order = self._file.open("w", encoding="ascii")
        self._digest = sha256()
        self.patients = 0
        self.pages = 0

    def add(self, name: str, plan: str) -> None:
        """The handout `name.pdf` is next."""
        file = f"{name}.pdf"
        now = (self._folder / file).stat()
        with told(self._file):
            self._order.write(file + "\n")
        # The time tells two handouts of one plan and one size apart: a goal of other words.
        self._digest.update(f"{file} {now.st_size} {now.st_mtime_ns} {plan}\n".encode())
        self.patients += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._order.close()
        self._file.unlink(missing_ok=True)

    def write(self, executor: Executor) -> list[str]:
        """Write the print file, in parts when it is long; the names of the parts.

        Nothing is written when the same handouts in the same order stand in it already.
        """
        with told(self._file):
            self._order.flush()
        before = self._journal.find("printed", NAME) or {"list": "", "parts": {}, "pages": 0}
        if before["list"] == self._digest.hexdigest() and self._are_whole(before["parts"]):
            self.pages = before["pages"]
            return list(before["parts"])
        parts: dict[str, int] = {}
        for path, pages in self._put_together(executor):
            self.pages += pages
            parts[path.name] = path.stat().st_size
        for old in before["parts"]:
            if old not in parts:
                (self._folder / old).unlink(missing_ok=True)
        self._journal.add(
            "printed", NAME, list=self._digest.hexdigest(), parts=parts, pages=self.pages
        )
        return list(parts)

    def _put_together(self, executor: Executor) -> Iterator[tuple[Path, int]]:
        """Each part with its pages; while one is finished, the next is begun."""
        staging = self._journal.staging
        under_way: deque[Part] = deque()
        try:
            for number, files in enumerate(self._parts(), 1):
                name = f"{NAME}.pdf" if number == 1 else f"{NAME}-{number}.pdf"
                under_way.append(Part(files, self._folder / name, staging, executor))
                if len(under_way) > 1:
                    yield under_way[0].target, under_way.popleft().finish()
            while under_way:
                yield under_way[0].target, under_way.popleft().finish()
        finally:
            for part in under_way:
                part.give_up()

    def _parts(self) -> Iterator[list[Path]]:
        with self._file.open(encoding="ascii") as order:
            while names := list(islice(order, PART)):
                yield [self._folder / name.rstrip("\n") for name in names]

    def _are_whole(self, parts: dict[str, int]) -> bool:
        try:
            return all((self._folder / p).stat().st_size == size for p, size in parts.items())
        except OSError:
            return False


class Part:
    """One print file that is being put together, a few handouts at a time, by `executor`.

    This file is for the printer. What a screen reader needs stays in each patient's own file, and
    is dropped here early: held all at once it would take twice the memory.
    """

    def __init__(
        self, files: Sequence[Path], target: Path, staging: Path, executor: Executor
    ) -> None:
        self.target, self._staging = target, staging
        self._groups: list[tuple[Path, Future[int]]] = []
        for start in range(0, len(files), GROUP):
            group = staging / f"group-{start}-{target.name}"
            joined = executor.submit(_join, files[start : start + GROUP], group)
            self._groups.append((group, joined))

    def finish(self) -> int:
        """Put the file in its place, whole or not at all; the number of its pages."""
        import pikepdf

        try:
            for _, joined in self._groups:
                joined.result()
            data, pages = _joined([group for group, _ in self._groups])
            put(self.target, data, self._staging)
        except OSError as error:
            raise RxError(
                f"{self.target} could not be written: {error.strerror}.",
                tip="The handouts themselves are whole. Mend it and run the same command again.",
            ) from None
        except pikepdf.PdfError as error:
            raise RxError(
                f"{self.target} could not be put together: {error}.",
                tip="Delete the handout that is named, and run the same command again.",
            ) from None
        except BrokenExecutor:
            raise RxError(
                f"A process that put {self.target} together was ended, perhaps for want of memory.",
                tip="The handouts themselves are whole. Run the same command again.",
            ) from None
        finally:
            self.give_up()
        return pages

    def give_up(self) -> None:
        """Leave nothing unfinished behind."""
        wait([joined for _, joined in self._groups if not joined.cancel()])
        for group, _ in self._groups:
            group.unlink(missing_ok=True)


def _join(files: Sequence[Path], target: Path) -> int:
    data, pages = _joined(files)
    target.write_bytes(data)
    return pages


def _joined(files: Sequence[Path]) -> tuple[bytes, int]:
    """The files as one, with its pages; in memory, because pikepdf dies on a full disk."""
    import pikepdf

    out = BytesIO()

    with ExitStack() as opened:
        whole = opened.enter_context(pikepdf.new())
        for file in files:
            _append(whole, opened.enter_context(pikepdf.open(file)))
        whole.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipLongEdge, PrintScaling=pikepdf.Name("/None")
        )
        packed = pikepdf.ObjectStreamMode.generate
        whole.save(out, object_stream_mode=packed, deterministic_id=True)
        return out.getvalue(), len(whole.pages)


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
