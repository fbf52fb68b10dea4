"""Contacts put the body where the pose file says."""

import numpy as np
import pytest

from exercise_rx.draw.contacts import Hand
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.pose import Pose
from exercise_rx.draw.solver import Solved, solve
from exercise_rx.draw.stances import STANCES, layers_of

ALT = {"start": "One.", "end": "Two."}


def solved(anatomy: Anatomy, **words: object) -> dict[str, Solved]:
    pose = Pose.model_validate({"camera": {}, "alt": ALT, **words})
    found: dict[str, Solved] = {}
    for frame, layer in layers_of(pose).items():
        found[frame] = solve(anatomy, layer, found.get("start"), {"step": 0.18})
    return found


def lowest(anatomy: Anatomy, body: Solved, part: str = "body") -> float:
    carried = anatomy.body.carried(body.placement)
    return float(carried.apply(anatomy.body.vertices, anatomy.parts[part])[:, 1].min())


@pytest.mark.parametrize("stance", sorted(STANCES))
def test_every_stance_touches_its_ground_and_misses_nothing(anatomy: Anatomy, stance: str) -> None:
    body = solved(anatomy, stance=stance)["start"]
    assert abs(lowest(anatomy, body)) < 0.025
    assert all(missed < 0.008 for missed in body.missed.values())


def test_a_foot_stands_on_the_step_it_is_put_upon(anatomy: Anatomy) -> None:
    contacts = [{"rest": "feet"}, {"foot": "R", "at": [-0.1, 0.3], "upon": "step"}]
    props = [{"kind": "step", "z": 0.4}]
    body = solved(anatomy, stance="stand", props=props, start={"contacts": contacts})["start"]
    assert lowest(anatomy, body, "foot.R") == pytest.approx(0.18, abs=0.002)


def test_everting_a_planted_foot_keeps_the_heel_and_the_knee(anatomy: Anatomy) -> None:
    contacts = [{"rest": "seat", "y": 0.45}, {"foot": "L"}, {"foot": "R"}]
    turned = [*contacts[:2], {"foot": "R", "keep": "start", "inversion": -20}]
    both = solved(anatomy, stance="sit", start={"contacts": contacts}, end={"contacts": turned})
    start, end = both["start"].placement, both["end"].placement
    moved = {
        name: float(np.linalg.norm(anatomy.point(name, end) - anatomy.point(name, start)))
        for name in ("heel_pad.R", "knee.R", "littletoe.R")
    }
    assert moved["heel_pad.R"] < 0.02
    assert moved["knee.R"] < 0.02
    assert moved["littletoe.R"] > 0.03
    assert abs(lowest(anatomy, both["end"], "foot.R")) < 0.003


def test_heel_up_keeps_the_ball_on_the_floor(anatomy: Anatomy) -> None:
    flat = [{"rest": "feet"}, {"shift": [0, -0.1, 0]}, {"foot": "L"}, {"foot": "R"}]
    up = [*flat[:3], {"foot": "R", "keep": "start", "heel_up": 35}]
    both = solved(anatomy, stance="stand", start={"contacts": flat}, end={"contacts": up})
    start, end = both["start"].placement, both["end"].placement
    assert np.allclose(anatomy.point("ball.R", start), anatomy.point("ball.R", end), atol=0.012)
    assert anatomy.point("heel.R", end)[1] > anatomy.point("heel.R", start)[1] + 0.05
    assert end.turns[anatomy.body.skeleton.number["toe2-1.R"]] @ [0, 0, 1] @ [0, 1, 0] > -0.05


def test_a_holding_hand_has_the_place_in_the_hollow_of_its_fist(anatomy: Anatomy) -> None:
    hand = {
        "hand": "R",
        "to": [-0.2, 1.0, 0.3],
        "palm": "left",
        "fingers": "forward",
        "grip": "hold",
    }
    contacts = [{"rest": "feet"}, hand]
    body = solved(anatomy, stance="stand", start={"contacts": contacts})["start"]
    assert np.allclose(anatomy.point("grip.R", body.placement), [-0.2, 1.0, 0.3], atol=0.003)


def test_same_hands_stay_while_the_body_moves(anatomy: Anatomy) -> None:
    hands = [{"hand": s, "to": [x, 0.9, 0.36]} for s, x in (("L", 0.2), ("R", -0.2))]
    start = {"contacts": [{"rest": "feet"}, *hands]}
    end = {"contacts": [{"rest": "feet"}, {"shift": [0, -0.05, 0]}, "same_feet", "same_hands"]}
    both = solved(anatomy, stance="stand", start=start, end=end)
    for name in ("palm.L", "palm.R", "heel.L", "toe.R"):
        places = [anatomy.point(name, both[frame].placement) for frame in ("start", "end")]
        assert np.allclose(*places, atol=0.003), name


def test_a_pelvic_tilt_moves_the_pelvis_and_not_the_chest(anatomy: Anatomy) -> None:
    both = solved(anatomy, stance="supine", end={"joints": {"pelvic_tilt": 15}})
    number = anatomy.body.skeleton.number
    start, end = both["start"].placement, both["end"].placement
    chest = start.turns[number["spine01"]].T @ end.turns[number["spine01"]]
    pelvis = start.turns[number["root"]].T @ end.turns[number["root"]]
    assert np.allclose(chest, np.eye(3), atol=0.05)
    assert np.degrees(np.arccos((np.trace(pelvis) - 1) / 2)) == pytest.approx(15, abs=0.1)


def test_a_hand_along_a_foot_turns_with_it(anatomy: Anatomy) -> None:
    under = {
        "hand": "R", "to": "sole.R", "palm": "up", "fingers": "left", "along": "foot.R",
        "elbow": "right",
    }  # fmt: skip
    contacts = [{"rest": "seat", "y": 0.45}, {"leg": "R", "ankle": [0, 0.6, 0.3], "knee": "right"}]
    both = solved(
        anatomy, stance="sit", setup={"contacts": [*contacts, under]},
        start={"joints": {"ankle_dorsiflexion.R": -30}},
        end={"joints": {"ankle_dorsiflexion.R": 15}},
    )  # fmt: skip
    number = anatomy.body.skeleton.number
    foot, wrist = number["foot.R"], number["wrist.R"]
    turns = [both[frame].placement.turns for frame in ("start", "end")]
    held = [turn[foot].T @ turn[wrist] for turn in turns]
    assert np.allclose(held[0], held[1], atol=1e-9)
    assert not np.allclose(turns[0][wrist], turns[1][wrist], atol=0.3)
    palm, sole = turns[1][wrist] @ [1.0, 0, 0], turns[1][foot] @ [0, 1.0, 0]
    assert palm @ sole == pytest.approx(1, abs=1e-6)


def test_a_pose_that_says_no_along_keeps_its_stamp() -> None:
    plain = Hand.model_validate({"hand": "R", "to": "sole.R"})
    assert "along" not in plain.model_dump(mode="json")
    assert plain.but(along="foot.R").model_dump(mode="json")["along"] == "foot.R"
