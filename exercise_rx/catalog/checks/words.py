"""Words over all files: no two exercises with one text, every language whole, every picture told."""

import re
from collections.abc import Iterator
from itertools import combinations

from exercise_rx.catalog.content import Content
from exercise_rx.catalog.findings import Remark
from exercise_rx.catalog.kinds import POSE
from exercise_rx.catalog.place import Place
from exercise_rx.catalog.prose import PLACEHOLDER, SIDE_WORD
from exercise_rx.catalog.yaml_file import read_text
from exercise_rx.errors import Problem, did_you_mean

WORD = re.compile(r"[a-z{}]+")
SHARED = 0.5
"""More than half of the shorter exercise's phrases of three words in common is a copy."""


def no_two_texts_alike(content: Content) -> Iterator[Problem]:
    """No two exercises share most of their step text: each is worded for its own movement."""
    phrases = {id_: _phrases(exercise.steps) for id_, exercise in content.value.exercises.items()}
    for one, other in combinations(phrases, 2):
        subject = other if other in content.values["exercises"] else one
        if subject not in content.values["exercises"]:
            continue
        shared = len(phrases[one] & phrases[other]) / max(
            1, min(len(phrases[one]), len(phrases[other]))
        )
        if shared > SHARED:
            yield content.problem(
                "exercise",
                subject,
                ("steps",),
                f"share {shared:.0%} of their phrases with `{one if subject == other else other}`",
                "Word each for its own movement.",
            )


def _phrases(steps: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for step in steps:
        words = WORD.findall(step.lower())
        found.update(zip(words, words[1:], words[2:], strict=False))
    return frozenset(found)


def languages_are_whole(content: Content) -> Iterator[Problem]:
    """Every language has every phrase of English, with the same places to fill."""
    english = content.wording.get("en", {})
    for lang, texts in content.wording.items():
        if ("wording", lang) not in content.files or lang == "en":
            continue
        for key, text in english.items():
            if key not in texts:
                yield content.problem(
                    "wording", lang, (), f"has no `{key}`", f"Add it; English says: {text}"
                )
            elif set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(texts[key])):
                yield content.problem(
                    "phrase",
                    f"{lang} {key}",
                    (),
                    "does not fill the same places as English",
                    f"English says: {text}",
                )
        for key in texts:
            if key not in english:
                yield content.problem(
                    "phrase",
                    f"{lang} {key}",
                    (),
                    "is a phrase that is never used",
                    did_you_mean(key, list(english)) or "Remove it.",
                )


def pictures_are_there(content: Content, *, strict: bool = False) -> Iterator[Problem]:
    """Every exercise is drawn, at its start and at its end. One remark for all, unless `strict`."""
    lacking = {id_: _undrawn(content, id_) for id_ in content.values["exercises"]}
    undrawn = [id_ for id_, frames in lacking.items() if frames]
    if undrawn and not strict:
        yield Remark(
            content.roots[0] / "exercises",
            None,
            "",
            f"{len(undrawn)} exercises have no pictures yet",
            f"Draw them: {', '.join(undrawn[:5])}{' ...' if len(undrawn) > 5 else ''}",
        )
    for id_ in undrawn if strict else ():
        yield content.problem(
            "exercise",
            id_,
            (),
            f"has no picture of its {' and '.join(lacking[id_])}",
            f"Pose it in {id_}{POSE} and draw it.",
        )


def _undrawn(content: Content, id_: str) -> list[str]:
    pictures = content.value.pictures.get(id_)
    drawn = {frame.name for frame in pictures.frames} if pictures else set()
    return [frame for frame in ("start", "end") if frame not in drawn]


def pictures_name_no_side(content: Content) -> Iterator[Problem]:
    """A picture is mirrored for the other side, so its words name {side} and {other} only."""
    for id_, pictures in content.pictures.items():
        file = content.files["exercise", id_][0].with_name(id_ + POSE)
        for frame in pictures.frames:
            wrong = SIDE_WORD.search(frame.alt)
            strange = [
                name for name in PLACEHOLDER.findall(frame.alt) if name not in ("side", "other")
            ]
            if not wrong and not strange:
                continue
            says = (
                f"says `{wrong[0]}`" if wrong else f"holds `{{{strange[0]}}}`, which nothing fills"
            )
            line = (
                Place(file, read_text(file)).find(("alt", frame.name))[0]
                if file.is_file()
                else None
            )
            yield Problem(file, line, f"alt.{frame.name}", says, "Write {side} and {other}.")
