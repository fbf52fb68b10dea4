"""Who made and who checks a plan, and when to stay a week, said alike wherever they stand."""

from collections.abc import Callable
from datetime import date, timedelta

from exercise_rx.model.program import Program, Step
from exercise_rx.model.wording import Wording

HALF_A_YEAR = timedelta(weeks=26)


def disclaimer(program: Program, say: Wording, key: str) -> str:
    """The words under `key`: with the name of who signs, or that a clinician must check it first."""
    if program.clinician:
        return say(f"{key}-named", name=program.clinician)
    return say(key)


def fill_in_words(program: Program, step: Step, say: Wording, dated: Callable[[date], str]) -> str:
    """When to fill in the checks of a step: on its last day, or before a check-up that comes sooner."""
    if step.first_day <= program.review_by < step.last_day:
        return say("page.week.fill-in-visit", date=dated(program.review_by))
    return say("page.week.fill-in", date=dated(step.last_day))


def stay_words(program: Program, step: Step, say: Wording) -> str:
    """What to do for one more week; after an operation the surgeon's dates stand."""
    words = say("page.week.stay-words", n=step.last_week)
    if recently_operated(program):
        words += " " + say("page.week.stay-surgeon")
    return words


def recently_operated(program: Program) -> bool:
    """Whether the plan follows an operation of the last half year."""
    day = program.surgery_date
    return day is not None and program.start - day < HALF_A_YEAR
