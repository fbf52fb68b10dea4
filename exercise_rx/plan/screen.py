"""What this patient may do: bans from condition, protocol, history and facts; the home as a hard limit."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.condition import Change, Condition, Precaution
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.record import Record
from exercise_rx.model.request import Request
from exercise_rx.model.vocabulary import ALWAYS_AT_HOME, SATISFIED_BY, TOO_LIGHT
from exercise_rx.plan.facts import code_fits, holds
from exercise_rx.plan.matched import Matched

SPORT_TAGS = frozenset({"impact", "running"})
"""Never reached by a ladder: they need the fact `sport=yes`, a clinician's choice (review item 14)."""
HELD_WITH: dict[str, tuple[str, ...]] = {
    "shoulder-isometric": ("shoulder-resisted", "shoulder-active"),
    "shoulder-active": ("shoulder-passive",),
    "quad-isometric": ("quad-strong", "open-chain-extension"),
}
"""A load, and the wider ones whose ban or surgeon's date holds it too.

A still push is a push: who may not push or pull with the arm may not press it into a wall either
(review item 15). A protocol's own weeks are not widened: they follow its published table.
"""


def reached_by(exercise: Exercise) -> tuple[str, ...]:
    """The loads of `exercise`, each followed by the wider ones that it stands under."""
    if HELD_WITH.keys().isdisjoint(exercise.loads):
        return exercise.loads
    found: list[str] = []
    waiting = list(exercise.loads)
    while waiting:
        tag = waiting.pop(0)
        if tag not in found:
            found.append(tag)
            waiting += HELD_WITH.get(tag, ())
    return tuple(found)


class Ban(Record):
    """One load tag that is closed, and who closed it."""

    tag: str
    why: str


class Screen(Record):
    """Bans and home of one request. `why_not` gives the first reason against an exercise, or None."""

    bans: tuple[Ban, ...]
    home: frozenset[str] | None
    without: frozenset[str]
    not_before: Mapping[str, date]
    sport: bool
    healing: Mapping[str, date] = {}
    pain_limits: tuple[int, ...] = ()
    lines: tuple[tuple[str, str | None], ...] = ()
    """What to print for the patient, each with the side of the history code it comes from."""
    pt_lines: tuple[tuple[str, str], ...] = ()

    @cached_property
    def closed(self) -> dict[str, str]:
        """Every banned tag with the reason that closed it first."""
        closed: dict[str, str] = {}
        for ban in self.bans:
            closed.setdefault(ban.tag, ban.why)
        return closed

    def why_not(self, exercise: Exercise, day: date | None = None) -> str | None:
        """Why `exercise` may not be done (on `day`), or None when it may."""
        return self.banned(exercise, day) or self.lacking(exercise)

    def banned(self, exercise: Exercise, day: date | None = None) -> str | None:
        """The ban that closes `exercise`, in words."""
        for tag in reached_by(exercise):
            if tag in self.closed:
                return f"{self.closed[tag]} ({tag})"
            if waits := self._waits(tag, day, healing=tag in exercise.loads):
                return f"{waits} ({tag})"
            if tag in SPORT_TAGS and not self.sport:
                return f"impact and running need `--fact sport=yes` ({tag})"
        return None

    def too_heavy(self, dose: Prescribed, day: date | None = None) -> str | None:
        """Why a dose by repetition maximum may not be given (on `day`), where heavy work is closed."""
        if not any(option.dose.rep_max for option in dose.options):
            return None
        reason = self.closed.get("heavy") or self._waits("heavy", day)
        return f"{reason} (no repetition maximum)" if reason else None

    def _waits(self, tag: str, day: date | None, *, healing: bool = True) -> str | None:
        """Why a load waits on `day`: the surgeon's limit or, with `healing`, the time to heal."""
        if day is None:
            return None
        if (opens := self.not_before.get(tag)) and day < opens:
            return f"not before {opens.isoformat()} by the surgeon's rule"
        if healing and (opens := self.healing.get(tag)) and day < opens:
            return f"not before {opens.isoformat()} by the time to heal"
        return None

    def lacking(self, exercise: Exercise) -> str | None:
        """What the home does not have for `exercise`, in words."""
        heavy = "heavy" in exercise.loads
        for need in exercise.needs:
            if not any(self.stand_in(item, heavy=heavy) for item in need.split("|")):
                return f"no {need.replace('|', ' or ').replace('-', ' ')} at home"
        return None

    def at_home(self, item: str) -> bool:
        """True when the home has `item` or a household thing that does instead."""
        return self.stand_in(item) is not None

    def stand_in(self, item: str, *, heavy: bool = False) -> str | None:
        """The thing at home that serves as `item`: itself, or its household substitute.

        For heavy work nothing light stands in for a weight.
        """
        if item in self.without:
            return None
        if self.home is None or item in self.home or item in ALWAYS_AT_HOME:
            return item
        for other in SATISFIED_BY.get(item, ()):
            if heavy and other in TOO_LIGHT:
                continue
            if other in ("floor", "bed"):
                return other
            if other not in self.without and (other in self.home or other in ALWAYS_AT_HOME):
                return other
        return None


def active_precautions(
    request: Request, matches: tuple[Matched, ...], catalog: Catalog
) -> tuple[Precaution, ...]:
    """Precautions that a history code, a diagnosis code or a stated fact switches on."""
    codes = [code.code for code in request.history] + [m.asked.code for m in matches]
    regions = {m.condition.region for m in matches if m.condition}
    coded = _cautioned(codes, catalog)
    facts = _with_the_record(request.facts, coded, catalog)
    active = []
    for precaution in catalog.precautions.values():
        if precaution.regions and regions.isdisjoint(precaution.regions):
            continue
        if precaution.id in coded:
            if not (precaution.when and _released(precaution, facts)):
                active.append(precaution)
        elif precaution.when and holds(precaution.when, facts) is True:
            active.append(precaution)
    return tuple(active)


def _cautioned(codes: Iterable[str], catalog: Catalog) -> set[str]:
    """The precautions that one of `codes` belongs to."""
    plain = [code.replace(".", "") for code in codes]
    beginnings = (code[:length] for code in plain for length in range(len(code) + 1))
    return {name for start in beginnings for name in catalog.cautioned.get(start, ())}


def _with_the_record(
    facts: Mapping[str, str], coded: Iterable[str], catalog: Catalog
) -> Mapping[str, str]:
    """The facts as the codes have them: what a code says counts as stated, and a `no` does not deny it.

    `falls=no` beside repeated falls (R29.6) opens nothing that a blood thinner closes.
    """
    said = dict(facts)
    for precaution in map(catalog.precautions.__getitem__, coded):
        if len(precaution.when) != 1:
            continue
        ((fact, wanted),) = precaution.when.items()
        open_values = (None,) if fact in precaution.ask else (None, "no")
        if "yes" in wanted and facts.get(fact) in open_values:
            said[fact] = "yes"
    return said


def _released(precaution: Precaution, facts: Mapping[str, str]) -> bool:
    """True when a stated fact ends what a code began (a surgeon's limits lifted).

    A bare `no` does not: against a code in the record the code stands (pregnant=no beside Z34).
    """
    if holds(precaution.when, facts) is not False:
        return False
    fact, wanted = next(iter(precaution.when.items()))
    denied = len(precaution.when) == 1 and "yes" in wanted and facts.get(fact) == "no"
    return not denied or fact in precaution.ask


def changes_that_hold(
    changes: Iterable[Change], code: str, facts: Mapping[str, str]
) -> tuple[Change, ...]:
    """The `changes` rows whose code and facts hold."""
    return tuple(c for c in changes if code_fits(code, c.codes) and holds(c.when, facts) is True)


def make_screen(
    request: Request,
    conditions: tuple[tuple[Condition, str, Mapping[str, str]], ...],
    protocol_bans: Iterable[tuple[str, str]],
    precautions: tuple[Precaution, ...],
) -> Screen:
    """All bans over all diagnoses at once: what one forbids, the other may not bring back.

    `conditions` holds each condition with its code and known facts; `protocol_bans` pairs a tag
    with its protocol's title.
    """
    bans: list[Ban] = []
    lines: list[tuple[str, str | None]] = []
    pt_lines: list[tuple[str, str]] = []
    limits: list[int] = []
    for condition, code, facts in conditions:
        bans += [Ban(tag, f"{condition.title} bans it") for tag in condition.ban]
        for change in changes_that_hold(condition.changes, code, facts):
            words = ", ".join(f"{k}={facts[k]}" for k in change.when if k in facts) or code
            bans += [Ban(tag, f"{condition.title} with {words} bans it") for tag in change.ban]
            _lines(change, None, condition.id, lines, pt_lines, limits)
    bans += [Ban(tag, f"{title} bans it") for tag, title in protocol_bans]
    regions = {condition.region for condition, _, _ in conditions}
    for precaution in precautions:
        side = _history_side(precaution, request)
        bans += [Ban(tag, precaution.title) for tag in precaution.ban]
        for region, tags in precaution.region_bans.items():
            if region in regions:
                bans += [Ban(tag, precaution.title) for tag in tags]
        for change in changes_that_hold(precaution.changes, "", request.facts):
            bans += [Ban(tag, precaution.title) for tag in change.ban]
            _lines(change, side, precaution.id, lines, pt_lines, limits)
        if precaution.say:
            lines.append((precaution.say, side))
        pt_lines.append((precaution.tell_pt, f"precaution `{precaution.id}`"))
    return Screen(
        bans=tuple(bans),
        home=None if request.home is None else frozenset(request.home),
        without=frozenset(request.without),
        not_before=dict(request.not_before),
        sport=request.facts.get("sport") == "yes",
        pain_limits=tuple(limits),
        lines=tuple(dict.fromkeys(lines)),
        pt_lines=tuple(dict.fromkeys(pt_lines)),
    )


def _lines(
    change: Change,
    side: str | None,
    owner: str,
    lines: list[tuple[str, str | None]],
    pt_lines: list[tuple[str, str]],
    limits: list[int],
) -> None:
    if change.say:
        lines.append((change.say, side))
    if change.tell_pt:
        pt_lines.append((change.tell_pt, f"`{owner}`"))
    if change.pain_limit is not None:
        limits.append(change.pain_limit)


def _history_side(precaution: Precaution, request: Request) -> str | None:
    """The side of the history code that switched a precaution on, where it has one."""
    sides = {
        code.side
        for code in request.history
        if precaution.codes and code_fits(code.code, precaution.codes)
    }
    return next(iter(sides)) if sides in ({"right"}, {"left"}) else None
