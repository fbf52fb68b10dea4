"""The finished document as plain data: all that a page, a table or a file needs to be drawn.

`Program` is complete (text, wording and pictures are inside), explained (each item carries its
source, each decision its rule) and signed (tool, protocol, catalog). Rendering needs it and a
`Clinic`, nothing else. The same `Program` gives the same bytes.
"""

from datetime import date
from typing import Literal

from exercise_rx.model.base import Certainty, Slug, field
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.made import Made
from exercise_rx.model.vocabulary import Gate, Side, Urgency

SCHEMA: Literal[1] = 1

Change = Literal["new", "same", "more", "less", "changed", "back"]
DecisionKind = Literal[
    "gate",
    "assumed",
    "left-out",
    "swapped",
    "capped",
    "dose",
    "ban",
    "merge",
    "dates",
    "warning",
    "note",
    "added",
    "side",
]


class Diagnosis(Made):
    """One diagnosis the program answers, with the protocol that was used."""

    code: str
    description: str
    plain: str
    side: Side
    region: str
    condition: Slug
    protocol: Slug | None
    protocol_title: str | None
    protocol_revision: int | None
    table: str | None = None
    reviewed_by: str | None = None
    gate: Gate


class Frame(Made):
    """One picture: which stored drawing, whether it is mirrored, and its words."""

    name: Literal["start", "middle", "end", "context"]
    picture: str
    mirrored: bool
    alt: str
    caption: str


class Neighbour(Made):
    """An easier or harder exercise with its patient name, and what the patient is told to do about it."""

    id: Slug
    plain: str
    words: str


class Card(Made):
    """An exercise as this patient reads it: side filled in, words chosen, pictures named."""

    id: Slug
    number: str
    name: str
    plain: str
    side: Side
    side_words: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]
    feel: str
    mistake: str
    stop_if: str
    easier: Neighbour | None = None
    harder: Neighbour | None = None
    frames: tuple[Frame, ...] = ()
    seconds_per_rep: int = 4
    revision: int = 1
    group: str | None = None


class Figures(Made):
    """A dose in the boxes of a page. Each is ready to print; None is left out.

    A value of `__` is a line to write on, with "set by your therapist" under it.
    """

    sets: str | None = None
    times: str | None = None
    hold: str | None = None
    time: str | None = None
    tempo: str | None = None
    rest: str | None = None
    often: str | None = None
    load: str | None = None
    manner: str | None = None
    """How it is done where the table says: with support, each way, on both sides."""
    short: str
    """One line for a table cell: `2-3 x 10-15, hold 2 s`."""
    words: str
    """One sentence for the text view and screen readers."""
    blanks: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class Choice(Made):
    """One of the doses a patient chooses between, with the words that choose."""

    when: str
    figures: Figures


class Item(Made):
    """One exercise in one step of the course."""

    exercise: Slug
    dose: Prescribed
    choices: tuple[Choice, ...] = field(min_length=1)
    change: Change
    change_words: str | None = None
    minutes: float | None = None
    protocol: Slug | None = None
    phase: str | None = None
    source: str | None = None
    certainty: Certainty | None = None
    note: str | None = None
    """What the protocol says beside the dose: a step height, an angle."""
    adapted: str | None = None
    """Why the dose is not the protocol's own line (a swap, a usual start, the PT's order)."""


class Check(Made):
    """A yes-or-no question that lets the patient into the next step."""

    asks: str
    clinician_only: bool = False
    about_pain: bool = False
    """A No to it leads back, not to one more week."""


class Back(Made):
    """What `Go back` means from a step: the doses to return to, never harder than now."""

    to_step: int | None
    words: str
    items: tuple[Item, ...]


class Step(Made):
    """A stretch of weeks in which nothing changes: one column of the matrix, one week page.

    `source_weeks` as the source prints them. `not_before`: the earliest date, for surgery and
    bone, even when every check is passed.
    """

    number: int = field(ge=1)
    phase: str
    phase_name: str
    label: str
    source_weeks: str
    first_week: int
    last_week: int
    first_day: date
    last_day: date
    not_before: date | None = None
    goal: str
    items: tuple[Item, ...]
    advice: tuple[str, ...] = ()
    ready: tuple[Check, ...] = ()
    ready_words: str | None = None
    back: Back
    minutes: float | None = None
    minutes_words: str
    minutes_short: str = ""
    sessions_a_day: int = 1
    summary: str


class PainRule(Made):
    """The pain limit of this plan, in words and numbers."""

    limit: int
    rule: str
    words: str
    green: str
    amber: str
    red: str


class Sign(Made):
    """A red flag as it prints: what the patient sees, and whom to call how soon."""

    id: str
    sign: str
    tell: str
    urgency: Urgency


class Need(Made):
    """A thing the program uses, with what does instead at home."""

    item: str
    name: str
    instead: str | None = None
    used_in: tuple[str, ...] = ()


class Decision(Made):
    """Something the planner did, and the rule that did it: for the PT, never hidden."""

    kind: DecisionKind
    what: str
    why: str
    rule: str


class Fact(Made):
    """A fact the program stands on. `given` by the PT, or assumed and to be confirmed."""

    name: str
    asks: str
    value: str
    given: bool


class Reference(Made):
    """A source as it prints on the clinician's sheet."""

    key: str
    cite: str
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    says: str
    certainty: Certainty


class Advice(Made):
    """The words around the exercises."""

    expect: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    do_not: tuple[str, ...] = ()
    first_days: tuple[str, ...] = ()
    see_doctor: tuple[str, ...] = ()
    keep_away: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    """One line for each precaution: age, pregnancy, a surgeon's rule."""


class Signature(Made):
    """What made the document, so that a page found in five years can be traced."""

    tool: str
    catalog: str
    codes_release: str
    content: tuple[str, ...]


class Program(Made):
    """A finished home program. See the module's docstring."""

    schema_number: Literal[1] = field(default=SCHEMA, key="schema")
    plan_id: str
    version: int = field(default=1, ge=1)
    replaces: int | None = None
    kind: Literal["program", "protected"] = "program"
    title: str
    patient: str | None
    goal: str | None
    clinician: str | None
    draft: bool
    lang: str
    paper: Literal["letter", "a4"]
    large_print: bool
    start: date
    made_on: date
    review_by: date
    review_words: str | None = None
    """When to be seen, and whether the plan ends then. None in programs issued before."""
    warm_up: str | None = None
    """How each session begins; None in plans issued before it was told for each."""
    no_time: str | None = None
    """The one exercise to do on a day without time, for each step. None in programs issued before."""
    surgery_date: date | None = None
    side: Side
    side_words: str
    diagnoses: tuple[Diagnosis, ...]
    summary: str
    cards: tuple[Card, ...]
    steps: tuple[Step, ...] = field(min_length=1)
    weeks: int
    pain: PainRule
    stop: tuple[str, ...]
    emergency: tuple[Sign, ...]
    advice: Advice
    needs: tuple[Need, ...]
    support: tuple[str, ...] = ()
    facts: tuple[Fact, ...]
    decisions: tuple[Decision, ...]
    criteria_for_clinician: tuple[str, ...] = ()
    bans: tuple[str, ...] = ()
    sources: tuple[Reference, ...]
    wording: dict[str, str]
    pictures: dict[str, str] = {}
    """Drawings by name, in the compact form that the renderer draws."""
    signed: Signature

    def card(self, exercise: str) -> Card:
        """The card of an exercise that stands in a step."""
        return next(card for card in self.cards if card.id == exercise)


class SafetySheet(Made):
    """The one-page `get checked` sheet for what is refused: no exercises, whom to call, how soon."""

    schema_number: Literal[1] = field(default=SCHEMA, key="schema")
    title: str
    patient: str | None
    clinician: str | None
    lang: str
    paper: Literal["letter", "a4"]
    large_print: bool
    made_on: date
    code: str | None
    description: str | None
    side_words: str | None = None
    urgency: Urgency
    reason: str
    what_to_do: tuple[str, ...]
    signs: tuple[Sign, ...]
    wording: dict[str, str]
    signed: Signature
