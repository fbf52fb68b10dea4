"""Clinical joint angles, in the words of the goniometer, and the bone turns they mean.

Every angle is measured from the anatomical neutral: standing, legs straight, arms hanging, palms
to the thighs. Trunk and neck angles are positive forward and to the RIGHT, the authored side.
"""

from collections.abc import Mapping

import numpy as np

from exercise_rx.draw.geometry import Array, turn_about, turn_x, turn_y, turn_z

Angles = Mapping[str, float]
"""Joint name, with `.L` or `.R` where there are two, to degrees."""

LIMB_LIMITS: dict[str, tuple[float, float]] = {
    "hip_flexion": (-30, 140),
    "hip_abduction": (-35, 60),
    "hip_rotation": (-45, 60),
    "knee_flexion": (-5, 155),
    "tibial_rotation": (-30, 40),
    "ankle_dorsiflexion": (-62, 35),
    "ankle_inversion": (-25, 42),
    "foot_abduction": (-20, 20),
    "arch_lift": (-0.5, 1.5),
    "forefoot_twist": (-25, 25),
    "toe_extension": (-50, 80),
    "big_toe_extension": (-45, 90),
    "toe_curl": (0, 80),
    "toe_spread": (0, 15),
    "shoulder_flexion": (-60, 180),
    "shoulder_abduction": (-45, 180),
    "shoulder_rotation": (-90, 100),
    "shoulder_horizontal": (-50, 130),
    "scapula_elevation": (-15, 35),
    "scapula_protraction": (-30, 35),
    "elbow_flexion": (-5, 150),
    "forearm_supination": (-90, 90),
    "wrist_flexion": (-75, 80),
    "wrist_radial": (-35, 25),
    "finger_curl": (0, 1.05),
    "index_curl": (-1, 1.05),
    "knuckle_flexion": (-30, 90),
    "finger_flexion": (0, 105),
    "fingertip_flexion": (0, 80),
    "finger_spread": (-4, 20),
    "thumb_curl": (-1, 1.2),
}
"""Normal motion of joints that come in pairs, in degrees; positive as the name says.

Rotation is positive outward for the hip and the shoulder. `arch_lift` and the `_curl`s of the hand
are shares: 0 is rest, 1 is full.
"""

TRUNK_LIMITS: dict[str, tuple[float, float]] = {
    "pelvic_tilt": (-25, 30),
    "pelvic_hike": (-15, 15),
    "lumbar_flexion": (-45, 65),
    "lumbar_side_bend": (-35, 35),
    "lumbar_rotation": (-20, 20),
    "thoracic_flexion": (-30, 45),
    "thoracic_side_bend": (-25, 25),
    "thoracic_rotation": (-45, 45),
    "neck_flexion": (-60, 55),
    "neck_side_bend": (-45, 45),
    "neck_rotation": (-80, 80),
    "neck_retraction": (-30, 25),
    "neck_nod": (-20, 20),
    "belly_rise": (-1, 1),
}
"""Normal motion of trunk and neck; `pelvic_tilt` is positive backward, flat against the floor."""

LIMITS = {**TRUNK_LIMITS, **LIMB_LIMITS}
SIGN = {"L": 1, "R": -1}
FULL_CURL = (70, 95, 60)
"""Degrees a finger bends at knuckle, middle and tip in a full fist; the index may differ by its own curl."""
ARM_SHARE_OF_GIRDLE = 0.22
"""Degrees the shoulder girdle rises for each degree of arm elevation above 30."""


def both_sides(angles: Angles) -> dict[str, float]:
    """Each paired joint under `.L` and `.R`; a name without a side sets both, sides win."""
    full: dict[str, float] = {}
    for name, value in angles.items():
        if name in LIMB_LIMITS:
            full.setdefault(f"{name}.L", value)
            full.setdefault(f"{name}.R", value)
    full.update({name: value for name, value in angles.items() if name not in LIMB_LIMITS})
    return full


def known_names() -> list[str]:
    """Every joint name a pose may use."""
    sided = [f"{name}.{side}" for name in LIMB_LIMITS for side in "LR"]
    return [*TRUNK_LIMITS, *LIMB_LIMITS, *sided]


def arm_turn(angles: Angles, side: str) -> Array:
    """The upper arm against the trunk, before it turns about its own length."""
    sign = SIGN[side]
    horizontal = turn_y(-sign * angles.get(f"shoulder_horizontal.{side}", 0))
    raised = turn_x(-angles.get(f"shoulder_flexion.{side}", 0))
    out = turn_z(sign * angles.get(f"shoulder_abduction.{side}", 0))
    turn: Array = horizontal @ raised @ out
    return turn


def subtalar_turn(inversion: float, side: str) -> Array:
    """Inversion about the oblique subtalar axis: 35 degrees up, 14 degrees to the midline."""
    sign, up, inward = SIGN[side], np.radians(35), np.radians(14)
    axis = [-sign * np.sin(inward) * np.cos(up), np.sin(up), np.cos(inward) * np.cos(up)]
    return turn_about(axis, -sign * inversion)


def bone_turns(angles: Angles, elevation: Mapping[str, float]) -> dict[str, Array]:
    """Local rotation of every bone that moves. `elevation` is an arm's known lift, by side."""
    turns = _trunk(angles)
    for side in "LR":
        turns |= _leg(angles, side) | _foot(angles, side)
        turns |= _arm(angles, side, elevation.get(side)) | _hand(angles, side)
    return turns


def _trunk(angles: Angles) -> dict[str, Array]:
    def bend(region: str, share: float) -> Array:
        turn: Array = (
            turn_y(-share * angles.get(f"{region}_rotation", 0))
            @ turn_z(share * angles.get(f"{region}_side_bend", 0))
            @ turn_x(share * angles.get(f"{region}_flexion", 0))
        )
        return turn

    back, nod = angles.get("neck_retraction", 0), angles.get("neck_nod", 0)
    return {
        "spine05": bend("lumbar", 0.3),
        "spine04": bend("lumbar", 0.4),
        "spine03": bend("lumbar", 0.3),
        "spine02": bend("thoracic", 0.5),
        "spine01": bend("thoracic", 0.5),
        "neck01": bend("neck", 0.25) @ turn_x(-0.7 * back),
        "neck02": bend("neck", 0.25) @ turn_x(-0.3 * back),
        "neck03": bend("neck", 0.2) @ turn_x(0.4 * back + 0.4 * nod),
        "head": bend("neck", 0.3) @ turn_x(0.6 * back + 0.6 * nod),
    }


def _leg(angles: Angles, side: str) -> dict[str, Array]:
    sign = SIGN[side]
    swing = turn_x(-angles.get(f"hip_flexion.{side}", 0)) @ turn_z(
        sign * angles.get(f"hip_abduction.{side}", 0)
    )
    rotation = sign * angles.get(f"hip_rotation.{side}", 0)
    return {
        f"upperleg01.{side}": swing @ turn_y(rotation * 0.6),
        f"upperleg02.{side}": turn_y(rotation * 0.4),
        f"lowerleg01.{side}": turn_x(angles.get(f"knee_flexion.{side}", 0)),
        f"lowerleg02.{side}": turn_y(sign * angles.get(f"tibial_rotation.{side}", 0)),
    }


def _foot(angles: Angles, side: str) -> dict[str, Array]:
    sign = SIGN[side]
    extension = angles.get(f"toe_extension.{side}", 0)
    curl, spread = angles.get(f"toe_curl.{side}", 0), angles.get(f"toe_spread.{side}", 0)
    turns = {
        f"foot.{side}": subtalar_turn(angles.get(f"ankle_inversion.{side}", 0), side)
        @ turn_x(-angles.get(f"ankle_dorsiflexion.{side}", 0))
        @ turn_y(sign * angles.get(f"foot_abduction.{side}", 0))
    }
    for toe in range(1, 6):
        lift = angles.get(f"big_toe_extension.{side}", extension) if toe == 1 else extension
        fan = turn_y(sign * (toe - 2.5) * spread)
        turns[f"toe{toe}-1.{side}"] = turn_x(-lift) @ fan
        turns[f"toe{toe}-2.{side}"] = turn_x(curl * (0.7 if toe == 1 else 1))
        turns[f"toe{toe}-3.{side}"] = turn_x(curl * 0.6)
    return turns


def _arm(angles: Angles, side: str, elevation: float | None) -> dict[str, Array]:
    sign = SIGN[side]
    arm = arm_turn(angles, side)
    if elevation is None:
        elevation = float(np.degrees(np.arccos(np.clip(arm[1, 1], -1, 1))))
    # Arms hanging: the girdle sinks, because the stored body holds its arms at 45 degrees.
    hanging = max(0.0, 1 - elevation / 75)
    rise = ARM_SHARE_OF_GIRDLE * max(0.0, elevation - 30)
    lift = rise - 5 * hanging + angles.get(f"scapula_elevation.{side}", 0)
    rotation = sign * angles.get(f"shoulder_rotation.{side}", 0)
    supination = sign * angles.get(f"forearm_supination.{side}", 0)
    bend = turn_x(-angles.get(f"elbow_flexion.{side}", 0))
    clavicle = turn_y(-sign * angles.get(f"scapula_protraction.{side}", 0)) @ turn_z(sign * lift)
    shoulder = turn_z(-sign * 8 * hanging)
    return {
        f"clavicle.{side}": clavicle,
        f"shoulder01.{side}": shoulder,
        # The arm's angles are measured against the trunk, so the girdle's own turn is taken out.
        f"upperarm01.{side}": (clavicle @ shoulder).T @ arm @ turn_y(rotation * 0.6),
        f"upperarm02.{side}": turn_y(rotation * 0.4),
        f"lowerarm01.{side}": bend @ turn_y(supination * 0.4),
        f"lowerarm02.{side}": turn_y(supination * 0.6),
    }


def _hand(angles: Angles, side: str) -> dict[str, Array]:
    sign = SIGN[side]

    def angle(name: str) -> float:
        return angles.get(f"{name}.{side}", 0)

    turns = {
        f"wrist.{side}": turn_z(-sign * angle("wrist_flexion")) @ turn_x(-angle("wrist_radial"))
    }
    fist = angle("finger_curl")
    bends = (
        fist * FULL_CURL[0] + angle("knuckle_flexion"),
        fist * FULL_CURL[1] + angle("finger_flexion"),
        fist * FULL_CURL[2] + angle("fingertip_flexion"),
    )
    for finger in range(2, 6):
        own = angle("index_curl") if finger == 2 else 0
        for segment, bend in enumerate(bends, start=1):
            more = own * FULL_CURL[segment - 1]
            turns[f"finger{finger}-{segment}.{side}"] = turn_z(-sign * (bend + more))
        fan = turn_x(-(3.5 - finger) * angle("finger_spread"))
        turns[f"finger{finger}-1.{side}"] = turns[f"finger{finger}-1.{side}"] @ fan
    thumb = angle("thumb_curl")
    turns[f"finger1-1.{side}"] = turn_y(-sign * thumb * 35) @ turn_x(thumb * 15)
    turns[f"finger1-2.{side}"] = turn_x(thumb * 30) @ turn_z(-sign * thumb * 20)
    turns[f"finger1-3.{side}"] = turn_x(thumb * 35)
    return turns
