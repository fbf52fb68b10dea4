"""What a program looks like: phases, doses and criteria of one published or named protocol."""

import re
from typing import Annotated, Any, Literal

from exercise_rx.model.base import (
    Certainty,
    Judge,
    Reader,
    Slug,
    Source,
    Strict,
    Text,
    field,
    holds_together,
)
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.exercise import Dosed, Loads, Replaces, known_loads, read_prescribed
from exercise_rx.model.vocabulary import PainRule


class Weeks(Strict):
    """Weeks of a phase, as the source prints them.

    `kind` ordinal: weeks counted from 1, both included (`1-2`). `kind` elapsed: full weeks gone
    since surgery or injury, end excluded (`6-12` is days 42 to 83). `open_end`: may go on longer.
    """

    first: int = field(ge=0, le=104)
    last: int = field(ge=0, le=104)
    open_end: bool = False

    def __str__(self) -> str:
        span = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return span + ("+" if self.open_end else "")


def read_weeks(value: Any) -> Any:
    """`1-2`, `12-26+` or `3`, as a PT writes them."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?(\+?)", value.strip())
        if match is None:
            raise ValueError(f"{value!r} is not a span of weeks; write `1-2`, `12-26+` or `3`")
        return {
            "first": int(match[1]),
            "last": int(match[2] or match[1]),
            "open_end": bool(match[3]),
        }
    return value


WeekSpan = Annotated[Weeks, Reader(read_weeks)]


PAIN = "{pain}"
"""Stands in a check where its pain number is printed."""


class Criterion(Strict):
    """A yes-or-no check. `patient` can test it at home; `clinician` cannot be self-tested.

    `of`: the exercises that teach what is tested. A patient whose plan has none of them is not asked;
    the clinician is. `pain`: the source's number, printed for `{pain}` or the plan's own limit where
    that is lower.
    """

    patient: Text | None = None
    clinician: Text | None = None
    of: tuple[Slug, ...] = ()
    pain: int | None = field(default=None, ge=0, le=10)

    @holds_together
    def _one_of_them(self) -> None:
        if bool(self.patient) == bool(self.clinician):
            raise ValueError(
                "a criterion is written for the patient or for the clinician, one of them"
            )
        if self.clinician and (self.of or self.pain is not None):
            raise ValueError("only a check for the patient has `of` or `pain`")
        if (PAIN in (self.patient or "")) != (self.pain is not None):
            raise ValueError("`pain: 4` and {pain} in the words belong together")


def read_criterion(value: Any) -> Any:
    """A plain sentence is a check for the patient."""
    return {"patient": value} if isinstance(value, str) else value


def read_criteria(value: Any) -> Any:
    """A list of checks, plain sentences among them."""
    return [read_criterion(item) for item in value] if isinstance(value, list) else value


Criteria = Annotated[tuple[Criterion, ...], Reader(read_criteria)]


class DoseByWeek(Strict):
    """A dose for some weeks of a phase (`2-3: 3 x 12RM`)."""

    weeks: WeekSpan
    dose: Prescribed


def read_by_week(value: Any) -> Any:
    """`{1-2: dose, 3: dose}`."""
    if isinstance(value, dict):
        return [{"weeks": weeks, "dose": read_prescribed(dose)} for weeks, dose in value.items()]
    return value


class Prescription(Strict):
    """An exercise in a phase, and its dose over the phase's weeks.

    `steps` holds one entry per change of dose; a plain dose has one entry without weeks.
    `priority` says what stays when the plan is cut: 1 stays longest; the order in the file breaks ties.
    `card`: the exercises of one movement in several directions, counted as one.
    """

    exercise: Slug
    dose: Dosed | None = None
    by_week: Annotated[tuple[DoseByWeek, ...], Reader(read_by_week)] = ()
    card: tuple[Slug, ...] = ()
    priority: int = field(default=2, ge=1, le=9)
    instead: tuple[Slug, ...] = field(default=(), key="or")
    note: Text | None = None
    source: str | None = None
    certainty: Certainty | None = None

    @holds_together
    def _a_dose(self) -> None:
        if (self.dose is None) == (not self.by_week):
            raise ValueError("give `dose` or `by_week`, one of them")


def read_do(value: Any) -> Any:
    """`{exercise: dose}`, `{exercise: {dose: ..., priority: ...}}` or `[exercise, ...]`."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [{"exercise": item, "dose": "__"} for item in value]
    if isinstance(value, dict):
        return [_one(exercise, item) for exercise, item in value.items()]
    return value


def _one(exercise: str, item: Any) -> Any:
    if isinstance(item, str):
        return {"exercise": exercise, "dose": item}
    if isinstance(item, dict):
        filled = {"exercise": exercise, **item}
        if "choose" in filled:
            filled["dose"] = filled.pop("choose")
        if "dose" not in filled and "by_week" not in filled:
            filled["dose"] = "__"
        return filled
    raise ValueError(
        f"`{exercise}` needs a dose, such as `3 x 10`, or `__` where the source is silent"
    )


Prescriptions = Annotated[tuple[Prescription, ...], Reader(read_do)]


class Phase(Strict):
    """A stretch of weeks with one aim, its exercises, and what lets the patient in and out.

    `printed`: the column's words in the source, where they are not the weeks (`level 1`).
    `clinic_only`: nothing in it may be printed without a clinician's choice (impact, running).
    """

    id: Slug
    name: Text
    printed: str | None = None
    weeks: WeekSpan
    weeks_certainty: Certainty | None = None
    goal: Text
    enter: Criteria = ()
    leave: Criteria = ()
    each: Dosed | None = None
    do: Prescriptions = ()
    advice: tuple[Text, ...] = ()
    source: str | None = None
    clinic_only: bool = False
    note: Text | None = None


class Pain(Strict):
    """The protocol's own pain rule: the number not to pass, and how it is meant.

    `also` is a caution without a number: it stays where another problem's stricter limit is printed.
    """

    rule: PainRule
    limit: int = field(ge=0, le=10)
    words: Text
    also: Text | None = None
    source: str | None = None


class Review(Strict):
    """Who checked the file, and when. Absent until a named clinician signs."""

    by: Text
    on: str = field(pattern=r"^\d{4}-\d{2}-\d{2}$")


class Support(Strict):
    """What goes with the exercises and is not one: an orthosis, a brace, ice."""

    what: Text
    dose: Text
    ordered: bool = False
    """Worn by order: where the PT stated one (`brace`), that order prints in its place."""
    source: str | None = None
    certainty: Certainty | None = None


Locks = Annotated[dict[str, int], Judge(known_loads)]
"""Load tags, each with the week until which it stays closed."""


class Protocol(Strict):
    """One way to load a problem, week by week. Conditions choose among protocols.

    `locks`: load tags closed until a week. `locks_beside`: those that another diagnosis on the same
    plan may not bring before a week either, though this protocol's own table does. Both hold for the
    sound side too, on purpose: what either problem closes is closed (E-10), and no load of one leg
    leaves the other one out while it gets there.
    """

    id: Slug
    title: Text
    table: str | None = field(
        default=None, pattern=r"^(PR\d\d[a-z]?|A2x|T-[A-Z]+|D-[a-z-]+)(-[A-Za-z-]+)?$"
    )
    revision: int = field(default=1, ge=1)
    replaces: Replaces | None = None
    clock: Literal["start", "surgery", "injury"] = "start"
    works: Literal["involved", "both-together", "each", "none"] = "involved"
    pain: Pain
    certainty: Certainty
    phases: tuple[Phase, ...] = field(min_length=1)
    climb: Literal["phase", "each-exercise"] = "phase"
    locks: Locks = {}
    locks_beside: Locks = {}
    ban: Loads = ()
    support: tuple[Support, ...] = ()
    duration: Text
    harder_when: Annotated[Criterion, Reader(read_criterion)]
    sources: dict[str, Source] = field(min_length=1)
    review: Review | None = None
    notes: tuple[Text, ...] = ()

    @holds_together
    def _in_order(self) -> None:
        ids = [phase.id for phase in self.phases]
        if len(ids) != len(set(ids)):
            raise ValueError("two phases share an id")
        starts = [phase.weeks.first for phase in self.phases]
        if starts != sorted(starts):
            raise ValueError("phases stand in the order of their first weeks")
        named = [
            source
            for phase in self.phases
            for source in (phase.source, *(item.source for item in phase.do))
        ]
        for source in named:
            if source and source not in self.sources:
                raise ValueError(f"the source `{source}` is not listed under `sources`")
