"""Which exercises stand in a week: screened, replaced on the same ladder, merged and capped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from exercise_rx.model.catalog import Catalog
from exercise_rx.model.dose import Option, Prescribed
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.program import Decision
from exercise_rx.plan.compare import lower_dose
from exercise_rx.plan.course import Line
from exercise_rx.plan.load import fit_load
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

PAGE_ORDER: dict[str, int] = {
    "cardio": 0,
    "mobility": 1,
    "neural": 1,
    "isometric": 2,
    "strength": 2,
    "eccentric": 2,
    "functional": 2,
    "plyometric": 3,
    "balance": 4,
    "stretch": 5,
}
"""Order of a merged program: warm-up, mobility, strength, balance, stretch (E-10)."""

_LIMBER = frozenset({"mobility", "stretch", "neural"})
_STRONG = frozenset({"isometric", "strength", "eccentric", "functional", "plyometric"})


@dataclass(frozen=True, slots=True)
class Placed:
    """An exercise that stands in a week, with its dose and the diagnosis it serves."""

    exercise: Exercise
    dose: Prescribed
    line: Line
    owner: int
    """Index of the diagnosis; the lower one where two share the exercise."""
    shared: bool = False
    adapted: str | None = None

    @property
    def unit(self) -> str:
        """What the cap counts: a card of several directions is one."""
        return self.line.group or self.exercise.id


@dataclass(frozen=True, slots=True)
class Orders:
    """The PT's last word: swaps, drops and additions."""

    swap: dict[str, str]
    drop: frozenset[str]
    add: tuple[str, ...]
    bands: tuple[str, ...] = ()
    """Colors of the bands at home."""


def place(
    lines: Iterable[Line],
    owner: int,
    screen: Screen,
    catalog: Catalog,
    orders: Orders,
    day: date,
    decisions: dict[Decision, None],
) -> list[Placed]:
    """The lines that this patient may do on `day`, each replaced where home or bans rule it out.

    Every drop and every replacement goes into `decisions` with its reason.
    """
    placed: list[Placed] = []
    taken: set[str] = set()
    lines = list(lines)
    wanted = {orders.swap.get(line.exercise, line.exercise) for line in lines}
    for line in lines:
        if line.exercise in orders.drop or line.group in orders.drop:
            decisions.setdefault(
                Decision(
                    kind="left-out", what=line.exercise, why="dropped by the PT", rule="--drop"
                )
            )
            continue
        one = _swapped(line, owner, catalog, orders) or _as_written(line, owner, catalog)
        reason = screen.why_not(one.exercise, day) or screen.too_heavy(one.dose)
        if reason:
            found = None if line.group else _stand_in(one, wanted | taken, screen, catalog, day)
            _tell(one.exercise, found, reason, decisions)
            if found is None:
                continue
            one = found
        if one.exercise.id in taken:
            continue
        taken.add(one.exercise.id)
        placed.append(_loaded(one, screen, orders, decisions))
    return placed


def _loaded(one: Placed, screen: Screen, orders: Orders, decisions: dict[Decision, None]) -> Placed:
    """The exercise with a load that the home has; what was changed is told."""
    dose, reason = fit_load(one.dose, one.exercise, screen, orders.bands)
    if reason:
        decisions.setdefault(
            Decision(kind="dose", what=one.exercise.name, why=reason, rule="home as a hard limit")
        )
    return one if dose == one.dose else replace(one, dose=dose)


def _as_written(line: Line, owner: int, catalog: Catalog) -> Placed:
    exercise = catalog.exercises[line.exercise]
    return Placed(exercise, line.dose, line, owner, adapted=line.adapted)


def _swapped(line: Line, owner: int, catalog: Catalog, orders: Orders) -> Placed | None:
    new = orders.swap.get(line.exercise)
    if new is None:
        return None
    old, exercise = catalog.exercises[line.exercise], catalog.exercises[new]
    dose, note = _dose_for(exercise, old, line)
    return Placed(
        exercise,
        dose,
        replace(line, exercise=new, instead=(), note=None),
        owner,
        adapted=f"Swapped by the PT for {old.name.lower()}; {note}",
    )


def _dose_for(exercise: Exercise, instead_of: Exercise, line: Line) -> tuple[Prescribed, str]:
    """The dose of a substitute: the line's own for work of the same kind, else the usual start."""
    open_line = line.dose.dose.shape == "blank"
    if (
        open_line
        or exercise.kind == instead_of.kind
        or {exercise.kind, instead_of.kind} <= _STRONG - {"isometric"}
    ):
        return _plain(line.dose), "same dose, confirm"
    return parse_prescribed(USUAL_START.get(exercise.kind, "__ x __")), "usual start, confirm"


def _plain(dose: Prescribed) -> Prescribed:
    """The dose without the next exercise, which belonged to the exercise it was written for."""
    return Prescribed(
        options=tuple(Option(when=o.when, dose=o.dose.but(next=None)) for o in dose.options)
    )


def _stand_in(
    one: Placed, avoid: set[str], screen: Screen, catalog: Catalog, day: date
) -> Placed | None:
    """The nearest exercise with the same purpose, never harder, that home and bans allow."""
    for name in candidates(one.exercise, one.line.instead, catalog):
        exercise = catalog.exercises[name]
        if name not in avoid and screen.why_not(exercise, day) is None:
            dose, note = _dose_for(exercise, one.exercise, one.line)
            if screen.too_heavy(dose):
                continue
            return Placed(
                exercise,
                dose,
                replace(one.line, exercise=name, instead=(), note=None),
                one.owner,
                adapted=f"In place of {one.exercise.name.lower()}; {note}",
            )
    return None


def candidates(exercise: Exercise, instead: Sequence[str], catalog: Catalog) -> list[str]:
    """Substitutes in order: the protocol's own, the easier rungs, then the rest of the same purpose."""
    found = list(instead)
    found += [
        name
        for name in easier_rungs(exercise, catalog)
        if catalog.exercises[name].purpose == exercise.purpose
    ]
    rank = len(easier_rungs(exercise, catalog))
    peers = sorted(
        (len(easier_rungs(other, catalog)), other.id)
        for other in catalog.exercises.values()
        if other.purpose == exercise.purpose and other.id != exercise.id
    )
    found += [name for height, name in reversed(peers) if height <= rank]
    return list(dict.fromkeys(found))


def easier_rungs(exercise: Exercise, catalog: Catalog) -> list[str]:
    """The ladder below an exercise, nearest first."""
    found: list[str] = []
    name = exercise.easier
    while name and name not in found and name in catalog.exercises:
        found.append(name)
        name = catalog.exercises[name].easier
    return found


def _tell(
    old: Exercise, found: Placed | None, reason: str, decisions: dict[Decision, None]
) -> None:
    if found is None:
        decisions.setdefault(
            Decision(
                kind="left-out",
                what=old.name,
                why=reason,
                rule="nothing with the same purpose fits",
            )
        )
    else:
        decisions.setdefault(
            Decision(
                kind="swapped",
                what=f"{old.name} -> {found.exercise.name}",
                why=reason,
                rule="same ladder, same purpose",
            )
        )


def merge(placed: Sequence[Placed]) -> list[Placed]:
    """Union by exercise: the lower dose where two problems share one (E-10)."""
    found: dict[str, Placed] = {}
    for one in placed:
        other = found.get(one.exercise.id)
        if other is None:
            found[one.exercise.id] = one
        elif other.owner != one.owner:
            dose = (
                other.dose
                if other.dose.is_choice or one.dose.is_choice
                else Prescribed(
                    options=(Option(when="", dose=lower_dose(other.dose.dose, one.dose.dose)),)
                )
            )
            found[one.exercise.id] = replace(other, dose=dose, shared=True)
    return list(found.values())


def rank(placed: Sequence[Placed], orders: Orders) -> list[str]:
    """Units by what stays: the PT's own first, shared ones, then by priority, turn about."""
    units: dict[str, tuple[object, ...]] = {}
    turn: dict[int, int] = {}
    for one in sorted(placed, key=lambda p: (p.line.priority, p.line.order)):
        if one.unit not in units:
            place_in_turn = turn.get(one.owner, 0)
            turn[one.owner] = place_in_turn + 1
            mine = one.exercise.id in orders.add or one.exercise.id in orders.swap.values()
            units[one.unit] = (not mine, not one.shared, place_in_turn, one.owner)
    return sorted(units, key=lambda unit: units[unit])


def cap(
    placed: list[Placed], most: int | None, orders: Orders, decisions: dict[Decision, None]
) -> list[Placed]:
    """At most `most` active exercises, with strength and flexibility both kept where both were there."""
    ranked = rank(placed, orders)
    if most is None or len(ranked) <= most:
        return placed
    kept = _balanced(ranked, most, placed)
    for one in placed:
        if one.unit not in kept:
            decisions.setdefault(
                Decision(
                    kind="capped",
                    what=one.exercise.name,
                    why=f"at most {most} exercises a day; the order in the protocol decides",
                    rule="--max-exercises",
                )
            )
    return [one for one in placed if one.unit in kept]


def _balanced(ranked: list[str], most: int, placed: list[Placed]) -> set[str]:
    kinds = {one.unit: one.exercise.kind for one in placed}
    kept = ranked[:most]
    for family in (_LIMBER, _STRONG):
        if most >= 3 and not any(kinds[unit] in family for unit in kept):
            spare = next((unit for unit in ranked[most:] if kinds[unit] in family), None)
            if spare:
                kept[-1] = spare
    return set(kept)


def in_page_order(placed: list[Placed], diagnoses: int) -> list[Placed]:
    """The protocol's own order; by kind when two problems share the page."""
    if diagnoses == 1:
        return placed
    return sorted(placed, key=lambda p: (PAGE_ORDER[p.exercise.kind], p.owner, p.line.order))
