"""A dose with the clauses it leaves out, taken from what its phase shares or what it stands in for."""

from functools import lru_cache, partial
from typing import Any

from exercise_rx.model.dose import Clause, Dose, Prescribed


@lru_cache(maxsize=4096)
def merge(shared: Dose | None, own: Dose) -> Dose:
    """`own`, with the clauses it leaves out taken from `shared` (a phase's `each`)."""
    if shared is None:
        return own
    taken: dict[str, Any] = {}
    if own.shape == "blank" and not own.blank and shared.shape != "blank":
        for key in (
            "shape",
            "sets",
            "reps",
            "by_set",
            "unit",
            "rep_max",
            "time",
            "distance",
            "intervals",
            "until",
            "bound",
            "blank",
        ):
            taken[key] = getattr(shared, key)
    for key in ("hold", "tempo", "frequency", "load", "load_on", "next"):
        if getattr(own, key) is None and getattr(shared, key) is not None:
            taken[key] = getattr(shared, key)
    if own.load is not None:
        taken.pop("load_on", None)
    if not own.rests and shared.rests:
        taken["rests"] = shared.rests
    taken["slow"] = own.slow or (shared.slow and own.tempo is None)
    taken["each_side"] = own.each_side or shared.each_side
    taken["each_way"] = own.each_way or shared.each_way
    if not own.manner and shared.manner:
        taken["manner"] = shared.manner
    marked = {clause for clause, _ in own.sure}
    gained = {_CLAUSE_OF.get(key) for key in taken}
    extra = tuple(m for m in shared.sure if m[0] in gained and m[0] not in marked)
    return own.but(**taken, sure=(*own.sure, *extra))


@lru_cache(maxsize=4096)
def merge_each(shared: Dose, own: Prescribed) -> Prescribed:
    """`own`, with the clauses that each of its doses leaves out taken from `shared`."""
    return own.each(partial(merge, shared))


_CLAUSE_OF: dict[str, Clause] = {
    "shape": "work",
    "hold": "hold",
    "tempo": "tempo",
    "rests": "rest",
    "frequency": "frequency",
    "load": "load",
}
