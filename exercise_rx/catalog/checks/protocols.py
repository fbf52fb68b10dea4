"""What a protocol prescribes agrees with what it bans, locks, cites and with common sense."""

from collections.abc import Iterator

from exercise_rx.catalog.checks.walk import loads_of, of_protocol, prescriptions
from exercise_rx.catalog.content import Content, Loc
from exercise_rx.errors import Problem
from exercise_rx.model.dose import Dose, Prescribed
from exercise_rx.model.protocol import Prescription, Protocol

MOST = 5.0
LEAST = 0.04
"""How many times the exercise's usual work a dose may be before it looks like a slip of the pen."""


def nothing_banned_is_prescribed(content: Content) -> Iterator[Problem]:
    """A protocol does not prescribe what its own ban closes, nor a condition what its ban closes."""
    for one in prescriptions(content):
        value = content.values[f"{one.kind}s"][one.owner]
        for name, exercise in loads_of(content, (*one.exercises, *one.item.instead)):
            if banned := [tag for tag in exercise.loads if tag in value.ban]:
                yield content.problem(
                    one.kind,
                    one.owner,
                    one.loc,
                    f"prescribes `{name}`, whose load `{banned[0]}` it bans",
                    "Take the exercise out, or the ban.",
                )


def condition_bans_leave_the_protocol_whole(content: Content) -> Iterator[Problem]:
    """A condition's own protocol should not hold what the condition always bans; shared ones may."""
    users: dict[str, list[str]] = {}
    for id_, condition in content.value.conditions.items():
        if condition.protocol:
            users.setdefault(condition.protocol, []).append(id_)
    for id_, condition in content.values["conditions"].items():
        protocol = content.value.protocols.get(condition.protocol or "")
        if protocol is None:
            continue
        for one in of_protocol(protocol.id, protocol):
            for name, exercise in loads_of(content, one.exercises):
                if banned := [tag for tag in exercise.loads if tag in condition.ban]:
                    yield content.problem(
                        "condition",
                        id_,
                        ("ban",),
                        f"closes `{banned[0]}`, which `{name}` in its protocol has",
                        "Check that what replaces it is wanted, or use another protocol.",
                        mild=len(users[protocol.id]) > 1,
                    )


def locks_open_in_time(content: Content) -> Iterator[Problem]:
    """What a phase prescribes is unlocked before the phase ends; until then the plan holds it back."""
    for one in prescriptions(content):
        if one.phase is None:
            continue
        protocol: Protocol = content.values["protocols"][one.owner]
        weeks = protocol.phases[one.phase].weeks
        for name, exercise in loads_of(content, one.exercises):
            for tag in exercise.loads:
                lock = protocol.locks.get(tag, 0)
                if lock > weeks.last and not weeks.open_end:
                    yield content.problem(
                        "protocol",
                        one.owner,
                        one.loc,
                        f"prescribes `{name}` until week {weeks.last}; its load `{tag}` "
                        f"is locked until week {lock}",
                        "Move it to a later phase, or correct the lock.",
                    )


def phases_follow_each_other(content: Content) -> Iterator[Problem]:
    """Every phase can be reached: it begins by the week after one before it ends."""
    for id_, protocol in content.values["protocols"].items():
        reached = protocol.phases[0].weeks.last
        for n, phase in enumerate(protocol.phases[1:], 1):
            if phase.weeks.first > reached + 1:
                yield content.problem(
                    "protocol",
                    id_,
                    ("phases", n, "weeks"),
                    f"begins in week {phase.weeks.first}; the phases before end in week {reached}",
                    "Close the gap, or add the phase that fills it.",
                )
            reached = max(reached, phase.weeks.last)


def sources_are_listed_and_used(content: Content) -> Iterator[Problem]:
    """Each source is named somewhere; the first listed stands behind every dose that names none."""
    for kind in ("protocol", "condition"):
        for id_, value in content.values[f"{kind}s"].items():
            named = list(_named(value))
            for loc, source in named:
                if source not in value.sources:
                    yield content.problem(
                        kind,
                        id_,
                        loc,
                        f"names the source `{source}`, which is not listed",
                        "List it under `sources` with its citation.",
                    )
            unused = [
                s for s in list(value.sources)[1:] if s not in {source for _, source in named}
            ]
            for source in unused if kind == "protocol" else ():
                yield content.problem(
                    kind,
                    id_,
                    ("sources", source),
                    "is a source that nothing names",
                    f"Write `source: {source}` where its figures stand, or remove it.",
                )


def _named(value: object) -> Iterator[tuple[Loc, str]]:
    for key in ("phases", "support", "changes", "protected"):
        for n, part in enumerate(getattr(value, key, ())):
            if part.source:
                yield (key, n, "source"), part.source
            for m, item in enumerate(getattr(part, "do", ())):
                if item.source:
                    yield (key, n, "do", m, "source"), item.source
    pain = getattr(value, "pain", None)
    if pain and pain.source:
        yield ("pain", "source"), pain.source


def doses_have_a_source(content: Content) -> Iterator[Problem]:
    """A condition that gives figures of its own says where they come from."""
    for one in prescriptions(content):
        value = content.values[f"{one.kind}s"][one.owner]
        if not value.sources and any(not dose.is_open for dose in _doses(one.item)):
            yield content.problem(
                one.kind,
                one.owner,
                one.loc,
                "has a dose without a source",
                "List the source under `sources`, or write `__` for the dose.",
            )


def _doses(item: Prescription) -> Iterator[Dose]:
    prescribed: list[Prescribed] = [step.dose for step in item.by_week]
    if item.dose:
        prescribed.append(item.dose)
    for one in prescribed:
        yield from (option.dose for option in one.options)


def doses_are_near_the_usual(content: Content) -> Iterator[Problem]:
    """A dose many times the exercise's usual work is a slip of the pen, unless a note says why."""
    for one in prescriptions(content):
        if one.item.note:
            continue
        for name, exercise in loads_of(content, one.exercises):
            usual = dict(_work(exercise.usual.options[-1].dose))
            for option in exercise.usual.options:
                usual = {
                    key: max(amount, usual.get(key, 0)) for key, amount in _work(option.dose)
                } | {
                    key: amount
                    for key, amount in usual.items()
                    if key not in dict(_work(option.dose))
                }
            for dose in _doses(one.item):
                for what, amount in _work(dose):
                    share = amount / usual[what] if usual.get(what) else 1.0
                    if not LEAST <= share <= MOST:
                        yield content.problem(
                            one.kind,
                            one.owner,
                            one.loc,
                            f"gives `{name}` {amount} {what} a session; usual is {usual[what]}",
                            "Correct the dose, or add a `note` that says why.",
                        )


def _work(dose: Dose) -> Iterator[tuple[str, int]]:
    """What can be compared of a dose: repetitions, seconds of one hold, seconds of the whole, at the most."""
    if dose.shape == "sets" and dose.reps:
        yield "repetitions", dose.reps.high * (dose.sets.high if dose.sets else 1)
    elif dose.shape == "holds" and dose.reps and dose.hold:
        yield "seconds held", dose.reps.high * dose.hold.high
    elif dose.shape == "by-set":
        yield "repetitions", sum(dose.by_set)
    elif dose.shape == "time" and dose.time:
        yield "seconds", dose.time.high
    if dose.hold:
        yield "seconds in one hold", dose.hold.high
