"""Words that every form of a plan says alike: who checks it, when to stay, what to do after missed days."""

from datetime import timedelta

from exercise_rx.model.program import Program, Step
from exercise_rx.model.wording import Wording, long_date

A_WEEK, HALF_A_YEAR = timedelta(weeks=1), timedelta(weeks=26)
"""Half a year: where our tables of weeks after an operation end, all but that of the ACL."""


def disclaimer(program: Program, say: Wording, key: str) -> str:
    """The words under `key`: with the name of who signs, or that a clinician must check it first."""
    if program.clinician:
        return say(f"{key}-named", name=program.clinician)
    return say(key)


def fill_in_words(program: Program, step: Step, say: Wording) -> str:
    """When to fill in the checks of a step: on its last day, or before a check-up in its last week."""
    if step.last_day - A_WEEK < program.review_by < step.last_day:
        return say("page.week.fill-in-visit", date=long_date(program.review_by, say))
    return say("page.week.fill-in", date=long_date(step.last_day, say))


def stay_words(program: Program, step: Step, say: Wording) -> str:
    """What to do for one more week; after an operation the surgeon's dates stand."""
    told = [say("page.week.stay-words", n=step.last_week)]
    if step.number < len(program.steps):
        told.append(say("page.week.stay-dates"))
    if recently_operated(program):
        told.append(say("page.week.stay-surgeon"))
    return " ".join(told)


def recently_operated(program: Program) -> bool:
    """Whether the plan follows an operation of the last half year."""
    day = program.surgery_date
    return day is not None and program.start - day < HALF_A_YEAR


def before_words(program: Program, say: Wording) -> tuple[str, ...]:
    """What to do before the exercises: warm up, clear the floor, and what `hurts` means here."""
    told = [program.warm_up or say("page.last.before.1")]
    told += [say(f"page.last.before.{n}") for n in range(2, 6)]
    if program.pain.limit:
        told.append(say("page.last.before-hurts", n=program.pain.limit))
    return tuple(told)


def missed_words(program: Program, say: Wording) -> tuple[str, ...]:
    """What to do after missed days; after an operation, call first. A plan of one step has none to
    go back to."""
    if recently_operated(program):
        return (say("page.last.missed.1"), say("page.last.missed-operated"))
    known = 4 if len(program.steps) > 1 else 2
    told = [say(f"page.last.missed.{n}") for n in range(1, known + 1)]
    return (*told, *([say("page.last.missed-long")] if known == 2 else []))
