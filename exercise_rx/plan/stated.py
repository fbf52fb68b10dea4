"""What the PT stated is used, lies within its time, and hides nothing current behind the history."""

from collections.abc import Sequence
from datetime import date, timedelta

from exercise_rx.errors import Refused, UsageProblem
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import Precaution
from exercise_rx.model.request import Request
from exercise_rx.model.vocabulary import Region
from exercise_rx.plan.facts import code_fits
from exercise_rx.plan.gate_answer import CLEARED, Passed, cleared, sheet_tip
from exercise_rx.plan.matched import Matched
from exercise_rx.plan.refusals import how_soon

PAST_DATES = (
    "cleared-on",
    "heart-cleared",
    "injury-date",
    "surgery-date",
    "steroid-injection-date",
)
FRESH_WEEKS = 26
"""A clearance older than this at the start of the plan was given for another state of the body."""
GOOD_WHEN_YES = frozenset(
    {
        "rupture-excluded",
        "wound-ok",
        "fracture-union",
        "push-off-possible",
        "imaging-done",
        "straight-leg-raise-possible",
        "neck-stable",
        "heart-cleared",
    }
)
"""Facts whose `no` is the dangerous answer."""
OPERATED: dict[str, tuple[Region, ...]] = {
    "knee-replacement": ("knee",),
    "acl-reconstruction": ("knee",),
    "pcl-reconstruction": ("knee",),
    "meniscus-repair": ("knee",),
    "meniscectomy": ("knee",),
    "knee-arthroscopy": ("knee",),
    "hip-replacement": ("hip",),
    "shoulder-replacement": ("shoulder",),
    "shoulder-stabilisation": ("shoulder",),
    "cuff-repair": ("shoulder",),
    "ankle-replacement": ("ankle", "foot"),
    "achilles-repair": ("ankle", "foot"),
    "tarsal-tunnel-release": ("ankle", "foot"),
    "carpal-tunnel-release": ("hand", "elbow"),
    "discectomy": ("trunk", "neck"),
    "laminectomy": ("trunk", "neck"),
    "spinal-fusion": ("trunk", "neck"),
    "disc-replacement": ("trunk", "neck"),
}
"""The part of the body of each operation that has only one."""
AFTERCARE = ("Z47", "Z48")
"""Care after an operation: current by its meaning, whatever stands beside it."""
NEW_JOINTS: dict[Region, tuple[str, ...]] = {
    "knee": ("Z96.65", "M97.1"),
    "hip": ("Z96.64", "M97.0"),
}
"""Codes of a replaced joint, or of a break around it, by the part of the body."""
NEW_WEEKS = 12
"""A joint younger than this follows the plan after its operation (E-7)."""
ALWAYS_USED = frozenset(
    {"age", "sport", "irritability", *CLEARED, "injury-date", "guardian", "active-before"}
    | {"surgeon-phone", "brace", "dominant-side", "heart-cleared"}
)


def refuse_history(past: Sequence[Matched], request: Request, catalog: Catalog) -> None:
    """A refused or current problem does not pass as history.

    Raises:
        Refused: a refused family stands in the history.
        UsageProblem: an injury under treatment or care after an operation does.
    """
    given = {code.code for code in request.codes}
    for matched in past:
        code, family = matched.asked, matched.refused
        if code.code in given:
            continue
        named = f"{code.code} ({code.description})"
        if family and not (family.clearable and cleared(request)):
            raise Refused(
                f"{named} in the history: {family.reason} {how_soon(family.id, catalog)}",
                reasons=(family.id,),
                tip=sheet_tip(code, {}),
            )
        if code.encounter not in (None, "sequela"):
            raise UsageProblem(
                f"{named} is an injury under treatment, not history.",
                tip="Give it among the codes; only its late effect (S) may stand in --history.",
            )
        if code_fits(code.code, AFTERCARE):
            raise UsageProblem(
                f"{named} is care after an operation, not history.",
                tip="Give it among the codes, beside the code of what was operated on.",
            )


def check_operation(passed: Sequence[Passed], request: Request) -> None:
    """An operation belongs to a part of the body that one of the codes names.

    Raises:
        UsageProblem: no code names the part that was operated on.
    """
    operation = request.facts.get("operation", "")
    parts = OPERATED.get(operation)
    here = {one.matched.condition.region for one in passed if one.matched.condition}
    if parts and here.isdisjoint(parts):
        raise UsageProblem(
            f"`--fact operation={operation}` belongs to the {parts[0]}, and no code here does.",
            tip="Correct the fact, or add the code of what was operated on.",
        )


def check_new_joint(passed: Sequence[Passed], request: Request) -> None:
    """A joint replaced a short time ago is not treated under another name.

    Raises:
        UsageProblem: the sore joint is artificial, and the operation lies less than 12 weeks back.
    """
    told = request.facts.get("surgery-date")
    if told is None or any(code_fits(one.code, AFTERCARE) for one in request.codes):
        return
    here = {one.matched.condition.region for one in passed if one.matched.condition}
    for region, stems in NEW_JOINTS.items():
        new = region in here and any(code_fits(one.code, stems) for one in request.history)
        if new and request.start - date.fromisoformat(told) < timedelta(weeks=NEW_WEEKS):
            raise UsageProblem(
                f"The {region} was replaced on {told}, less than {NEW_WEEKS} weeks before the plan.",
                tip=f"Give Z47.1 with {stems[0]}- among the codes: the plan after the operation.",
            )


def check_dates(request: Request) -> None:
    """Nothing lies in the future, no plan begins before what it follows, and no clearance is stale."""
    told = {
        name: date.fromisoformat(request.facts[name])
        for name in PAST_DATES
        if name in request.facts
    }
    faults = []
    for name, day in told.items():
        given = f"`--fact {name}={day}`"
        if day > request.today:
            faults.append(f"{given} lies in the future. Give the day on which it was.")
        elif request.start < day and name != "steroid-injection-date":
            faults.append(f"The plan starts on {request.start}, before {given}. Check `--start`.")
        elif name in ("cleared-on", "heart-cleared") and (
            request.start - day > timedelta(weeks=FRESH_WEEKS)
        ):
            faults.append(
                f"{given} lies more than {FRESH_WEEKS} weeks before the start of the plan. "
                "Have it confirmed again and give the new day."
            )
    cleared = told.get("cleared-on")
    for name in ("surgery-date", "injury-date"):
        if cleared and name in told and told[name] > cleared:
            faults.append(f"`--fact cleared-on={cleared}` lies before {name}={told[name]}.")
    if faults:
        raise UsageProblem("\n".join(faults))


def refuse_unused(
    request: Request,
    passed: list[Passed],
    precautions: tuple[Precaution, ...],
    catalog: Catalog,
) -> None:
    """A stated fact that would change nothing on the page is refused, never passed over.

    A ruptured tendon or a fresh operation that no rule here knows belongs to another code.
    """
    told = [name for name, value in request.facts.items() if not _harmless(name, value)]
    used = _used(passed, precautions, catalog) if told else set()
    if idle := [name for name in told if name not in used]:
        listed = ", ".join(f"{name}={request.facts[name]}" for name in idle)
        raise UsageProblem(
            f"No rule for this diagnosis uses {listed}: the page would not change.",
            tip="Give the code that the fact belongs to, or leave the fact out.",
        )


def _used(passed: list[Passed], precautions: tuple[Precaution, ...], catalog: Catalog) -> set[str]:
    """Every fact that a rule of these diagnoses, of a red flag or of a precaution turns on."""
    used = set(ALWAYS_USED)
    used |= {flag.fact for flag in catalog.red_flags.values() if flag.fact}
    used |= {name for precaution in catalog.precautions.values() for name in precaution.when}
    for precaution in precautions:
        used |= {*precaution.ask, *precaution.needs}
        used |= {name for change in precaution.changes for name in change.when}
    for one in passed:
        condition = one.matched.condition
        assert condition is not None
        used |= {
            *condition.facts,
            *(n for rule in condition.gate for n in (*rule.when, *rule.needs)),
        }
        used |= {name for change in condition.changes for name in change.when}
        if condition.surgical:
            used |= {"operation", "joint", "surgery-date", "range-limit", "tear-size", "wound-ok"}
        if any("operation" in rule.when for rule in condition.gate):
            used.add("surgery-date")
        if one.gate == "CLEARANCE":
            used.add("grade")
        if condition.region == "knee" and "bone-tenderness" in condition.facts:
            used.add("imaging-done")
        protocol = catalog.protocols.get(condition.protocol or "")
        if protocol and protocol.clock == "surgery":
            used.add("surgery-date")
    return used


def _harmless(name: str, value: str) -> bool:
    """True for a fact that says there is nothing wrong."""
    return value == "yes" if name in GOOD_WHEN_YES else value in ("no", "none", "unknown", "full")
