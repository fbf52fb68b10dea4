"""How much of an exercise to do, with no opinion about which exercise."""

from collections.abc import Callable
from typing import Annotated, Literal

from exercise_rx.model.base import Certainty, Rule, Strict, field, holds_together

Whole = Annotated[int, Rule(ge=0, le=10_000)]

Per = Literal["day", "week", "every-days", "every-hours", "sessions"]
Where = Literal["sets", "reps", "after"]
Clause = Literal["work", "hold", "tempo", "rest", "frequency", "load"]


class Range(Strict):
    """A whole number, or the span a published table prints (10-15). Ends included.

    `more` marks an open upper end (`15-30+`).
    """

    low: Whole
    high: Whole
    more: bool = False

    @holds_together
    def _in_order(self) -> None:
        if self.low > self.high:
            raise ValueError(f"the range {self.low}-{self.high} runs backwards")

    def __str__(self) -> str:
        span = str(self.low) if self.low == self.high else f"{self.low}-{self.high}"
        return span + ("+" if self.more else "")


class Rest(Strict):
    """A pause in seconds: between sets unless `where` says otherwise."""

    seconds: Range
    where: Where = "sets"


class Interval(Strict):
    """One leg of an interval set, such as two minutes of running."""

    seconds: Whole
    what: str


class Frequency(Strict):
    """How often. `times` per `per`; `every` counts days or hours; `sessions` is a total.

    `times` is None when the source is silent (`__/d`).
    """

    times: Range | None = None
    per: Per
    every: Range | None = None
    at_most: bool = False

    @property
    def days_a_week(self) -> float:
        """Training days in a week, at the most that the words allow."""
        match self.per:
            case "week":
                return float(min(self.times.high, 7)) if self.times else 7.0
            case "every-days":
                return 7 / self.every.low if self.every and self.every.low else 7.0
            case _:
                return 7.0

    @property
    def times_a_day(self) -> int:
        """Sessions on a training day, at the most; 1 where the words do not say."""
        if self.per == "day" and self.times:
            return self.times.high
        if self.per == "every-hours" and self.every:
            return max(1, 14 // max(1, self.every.low))
        return 1


class Dose(Strict):
    """The work of one exercise in one session, and how often it comes round.

    Units: `hold`, `rest` and `time` in seconds; `tempo` in seconds up, hold, down.
    `manner` says how it is done where the table does (`with support`, `on a treadmill`).
    `blank` names what the source leaves open: it prints as a line to write on.
    `sure` marks clauses that are recalled rather than read; R-lo prints blank.
    """

    shape: Literal["sets", "holds", "by-set", "time", "distance", "intervals", "until", "blank"]
    sets: Range | None = None
    reps: Range | None = None
    by_set: tuple[Whole, ...] = ()
    unit: Literal["times", "steps", "breaths"] = "times"
    rep_max: bool = False
    time: Range | None = None
    distance: str | None = None
    intervals: tuple[Interval, ...] = ()
    until: str | None = None
    bound: Literal["up to", "build to"] | None = None
    hold: Range | None = None
    tempo: tuple[Whole, Whole, Whole] | None = None
    slow: bool = False
    rests: tuple[Rest, ...] = ()
    frequency: Frequency | None = None
    load: str | None = None
    load_on: str | None = None
    each_side: bool = False
    each_way: bool = False
    manner: tuple[str, ...] = ()
    next: str | None = None
    blank: tuple[Literal["sets", "reps", "time", "hold", "tempo", "load"], ...] = ()
    sure: tuple[tuple[Clause, Certainty], ...] = ()

    def certainty(self, clause: Clause) -> Certainty | None:
        """How sure a clause is, where it is marked apart from its source."""
        return dict(self.sure).get(clause)

    @property
    def is_open(self) -> bool:
        """True when the therapist must fill in sets, repetitions or time."""
        unknown = any(part in ("sets", "reps", "time", "hold") for part in self.blank)
        return self.shape == "blank" or unknown or self.certainty("work") == "R-lo"


class Option(Strict):
    """One of several doses, with the words that choose it (`stiff-or-sore`)."""

    when: str
    dose: Dose


class Prescribed(Strict):
    """A dose, or a choice of doses tied to how irritable the joint is."""

    options: tuple[Option, ...] = field(min_length=1)

    @property
    def dose(self) -> Dose:
        """The only dose, or the first of the choice."""
        return self.options[0].dose

    def each(self, change: Callable[[Dose], Dose]) -> "Prescribed":
        """Every dose of the choice as `change` makes it; this same value where none is changed."""
        doses = [change(option.dose) for option in self.options]
        if doses == [option.dose for option in self.options]:
            return self
        pairs = zip(self.options, doses, strict=True)
        options = tuple(Option.taken({"when": o.when, "dose": dose}) for o, dose in pairs)
        return Prescribed.taken({"options": options})

    @property
    def is_choice(self) -> bool:
        """True when the patient or the PT chooses between doses."""
        return len(self.options) > 1
