"""The sessions as a calendar file that a phone takes, and that tells an onlooker nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from exercise_rx.errors import UsageProblem
from exercise_rx.model.mail import PlanVersion, SessionBlock

if TYPE_CHECKING:
    from icalendar import Alarm, Event

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REMIND_BEFORE = timedelta(minutes=5)


def calendar_file(
    plan: PlanVersion,
    blocks: Sequence[SessionBlock],
    *,
    made: datetime,
    summary: str = "Home exercises",
    dropped: Sequence[SessionBlock] = (),
) -> bytes:
    """An iCalendar file with one repeating event per block and time of day.

    Times float: eight o'clock is the patient's own eight o'clock, wherever she is. An event
    keeps its UID from version to version and its SEQUENCE rises, so a calendar that took
    version 1 replaces it; `dropped` blocks of an earlier version are called off.
    """
    from icalendar import Calendar

    keys = [block.key for block in (*blocks, *dropped)]
    if len(set(keys)) != len(keys):
        raise UsageProblem("Two calendar blocks have the same key.")
    calendar = Calendar()
    calendar.add("prodid", "-//Exercise Rx//Home exercises//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for block, called_off in [*((b, False) for b in blocks), *((b, True) for b in dropped)]:
        if _first_day(block) > block.last:
            continue
        for at in block.times:
            calendar.add_component(_event(plan, block, at, made, summary, called_off=called_off))
    return bytes(calendar.to_ical())


def _event(
    plan: PlanVersion,
    block: SessionBlock,
    at: time,
    made: datetime,
    summary: str,
    *,
    called_off: bool,
) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid(plan.plan, block.key, at))
    event.add("sequence", plan.version - 1)
    event.add("dtstamp", made.astimezone(UTC))
    event.add("dtstart", datetime.combine(_first_day(block), at))
    event.add("duration", timedelta(minutes=block.minutes))
    event.add("summary", summary)
    event.add("rrule", _rule(block, at))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if called_off:
        event.add("status", "CANCELLED")
    else:
        event.add_component(_reminder(summary))
    return event


def _first_day(block: SessionBlock) -> date:
    """The first day of training: an event must start on a day that its rule names."""
    day = block.first
    while block.weekdays and day.weekday() not in block.weekdays:
        day += timedelta(days=1)
    return day


def _rule(block: SessionBlock, at: time) -> dict[str, object]:
    until = datetime.combine(block.last, at)
    if block.weekdays:
        days = [WEEKDAYS[day] for day in sorted(set(block.weekdays))]
        return {"freq": "WEEKLY", "byday": days, "until": until}
    return {"freq": "DAILY", "interval": block.every_days, "until": until}


def _reminder(summary: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm


def uid(plan: str, key: str, at: time) -> str:
    """The event's name for good; a digest, so that it tells neither plan nor phase."""
    return sha256(f"{plan}\n{key}\n{at:%H:%M}".encode()).hexdigest()[:32] + "@exercise-rx"
