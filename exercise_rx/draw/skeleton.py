"""The bones: from the stored stance to the anatomical neutral, and from joint angles to places."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from exercise_rx.draw.geometry import Array, axes, least_turn, turn_y
from exercise_rx.draw.joints import SIGN, bone_turns


@dataclass(frozen=True)
class Placement:
    """Where every bone is: world rotations (n, 3, 3) and the places of the joints (n, 3)."""

    turns: Array
    places: Array


@dataclass(frozen=True)
class Stance:
    """A body before it is placed: angles, where its root is, and bones a contact has fixed."""

    angles: Mapping[str, float]
    root_turn: Array = field(default_factory=lambda: np.eye(3))
    root_place: Array = field(default_factory=lambda: np.zeros(3))
    fixed: Mapping[str, Array] = field(default_factory=dict)
    elevation: Mapping[str, float] = field(default_factory=dict)

    def moved(self, by: Array) -> "Stance":
        """The same stance with the whole body carried `by` metres."""
        return replace(self, root_place=self.root_place + by)

    def with_fixed(self, turns: Mapping[str, Array]) -> "Stance":
        """The same stance with these bones held at world rotations."""
        return replace(self, fixed={**self.fixed, **turns})

    def with_angles(self, angles: Mapping[str, float]) -> "Stance":
        """The same stance with some joint angles set anew."""
        return replace(self, angles={**self.angles, **angles})


class Skeleton:
    """Bones by name. In the neutral every bone's frame is the world frame."""

    def __init__(self, names: list[str], heads: Array, tails: Array, parents: Array) -> None:
        self.names = names
        self.number = {name: i for i, name in enumerate(names)}
        self.heads = heads
        self.tails = tails
        self.parents = [int(parent) for parent in parents]
        self.neutral = np.tile(np.eye(3), (len(names), 1, 1))
        for side in "LR":
            self._straighten_leg(side)
            self._hang_arm(side)

    def head(self, name: str) -> Array:
        """The stored place where a bone begins."""
        return np.asarray(self.heads[self.number[name]])

    def tail(self, name: str) -> Array:
        """The stored place where a bone ends."""
        return np.asarray(self.tails[self.number[name]])

    def place(self, stance: Stance) -> Placement:
        """Forward kinematics: every bone's world rotation and place."""
        local = bone_turns(stance.angles, stance.elevation)
        turns = np.zeros((len(self.names), 3, 3))
        places = np.zeros((len(self.names), 3))
        for i, name in enumerate(self.names):
            parent = self.parents[i]
            if parent < 0:
                turns[i], places[i] = stance.root_turn, stance.root_place
            else:
                turns[i] = turns[parent] @ local[name] if name in local else turns[parent]
                reach = self.neutral[parent] @ (self.heads[i] - self.heads[parent])
                places[i] = places[parent] + turns[parent] @ reach
            if name in stance.fixed:
                turns[i] = stance.fixed[name]
        return Placement(turns, places)

    def point(self, placement: Placement, bone: str, stored: Array) -> Array:
        """Where a point of the stored body, carried by `bone`, is now."""
        i = self.number[bone]
        offset = placement.turns[i] @ self.neutral[i] @ (stored - self.heads[i])
        return np.asarray(placement.places[i] + offset)

    def _set_branch(self, name: str, turn: Array) -> None:
        """Give a bone and everything below it one turn from stored to neutral."""
        root = self.number[name]
        below = {root}
        for i, parent in enumerate(self.parents):
            if parent in below:
                below.add(i)
        self.neutral[sorted(below)] = turn

    def _straighten_leg(self, side: str) -> None:
        hip, knee = self.head(f"upperleg01.{side}"), self.head(f"lowerleg01.{side}")
        ankle, toe = self.head(f"foot.{side}"), self.head(f"toe2-1.{side}")
        sign = SIGN[side]
        self._set_branch(f"upperleg01.{side}", least_turn(knee - hip, [sign * 0.035, -1, 0]))
        self._set_branch(f"lowerleg01.{side}", least_turn(ankle - knee, [0, -1, -0.02]))
        yaw = float(np.degrees(np.arctan2(toe[0] - ankle[0], toe[2] - ankle[2])))
        self._set_branch(f"foot.{side}", turn_y(-yaw + np.sign(sign) * 6))

    def _hang_arm(self, side: str) -> None:
        shoulder, elbow = self.head(f"upperarm01.{side}"), self.head(f"lowerarm01.{side}")
        wrist, knuckle = self.head(f"wrist.{side}"), self.head(f"finger3-1.{side}")
        sign, hinge = SIGN[side], [-1.0, 0, 0]
        stored_hinge = np.cross(elbow - shoulder, wrist - elbow)
        upper = axes([sign * 0.10, -1, 0], hinge) @ axes(elbow - shoulder, stored_hinge).T
        self._set_branch(f"upperarm01.{side}", upper)
        lower = axes([sign * 0.02, -1, 0.03], hinge) @ axes(wrist - elbow, stored_hinge).T
        self._set_branch(f"lowerarm01.{side}", lower)
        to_index = self.head(f"finger2-1.{side}") - self.head(f"finger5-1.{side}")
        hand = axes([0, -1, 0], [0, 0, 1]) @ axes(knuckle - wrist, to_index).T
        self._set_branch(f"wrist.{side}", hand)
        for finger in range(2, 6):
            for segment in (1, 2, 3):
                name = f"finger{finger}-{segment}.{side}"
                now = hand @ (self.tail(name) - self.head(name))
                self._set_branch(name, least_turn(now, [0, -1, (3.5 - finger) * 0.05]) @ hand)
