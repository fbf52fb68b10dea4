"""The foot that is not rigid: arch, forefoot, shoes."""

import numpy as np

from exercise_rx.draw.body import Body
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.words import LANDMARKS, PARTS


def test_names_in_the_format_are_the_names_on_the_body(anatomy: Anatomy) -> None:
    assert set(LANDMARKS) == set(anatomy.landmarks)
    assert set(PARTS) == set(anatomy.parts)


def test_lifting_the_arch_raises_the_inner_border_and_keeps_the_heel(body: Body) -> None:
    flat, lifted = body.shaped({}), body.shaped({"arch_lift.R": 1})
    rise = lifted[:, 1] - flat[:, 1]
    along, inward, _ = body.feet["R"].coordinates(flat)
    foot = body.feet["R"].share > 0.9
    assert rise[foot & (along > 0.35) & (along < 0.5) & (inward > 0.4)].mean() > 0.008
    assert abs(rise[foot & (along < 0.08)]).max() < 0.002
    assert abs(rise[foot & (inward < -0.6)]).max() < 0.003
    assert not rise[body.feet["L"].share > 0.5].any()


def test_twisting_the_forefoot_lifts_its_inner_border_only(body: Body) -> None:
    twisted = body.shaped({"forefoot_twist.R": 15})[:, 1] - body.shaped({})[:, 1]
    along, inward, _ = body.feet["R"].coordinates(body.vertices)
    front = (body.feet["R"].share > 0.9) & (along > 0.7) & (along < 0.8)
    assert twisted[front & (inward > 0.5)].mean() > 0.004
    assert twisted[front & (inward < -0.5)].mean() < -0.004
    assert np.allclose(twisted[(body.feet["R"].share > 0.9) & (along < 0.25)], 0)
