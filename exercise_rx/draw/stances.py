"""Starting positions, and the layers of a pose file laid over them."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exercise_rx.draw.contacts import Contact, Foot, Hand, Rest
from exercise_rx.draw.geometry import Array, turn_x, turn_y, turn_z
from exercise_rx.draw.joints import LIMITS, SIGN, both_sides
from exercise_rx.draw.pose import FramePose, Pose
from exercise_rx.draw.words import Frame

ON_THE_LEFT_SIDE = np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]])
ORIENTATION: dict[str, Array] = {
    "upright": np.eye(3),
    "supine": turn_x(-90),
    "prone": turn_x(90),
    "side_L": ON_THE_LEFT_SIDE,
}
"""Supine and side lying have the head at -Z; prone has it at +Z."""


@dataclass(frozen=True)
class Layer:
    """One picture's pose with everything said: nothing is left to inherit."""

    orientation: str
    joints: dict[str, float]
    contacts: tuple[Contact, ...]
    pitch: float = 0
    roll: float = 0
    yaw: float = 0
    twist: float = 0
    root: tuple[float, float, float] = (0, 0, 0)
    eyes_closed: bool = False

    @property
    def root_turn(self) -> Array:
        """How the pelvis is turned in the world, tilt and hike of the pelvis included."""
        turn = turn_y(self.yaw) @ ORIENTATION[self.orientation] @ turn_x(self.pitch)
        turn = turn @ turn_z(-self.roll) @ turn_y(self.twist)
        tilt, hike = self.joints.get("pelvic_tilt", 0), self.joints.get("pelvic_hike", 0)
        return np.asarray(turn @ turn_x(-tilt) @ turn_z(-hike))

    @property
    def angles(self) -> dict[str, float]:
        """Joint angles, with spine and hips answering the pelvis so that only it moves."""
        tilt, hike = self.joints.get("pelvic_tilt", 0), self.joints.get("pelvic_hike", 0)
        answer = {"lumbar_flexion": tilt, "lumbar_side_bend": hike}
        for side, sign in SIGN.items():
            answer[f"hip_flexion.{side}"] = -tilt
            answer[f"hip_abduction.{side}"] = sign * hike
        return {**self.joints, **{k: self.joints.get(k, 0) + v for k, v in answer.items()}}


RELAXED = {"finger_curl": 0.22, "thumb_curl": 0.2}
FEET = (Foot(foot="L"), Foot(foot="R"))


def _knees_down(**joints: float) -> dict[str, float]:
    return both_sides({"ankle_dorsiflexion": -58, "toe_extension": -6, **RELAXED, **joints})


STANCES: dict[str, Layer] = {
    "stand": Layer(
        "upright",
        both_sides({"shoulder_abduction": 6, "elbow_flexion": 8, **RELAXED}),
        (Rest(rest=["feet"]),),
    ),
    "sit": Layer(
        "upright",
        both_sides(
            {"hip_flexion": 88, "knee_flexion": 88, "hip_abduction": 4, "shoulder_flexion": 16,
             "elbow_flexion": 55, "shoulder_rotation": -8, **RELAXED}
        ),
        (Rest(rest=["seat"], y=0.45), *FEET, "lap_hands"),
    ),
    "long_sit": Layer(
        "upright",
        both_sides({"hip_flexion": 78, "lumbar_flexion": 10, "ankle_dorsiflexion": -8, **RELAXED}),
        (Rest(rest=["under"]), "lap_hands"),
        pitch=-12,
    ),
    "supine": Layer(
        "supine",
        both_sides(
            {"shoulder_abduction": 14, "forearm_supination": -20, "elbow_flexion": 8,
             "ankle_dorsiflexion": -18, "hip_rotation": 6, "neck_flexion": 8, **RELAXED}
        ),
        (Rest(rest=["back"]),),
    ),
    "prone": Layer(
        "prone",
        both_sides({"ankle_dorsiflexion": -58, "toe_extension": -6, **RELAXED}),
        (Rest(rest=["body"]),),
    ),
    "side_L": Layer("side_L", both_sides(RELAXED), (Rest(rest=["body"]),)),
    "quadruped": Layer(
        "upright",
        _knees_down(hip_flexion=84, knee_flexion=90, neck_flexion=-18, finger_curl=0),
        (
            Rest(rest=["knees"]),
            Hand(hand="L", to=(0.17, 0, 0.5), elbow=(0.3, 0, -1)),
            Hand(hand="R", to=(-0.17, 0, 0.5), elbow=(-0.3, 0, -1)),
        ),
        pitch=84,
    ),
    "kneel": Layer("upright", _knees_down(knee_flexion=90), (Rest(rest=["knees"]),)),
    "half_kneel": Layer(
        "upright",
        {**_knees_down(knee_flexion=90), "hip_flexion.L": 88, "ankle_dorsiflexion.L": 0,
         "toe_extension.L": 0},
        (Rest(rest=["knee.R"]), Foot(foot="L", at=(0.11, 0.42))),
    ),
}  # fmt: skip


def laid_over(layer: Layer, pose: FramePose) -> Layer:
    """A layer with one picture's own words laid over it."""
    joints = {**layer.joints, **both_sides(pose.joints)}
    said: dict[str, Any] = {
        name: value
        for name in ("pitch", "roll", "yaw", "twist", "root", "eyes_closed")
        if (value := getattr(pose, name)) is not None
    }
    contacts = layer.contacts if pose.contacts is None else tuple(pose.contacts)
    return replace(layer, joints=joints, contacts=contacts, **said)


def layers_of(pose: Pose) -> dict[Frame, Layer]:
    """Every picture's full pose: stance, then setup, then start; middle and end over start."""
    base = replace(STANCES[pose.stance], eyes_closed=pose.eyes_closed)
    start = laid_over(laid_over(base, pose.setup), pose.start)
    found: dict[Frame, Layer] = {"start": start}
    if pose.middle is not None:
        found["middle"] = laid_over(start, pose.middle)
    found["end"] = laid_over(start, pose.end)
    return found


def between(first: Layer, second: Layer, share: float) -> Layer:
    """A pose on the way, for the track of an arrow."""
    if share <= 0:
        return first
    names = set(first.joints) | set(second.joints)
    joints = {
        n: first.joints.get(n, 0) * (1 - share) + second.joints.get(n, 0) * share
        for n in sorted(names)
        if n.split(".")[0] in LIMITS
    }

    def mix(name: str) -> Any:
        a, b = np.asarray(getattr(first, name)), np.asarray(getattr(second, name))
        return (a * (1 - share) + b * share).tolist()

    turned = {name: mix(name) for name in ("pitch", "roll", "yaw", "twist")}
    return replace(
        second,
        joints=joints,
        contacts=_contacts_between(first.contacts, second.contacts, share),
        root=tuple(mix("root")),
        **turned,
    )


def _contacts_between(
    first: tuple[Contact, ...], second: tuple[Contact, ...], share: float
) -> tuple[Contact, ...]:
    """Contacts with their numbers on the way, where both lists say the same kinds of things."""
    if len(first) != len(second):
        return second
    mixed: list[Contact] = []
    for a, b in zip(first, second, strict=True):
        same = type(a) is type(b) and not isinstance(a, str) and not isinstance(b, str)
        if not same or isinstance(a, str) or isinstance(b, str):
            mixed.append(b)
            continue
        changes: dict[str, Any] = {}
        for name in type(b).model_fields:
            was, now = getattr(a, name), getattr(b, name)
            if was != now and _numbers(was) and _numbers(now):
                blend = np.asarray(was) * (1 - share) + np.asarray(now) * share
                changes[name] = tuple(blend.tolist()) if isinstance(now, tuple) else float(blend)
        mixed.append(b.model_copy(update=changes))
    return tuple(mixed)


def _numbers(value: object) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(item, float | int) for item in value)
    return isinstance(value, float | int) and not isinstance(value, bool)
