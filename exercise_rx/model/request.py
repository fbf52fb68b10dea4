"""What a PT asks for: codes, side, home, facts and the last word on exercises."""

from datetime import date
from typing import Literal

from exercise_rx.model.base import Slug, Strict, field, holds_together
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.protocol import Weeks

AskedSide = Literal["right", "left", "both"]
Encounter = Literal["initial", "subsequent", "delayed", "nonunion", "malunion", "sequela"]


class AskedCode(Strict):
    """A diagnosis code as read: `stem` without encounter character, `side` from its own meaning.

    `side`: right, left, both, unspecified (the family has sides, this code does not say), or none
    (the family has no sides). `encounter`: initial, subsequent, delayed, nonunion, malunion, sequela.
    """

    code: str
    stem: str
    description: str
    side: Literal["right", "left", "both", "unspecified", "none"]
    encounter: Encounter | None = None
    character: str | None = None
    fracture: bool = False
    asked_side: AskedSide | None = None
    warnings: tuple[str, ...] = ()


class DoseOrder(Strict):
    """The PT's own dose for an exercise: from the first step on, or only for some weeks."""

    exercise: Slug
    dose: Prescribed
    weeks: Weeks | None = None

    @holds_together
    def _within_reason(self) -> None:
        for option in self.dose.options:
            dose, often = option.dose, option.dose.frequency
            high = {
                "sets": (dose.sets, 10),
                "repetitions": (dose.reps, 100),
                "seconds held": (dose.hold, 600),
                "seconds": (dose.time, 7200),
                "times": (often.times if often else None, 14),
            }
            for what, (span, most) in high.items():
                if span and not 1 <= span.low <= span.high <= most:
                    raise ValueError(f"{span} {what} is not a dose; give 1 to {most}")


class Swap(Strict):
    """One exercise for another, by the PT."""

    old: Slug
    new: Slug


class Request(Strict):
    """Everything the planner may know. Dates are given, never read from a clock.

    `home` None means no limit. `minutes` is the budget for one session. `max_exercises` None
    means all the protocol has.
    """

    codes: tuple[AskedCode, ...] = field(min_length=1)
    side: AskedSide | None = None
    start: date = field(ge=date(2000, 1, 1), le=date(2100, 1, 1))
    today: date
    weeks: int | Literal["all"] | None = None
    patient: str | None = field(default=None, max_length=40)
    goal: str | None = field(default=None, max_length=160)
    clinician: str | None = field(default=None, max_length=80)
    home: tuple[str, ...] | None = None
    bands: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    history: tuple[AskedCode, ...] = ()
    facts: dict[str, str] = {}
    protocol: Slug | None = None
    swap: tuple[Swap, ...] = ()
    drop: tuple[Slug, ...] = ()
    add: tuple[Slug, ...] = ()
    doses: tuple[DoseOrder, ...] = ()
    not_before: dict[str, date] = {}
    max_exercises: int | None = field(default=4, ge=1, le=40)
    minutes: int | None = field(default=None, ge=3, le=120)
    reason: str | None = field(default=None, max_length=200)
    paper: Literal["letter", "a4"] = "letter"
    large_print: bool = False
    lang: str = field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
