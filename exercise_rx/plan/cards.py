"""The exercise cards of a program, as this patient reads them, and what they need at home."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from exercise_rx.model.catalog import Catalog, Pictures
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.program import Card, Frame, Need
from exercise_rx.model.vocabulary import Side
from exercise_rx.model.wording import Wording
from exercise_rx.plan.neighbours import Ladder
from exercise_rx.plan.placed import Placed
from exercise_rx.plan.screen import Screen
from exercise_rx.plan.sides import fill


def cards(
    exercises: Sequence[Placed], sides: Mapping[str, Side], ladder: Ladder, plan_side: Side
) -> tuple[Card, ...]:
    """The exercise cards, numbered; the parts of one movement share a number (4a, 4b).

    What trains no side of its own is drawn on the side of the plan.
    """
    return tuple(
        _card(placed, sides[placed.exercise.id], ladder, plan_side) for placed in exercises
    )


def _card(placed: Placed, side: Side, ladder: Ladder, plan_side: Side) -> Card:
    exercise, say = placed.exercise, ladder.say
    return Card(
        id=exercise.id,
        number=ladder.numbers[exercise.id],
        name=exercise.name,
        plain=fill(exercise.plain, side, say),
        side=side,
        side_words=say(f"card.side-{side}"),
        needs=_needs_of(exercise, ladder.screen, say),
        steps=tuple(fill(step, side, say) for step in exercise.steps),
        feel=fill(exercise.feel, side, say),
        mistake=fill(exercise.mistake, side, say),
        stop_if=fill(exercise.stop_if, side, say),
        easier=ladder.easier(exercise, side),
        harder=ladder.harder(exercise, side),
        frames=_frames(exercise.id, _drawn(side, plan_side), ladder.catalog, say),
        seconds_per_rep=exercise.seconds_per_rep,
        revision=exercise.revision,
        group=placed.line.group,
    )


def card_numbers(exercises: Sequence[Placed]) -> dict[str, str]:
    """`1`, `2`, `3a`, `3b`: the exercises of one card share a number."""
    units: dict[str, list[str]] = {}
    for placed in exercises:
        units.setdefault(placed.unit, []).append(placed.exercise.id)
    numbers = {}
    for n, members in enumerate(units.values(), 1):
        for i, name in enumerate(members):
            numbers[name] = f"{n}{'abcdefgh'[i]}" if len(members) > 1 else str(n)
    return numbers


def _needs_of(exercise: Exercise, screen: Screen, say: Wording) -> tuple[str, ...]:
    named, heavy = [], "heavy" in exercise.loads
    for need in exercise.needs:
        item = next((i for i in need.split("|") if screen.at_home(i)), need.split("|")[0])
        named.append(_thing(item, screen.stand_in(item, heavy=heavy), say))
    return tuple(dict.fromkeys(named))


def _frames(name: str, side: Side, catalog: Catalog, say: Wording) -> tuple[Frame, ...]:
    pictures = catalog.pictures.get(name)
    return _frames_of(pictures, side, say) if pictures else ()


@lru_cache(maxsize=2048)
def _frames_of(pictures: Pictures, side: Side, say: Wording) -> tuple[Frame, ...]:
    """The drawings of an exercise on one side; the same for every plan."""
    return tuple(
        Frame(
            name=frame.name,
            picture=frame.drawing,
            mirrored=side == "left",
            alt=fill(frame.alt, side, say),
            caption=say(f"frame.{frame.name}"),
        )
        for frame in pictures.frames
    )


def _drawn(side: Side, plan_side: Side) -> Side:
    """The side a drawing shows: the left when mirrored, else the right as authored."""
    shown = side if side in ("right", "left") else plan_side
    return "left" if shown == "left" else "right"


@lru_cache(maxsize=2048)
def _thing(item: str, stand_in: str | None, say: Wording) -> str:
    """What a thing is called, or what stands in for it: as that use wants it, where it matters."""
    as_used = f"equip.{stand_in}-as-{item}"
    return say(as_used) if as_used in say else say(f"equip.{stand_in or item}")


def needs(exercises: Sequence[Placed], screen: Screen, say: Wording) -> tuple[Need, ...]:
    """Everything the program uses, each with what does instead at home."""
    used: dict[str, list[str]] = {}
    heavy = {p.exercise.id for p in exercises if "heavy" in p.exercise.loads}
    for placed in exercises:
        for need in placed.exercise.needs:
            item = next((i for i in need.split("|") if screen.at_home(i)), need.split("|")[0])
            used.setdefault(item, []).append(placed.exercise.id)
    listed = []
    for item, names in used.items():
        hard = not heavy.isdisjoint(names)
        stand_in = screen.stand_in(item, heavy=hard)
        instead = _thing(item, stand_in, say) if stand_in and stand_in != item else None
        hint = f"equip-hint.{item}-heavy" if hard else ""
        hint = hint if hint in say else f"equip-hint.{item}"
        if instead is None and hint in say:
            instead = say(hint)
        listed.append(
            Need(item=item, name=say(f"equip.{item}"), instead=instead, used_in=tuple(names))
        )
    return tuple(listed)
