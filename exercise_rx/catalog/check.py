"""Every content check, and all of them at once."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from exercise_rx.catalog import one_file
from exercise_rx.catalog.checks import codes, ladders, protocols, references, words
from exercise_rx.catalog.checks.codes import CodeExists
from exercise_rx.catalog.content import Content
from exercise_rx.catalog.findings import in_order
from exercise_rx.catalog.live import read
from exercise_rx.errors import Problem

Check = Callable[[Content], Iterator[Problem]]

AT_ONCE: tuple[Check, ...] = (
    references.exercises_exist,
    references.protocols_exist,
    references.facts_exist,
    references.refusals_exist,
    codes.one_answer_for_each_stem,
    codes.no_refused_code_is_answered,
)
"""What must hold before a clinic's folder is used at all."""

CHECKS: tuple[Check, ...] = (
    *AT_ONCE,
    references.every_protocol_is_reachable,
    ladders.no_loops,
    ladders.one_family,
    ladders.never_into_impact,
    ladders.tags_bring_their_wider_tags,
    ladders.harder_keeps_the_load,
    protocols.nothing_banned_is_prescribed,
    protocols.condition_bans_leave_the_protocol_whole,
    protocols.locks_open_in_time,
    protocols.phases_follow_each_other,
    protocols.sources_are_listed_and_used,
    protocols.doses_have_a_source,
    protocols.doses_are_near_the_usual,
    codes.rows_can_hold,
    words.no_two_texts_alike,
    words.languages_are_whole,
    words.pictures_name_no_side,
)


def at_once(content: Content) -> list[Problem]:
    """The few checks that a clinic's folder passes each time it is read."""
    return in_order(problem for one in AT_ONCE for problem in one(content))


def check(
    roots: Sequence[Path], code_exists: CodeExists, *, strict_pictures: bool = False
) -> list[Problem]:
    """Every problem and remark in the content of `roots`, nearest first.

    Each file is read on its own first, words and reading grade included; then all together.

    Raises:
        RxError: a check could not run, so nothing can be said to be right.
    """
    content = read(roots)
    found = list(content.problems)
    for file in sorted({file for file, _ in content.files.values()}):
        found += one_file.findings(file)
    last: tuple[Check, ...] = (
        partial(words.pictures_are_there, strict=strict_pictures),
        partial(codes.every_code_exists, code_exists=code_exists),
    )
    for one in (*CHECKS, *last):
        found += one(content)
    return in_order(found)
