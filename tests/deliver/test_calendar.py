"""The calendar: the right days in the patient's own time, and nothing about the patient."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from mail_program import a_program, a_step

from exercise_rx.deliver.calendar import calendar_file
from exercise_rx.deliver.sessions import session_blocks, times_of_day
from exercise_rx.errors import UsageProblem
from exercise_rx.model.mail import PlanVersion, SessionBlock

PLAN = PlanVersion(plan="MQJ9DQ", version=1)
MADE = datetime(2026, 11, 22, 9, tzinfo=UTC)
BLOCK = SessionBlock(key="step-1", first=date(2026, 11, 24), last=date(2026, 12, 7))


def events(*blocks, plan=PLAN, **rest):
    data = calendar_file(plan, blocks, made=MADE, **rest)
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    return Calendar.from_ical(data).walk("VEVENT")


def days(event):
    start = event["dtstart"].dt
    return [d.date() for d in rrulestr(event["rrule"].to_ical().decode(), dtstart=start)]


def test_every_day_of_the_block_and_no_other():
    [event] = events(BLOCK)
    assert days(event) == [date(2026, 11, 24) + timedelta(n) for n in range(14)]


def test_named_weekdays_begin_on_the_first_of_them():
    [event] = events(BLOCK.but(weekdays=(0, 2, 4)))
    assert days(event)[0] == date(2026, 11, 25), "the block begins on a Tuesday"
    assert {day.weekday() for day in days(event)} == {0, 2, 4}
    assert days(event)[-1] == date(2026, 12, 7)


def test_every_other_day():
    [event] = events(BLOCK.but(every_days=2))
    assert days(event) == [date(2026, 11, 24) + timedelta(n) for n in range(0, 14, 2)]


def test_times_float_so_that_eight_is_eight_everywhere():
    for event in events(BLOCK.but(times=(time(8), time(18)))):
        assert event["dtstart"].dt.tzinfo is None
        assert event["rrule"]["until"][0].tzinfo is None
        assert "TZID" not in event["dtstart"].params


def test_an_event_keeps_its_uid_and_a_new_version_replaces_it():
    block = BLOCK.but(times=(time(8), time(18)))
    first, second = events(block), events(block, plan=PLAN.but(version=2))
    assert [e["uid"] for e in first] == [e["uid"] for e in second]
    assert len({str(e["uid"]) for e in first}) == 2
    assert {e["sequence"] for e in first} == {0}
    assert {e["sequence"] for e in second} == {1}
    assert first[0]["uid"] != events(block, plan=PLAN.but(plan="ABCDEF"))[0]["uid"]


def test_a_block_that_a_new_version_dropped_is_called_off():
    gone = BLOCK.but(key="step-2")
    kept, cancelled = events(BLOCK, plan=PLAN.but(version=2), dropped=(gone,))
    assert "status" not in kept
    assert cancelled["status"] == "CANCELLED"
    assert cancelled["uid"] == events(gone)[0]["uid"]


def test_a_block_without_a_training_day_gives_no_event():
    assert events(BLOCK.but(last=date(2026, 11, 24), weekdays=(0,))) == []


def test_an_onlooker_learns_nothing():
    data = calendar_file(PLAN, session_blocks(a_program()), made=MADE)
    for told in ("tibial", "m76", "ankle", "heel", "zebulon", "rivera", "mqj9dq", "physio", "step"):
        assert told not in data.decode().lower()
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert event["summary"] == "Home exercises"
    assert event.walk("VALARM")[0]["trigger"].dt == timedelta(minutes=-5)


def test_two_blocks_may_not_share_a_key():
    with pytest.raises(UsageProblem, match="same key"):
        events(BLOCK, BLOCK)


@pytest.mark.parametrize(
    ("frequency", "weekdays", "every"),
    [
        ({"times": {"low": 3, "high": 3}, "per": "week"}, (0, 2, 4), 1),
        ({"times": {"low": 2, "high": 3}, "per": "week"}, (0, 2, 4), 1),
        ({"times": {"low": 7, "high": 7}, "per": "week"}, (), 1),
        ({"times": {"low": 2, "high": 2}, "per": "day"}, (), 1),
        ({"every": {"low": 2, "high": 2}, "per": "every-days"}, (), 2),
    ],
)
def test_a_step_gives_the_days_of_its_dose(frequency, weekdays, every):
    program = a_program(steps=[a_step(1, ("2026-11-24", "2026-12-07"), frequency)])
    [block] = session_blocks(program)
    assert (block.weekdays, block.every_days) == (weekdays, every)
    assert (block.first, block.last) == (date(2026, 11, 24), date(2026, 12, 7))


@pytest.mark.parametrize("silent", [None, {"times": None, "per": "day"}])
def test_where_the_dose_does_not_say_how_often_nothing_is_made_up(silent):
    often = {"times": {"low": 1, "high": 1}, "per": "day"}
    steps = [
        a_step(1, ("2026-11-24", "2026-11-30"), silent),
        a_step(2, ("2026-12-01", "2026-12-07"), often),
    ]
    assert [b.key for b in session_blocks(a_program(steps=steps))] == ["step-2"]
    with pytest.raises(UsageProblem, match="how often"):
        session_blocks(a_program(steps=steps[:1]))


def test_sessions_are_spread_over_the_day():
    assert times_of_day(1) == (time(8),)
    assert times_of_day(2) == (time(8), time(20))
    assert len(set(times_of_day(6))) == 6
    assert len(times_of_day(99)) == 12
