"""The automatic checks find what they are for, and accept what is explained."""

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from exercise_rx.draw.checks import findings
from exercise_rx.draw.pose import Pose
from exercise_rx.draw.studio import Studio

BASE = {"stance": "stand", "camera": {}, "alt": {"start": "One.", "end": "Two."}}
FEET = {"rest": "feet"}


def keys(studio: Studio, **words: object) -> set[str]:
    return {f.key for f in findings(studio, Pose.model_validate({**BASE, **words}))}


def test_standing_has_no_faults(studio: Studio) -> None:
    assert keys(studio) == set()


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"end": {"contacts": [FEET, {"hand": "R", "to": [-0.2, 1, 2]}]}}, "missed hand.R"),
        ({"end": {"joints": {"knee_flexion.R": 170}}}, "motion knee_flexion.R"),
        ({"end": {"contacts": [FEET, {"shift": [0, -0.1, 0]}]}}, "floor foot.R"),
        ({"props": [{"kind": "box", "height": 1.2}]}, "box trunk"),
        (
            {"end": {"contacts": [FEET, {"hand": "R", "to": "belly", "offset": [0, 0, -0.05]}]}},
            "hand.R body",
        ),
    ],
)
def test_each_fault_is_found(studio: Studio, words: dict[str, object], key: str) -> None:
    assert key in keys(studio, **words)


def test_an_explained_fault_is_accepted_and_an_idle_excuse_is_not(studio: Studio) -> None:
    end = {"joints": {"knee_flexion.R": 160}}
    why = {"motion knee_flexion.R": "a very supple knee"}
    assert keys(studio, end=end, accept=why) == set()
    assert keys(studio, accept=why) == set(why)


def test_the_pose_in_the_guide_for_contributors_has_no_fault(studio: Studio) -> None:
    """What CONTRIBUTING.md shows can be copied and drawn."""
    guide = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"^   ```yaml\n(   stance:.*?)^   ```", guide, re.DOTALL | re.MULTILINE)
    assert block
    pose = Pose.model_validate(yaml.safe_load(textwrap.dedent(block[1])))
    assert [f.key for f in findings(studio, pose)] == []
