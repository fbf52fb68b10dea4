"""The body: points carried by bones, small changes of shape, and its named parts."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy import sparse

from exercise_rx.draw.foot_shape import FootShape
from exercise_rx.draw.geometry import Array
from exercise_rx.draw.skeleton import Placement, Skeleton

BELLY_RISE = 0.022
"""Metres a full breath lifts the belly."""


class Body:
    """A baked body in its stored stance, with what is needed to move it."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self.vertices = data["vertices"].astype(float)
            self.lids = data["lids"].astype(float)
            self.faces = {k[6:]: data[k] for k in data.files if k.startswith("faces_")}
            carriers, shares = data["carriers"].astype(int), data["shares"].astype(float)
            self.skeleton = Skeleton(
                [str(name) for name in data["names"]],
                data["heads"].astype(float),
                data["tails"].astype(float),
                data["parents"],
            )
        count, bones = len(self.vertices), len(self.skeleton.names)
        rows = np.repeat(np.arange(count), carriers.shape[1])
        self.weights = sparse.csr_matrix((shares.ravel(), (rows, carriers.ravel())), (count, bones))
        self.dense = self.weights.toarray()
        self.feet = {side: FootShape(self, side) for side in "LR"}

    def share(self, *prefixes: str, side: str = "") -> Array:
        """Per point, how much of it bones with these name beginnings carry."""
        chosen = [
            i
            for i, name in enumerate(self.skeleton.names)
            if name.startswith(prefixes) and (not side or name.endswith(f".{side}"))
        ]
        return np.asarray(self.dense[:, chosen].sum(1))

    @cached_property
    def is_skin(self) -> Array:
        """Per point, whether it lies on the skin (and not on clothes or eyes)."""
        mask = np.zeros(len(self.vertices), bool)
        mask[np.unique(self.faces["skin"])] = True
        return mask

    @cached_property
    def belly(self) -> Array:
        """Per point, how far it follows a rising belly, 0 to 1."""
        heights = self.vertices[:, 1]
        low, high = self.skeleton.head("upperleg01.L")[1] + 0.04, self.skeleton.head("spine02")[1]
        middle, half = (low + high) / 2, (high - low) / 2
        along = np.clip(1 - ((heights - middle) / half) ** 2, 0, 1)
        front = np.clip((self.vertices[:, 2] - self.skeleton.head("spine04")[2]) / 0.08, 0, 1)
        trunk = np.clip(self.share("spine", "root", "pelvis"), 0, 1)
        return np.asarray(along * front * trunk)

    def shaped(self, angles: Mapping[str, float], closed_eyes: bool = False) -> Array:
        """The stored points with arch, forefoot, belly and eyelids as the angles ask."""
        points: Array = self.vertices
        rise = angles.get("belly_rise", 0)
        if rise:
            points = points + np.outer(rise * BELLY_RISE * self.belly, [0, 0, 1])
        if closed_eyes:
            points = points + self.lids
        for side, foot in self.feet.items():
            lift = angles.get(f"arch_lift.{side}", 0)
            twist = angles.get(f"forefoot_twist.{side}", 0)
            if lift or twist:
                points = foot.shaped(points, lift, twist)
        return points

    def carried(self, placement: Placement) -> "Carried":
        """The turns and shifts that carry every stored point to its place."""
        skeleton = self.skeleton
        turns = placement.turns @ skeleton.neutral
        shifts = placement.places - np.einsum("bij,bj->bi", turns, skeleton.heads)
        blend = self.weights @ np.concatenate([turns.reshape(-1, 9), shifts], axis=1)
        return Carried(blend[:, :9].reshape(-1, 3, 3), blend[:, 9:])


class Carried:
    """Linear blend skinning for one placement."""

    def __init__(self, turns: Array, shifts: Array) -> None:
        self.turns = turns
        self.shifts = shifts

    def apply(self, stored: Array, chosen: Array | None = None) -> Array:
        """Carry stored points (all of them, or the `chosen` numbers) to their places."""
        if chosen is None:
            return np.asarray(np.einsum("vij,vj->vi", self.turns, stored) + self.shifts)
        turned = np.einsum("vij,vj->vi", self.turns[chosen], stored[chosen])
        return np.asarray(turned + self.shifts[chosen])
