"""Clinical angles mean what a goniometer would read on the placed body."""

import numpy as np
import pytest

from exercise_rx.draw.geometry import unit
from exercise_rx.draw.joints import both_sides
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.skeleton import Placement, Stance


def place(anatomy: Anatomy, **joints: float) -> Placement:
    angles = {name.replace("__", "."): value for name, value in joints.items()}
    return anatomy.body.skeleton.place(Stance(both_sides(angles)))


def segment(anatomy: Anatomy, placement: Placement, first: str, second: str) -> np.ndarray:
    return unit(anatomy.point(second, placement) - anatomy.point(first, placement))


def angle(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.degrees(np.arccos(np.clip(a @ b, -1, 1))))


def test_neutral_is_standing_straight(anatomy: Anatomy) -> None:
    neutral = place(anatomy)
    for side in "LR":
        assert angle(segment(anatomy, neutral, f"hip.{side}", f"knee.{side}"), [0, -1, 0]) < 3
        assert angle(segment(anatomy, neutral, f"knee.{side}", f"ankle.{side}"), [0, -1, 0]) < 3
        assert angle(segment(anatomy, neutral, f"shoulder.{side}", f"elbow.{side}"), [0, -1, 0]) < 8


@pytest.mark.parametrize("degrees", [30, 60, 90])
def test_knee_flexion_is_the_angle_between_thigh_and_shank(anatomy: Anatomy, degrees: int) -> None:
    bent, straight = place(anatomy, knee_flexion=degrees), place(anatomy)
    before, after = (
        angle(
            segment(anatomy, p, "hip.R", "knee.R"),
            segment(anatomy, p, "knee.R", "ankle.R"),
        )
        for p in (straight, bent)
    )
    assert after - before == pytest.approx(degrees, abs=2.5)
    assert anatomy.point("heel.R", bent)[2] < anatomy.point("knee.R", bent)[2]


def test_hip_flexion_lifts_the_knee_forward(anatomy: Anatomy) -> None:
    thigh = segment(anatomy, place(anatomy, hip_flexion=90), "hip.R", "knee.R")
    assert angle(thigh, [0, 0, 1]) < 3


def test_abduction_goes_out_on_both_sides(anatomy: Anatomy) -> None:
    placement = place(anatomy, hip_abduction=30)
    assert segment(anatomy, placement, "hip.L", "knee.L")[0] > 0.4
    assert segment(anatomy, placement, "hip.R", "knee.R")[0] < -0.4


def test_dorsiflexion_lifts_the_toes_and_inversion_the_inner_border(anatomy: Anatomy) -> None:
    neutral = place(anatomy)
    lifted = place(anatomy, ankle_dorsiflexion=20)
    turned = place(anatomy, ankle_inversion=30)

    def tilt(placement: Placement) -> float:
        inner, outer = (anatomy.point(f"foot_{s}.R", placement) for s in ("inner", "outer"))
        return float(inner[1] - outer[1])

    assert anatomy.point("toe.R", lifted)[1] > anatomy.point("toe.R", neutral)[1] + 0.04
    assert tilt(turned) > tilt(neutral) + 0.02
    assert anatomy.point("toe.R", turned)[0] > anatomy.point("toe.R", neutral)[0]


def test_arm_elevation_stays_the_angle_asked_for(anatomy: Anatomy) -> None:
    """The shoulder girdle rises with the arm and must not add to its angle."""
    for degrees in (40, 90, 150):
        arm = segment(anatomy, place(anatomy, shoulder_flexion=degrees), "shoulder.R", "elbow.R")
        assert angle(arm, [0, -1, 0]) == pytest.approx(degrees, abs=8)


def test_shoulders_stay_low_when_arms_hang(anatomy: Anatomy) -> None:
    placement = place(anatomy)
    gap = anatomy.point("chin", placement)[1] - anatomy.point("shoulder.R", placement)[1]
    assert gap > 0.12


def test_trunk_angles_are_positive_to_the_right(anatomy: Anatomy) -> None:
    bent = place(anatomy, lumbar_side_bend=20)
    turned = place(anatomy, neck_rotation=60)
    assert anatomy.point("head", bent)[0] < -0.1
    assert anatomy.point("face", turned)[0] < -0.03


def test_chin_tuck_moves_the_head_back_and_keeps_the_eyes_level(anatomy: Anatomy) -> None:
    neutral, tucked = place(anatomy), place(anatomy, neck_retraction=20)
    assert anatomy.point("chin", tucked)[2] < anatomy.point("chin", neutral)[2] - 0.015
    skull = tucked.turns[anatomy.body.skeleton.number["head"]]
    assert angle(skull @ [0, 0, 1], [0, 0, 1]) < 3


def test_the_index_curls_to_the_thumb_while_the_other_fingers_stay(anatomy: Anatomy) -> None:
    flat = place(anatomy, finger_curl=0.06, thumb_curl=0.3)
    pinch = place(anatomy, finger_curl=0.06, thumb_curl=0.3, index_curl__R=0.54)

    def between(placement: Placement, first: str, second: str) -> float:
        return float(
            np.linalg.norm(anatomy.point(first, placement) - anatomy.point(second, placement))
        )

    assert between(pinch, "indextip.R", "thumbtip.R") < 0.015
    assert between(flat, "indextip.R", "thumbtip.R") > 0.04
    for still in ("fingertip.R", "indextip.L"):
        assert np.allclose(anatomy.point(still, pinch), anatomy.point(still, flat))


def test_the_two_sides_mirror_each_other(anatomy: Anatomy) -> None:
    placement = place(
        anatomy, hip_flexion=40, knee_flexion=70, shoulder_abduction=50, ankle_inversion=20
    )
    for name in ("knee", "heel", "bigtoe", "elbow", "palm", "fingertip"):
        left, right = (anatomy.point(f"{name}.{side}", placement) for side in "LR")
        assert np.allclose(left * [-1, 1, 1], right, atol=0.004), name
