"""From weeks to steps: each stretch without a change, with its items, its checks and its way back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from exercise_rx.model.base import Certainty
from exercise_rx.model.program import Back, Item, Step
from exercise_rx.model.record import Record
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording
from exercise_rx.plan.back import Return, step_back
from exercise_rx.plan.changes import change_since, changes_in_words
from exercise_rx.plan.figures import choices
from exercise_rx.plan.minutes import minutes, minutes_words, session_minutes
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.ready import Ready, checks, next_words, not_before, week_label
from exercise_rx.plan.sides import fill
from exercise_rx.plan.weeks import Span


class Setting(Record):
    """What all steps of a plan share."""

    start: date
    easier: Mapping[str, Sequence[str]]
    """The ladder below each exercise, nearest first."""
    works_twice: Mapping[str, bool]
    """The exercises that both sides do in turn."""
    sides: Sequence[Side]
    """The side of each diagnosis, in the order of a span's stretches."""
    since: Callable[[date, date], tuple[str, ...]]
    """The days of a stretch, told in weeks after the operation where the plan counts from one."""
    numbers: Mapping[str, str]
    """The number of each exercise, in the order of the page."""
    ready: Ready
    say: Wording


def steps(grouped: Sequence[Span], setting: Setting) -> tuple[Step, ...]:
    """The steps of the program, each with its items, its checks and its way back."""
    return tuple(_step(i, grouped, setting) for i in range(len(grouped)))


def _step(i: int, grouped: Sequence[Span], setting: Setting) -> Step:
    span, say = grouped[i], setting.say
    before = grouped[i - 1] if i else None
    items = tuple(_item(p, before.placed if before else None, setting) for p in span.placed)
    words, short = minutes_words(items, span.placed, say)
    asked = checks(grouped, i, setting.ready)
    first_day = setting.start + timedelta(weeks=span.first - 1)
    last_day = setting.start + timedelta(weeks=span.last) - timedelta(days=1)
    return Step(
        number=i + 1,
        phase=span.stretches[0].phase.id,
        phase_name=" / ".join(dict.fromkeys(s.phase.name for s in span.stretches)),
        label=week_label(span.first, span.last, say),
        source_weeks=" / ".join(dict.fromkeys(s.source_weeks for s in span.stretches)),
        first_week=span.first,
        last_week=span.last,
        first_day=first_day,
        last_day=last_day,
        not_before=not_before(grouped, i, setting.ready),
        goal=" ".join(dict.fromkeys(s.phase.goal for s in span.stretches)),
        items=items,
        advice=(*setting.since(first_day, last_day), *_advice(span, setting)),
        ready=asked,
        ready_words=next_words(
            grouped, i, setting.ready, tested=any(a.clinician_only for a in asked)
        ),
        back=_back(i, grouped, setting),
        minutes=session_minutes(items),
        minutes_words=words,
        minutes_short=short,
        sessions_a_day=_sessions_a_day(span.placed),
        summary=changes_in_words(items, before, span, say),
    )


def _advice(span: Span, setting: Setting) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            fill(line, side, setting.say)
            for stretch, side in zip(span.stretches, setting.sides, strict=True)
            for line in stretch.phase.advice
        )
    )


def _back(i: int, grouped: Sequence[Span], setting: Setting) -> Back:
    """The step before, as far as it is easier; else half of this one, and said so."""
    course = [span.placed for span in grouped]
    goes = step_back(course, i, setting.easier, setting.works_twice, list(setting.numbers))
    return Back(
        to_step=None if goes.half else i,
        words=_back_words(goes, grouped[i - 1], setting),
        items=tuple(_item(p, course[i], setting, back=True) for p in goes.items),
    )


def _back_words(goes: Return, earlier: Span, setting: Setting) -> str:
    """Which weeks to go back to, and what of them is left out."""
    say = setting.say
    if goes.half:
        return say("back.half")
    words = [say("back.to-step", label=week_label(earlier.first, earlier.last, say))]
    if goes.left_out:
        listed = ", ".join(setting.numbers[name] for name in goes.left_out)
        words.append(say("back.leave-out", listed=listed))
    return " ".join(words)


def _sessions_a_day(placed: Sequence[Placed]) -> int:
    often = (
        option.dose.frequency.times_a_day
        for one in placed
        for option in one.dose.options
        if option.dose.frequency
    )
    return min(max(often, default=1), 6)


def _item(
    one: Placed, before: Sequence[Placed] | None, setting: Setting, *, back: bool = False
) -> Item:
    change, words = ("back", None) if back else change_since(one, before, setting.say)
    twice = setting.works_twice.get(one.exercise.id, False) or one.dose.dose.each_side
    time = minutes(one.dose.dose, one.exercise.seconds_per_rep, twice=twice)
    return Item(
        exercise=one.exercise.id,
        dose=one.dose,
        choices=choices(one.dose, setting.say),
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
