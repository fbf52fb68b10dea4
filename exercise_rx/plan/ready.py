"""Ready for the next step? Yes-or-no checks with numbers, and the earliest day."""

from collections.abc import Sequence
from datetime import date, timedelta

from exercise_rx.model.program import Check
from exercise_rx.model.protocol import Criterion
from exercise_rx.model.wording import Wording
from exercise_rx.plan.weeks import Span


def checks(
    span: Span, after: Span | None, pain_limit: int, harder_when: Sequence[str], say: Wording
) -> tuple[Check, ...]:
    """Two or three yes-or-no checks with numbers; what only a clinician can test stands apart."""
    asked = [
        Check(asks=say("ready.sessions")),
        Check(asks=say("ready.pain", n=pain_limit) if pain_limit else say("ready.pain-zero")),
    ]
    criteria = _criteria(span, after)
    if not any(c.patient for c in criteria):
        asked += [Check(asks=words) for words in harder_when[:1]]
    asked += [Check(asks=c.patient) for c in criteria if c.patient]
    asked += [Check(asks=c.clinician, clinician_only=True) for c in criteria if c.clinician]
    return tuple({check.asks: check for check in asked}.values())


def _criteria(span: Span, after: Span | None) -> list[Criterion]:
    """What the protocols ask before one phase is left and the next is entered."""
    here = [s.phase for s in span.stretches]
    there = [s.phase for s in after.stretches] if after else []
    if [p.id for p in there] == [p.id for p in here]:
        return []
    entered = [p for p in there if p.id not in {x.id for x in here}]
    return [c for p in here for c in p.leave] + [c for p in entered for c in p.enter]


def next_words(after: Span | None, start: date, clocked: bool, say: Wording) -> str | None:
    """What comes after the checks: the next weeks, or the day before which they do not begin."""
    if after is None:
        return say("ready.last")
    if clocked:
        opens = max((s.opens for s in after.stretches if s.opens), default=None)
        day = opens or start + timedelta(weeks=after.first - 1)
        return say("ready.not-before", date=say_date(day, say))
    return say("ready.next", label=week_label(after.first, after.last, say))


def week_label(first: int, last: int, say: Wording) -> str:
    """`Week 3`, `Weeks 3-6`."""
    return say("week.one", n=first) if first == last else say("week.span", first=first, last=last)


def say_date(day: date, say: Wording) -> str:
    """A date in the reader's form, with the month in letters so that no one swaps day and month."""
    return say(
        "date.long",
        day=day.day,
        month=say(f"month.{day.month}"),
        year=day.year,
        weekday=say(f"weekday.{day.isoweekday()}"),
    )
