"""What the plan of an injury or operation closes to the diagnosis beside it, by week and by step."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.vocabulary import Region
from exercise_rx.plan.choose import NotYet, on_foot
from exercise_rx.plan.course import Stretch
from exercise_rx.plan.serve import Served

LEG: tuple[Region, ...] = ("ankle", "foot", "knee", "hip", "thigh")
"""Where a fresh injury or operation decides when the patient walks for exercise."""


def later(served: Sequence[Served], stretches: Sequence[Stretch], owner: int) -> frozenset[str]:
    """What the plans after another operation or injury begin only later: `owner` may not be first."""
    found: set[str] = set()
    for i, (one, now) in enumerate(zip(served, stretches, strict=True)):
        if i == owner or one.since is None:
            continue
        at = one.course.stretches.index(now)
        done, to_come = (
            {line.exercise for stretch in part for line in stretch.lines}
            for part in (one.course.stretches[: at + 1], one.course.stretches[at + 1 :])
        )
        found |= to_come - done
    return frozenset(found)


def not_yet(
    served: Sequence[Served], stretches: Sequence[Stretch], owner: int, catalog: Catalog
) -> frozenset[NotYet]:
    """What another diagnosis' hurt leg has not come to by its own plan: standing, walking for exercise."""
    found: set[NotYet] = set()
    for i, (one, now) in enumerate(zip(served, stretches, strict=True)):
        if i != owner and _guards_a_leg(one):
            found |= _waits(one, now, catalog)
    return frozenset(found)


def _guards_a_leg(one: Served) -> bool:
    """True for the plan of a leg that was injured or operated on."""
    guarded = one.protocol.clock != "start" or bool(one.protocol.locks_beside)
    return guarded and one.condition.region in LEG


def _waits(one: Served, now: Stretch, catalog: Catalog) -> set[NotYet]:
    """A plan that names no walking has come to it once it works in standing."""
    stretches = one.course.stretches
    every, so_far = (
        [set(catalog.exercises[name].loads) for name in _named(part)]
        for part in (stretches, stretches[: stretches.index(now) + 1])
    )
    stands = any("weight-bearing" in loads for loads in so_far)
    walks = any(map(_walking, so_far)) if any(map(_walking, every)) else stands
    waits: dict[NotYet, bool] = {"standing": stands, "walking": walks}
    return {name for name, come in waits.items() if not come}


def _walking(loads: Collection[str]) -> bool:
    return on_foot(loads) and not {"running", "impact"} & set(loads)


def _named(stretches: Sequence[Stretch]) -> set[str]:
    return {n for s in stretches for line in s.lines for n in (line.exercise, *line.instead)}


def reached(
    served: Sequence[Served], stretches: Sequence[Stretch], catalog: Catalog
) -> frozenset[str] | None:
    """The loads that every plan after an injury has come to by now; None where there is no such plan."""
    so_far: frozenset[str] | None = None
    for one, now in zip(served, stretches, strict=True):
        if one.protocol.clock != "injury" or one.since is None:
            continue
        phases = [phase.id for phase in one.protocol.phases]
        names = {
            name
            for phase in one.protocol.phases[: phases.index(now.phase.id) + 1]
            for item in phase.do
            for name in item.card or (item.exercise,)
        }
        tags = frozenset(tag for name in names for tag in catalog.exercises[name].loads)
        so_far = tags if so_far is None else so_far & tags
    return so_far


def healing_locks(
    served: Sequence[Served], day: date, number: int, owner: int | None = None
) -> dict[str, date]:
    """Tags that protocols keep closed until a week (since surgery, or of the plan), as dates.

    `day` is the first of week `number` of the plan. For the diagnosis `owner` also what the others
    close to all that stands beside them.
    """
    locks: dict[str, date] = {}
    for i, one in enumerate(served):
        protocol = one.protocol
        beside = {} if i == owner else protocol.locks_beside
        if not protocol.locks and not beside:
            continue
        start = one.since or day - timedelta(weeks=number - 1)
        for tag, week in (*protocol.locks.items(), *beside.items()):
            opens = start + timedelta(weeks=week)
            locks[tag] = max(opens, locks.get(tag, opens))
    return locks
