"""The closed lists of the content: regions, kinds, positions, equipment and load tags.

Bans and surgeon's dates name load tags, never exercises, so that a clinic's own exercise cannot slip
through. Each tag says what the exercise does to the body; a new tag is a decision for all of us.
"""

from typing import Literal, get_args

Region = Literal[
    "ankle",
    "foot",
    "knee",
    "hip",
    "thigh",
    "trunk",
    "neck",
    "shoulder",
    "elbow",
    "hand",
    "balance",
    "cardio",
    "plyometric",
    "nerve",
]

Kind = Literal[
    "mobility",
    "stretch",
    "isometric",
    "strength",
    "eccentric",
    "balance",
    "neural",
    "cardio",
    "functional",
    "plyometric",
]

Position = Literal[
    "standing",
    "half-standing",
    "sitting",
    "long-sitting",
    "lying-back",
    "lying-front",
    "lying-side",
    "hands-and-knees",
    "kneeling",
    "half-kneeling",
    "moving",
]

Side = Literal["right", "left", "both", "none"]

Laterality = Literal["one-side", "each-side", "both-together"]
"""one-side: the involved side works. each-side: sides take turns. both-together: no side."""

Equipment = Literal[
    "chair",
    "counter",
    "wall",
    "support",
    "step",
    "rail",
    "table",
    "bed-edge",
    "sofa",
    "doorway",
    "mat",
    "band",
    "anchor",
    "strap",
    "towel",
    "towel-roll",
    "pillow",
    "ball-small",
    "ball-large",
    "weight",
    "ankle-weight",
    "backpack",
    "stick",
    "foam",
    "wobble-board",
    "sliders",
    "marbles",
    "bottle",
    "bike",
    "pool",
    "slant-board",
    "bench",
    "leg-press",
    "hack-squat",
    "treadmill",
    "rubber-bar",
    "dumbbell",
    "putty",
    "hammer",
    "tape",
    "pulley",
    "partner",
    "shoes",
    "walker",
    "heavy-furniture",
]

LOAD_TAGS: dict[str, str] = {
    # whole body
    "impact": "both feet or one foot leave the floor and land: hops, jumps, quick rebounds",
    "running": "running or jogging",
    "weight-bearing": "the involved leg carries body weight in standing",
    "single-leg-load": "the involved leg carries all of the body weight",
    "heavy": "meant for a load near the most that can be lifted 15 times or fewer",
    "cardio": "raises the heart rate for minutes on end",
    "fall-hazard": "balance is challenged: a fall is possible without support",
    "eyes-closed": "balance with the eyes closed",
    "unstable-surface": "standing on foam, a disc or a wobble board",
    "backward-walking": "walking backwards",
    "balance-reach": "reaching or kicking far from the base of support",
    "twist-under-load": "the trunk or knee twists over a planted foot",
    "kneeling": "weight on one or both knees",
    "hands-and-knees": "on all fours: weight on wrists and knees",
    "prone": "lying on the front",
    "lying-back-flat": "lying flat on the back",
    "lying-on-side": "lying on the side",
    "end-range-stretch": "a joint is held at the end of its range",
    "barefoot-contact": "bare skin of the foot presses, rolls or drags on something",
    "water": "in a pool",
    # ankle and foot
    "below-level": "the heel drops below the level of the forefoot",
    "end-range-dorsiflexion": "the ankle is loaded or stretched fully upward, as in a calf stretch",
    "forced-dorsiflexion": "the ankle is pushed or leaned into full upward bend under load",
    "end-range-plantarflexion": "the foot is pointed fully, or the heel raised to its highest",
    "plantarflexion-resisted": "the calf works against a band, a weight or the body",
    "dorsiflexion-resisted": "the shin muscles work against resistance",
    "inversion-resisted": "the sole turns in against resistance",
    "eversion-resisted": "the sole turns out against resistance",
    "end-range-inversion": "the sole is taken fully inward",
    "end-range-eversion": "the sole is taken fully outward",
    "ankle-rotation": "the foot circles or is turned about the shin",
    "calf-stretch": "the calf is stretched",
    "toe-extension-loaded": "weight goes through the toes bent up, as on a rolled towel",
    "toe-flexion-resisted": "the toes bend against resistance",
    # knee
    "knee-flexion-past-90": "the knee bends past a right angle, loaded or not",
    "deep-knee-bend": "a squat or lunge past a right angle at the knee",
    "loaded-knee-bend-60-90": "a squat or lunge between 60 and 90 degrees of knee bend",
    "loaded-knee-bend": "any squat, step or lunge: the bent knee carries weight",
    "open-chain-extension": "the free shin is lifted against gravity or load from a bent knee",
    "loaded-terminal-extension": "the last 40 degrees of straightening against load, shin free",
    "hamstring-isolated": "the hamstrings pull the shin back without the front thigh: curls, sets, Nordics",
    "hamstring-long-lever": "a bridge with the heels far out, on one leg, or a hip thrust",
    "hamstring-lengthened": "the hamstrings work or stretch near full length",
    "posterior-sag": "the shin is let sag or pushed backward, as in a heel prop",
    "valgus-load": "a sideways load pushes the knee inward, from below the knee",
    "varus-load": "a sideways load pushes the knee outward, from below the knee",
    "kneecap-glide": "the kneecap is moved by hand",
    "quad-strong": "a hard effort of the front thigh",
    "quad-isometric": "the front thigh pushes the shin against a block, and nothing moves",
    "straight-leg-lift": "the straight leg is lifted forward: the hip carries the whole leg",
    "quad-stretch": "the front thigh is stretched, knee fully bent",
    # hip and thigh
    "hip-flexion-past-90": "the hip bends past a right angle",
    "hip-crossing-midline": "the leg crosses the middle of the body, or the hip drops to the side",
    "hip-internal-rotation": "the hip turns in, at its end or against load",
    "hip-external-rotation": "the hip turns out, at its end or against load",
    "hip-extension": "the leg goes behind the body, or the front of the hip is stretched",
    "hip-abduction-active": "the leg lifts sideways against gravity or a band",
    "hip-deep-rotation": "deep bend of the hip with turning",
    "adductor-resisted": "the inner thigh works against resistance",
    "adductor-stretch": "the inner thigh is stretched",
    # spine
    "loaded-spine-flexion": "the spine bends forward against load: sit-ups, curl-ups",
    "end-range-spine-flexion": "the spine is rounded to its end",
    "end-range-spine-extension": "the spine is arched to its end or held arched",
    "spine-rotation": "the trunk turns to its end",
    "bend-lift": "bending forward at the hips or lifting a load from low down",
    "trunk-strong": "a hard trunk effort: planks, side bridges",
    "slump": "sitting rounded with the head down",
    "neural": "a nerve is slid along its bed",
    "neural-tension": "a nerve is put on stretch at both ends",
    "neck-range": "the neck turns, bends or arches",
    "neck-resisted": "the neck works against resistance or lifts the head",
    # shoulder and arm
    "shoulder-passive": "the shoulder is moved by the other arm, a stick or gravity",
    "shoulder-active": "the shoulder moves by its own muscles",
    "shoulder-isometric": "the shoulder pushes without moving",
    "shoulder-resisted": "the shoulder works against a band or a weight",
    "overhead": "the arm goes above shoulder height",
    "overhead-heavy": "a load is pressed or lifted overhead",
    "behind-back": "the hand reaches behind the back",
    "cross-body": "the arm crosses the chest, or the shoulder is turned in to its end",
    "abduction-external-rotation": "the arm is out to the side and turned back, the throwing position",
    "shoulder-weight-bearing": "weight goes through the hand to the shoulder",
    "arm-lifting": "the hand holds a weight",
    "elbow-resisted": "the elbow works against resistance",
    "wrist-loaded": "weight or a weight in the hand loads the wrist",
    "grip-strong": "a hard squeeze of the hand",
}

Gate = Literal["OPEN", "CLEARANCE", "PROTECTED", "REFUSE"]

Urgency = Literal["emergency", "same-day", "urgent", "this-week"]
SOONEST: tuple[Urgency, ...] = ("emergency", "same-day", "urgent", "this-week")

PainRule = Literal[
    "up-to-5",
    "some-pain-expected-to-5",
    "moderate-allowed",
    "not-higher-after",
    "up-to-3",
    "up-to-2",
    "zero",
    "comfortable-range",
    "clinician",
]

BAND_COLOURS = ("tan", "yellow", "red", "green", "blue", "black", "silver", "gold")
"""Lightest first. Order from E-8; colours differ between makers."""

ALWAYS_AT_HOME: frozenset[str] = frozenset({"shoes"})
"""What every patient is taken to have, besides the floor and a bed."""

SATISFIED_BY: dict[str, tuple[str, ...]] = {
    "support": ("counter", "rail", "table", "heavy-furniture", "chair"),
    "anchor": ("heavy-furniture", "table", "doorway", "rail"),
    "strap": ("towel",),
    "towel-roll": ("towel", "pillow"),
    "mat": ("bed", "floor"),
    "sliders": ("towel",),
    "weight": ("dumbbell", "backpack", "bottle"),
    "dumbbell": ("weight", "bottle"),
    "ball-small": ("towel", "pillow"),
    "foam": ("pillow",),
    "bench": ("sofa",),
    "counter": ("table", "support"),
    "bed-edge": ("bed",),
}
"""Household things that do instead, each named on the page with what it replaces.

A flat wall is no `support`: it cannot be held when the foot slips. A chair comes last: it can tip,
so it is named as a heavy one with its seat pushed against a wall.
"""

TOO_LIGHT = frozenset({"bottle"})
"""What never stands in for the weight of heavy work."""

EQUIPMENT: tuple[str, ...] = get_args(Equipment)
