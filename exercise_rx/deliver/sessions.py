"""When a program asks for a session, for the calendar: the days and the times of each step."""

from datetime import time
from math import ceil

from exercise_rx.errors import UsageProblem
from exercise_rx.model.dose import Frequency
from exercise_rx.model.mail import SessionBlock
from exercise_rx.model.program import Program, Step

SPREAD = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
}
"""Which weekdays (0 is Monday) a number of training days falls on, with rest in between."""

FIRST_HOUR, LAST_HOUR = 8, 20
USUAL_MINUTES = 20


def session_blocks(program: Program) -> tuple[SessionBlock, ...]:
    """One block for each step of the program, on the days of its busiest exercise.

    The entry only says that it is time; the page says which exercises are for which day.
    A step that leaves open how often has no entry: a calendar would make a number up.

    Raises:
        UsageProblem: no step says how often.
    """
    blocks = tuple(_block(step, often) for step in program.steps if (often := _busiest(step)))
    if not blocks:
        raise UsageProblem(
            "The program leaves open how often to train, so there is nothing for a calendar.",
            tip='Leave --calendar out, or fill the doses in: --dose ID="2 x 10, 1/d"',
        )
    return blocks


def _busiest(step: Step) -> Frequency | None:
    """The frequency with the most training days, of those that state a number."""
    stated = [
        often
        for item in step.items
        if (often := item.dose.dose.frequency) and (often.times or often.every)
    ]
    return max(stated, key=_days, default=None)


def _block(step: Step, often: Frequency) -> SessionBlock:
    every, days = _gap(often), ceil(_days(often))
    return SessionBlock(
        key=f"step-{step.number}",
        first=step.first_day,
        last=step.last_day,
        times=times_of_day(step.sessions_a_day),
        weekdays=() if every > 1 else SPREAD.get(days, ()),
        every_days=every,
        minutes=max(5, ceil(step.minutes or USUAL_MINUTES)),
    )


def _days(frequency: Frequency) -> float:
    return frequency.days_a_week


def _gap(frequency: Frequency) -> int:
    """Days from one session to the next where the dose counts them so, else 1."""
    if frequency.per != "every-days" or frequency.every is None:
        return 1
    return min(max(frequency.every.low, 1), 14)


def times_of_day(sessions: int) -> tuple[time, ...]:
    """The hours of `sessions` sessions, spread from morning to evening.

    >>> [f"{at:%H:%M}" for at in times_of_day(3)]
    ['08:00', '14:00', '20:00']
    """
    count = max(1, min(sessions, LAST_HOUR - FIRST_HOUR))
    if count == 1:
        return (time(FIRST_HOUR),)
    width = LAST_HOUR - FIRST_HOUR
    return tuple(time(FIRST_HOUR + width * n // (count - 1)) for n in range(count))
