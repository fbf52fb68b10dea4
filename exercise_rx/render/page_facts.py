"""The fields of a page, filled from a program or a safety sheet and a clinic."""

import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from markupsafe import Markup, escape

from exercise_rx.model import picture
from exercise_rx.model.clinic import Clinic
from exercise_rx.model.program import Card, Figures, Item, Program, SafetySheet, Sign, Step
from exercise_rx.model.wording import Wording, long_date
from exercise_rx.render.boxes import days_of, often_words, sessions
from exercise_rx.render.chosen import chosen_words
from exercise_rx.render.dates import short_date
from exercise_rx.render.legend import reading
from exercise_rx.render.page import (
    BLANK,
    Box,
    Dose,
    Drawing,
    Exercise,
    Letterhead,
    Line,
    Mark,
    ProgramPage,
    SheetPage,
    Stage,
    Stretch,
    Week,
)
from exercise_rx.render.said_alike import (
    before_words,
    disclaimer,
    fill_in_words,
    missed_words,
    stay_words,
)
from exercise_rx.render.when import weeks_of

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
MOVING = ("hold", "load", "tempo", "manner", "rest", "often")
"""What a week's strip adds where it changes from week to week."""


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
        reading=reading(program.steps, say),
        before=before_words(program, say),
        missed=missed_words(program, say),
        disclaimer=disclaimer(program, say, "text.disclaimer"),
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
        weeks=weeks_of(program, card, say),
        first=first.number == program.steps[0].number,
        doses=tuple(
            Dose(
                when=c.when,
                boxes=_boxes(c.figures, say),
                words=c.figures.words,
                marked=bool(c.figures.marks),
            )
            for c in item.choices
        ),
        stretches=tuple(_stretches(card.id, program, say)),
        notes=_notes(card, program, say),
    )


def _notes(card: Card, program: Program, say: Wording) -> tuple[str, ...]:
    items = [i for step in program.steps for i in step.items if i.exercise == card.id]
    notes = list(dict.fromkeys(i.note for i in items if i.note))
    if chosen := chosen_words(items[0], say):
        notes.append(chosen)
    return tuple(notes)


def _anchor(exercise: str) -> str:
    return f"do-{exercise}"


def _drawings(card: Card, program: Program) -> Iterable[Drawing]:
    for frame in card.frames:
        stored = program.pictures.get(frame.picture)
        if stored:
            svg = drawn(stored, frame.alt, mirrored=frame.mirrored)
            yield Drawing(svg=svg, caption=frame.caption, context=frame.name == "context")


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
        if value := _box(name, figures):
            marked = any(clause in figures.marks for clause in clauses)
            found.append(Box(label=_label(name, say), value=value, marked=marked))
    return tuple(found)


def _box(name: str, figures: Figures) -> str:
    return _often(figures) if name == "often" else getattr(figures, name) or ""


def _label(name: str, say: Wording) -> str:
    """The printed page names the same boxes; how a thing is done stands in its text there."""
    return say(f"page.exercise.{name}" if name != "manner" else "html.manner")


def _often(figures: Figures) -> str:
    """How often; a line to write on where the source does not say."""
    return BLANK if {"often", "frequency"} & set(figures.blanks) else figures.often or ""


def _stretches(exercise: str, program: Program, say: Wording) -> Iterable[Stretch]:
    items = [(step, _item(exercise, step)) for step in program.steps]
    figures = [item.choices[0].figures for _, item in items if item]
    moving = [name for name in MOVING if len({getattr(one, name) for one in figures}) > 1]
    begins = next(step.number for step, item in items if item)
    later, done = say("page.matrix.later"), say("page.matrix.done")
    for step, item in items:
        over = not item and step.number > begins
        yield _stretch(step, item, moving, "" if item else done if over else later, over=over)


def _item(exercise: str, step: Step) -> Item | None:
    return next((i for i in step.items if i.exercise == exercise), None)


def _stretch(
    step: Step, item: Item | None, moving: Iterable[str], absent: str, *, over: bool
) -> Stretch:
    now = item.choices[0].figures if item else None
    return Stretch(
        label=step.label,
        doses=_doses(item) if item else (),
        often=_often(now) if now else "",
        also=tuple(value for name in moving if now and (value := _box(name, now))),
        change=_change(item, step) if item else "",
        absent=absent,
        over=over,
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
        fill_in=fill_in_words(program, step, say),
        stay=stay_words(program, step, say),
        lines=tuple(_line(item, program, _change(item, step), say) for item in step.items),
        back=tuple(_line(item, program, "", say) for item in step.back.items),
        weeks=tuple(_weeks(step, say)),
    )


def _line(item: Item, program: Program, change: str, say: Wording) -> Line:
    card = next((c for c in program.cards if c.id == item.exercise), None)
    days = days_of(item)
    return Line(
        number=card.number if card else "",
        name=card.plain if card else _name(item.exercise, program.cards),
        anchor=_anchor(card.id) if card else None,
        doses=_doses(item),
        often=_often(item.choices[0].figures),
        change=change,
        change_words=item.change_words if change not in ("", "start", "new") else None,
        boxes=days or sessions(item),
        any_days=often_words(item, say) if days else None,
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
