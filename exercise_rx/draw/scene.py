"""What a prop needs to know of the person it is placed on."""

from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.geometry import Array, vector
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.skeleton import Placement
from exercise_rx.draw.solver import Solved
from exercise_rx.draw.words import Place


@dataclass(frozen=True)
class Scene:
    """One picture's person, and the same person in the start picture."""

    anatomy: Anatomy
    solved: Solved
    start: Solved
    skin: Array
    toward_viewer: Array

    def placement(self, still: bool) -> Placement:
        """Bones now, or in the start picture for things that stay."""
        return self.start.placement if still else self.solved.placement

    def at(self, place: Place, *, still: bool = False) -> Array:
        """A landmark's place, or a point as it is."""
        if isinstance(place, str):
            return self.anatomy.point(place, self.placement(still))
        return vector(place)

    def bone_turn(self, bone: str) -> Array:
        """World turn of a bone now."""
        number = self.anatomy.body.skeleton.number[bone]
        return np.asarray(self.solved.placement.turns[number])

    def mark_turn(self, landmark: str) -> Array:
        """World turn of the bone that carries a landmark."""
        return self.bone_turn(self.anatomy.landmarks[landmark].bone)

    def part(self, names: list[str]) -> Array:
        """Skin points of one or more parts, where they are now."""
        ids = np.concatenate([self.anatomy.parts[name] for name in names])
        return np.asarray(self.skin[np.unique(ids)])
