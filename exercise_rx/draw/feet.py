"""Contacts of the legs: soles on the ground, ankles brought to a place, legs laid on legs."""

from typing import TYPE_CHECKING

import numpy as np

from exercise_rx.draw.contacts import Clam, Foot, Leg, Stack
from exercise_rx.draw.geometry import Array, turn_about, turn_x, turn_y, turn_z, unit, vector
from exercise_rx.draw.joints import SIGN, subtalar_turn
from exercise_rx.draw.reach import leg, reach

if TYPE_CHECKING:
    from exercise_rx.draw.solver import Work

NATURAL_TOE_OUT = 6.0
FEET_FOLLOW_CLAM = 0.55


def place_foot(work: "Work", contact: Foot) -> None:
    """Sole on a surface: the foot's turn first, then the leg reaches its ankle."""
    side, sign = contact.foot, SIGN[contact.foot]
    skeleton = work.anatomy.body.skeleton
    now = work.placement
    ankle = skeleton.number[f"foot.{side}"]
    kept = work.start if contact.keep else None
    if kept:
        base, place = kept.placement.turns[ankle], kept.placement.places[ankle]
    else:
        toe_out = NATURAL_TOE_OUT if contact.yaw is None else contact.yaw
        base = turn_y(work.layer.yaw + sign * (toe_out - NATURAL_TOE_OUT))
        x, z = contact.at or (now.places[ankle][0], now.places[ankle][2])
        place = np.array([x, work.height(contact.upon, contact.y) - _lowest(work, side, base), z])
    turn = base @ subtalar_turn(contact.inversion, side)
    turn = turn @ turn_x(contact.heel_up - contact.pitch) @ turn_z(-sign * contact.roll)
    if not np.allclose(turn, base):
        place = _pivoted(work, contact, base, turn, place)
    if contact.heel_up:
        bent = work.stance.angles.get(f"toe_extension.{side}", 0) + contact.heel_up
        work.stance = work.stance.with_angles({f"toe_extension.{side}": bent})
    pole = _knee_way(work, contact, turn)
    _reach(work, side, place, pole, turn)


def _lowest(work: "Work", side: str, turn: Array, *, toes: bool = True) -> float:
    """Height of the lowest point of a foot, so turned, over its ankle joint."""
    body = work.anatomy.body
    ids = work.anatomy.parts[f"foot.{side}"]
    if not toes:
        ids = np.setdiff1d(ids, work.anatomy.parts[f"toes.{side}"])
    bone = body.skeleton.number[f"foot.{side}"]
    offset = (body.vertices[ids] - body.skeleton.heads[bone]) @ body.skeleton.neutral[bone].T
    return float((offset @ turn.T)[:, 1].min())


def _pivoted(work: "Work", contact: Foot, base: Array, turn: Array, place: Array) -> Array:
    """Where the ankle goes when the foot tips on its ball or heel and stays on the ground."""
    side = contact.foot
    skeleton = work.anatomy.body.skeleton
    bone = skeleton.number[f"foot.{side}"]
    pivot = "ball" if contact.heel_up else "heel_pad"
    stored = work.anatomy.landmarks[f"{pivot}.{side}"].stored
    offset = skeleton.neutral[bone] @ (stored - skeleton.heads[bone])
    moved = place + base @ offset - turn @ offset
    ground = place[1] + _lowest(work, side, base)
    moved[1] = ground - _lowest(work, side, turn, toes=not contact.heel_up)
    return np.asarray(moved)


def _knee_way(work: "Work", contact: Foot, turn: Array) -> Array:
    if contact.knee is not None:
        return vector(contact.knee)
    side = contact.foot
    if contact.keep and work.start:
        bones = work.anatomy.body.skeleton.number
        places = work.start.placement.places
        bent = places[bones[f"lowerleg01.{side}"]] - places[bones[f"upperleg01.{side}"]]
        straight = places[bones[f"foot.{side}"]] - places[bones[f"upperleg01.{side}"]]
        way = bent - (bent @ unit(straight)) * unit(straight)
        if np.linalg.norm(way) > 0.03:
            return np.asarray(way)
    sign = SIGN[side]
    return np.asarray(turn @ [0, 0, 1.0] + [sign * 0.15, 0.6, 0])


def _reach(work: "Work", side: str, place: Array, pole: Array, foot: Array | None) -> None:
    """Let the leg reach; the foot is held at `foot`, or follows the shank."""
    found = reach(work.anatomy.body.skeleton, work.placement, leg(side), place, pole)
    turns = dict(found.turns)
    if foot is not None:
        turns[f"foot.{side}"] = foot
    fixed = {k: v for k, v in work.stance.fixed.items() if k != f"foot.{side}"}
    angles = {f"knee_flexion.{side}": found.bend}
    work.stance = type(work.stance)(
        {**work.stance.angles, **angles},
        work.stance.root_turn,
        work.stance.root_place,
        {**fixed, **turns},
        work.stance.elevation,
    )
    work.missed[f"foot.{side}"] = found.missed


def place_leg(work: "Work", contact: Leg) -> None:
    """An ankle brought to a place; the foot keeps its angle to the shank."""
    goal = work.at(contact.ankle) + vector(contact.offset)
    _reach(work, contact.leg, goal, vector(contact.knee), None)


def place_stack(work: "Work", contact: Stack) -> None:
    """The upper leg lies on the lower one, a leg's thickness above it."""
    side, other = contact.stack, "L" if contact.stack == "R" else "R"
    number, now = work.anatomy.body.skeleton.number, work.placement
    up = np.array([0, 1.0, 0])
    hip = now.places[number[f"upperleg01.{side}"]]
    knee = now.places[number[f"lowerleg01.{other}"]] + up * contact.knee_gap
    ankle = now.places[number[f"foot.{other}"]] + up * contact.gap
    _reach(work, side, ankle, knee - hip, now.turns[number[f"foot.{other}"]])


def place_clam(work: "Work", contact: Clam) -> None:
    """The knee swings up about the line from hip to ankle; the foot turns along in part."""
    side = contact.clam
    number, now = work.anatomy.body.skeleton.number, work.placement
    hip, ankle = now.places[number[f"upperleg01.{side}"]], now.places[number[f"foot.{side}"]]
    knee = now.places[number[f"lowerleg01.{side}"]]
    line = unit(ankle - hip)
    angle = max(
        (contact.angle, -contact.angle), key=lambda a: (turn_about(line, a) @ (knee - hip))[1]
    )
    swing = turn_about(line, angle)
    limb = leg(side)
    turns = {bone: swing @ now.turns[number[bone]] for bone in (*limb.upper, *limb.lower)}
    turns[limb.end] = turn_about(line, angle * FEET_FOLLOW_CLAM) @ now.turns[number[limb.end]]
    work.stance = work.stance.with_fixed(turns)
