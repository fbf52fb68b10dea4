"""What rules exercise out before any gate is read: a refused code, a sign given as a code, a stated sign.

Every refusal says how soon the patient is to be seen, and the command that prints the sheet.
"""

from collections.abc import Mapping, Sequence

from exercise_rx.errors import Refused
from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import Condition, RedFlag, RefusedFamily
from exercise_rx.model.request import AskedCode, Request
from exercise_rx.model.vocabulary import SOONEST, Urgency
from exercise_rx.plan.facts import code_fits
from exercise_rx.plan.gate_answer import cleared, sheet_tip
from exercise_rx.plan.matched import Matched

HOW_SOON: dict[Urgency, str] = {
    "emergency": "Emergency: call the emergency number now.",
    "same-day": "To be seen the same day.",
    "urgent": "To be seen within 1 to 2 days.",
    "this-week": "To be seen this week.",
}

OTTAWA = "bone-tenderness"
"""The fact and the red flag of the Ottawa rules."""
KNEE_AGE = 55
"""From this age on the Ottawa knee rule asks for an x-ray."""


def how_soon(reason: str, catalog: Catalog) -> str:
    """What to tell the patient for a red flag, or when to be seen for a refused family."""
    if reason in catalog.red_flags:
        return catalog.red_flags[reason].tell
    if reason in catalog.refused:
        return HOW_SOON[catalog.refused[reason].urgency]
    return ""


def refuse_codes(matches: Sequence[Matched], request: Request, catalog: Catalog) -> None:
    """A refused code stops the whole plan, alone or beside others; only clearance could lift some.

    Raises:
        Refused: the most urgent of the refused codes.
    """
    found = [(ruled_out, m) for m in matches if (ruled_out := _ruled_out(m, request))]
    if not found:
        return
    ruled_out, matched = min(found, key=lambda one: SOONEST.index(one[0].urgency))
    asked = matched.asked
    why = (
        _named(ruled_out)
        if isinstance(ruled_out, RedFlag)
        else f"{ruled_out.reason} {how_soon(ruled_out.id, catalog)}"
    )
    raise Refused(
        f"{asked.code} ({asked.description}): {why}",
        reasons=(ruled_out.id,),
        tip=sheet_tip(asked, {}),
    )


def _ruled_out(matched: Matched, request: Request) -> RedFlag | RefusedFamily | None:
    """The sign or the family that closes a code, unless a clearance opens it."""
    family = matched.refused
    if family and not (family.clearable and matched.condition and cleared(request)):
        return family
    return matched.sign


def refuse_signs(request: Request, catalog: Catalog) -> None:
    """A sign that was stated stops everything, whatever the code and whether anybody answers it.

    Raises:
        Refused: every stated sign, the most urgent first.
    """
    raised = sorted(
        (f for f in catalog.red_flags.values() if f.fact and request.facts.get(f.fact) == "yes"),
        key=lambda flag: SOONEST.index(flag.urgency),
    )
    if raised:
        raise Refused(
            f"No exercises: {' '.join(map(_named, raised))}",
            reasons=tuple(flag.id for flag in raised),
            tip=sheet_tip(request.codes[0], {f.fact: "yes" for f in raised if f.fact}),
        )


def refuse_knee_by_age(
    condition: Condition, asked: AskedCode, facts: Mapping[str, str], catalog: Catalog
) -> None:
    """A fresh knee injury from 55 on is x-rayed first, whatever the bones feel like (Ottawa rule, F2).

    Raises:
        Refused: the stated age is 55 or more, and no x-ray was stated as read.
    """
    if float(facts.get("age", 0)) >= KNEE_AGE and knee_by_age(condition, facts):
        raise Refused(
            f"{asked.code} ({asked.description}): a fresh knee injury at {KNEE_AGE} or over needs an "
            f"x-ray first (Ottawa knee rule). {how_soon(OTTAWA, catalog)} "
            "Once it was read and shows no break, state `--fact imaging-done=yes`.",
            reasons=(OTTAWA,),
            tip=sheet_tip(asked, {OTTAWA: "yes"}),
        )


def knee_by_age(condition: Condition, facts: Mapping[str, str]) -> bool:
    """True where the age decides about an x-ray of a fresh injury: a knee, and none was read."""
    knee = condition.region == "knee" and OTTAWA in condition.facts
    return knee and facts.get("imaging-done") != "yes"


def signs_of(code: AskedCode, catalog: Catalog) -> tuple[str, ...]:
    """The facts of the red flags that a code says by itself."""
    return tuple(
        flag.fact
        for flag in catalog.red_flags.values()
        if flag.fact and flag.codes and code_fits(code.code, flag.codes)
    )


def _named(flag: RedFlag) -> str:
    return f"{flag.pt}. Think of {flag.think_of}. {flag.tell}"
