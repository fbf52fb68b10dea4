"""When each phase of a protocol stands: from the first week, or from the day of an injury or operation."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from exercise_rx.errors import UsageProblem
from exercise_rx.model.protocol import Phase, Protocol


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


def from_week_one(
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


def since_surgery(
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
