"""`batch` as a front desk uses it: a Monday list, a stop in the middle, a second run."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pikepdf
import pypdf
import pytest

from exercise_rx.catalog.places import shipped
from exercise_rx.cli import batch_columns
from exercise_rx.cli.main import main

ROOT = Path(__file__).parents[2]
SIGNED = "A. Osei, PT"
ROWS = 200
"""Of the long list that is killed on the way."""

MONDAY = """\
codes;patient;side;start;home;fact;clinician;dose;large print
M76.821;Dana R.;;2026-11-23;chair,wall,band:red;;A. Osei, PT;;
M72.2:left M54.50;Renée O'Neill;;2026-11-23;;;A. Osei, PT;;yes
M72.2;Nora;;2026-11-23;;;A. Osei, PT;;
728.71;Tom;;2026-11-23;;;A. Osei, PT;;
I82.431;Ana;;2026-11-23;;;A. Osei, PT;;
 M76.821 ;dana r.;;2026-11-23;chair,wall,band:red;;A. Osei,  PT;;
M17.12;Kim;;11/23/2026;;;A. Osei, PT;;maybe
S83.511A;Lee;;2026-11-23;;;A. Osei, PT;;
M54.50;李小龍;;2026-11-23;;;A. Osei, PT;;
M76.822;Dana R.;;2026-11-23;chiar;;A. Osei, PT;;
M76.822;Dana R.;;2026-11-23;;stage=2;A. Osei, PT;ankle-adduction-eccentric=2 x 8;
M54.50;Bob;;2026-11-23;;;
"""


@pytest.fixture
def rx(capsys, tmp_path, monkeypatch):
    """Run a command in a folder of its own; its exit code and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        return end.value.code, capsys.readouterr().err

    return run


def report(folder="out"):
    """Its lines by number; the same spreadsheet that wrote the list reads it."""
    with (Path(folder) / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        sign = file.readline().removeprefix("line")[0]
        file.seek(0)
        return {int(line["line"] or 0): line for line in csv.DictReader(file, delimiter=sign)}


@pytest.mark.parametrize(("sign", "reported"), [(",", ","), (";", ";"), ("\t", ",")])
def test_the_report_opens_in_the_spreadsheet_that_wrote_the_list(rx, sign, reported):
    """Where a comma is for decimals, a spreadsheet takes a semicolon between cells."""
    Path("list.csv").write_text(f"codes{sign}patient\nQQQ{sign}Sam\n")
    rx("batch", "list.csv", "-o", "out", "--no-print-file")
    assert (
        Path("out/report.csv").read_text(encoding="utf-8-sig").startswith(f"line{reported}status")
    )


def names(folder="out"):
    return sorted(path.name for path in Path(folder).iterdir())


def test_the_monday_list(rx):
    """Good rows are made, bad ones named with their fix, and one file goes to the printer."""
    Path("monday.csv").write_text(MONDAY, encoding="utf-8")
    code, err = rx("batch", "monday.csv", "-o", "out")
    assert code == 1
    assert names() == [
        ".batch", "Dana-R-3.pdf", "Dana-R.pdf", "Renee-ONeill.pdf", "print-all.pdf", "report.csv",
    ]  # fmt: skip
    lines = report()
    assert Counter(line["status"] for line in lines.values()) == {
        "made": 3, "failed": 7, "refused": 1, "duplicate": 1,
    }  # fmt: skip
    assert "12 rows: 3 made, 7 failed, 1 refused, 1 duplicate." in err
    for number, line in lines.items():
        if line["status"] != "made":
            assert line["fault"], number
            assert line["fix"], number
            assert f"monday.csv line {number}" in err


@pytest.fixture
def monday(rx):
    Path("monday.csv").write_text(MONDAY, encoding="utf-8")
    rx("batch", "monday.csv", "-o", "out", "--no-print-file")
    return report()


@pytest.mark.parametrize(
    ("line", "column", "fault", "fix"),
    [
        (4, "side", "does not say which side", "Write in column `side`: right, left or both"),
        (5, "codes", "ICD-9-CM", "such as M72.2"),
        (6, "codes", "No exercise until it is treated", "exercise-rx safety-sheet I82.431"),
        (7, "", "is the same as line 2", "Delete one of the two"),
        (8, "start", "'11/23/2026' is not a date", "Write it as 2026-01-31"),
        (8, "start", "Column `large-print`: 'maybe' is neither", ""),
        (9, "fact", "4 questions", "Write in column `fact`, for example: operation=none; injury"),
        (10, "patient", "has the letter '李'", "Latin"),
        (11, "home", "'chiar' is not a thing we know", "Did you mean chair?"),
        (13, "", "has 7 cells where the header has 9", "Write a `;`"),
    ],
)
def test_a_bad_row_is_told_in_the_words_of_the_list(monday, line, column, fault, fix):
    told = monday[line]
    assert told["column"] == column
    assert fault in told["fault"]
    assert fix in told["fix"]
    assert "--" not in (told["fault"] + told["fix"]).replace("--fact clot", "").replace(
        "--help", ""
    )


def test_what_is_to_be_confirmed_before_signing_is_in_the_report(monday):
    assert "assumed neuropathy = no" in monday[2]["to confirm"]


def test_file_names_and_the_print_file_tell_no_diagnosis(rx):
    Path("monday.csv").write_text(MONDAY, encoding="utf-8")
    rx("batch", "monday.csv", "-o", "out")
    assert not any("M7" in name or "M5" in name for name in names())
    pages = pypdf.PdfReader("out/print-all.pdf").pages
    first = [
        n
        for n, page in enumerate(pages, 1)
        if re.search(r"\bPage 1 of ", page.extract_text()[:300])
    ]
    assert len(first) == 3
    assert all(n % 2 for n in first)
    assert len(pages) % 2 == 0


def test_a_second_run_makes_nothing_and_a_changed_row_is_made_anew(rx):
    path = Path("list.csv")
    text = f'codes,patient,start,clinician\nM76.821,Ann,2026-11-23,"{SIGNED}"\nM54.50,Bob,,"{SIGNED}"\n'
    path.write_text(text, encoding="utf-8")
    assert rx("batch", path, "-o", "out", "--format", "pdf", "--format", "json")[0] == 0
    assert names() == [
        ".batch", "Ann.json", "Ann.pdf", "Bob.json", "Bob.pdf", "print-all.pdf", "report.csv",
    ]  # fmt: skip
    before = {n: Path("out", n).stat().st_mtime_ns for n in names() if n.endswith((".pdf", "json"))}
    command = ("batch", path, "-o", "out", "--format", "pdf", "--format", "json")
    code, err = rx(*command)
    assert (code, "2 made before" in err) == (0, True)
    assert {n: Path("out", n).stat().st_mtime_ns for n in before} == before
    path.write_text(text.replace("M54.50", "M17.11"), encoding="utf-8")
    assert "1 made before, 1 made." in rx(*command)[1]
    after = {n for n in before if Path("out", n).stat().st_mtime_ns != before[n]}
    assert after == {"Bob.json", "Bob.pdf", "print-all.pdf"}


def test_a_handout_is_the_same_as_generate_makes(rx):
    Path("list.csv").write_text("codes,start,home,fact\nM17.11,2026-11-23,chair;wall,age=74\n")
    assert rx("batch", "list.csv", "-o", "out", "--format", "json")[0] == 0
    words = ("M17.11", "--start", "2026-11-23", "--home", "chair,wall", "--fact", "age=74")
    assert rx("generate", *words, "-o", "one.json")[0] == 0
    assert Path("out/line-2.json").read_bytes() == Path("one.json").read_bytes()


def test_every_option_that_makes_a_plan_is_a_column_and_is_documented(rx, capsys):
    with pytest.raises(SystemExit):
        main(["batch", "--help"])
    told = capsys.readouterr().out.partition("Columns of PATIENTS.csv")[2]
    for column in batch_columns.known():
        assert f"\n  {column} " in told
    assert "large-print" in batch_columns.known()
    assert "clinic" not in batch_columns.known()


def test_every_column_of_the_starter_is_known_and_its_rows_are_good(rx):
    starter = (shipped() / "templates" / "starters" / "batch.csv").read_bytes()
    assert rx("new", "batch", "-o", "mine.csv")[0] == 0
    assert Path("mine.csv").read_bytes() == starter
    assert rx("batch", "mine.csv", "-o", "out", "--no-print-file")[0] == 0


def test_a_list_with_an_unknown_column_makes_nothing(rx):
    Path("list.csv").write_text("codes,patent\nM17.11,Sam\n")
    code, err = rx("batch", "list.csv", "-o", "out")
    assert code == 1
    assert "Did you mean patient?" in err
    assert not Path("out").exists()


def test_without_the_part_for_the_print_file_nothing_is_begun(rx, monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    Path("list.csv").write_text("codes\nM17.11\n")
    code, err = rx("batch", "list.csv", "-o", "out")
    assert (code, "--no-print-file" in err) == (1, True)
    assert not Path("out").exists()
    assert rx("batch", "list.csv", "-o", "out", "--no-print-file")[0] == 0


def test_an_engine_of_ones_own_gives_the_same_report(rx, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    Path("our_engine.py").write_text(
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from multiprocessing import get_context\n"
        "def two():\n    return ProcessPoolExecutor(2, get_context('spawn'))\n"
    )
    Path("monday.csv").write_text(MONDAY, encoding="utf-8")
    assert rx("batch", "monday.csv", "-o", "here", "--no-print-file")[0] == 1
    words = ("--executor", "our_engine:two", "--no-print-file")
    assert rx("batch", "monday.csv", "-o", "there", *words)[0] == 1
    assert Path("here/report.csv").read_bytes() == Path("there/report.csv").read_bytes()
    assert Path("here/Dana-R.pdf").read_bytes() == Path("there/Dana-R.pdf").read_bytes()


def test_the_clinicians_sheet_can_be_left_out(rx):
    Path("list.csv").write_text("codes,patient\nM17.11,Sam\n")
    assert rx("batch", "list.csv", "-o", "out")[0] == 0
    whole = len(pypdf.PdfReader("out/Sam.pdf").pages)
    assert rx("batch", "list.csv", "-o", "out", "--pages", "fridge,exercises,weeks,last")[0] == 0
    assert len(pypdf.PdfReader("out/Sam.pdf").pages) < whole


# kills


def long_list(path, count):
    codes = ("M76.821", "M17.11", "M54.50", "M72.2:left")
    rows = [f'{codes[n % 4]},P{n},2026-11-23,"{SIGNED}"' for n in range(count)]
    path.write_text("\n".join(["codes,patient,start,clinician", *rows, ""]))


def start(list_, folder, *more):
    words = ("batch", str(list_), "-o", str(folder), "--processes", "2", *more)
    with (list_.parent / "said").open("w") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "exercise_rx", *words],
            cwd=ROOT,
            stderr=said,
            preexec_fn=heed_ctrl_c,
        )


def heed_ctrl_c():
    """A shell that runs the tests in the background has Ctrl-C ignored; a person's has not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def journal(folder):
    file = folder / ".batch" / "journal.jsonl"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def children(pid):
    """The processes that `pid` has started (Linux)."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(words[1]) == pid:
                found.add(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_a_run_that_is_killed_is_taken_up_again_and_repeats_nothing(tmp_path):
    """SIGKILL after ever more rows; what stands is whole, and no worker stays behind."""
    # So many that workers are still at it when the last of the goals is seen.
    long_list(tmp_path / "list.csv", ROWS)
    out = tmp_path / "out"
    for goal in (1, 20, 40):
        run = start(tmp_path / "list.csv", out)
        while sum(line["did"] == "made" for line in journal(out)) < goal:
            assert run.poll() is None, (tmp_path / "said").read_text()
            time.sleep(0.01)
        workers = children(run.pid)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert workers
        end = time.monotonic() + 20
        while any(Path(f"/proc/{w}").exists() for w in workers) and time.monotonic() < end:
            time.sleep(0.05)
        assert not [w for w in workers if Path(f"/proc/{w}").exists()]
        for file in out.glob("*.pdf"):
            with pikepdf.open(file):
                pass
        assert not (out / "report.csv").exists()
    last = start(tmp_path / "list.csv", out)
    assert last.wait() == 0, (tmp_path / "said").read_text()
    made = Counter(line["key"] for line in journal(out) if line["did"] == "made")
    assert len(made) == ROWS
    assert set(made.values()) == {1}
    assert len(report(out)) == ROWS
    assert len(list(out.glob("P*.pdf"))) == ROWS
    assert not list((out / ".batch" / "staging").iterdir())


def test_ctrl_c_ends_it_in_one_line(tmp_path):
    long_list(tmp_path / "list.csv", 200)
    run = start(tmp_path / "list.csv", tmp_path / "out", "--no-print-file")
    while not journal(tmp_path / "out")[1:]:
        assert run.poll() is None
        time.sleep(0.02)
    os.kill(run.pid, signal.SIGINT)
    assert run.wait() == 1
    err = (tmp_path / "said").read_text()
    assert "Traceback" not in err
    assert "Stopped." in err
