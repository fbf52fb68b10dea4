"""The short list of what is safe until somebody clears the patient, as a course."""

from exercise_rx.model.base import Certainty, Source
from exercise_rx.model.condition import Condition
from exercise_rx.model.protocol import Criterion, Pain, Phase, Prescription, Protocol, Weeks
from exercise_rx.plan.course import REVIEW_WEEKS, Course, Line, Stretch, with_shared
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.gate_answer import CLEARED, Passed

PROJECT_SOURCE = Source(
    cite="Project safety rules F1-F5, expert synthesis",
    says="What may be done while a part is protected.",
    certainty="R-hi",
)
PROTECTED_PAIN = Pain(rule="zero", limit=0, words="No pain while you do these.", source=None)


def tell_protected(passed: Passed, decisions: Decisions) -> None:
    """Say that only the short list prints, why, and what the whole plan waits for."""
    condition = passed.matched.condition
    if condition is None or passed.gate != "PROTECTED":
        return
    row = next((r for r in condition.gate if r.because == passed.because), None)
    stated = ", ".join(
        f"{n}={passed.facts[n]}" for n in (row.when if row else ()) if n in passed.facts
    )
    lifted = f"it rests on {stated}" if stated else "nothing that is stated lifts it"
    if row and "unknown" in row.when.get("cleared-on", ()):
        needs = next((r.needs for r in condition.gate if r.gate == "CLEARANCE"), ())
        more = [name for name in needs if name not in (*CLEARED, *passed.facts)]
        lifted = "once cleared add --fact cleared-by=... and --fact cleared-on=..."
        lifted += f", with {', '.join(more)}" if more else ""
    what = f"{passed.matched.asked.code}: only the protected list is printed"
    decisions.tell("warning", what, passed.because.rstrip("."), lifted)


def protected_course(condition: Condition) -> Course:
    """The short list of what is safe until cleared, as a course of one open step."""
    phase = Phase(
        id="protect",
        name="Protect",
        weeks=Weeks(first=1, last=REVIEW_WEEKS, open_end=True),
        goal=condition.protected_goal or condition.plain,
        do=condition.protected,
    )
    lines = tuple(
        line
        for order, item in enumerate(condition.protected)
        for line in _lines(item, order, phase, condition)
    )
    protocol = Protocol(
        id=condition.id,
        title=f"Protected list: {condition.title}",
        pain=PROTECTED_PAIN,
        certainty="R-hi",
        phases=(phase,),
        duration="until cleared",
        harder_when=Criterion(patient="Your clinician has cleared you."),
        sources=condition.sources or {"project": PROJECT_SOURCE},
    )
    return Course(
        protocol, (Stretch(phase, 1, REVIEW_WEEKS, lines, "protected"),), REVIEW_WEEKS, True
    )


def _lines(item: Prescription, order: int, phase: Phase, condition: Condition) -> list[Line]:
    return [
        Line(
            name,
            with_shared(phase, item.dose or item.by_week[0].dose),
            condition.id,
            "protect",
            item.priority,
            order,
            item.exercise if item.card else None,
            item.instead,
            item.source,
            item.certainty or _sureness(item, condition),
        )
        for name in (item.card or (item.exercise,))
    ]


def _sureness(item: Prescription, condition: Condition) -> Certainty:
    source = condition.sources.get(item.source or "")
    return source.certainty if source else "R-hi"
