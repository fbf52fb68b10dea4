"""Named places on the body that contacts, cameras, arrows and props refer to."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.body import Body
from exercise_rx.draw.geometry import Array, unit
from exercise_rx.draw.joints import SIGN
from exercise_rx.draw.skeleton import Placement


@dataclass(frozen=True)
class Landmark:
    """A stored point and the bone that carries it."""

    bone: str
    stored: Array


class Anatomy:
    """The body's named parts (sets of points) and landmarks (single points)."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.parts = _parts(body)
        self.landmarks = _landmarks(body, self.parts)

    def point(self, name: str, placement: Placement) -> Array:
        """Where a landmark is now."""
        mark = self.landmarks[name]
        return self.body.skeleton.point(placement, mark.bone, mark.stored)


def _parts(body: Body) -> dict[str, Array]:
    skin = body.is_skin
    masks: dict[str, Array] = {"body": skin}
    for side in "LR":
        masks |= _limb_parts(body, side)
    masks["feet"] = masks["foot.L"] | masks["foot.R"]
    masks["knees"] = masks["knee.L"] | masks["knee.R"]
    masks["head"] = skin & (body.share("head") > 0.5)
    masks["neck"] = skin & (body.share("neck") > 0.5)
    masks["trunk"] = skin & (body.share("spine", "root", "pelvis", "clavicle", "shoulder") > 0.5)
    masks["chest"] = skin & (body.share("spine01", "spine02", "clavicle", "shoulder") > 0.5)
    masks["pelvis"] = skin & (body.share("root", "pelvis", "spine05", "upperleg01") > 0.5)
    masks["seat"] = masks["pelvis"]
    masks["under"] = masks["pelvis"] | masks["leg.L"] | masks["leg.R"]
    masks["back"] = masks["trunk"] | masks["pelvis"]
    return {name: np.nonzero(mask)[0] for name, mask in masks.items()}


def _limb_parts(body: Body, side: str) -> dict[str, Array]:
    skin = body.is_skin

    def mostly(*bones: str) -> Array:
        return np.asarray(skin & (body.share(*bones, side=side) > 0.5))

    knee = body.skeleton.head(f"lowerleg01.{side}")
    elbow = body.skeleton.head(f"lowerarm01.{side}")
    return {
        f"foot.{side}": mostly("foot", "toe"),
        f"toes.{side}": mostly("toe"),
        f"shank.{side}": mostly("lowerleg"),
        f"thigh.{side}": mostly("upperleg"),
        f"leg.{side}": mostly("upperleg", "lowerleg", "foot", "toe"),
        f"hand.{side}": mostly("wrist", "finger", "metac"),
        f"fingers.{side}": mostly("finger"),
        f"forearm.{side}": mostly("lowerarm"),
        f"upper_arm.{side}": mostly("upperarm"),
        f"arm.{side}": mostly("upperarm", "lowerarm", "wrist", "finger", "metac"),
        f"knee.{side}": skin & (np.linalg.norm(body.vertices - knee, axis=1) < 0.09),
        f"elbow.{side}": skin & (np.linalg.norm(body.vertices - elbow, axis=1) < 0.06),
    }


def _landmarks(body: Body, parts: dict[str, Array]) -> dict[str, Landmark]:
    marks: dict[str, Landmark] = {}
    for side in "LR":
        marks |= _leg_marks(body, parts, side) | _arm_marks(body, parts, side)
    return marks | _trunk_marks(body, parts)


def _surface(body: Body, ids: Array) -> Callable[[Array, Array], Array]:
    """A function from a point inside and a direction to the skin met on the way out."""
    points = body.vertices[ids]

    def out(inside: Array, direction: Array) -> Array:
        way = unit(direction)
        offset = points - inside
        along = offset @ way
        off = np.linalg.norm(offset - np.outer(along, way), axis=1)
        near = off < max(0.02, float(np.partition(off, 8)[8]))
        return np.asarray(inside + way * along[near].max())

    return out


def _leg_marks(body: Body, parts: dict[str, Array], side: str) -> dict[str, Landmark]:
    bones, sign = body.skeleton, SIGN[side]
    foot = body.vertices[parts[f"foot.{side}"]]
    hip, knee = bones.head(f"upperleg01.{side}"), bones.head(f"lowerleg01.{side}")
    ankle, ball = bones.head(f"foot.{side}"), bones.head(f"toe2-1.{side}")
    thigh = _surface(body, parts[f"thigh.{side}"])
    shank = _surface(body, parts[f"shank.{side}"])
    on_foot = _surface(body, parts[f"foot.{side}"])
    around_knee = _surface(body, parts[f"knee.{side}"])
    front, down = np.array([0, 0, 1.0]), np.array([0, -1.0, 0])
    out = np.array([sign, 0.0, 0])
    middle, calf = hip * 0.5 + knee * 0.5, knee * 0.65 + ankle * 0.35
    arch = ankle * 0.5 + ball * 0.5
    spots = {
        "hip": ("upperleg01", hip),
        "knee": ("lowerleg01", knee),
        "ankle": ("foot", ankle),
        "mtp": ("foot", ball),
        "heel": ("foot", foot[np.argmin(foot[:, 2] + 0.3 * foot[:, 1])]),
        "heel_pad": ("foot", np.array([ankle[0], foot[:, 1].min(), ankle[2] - 0.025])),
        "ball": ("foot", np.array([ball[0], foot[:, 1].min(), ball[2]])),
        "bigtoe": ("foot", bones.tail(f"toe1-2.{side}")),
        "toe": ("foot", bones.tail(f"toe2-3.{side}")),
        "toetip": ("toe1-2", bones.tail(f"toe1-2.{side}")),
        "littletoe": ("foot", bones.tail(f"toe5-3.{side}")),
        "instep": ("foot", on_foot(arch, -down)),
        "arch": ("foot", on_foot(arch, -out * 0.8 + down * 0.6)),
        "sole": ("foot", on_foot(arch, down)),
        "foot_outer": ("foot", on_foot(ball, out)),
        "foot_inner": ("foot", on_foot(ball, -out)),
        "ankle_outer": ("foot", on_foot(ankle, out)),
        "ankle_inner": ("foot", on_foot(ankle, -out)),
        "kneecap": ("lowerleg01", around_knee(knee, front)),
        "knee_back": ("lowerleg01", around_knee(knee, -front)),
        "knee_outer": ("lowerleg01", around_knee(knee, out)),
        "knee_inner": ("lowerleg01", around_knee(knee, -out)),
        "thigh_front": ("upperleg02", thigh(middle, front)),
        "thigh_back": ("upperleg02", thigh(middle, -front)),
        "thigh_outer": ("upperleg02", thigh(middle, out)),
        "thigh_inner": ("upperleg02", thigh(middle, -out)),
        "shin": ("lowerleg02", shank(calf, front)),
        "calf": ("lowerleg02", shank(calf, -front)),
        "lap": ("upperleg02", hip * 0.30 + knee * 0.70 + np.array([0, 0, 0.070])),
    }
    return {f"{name}.{side}": Landmark(f"{bone}.{side}", at) for name, (bone, at) in spots.items()}


def _arm_marks(body: Body, parts: dict[str, Array], side: str) -> dict[str, Landmark]:
    bones = body.skeleton
    wrist, knuckle = bones.head(f"wrist.{side}"), bones.head(f"finger3-1.{side}")
    elbow, shoulder = bones.head(f"lowerarm01.{side}"), bones.head(f"upperarm01.{side}")
    palm = knuckle * 0.6 + wrist * 0.4
    to_palm = body.skeleton.neutral[bones.number[f"wrist.{side}"]].T @ [-SIGN[side], 0, 0]
    arm = _surface(body, parts[f"arm.{side}"])
    spots = {
        "shoulder": ("upperarm01", shoulder),
        "elbow": ("lowerarm01", elbow),
        "elbow_tip": ("lowerarm01", arm(elbow, np.array([0, 0, -1.0]))),
        "wrist": ("wrist", wrist),
        "palm": ("wrist", palm),
        "grip": ("wrist", knuckle * 0.86 + wrist * 0.14 + to_palm * 0.030),
        "knuckle": ("wrist", knuckle),
        "fingertip": ("finger3-3", bones.tail(f"finger3-3.{side}")),
        "indextip": ("finger2-3", bones.tail(f"finger2-3.{side}")),
        "thumbtip": ("finger1-3", bones.tail(f"finger1-3.{side}")),
    }
    return {f"{name}.{side}": Landmark(f"{bone}.{side}", at) for name, (bone, at) in spots.items()}


def _trunk_marks(body: Body, parts: dict[str, Array]) -> dict[str, Landmark]:
    bones = body.skeleton
    front = np.array([0, 0, 1.0])
    on_trunk, on_head = _surface(body, parts["trunk"]), _surface(body, parts["head"])
    head = body.vertices[parts["head"]]
    chest, belly = bones.head("spine01"), bones.head("spine04")
    skull = bones.head("head") + np.array([0, 0.07, 0.02])
    pelvis = bones.tail("root")
    below_crown = head[:, 1].max() - head[:, 1]
    jaw = head[(np.abs(head[:, 0]) < 0.02) & (below_crown > 0.185) & (below_crown < 0.215)]
    spots = {
        "pelvis": ("root", pelvis),
        "sacrum": ("root", on_trunk(pelvis, -front)),
        "belly": ("spine04", on_trunk(belly, front)),
        "low_back": ("spine05", on_trunk(belly, -front)),
        "chest": ("spine01", chest),
        "sternum": ("spine01", on_trunk(chest, front)),
        "upper_back": ("spine01", on_trunk(chest, -front)),
        "neck": ("neck02", bones.head("neck02")),
        "head": ("head", bones.tail("head")),
        "face": ("head", bones.head("head") + np.array([0, 0.03, 0.1])),
        "forehead": ("head", on_head(skull + np.array([0, 0.04, 0]), front)),
        "head_back": ("head", on_head(skull, -front)),
        "chin": ("head", jaw[np.argmax(jaw[:, 2])]),
        "temple.L": ("head", on_head(skull, np.array([1.0, 0, 0]))),
        "temple.R": ("head", on_head(skull, np.array([-1.0, 0, 0]))),
    }
    return {name: Landmark(bone, at) for name, (bone, at) in spots.items()}
