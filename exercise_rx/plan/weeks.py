"""The weeks of a plan: how many, which phase of each problem stands in them, and what is done."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.record import Record
from exercise_rx.model.request import Request
from exercise_rx.plan.beside import healing_locks, later, not_yet, reached
from exercise_rx.plan.choose import ADDED, Sieve, place, usual_start
from exercise_rx.plan.course import REVIEW_WEEKS, Line, Stretch
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.merge import MERGED, in_page_order, merge
from exercise_rx.plan.placed import Orders, Placed
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.serve import Served


class Week(Record):
    """What stands in one week of the plan."""

    number: int
    stretches: tuple[Stretch, ...]
    placed: tuple[Placed, ...]


class Span(Record):
    """Weeks in a row that are alike."""

    first: int
    last: int
    stretches: tuple[Stretch, ...]
    placed: tuple[Placed, ...]


def how_many(request: Request, served: Sequence[Served], decisions: Decisions) -> int:
    """How many weeks print: asked for, or up to the review; never past a protocol that has an end.

    After an operation the review is the end of the step that the first day lies in: whether the
    next one may begin is the surgeon's and the therapist's to say, and then it is printed.
    """
    longest = max(s.course.end for s in served)
    if request.weeks is None and (step := _operated_step(served)) < min(REVIEW_WEEKS, longest):
        what = f"{step} week{'' if step == 1 else 's'}"
        decisions.tell("dates", what, "to the end of the first step after the operation", "--weeks")
        return step
    if all(s.course.open_end for s in served):
        longest = max(longest, REVIEW_WEEKS)
        return longest if request.weeks == "all" else request.weeks or REVIEW_WEEKS
    if request.weeks == "all":
        return longest
    wanted = request.weeks or min(REVIEW_WEEKS, longest)
    if wanted > longest:
        what = f"{longest} weeks instead of {wanted}"
        decisions.tell("dates", what, "the protocol ends there", "--weeks")
    return min(wanted, longest)


def _operated_step(served: Sequence[Served]) -> int:
    """The last week of the first step of the plans that count from an operation."""
    firsts = [
        [stretch.last for stretch in s.course.stretches if stretch.phase == s.course.at(1).phase]
        for s in served
        if s.protocol.clock == "surgery"
    ]
    return min((max(weeks) for weeks in firsts), default=REVIEW_WEEKS)


def place_weeks(
    request: Request,
    served: Sequence[Served],
    screen: Screen,
    catalog: Catalog,
    orders: Orders,
    decisions: Decisions,
) -> list[Week]:
    """Every week with what this patient may do in it; equal situations are worked out once."""
    done: dict[object, tuple[Placed, ...]] = {}
    weeks = []
    added = _added_lines(request, served, catalog)
    for number in range(1, how_many(request, served, decisions) + 1):
        day = request.start + timedelta(weeks=number - 1)
        stretches = _together(served, number, decisions)
        locks = [healing_locks(served, day, number, owner) for owner in range(len(served))]
        key = (tuple(id(s) for s in stretches), _shut(day, screen.not_before, *locks))
        if key not in done:
            sieves = [
                Sieve(
                    screen.but(healing=closed),
                    catalog,
                    orders,
                    day,
                    decisions,
                    later(served, stretches, owner),
                    reached(served, stretches, catalog),
                    not_yet(served, stretches, owner, catalog),
                )
                for owner, closed in enumerate(locks)
            ]
            done[key] = tuple(_one_week(served, stretches, added, sieves))
        weeks.append(Week(number, stretches, done[key]))
    return weeks


def _shut(day: date, *limits: Mapping[str, date]) -> tuple[tuple[str, int], ...]:
    """The tags that each of `limits` still keeps closed on `day`."""
    return tuple(
        sorted(
            (tag, which)
            for which, dates in enumerate(limits)
            for tag, opens in dates.items()
            if day < opens
        )
    )


def _together(served: Sequence[Served], week: int, decisions: Decisions) -> tuple[Stretch, ...]:
    """The stretch of each diagnosis in a week. With two, the faster waits for the slower (E-10).

    Nobody enters a phase before the slowest has left its own of that number. Within a phase each
    goes on by its own table, and what is in its last phase holds nobody up.
    """
    now = [one.course.at(week) for one in served]
    if len(served) == 1:
        return tuple(now)
    phases = [list(dict.fromkeys(s.phase.id for s in one.course.stretches)) for one in served]
    at = [ids.index(stretch.phase.id) for ids, stretch in zip(phases, now, strict=True)]
    waiting = [i for i, ids in zip(at, phases, strict=True) if i < len(ids) - 1]
    if not waiting:
        return tuple(now)
    slowest = min(waiting)
    for n, one in enumerate(served):
        if at[n] > slowest:
            held = [s for s in one.course.stretches if s.phase.id == phases[n][slowest]]
            now[n] = held[-1]
            what = f"{one.protocol.title}: waits in {held[-1].phase.name}"
            decisions.tell("merge", what, "two problems advance on the slower plan", MERGED)
    return tuple(now)


def _one_week(
    served: Sequence[Served],
    stretches: Sequence[Stretch],
    added: tuple[Line, ...],
    sieves: Sequence[Sieve],
) -> list[Placed]:
    placed: list[Placed] = []
    for owner, (one, stretch) in enumerate(zip(served, stretches, strict=True)):
        lines = [
            line
            for line in (*stretch.lines, *one.extra, *(added if owner == 0 else ()))
            if line.exercise not in one.without and line.group not in one.without
        ]
        placed += place(lines, owner, sieves[owner])
    return in_page_order(merge(placed, sieves[0].decisions), len(served))


def _added_lines(request: Request, served: Sequence[Served], catalog: Catalog) -> tuple[Line, ...]:
    """The PT's own additions, with the usual start of their kind until a dose is given."""
    return tuple(
        Line(
            name,
            usual_start(catalog.exercises[name]),
            served[0].protocol.id,
            ADDED,
            1,
            200 + i,
            adapted="Added by the PT; usual start, confirm",
        )
        for i, name in enumerate(request.add)
        if name in catalog.exercises
    )


def spans(weeks: Sequence[Week]) -> list[Span]:
    """Weeks grouped where neither phase nor exercise nor dose changes."""
    runs: list[list[Week]] = []
    for week in weeks:
        if runs and _alike(runs[-1][0], week):
            runs[-1].append(week)
        else:
            runs.append([week])
    return [Span(run[0].number, run[-1].number, run[0].stretches, run[0].placed) for run in runs]


def _alike(one: Week, other: Week) -> bool:
    if [s.phase.id for s in one.stretches] != [s.phase.id for s in other.stretches]:
        return False
    return one.placed is other.placed or [(p.exercise.id, p.dose) for p in one.placed] == [
        (p.exercise.id, p.dose) for p in other.placed
    ]


def in_order(grouped: Sequence[Span]) -> list[Placed]:
    """Each exercise of the program once, in the order in which it first appears; what shares a number
    stands together."""
    found: dict[str, Placed] = {}
    for span in grouped:
        for placed in span.placed:
            found.setdefault(placed.exercise.id, placed)
    units: dict[str, list[Placed]] = {}
    for placed in found.values():
        units.setdefault(placed.unit, []).append(placed)
    return [placed for unit in units.values() for placed in unit]


def stands(grouped: Sequence[Span]) -> dict[str, tuple[int, ...]]:
    """The weeks in which each exercise of the program stands, in order."""
    found: dict[str, tuple[int, ...]] = {}
    for span in grouped:
        for name in dict.fromkeys(placed.exercise.id for placed in span.placed):
            found[name] = (*found.get(name, ()), *range(span.first, span.last + 1))
    return found


def nexts(grouped: Sequence[Span]) -> dict[str, str]:
    """What each exercise goes on to by its own protocol, where its dose says so."""
    found: dict[str, str] = {}
    for span in grouped:
        for placed in span.placed:
            if placed.dose.dose.next:
                found.setdefault(placed.exercise.id, placed.dose.dose.next)
    return found
