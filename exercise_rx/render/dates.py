"""Dates as patients read them, in the words of the program's own language."""

from datetime import date

from exercise_rx.model.wording import Wording


def short_date(day: date, say: Wording) -> str:
    """`Dec 7`: for the head of a narrow column."""
    return say("page.week.date", month=say(f"page.week.month.{day.month}"), day=day.day)
