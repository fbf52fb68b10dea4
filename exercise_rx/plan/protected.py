"""The short list of what is safe until somebody clears the patient, as a course."""

from exercise_rx.model.base import Certainty, Source
from exercise_rx.model.condition import Condition
from exercise_rx.model.protocol import Criterion, Pain, Phase, Prescription, Protocol, Weeks
from exercise_rx.plan.course import REVIEW_WEEKS, Course, Line, Stretch, with_shared

PROJECT_SOURCE = Source(
    cite="Project safety rules F1-F5, expert synthesis",
    says="What may be done while a part is protected.",
    certainty="R-hi",
)
PROTECTED_PAIN = Pain(rule="zero", limit=0, words="No pain while you do these.", source=None)


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
