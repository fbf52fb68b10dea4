"""What the camera sees at every pixel: material, thing, side, body part, direction, depth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.camera import Camera
from exercise_rx.draw.geometry import Array
from exercise_rx.draw.raster import Depths
from exercise_rx.draw.surface import Surface, normals


@dataclass(frozen=True)
class View:
    """Images of one scene, all (height, width). Part -1 is no body part, material 0 nothing."""

    depth: Array
    material: Array
    thing: Array
    facet: Array
    part: Array
    facing: Array
    materials: tuple[str, ...]

    def of(self, *names: str) -> Array:
        """Where one of these materials is seen."""
        numbers = [i for i, name in enumerate(self.materials) if name in names]
        return np.isin(self.material, numbers)


def look(surfaces: Sequence[Surface], camera: Camera) -> View:
    """Draw every surface and gather what is seen."""
    depths = Depths(camera.size)
    for number, surface in enumerate(surfaces):
        points = camera.project(surface.points)
        depths.add(number, points, surface.triangles, surface.cut, surface.closed, surface.nearer)
    count = len(depths.depth)
    materials = ("", *sorted({surface.material for surface in surfaces}))
    material, thing, facet = (np.zeros(count, np.int32) for _ in range(3))
    part = np.full(count, -1, np.int32)
    facing = np.zeros((count, 3), np.float32)
    axes = np.stack([camera.right, camera.up, camera.back], axis=1)
    for number, surface in enumerate(surfaces):
        seen = np.nonzero(depths.owner == number)[0]
        if not len(seen):
            continue
        triangle = depths.triangle[seen]
        material[seen] = materials.index(surface.material)
        thing[seen] = surface.thing
        if surface.facet is not None:
            facet[seen] = surface.facet[triangle]
        if surface.part is not None:
            part[seen] = surface.part[surface.triangles[triangle, 0]]
        toward = _directions(surface, triangle, depths.weights[seen]) @ axes
        facing[seen] = toward * np.where(toward[:, 2:] < 0, -1, 1)
    shape = (camera.size[1], camera.size[0])
    return View(
        depths.depth.reshape(shape),
        material.reshape(shape),
        thing.reshape(shape),
        facet.reshape(shape),
        part.reshape(shape),
        facing.reshape(*shape, 3),
        materials,
    )


def _directions(surface: Surface, triangle: Array, weights: Array) -> Array:
    corners = surface.triangles
    if surface.flat:
        a, b, c = (surface.points[corners[:, i]] for i in range(3))
        across = np.cross(b - a, c - a)[triangle]
    else:
        across = normals(surface.points, corners)[corners[triangle]]
        across = (weights[:, :, None] * across).sum(1)
    length = np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    return np.asarray(across / length)
