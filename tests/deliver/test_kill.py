"""SIGKILL at every step: nothing is lost, and nothing is sent twice without being asked about."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("mail_crash.py")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("steps")
    done = subprocess.run(
        [sys.executable, SCRIPT, "steps", folder], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cases(results, action):
    """Every run of an action: killed at each step in turn, and last of all not killed."""
    runs = results[action]
    assert runs[-1]["step"] == "(not killed)"
    assert len(runs) > 10, "too few steps to be all of them"
    return runs


def test_the_file_is_sound_after_every_kill(results):
    for action in results:
        for run in cases(results, action):
            for moment in ("just_after", "again", "at_last"):
                assert run[moment]["sound"], (action, run["step"], moment)


def test_queueing_again_after_a_kill_gives_one_mail_and_one_consent(results):
    for run in cases(results, "enqueue"):
        assert len(run["just_after"]["statuses"]) == run["just_after"]["consents"] <= 1
        assert run["again"]["statuses"] == ["queued"], run["step"]
        assert run["again"]["consents"] == 1
        assert (run["at_last"]["statuses"], run["accepted"]) == (["sent"], 1)


def test_a_mail_killed_while_it_is_sent_is_sent_once_or_held(results):
    for run in cases(results, "send"):
        [status] = run["at_last"]["statuses"]
        assert run["accepted"] <= 1, run["step"]
        assert status in ("sent", "held"), run["step"]
        if status == "sent":
            assert run["accepted"] == 1, run["step"]
            assert run["at_last"]["bodies"] == [False]
        else:
            assert run["just_after"]["handed_over"] == [True], run["step"]


def test_doubt_begins_at_the_final_dot_and_ends_with_our_commit(results):
    runs = cases(results, "send")
    steps = [run["step"] for run in runs]
    held = [run["at_last"]["statuses"] == ["held"] for run in runs]
    first, last = held.index(True), len(held) - 1 - held[::-1].index(True)
    assert all(held[first : last + 1]), "doubt is one stretch"
    assert steps[first] == "before sending b'.\\r\\n'"
    assert steps[last] == "COMMIT"
    assert not any("quit" in step for step in steps[first : last + 1])


def test_a_mail_taken_back_from_a_dead_worker_is_sent_once(results):
    for run in cases(results, "release"):
        assert (run["at_last"]["statuses"], run["accepted"]) == (["sent"], 1), run["step"]


def test_a_decision_is_taken_wholly_or_not_at_all(results):
    for action, before, after in (
        ("retry", ["held"], ["queued"]),
        ("cancel", ["held"], ["cancelled"]),
    ):
        for run in cases(results, action):
            assert run["just_after"]["statuses"] in (before, after), (action, run["step"])
            assert run["again"]["statuses"] == after, (action, run["step"])
    for run in cases(results, "purge"):
        assert run["again"]["bodies"] == [False]
        assert run["at_last"]["statuses"] == ["held"]
        assert run["accepted"] == 0
