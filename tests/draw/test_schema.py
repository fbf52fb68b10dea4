"""The schema for editors says of a pose what the reader says."""

import copy
import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from exercise_rx.draw import schema

ROOT = Path(__file__).resolve().parents[2]
POSES = sorted((ROOT / "exercises").rglob("*.pose.yaml"))
VALIDATOR = Draft202012Validator(json.loads((ROOT / schema.FILE).read_text(encoding="utf-8")))


def test_the_file_is_what_the_model_says() -> None:
    """Stale? python -m exercise_rx.draw.schema"""
    assert (ROOT / schema.FILE).read_text(encoding="utf-8") == schema.text()


@pytest.mark.parametrize("pose", POSES, ids=lambda file: file.name.removesuffix(".pose.yaml"))
def test_every_pose_follows_it(pose: Path) -> None:
    """An editor finds the schema, and marks no fault in a pose that draws."""
    text = pose.read_text(encoding="utf-8")
    assert text.startswith(schema.MODELINE)
    faults = list(VALIDATOR.iter_errors(yaml.safe_load(text)))
    assert not faults, faults[0].message


@pytest.mark.parametrize(
    "slip",
    [
        {"stance": "standing"},
        {"strat": {}},
        {"end": {"joints": {"knee_flexon.R": 60}}},
        {"end": {"contacts": [{"rest": "feet", "hight": 0}]}},
        {"props": [{"kind": "chiar"}]},
        {"camera": {"azimuth": "left"}},
        {"alt": {"start": "One."}},
    ],
)
def test_a_slip_is_marked(slip: dict[str, object]) -> None:
    """A misspelt key, joint, prop or word is seen while it is typed."""
    sound = {"stance": "stand", "camera": {}, "alt": {"start": "One.", "end": "Two."}}
    assert not list(VALIDATOR.iter_errors(copy.deepcopy(sound)))
    assert list(VALIDATOR.iter_errors({**sound, **slip}))
