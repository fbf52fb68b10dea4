"""Contacts of the hands: lie flat, hold a thing, rest on the lap."""

from typing import TYPE_CHECKING

import numpy as np

from exercise_rx.draw.contacts import Contact, Grip, Hand
from exercise_rx.draw.geometry import Array, axes, turn_about, vector
from exercise_rx.draw.joints import SIGN
from exercise_rx.draw.reach import arm, reach

if TYPE_CHECKING:
    from exercise_rx.draw.solver import Work

PALM_THICKNESS = 0.026
"""Metres from the middle of the hand to the skin of the palm."""
SHARE_OF_TWIST = 0.6
"""How much of the hand's turn the lower half of the forearm takes."""
CURL = ([0.0, 0.012, 0.02, 0.035, 0.05, 0.08], [1.0, 0.95, 0.86, 0.68, 0.52, 0.30])
"""Radius of a held thing in metres, and how far the fingers close round it."""


BONE_OF = {
    "foot": "foot", "toes": "toe2-1", "shank": "lowerleg02", "thigh": "upperleg02",
    "forearm": "lowerarm02", "hand": "wrist",
}  # fmt: skip
"""The bone whose turn stands for a part that a hand goes along."""


def _pair(left: Hand) -> tuple[Contact, ...]:
    """A contact of the left hand and its mirror."""

    def flip(point: tuple[float, float, float] | None) -> tuple[float, float, float] | None:
        return None if point is None else (-point[0], point[1], point[2])

    to = left.to.replace(".L", ".R") if isinstance(left.to, str) else flip(left.to)
    right = left.but(
        hand="R", to=to, offset=flip(left.offset), palm=flip(left.palm),
        fingers=flip(left.fingers), elbow=flip(left.elbow),
    )  # fmt: skip
    return left, right


PRESET_HANDS: dict[str, tuple[Contact, ...]] = {
    "lap_hands": _pair(
        Hand(hand="L", to="lap.L", palm=(0, -1, 0), fingers=(-0.15, -0.1, 1), elbow=(0.5, -0.3, -1),
             grip="relaxed", touch="palm", gap=0.038)
    ),
    "hands_on_hips": _pair(
        Hand(hand="L", to="hip.L", offset=(0.09, 0.10, 0.0), palm=(-1, -0.2, 0),
             fingers=(-0.25, -0.35, 1), elbow=(1, 0.1, -0.5), grip="relaxed", touch="palm")
    ),
    "arms_crossed": (
        Hand(hand="R", to="shoulder.L", offset=(-0.03, -0.06, 0.07), palm=(0.2, 0, -1),
             fingers=(1, 0.5, 0), elbow=(-0.3, -1, 0.6)),
        Hand(hand="L", to="shoulder.R", offset=(0.03, -0.06, 0.10), palm=(-0.2, 0, -1),
             fingers=(-1, 0.5, 0), elbow=(0.3, -1, 0.8)),
    ),
}  # fmt: skip


def place_hand(work: "Work", contact: Hand) -> None:
    """Hand first (its turn is asked for), then the arm reaches its wrist."""
    side = contact.hand
    skeleton = work.anatomy.body.skeleton
    wrist = skeleton.number[f"wrist.{side}"]
    if contact.keep and work.start:
        kept = work.start
        turn, goal = kept.placement.turns[wrist], kept.placement.places[wrist]
        copied = {k: v for k, v in kept.stance.angles.items() if _of_fingers(k, side)}
        work.stance = work.stance.with_angles(copied)
        pole = _elbow_of(work, side) if contact.elbow is None else vector(contact.elbow)
    else:
        work.stance = work.stance.with_angles(_fingers(contact.grip, contact.size, side))
        held = _limb_turn(work, contact)
        turn = held @ _hand_turn(contact)
        goal = (
            work.at(contact.to or (0, 0, 0))
            + held @ vector(contact.offset)
            - _to_touch(work, contact, turn)
        )
        pole = vector(contact.elbow or (SIGN[side] * 0.5, -0.6, -0.6))
    _reach(work, side, goal, pole, turn)


def _limb_turn(work: "Work", contact: Hand) -> Array:
    """How the limb the hand goes along is turned from straight; nothing when it goes along none."""
    if contact.along is None:
        return np.eye(3)
    part, side = contact.along.split(".")
    number = work.anatomy.body.skeleton.number[f"{BONE_OF[part]}.{side}"]
    return np.asarray(work.placement.turns[number])


def _of_fingers(name: str, side: str) -> bool:
    return name.endswith(f".{side}") and name.startswith(("finger", "thumb", "knuckle"))


def _elbow_of(work: "Work", side: str) -> Array:
    """Where the elbow pointed in the start picture."""
    assert work.start is not None
    number, places = work.anatomy.body.skeleton.number, work.start.placement.places
    shoulder = places[number[f"upperarm01.{side}"]]
    return np.asarray(places[number[f"lowerarm01.{side}"]] - shoulder)


def _fingers(grip: Grip, size: float, side: str) -> dict[str, float]:
    curl, thumb = {
        "flat": (0.03, -0.65),
        "relaxed": (0.25, 0.1),
        "hold": (float(np.interp(size, *CURL)), float(np.interp(size, [0.01, 0.05], [1.0, 0.35]))),
        "fist": (1.0, 1.0),
        "hook": (0.8, 0.0),
    }[grip]
    return {f"finger_curl.{side}": curl, f"thumb_curl.{side}": thumb}


def _hand_turn(contact: Hand) -> Array:
    """World turn of the hand; in the neutral the fingers point down and the palm inward."""
    inward = [-SIGN[contact.hand], 0, 0]
    wanted = axes(contact.fingers, contact.palm)
    return np.asarray(wanted @ axes([0, -1, 0], inward).T)


def _to_touch(work: "Work", contact: Hand, turn: Array) -> Array:
    """From the wrist to the place on the hand that touches."""
    side = contact.hand
    closed = contact.grip in ("hold", "fist", "hook")
    touch = contact.touch or ("grip" if closed else "palm")
    gap = contact.gap
    if gap is None:
        gap = PALM_THICKNESS if touch in ("palm", "knuckle") else 0.0
    skeleton = work.anatomy.body.skeleton
    wrist = skeleton.number[f"wrist.{side}"]
    angles = work.stance.angles
    stored = work.anatomy.landmarks[f"{touch}.{side}"]
    palm_way = turn @ [-SIGN[side], 0, 0]
    if stored.bone == f"wrist.{side}":
        offset = turn @ skeleton.neutral[wrist] @ (stored.stored - skeleton.heads[wrist])
    else:
        straight = type(work.stance)(angles)
        placed = skeleton.place(straight)
        local = work.anatomy.point(f"{touch}.{side}", placed) - placed.places[wrist]
        offset = turn @ placed.turns[wrist].T @ local
    return np.asarray(offset + palm_way * gap)


def _reach(work: "Work", side: str, goal: Array, pole: Array, turn: Array) -> None:
    skeleton = work.anatomy.body.skeleton
    limb = arm(side)
    own = (*limb.upper, *limb.lower, limb.end)
    fixed = {k: v for k, v in work.stance.fixed.items() if k not in own}
    stance = type(work.stance)(
        work.stance.angles,
        work.stance.root_turn,
        work.stance.root_place,
        fixed,
        work.stance.elevation,
    )
    said = work.layer.joints.get(f"scapula_protraction.{side}", 0)
    for _ in range(4):  # The shoulder girdle follows the arm, so the reach is made again.
        found = reach(skeleton, skeleton.place(stance), limb, goal, pole)
        chest = skeleton.place(stance).turns[skeleton.number["spine01"]]
        upper = chest.T @ found.turns[limb.upper[0]] @ [0, -1.0, 0]
        lift = float(np.degrees(np.arccos(np.clip(-upper[1], -1, 1))))
        forward = said + 12 * max(0.0, float(upper[2]))
        stance = type(stance)(
            {**stance.angles, f"scapula_protraction.{side}": forward},
            stance.root_turn,
            stance.root_place,
            stance.fixed,
            {**stance.elevation, side: lift},
        )
    found = reach(skeleton, skeleton.place(stance), limb, goal, pole)
    forearm = found.turns[limb.lower[0]]
    way = forearm.T @ turn @ [0, 0, 1.0]
    twist = float(np.degrees(np.arctan2(way[0], way[2])))
    half, wrist = skeleton.number[limb.lower[1]], skeleton.number[limb.end]
    bone = skeleton.neutral[half] @ (skeleton.heads[wrist] - skeleton.heads[half])
    turns = {
        **found.turns,
        limb.lower[1]: forearm @ turn_about(-bone, twist * SHARE_OF_TWIST),
        limb.end: turn,
    }
    work.stance = stance.with_fixed(turns).with_angles({f"elbow_flexion.{side}": found.bend})
    work.missed[f"hand.{side}"] = found.missed
