"""The fields of a log that is filled in on a screen: their names, and what is read aloud for each."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from exercise_rx.model.wording import Wording
from exercise_rx.render.pdf.kit import short_date
from exercise_rx.render.pdf.pen import Pen
from exercise_rx.render.pdf.rows import Row

Place = tuple[float, float, float, float]
"""Where a box lies: left, top, right, bottom."""


class Log(NamedTuple):
    """Names and spoken words of the fields of one week."""

    week: int
    days: tuple[str, ...]
    say: Wording

    def ticks(self, pen: Pen, row: Row, day: int, places: Sequence[Place]) -> None:
        """A field over each box of a day."""
        for n, place in enumerate(places, 1):
            exercise = f"{row.number}. {row.name}"
            words = f"{self.days[day]}: {exercise}"
            if len(places) > 1:
                words += f", {n}/{len(places)}"
            pen.field("tick", place, f"w{self.week}-{row.number}-{day + 1}-{n}", words)

    def sessions(self, pen: Pen, row: Row, places: Sequence[Place]) -> None:
        """A field over each box of a week that asks for some of its days only."""
        week = self.say("page.week.one", n=self.week)
        for n, place in enumerate(places, 1):
            words = f"{week}: {row.number}. {row.name}, {n}/{len(places)}"
            pen.field("tick", place, f"w{self.week}-{row.number}-{n}", words)

    def number(self, pen: Pen, kind: str, day: int, place: Place) -> None:
        """A field for the pain of a day."""
        words = f"{self.days[day]}: {self.say(f'page.week.{kind}')}"
        pen.field("text", place, f"w{self.week}-{kind}-{day + 1}", words)


def day_words(say: Wording, week: int, first: date, day: int) -> str:
    """`Week 2, Mon, Nov 30`."""
    one = first + timedelta(days=day)
    name = say(f"page.week.day.{one.isoweekday()}")
    return f"{say('page.week.one', n=week)}, {name}, {short_date(one, say)}"
