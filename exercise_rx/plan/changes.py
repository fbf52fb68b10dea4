"""What changed since the step before, for one exercise and for the step as a whole."""

from collections.abc import Sequence

from exercise_rx.model.dose import Prescribed
from exercise_rx.model.program import Change, Item
from exercise_rx.model.wording import Wording
from exercise_rx.plan.compare import not_harder
from exercise_rx.plan.dose_words import load_words
from exercise_rx.plan.figures import choices
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.weeks import Span


def change_since(
    one: Placed, before: Sequence[Placed] | None, say: Wording
) -> tuple[Change, str | None]:
    """New, the same, more, less or changed since the step before, with the old dose in words."""
    if before is None:
        return "new", None
    earlier = next((p for p in before if p.exercise.id == one.exercise.id), None)
    if earlier is None:
        return "new", say("change.new")
    if earlier.dose == one.dose:
        return "same", None
    was = choices(earlier.dose, say)[0].figures.short
    if _loaded_otherwise(earlier, one):
        was = say("change.dose-and-load", dose=was, load=_load(earlier, say))
    return _direction(earlier.dose, one.dose), say("change.was", dose=was)


def _loaded_otherwise(earlier: Placed, one: Placed) -> bool:
    """Another weight or band than before: the figures of the dose alone do not show it."""
    return earlier.dose.dose.load != one.dose.dose.load


def _load(one: Placed, say: Wording) -> str:
    return load_words(one.dose.dose, say) if one.dose.dose.load else say("change.no-load")


def _direction(was: Prescribed, now: Prescribed) -> Change:
    if was.is_choice or now.is_choice:
        return "changed"
    eased, raised = not_harder(now.dose, was.dose), not_harder(was.dose, now.dose)
    if raised and not eased:
        return "more"
    return "less" if eased and not raised else "changed"


def changes_in_words(items: Sequence[Item], before: Span | None, span: Span, say: Wording) -> str:
    """One line for the step: what is new, what has another dose, what is gone."""
    if before is None:
        return say("change.first")
    now = {p.exercise.id: p.exercise.plain for p in span.placed}
    then = {p.exercise.id: p.exercise.plain for p in before.placed}
    changed = {i.exercise for i in items if i.change in ("more", "less", "changed")}
    earlier = {p.exercise.id: p for p in before.placed}
    lists = {
        "change.new-list": [plain for name, plain in now.items() if name not in then],
        "change.dose-list": [
            _with_load(p, earlier[p.exercise.id], say)
            for p in span.placed
            if p.exercise.id in changed
        ],
        "change.gone-list": [plain for name, plain in then.items() if name not in now],
    }
    parts = [say(key, listed="; ".join(names)) for key, names in lists.items() if names]
    return " ".join(parts) if parts else say("change.none")


def _with_load(one: Placed, earlier: Placed, say: Wording) -> str:
    """The exercise by its plain name, with the new weight or band where that is what changed."""
    if not _loaded_otherwise(earlier, one):
        return one.exercise.plain
    return say("change.with-load", plain=one.exercise.plain, load=_load(one, say))
