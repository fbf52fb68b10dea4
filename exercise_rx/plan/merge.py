"""Two problems on one page: what they share stands once, at the lower dose (E-10)."""

from collections.abc import Sequence

from exercise_rx.model.dose import Option, Prescribed
from exercise_rx.plan.compare import lower_dose
from exercise_rx.plan.decisions import Decisions
from exercise_rx.plan.placed import Placed

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


MERGED = "two problems on one plan"


def merge(placed: Sequence[Placed], decisions: Decisions) -> list[Placed]:
    """Union by exercise: the lower dose where two problems share one (E-10)."""
    found: dict[str, Placed] = {}
    for one in placed:
        name = one.exercise.id
        other = found.get(name)
        if other is None:
            found[name] = one
        elif other.owner != one.owner:
            found[name] = other.but(dose=_lower(other.dose, one.dose), shared=True)
            what = f"{one.exercise.name}: once for both problems"
            decisions.tell("merge", what, "the lower of the two doses", MERGED)
    return list(found.values())


def _lower(a: Prescribed, b: Prescribed) -> Prescribed:
    if a.is_choice or b.is_choice:
        return a
    return Prescribed(options=(Option(when="", dose=lower_dose(a.dose, b.dose)),))


def in_page_order(placed: list[Placed], diagnoses: int) -> list[Placed]:
    """The protocol's own order; by kind when two problems share the page."""
    if diagnoses == 1:
        return placed
    return sorted(placed, key=lambda p: (PAGE_ORDER[p.exercise.kind], p.owner, p.line.order))
