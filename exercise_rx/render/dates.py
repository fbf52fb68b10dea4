"""Dates as patients read them, in the words of the program's own language."""

from datetime import date

from exercise_rx.model.wording import Wording


def long_date(day: date, say: Wording) -> str:
    """`Monday, December 7, 2026`: no two countries read 7/12 the same way."""
    return say(
        "date.long",
        weekday=say(f"weekday.{day.isoweekday()}"),
        month=say(f"month.{day.month}"),
        day=day.day,
        year=day.year,
    )


def short_date(day: date, say: Wording) -> str:
    """`Dec 7`: for the head of a narrow column."""
    return say("page.week.date", month=say(f"page.week.month.{day.month}"), day=day.day)
