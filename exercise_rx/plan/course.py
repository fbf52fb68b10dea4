"""A protocol laid out over weeks: which phase and which doses stand in each week of the plan."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from exercise_rx.errors import UsageProblem
from exercise_rx.model.base import Certainty
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.merged import merge_each
from exercise_rx.model.protocol import Phase, Prescription, Protocol
from exercise_rx.model.record import Record
from exercise_rx.plan.clock import from_week_one, since_surgery

REVIEW_WEEKS = 6
"""Weeks until the review, and the weeks printed unless asked otherwise (F4, rule 9)."""


class Line(Record):
    """One exercise line of a phase, its dose complete with the phase's shared clauses."""

    exercise: str
    dose: Prescribed
    protocol: str
    phase: str
    priority: int
    order: int
    group: str | None = None
    instead: tuple[str, ...] = ()
    source: str | None = None
    certainty: Certainty | None = None
    adapted: str | None = None
    note: str | None = None


class Stretch(Record):
    """Weeks of the plan in which one phase's lines stand unchanged. Plan weeks, both included."""

    phase: Phase
    first: int
    last: int
    lines: tuple[Line, ...]
    source_weeks: str
    opens: date | None = None


class Course(Record):
    """A protocol over the weeks of one plan. `end` is its last published week, None when open."""

    protocol: Protocol
    stretches: tuple[Stretch, ...]
    end: int
    open_end: bool
    held_back: tuple[str, ...] = ()

    def at(self, week: int) -> Stretch:
        """The stretch of a plan week; past the end, the last one."""
        for stretch in self.stretches:
            if week <= stretch.last:
                return stretch
        return self.stretches[-1]


def lay_out(
    protocol: Protocol,
    start: date,
    *,
    since: date | None,
    start_phase: str | None,
    end_phase: str | None,
    sport: bool,
) -> Course:
    """The course of `protocol` for a plan that begins on `start`.

    `since`: the day of surgery (or injury) that a clocked protocol counts from.

    Raises:
        UsageProblem: the start lies before the first phase or after the last one.
    """
    phases, held = _printable(protocol, sport, end_phase)
    if protocol.clock == "surgery" and since:
        placed = list(since_surgery(protocol, phases, start, since))
    else:
        placed = list(from_week_one(phases, start_phase, start, since))
    stretches = tuple(
        cut
        for phase, first, last, opens in placed
        for cut in _cut(protocol, phase, first, last, opens)
    )
    final = phases[-1]
    return Course(protocol, stretches, placed[-1][2], final.weeks.open_end, held)


def _printable(
    protocol: Protocol, sport: bool, end_phase: str | None
) -> tuple[list[Phase], tuple[str, ...]]:
    """Phases without those that need a clinician's choice (impact, running) that was not made."""
    phases, held = [], []
    for phase in protocol.phases:
        if phase.clinic_only and not sport:
            held.append(phase.name)
            continue
        phases.append(phase)
        if phase.id == end_phase:
            break
    if not phases:
        raise UsageProblem(
            f"{protocol.title} prints only with a clinician's choice: add `--fact sport=yes`."
        )
    return phases, tuple(held)


def _cut(
    protocol: Protocol, phase: Phase, first: int, last: int, opens: date | None
) -> Iterator[Stretch]:
    """Split a phase where a dose changes by week; name the weeks as the source prints them."""
    shift = first - max(1, phase.weeks.first)
    starts = {first}
    for item in phase.do:
        for by_week in item.by_week:
            begin = (
                by_week.weeks.first + shift if opens is None else first + by_week.weeks.first - 1
            )
            if first < begin <= last:
                starts.add(begin)
    borders = [*sorted(starts), last + 1]
    for begin, end in pairwise(borders):
        lines = tuple(
            _lines(protocol, phase, begin - shift if opens is None else begin - first + 1)
        )
        weeks = phase.printed or str(phase.weeks)
        if len(borders) > 2:
            weeks = _printed_weeks(phase, begin - shift) or weeks
        yield Stretch(phase, begin, end - 1, lines, weeks, opens if begin == first else None)


def _printed_weeks(phase: Phase, source_week: int) -> str | None:
    for item in phase.do:
        for by_week in item.by_week:
            if by_week.weeks.first == source_week:
                return str(by_week.weeks)
    return None


def _lines(protocol: Protocol, phase: Phase, source_week: int) -> Iterator[Line]:
    for order, item in enumerate(phase.do):
        dose = with_shared(phase, _dose_at(item, source_week))
        source = item.source or phase.source or next(iter(protocol.sources))
        certainty = item.certainty or protocol.sources[source].certainty
        names = item.card or (item.exercise,)
        for name in names:
            yield Line(
                name,
                dose,
                protocol.id,
                phase.id,
                item.priority,
                order,
                item.exercise if item.card else None,
                item.instead,
                source,
                certainty,
                note=item.note,
            )


def _dose_at(item: Prescription, source_week: int) -> Prescribed:
    if item.dose is not None:
        return item.dose
    found = item.by_week[0].dose
    for by_week in item.by_week:
        if by_week.weeks.first <= source_week:
            found = by_week.dose
    return found


def with_shared(phase: Phase, dose: Prescribed) -> Prescribed:
    """The dose with the clauses of the phase's `each` that it leaves out."""
    shared = phase.each.dose if phase.each else None
    if shared is None:
        return dose
    return merge_each(shared, dose)
