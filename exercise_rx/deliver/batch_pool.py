"""What makes handouts of rows: this process, all cores of this machine, or an engine of others."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context, parent_process
from typing import Any, cast

from exercise_rx.errors import UsageProblem

FEW = 24
"""Rows that are made sooner than other processes have started."""

FAR = 64
"""Chunks under way on an engine whose size is not known."""


class Here(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


@contextmanager
def engine(processes: int | None, rows: int, named: str | None) -> Iterator[tuple[Executor, int]]:
    """An executor for so many rows, and how many chunks may be under way.

    `named` is a `MODULE:ATTRIBUTE` of the user's own. An executor that stands there ready is
    another's and stays open; one that is made for us is closed.
    """
    if named:
        executor, ours = _named(named)
        try:
            yield executor, FAR
        finally:
            if ours:
                executor.shutdown()
        return
    count = min(processes or cores(), -(-rows // 8))
    if count < 2 or (processes is None and rows <= FEW):
        yield Here(), 1
        return
    # Spawned, because that is the same on every system and copies no lock or open file.
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_begin)
    try:
        yield pool, 3 * count
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin() -> None:
    """Leave Ctrl-C to the parent, and go when it goes, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _named(named: str) -> tuple[Executor, bool]:
    """The executor that `MODULE:ATTRIBUTE` is, or that it returns when called; whether it did."""
    module, colon, attribute = named.partition(":")
    if not colon or not module or not attribute:
        raise UsageProblem(
            f"`--executor {named}` names no executor.",
            tip="Write MODULE:ATTRIBUTE, such as our_cluster:executor",
        )
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        found = getattr(import_module(module), attribute)
    except ImportError as error:
        raise UsageProblem(f"`--executor {named}`: {error}.") from None
    except AttributeError:
        raise UsageProblem(f"`--executor {named}`: {module} has no {attribute}.") from None
    ours = isinstance(found, type) or (callable(found) and not hasattr(found, "submit"))
    made = found() if ours else found
    if not callable(getattr(made, "submit", None)):
        raise UsageProblem(
            f"`--executor {named}` is no executor: it has no `submit`.",
            tip="Give one such as `concurrent.futures` has, or a function that returns one.",
        )
    return cast("Executor", made), ours
