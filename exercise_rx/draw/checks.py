"""Faults a picture must not have, found by numbers: reach, range, floor, props, hands."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from exercise_rx.draw.geometry import Array
from exercise_rx.draw.joints import LIMITS
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.pose import Pose
from exercise_rx.draw.studio import Shot, Studio
from exercise_rx.draw.surface import normals, triangles
from exercise_rx.draw.words import Frame

MISSED = 0.008
BELOW_FLOOR = 0.020
INSIDE_PROP = 0.015
HAND_INSIDE = 0.014
"""Metres by which a contact may be missed, or skin may lie under the floor or inside a thing."""
HARD_PARTS = (
    "foot.L", "foot.R", "shank.L", "shank.R", "thigh.L", "thigh.R", "hand.L", "hand.R",
    "forearm.L", "forearm.R", "upper_arm.L", "upper_arm.R", "trunk", "pelvis", "head",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One fault of one picture. `key` is what `accept` in the pose file names."""

    frame: Frame
    key: str
    says: str

    def __str__(self) -> str:
        return f"{self.frame}: {self.key}: {self.says}"


def findings(studio: Studio, pose: Pose) -> list[Finding]:
    """Every fault that the pose file does not accept, and every acceptance nothing needs."""
    shots = studio.shots(pose, studio.story(pose))
    found = [f for name, shot in shots.items() for f in _of_shot(studio, name, shot)]
    needed = {finding.key for finding in found}
    idle = [
        Finding("start", key, "is accepted, but no longer happens; take it out of `accept`")
        for key in pose.accept
        if key not in needed
    ]
    return [f for f in found if f.key not in pose.accept] + idle


def _of_shot(studio: Studio, frame: Frame, shot: Shot) -> Iterator[Finding]:
    anatomy = studio.anatomy
    for limb, metres in shot.solved.missed.items():
        if metres > MISSED:
            yield Finding(frame, f"missed {limb}", f"contact missed by {_mm(metres)}")
    yield from _past_motion(frame, shot)
    for part in HARD_PARTS:
        depth = -float(shot.skin[anatomy.parts[part]][:, 1].min())
        if depth > BELOW_FLOOR and not _stands_in_water(shot):
            yield Finding(frame, f"floor {part}", f"{_mm(depth)} below the floor")
    yield from _in_props(anatomy, frame, shot)
    yield from _hands_in_body(studio, frame, shot)


def _past_motion(frame: Frame, shot: Shot) -> Iterator[Finding]:
    for name, value in sorted(shot.solved.layer.joints.items()):
        low, high = LIMITS[name.split(".")[0]]
        if not low <= value <= high:
            says = f"{value:g} is outside normal motion, {low:g} to {high:g}"
            yield Finding(frame, f"motion {name}", says)


def _stands_in_water(shot: Shot) -> bool:
    return any(kind == "water" for kind, _ in shot.built)


def _in_props(anatomy: Anatomy, frame: Frame, shot: Shot) -> Iterator[Finding]:
    for kind, built in shot.built:
        worst: dict[str, float] = {}
        for solid in built.solids:
            inside = (shot.skin - solid.centre) @ solid.turn
            depth = (solid.half - np.abs(inside)).min(axis=1)
            for part in HARD_PARTS:
                deepest = float(depth[anatomy.parts[part]].max())
                worst[part] = max(worst.get(part, 0), deepest)
        for part, depth_of in worst.items():
            if depth_of > INSIDE_PROP:
                yield Finding(frame, f"{kind} {part}", f"{_mm(depth_of)} inside the {kind}")


def _hands_in_body(studio: Studio, frame: Frame, shot: Shot) -> Iterator[Finding]:
    anatomy = studio.anatomy
    out = normals(shot.skin, triangles(studio.body.faces["skin"]))
    for side in "LR":
        own = np.concatenate([anatomy.parts[f"arm.{side}"]])
        others = np.setdiff1d(anatomy.parts["body"], own)
        depth = _depth(shot.skin[anatomy.parts[f"hand.{side}"]], shot.skin[others], out[others])
        if depth > HAND_INSIDE:
            yield Finding(frame, f"hand.{side} body", f"hand {_mm(depth)} inside the body")


def _depth(points: Array, skin: Array, out: Array) -> float:
    """How deep the deepest point lies under the nearest skin."""
    distance, nearest = cKDTree(skin).query(points, distance_upper_bound=0.06)
    near = np.isfinite(distance)
    if not near.any():
        return 0.0
    under = ((skin[nearest[near]] - points[near]) * out[nearest[near]]).sum(1)
    return float(max(0.0, np.percentile(under, 98)))


def _mm(metres: float) -> str:
    return f"{metres * 1000:.0f} mm"
