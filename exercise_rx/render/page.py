"""All that a page template may use: one frozen value for a program, one for a safety sheet.

Clinics write pages of their own against these fields, so a name here is a promise.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from markupsafe import Markup, escape
from pydantic import ConfigDict, Field

from exercise_rx.model import picture
from exercise_rx.model.base import Strict
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Card, Figures, Item, Program, SafetySheet, Sign, Step
from exercise_rx.model.wording import Wording
from exercise_rx.render.dates import long_date, short_date

BLANK = "__"
BOXES = {
    "sets": ("work", "sets"),
    "times": ("work", "reps"),
    "time": ("work", "time"),
    "hold": ("hold",),
    "tempo": ("tempo",),
    "rest": ("rest",),
    "often": ("frequency", "often"),
    "load": ("load",),
    "manner": (),
}
"""The boxes of a dose in reading order, each with the clauses whose certainty it shows."""
GREEN_UP_TO = 2
"""Pain that never asks for more than care; a plan with a lower limit is green only up to that."""


class Page(Strict):
    """The base of page values: frozen, and markup is kept as markup."""

    model_config = ConfigDict(arbitrary_types_allowed=True)


class Drawing(Page):
    """One picture of an exercise."""

    svg: Markup = Field(description="The drawing, with its words for those who do not see it.")
    caption: str = Field(description="Start, End, or how to sit.")


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
    change: str = Field(description="start, new, same, more, less, changed; empty: not done.")


class Exercise(Page):
    """An exercise as the patient meets it: pictures, dose, steps."""

    card: Card = Field(description="Names, steps and advice.")
    anchor: str = Field(description="The name to link to.")
    drawings: tuple[Drawing, ...] = Field(description="Pictures, where there are some.")
    from_label: str | None = Field(description="The weeks it begins in, when not the first.")
    doses: tuple[Dose, ...] = Field(description="The dose it begins with.")
    stretches: tuple[Stretch, ...] = Field(description="Its dose in every stretch of weeks.")


class Line(Page):
    """One exercise in a list: number, name, dose."""

    number: str = Field(description="As on the card; empty for one that has no card here.")
    name: str = Field(description="The patient's name for it.")
    anchor: str | None = Field(description="The card to link to.")
    doses: tuple[str, ...] = Field(description="Digits, with the words that choose.")
    often: str = Field(description="How often; `__` is a line to write on.")
    change: str = Field(description="start, new, same, more, less, changed; empty: a step back.")
    change_words: str | None = Field(description="What it was before.")


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


def program_facts(
    program: Program, clinic: Clinic, folder: Path | None, say: Wording
) -> ProgramPage:
    """Everything the page of a program uses."""
    return ProgramPage(
        program=program,
        head=letterhead(clinic, folder),
        title=" - ".join(filter(None, (program.title, program.patient, clinic.name))),
        start=long_date(program.start, say),
        review_by=long_date(program.review_by, say),
        made_on=long_date(program.made_on, say),
        exercises=tuple(_exercise(card, program, say) for card in program.cards),
        stages=tuple(_stage(step, program, say) for step in program.steps),
        pain_scale=tuple(_mark(n, program.pain.limit) for n in range(11)),
        now=_signs(program.emergency, "emergency"),
        today=_signs(program.emergency, "same-day"),
        soon=_signs(program.emergency, "urgent", "this-week"),
    )


def sheet_facts(sheet: SafetySheet, clinic: Clinic, folder: Path | None, say: Wording) -> SheetPage:
    """Everything the page of a safety sheet uses."""
    return SheetPage(
        sheet=sheet,
        head=letterhead(clinic, folder),
        title=" - ".join(filter(None, (sheet.title, sheet.patient, clinic.name))),
        made_on=long_date(sheet.made_on, say),
    )


def letterhead(clinic: Clinic, folder: Path | None) -> Letterhead:
    """The clinic, with its logo read from its folder into the page."""
    return Letterhead(
        clinic=clinic,
        logo=_data_address(folder / clinic.logo) if folder and clinic.logo else None,
        phone_links=tuple(_dial(phone) for phone in clinic.phones),
        emergency_link=_dial(clinic.emergency),
    )


def _data_address(file: Path) -> str:
    kind = "svg+xml" if file.suffix == ".svg" else "png"
    return f"data:image/{kind};base64,{b64encode(file.read_bytes()).decode('ascii')}"


def _dial(phone: str) -> str:
    """`tel:` with digits alone; an extension is dialled after a pause."""
    number, _, extension = re.sub(r"(?i)ext?\.?", "x", phone).partition("x")
    digits = re.sub(r"[^0-9+]", "", number)
    after = re.sub(r"[^0-9]", "", extension)
    return f"tel:{digits},{after}" if after else f"tel:{digits}"


def _exercise(card: Card, program: Program, say: Wording) -> Exercise:
    first = next(s for s in program.steps if any(i.exercise == card.id for i in s.items))
    item = next(i for i in first.items if i.exercise == card.id)
    return Exercise(
        card=card,
        anchor=_anchor(card.id),
        drawings=tuple(_drawings(card, program)),
        from_label=first.label if first.number > program.steps[0].number else None,
        doses=tuple(
            Dose(
                when=c.when,
                boxes=_boxes(c.figures, say),
                words=c.figures.words,
                marked=bool(c.figures.marks),
            )
            for c in item.choices
        ),
        stretches=tuple(_stretch(card.id, step) for step in program.steps),
    )


def _anchor(exercise: str) -> str:
    return f"do-{exercise}"


def _drawings(card: Card, program: Program) -> Iterable[Drawing]:
    for frame in card.frames:
        stored = program.pictures.get(frame.picture)
        if stored:
            svg = drawn(stored, frame.alt, mirrored=frame.mirrored)
            yield Drawing(svg=svg, caption=frame.caption)


def drawn(stored: str, alt: str, *, mirrored: bool) -> Markup:
    """A stored drawing as an inline picture that says what it shows."""
    opening, _, body = picture.to_svg(stored).partition(">")
    if mirrored:
        width = picture.unpack(stored).width
        body = body.replace("</svg>", "</g></svg>")
        body = f'<g transform="matrix(-1 0 0 1 {width} 0)">{body}'
    return Markup(f'{opening} role="img" aria-label="{escape(alt)}">{body}')  # noqa: S704 - ours


def _boxes(figures: Figures, say: Wording) -> tuple[Box, ...]:
    found = []
    for name, clauses in BOXES.items():
        value = _often(figures) if name == "often" else getattr(figures, name)
        if value:
            marked = any(clause in figures.marks for clause in clauses)
            found.append(Box(label=_label(name, say), value=value, marked=marked))
    return tuple(found)


def _label(name: str, say: Wording) -> str:
    """The printed page names the same boxes; how a thing is done stands in its text there."""
    return say(f"page.exercise.{name}" if name != "manner" else "html.manner")


def _often(figures: Figures) -> str:
    """How often; a line to write on where the source does not say."""
    return BLANK if {"often", "frequency"} & set(figures.blanks) else figures.often or ""


def _stretch(exercise: str, step: Step) -> Stretch:
    item = next((i for i in step.items if i.exercise == exercise), None)
    return Stretch(
        label=step.label,
        doses=_doses(item) if item else (),
        change=_change(item, step) if item else "",
    )


def _doses(item: Item) -> tuple[str, ...]:
    return tuple(
        f"{c.when}: {c.figures.short}" if c.when else c.figures.short for c in item.choices
    )


def _change(item: Item, step: Step) -> str:
    """In the first stretch all is new, so nothing need be marked."""
    return "start" if step.number == 1 else item.change


def _stage(step: Step, program: Program, say: Wording) -> Stage:
    first, last = long_date(step.first_day, say), long_date(step.last_day, say)
    return Stage(
        step=step,
        anchor=f"step-{step.number}",
        dates=say("page.week.dates", first=first, last=last),
        not_before=long_date(step.not_before, say) if step.not_before else None,
        lines=tuple(_line(item, program, _change(item, step)) for item in step.items),
        back=tuple(_line(item, program, "") for item in step.back.items),
        weeks=tuple(_weeks(step, say)),
    )


def _line(item: Item, program: Program, change: str) -> Line:
    card = next((c for c in program.cards if c.id == item.exercise), None)
    return Line(
        number=card.number if card else "",
        name=card.plain if card else _name(item.exercise, program.cards),
        anchor=_anchor(card.id) if card else None,
        doses=_doses(item),
        often=_often(item.choices[0].figures),
        change=change,
        change_words=item.change_words if change not in ("", "start", "new") else None,
    )


def _name(exercise: str, cards: Iterable[Card]) -> str:
    """The patient's name for an easier or harder exercise that has no card of its own."""
    near = (n for card in cards for n in (card.easier, card.harder) if n and n.id == exercise)
    return next((n.plain for n in near), exercise.replace("-", " "))


def _weeks(step: Step, say: Wording) -> Iterable[Week]:
    first = step.first_day
    for number in range(step.first_week, step.last_week + 1):
        days = [first + timedelta(days=d) for d in range(7)]
        yield Week(number=number, days=tuple(_day(day, say) for day in days))
        first += timedelta(days=7)


def _day(day: date, say: Wording) -> tuple[str, str]:
    return say(f"page.week.day.{day.isoweekday()}"), short_date(day, say)


def _mark(number: int, limit: int) -> Mark:
    if number > limit:
        return Mark(number=number, zone="red")
    return Mark(number=number, zone="green" if number <= GREEN_UP_TO else "amber")


def _signs(signs: Iterable[Sign], *urgencies: str) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs if sign.urgency in urgencies)
