"""The run itself, with small work in place of handouts: order, memory, and taking up again."""

import csv
import os
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain

import pytest

from exercise_rx.deliver.batch import CHUNK, Batch, in_order
from exercise_rx.deliver.batch_files import put
from exercise_rx.deliver.batch_journal import Journal
from exercise_rx.deliver.batch_pool import Here, engine
from exercise_rx.deliver.batch_report import Report
from exercise_rx.deliver.batch_row import Failed, Made, Outcome, Task
from exercise_rx.deliver.batch_table import Row
from exercise_rx.errors import RxError, UsageProblem

MADE: list[str] = []


def work(tasks: tuple[Task, ...]) -> list[Made | Failed]:
    """A handout that holds its row; a patient called Bad has none."""
    MADE.extend(task.name for task in tasks)
    return [
        Failed("is bad", "Be good.", "patient")
        if task.cells["patient"].startswith("Bad")
        else Made({"pdf": str(sorted(task.cells.items())).encode()}, f"P{task.line}")
        for task in tasks
    ]


def slow_square(tasks: tuple[Task, ...]) -> list[Made | Failed]:
    time.sleep(0.02 if tasks[0].line % 3 else 0)
    return [Made({}, str(os.getpid())) for _ in tasks]


def patients(*names, **more):
    return [Row(n, {"codes": "M17.11", "patient": name, **more}) for n, name in enumerate(names, 2)]


@pytest.fixture
def run(tmp_path):
    """Run a list in `tmp_path`; its outcomes, and the names that were made of it."""

    def go(rows, mark="", **changes):
        MADE.clear()
        with Journal(tmp_path) as journal:
            found = list(Batch(tmp_path, journal, mark, **changes).run(rows, work, Here(), 1))
        return found, list(MADE)

    return go


def told(outcomes):
    return [(o.line, o.status, o.name) for o in outcomes]


def test_good_rows_are_made_and_the_others_are_named(run, tmp_path):
    rows = [*patients("Ann", "Bad", "Ann", "ann"), Row(9, fault="has 1 cells", fix="Mend it.")]
    rows[2].cells["home"] = "chair"
    found, _ = run(rows)
    assert told(found) == [
        (2, "made", "Ann"), (3, "failed", ""), (4, "made", "Ann-2"), (5, "duplicate", ""),
        (9, "failed", ""),
    ]  # fmt: skip
    assert found[3].fault == "is the same as line 2"
    assert {path.name for path in tmp_path.glob("*.pdf")} == {"Ann.pdf", "Ann-2.pdf"}


def test_a_second_run_makes_nothing(run):
    run(patients("Ann", "Bob"))
    found, made = run(patients("Ann", "Bob"))
    assert [o.status for o in found] == ["made before"] * 2
    assert [o.plan for o in found] == ["P2", "P3"]
    assert made == []


def test_only_what_changed_or_is_missing_is_made(run, tmp_path):
    run(patients("Ann", "Bob", "Cy", "Di"))
    rows = patients("Ann", "Bob", "Cy", "Di", "Ed")
    rows[1].cells["minutes"] = "10"
    (tmp_path / "Cy.pdf").unlink()
    (tmp_path / "Di.pdf").write_bytes(b"torn")
    assert run(rows)[1] == ["Bob", "Cy", "Di", "Ed"]
    assert b"minutes" in (tmp_path / "Bob.pdf").read_bytes()


def test_a_new_row_of_the_same_name_does_not_pass_for_the_old_one(run, tmp_path):
    """The file Sam.pdf is always that of the first Sam of the list."""
    run(patients("Sam"))
    new, old = patients("Sam", "Sam")
    new.cells["side"] = "left"
    found, _ = run([new, old])
    assert told(found) == [(2, "made", "Sam"), (3, "made", "Sam-2")]
    assert b"left" in (tmp_path / "Sam.pdf").read_bytes()
    assert b"left" not in (tmp_path / "Sam-2.pdf").read_bytes()
    assert run([old])[1] == ["Sam"]
    assert b"left" not in (tmp_path / "Sam.pdf").read_bytes()


def test_other_content_makes_everything_anew(run):
    run(patients("Ann"), mark="one")
    assert run(patients("Ann"), mark="two")[1] == ["Ann"]
    assert run(patients("Ann"), mark="two", again=True)[1] == ["Ann"]


def test_handouts_that_no_row_asks_for_any_more_are_told(run):
    run(patients("Ann", "Bob"))
    found, _ = run(patients("Ann"))
    assert told(found) == [(2, "made before", "Ann"), (None, "left over", "Bob")]
    assert "Bob.pdf" in found[1].fix


def test_an_old_handout_beside_a_row_that_fails_is_told(run, tmp_path):
    """It would be handed out with the dose that was to be changed."""
    run([Row(2, {"codes": "M17.11", "patient": "Cy", "file": "chart-7"})])
    found, _ = run([Row(2, {"codes": "M17.11", "patient": "Bad", "file": "chart-7"})])
    assert "chart-7.pdf there is of an earlier list" in found[0].fix


def test_a_full_disk_stops_the_run_and_loses_nothing(run, tmp_path):
    run(patients("Ann"))
    (tmp_path / "Bob.pdf").mkdir()
    with pytest.raises(RxError, match=r"Bob\.pdf could not be written"):
        run(patients("Ann", "Bob", "Cy"))
    (tmp_path / "Bob.pdf").rmdir()
    assert run(patients("Ann", "Bob", "Cy"))[1] == ["Bob", "Cy"]


def test_nothing_half_written_is_left_by_a_failed_write(tmp_path):
    staging = tmp_path / "staging"
    staging.mkdir()
    (tmp_path / "Sam.pdf").mkdir()
    with pytest.raises(RxError):
        put(tmp_path / "Sam.pdf", b"data", staging)
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_report_becomes_a_formula(tmp_path, start):
    with Report(tmp_path, tmp_path) as report:
        report.add(Outcome(2, "failed", fault=f"{start}1+1", fix="a = b"))
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    _, line = csv.reader(text.splitlines())
    assert f"'{start}1+1" in line
    assert "a = b" in line


class Counting(Executor):
    """Another's executor that remembers how much was under way at once."""

    def __init__(self) -> None:
        self.pool, self.most, self.now = ThreadPoolExecutor(4), 0, 0

    def submit(self, fn, /, *args, **kwargs) -> Future:
        self.now += 1
        self.most = max(self.most, self.now)
        return self.pool.submit(fn, *args, **kwargs)


def test_results_keep_the_order_and_only_a_few_rows_are_under_way():
    taken = []
    executor = Counting()

    def tasks():
        for n in range(400):
            taken.append(n)
            yield Task(n, f"p{n}", "", "", {}) if n % 5 else Outcome(n, "failed")

    found = chain.from_iterable(in_order(tasks(), slow_square, executor, 6))
    for n, (item, made) in enumerate(found):
        assert item.line == n
        assert (made is None) == (n % 5 == 0)
        assert len(taken) - n <= 6 * CHUNK
        executor.now = -(-(len(taken) - n) // CHUNK)
    executor.pool.shutdown()
    assert len(taken) == 400
    assert executor.most <= 7


def test_many_rows_go_to_several_processes():
    tasks = (Task(n, f"p{n}", "", "", {}) for n in range(64))
    with engine(2, 64, None) as (executor, window):
        chunks = in_order(tasks, slow_square, executor, window)
        seen = {made.plan for chunk in chunks for _, made in chunk}
    assert len(seen) == 2
    assert str(os.getpid()) not in seen


def dies(tasks: tuple[Task, ...]) -> list[Made | Failed]:
    os._exit(9)


def test_a_process_that_is_ended_from_outside_is_told_without_a_traceback():
    tasks = (Task(n, f"p{n}", "", "", {}) for n in range(64))
    with (
        pytest.raises(RxError, match="what is made stays made"),
        engine(2, 64, None) as (executor, window),
    ):
        list(in_order(tasks, dies, executor, window))


def test_few_rows_are_made_here():
    with engine(None, 20, None) as (executor, _):
        assert isinstance(executor, Here)


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("nothing", "names no executor"),
        ("no_such_module_of_ours:x", "No module named"),
        ("os:nothing", "os has no nothing"),
        ("os:sep", "has no `submit`"),
    ],
)
def test_an_executor_that_is_none_is_a_usage_error(named, says):
    with pytest.raises(UsageProblem, match=says), engine(None, 100, named):
        pass


def test_an_executor_of_a_class_or_function_is_made_and_closed():
    with engine(None, 100, "concurrent.futures:ThreadPoolExecutor") as (executor, _):
        assert executor.submit(int, "3").result() == 3
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(int, "3")
