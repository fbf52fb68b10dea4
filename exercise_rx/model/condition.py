"""A diagnosis as we answer it: its codes, its gate, what to say, and which protocol serves it."""

from typing import Annotated, Any, Literal

from exercise_rx.model.base import Reader, Slug, Source, Strict, Text, field, holds_together
from exercise_rx.model.exercise import Loads, Replaces
from exercise_rx.model.protocol import Locks, Prescriptions, Review, WeekSpan
from exercise_rx.model.vocabulary import Gate, Region, Urgency

Fact = Slug
When = dict[str, Any]
"""Facts and the values that count: `{grade: [1, 2], age: "<18"}`. All must hold."""


def read_when(value: Any) -> Any:
    """Every value as a list of strings, so that `2`, `"2"` and `[1, 2]` compare alike."""
    if not isinstance(value, dict):
        return value
    return {
        fact: [
            str(v).lower() if isinstance(v, bool) else str(v)
            for v in (wanted if isinstance(wanted, list) else [wanted])
        ]
        for fact, wanted in value.items()
    }


Holds = Annotated[dict[str, list[str]], Reader(read_when)]


def answer_text(value: Any) -> Any:
    """`yes` and `no` for true and false; a number as text."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def answer_texts(value: Any) -> Any:
    """A list of answers, numbers among them, as texts."""
    return [str(one) for one in value] if isinstance(value, list) else value


class Need(Strict):
    """A fact the gate turns on: asked (exit 2, no file) or assumed and shown to the PT."""

    ask: bool = False
    ask_when_fresh: bool = False
    """Assumed of an older injury, but asked under first treatment or within 2 weeks of its date."""
    assume: Annotated[str, Reader(answer_text)] | None = None
    because: Text | None = None
    only: Holds = field(default={}, key="if")
    codes: tuple[str, ...] = ()

    @holds_together
    def _ask_or_assume(self) -> None:
        if self.ask == (self.assume is not None):
            raise ValueError(
                "a fact is asked (`ask: true`) or assumed (`assume: value`), one of them"
            )
        if self.ask_when_fresh and self.assume is None:
            raise ValueError("`ask_when_fresh` goes with what is else assumed (`assume: value`)")


class GateRule(Strict):
    """One row of the gate table. The first row whose `if` (and `codes`) hold decides.

    REFUSE names a `refusal` (a red flag or refused family id). CLEARANCE lists `needs`: facts that
    must be typed. PROTECTED prints the condition's `protected` list and nothing else.
    """

    when: Holds = field(default={}, key="if")
    codes: tuple[str, ...] = ()
    encounter: tuple[str, ...] = ()
    gate: Gate
    refusal: Slug | None = None
    needs: tuple[Fact, ...] = ()
    because: Text

    @holds_together
    def _complete(self) -> None:
        if (self.gate == "REFUSE") != (self.refusal is not None):
            raise ValueError("a REFUSE row names its `refusal`, and no other row does")
        if self.gate == "CLEARANCE" and not self.needs:
            raise ValueError("a CLEARANCE row lists the facts it `needs`")


class Change(Strict):
    """What a fact (or a code) changes: protocol, first phase, bans, extra exercises or a line to print.

    `locks` join those of the protocol, by the same weeks. `offers`: for `--protocol` under this fact.
    """

    when: Holds = field(default={}, key="if")
    codes: tuple[str, ...] = ()
    protocol: Slug | None = None
    start_phase: Slug | None = None
    end_phase: Slug | None = None
    ban: Loads = ()
    locks: Locks = {}
    offers: tuple[Slug, ...] = ()
    without: tuple[Slug, ...] = ()
    do: Prescriptions = ()
    pain_limit: int | None = field(default=None, ge=0, le=10)
    say: Text | None = None
    tell_pt: Text | None = None
    source: str | None = None


class Advice(Strict):
    """What the patient reads beside the exercises, each line one thing, grade 6."""

    expect: Text
    do: tuple[Text, ...] = ()
    do_not: tuple[Text, ...] = ()
    first_days: tuple[Text, ...] = ()
    see_doctor: tuple[Text, ...] = ()
    keep_away: tuple[Text, ...] = ()


class Condition(Strict):
    """A diagnosis family: who may exercise, what we ask, what we say, and the protocol that answers.

    `codes` are ICD-10-CM stems; the longest stem wins over all conditions. `with_codes`: this
    condition answers only when one of these stems is given as well (Z47.1 with Z96.65-).
    `sides`: whether the body part has sides (an unpaired back never asks).
    `pointer`: no program of its own; says where to go instead (a bone spur).
    """

    id: Slug
    title: Text
    plain: Text
    rows: tuple[str, ...] = ()
    revision: int = field(default=1, ge=1)
    replaces: Replaces | None = None
    region: Region
    sides: bool
    codes: tuple[str, ...] = field(min_length=1)
    not_codes: tuple[str, ...] = ()
    with_codes: tuple[str, ...] = ()
    also_called: tuple[Text, ...] = ()
    pointer: Text | None = None
    facts: dict[Fact, Need] = {}
    gate: tuple[GateRule, ...] = ()
    protocol: Slug | None = None
    offers: tuple[Slug, ...] = ()
    changes: tuple[Change, ...] = ()
    ban: Loads = ()
    protected: Prescriptions = ()
    protected_goal: Text | None = None
    weeks: WeekSpan | None = None
    red_flags: tuple[Slug, ...] = ()
    advice: Advice | None = None
    surgical: bool = False
    sources: dict[str, Source] = {}
    review: Review | None = None

    @holds_together
    def _complete(self) -> None:
        refuses = bool(self.gate) and all(rule.gate == "REFUSE" for rule in self.gate)
        if self.pointer is None and not refuses:
            if self.protocol is None and not self.protected:
                raise ValueError(
                    "a condition names its `protocol`, a `protected` list, or is a `pointer`"
                )
            if self.advice is None:
                raise ValueError("a condition that prints a program has `advice`")


class FactKind(Strict):
    """A fact a PT can state with `--fact NAME=VALUE`, and how it is asked.

    `who`: a person, by name and by one of the roles in `values`.
    """

    id: Slug
    asks: Text
    kind: Literal["choice", "yes-no", "number", "date", "text", "who"]
    values: Annotated[tuple[str, ...], Reader(answer_texts)] = ()
    example: str
    unit: str | None = None


class RedFlag(Strict):
    """A sign that stops everything: as the PT asks it, as the patient reads it, and whom to call.

    `codes`: stems that say the sign itself. Given as a diagnosis they are refused, where no
    condition answers them; in the history the precautions ask instead.
    """

    id: Slug
    fact: Slug | None = None
    codes: tuple[str, ...] = ()
    pt: Text
    patient: Text
    think_of: Text
    tell: Text
    urgency: Urgency
    regions: tuple[Region, ...] = ()
    source: Source


class RefusedFamily(Strict):
    """Codes that never lead to exercises: the reason, the sheet's words, and how soon to be seen.

    `patient`: what it may be and why that matters, then what to do beside the sheet's own lines.
    `emergency`: the sign that turns this one into an emergency, first in that box of the sheet.
    """

    id: Slug
    title: Text
    codes: tuple[str, ...] = field(min_length=1)
    not_codes: tuple[str, ...] = ()
    reason: Text
    patient: tuple[Text, ...] = field(min_length=1)
    emergency: Text | None = None
    urgency: Urgency
    clearable: bool = False
    source: Source


class Precaution(Strict):
    """Something in the history or a stated fact that bans loads, adds a line, or asks for clearance.

    `regions`: it counts only beside a diagnosis of one of them.
    """

    id: Slug
    title: Text
    codes: tuple[str, ...] = ()
    when: Holds = field(default={}, key="if")
    ban: Loads = ()
    regions: tuple[Region, ...] = ()
    region_bans: dict[Region, tuple[str, ...]] = {}
    gate: Literal["CLEARANCE", "REFUSE"] | None = None
    needs: tuple[Fact, ...] = ()
    refusal: Slug | None = None
    ask: tuple[Fact, ...] = ()
    changes: tuple[Change, ...] = ()
    say: Text | None = None
    tell_pt: Text
    source: Source
