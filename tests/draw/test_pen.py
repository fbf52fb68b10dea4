"""What the pen does with bands, short arrows and small hands."""

from collections.abc import Mapping

import numpy as np
import pytest

from exercise_rx.draw.arrows import arrow
from exercise_rx.draw.ink import Pen, ink
from exercise_rx.draw.pose import Pose
from exercise_rx.draw.shapes import ribbon
from exercise_rx.draw.studio import Shot, Studio
from exercise_rx.draw.surface import PERSON
from exercise_rx.draw.view import View

PEN = Pen(6.6, 4.4)
FINGER = 12
"""Pixels a finger is wide in a picture of the whole body."""


def _shot(studio: Studio, prop: Mapping[str, object]) -> Shot:
    words: dict[str, object] = {
        "stance": "stand",
        "camera": {"azimuth": -60},
        "props": [prop],
        "end": {"joints": {"knee_flexion.R": 20}},
        "alt": {"start": "One.", "end": "Two."},
    }
    pose = Pose.model_validate(words)
    return studio.shots(pose, studio.story(pose))["start"]


def _hand(gap: int) -> View:
    """Two fingers side by side, `gap` pixels of paper between them."""
    thing = np.zeros((120, 120), np.int32)
    thing[30:90, 40 : 40 + FINGER] = 1
    thing[30:90, 40 + FINGER + gap : 40 + 2 * FINGER + gap] = 1
    part = np.where(thing > 0, 0, -1)
    depth = np.where(thing > 0, 1.0, np.inf)
    facing = np.zeros((120, 120, 3))
    facing[..., 2] = 1
    return View(depth, thing.copy(), thing, thing.copy(), part, facing, ("", "skin"))


def test_fingers_close_together_are_drawn_as_one_hand_when_it_is_small() -> None:
    def between(gap: int, scale: float) -> bool:
        middle = 40 + FINGER + gap // 2
        return bool(ink(_hand(gap), scale, PEN, [0])[60, middle])

    assert not between(4, scale=800)
    assert between(4, scale=8000)


def test_fingers_wide_apart_keep_their_lines() -> None:
    gap = 20
    drawn = ink(_hand(gap), 800, PEN, [0])
    assert drawn[60, 40 + FINGER]
    assert drawn[60, 40 + FINGER + gap - 1]


def test_a_pulled_band_is_narrow_half_way_and_a_strap_is_not(studio: Studio) -> None:
    def half_way(kind: str) -> float:
        loop = {"part": ["shank.R"], "at": "shin.R", "normal": [0, 1, 0]}
        prop = {"kind": kind, "loop": loop, "to": [[-0.1, 0.3, 1.2]], "width": 0.04}
        [(_, built)] = _shot(studio, prop).built
        strap = built.surfaces[-1].points.reshape(-1, 2, 3)
        wide = np.linalg.norm(strap[:, 1] - strap[:, 0], axis=1)
        return float(wide[len(wide) // 2] / wide[0])

    assert half_way("band") == pytest.approx(0.6, abs=0.02)
    assert half_way("strap") == pytest.approx(1)


def test_a_kneecap_is_skin_of_the_person(studio: Studio) -> None:
    prop = {"kind": "kneecap", "at": "kneecap.R", "size": [0.05, 0.02, 0.05]}
    [(_, built)] = _shot(studio, prop).built
    assert [(s.material, s.thing) for s in built.surfaces] == [("skin", PERSON)]


def test_a_ribbon_takes_a_width_for_every_point() -> None:
    strap = ribbon(np.array([[0, 0, 0], [0, 0, 1.0]]), [2.0, 1.0], [1.0, 0, 0], "band", 9)
    assert np.ptp(strap.points[:2, 0]) == pytest.approx(2)
    assert np.ptp(strap.points[2:, 0]) == pytest.approx(1)


def test_an_arrow_shorter_than_its_head_is_still_an_arrow() -> None:
    shape = arrow(np.array([[0.0, 0], [0, 0], [0.5, 0]]), 2, 40)
    assert np.isfinite(shape).all()
    assert len(shape) >= 7
