"""A surface ready for the camera: points, triangles, and what they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from exercise_rx.draw.geometry import Array

PERSON = 1
FIRST_PROP = 10


@dataclass(frozen=True)
class Surface:
    """Triangles of one material that belong to one object.

    `cut` hides every place where its interpolated value is negative; `facet` numbers flat sides,
    between which an edge is drawn; `part` numbers body parts, for lines between fingers and toes.
    """

    material: str
    points: Array
    triangles: Array
    thing: int = PERSON
    cut: Array | None = None
    facet: Array | None = None
    part: Array | None = None
    flat: bool = False
    closed: bool = False
    nearer: float = 0.0

    def made_of(self, material: str) -> "Surface":
        """The same surface of another material."""
        return replace(self, material=material)


def triangles(faces: Array) -> Array:
    """Two triangles for each four-cornered face."""
    if faces.shape[1] == 3:
        return faces
    return np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])


def normals(points: Array, corners: Array) -> Array:
    """One outward direction per point, weighted by the area of its triangles."""
    sides = np.cross(
        points[corners[:, 1]] - points[corners[:, 0]], points[corners[:, 2]] - points[corners[:, 0]]
    )
    count = len(points)
    total = np.stack(
        [
            np.bincount(corners.ravel(), np.repeat(sides[:, axis], 3), minlength=count)
            for axis in range(3)
        ],
        axis=1,
    )
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))


def one_thing(surfaces: Sequence[Surface]) -> list[Surface]:
    """Pieces of one object: facet numbers made different, so that edges show between them."""
    return [
        surface if surface.facet is None else replace(surface, facet=surface.facet + 100 * i)
        for i, surface in enumerate(surfaces)
    ]
