"""Whatever a file names must exist: exercises, protocols, phases, facts, red flags, refusals."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exercise_rx.catalog.checks.walk import prescriptions
from exercise_rx.catalog.content import Content, Loc
from exercise_rx.errors import Problem, did_you_mean
from exercise_rx.model.condition import Change, Condition


def _lost(
    content: Content, where: tuple[str, str, Loc], name: str, what: str, known: Iterable[str]
) -> Problem:
    kind, owner, loc = where
    return content.problem(
        kind,
        owner,
        loc,
        f"names the {what} `{name}`, which does not exist",
        did_you_mean(name, list(known)) or f"Write the {what} first, or correct the name.",
    )


def exercises_exist(content: Content) -> Iterator[Problem]:
    """Every exercise prescribed, offered instead, left out or linked has a file."""
    known = content.value.exercises
    for one in prescriptions(content):
        for name in (*one.exercises, *one.item.instead):
            if not content.exists("exercise", name):
                yield _lost(content, (one.kind, one.owner, one.loc), name, "exercise", known)
    for owner, loc, name in _checked(content):
        if not content.exists("exercise", name):
            yield _lost(content, ("protocol", owner, loc), name, "exercise", known)
    for id_, exercise in content.values["exercises"].items():
        for key in ("easier", "harder"):
            name = getattr(exercise, key)
            if name and not content.exists("exercise", name):
                yield _lost(content, ("exercise", id_, (key,)), name, "exercise", known)
    for id_, condition in content.values["conditions"].items():
        for n, change in enumerate(condition.changes):
            for name in change.without:
                if not content.exists("exercise", name):
                    yield _lost(
                        content,
                        ("condition", id_, ("changes", n, "without")),
                        name,
                        "exercise",
                        known,
                    )


def _checked(content: Content) -> Iterator[tuple[str, Loc, str]]:
    """Every exercise that a check of a protocol is about."""
    for id_, protocol in content.values["protocols"].items():
        yield from ((id_, ("harder_when",), name) for name in protocol.harder_when.of)
        for n, phase in enumerate(protocol.phases):
            for key in ("enter", "leave"):
                for m, criterion in enumerate(getattr(phase, key)):
                    yield from ((id_, ("phases", n, key, m), name) for name in criterion.of)


def protocols_exist(content: Content) -> Iterator[Problem]:
    """Every protocol and phase that a condition names has a file and stands in it."""
    known = content.value.protocols
    for id_, condition in content.values["conditions"].items():
        for loc, name in _protocols_of(condition):
            if not content.exists("protocol", name):
                yield _lost(content, ("condition", id_, loc), name, "protocol", known)
        for n, change in enumerate(condition.changes):
            phases = _phases(content, condition, change)
            for key in ("start_phase", "end_phase"):
                name = getattr(change, key)
                if name and phases and name not in phases:
                    yield _lost(
                        content, ("condition", id_, ("changes", n, key)), name, "phase", phases
                    )


def _protocols_of(condition: Condition) -> Iterator[tuple[Loc, str]]:
    if condition.protocol:
        yield ("protocol",), condition.protocol
    for n, name in enumerate(condition.offers):
        yield ("offers", n), name
    for n, change in enumerate(condition.changes):
        if change.protocol:
            yield ("changes", n, "protocol"), change.protocol
        for m, name in enumerate(change.offers):
            yield ("changes", n, "offers", m), name


def _phases(content: Content, condition: Condition, change: Change) -> list[str]:
    """The phases that a change may start or end with: of its own protocol, else of any that may run."""
    if change.protocol:
        names: list[str] = [change.protocol]
    else:
        names = [name for _, name in _protocols_of(condition)]
    known = content.value.protocols
    return [phase.id for name in names if name in known for phase in known[name].phases]


def every_protocol_is_reachable(content: Content) -> Iterator[Problem]:
    """A protocol that no condition uses or offers can never be printed."""
    if "condition" in content.unread:
        return
    used = {
        name
        for condition in content.value.conditions.values()
        for _, name in _protocols_of(condition)
    }
    for id_ in content.values["protocols"]:
        if id_ not in used:
            yield content.problem(
                "protocol",
                id_,
                (),
                "is used by no condition",
                f"Name it as `protocol` or under `offers` in a condition: `offers: [{id_}]`.",
            )


def facts_exist(content: Content) -> Iterator[Problem]:
    """Every fact asked, assumed or tested is one that a PT can state, with a value it can take."""
    for kind, id_, loc, name, values in _facts(content):
        known = content.value.facts
        if name in ("side", "encounter"):
            continue
        if not content.exists("fact", name):
            yield _lost(content, (kind, id_, loc), name, "fact", known)
            continue
        allowed = _allowed(known[name].kind, known[name].values) if name in known else ()
        if allowed:
            for value in values:
                if value not in (*allowed, "given", "unknown") and value[:1] not in "<>":
                    yield content.problem(
                        kind,
                        id_,
                        loc,
                        f"gives `{name}` the value `{value}`, which it never has",
                        f"Its values are {', '.join(allowed)}.",
                    )


def _allowed(kind: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return ("yes", "no") if kind == "yes-no" else values if kind == "choice" else ()


def _facts(content: Content) -> Iterator[tuple[str, str, Loc, str, list[str]]]:
    for id_, condition in content.values["conditions"].items():
        for name, need in condition.facts.items():
            yield "condition", id_, ("facts", name), name, [need.assume] if need.assume else []
            yield from _tested("condition", id_, ("facts", name, "if"), need.only)
        for n, rule in enumerate(condition.gate):
            yield from _tested("condition", id_, ("gate", n, "if"), rule.when)
            yield from (("condition", id_, ("gate", n, "needs"), name, []) for name in rule.needs)
        for n, change in enumerate(condition.changes):
            yield from _tested("condition", id_, ("changes", n, "if"), change.when)
    for id_, flag in content.values["red_flags"].items():
        if flag.fact:
            yield "red flag", id_, ("fact",), flag.fact, []
    for id_, precaution in content.values["precautions"].items():
        yield from _tested("precaution", id_, ("if",), precaution.when)
        for key in ("ask", "needs"):
            yield from (("precaution", id_, (key,), name, []) for name in getattr(precaution, key))
        for n, change in enumerate(precaution.changes):
            yield from _tested("precaution", id_, ("changes", n, "if"), change.when)


def _tested(
    kind: str, id_: str, loc: Loc, when: Mapping[str, list[str]]
) -> Iterator[tuple[Any, ...]]:
    for name, values in when.items():
        yield kind, id_, (*loc, name), name, values


def refusals_exist(content: Content) -> Iterator[Problem]:
    """A refusal has a sheet: the red flag or refused family that it names."""
    flags, families = content.value.red_flags, content.value.refused
    for id_, condition in content.values["conditions"].items():
        for n, rule in enumerate(condition.gate):
            if rule.refusal and not _has_a_sheet(content, rule.refusal):
                yield _lost(
                    content,
                    ("condition", id_, ("gate", n, "refusal")),
                    rule.refusal,
                    "red flag",
                    [*flags, *families],
                )
        for n, name in enumerate(condition.red_flags):
            if not content.exists("red flag", name):
                yield _lost(content, ("condition", id_, ("red_flags", n)), name, "red flag", flags)
    for id_, precaution in content.values["precautions"].items():
        if precaution.refusal and not _has_a_sheet(content, precaution.refusal):
            yield _lost(
                content,
                ("precaution", id_, ("refusal",)),
                precaution.refusal,
                "red flag",
                [*flags, *families],
            )


def _has_a_sheet(content: Content, name: str) -> bool:
    return content.exists("red flag", name) or content.exists("refused family", name)
