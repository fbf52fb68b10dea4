"""From weeks to steps: stretches without a change, what changed, and how to move on or back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exercise_rx.model.base import Certainty
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.program import Back, Change, Check, Item, Step
from exercise_rx.model.wording import Wording
from exercise_rx.plan.back import step_back
from exercise_rx.plan.choose import Placed
from exercise_rx.plan.compare import not_harder, volume
from exercise_rx.plan.course import Stretch
from exercise_rx.plan.figures import choices, minutes


@dataclass(frozen=True, slots=True)
class Week:
    """What stands in one week of the plan."""

    number: int
    stretches: tuple[Stretch, ...]
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Weeks in a row that are alike."""

    first: int
    last: int
    stretches: tuple[Stretch, ...]
    placed: tuple[Placed, ...]


def spans(weeks: Sequence[Week]) -> list[Span]:
    """Weeks grouped where neither phase nor exercise nor dose changes."""
    grouped: list[Span] = []
    for week in weeks:
        if grouped and _alike(grouped[-1], week):
            last = grouped[-1]
            grouped[-1] = Span(last.first, week.number, last.stretches, last.placed)
        else:
            grouped.append(Span(week.number, week.number, week.stretches, week.placed))
    return grouped


def _alike(span: Span, week: Week) -> bool:
    return [s.phase.id for s in span.stretches] == [s.phase.id for s in week.stretches] and [
        (p.exercise.id, p.dose) for p in span.placed
    ] == [(p.exercise.id, p.dose) for p in week.placed]


def steps(
    grouped: Sequence[Span],
    *,
    start: date,
    easier: Mapping[str, Sequence[str]],
    works_twice: Mapping[str, bool],
    pain_limit: int,
    harder_when: Sequence[str],
    clocked: bool,
    say: Wording,
) -> tuple[Step, ...]:
    """The steps of the program, each with its items, its checks and its way back."""
    made: list[Step] = []
    course = [span.placed for span in grouped]
    for i, span in enumerate(grouped):
        before = grouped[i - 1] if i else None
        after = grouped[i + 1] if i + 1 < len(grouped) else None
        made.append(
            _step(
                i,
                span,
                before,
                after,
                course,
                start=start,
                easier=easier,
                works_twice=works_twice,
                pain_limit=pain_limit,
                harder_when=harder_when,
                clocked=clocked,
                say=say,
            )
        )
    return tuple(made)


def _step(
    i: int,
    span: Span,
    before: Span | None,
    after: Span | None,
    course: Sequence[Sequence[Placed]],
    *,
    start: date,
    easier: Mapping[str, Sequence[str]],
    works_twice: Mapping[str, bool],
    pain_limit: int,
    harder_when: Sequence[str],
    clocked: bool,
    say: Wording,
) -> Step:
    items = tuple(
        _item(p, before.placed if before else None, works_twice, say) for p in span.placed
    )
    first_day = start + timedelta(weeks=span.first - 1)
    last_day = start + timedelta(weeks=span.last) - timedelta(days=1)
    total = session_minutes(items)
    words, short = _minutes_words(items, span.placed, say)
    opens = max((s.opens for s in span.stretches if s.opens), default=None)
    phase_names = tuple(dict.fromkeys(s.phase.name for s in span.stretches))
    twice_a_day = max(
        (
            option.dose.frequency.times_a_day
            for p in span.placed
            for option in p.dose.options
            if option.dose.frequency
        ),
        default=1,
    )
    returned = step_back(course, i, easier, works_twice)
    back = Back(
        to_step=i if i else None,
        words=say("back.to-step", n=i) if i else say("back.half"),
        items=tuple(_item(p, span.placed, works_twice, say, back=True) for p in returned),
    )
    return Step(
        number=i + 1,
        phase=span.stretches[0].phase.id,
        phase_name=" / ".join(phase_names),
        label=week_label(span.first, span.last, say),
        source_weeks=" / ".join(dict.fromkeys(s.source_weeks for s in span.stretches)),
        first_week=span.first,
        last_week=span.last,
        first_day=first_day,
        last_day=last_day,
        not_before=opens if clocked else None,
        goal=" ".join(dict.fromkeys(s.phase.goal for s in span.stretches)),
        items=items,
        advice=tuple(dict.fromkeys(a for s in span.stretches for a in s.phase.advice)),
        ready=_ready(span, after, pain_limit, harder_when, say),
        ready_words=_ready_words(after, start, clocked, say),
        back=back,
        minutes=total,
        minutes_words=words,
        minutes_short=short,
        sessions_a_day=min(twice_a_day, 6),
        summary=_changes(items, before, span, say),
    )


def week_label(first: int, last: int, say: Wording) -> str:
    """`Week 3`, `Weeks 3-6`."""
    return say("week.one", n=first) if first == last else say("week.span", first=first, last=last)


def _item(
    one: Placed,
    before: Sequence[Placed] | None,
    works_twice: Mapping[str, bool],
    say: Wording,
    *,
    back: bool = False,
) -> Item:
    change, words = ("back", None) if back else _change(one, before, say)
    time = minutes(
        one.dose.dose,
        one.exercise.seconds_per_rep,
        twice=works_twice.get(one.exercise.id, False) or one.dose.dose.each_side,
    )
    return Item(
        exercise=one.exercise.id,
        dose=one.dose,
        choices=choices(one.dose, say),
        change=change,
        change_words=words,
        minutes=None if time is None else round(time, 1),
        protocol=one.line.protocol,
        phase=one.line.phase,
        note=one.line.note,
        source=one.line.source,
        certainty=_certainty(one),
        adapted=one.adapted,
    )


SURENESS: tuple[Certainty, ...] = ("verified", "R-hi", "R-med", "R-lo")


def _certainty(one: Placed) -> Certainty | None:
    """How sure the dose is: its source, its weakest marked clause, and never more than a usual start.

    A dose carried to a substitute, a usual start or the PT's own order is not what the source read.
    """
    marks = [sure for option in one.dose.options for _, sure in option.dose.sure]
    if one.adapted:
        marks.append("R-med")
    if one.line.certainty:
        marks.append(one.line.certainty)
    return max(marks, key=SURENESS.index) if marks else None


def _change(
    one: Placed, before: Sequence[Placed] | None, say: Wording
) -> tuple[Change, str | None]:
    """New, the same, more, less or changed since the step before, with the old dose in words."""
    if before is None:
        return "new", None
    earlier = next((p for p in before if p.exercise.id == one.exercise.id), None)
    if earlier is None:
        return "new", say("change.new")
    if earlier.dose == one.dose:
        return "same", None
    was = choices(earlier.dose, say)[0].figures.short
    return _direction(earlier.dose, one.dose), say("change.was", dose=was)


def _direction(was: Prescribed, now: Prescribed) -> Change:
    if was.is_choice or now.is_choice:
        return "changed"
    if not_harder(was.dose, now.dose) and not not_harder(now.dose, was.dose):
        return "more"
    if not_harder(now.dose, was.dose) and not not_harder(was.dose, now.dose):
        return "less"
    if was.dose.rep_max and now.dose.rep_max and volume(was.dose) != volume(now.dose):
        return "changed"
    return "changed"


def session_minutes(items: Sequence[Item]) -> float | None:
    """Minutes of a session, as far as they can be known."""
    known = [item.minutes for item in items if item.minutes is not None]
    return round(sum(known), 1) if known else None


def _minutes_words(
    items: Sequence[Item], placed: Sequence[Placed], say: Wording
) -> tuple[str, str]:
    """The time as a phrase and as a short cell: a session, or a whole day where exercises differ.

    An exercise done three times a day beside one done every second day makes no common session, so
    the most that a day can hold is said. An unset frequency counts once.
    """
    known = [
        (i.minutes, _a_day(p)) for i, p in zip(items, placed, strict=True) if i.minutes is not None
    ]
    if not known:
        return say("minutes.unknown"), "__"
    times = {often for _, often in known}
    if len(times) == 1:
        n, often = max(1, round(sum(m for m, _ in known))), times.pop()
        words, short = say("minutes.about", n=n), say("minutes.short", n=n)
        if often > 1:
            words = say("minutes.times-a-day", minutes=words, span=often)
            short = say("minutes.times-a-day", minutes=short, span=often)
    else:
        n = max(1, round(sum(m * often for m, often in known)))
        words, short = say("minutes.at-most", n=n), say("minutes.short-at-most", n=n)
    return (f"{words} {say('minutes.plus-blank')}" if len(known) < len(items) else words), short


def _a_day(placed: Placed) -> int:
    often = placed.dose.dose.frequency
    return often.times_a_day if often else 1


def _changes(items: Sequence[Item], before: Span | None, span: Span, say: Wording) -> str:
    if before is None:
        return say("change.first")
    now = {p.exercise.id for p in span.placed}
    gone = [p.exercise.plain for p in before.placed if p.exercise.id not in now]
    new = [
        p.exercise.plain
        for p in span.placed
        if p.exercise.id not in {b.exercise.id for b in before.placed}
    ]
    changed = [item for item in items if item.change in ("more", "less", "changed")]
    parts = []
    if new:
        parts.append(say("change.new-list", listed="; ".join(new)))
    if changed:
        names = {p.exercise.id: p.exercise.plain for p in span.placed}
        parts.append(
            say("change.dose-list", listed="; ".join(names[item.exercise] for item in changed))
        )
    if gone:
        parts.append(say("change.gone-list", listed="; ".join(gone)))
    return " ".join(parts) if parts else say("change.none")


def _ready(
    span: Span, after: Span | None, pain_limit: int, harder_when: Sequence[str], say: Wording
) -> tuple[Check, ...]:
    """Two or three yes-or-no checks with numbers; what only a clinician can test stands apart."""
    checks = [
        Check(asks=say("ready.sessions")),
        Check(asks=say("ready.pain", n=pain_limit) if pain_limit else say("ready.pain-zero")),
    ]
    leaving = after is None or [s.phase.id for s in after.stretches] != [
        s.phase.id for s in span.stretches
    ]
    criteria = [c for s in span.stretches for c in s.phase.leave] if leaving else []
    if leaving and after is not None:
        entered = [
            s for s in after.stretches if s.phase.id not in {x.phase.id for x in span.stretches}
        ]
        criteria += [c for s in entered for c in s.phase.enter]
    if not any(c.patient for c in criteria):
        checks += [Check(asks=words) for words in harder_when[:1]]
    checks += [Check(asks=c.patient) for c in criteria if c.patient]
    checks += [Check(asks=c.clinician, clinician_only=True) for c in criteria if c.clinician]
    return tuple({check.asks: check for check in checks}.values())


def _ready_words(after: Span | None, start: date, clocked: bool, say: Wording) -> str | None:
    if after is None:
        return say("ready.last")
    if clocked:
        opens = max((s.opens for s in after.stretches if s.opens), default=None)
        day = opens or start + timedelta(weeks=after.first - 1)
        return say("ready.not-before", date=say_date(day, say))
    return say("ready.next", label=week_label(after.first, after.last, say))


def say_date(day: date, say: Wording) -> str:
    """A date in the reader's form, with the month in letters so that no one swaps day and month."""
    return say(
        "date.long",
        day=day.day,
        month=say(f"month.{day.month}"),
        year=day.year,
        weekday=say(f"weekday.{day.isoweekday()}"),
    )
