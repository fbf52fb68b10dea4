"""Ready for the next step? Yes-or-no checks with numbers, and the earliest day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from exercise_rx.model.program import Check
from exercise_rx.model.protocol import PAIN, Criterion, Phase
from exercise_rx.model.record import Record
from exercise_rx.model.wording import Wording
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.screen import reached_by
from exercise_rx.plan.weeks import Span

PAIN_WORD = "pain"
"""In the words of a check that asks about pain."""
DAILY = 7
LEAST_TO_MISS_ONE = 3
"""Days a week from which one session in two weeks may be missed: 5 of 6 is more than 8 of 10."""


class Ready(Record):
    """What the checks of a plan keep to: its one pain limit, and the day that time alone opens."""

    start: date
    pain_limit: int
    harder_when: Sequence[Criterion]
    counted: bool
    """Weeks count from an operation or an injury: time and criterion must both be met."""
    waits: Mapping[str, date]
    """The day before which each load is closed, by the surgeon or the protocol."""
    say: Wording
    decisions: Decisions


def checks(grouped: Sequence[Span], i: int, ready: Ready) -> tuple[Check, ...]:
    """Two or three yes-or-no checks with numbers; what only a clinician can test stands apart.

    A check whose exercise is not on the patient's page goes to the clinician.
    """
    say, limit = ready.say, ready.pain_limit
    criteria = list(_criteria(grouped, i))
    mine = [c for c, taught in criteria if c.patient and _taught(c, taught)]
    moved = [c for c, taught in criteria if c.patient and not _taught(c, taught)]
    asked = [
        _sessions(grouped[i], say),
        say("ready.pain", n=limit) if limit else say("ready.pain-zero"),
        *(_words(c, limit) for c in mine or ready.harder_when[:1]),
    ]
    for criterion in moved:
        why = f"not taught on this page: {' or '.join(criterion.of)}"
        ready.decisions.tell("note", f"For you to test: {_words(criterion, limit)}", why, "a check")
    theirs = [_words(c, limit) for c in moved] + [c.clinician for c, _ in criteria if c.clinician]
    return (
        *(
            Check(asks=words, about_pain=PAIN_WORD in words.lower())
            for words in dict.fromkeys(asked)
        ),
        *(Check(asks=words, clinician_only=True) for words in dict.fromkeys(theirs)),
    )


def _sessions(span: Span, say: Wording) -> str:
    """How few may be missed, by how often the exercises are asked for: at least 8 of 10 are done."""
    asked = [_days(p) for p in span.placed]
    known = {days for days in asked if days is not None}
    weeks = "two" if span.last > span.first else "one"
    if not known:
        return say("ready.sessions-open")
    if len(known) > 1 or None in asked:
        return say(f"ready.sessions-mixed-{weeks}")
    days = known.pop()
    if days >= DAILY:
        return say(f"ready.sessions-{weeks}")
    few = weeks == "one" or days < LEAST_TO_MISS_ONE
    return say(f"ready.sessions-{'every' if few else 'few'}-{weeks}")


def _days(placed: Placed) -> float | None:
    """Training days a week at the least that the words ask for; None where the therapist says."""
    often = placed.dose.dose.frequency
    if often is None or (often.times is None and often.per in ("day", "week")):
        return None
    if often.per == "week" and often.times:
        return float(min(often.times.low, 7))
    return often.days_a_week


def _criteria(grouped: Sequence[Span], i: int) -> Iterator[tuple[Criterion, Collection[str]]]:
    """What is asked before a phase is left and the next entered, each with what is taught by then."""
    here = _phases(grouped[i])
    there = _phases(grouped[i + 1]) if i + 1 < len(grouped) else []
    if [p.id for p in there] == [p.id for p in here]:
        return
    taught = {p.exercise.id for span in grouped[: i + 1] for p in span.placed}
    soon = taught | {p.exercise.id for span in grouped[i + 1 : i + 2] for p in span.placed}
    yield from ((c, taught) for phase in here for c in phase.leave)
    entered = (phase for phase in there if phase.id not in {p.id for p in here})
    yield from ((c, soon) for phase in entered for c in phase.enter)


def _phases(span: Span) -> list[Phase]:
    return [stretch.phase for stretch in span.stretches]


def _taught(criterion: Criterion, exercises: Collection[str]) -> bool:
    return not criterion.of or any(name in exercises for name in criterion.of)


def _words(criterion: Criterion, limit: int) -> str:
    """A check with its pain number, which is never above the plan's own limit."""
    words = criterion.patient or criterion.clinician or ""
    return words if criterion.pain is None else words.replace(PAIN, str(min(criterion.pain, limit)))


def not_before(grouped: Sequence[Span], i: int, ready: Ready) -> date | None:
    """The day before which step `i` does not begin, though every check is passed.

    Weeks since an operation or an injury, or a load that is closed until then: time counts as well
    as the checks. None where only the checks count.
    """
    if not 0 < i < len(grouped):
        return None
    began, begins = (ready.start + timedelta(weeks=s.first - 1) for s in grouped[i - 1 : i + 1])
    if ready.counted:
        return begins
    shut = {tag for tag, day in ready.waits.items() if day > began}
    loads = (tag for placed in grouped[i].placed for tag in reached_by(placed.exercise))
    return begins if shut and not shut.isdisjoint(loads) else None


def next_words(grouped: Sequence[Span], i: int, ready: Ready, *, tested: bool) -> str:
    """What comes after the checks of step `i`: the next weeks, and the day they wait for.

    `tested`: some of the checks are the therapist's.
    """
    say = ready.say
    if i + 1 == len(grouped):
        return say("ready.last", n=grouped[i].last)
    if day := not_before(grouped, i + 1, ready):
        return say("ready.not-before", date=say_date(day, say))
    after = grouped[i + 1]
    key = "ready.next-checked" if tested else "ready.next"
    return say(key, label=week_label(after.first, after.last, say))


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
