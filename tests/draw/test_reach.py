"""Two-bone reach: exact where the place can be reached, honest where it cannot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_rx.draw.geometry import turn_x
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.reach import arm, bend_for, leg, reach
from exercise_rx.draw.skeleton import Stance

UPPER, LOWER = np.array([0.01, -0.37, 0.0]), np.array([0.0, -0.38, -0.02])


@given(st.floats(5, 145), st.sampled_from([1, -1]))
def test_a_bend_is_found_for_every_distance_the_limb_can_span(degrees: float, sign: int) -> None:
    span = float(np.linalg.norm(UPPER + turn_x(sign * degrees) @ LOWER))
    bend = bend_for(UPPER, LOWER, sign, span)
    assert np.linalg.norm(UPPER + turn_x(sign * bend) @ LOWER) == pytest.approx(span, abs=1e-6)
    assert 0 <= bend <= 150


def test_a_foot_in_reach_is_reached(anatomy: Anatomy) -> None:
    skeleton = anatomy.body.skeleton
    now = skeleton.place(Stance({}))
    goal = now.places[skeleton.number["foot.R"]] + [0.05, 0.2, 0.15]
    found = reach(skeleton, now, leg("R"), goal, np.array([0, 0, 1.0]))
    after = skeleton.place(Stance({}).with_fixed(found.turns))
    assert np.linalg.norm(after.places[skeleton.number["foot.R"]] - goal) < 0.001
    assert (
        after.places[skeleton.number["lowerleg01.R"]][2] > now.places[skeleton.number["foot.R"]][2]
    )


def test_an_elbow_points_where_it_is_asked_to(anatomy: Anatomy) -> None:
    skeleton = anatomy.body.skeleton
    now = skeleton.place(Stance({}))
    goal = now.places[skeleton.number["upperarm01.R"]] + [0, -0.1, 0.3]
    for pole in ([-1.0, 0, 0], [0, -1.0, 0]):
        found = reach(skeleton, now, arm("R"), goal, np.array(pole))
        after = skeleton.place(Stance({}).with_fixed(found.turns))
        elbow = after.places[skeleton.number["lowerarm01.R"]]
        middle = (goal + now.places[skeleton.number["upperarm01.R"]]) / 2
        assert (elbow - middle) @ pole > 0.05


def test_out_of_reach_is_said_in_metres(anatomy: Anatomy) -> None:
    skeleton = anatomy.body.skeleton
    now = skeleton.place(Stance({}))
    hip = now.places[skeleton.number["upperleg01.R"]]
    found = reach(skeleton, now, leg("R"), hip - np.array([0, 1.2, 0]), np.array([0, 0, 1.0]))
    assert found.missed > 0.4
