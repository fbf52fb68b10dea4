"""A clinic's file hides ours whole, except for safety: what ours forbids, asks or warns of stays."""

from collections.abc import Iterable

from exercise_rx.model.base import Strict
from exercise_rx.model.condition import Advice, Change, Condition, GateRule, Need
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.protocol import Pain, Protocol
from exercise_rx.model.vocabulary import Gate

STRICTNESS: dict[Gate, int] = {"OPEN": 0, "CLEARANCE": 1, "PROTECTED": 2, "REFUSE": 3}
OPEN = GateRule(gate="OPEN", because="Nothing stated speaks against it.")


def tightened(near: Strict, hidden: Strict) -> Strict:
    """`near` with every restriction of `hidden` added. Both are of one kind."""
    if isinstance(near, Exercise) and isinstance(hidden, Exercise):
        return _exercise(near, hidden)
    if isinstance(near, Protocol) and isinstance(hidden, Protocol):
        return _protocol(near, hidden)
    if isinstance(near, Condition) and isinstance(hidden, Condition):
        return _condition(near, hidden)
    raise TypeError(f"{type(near).__name__} cannot replace {type(hidden).__name__}")


def both(near: Iterable[str], hidden: Iterable[str]) -> tuple[str, ...]:
    """The first's items, then those only the second has."""
    return tuple(dict.fromkeys((*near, *hidden)))


def _exercise(near: Exercise, hidden: Exercise) -> Exercise:
    stop = near.stop_if if hidden.stop_if in near.stop_if else f"{near.stop_if} {hidden.stop_if}"
    return near.but(stop_if=stop, loads=both(near.loads, hidden.loads))


def _protocol(near: Protocol, hidden: Protocol) -> Protocol:
    clinic_only = {phase.id for phase in hidden.phases if phase.clinic_only}
    phases = tuple(
        phase.but(clinic_only=True) if phase.id in clinic_only else phase for phase in near.phases
    )
    changes: dict[str, object] = {
        "ban": both(near.ban, hidden.ban),
        "locks": _later(near.locks, hidden.locks),
        "locks_beside": _later(near.locks_beside, hidden.locks_beside),
        "phases": phases,
        "pain": _pain(near.pain, hidden.pain),
    }
    return near.but(**changes)


def _pain(near: Pain, hidden: Pain) -> Pain:
    """The stricter limit, with the cautions of both."""
    strict = hidden.but(source=None) if near.limit > hidden.limit else near
    return strict.but(
        also=" ".join(both(filter(None, [near.also]), filter(None, [hidden.also]))) or None
    )


def _later(near: dict[str, int], hidden: dict[str, int]) -> dict[str, int]:
    """Every tag of both, with the later week."""
    tags = both(hidden, near)
    return {tag: max(near.get(tag, 0), hidden.get(tag, 0)) for tag in tags}


def _condition(near: Condition, hidden: Condition) -> Condition:
    facts = dict(near.facts)
    for name, need in hidden.facts.items():
        facts[name] = _need(facts.get(name), need)
    return near.but(
        ban=both(near.ban, hidden.ban),
        red_flags=both(near.red_flags, hidden.red_flags),
        not_codes=both(near.not_codes, hidden.not_codes),
        with_codes=near.with_codes or hidden.with_codes,
        facts=facts,
        gate=strictest_of(hidden.gate, near.gate),
        surgical=near.surgical or hidden.surgical,
        changes=(*near.changes, *_restrictions(hidden.changes)),
        advice=_advice(near.advice, hidden.advice),
    )


def _need(near: Need | None, hidden: Need) -> Need:
    if near is None or (hidden.ask and not near.ask):
        return hidden
    if hidden.ask_when_fresh and not (near.ask or near.ask_when_fresh):
        return hidden
    return near


def _restrictions(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The part of each row that forbids or lowers something."""
    return tuple(
        row.but(
            protocol=None,
            offers=(),
            start_phase=None,
            end_phase=None,
            do=(),
            tell_pt=None,
            source=None,
        )
        for row in changes
        if row.ban or row.locks or row.without or row.pain_limit is not None
    )


def _advice(near: Advice | None, hidden: Advice | None) -> Advice | None:
    if near is None or hidden is None:
        return near or hidden
    return near.but(
        do_not=both(near.do_not, hidden.do_not), see_doctor=both(near.see_doctor, hidden.see_doctor)
    )


class _CannotJoin(Exception):
    """Two conditions on one fact that no single row can state, such as `<18` and `>=10`."""


def strictest_of(ours: tuple[GateRule, ...], near: tuple[GateRule, ...]) -> tuple[GateRule, ...]:
    """One gate table that never answers less strictly than either of two.

    Each table's first row that holds decides. Rows of both are paired in order, and a pair
    holds where both rows hold; so the first pair that holds joins the two answers. Where two
    rows cannot be joined, all rows stand by strictness: what either forbids is still met first.
    """
    if not ours or near[: len(ours)] == ours:
        return near
    kept: list[GateRule] = []
    try:
        for a in (*ours, OPEN):
            kept += [rule for b in (*near, OPEN) if (rule := _pair(a, b)) and rule not in kept]
    except _CannotJoin:
        kept = sorted((*ours, *near), key=lambda rule: -STRICTNESS[rule.gate])
    return tuple(kept)


def _pair(a: GateRule, b: GateRule) -> GateRule | None:
    """The row that holds where both hold, with the stricter answer; None where they exclude each other."""
    strict, mild = (a, b) if STRICTNESS[a.gate] >= STRICTNESS[b.gate] else (b, a)
    when: dict[str, list[str]] = dict(strict.when)
    for fact, values in mild.when.items():
        if fact not in when or when[fact] == values:
            when[fact] = values
            continue
        if any(
            value in ("given", "unknown") or value[:1] in "<>" for value in (*values, *when[fact])
        ):
            raise _CannotJoin(fact)
        when[fact] = [value for value in when[fact] if value in values]
        if not when[fact]:
            return None
    codes, encounter = _codes(strict.codes, mild.codes), _shared(strict.encounter, mild.encounter)
    if codes is None or encounter is None:
        return None
    needs = both(strict.needs, mild.needs) if strict.gate == "CLEARANCE" else strict.needs
    return strict.but(when=when, codes=codes, encounter=encounter, needs=needs)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    """What both lists allow, an empty list allowing all; None where they share nothing."""
    if not one or not other:
        return one or other
    return tuple(item for item in one if item in other) or None


def _codes(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    """The stems that both lists cover; no stems means every code; None where they share none."""
    if not one or not other:
        return one or other
    shared = tuple(
        dict.fromkeys(
            max(a, b, key=len) for a in one for b in other if a.startswith(b) or b.startswith(a)
        )
    )
    return shared or None
