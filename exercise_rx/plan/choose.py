"""Which exercises stand in a week: screened, swapped, and replaced on the same ladder."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.dose import Prescribed
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.record import Record
from exercise_rx.plan.course import Line
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.load import fit_load, own_load
from exercise_rx.plan.placed import Orders, Placed
from exercise_rx.plan.screen import Screen

USUAL_START: dict[str, str] = {
    "mobility": "2 x 10, daily",
    "stretch": "3 x 30 s, daily",
    "isometric": "5 x 30-45 s, 1-2/d",
    "strength": "3 x 10, 3/wk",
    "functional": "3 x 10, 3/wk",
    "eccentric": "3 x 15, daily",
    "balance": "3 x 30 s, daily",
    "neural": "1-2 x 10, 1-2/d",
    "cardio": "10 min, 3/wk",
}
"""Starting doses for exercises that no published protocol doses (E-9): always marked to confirm."""

ADDED = "added"
"""The phase of a line that the PT added."""
RESTING = frozenset({"lying-back-flat", "lying-on-side", "prone", "water", "cardio", "arm-lifting"})
"""Loads that tell how the body lies, or that leave an injured leg or back at rest."""
NotYet = Literal["walking", "standing"]
"""What a hurt leg may not have come to: walking for exercise, work in standing."""
_STRONG = frozenset({"strength", "eccentric", "functional", "plyometric"})


class Sieve(Record):
    """What decides on a day: bans and home, the PT's orders, and what else there is to do.

    `later`: exercises that the plan after another diagnosis' operation or injury has for a later step.
    `reached`: the loads that a plan after an injury has come to; None where no weeks count from one.
    `not_yet`: what the plan of another hurt leg has not come to.
    """

    screen: Screen
    catalog: Catalog
    orders: Orders
    day: date
    decisions: Decisions
    later: frozenset[str] = frozenset()
    reached: frozenset[str] | None = None
    not_yet: frozenset[NotYet] = frozenset()

    def why_not(self, exercise: Exercise, dose: Prescribed) -> str | None:
        """Why this may not be done on the day, or None when it may."""
        if exercise.id in self.later:
            return "the plan for the other diagnosis begins it in a later step"
        if reason := self.waits_for_leg(exercise):
            return reason
        return self.screen.why_not(exercise, self.day) or self.screen.too_heavy(dose, self.day)

    def waits_for_leg(self, exercise: Exercise) -> str | None:
        """Why walking or balance work waits: a hurt leg of another diagnosis is not ready for it."""
        if "walking" in self.not_yet and on_foot(exercise.loads):
            return "the plan for the hurt leg has not come to walking for exercise"
        if "standing" in self.not_yet and in_balance(exercise.loads):
            return "the plan for the hurt leg has not come to work in standing"
        return None

    def too_soon(self, exercise: Exercise) -> str | None:
        """Why the PT's own exercise waits: the plan after the injury has no such load yet."""
        if self.reached is None:
            return None
        new = [tag for tag in exercise.loads if tag not in self.reached | RESTING]
        return f"the plan after the injury has no such load yet ({new[0]})" if new else None


def on_foot(loads: Iterable[str]) -> bool:
    """True for walking or running for the heart and lungs."""
    return set(loads) >= {"weight-bearing", "cardio"}


def in_balance(loads: Iterable[str]) -> bool:
    """True for work in standing that tries the balance."""
    return set(loads) >= {"weight-bearing", "fall-hazard"}


def place(lines: Iterable[Line], owner: int, sieve: Sieve) -> list[Placed]:
    """The lines that this patient may do, each replaced where home or bans rule it out.

    Every drop and every replacement is told with its reason.
    """
    placed: list[Placed] = []
    taken: set[str] = set()
    lines, orders = list(lines), sieve.orders
    wanted = {orders.swap.get(line.exercise, line.exercise) for line in lines}
    for line in lines:
        if _dropped(line, sieve):
            continue
        one = _allowed(line, owner, wanted | taken, sieve)
        if one is None or one.exercise.id in taken or _dropped(one.line, sieve):
            continue
        taken.add(one.exercise.id)
        placed.append(_loaded(one, sieve))
    return placed


def _dropped(line: Line, sieve: Sieve) -> bool:
    """Whether the PT left it out: by the exercise that prints, or by the card of several."""
    for name in (line.exercise, line.group):
        if name in sieve.orders.drop:
            sieve.decisions.tell("left-out", name, "dropped by the PT", "--drop")
            return True
    return False


def _allowed(line: Line, owner: int, avoid: set[str], sieve: Sieve) -> Placed | None:
    """The line as written or swapped; what fits instead where it is ruled out, or None.

    What stands in may be swapped in its turn: the PT orders what the page shows.
    """
    one = _swapped(line, owner, sieve) or _as_written(line, owner, sieve.catalog)
    reason = sieve.why_not(one.exercise, one.dose)
    if not reason and (line.phase == ADDED or line.exercise in sieve.orders.swap):
        reason = sieve.too_soon(one.exercise)
    if not reason:
        return one
    if sieve.waits_for_leg(one.exercise):
        sieve.decisions.tell("left-out", one.exercise.name, reason, "it waits for that step")
        return None
    found = None if line.group else _stand_in(one, avoid, sieve)
    _tell(one.exercise, found, reason, sieve.decisions)
    if found is None or found.exercise.id not in sieve.orders.swap:
        return found
    own = _swapped(found.line.but(dose=found.dose), owner, sieve)
    return own if own and not sieve.why_not(own.exercise, own.dose) else None


def _loaded(one: Placed, sieve: Sieve) -> Placed:
    """The exercise with a load that the home has; what was changed is told."""
    dose, reason = fit_load(one.dose, one.exercise, sieve.screen, sieve.orders.bands)
    if reason:
        sieve.decisions.tell("dose", one.exercise.name, reason, "home as a hard limit")
    return one if dose == one.dose else one.but(dose=dose)


def _as_written(line: Line, owner: int, catalog: Catalog) -> Placed:
    exercise = catalog.exercises[line.exercise]
    return Placed(exercise, line.dose, line, owner, adapted=line.adapted)


def _swapped(line: Line, owner: int, sieve: Sieve) -> Placed | None:
    new = sieve.orders.swap.get(line.exercise)
    if new is None:
        return None
    old, exercise = sieve.catalog.exercises[line.exercise], sieve.catalog.exercises[new]
    dose, note = _dose_for(exercise, old, line)
    sieve.decisions.tell(
        "swapped", f"{old.name} -> {exercise.name}", f"ordered by the PT; {note}", "--swap"
    )
    return Placed(
        exercise,
        dose,
        line.but(exercise=new, instead=(), note=None),
        owner,
        adapted=f"Swapped by the PT for {old.name.lower()}; {note}",
    )


def _dose_for(exercise: Exercise, instead_of: Exercise, line: Line) -> tuple[Prescribed, str]:
    """The dose of a substitute: the line's own for work of the same kind, else the usual start."""
    open_line = line.dose.dose.shape == "blank"
    if open_line or exercise.kind == instead_of.kind or {exercise.kind, instead_of.kind} <= _STRONG:
        return own_load(_plain(line.dose), exercise), "same dose, confirm"
    return usual_start(exercise), "usual start, confirm"


def usual_start(exercise: Exercise) -> Prescribed:
    """The starting dose of an exercise's kind (E-9)."""
    return parse_prescribed(USUAL_START.get(exercise.kind, "__ x __"))


def _plain(dose: Prescribed) -> Prescribed:
    """The dose without the next exercise, which belonged to the exercise it was written for."""
    return dose.each(lambda one: one.but(next=None) if one.next else one)


def _stand_in(one: Placed, avoid: set[str], sieve: Sieve) -> Placed | None:
    """The nearest exercise with the same purpose, never harder, that home and bans allow."""
    for name in candidates(one.exercise, one.line.instead, sieve.catalog):
        exercise = sieve.catalog.exercises[name]
        dose, note = _dose_for(exercise, one.exercise, one.line)
        if name in avoid or sieve.why_not(exercise, dose):
            continue
        return Placed(
            exercise,
            dose,
            one.line.but(exercise=name, instead=(), note=None),
            one.owner,
            adapted=f"In place of {one.exercise.name.lower()}; {note}",
        )
    return None


def candidates(exercise: Exercise, instead: Sequence[str], catalog: Catalog) -> list[str]:
    """Substitutes in order: the protocol's own, the easier rungs, then the rest of the same purpose."""
    below = easier_rungs(exercise, catalog)
    found = list(instead)
    found += [name for name in below if catalog.exercises[name].purpose == exercise.purpose]
    peers = sorted(
        (len(easier_rungs(other, catalog)), other.id)
        for other in catalog.by_purpose.get(exercise.purpose, ())
        if other.id != exercise.id
    )
    found += [name for height, name in reversed(peers) if height <= len(below)]
    return list(dict.fromkeys(found))


def easier_rungs(exercise: Exercise, catalog: Catalog) -> list[str]:
    """The ladder below an exercise, nearest first."""
    found: list[str] = []
    name = exercise.easier
    while name and name not in found and name in catalog.exercises:
        found.append(name)
        name = catalog.exercises[name].easier
    return found


def _tell(old: Exercise, found: Placed | None, reason: str, decisions: Decisions) -> None:
    if found is None:
        decisions.tell("left-out", old.name, reason, "nothing with the same purpose fits")
    else:
        what = f"{old.name} -> {found.exercise.name}"
        decisions.tell("swapped", what, reason, "same ladder, same purpose")
