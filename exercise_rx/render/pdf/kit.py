"""What every page module is given: the program, the clinic, the look, the words and the pictures."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.picture import Picture, unpack
from exercise_rx.model.program import Card, Figures, Frame, Item, Program, Step
from exercise_rx.model.record import Record
from exercise_rx.model.wording import Wording, long_date
from exercise_rx.render.pdf.text import NO_BREAK, Run
from exercise_rx.render.pdf.theme import Theme

BLANK = "__"
COUNTED = frozenset({"work", "sets", "reps", "time", "hold"})
"""Clauses of a dose that its short form says."""
OFTEN = frozenset({"frequency", "often"})
LONG_LINE = "_________"
"""To write how often."""
LINE = "_____"
"""A blank of a dose as it prints: long enough to write a number on."""
MARK = f"{NO_BREAK}†"
"""Beside a figure to be confirmed; set apart, so that `3 x 30 s†` is not read as `st`."""


@lru_cache(maxsize=32)
def words_of(texts: tuple[tuple[str, str], ...], lang: str) -> Wording:
    """The wording of a program; programs with the same words share it, and with it laid-out blocks."""
    return Wording(dict(texts), lang)


class Kit(Record, eq=False):
    """Shared by the pages of one document. Nothing in it changes."""

    program: Program
    clinic: Clinic
    look: Theme
    say: Wording
    fillable: bool = False
    """The log takes ticks and numbers on a screen."""

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        """The drawings by their name on a page."""
        return {name: unpack(text) for name, text in self.program.pictures.items()}

    def frames(self, card: Card, *names: str) -> tuple[Frame, ...]:
        """The frames of a card that are drawn, in the order of `names`."""
        drawn: dict[str, Frame] = {
            f.name: f for f in card.frames if f.picture in self.program.pictures
        }
        return tuple(drawn[name] for name in names if name in drawn)

    @cached_property
    def units(self) -> tuple[tuple[Card, ...], ...]:
        """The cards, those of one movement together: what counts as one exercise."""
        found: dict[str, list[Card]] = {}
        for card in self.program.cards:
            found.setdefault(unit_of(card), []).append(card)
        return tuple(map(tuple, found.values()))

    @cached_property
    def common_often(self) -> str | None:
        """How often, when it is the same for every exercise of every week."""
        figures = figures_of(self.program.steps)
        said = {one.often for one in figures}
        often = said.pop() if len(said) == 1 else None
        return f"{filled(often)}{max(map(often_mark, figures))}" if often else None

    @cached_property
    def often_by_step(self) -> Mapping[int, str]:
        """How often by step number, when it is one for all exercises of each step but not of all steps."""
        found: dict[int, str] = {}
        for step in self.program.steps:
            said = {
                (one.often, "often" in one.blanks, often_mark(one)) for one in figures_of([step])
            }
            if len(said) != 1:
                return {}
            often, is_open, mark = said.pop()
            found[step.number] = LONG_LINE if is_open or not often else filled(often) + mark
        return {} if len(set(found.values())) == 1 else found

    @cached_property
    def often_is_open(self) -> bool:
        """Whether the therapist writes in how often, for every exercise alike."""
        return all("often" in one.blanks for one in figures_of(self.program.steps))

    @cached_property
    def marked(self) -> bool:
        """Whether any dose carries the mark of a figure to be confirmed."""
        return any(one.marks for one in figures_of(self.program.steps))

    def short_date(self, day: date, *, year: bool = False) -> str:
        """`Nov 23` or `Nov 23, 2026`."""
        return short_date(day, self.say, year=year)

    def long_date(self, day: date) -> str:
        """`Monday, November 23, 2026`."""
        return long_date(day, self.say)


def figures_of(steps: Sequence[Step]) -> list[Figures]:
    """The figures of every dose in these steps."""
    return [c.figures for step in steps for item in step.items for c in item.choices]


def short_date(day: date, say: Wording, *, year: bool = False) -> str:
    """`Nov 23`; the month in letters, so that nobody swaps it with the day."""
    return say(
        "page.week.date-year" if year else "page.week.date",
        month=say(f"page.week.month.{day.month}"),
        day=day.day,
        year=day.year,
    )


def unit_of(card: Card) -> str:
    """The number of an exercise without the letter of its part: `4` of `4b`."""
    return card.number.rstrip("abcdefghijklmnopqrstuvwxyz")


def often_mark(figures: Figures) -> str:
    """The mark behind how often, where that is to be confirmed."""
    return MARK if OFTEN.intersection(figures.marks) else ""


def filled(text: str) -> str:
    """A value with its blank as a line to write on."""
    return text.replace(BLANK, LINE) if BLANK in text else text


def short_dose(item: Item) -> tuple[str, ...]:
    """A dose for a table cell: one line for each choice."""
    lines = []
    for choice in item.choices:
        mark = MARK if COUNTED.intersection(choice.figures.marks) else ""
        lines.append(filled(choice.figures.short) + mark)
    return tuple(lines)


def known_dose(item: Item) -> tuple[str, ...]:
    """A dose as above, or nothing when all of it is written in by hand: there is one place to write."""
    dose = short_dose(item)
    return dose if any(c.isalnum() and c != "x" for c in "".join(dose)) else ()


def beside_the_count(figures: Figures) -> tuple[str, ...]:
    """The parts of a dose that its short form leaves out. Holds are counted by their seconds."""
    parts = ("hold", "load", "tempo", "manner", "rest", "often")
    return parts if figures.sets else parts[1:]


def call_line(phone: str | None, say: Wording) -> tuple[Run, ...]:
    """The clinic's telephone, which leads to a call when it is tapped; or a line to write it on."""
    if not phone:
        return (Run(say("page.stop.call-write"), True),)
    return (Run(say("page.stop.call", phone=phone), True, telephone_link(phone)),)


def telephone_link(number: str) -> str:
    """Where a telephone number leads when it is tapped."""
    return "tel:" + "".join(c for c in number if c in "+0123456789")
