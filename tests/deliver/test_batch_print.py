"""One file for the duplex printer: no patient's page on the back of another's."""

import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from exercise_rx.deliver import batch_print
from exercise_rx.deliver.batch_journal import Journal
from exercise_rx.deliver.batch_pool import Here
from exercise_rx.deliver.batch_print import Part, PrintList, check_installed
from exercise_rx.errors import RxError

A4, LETTER = (595.0, 842.0), (612.0, 792.0)


@pytest.fixture
def staging(tmp_path):
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def handout(folder, name, pages, size=LETTER):
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"{name} page {number}")
        canvas.showPage()
    canvas.save()
    path = folder / f"{name}.pdf"
    path.write_bytes(out.getvalue())
    return path


def combine(files, target, staging, executor=None):
    return Part(files, target, staging, executor or Here()).finish()


def words(path):
    return [page.extract_text().strip() for page in pypdf.PdfReader(path).pages]


def test_each_patient_begins_on_a_new_sheet(tmp_path, staging):
    files = [handout(tmp_path, "Ann", 3), handout(tmp_path, "Bob", 2), handout(tmp_path, "Cy", 1)]
    assert combine(files, tmp_path / "all.pdf", staging) == 8
    assert words(tmp_path / "all.pdf") == [
        "Ann page 1", "Ann page 2", "Ann page 3", "", "Bob page 1", "Bob page 2", "Cy page 1", "",
    ]  # fmt: skip


def test_a_blank_page_is_of_the_paper_before_it(tmp_path, staging):
    files = [handout(tmp_path, "Ann", 1, A4), handout(tmp_path, "Bob", 1, LETTER)]
    combine(files, tmp_path / "all.pdf", staging)
    sizes = [
        tuple(map(float, page.mediabox[2:])) for page in pypdf.PdfReader(tmp_path / "all.pdf").pages
    ]
    assert sizes == [A4, A4, LETTER, LETTER]


def test_the_printer_is_asked_for_both_sides_and_true_size(tmp_path, staging):
    combine([handout(tmp_path, "Ann", 1)], tmp_path / "all.pdf", staging)
    with pikepdf.open(tmp_path / "all.pdf") as whole:
        wishes = whole.Root.ViewerPreferences
        assert (wishes.Duplex, wishes.PrintScaling) == ("/DuplexFlipLongEdge", "/None")
        assert not whole.check_pdf_syntax()


def listed(folder, journal, names):
    with PrintList(folder, journal) as prints:
        for name in names:
            prints.add(name, "PLAN01")
        return prints, prints.write(Here())


def test_a_long_list_comes_in_parts_and_a_shorter_one_takes_them_away(tmp_path, monkeypatch):
    monkeypatch.setattr(batch_print, "PART", 2)
    names = ["Ann", "Bob", "Cy", "Di", "Ed"]
    for name in names:
        handout(tmp_path, name, 1)
    with Journal(tmp_path) as journal:
        prints, parts = listed(tmp_path, journal, names)
        assert parts == ["print-all.pdf", "print-all-2.pdf", "print-all-3.pdf"]
        assert (prints.patients, prints.pages) == (5, 10)
        assert words(tmp_path / "print-all-3.pdf") == ["Ed page 1", ""]
        assert listed(tmp_path, journal, names[:3])[1] == ["print-all.pdf", "print-all-2.pdf"]
        assert not (tmp_path / "print-all-3.pdf").exists()
        assert words(tmp_path / "print-all-2.pdf") == ["Cy page 1", ""]


def test_nothing_is_written_when_nothing_changed(tmp_path):
    handout(tmp_path, "Ann", 1)
    with Journal(tmp_path) as journal:
        listed(tmp_path, journal, ["Ann"])
        before = (tmp_path / "print-all.pdf").stat().st_mtime_ns
        prints, _ = listed(tmp_path, journal, ["Ann"])
        assert (tmp_path / "print-all.pdf").stat().st_mtime_ns == before
        assert prints.pages == 2
        handout(tmp_path, "Ann", 2)
        listed(tmp_path, journal, ["Ann"])
        assert words(tmp_path / "print-all.pdf") == ["Ann page 1", "Ann page 2"]


def test_a_handout_of_the_same_size_and_plan_is_printed_anew(tmp_path):
    """A goal or a dose of other words, packed, is often as long as it was."""
    with Journal(tmp_path) as journal:
        for page in ("Bob", "Ben"):
            handout(tmp_path, page, 1).replace(tmp_path / "Ann.pdf")
            listed(tmp_path, journal, ["Ann"])
            assert words(tmp_path / "print-all.pdf") == [f"{page} page 1", ""]


def test_without_the_part_that_joins_pages_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(RxError, match="not installed") as told:
        check_installed()
    assert 'exercise-rx[secure]"' in str(told.value)
    assert "--no-print-file" in str(told.value)


def test_a_handout_that_is_no_pdf_leaves_no_half_file(tmp_path, staging):
    (tmp_path / "Ann.pdf").write_bytes(b"not a pdf")
    files = [handout(tmp_path, f"p{n}", 1) for n in range(12)]
    with pytest.raises(RxError, match="put together"):
        combine([*files, tmp_path / "Ann.pdf"], tmp_path / "all.pdf", staging)
    assert not (tmp_path / "all.pdf").exists()
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize("executor", [Here, lambda: ThreadPoolExecutor(4)])
def test_many_handouts_are_joined_in_their_order(tmp_path, staging, executor):
    files = [handout(tmp_path, f"p{n}", 1 + n % 2) for n in range(23)]
    with executor() as workers:
        assert combine(files, tmp_path / "all.pdf", staging, workers) == 46
    fronts = words(tmp_path / "all.pdf")[::2]
    assert fronts == [f"p{n} page 1" for n in range(23)]
    assert list(staging.iterdir()) == []
