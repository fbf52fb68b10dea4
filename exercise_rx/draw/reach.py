"""Two-bone reach: bend a knee or an elbow so that the ankle or the wrist comes to a place."""

from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.geometry import Array, across, least_turn, turn_about, turn_x, unit
from exercise_rx.draw.skeleton import Placement, Skeleton

MOST_BEND = 150.0


@dataclass(frozen=True)
class Limb:
    """Bone names of a two-bone limb; its hinge turns `sign` times a positive bend about X."""

    upper: tuple[str, str]
    lower: tuple[str, str]
    end: str
    sign: int


def leg(side: str) -> Limb:
    """Thigh, shank and foot."""
    upper = (f"upperleg01.{side}", f"upperleg02.{side}")
    return Limb(upper, (f"lowerleg01.{side}", f"lowerleg02.{side}"), f"foot.{side}", 1)


def arm(side: str) -> Limb:
    """Upper arm, forearm and hand."""
    upper = (f"upperarm01.{side}", f"upperarm02.{side}")
    return Limb(upper, (f"lowerarm01.{side}", f"lowerarm02.{side}"), f"wrist.{side}", -1)


@dataclass(frozen=True)
class Reach:
    """World turns of the four bones, the bend in degrees and the metres left over."""

    turns: dict[str, Array]
    bend: float
    missed: float


def bend_for(upper: Array, lower: Array, sign: int, distance: float) -> float:
    """The hinge angle at which the two segments span `distance`, or the nearest possible one."""
    goal = (distance**2 - upper @ upper - lower @ lower) / 2
    fixed = upper[0] * lower[0]
    along = upper[1] * lower[1] + upper[2] * lower[2]
    aside = sign * (upper[2] * lower[1] - upper[1] * lower[2])
    share = np.clip((goal - fixed) / np.hypot(along, aside), -1, 1)
    middle, spread = np.degrees(np.arctan2(aside, along)), np.degrees(np.arccos(share))
    options = [(middle + turn + 180) % 360 - 180 for turn in (spread, -spread)]
    allowed = [float(np.clip(option, 0, MOST_BEND)) for option in options]

    def off(angle: float) -> float:
        return abs(float(np.linalg.norm(upper + turn_x(sign * angle) @ lower)) - distance)

    return min(allowed, key=off)


def reach(skeleton: Skeleton, now: Placement, limb: Limb, goal: Array, pole: Array) -> Reach:
    """Turn the limb so that its end comes to `goal` with the hinge pointing along `pole`."""
    first, second = (skeleton.number[bone[0]] for bone in (limb.upper, limb.lower))
    end = skeleton.number[limb.end]
    upper = skeleton.neutral[first] @ (skeleton.heads[second] - skeleton.heads[first])
    lower = skeleton.neutral[second] @ (skeleton.heads[end] - skeleton.heads[second])
    line = goal - now.places[first]
    bend = bend_for(upper, lower, limb.sign, float(np.linalg.norm(line)))
    hinge = turn_x(limb.sign * bend)
    span = upper + hinge @ lower
    turn = least_turn(span, line)
    along = unit(line)
    points = across(turn @ upper, along) if bend >= 1 else across(turn @ [0, 0, 1.0], along)
    wanted = across(pole, along)
    if np.linalg.norm(wanted) > 1e-6 and np.linalg.norm(points) > 1e-6:
        a, b = unit(points), unit(wanted)
        turn = (
            turn_about(along, float(np.degrees(np.arctan2(np.cross(a, b) @ along, a @ b)))) @ turn
        )
    turns = dict.fromkeys(limb.upper, turn) | dict.fromkeys(limb.lower, turn @ hinge)
    missed = abs(float(np.linalg.norm(span)) - float(np.linalg.norm(line)))
    return Reach(turns, bend, missed)
