"""The weeks in which an exercise is done, where that is not the whole plan."""

from exercise_rx.model.program import Card, Program
from exercise_rx.model.wording import Wording


def weeks_of(program: Program, card: Card, say: Wording) -> str:
    """`Weeks 2-6`, `Week 1, Weeks 4-6`; empty where it is done from the first week to the last."""
    spans: list[tuple[int, int]] = []
    for step in program.steps:
        if not any(item.exercise == card.id for item in step.items):
            continue
        if spans and spans[-1][1] + 1 == step.first_week:
            spans[-1] = (spans[-1][0], step.last_week)
        else:
            spans.append((step.first_week, step.last_week))
    if spans == [(program.steps[0].first_week, program.steps[-1].last_week)]:
        return ""
    return ", ".join(
        say("week.one", n=first) if first == last else say("week.span", first=first, last=last)
        for first, last in spans
    )
