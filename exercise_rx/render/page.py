"""All that a page template may use: one frozen value for a program, one for a safety sheet.

Clinics write pages of their own against these fields, so a name here is a promise.
"""

from markupsafe import Markup
from pydantic import ConfigDict, Field

from exercise_rx.model.checked import Checked
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Card, Program, SafetySheet, Sign, Step

BLANK = "__"
"""A line to write on."""


class Page(Checked):
    """The base of page values: frozen, and markup is kept as markup."""

    model_config = ConfigDict(arbitrary_types_allowed=True)


class Drawing(Page):
    """One picture of an exercise."""

    svg: Markup = Field(description="The drawing, with its words for those who do not see it.")
    caption: str = Field(description="Start, End, or how to sit.")
    context: bool = Field(description="It shows how you sit, stand or lie, and may be small.")


class Box(Page):
    """One labelled part of a dose."""

    label: str = Field(description="Sets, Times, Hold ...")
    value: str = Field(description="Ready to print; `__` is a line to write on.")
    marked: bool = Field(description="Recalled, so the therapist confirms it.")


class Dose(Page):
    """One dose, or one of those a patient chooses between."""

    when: str = Field(description="The words that choose; empty when there is no choice.")
    boxes: tuple[Box, ...] = Field(description="The labelled parts.")
    words: str = Field(description="The same as a sentence.")
    marked: bool = Field(description="Some of it is recalled, so the therapist confirms it.")


class Stretch(Page):
    """The dose of one exercise in one stretch of weeks."""

    label: str = Field(description="`Weeks 1-2`.")
    doses: tuple[str, ...] = Field(description="The dose in digits; none where it is not done.")
    often: str = Field(description="How often; `__` is a line to write on, empty: not done.")
    also: tuple[str, ...] = Field(description="Load, hold or speed, where they change on the way.")
    change: str = Field(description="start, new, same, more, less, changed; empty: not done.")
    absent: str = Field(description="`not yet` or `stop`; empty: it is done.")
    over: bool = Field(description="It was done before and is not any more.")


class Exercise(Page):
    """An exercise as the patient meets it: pictures, dose, steps."""

    card: Card = Field(description="Names, steps and advice.")
    anchor: str = Field(description="The name to link to.")
    drawings: tuple[Drawing, ...] = Field(description="Pictures, where there are some.")
    weeks: str = Field(description="The weeks it is done in; empty: all.")
    first: bool = Field(description="It is done from the first week on.")
    doses: tuple[Dose, ...] = Field(description="The dose it begins with.")
    stretches: tuple[Stretch, ...] = Field(description="Its dose in every stretch of weeks.")
    notes: tuple[str, ...] = Field(description="What stands beside the dose, and why it differs.")


class Line(Page):
    """One exercise in a list: number, name, dose."""

    number: str = Field(description="As on the card; empty for one that has no card here.")
    name: str = Field(description="The patient's name for it.")
    anchor: str | None = Field(description="The card to link to.")
    doses: tuple[str, ...] = Field(description="Digits, with the words that choose.")
    often: str = Field(description="How often; `__` is a line to write on.")
    change: str = Field(description="start, new, same, more, less, changed; empty: a step back.")
    change_words: str | None = Field(description="What it was before.")
    boxes: int = Field(description="Boxes to tick: on each day, or in the week where `any_days`.")
    any_days: str | None = Field(description="`any 3 days`; none where every day is asked for.")


class Week(Page):
    """One calendar week of the grid for ticks."""

    number: int = Field(description="Counted as the plan counts.")
    days: tuple[tuple[str, str], ...] = Field(description="Name and date of each of seven days.")


class Stage(Page):
    """A stretch of weeks in which nothing changes."""

    step: Step = Field(description="Goal, advice, checks, minutes.")
    anchor: str = Field(description="The name to link to.")
    dates: str = Field(description="First and last day in words.")
    not_before: str | None = Field(description="The earliest date in words, after surgery.")
    fill_in: str = Field(description="When the checks are filled in, in words.")
    stay: str = Field(description="What to do for one more week.")
    lines: tuple[Line, ...] = Field(description="What to do.")
    back: tuple[Line, ...] = Field(description="What to go back to when it is too much.")
    weeks: tuple[Week, ...] = Field(description="Its weeks, for the grid.")


class Mark(Page):
    """One number of the pain scale."""

    number: int = Field(description="0 to 10.")
    zone: str = Field(description="green, amber or red.")


class Letterhead(Page):
    """The clinic as the head of a page."""

    clinic: Clinic = Field(description="Name, address, telephones, emergency number.")
    logo: str | None = Field(description="The logo as a data address.")
    phone_links: tuple[str, ...] = Field(description="Each telephone of the clinic as a link.")
    emergency_link: str = Field(description="The emergency number as a link.")


class ProgramPage(Page):
    """What `program.html.j2` may use."""

    program: Program = Field(description="The program itself, with all its text.")
    head: Letterhead = Field(description="The clinic.")
    title: str = Field(description="The title of the window.")
    start: str = Field(description="First day in words.")
    review_by: str = Field(description="Day of the review in words.")
    made_on: str = Field(description="Day it was made in words.")
    reading: tuple[str, ...] = Field(description="How to read the short doses it prints.")
    before: tuple[str, ...] = Field(description="What to do before the exercises.")
    missed: tuple[str, ...] = Field(description="What to do after missed days.")
    disclaimer: str = Field(description="Who made and who checks it, and what it is not.")
    exercises: tuple[Exercise, ...] = Field(description="In the order of the plan.")
    stages: tuple[Stage, ...] = Field(description="The weeks.")
    pain_scale: tuple[Mark, ...] = Field(description="Eleven numbers with their zones.")
    now: tuple[Sign, ...] = Field(description="Signs that need help at once.")
    today: tuple[Sign, ...] = Field(description="Signs that need care the same day.")
    soon: tuple[Sign, ...] = Field(description="Signs that need a doctor soon.")


class SheetPage(Page):
    """What `sheet.html.j2` may use."""

    sheet: SafetySheet = Field(description="The safety sheet itself.")
    head: Letterhead = Field(description="The clinic.")
    title: str = Field(description="The title of the window.")
    made_on: str = Field(description="Day it was made in words.")
