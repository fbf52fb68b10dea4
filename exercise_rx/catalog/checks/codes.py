"""ICD-10-CM stems: they exist, one condition answers each, and no refused family is answered."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from exercise_rx.catalog.checks.walk import covers, plain
from exercise_rx.catalog.content import Content, Loc
from exercise_rx.errors import Problem

CodeExists = Callable[[str], bool]


def _stems(content: Content) -> Iterator[tuple[str, str, Loc, str]]:
    """Every stem in the files read: kind, id, place, stem."""
    for id_, condition in content.values["conditions"].items():
        for key in ("codes", "not_codes", "with_codes"):
            yield from (
                ("condition", id_, (key, n), stem) for n, stem in enumerate(getattr(condition, key))
            )
        for name, need in condition.facts.items():
            yield from (
                ("condition", id_, ("facts", name, "codes", n), s) for n, s in enumerate(need.codes)
            )
        for key in ("gate", "changes"):
            for m, row in enumerate(getattr(condition, key)):
                yield from (
                    ("condition", id_, (key, m, "codes", n), s) for n, s in enumerate(row.codes)
                )
    for kind, field, keys in (
        ("refused family", "refused", ("codes", "not_codes")),
        ("precaution", "precautions", ("codes",)),
        ("red flag", "red_flags", ("codes",)),
    ):
        for id_, value in content.values[field].items():
            for key in keys:
                yield from (
                    (kind, id_, (key, n), stem) for n, stem in enumerate(getattr(value, key))
                )


def every_code_exists(content: Content, code_exists: CodeExists) -> Iterator[Problem]:
    """Every stem stands in the ICD-10-CM list."""
    for kind, id_, loc, stem in _stems(content):
        if not code_exists(stem):
            yield content.problem(
                kind,
                id_,
                loc,
                f"names `{stem}`, which ICD-10-CM does not have",
                "Write a code or its beginning, with the dot and without x and 7th character.",
            )


def one_answer_for_each_stem(content: Content) -> Iterator[Problem]:
    """Two conditions may share a stem only where a second code tells them apart."""
    owners: dict[str, list[str]] = defaultdict(list)
    for line in content.value.answers:
        for stem in line.codes:
            rivals = [
                rival
                for rival in owners[plain(stem)]
                if not _told_apart(content, rival, line.owner)
            ]
            owners[plain(stem)].append(line.owner)
            subject = (
                line.owner
                if line.owner in content.values["conditions"]
                else rivals[0]
                if rivals
                else ""
            )
            if rivals and subject in content.values["conditions"]:
                other = rivals[0] if subject == line.owner else line.owner
                yield content.problem(
                    "condition",
                    subject,
                    ("codes",),
                    f"answers `{stem}`, which `{other}` answers too",
                    "Take it out of one, or tell them apart by `with_codes`.",
                )


def _told_apart(content: Content, one: str, other: str) -> bool:
    first, second = (content.value.conditions[id_].with_codes for id_ in (one, other))
    return set(map(plain, first)) != set(map(plain, second))


def rows_can_hold(content: Content) -> Iterator[Problem]:
    """A row limited to some codes names codes that the condition answers; else it never holds."""
    for kind, id_, loc, stem in _stems(content):
        if kind != "condition" or loc[0] in ("codes", "with_codes"):
            continue
        codes = content.values["conditions"][id_].codes
        if not any(covers(code, stem) or covers(stem, code) for code in codes):
            yield content.problem(
                kind,
                id_,
                loc,
                f"names `{stem}`, which this condition does not answer",
                "Correct the stem, or add it to `codes`.",
            )


def no_refused_code_is_answered(content: Content) -> Iterator[Problem]:
    """A refused family is refused by the longest stem too; only declared exceptions are answered."""
    for family in content.value.refused.values():
        if family.clearable:
            continue
        for line in content.value.answers:
            for n, stem in enumerate(line.codes):
                held_back = any(covers(no, stem) for no in (*family.not_codes, *line.not_codes))
                if held_back or not any(covers(refused, stem) for refused in family.codes):
                    continue
                says = f"answers `{stem}`, which the family `{family.id}` refuses"
                do = "Take it out; or, if it is safe, add it to the family's `not_codes`."
                if line.owner in content.values["conditions"]:
                    yield content.problem("condition", line.owner, ("codes", n), says, do)
                elif family.id in content.values["refused"]:
                    yield content.problem(
                        "refused family",
                        family.id,
                        ("codes",),
                        f"refuses `{stem}`, which `{line.owner}` answers",
                        do,
                    )
