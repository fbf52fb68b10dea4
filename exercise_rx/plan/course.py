"""A protocol laid out over weeks: which phase and which doses stand in each week of the plan."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from exercise_rx.errors import UsageProblem
from exercise_rx.model.base import Certainty
from exercise_rx.model.dose import Option, Prescribed
from exercise_rx.model.merged import merge
from exercise_rx.model.protocol import Phase, Prescription, Protocol
from exercise_rx.model.record import Record

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


def clock_date(protocol: Protocol, facts: Mapping[str, str]) -> date | None:
    """The day that the weeks of `protocol` count from; None where they count from the start.

    An operation sets an injury back to its first day: the later of the two counts.

    Raises:
        UsageProblem: the weeks count from an operation whose day nobody stated.
    """
    if protocol.clock == "surgery" and "surgery-date" not in facts:
        raise UsageProblem(
            f"{protocol.title} counts its weeks from the operation: when was it?",
            tip="Add `--fact surgery-date=2026-01-31` with the right day.",
        )
    counted = {"surgery": ("surgery-date",), "injury": ("injury-date", "surgery-date")}
    days = [facts[name] for name in counted.get(protocol.clock, ()) if name in facts]
    return date.fromisoformat(max(days)) if days else None


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
        placed = list(_since(protocol, phases, start, since))
    else:
        placed = list(_from_week_one(phases, start_phase, start, since))
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


def _from_week_one(
    phases: list[Phase], start_phase: str | None, start: date, since: date | None
) -> Iterator[tuple[Phase, int, int, date | None]]:
    """Each phase runs to its last week; the next begins the week after.

    A source that counts elapsed weeks (`0-2`, `2-6`) means weeks 1-2 and 3-6. Where the weeks count
    from an injury, no phase begins sooner after it than the source says, whoever cleared what; time
    alone brings nobody into a later phase, since its criteria were not tried.
    """
    elapsed = phases[0].weeks.first == 0
    ids = [phase.id for phase in phases]
    chosen = ids.index(start_phase) if start_phase in ids else 0
    opens = [_opens(phase, since, elapsed) for phase in phases]
    at = chosen
    while at and (opens[at] or start) > start:
        at -= 1
    cursor, skipped = 1, 0
    for i, phase in enumerate(phases[at:], at):
        if i == chosen:
            skipped = phase.weeks.first - (0 if elapsed else 1) - (cursor - 1)
        last = cursor if i < chosen else max(cursor, phase.weeks.last - skipped)
        following = opens[i + 1] if i + 1 < len(phases) else None
        if following:
            last = max(last, _weeks_until(following, start))
        yield phase, cursor, last, None
        cursor = last + 1


def _opens(phase: Phase, since: date | None, elapsed: bool) -> date | None:
    """The first day of a phase that counts from an injury on the day `since`."""
    if since is None:
        return None
    return since + timedelta(weeks=phase.weeks.first - (0 if elapsed else 1))


def _weeks_until(day: date, start: date) -> int:
    """Plan weeks that begin before `day`."""
    return max(0, -(-(day - start).days // 7))


def _since(
    protocol: Protocol, phases: list[Phase], start: date, since: date
) -> Iterator[tuple[Phase, int, int, date | None]]:
    """Phases counted in full weeks since surgery. A week that straddles a border stays in the earlier."""
    gone = (start - since).days
    if gone < 0 or gone // 7 > 104:
        raise UsageProblem(
            f"The start {start} lies {'before' if gone < 0 else 'over 104 weeks after'} "
            f"the surgery on {since}. Check `--start` and `--fact surgery-date=...`."
        )
    final = phases[-1]
    if gone // 7 >= final.weeks.last and not final.weeks.open_end:
        raise UsageProblem(
            f"Week {gone // 7} after surgery is past the last phase of {protocol.title} "
            f"(weeks {final.weeks}). Choose another with `--protocol`."
        )
    if gone // 7 < phases[0].weeks.first:
        raise UsageProblem(
            f"{protocol.title} begins {phases[0].weeks.first} weeks after surgery; "
            f"that is {since + timedelta(weeks=phases[0].weeks.first)}."
        )
    week, cursor = 1, 1
    for i, phase in enumerate(phases):
        opens = since + timedelta(weeks=phase.weeks.first)
        border = since + timedelta(weeks=phase.weeks.last)
        while start + timedelta(weeks=week - 1) < border:
            week += 1
        if week > cursor:
            yield phase, cursor, week - 1, opens
            cursor = week
        elif i == len(phases) - 1:
            yield phase, cursor, cursor, opens


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
    return Prescribed(
        options=tuple(Option(when=o.when, dose=merge(shared, o.dose)) for o in dose.options)
    )
