"""The dressed person: skin, T-shirt, shorts, short hair, brows and eyes as surfaces.

Clothes are a tights shell cut by a smooth field (hem, neckline, sleeve), so nothing is modelled
and nothing pokes through: covered skin is cut away by the same field.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from exercise_rx.draw.body import Body, Carried
from exercise_rx.draw.foot_shape import smooth_step
from exercise_rx.draw.geometry import Array, unit, xyz
from exercise_rx.draw.shoes import Shoes
from exercise_rx.draw.subdivide import neighbours, smooth_patch
from exercise_rx.draw.surface import Surface, normals, triangles

LOOSENESS = 14
"""Smoothing steps that turn tights into a loose cut."""
SLEEVE, LEG = 0.55, 0.60
"""How far sleeve and trouser leg reach down the upper arm and the thigh."""
HAIRLINE = (
    [-0.09, -0.06, -0.035, -0.02, 0.012, 0.02, 0.03, 0.05, 0.07, 0.1],
    [-0.022, -0.028, -0.012, 0.035, 0.045, 0.040, 0.056, 0.080, 0.089, 0.094],
)
"""Height of the hairline over the head joint, from the nape to the forehead."""


@dataclass(frozen=True)
class Patch:
    """A smoothed patch of the body: matrix to its points, its triangles, its body parts."""

    matrix: Any
    corners: Array
    part: Array

    def points(self, carried: Array) -> Array:
        return np.asarray(self.matrix @ carried)


class Wardrobe:
    """Everything about clothes and hair that does not depend on the pose."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.part_names, self._part_shares = _parts(body)
        points, bones = body.vertices, body.skeleton
        self.side_free = np.abs(points) * [1, 0, 0] + points * [0, 1, 1]
        self.arm = np.clip(body.share("upperarm", "lowerarm", "wrist", "finger", "metac"), 0, 1)
        self.hip, self.nape = bones.head("upperleg01.L"), bones.head("neck01")
        self.scale = (self.nape[1] - self.hip[1]) / 0.528
        self.hem = self.hip[1] - 0.035 * self.scale
        self.sleeve_left = self._before("upperarm01.L", "lowerarm01.L", SLEEVE)
        self.leg_left = self._before("upperleg01.L", "lowerleg01.L", LEG)
        self.shirt = self._shirt()
        self.shorts = self._shorts()
        self.hair = self._hair()
        self.cloth = self._loose_cloth()
        skin = body.faces["skin"]
        out = normals(points, triangles(skin))
        lift = 0.002 + 0.013 * smooth_step(-0.004, 0.03, self.hair)
        self.hair_shell = out * lift[:, None]
        self.brow_shell = out * 0.0012
        self.skin = self._patch(skin)
        self.tights = self._patch(body.faces["tights"])
        self.eyes = self._patch(body.faces["eye"])
        self.scalp = self._patch(skin[(self.hair[skin] > -0.03).all(1)])
        self.brow = self._patch(self._brow_faces(), steps=2)
        self.covered = np.maximum(np.minimum(self.shirt, 1), self.shorts)
        self.iris_cut = self._iris()
        self.brow_cut = self._brow_field()
        self.shoes = Shoes(body)

    def _patch(self, faces: Array, steps: int = 1) -> Patch:
        matrix, smooth = smooth_patch(faces, len(self.body.vertices), steps)
        return Patch(matrix, triangles(smooth), np.argmax(matrix @ self._part_shares, axis=1))

    def _before(self, start: str, end: str, share: float) -> Array:
        """Metres left before `share` of the way down a limb segment."""
        a, b = self.body.skeleton.head(start), self.body.skeleton.head(end)
        length = float(np.linalg.norm(b - a))
        return np.asarray(length * share - (self.side_free - a) @ unit(b - a))

    def _shirt(self) -> Array:
        height = self.body.vertices[:, 1]
        neckline = self.nape + xyz(0, 0.012, 0.012)
        neck = np.linalg.norm(self.side_free - neckline, axis=1) - 0.082
        trunk = np.minimum(height - self.hem, neck)
        field = (1 - self.arm) * trunk + self.arm * self.sleeve_left
        field = np.minimum(field, np.where(self.arm > 0.3, 1, trunk))
        return np.asarray(np.minimum(field, self.nape[1] + 0.035 - height))

    def _shorts(self) -> Array:
        waist = 0.12 * self.scale - (self.body.vertices[:, 1] - self.hip[1])
        return np.asarray(np.where(self.arm > 0.25, -1, np.minimum(self.leg_left, waist)))

    def _hair(self) -> Array:
        over = self.body.vertices - self.body.skeleton.head("head")
        line = np.interp(over[:, 2], *HAIRLINE)
        head = self.body.share("head")
        field = np.minimum(over[:, 1] - line, (head - 0.3) * 0.2)
        ear = (np.abs(over[:, 0]) > 0.0685) & (over[:, 1] < 0.070)
        ear &= (over[:, 2] < 0.019) & (over[:, 2] > -0.022)
        return np.asarray(np.where(ear, np.minimum(field, -0.01), field))

    def _loose_cloth(self) -> Array:
        """How far each point of the tights moves to become a T-shirt and shorts."""
        body, faces = self.body, self.body.faces["tights"]
        points, height = body.vertices, body.vertices[:, 1]
        worn = np.isin(np.arange(len(points)), np.unique(faces))
        over_hip = (height - self.hip[1]) / self.scale
        thigh = float(np.linalg.norm(body.skeleton.head("lowerleg01.L") - self.hip))
        loose = np.clip(body.share("spine", "root", "pelvis", "upperleg"), 0, 1)
        loose *= smooth_step(0.40, 0.30, over_hip)
        loose *= smooth_step(-thigh * 0.75, -thigh * 0.5, height - self.hip[1])
        loose = np.where(worn, loose, 0)[:, None]
        mean = neighbours(faces, len(points))
        cloth = points.copy()
        for _ in range(LOOSENESS):
            cloth = cloth + loose * 0.6 * (mean @ cloth - cloth)
        out = normals(points, triangles(faces))
        out = np.where(loose > 0.01, normals(cloth, triangles(faces)), out)
        trousers = np.exp(-np.maximum(self.leg_left, 0) / 0.05)
        trousers *= body.share("upperleg", "lowerleg") > 0.4
        waist = np.exp(-np.maximum(height - self.hem, 0) / 0.10)
        waist *= body.share("spine", "root", "pelvis") > 0.3
        sleeve = np.exp(-np.maximum(self.sleeve_left, 0) / 0.04) * (self.arm > 0.5)
        air = 0.003 + 0.006 * loose[:, 0] + 0.014 * trousers + 0.008 * waist + 0.010 * sleeve
        return np.asarray(np.where(worn[:, None], cloth + out * air[:, None], points) - points)

    def _eye_centre(self) -> Array:
        ball = self.body.vertices[np.unique(self.body.faces["eye"])]
        return np.asarray(ball[ball[:, 0] > 0].mean(0))

    def _iris(self) -> Array:
        offset = self.side_free - self._eye_centre()
        reach = np.maximum(np.linalg.norm(offset, axis=1), 1e-9)
        return np.asarray(0.5 - np.arccos(np.clip(offset[:, 2] / reach, -1, 1)))

    def _brow_faces(self) -> Array:
        eye, points = self._eye_centre(), self.body.vertices
        near = np.abs(points[:, 1] - eye[1] - 0.02) < 0.03
        near &= (points[:, 2] > eye[2] - 0.02) & (self.body.share("head") > 0.3)
        faces = self.body.faces["skin"]
        return np.asarray(faces[near[faces].all(1)])

    def _brow_field(self) -> Array:
        eye, rest = self._eye_centre(), self.brow.points(self.body.vertices)
        out = (np.abs(rest[:, 0]) - eye[0]) / 0.022
        arch = eye[1] + 0.0245 - 0.0035 * out**2 - 0.0018 * out
        thick = 0.0021 * (1 - 0.3 * out)
        return np.asarray(np.minimum(thick - np.abs(rest[:, 1] - arch), (1 - np.abs(out)) * 0.02))

    def surfaces(self, carried: Carried, stored: Array, shoes: str = "") -> list[Surface]:
        """The person of one placement. `shoes` names the feet that wear them: L, R or LR."""
        skin, cloth = carried.apply(stored), carried.apply(stored + self.cloth)
        hair, brow = (
            carried.apply(stored + self.hair_shell),
            carried.apply(stored + self.brow_shell),
        )
        bare = 0.015 - np.asarray(self.skin.matrix @ self.covered)
        if shoes:
            shod = np.asarray(self.skin.matrix @ self.shoes.covered(shoes))
            bare = np.minimum(bare, 0.004 - shod)
        shirt = self.tights.points(self.shirt)
        tights = self.tights.points(cloth)
        eyes = self.eyes.points(skin)
        people = [
            Surface("skin", self.skin.points(skin), self.skin.corners, cut=bare,
                    part=self.skin.part, closed=True),
            Surface("shirt", tights, self.tights.corners, cut=shirt, part=self.tights.part),
            Surface("shorts", tights, self.tights.corners, cut=self.tights.points(self.shorts),
                    part=self.tights.part),
            Surface("hair", self.scalp.points(hair), self.scalp.corners,
                    cut=self.scalp.points(self.hair), part=self.scalp.part),
            Surface("brow", self.brow.points(brow), self.brow.corners, cut=self.brow_cut,
                    part=self.brow.part),
            Surface("iris", eyes, self.eyes.corners, cut=self.eyes.points(self.iris_cut),
                    part=self.eyes.part, nearer=0.5),
            Surface("eye", eyes, self.eyes.corners, part=self.eyes.part),
        ]  # fmt: skip
        return people + self.shoes.surfaces(carried, shoes)


def _parts(body: Body) -> tuple[list[str], Array]:
    """Coarse body parts and each point's share in them: a line is drawn where parts meet."""

    def part(bone: str) -> str:
        side = bone[-1] if bone.endswith((".L", ".R")) else ""
        if bone.startswith(("toe", "finger")):
            return bone[:-4] + side if bone.startswith("toe") else f"finger{bone[6]}{side}"
        if bone.startswith(("upperleg", "lowerleg", "foot")):
            return f"leg{side}"
        if bone.startswith(("upperarm", "lowerarm", "wrist", "metacarpal")):
            return f"arm{side}"
        return "head" if bone == "head" else "torso"

    parts = [part(bone) for bone in body.skeleton.names]
    names = sorted(set(parts))
    shares = np.zeros((len(body.vertices), len(names)))
    for i, name in enumerate(parts):
        shares[:, names.index(name)] += body.dense[:, i]
    return names, shares
