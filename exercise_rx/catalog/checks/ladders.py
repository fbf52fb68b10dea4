"""Easier and harder neighbours: no loops, one family, never into impact; tags that bring others."""

from collections.abc import Iterator

from exercise_rx.catalog.content import Content
from exercise_rx.errors import Problem
from exercise_rx.model.exercise import Exercise

SPORT = frozenset({"impact", "running"})
BRINGS: dict[str, tuple[str, ...]] = {
    "single-leg-load": ("weight-bearing",),
    "deep-knee-bend": ("loaded-knee-bend", "knee-flexion-past-90"),
    "loaded-knee-bend-60-90": ("loaded-knee-bend",),
    "forced-dorsiflexion": ("end-range-dorsiflexion",),
    "below-level": ("end-range-dorsiflexion",),
    "calf-stretch": ("end-range-dorsiflexion",),
    "overhead-heavy": ("overhead", "shoulder-resisted"),
    "shoulder-resisted": ("shoulder-active",),
    "neural-tension": ("neural",),
    "eyes-closed": ("fall-hazard",),
    "unstable-surface": ("fall-hazard",),
    "balance-reach": ("fall-hazard",),
    "backward-walking": ("fall-hazard",),
    "hip-deep-rotation": ("hip-flexion-past-90",),
}
"""A tag and the wider ones it stands under: a ban on the wider must close the narrower."""

POSITION_BRINGS = {
    "lying-front": "prone",
    "lying-back": "lying-back-flat",
    "lying-side": "lying-on-side",
    "hands-and-knees": "hands-and-knees",
    "kneeling": "kneeling",
    "half-kneeling": "kneeling",
}
KIND_BRINGS = {"cardio": "cardio", "neural": "neural"}


def no_loops(content: Content) -> Iterator[Problem]:
    """Whoever climbs a ladder, or steps down it, comes to an end."""
    for key in ("easier", "harder"):
        for id_ in content.values["exercises"]:
            path = _path(content, id_, key)
            if path[-1] == id_ and len(path) > 1 and id_ == min(path):
                yield content.problem(
                    "exercise",
                    id_,
                    (key,),
                    f"runs in a circle: {' > '.join(path)}",
                    "Cut the circle where the easiest stands.",
                )


def _path(content: Content, start: str, key: str) -> list[str]:
    """The neighbours from `start` on, until the end, a lost name or a rung met before."""
    shelf, path = content.value.exercises, [start]
    while path[-1] in shelf:
        after = getattr(shelf[path[-1]], key)
        if after is None or after in path[1:]:
            break
        path.append(after)
        if after == start:
            break
    return path


def one_family(content: Content) -> Iterator[Problem]:
    """Easier and harder differ; a neighbour on another ladder is worth a second look."""
    for id_, exercise in content.values["exercises"].items():
        for key, other in _neighbours(content, exercise):
            if other.ladder != exercise.ladder:
                yield content.problem(
                    "exercise",
                    id_,
                    (key,),
                    f"leads from ladder {exercise.ladder} to {other.ladder}, by `{other.id}`",
                    "Name a neighbour of the same ladder, or correct the ladder.",
                    mild=True,
                )
        if exercise.easier and exercise.easier == exercise.harder:
            yield content.problem(
                "exercise",
                id_,
                ("harder",),
                "is the easier exercise as well",
                "Keep one of the two.",
            )


def never_into_impact(content: Content) -> Iterator[Problem]:
    """No ladder leads by itself into hops, jumps or running: a clinician chooses those."""
    for id_, exercise in content.values["exercises"].items():
        for key, other in _neighbours(content, exercise):
            sport = other.kind == "plyometric" or SPORT & set(other.loads)
            if sport and not (exercise.kind == "plyometric" or SPORT & set(exercise.loads)):
                yield content.problem(
                    "exercise",
                    id_,
                    (key,),
                    f"leads into impact, by `{other.id}`",
                    "Leave it out: a protocol's phase names those exercises itself.",
                )


def _neighbours(content: Content, exercise: Exercise) -> Iterator[tuple[str, Exercise]]:
    shelf = content.value.exercises
    for key in ("easier", "harder"):
        name = getattr(exercise, key)
        if name and name in shelf:
            yield key, shelf[name]


def tags_bring_their_wider_tags(content: Content) -> Iterator[Problem]:
    """A ban names one tag; an exercise that only has a narrower one would slip through it."""
    for id_, exercise in content.values["exercises"].items():
        for reason, wanted in _wanted(exercise):
            if wanted not in exercise.loads:
                yield content.problem(
                    "exercise",
                    id_,
                    ("loads",),
                    f"lacks `{wanted}`, which {reason} brings",
                    f"Add {wanted} to `loads`.",
                )
        if exercise.kind == "plyometric" and not SPORT & set(exercise.loads):
            yield content.problem(
                "exercise",
                id_,
                ("loads",),
                "has neither `impact` nor `running`",
                "A plyometric exercise has one of them; else it is of another kind.",
            )


def _wanted(exercise: Exercise) -> Iterator[tuple[str, str]]:
    for tag in exercise.loads:
        for wider in BRINGS.get(tag, ()):
            yield f"`{tag}`", wider
    if exercise.position in POSITION_BRINGS:
        yield f"the position {exercise.position}", POSITION_BRINGS[exercise.position]
    if exercise.kind in KIND_BRINGS:
        yield f"the kind {exercise.kind}", KIND_BRINGS[exercise.kind]


def harder_keeps_the_load(content: Content) -> Iterator[Problem]:
    """A harder rung works the same muscles: what bans the easier one must ban it too."""
    for id_, exercise in content.values["exercises"].items():
        for key, other in _neighbours(content, exercise):
            easy, hard = (other, exercise) if key == "easier" else (exercise, other)
            lost = [
                tag for tag in easy.loads if tag.endswith("-resisted") and tag not in hard.loads
            ]
            if lost and easy.harder == hard.id:
                yield content.problem(
                    "exercise",
                    id_,
                    (key,),
                    f"`{hard.id}` is harder than `{easy.id}` and lacks its `{lost[0]}`",
                    f"Add {lost[0]} to the `loads` of {hard.id}, or cut the link.",
                )
