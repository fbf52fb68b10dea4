"""`preview`: every page as a picture, the same page that is printed."""

import struct
import sys
import zlib
from pathlib import Path

import pypdf
import pytest

from exercise_rx.cli.main import main
from exercise_rx.render.preview import pictures, png


def run(*words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    return end.value.code


def size_of(data):
    return struct.unpack(">II", data[16:24])


def test_each_page_becomes_a_picture_of_its_size(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("generate", "M76.821", "--start", "2026-11-23", "-o", "plan.pdf") == 0
    assert run("preview", "M76.821", "--start", "2026-11-23", "-o", "pages", "--dpi", 50) == 0
    files = sorted(Path("pages").iterdir())
    assert len(files) == len(pypdf.PdfReader("plan.pdf").pages)
    assert [file.name[-7:] for file in files][:2] == ["-01.png", "-02.png"]
    assert {size_of(file.read_bytes()) for file in files} == {(425, 550)}
    assert "M76" not in "".join(file.name for file in files)
    assert f"Wrote {len(files)} pages" in capsys.readouterr().err


def test_a_programs_file_is_shown_as_it_was_issued(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("generate", "M17.11", "-o", "plan.json")
    run("generate", "M17.11", "-o", "plan.pdf")
    assert run("preview", "plan.json", "--dpi", 40) == 0
    shown = [file.read_bytes() for file in sorted(tmp_path.glob("preview-*.png"))]
    assert shown == list(pictures(Path("plan.pdf").read_bytes(), 40))


def test_the_picture_shows_what_the_page_shows():
    """Read back by zlib alone: the same points that the PDF library drew."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas("unused.pdf", pagesize=(72, 36), invariant=1)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 36, 36, stroke=0, fill=1)
    (data,) = pictures(canvas.getpdfdata(), 72)
    length = struct.unpack(">I", data[33:37])[0]
    lines = zlib.decompress(data[41 : 41 + length])
    assert len(lines) == 36 * (1 + 72 * 3)
    middle = lines[18 * 217 : 19 * 217]
    assert middle[0] == 0
    assert middle[1:4] == b"\xff\0\0"
    assert middle[-3:] == b"\xff\xff\xff"


def test_a_row_with_padding_is_cut_to_its_width():
    rows = b"abcdefghi..." * 2
    data = png(rows, 3, 2, 12)
    length = struct.unpack(">I", data[33:37])[0]
    assert zlib.decompress(data[41 : 41 + length]) == b"\0abcdefghi\0abcdefghi"


def test_without_the_part_that_draws_it_says_what_to_install(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert run("preview", "M76.821") == 1
    assert 'exercise-rx[preview]"' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
