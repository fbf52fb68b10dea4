"""A batch over a real cluster: a Dask scheduler with two workers, each a process of its own."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CLUSTER = """\
def executor():
    from distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    return Client(cluster).get_executor()
"""
LIST = """\
codes,patient,start,clinician
M76.821,Dana R.,2026-11-23,"A. Osei, PT"
M72.2,Nora,2026-11-23,"A. Osei, PT"
M17.11,Renée O'Neill,2026-11-23,"A. Osei, PT"
I82.431,Ana,2026-11-23,"A. Osei, PT"
M54.50,Bob,2026-11-23,"A. Osei, PT"
"""


@pytest.mark.skipif(
    find_spec("distributed") is None and not os.environ.get("CI"),
    reason="pip install '.[cluster]' to run it",
)
def test_a_cluster_makes_the_same_report_and_the_same_files(tmp_path):
    (tmp_path / "our_cluster.py").write_text(CLUSTER)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    near, far = (
        batch(tmp_path, "near"),
        batch(tmp_path, "far", "--executor", "our_cluster:executor"),
    )
    assert sorted(near) == sorted(far)
    assert {name for name in near if near[name] != far[name]} == set()
    assert {"Bob.pdf", "Renee-ONeill.pdf", "print-all.pdf", "report.csv"} <= set(near)


def batch(folder, out, *more):
    """The files that a run makes of the list, by name."""
    command = [sys.executable, "-m", "exercise_rx", "batch", "list.csv", "-o", out, *more]
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=where, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return {file.name: file.read_bytes() for file in (folder / out).iterdir() if file.is_file()}
