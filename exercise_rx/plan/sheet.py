"""The `get checked` sheet for what is refused: why, what to do now, whom to call. No exercises."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from exercise_rx.errors import RxError
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import RedFlag, RefusedFamily
from exercise_rx.model.program import SafetySheet, Sign, Signature
from exercise_rx.model.request import AskedCode
from exercise_rx.model.vocabulary import SOONEST, Urgency
from exercise_rx.model.wording import Wording, side_and_region
from exercise_rx.plan.matched import Matched

WHY = 2
"""Lines of a family that say what it may be and why that matters."""

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shoulder", ("shoulder", "rotator cuff", "clavic", "scapul")),
    ("elbow", ("elbow",)),
    ("hand", ("wrist", r"hand\b", "finger", "thumb")),
    ("hip", (r"hip\b", "femoral head", "neck of femur", "acetabul")),
    ("knee", ("knee", "patell", "meniscus", "quadriceps tendon")),
    ("ankle", ("ankle", "achilles", "malleol")),
    ("foot", ("foot", r"toes?\b", "tarsal", "tarsus")),
    (
        "arm",
        (
            "upper extremit",
            "upper limb",
            r"(?:fore|upper )?arm\b",
            "axilla",
            "subclavian",
            "humer",
            "radius",
            "radial",
            "ulna",
            "biceps",
            "triceps",
        ),
    ),
    (
        "leg",
        (
            "lower extremit",
            "lower limb",
            r"leg\b",
            "thigh",
            "calf",
            "poplite",
            "femoral",
            "femur",
            "iliac",
            "tibia",
            "fibula",
            "peroneal",
            "quadriceps",
            "hamstring",
        ),
    ),
)
"""Parts of the body with the openings of words (patterns) by which the code list names them, the narrowest first."""


def make_sheet(
    asked: AskedCode | None,
    reasons: Sequence[str],
    catalog: Catalog,
    signed: Signature,
    *,
    today: date,
    lang: str,
    paper: Literal["letter", "a4"],
    large_print: bool = False,
    patient: str | None = None,
    clinician: str | None = None,
    side_words: str | None = None,
) -> SafetySheet:
    """The sheet for `reasons`: ids of red flags or refused families, the most urgent first.

    Raises:
        RxError: no reason is known, so there is nothing true to print.
    """
    say = Wording(catalog.wording[lang], lang)
    flags = [catalog.red_flags[r] for r in reasons if r in catalog.red_flags]
    families = [catalog.refused[r] for r in reasons if r in catalog.refused]
    if not flags and not families:
        raise RxError("There is nothing to print a safety sheet for.")
    urgencies = [family.urgency for family in families] + [flag.urgency for flag in flags]
    urgency = min(urgencies, key=SOONEST.index)
    return SafetySheet(
        title=say(f"sheet.title-{urgency}"),
        patient=patient,
        clinician=clinician,
        lang=lang,
        paper=paper,
        large_print=large_print,
        made_on=today,
        code=asked.code if asked else None,
        description=asked.description if asked else None,
        side_words=side_words,
        urgency=urgency,
        reason=_reason(flags, families),
        what_to_do=_what_to_do(flags, families, urgency, say),
        signs=_signs(flags, families, catalog, say),
        wording=dict(catalog.wording[lang]),
        signed=signed,
    )


def _reason(flags: Sequence[RedFlag], families: Sequence[RefusedFamily]) -> str:
    """What it may be and why that matters."""
    told = [line for f in families for line in f.patient[:WHY]]
    return " ".join(dict.fromkeys([*told, *(f.patient for f in flags)]))


def _what_to_do(
    flags: Sequence[RedFlag], families: Sequence[RefusedFamily], urgency: Urgency, say: Wording
) -> tuple[str, ...]:
    lines = [
        say(f"sheet.do-{urgency}"),
        *(line for f in families for line in f.patient[WHY:]),
        *filter(None, (_without_exercise(f.tell, say) for f in flags)),
        say("sheet.no-exercise"),
    ]
    return tuple(dict.fromkeys(lines))


def _without_exercise(tell: str, say: Wording) -> str:
    """What a flag says beside `Do not exercise`, which the sheet says once for all."""
    begins = say("sheet.no-exercise-begins")
    return " ".join(s for s in re.split(r"(?<=\.) ", tell) if not s.startswith(begins))


def _signs(
    flags: Sequence[RedFlag], families: Sequence[RefusedFamily], catalog: Catalog, say: Wording
) -> tuple[Sign, ...]:
    """The signs to watch for: those of what was found, then the universal emergencies."""
    tell = say("sheet.emergency-tell")
    first = [
        Sign(id=f.id, sign=f.emergency, tell=tell, urgency="emergency")
        for f in families
        if f.emergency
    ]
    listed = [
        *flags,
        *(f for f in catalog.red_flags.values() if not f.regions and f.urgency == "emergency"),
    ]
    unique = {f.id: f for f in listed}
    return (
        *first,
        *(Sign(id=f.id, sign=f.patient, tell=f.tell, urgency=f.urgency) for f in unique.values()),
    )


def side_and_part(matched: Matched, say: Wording) -> str | None:
    """`Right knee`, `Right leg`: the side with the part it is the side of; None without a side.

    What is refused may have no condition here: then the words of its code name the part.
    """
    asked, condition = matched.asked, matched.condition
    side = asked.side if asked.side in ("right", "left", "both") else asked.asked_side
    if side is None:
        return None
    region = condition.region if condition else _part(asked.description)
    words = side_and_region(side, region, say) if region else say(f"sheet.side-{side}")
    return words[:1].upper() + words[1:]


def _part(description: str) -> str | None:
    said = description.lower()
    named = (part for part, names in PARTS if re.search(rf"\b(?:{'|'.join(names)})", said))
    return next(named, None)
