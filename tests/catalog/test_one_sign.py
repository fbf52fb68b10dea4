"""One sign, one action: what a box of the handout already says is not said again in weaker words."""

import re
from datetime import date

import pytest

from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.condition import Condition, RedFlag
from exercise_rx.model.request import Request
from exercise_rx.model.wording import Wording
from exercise_rx.pipeline import generate, read_codes
from exercise_rx.plan.words import stop_lines

BOOK = load()
SAY = Wording(BOOK.wording["en"], "en")

SIGNS = {
    "numb": r"numb|tingl|pins and needles",
    "pop": r"\bpop\b|\bgap\b|\bdent\b|push off|hollow spot",
    "strength": r"\bweak|strength|slap",
    "wound": r"wound|leaks|smells",
    "fever": r"fever|chills",
    "hot joint": r"\bhot\b|\bwarm\b",
    "calf": r"calf .*(swell|swollen|warm|red)|thigh .*(swell|swollen|warm|red)",
    "faint": r"faint|pass out|blacked out|dizz",
    "chest": r"chest|breath",
    "bladder": r"bladder|bowel|wiping",
    "gives way": r"give|gives way|giving way",
    "swelling": r"swell|swollen",
    "locked": r"\block|straight leg",
}
"""What a reader takes for one and the same sign, however it is worded."""

BOXES = ("emergency", "same-day")


def _families(text: str) -> set[str]:
    return {name for name, words in SIGNS.items() if re.search(words, text, re.IGNORECASE)}


def _flags(condition: Condition) -> list[RedFlag]:
    universal = [flag for flag in BOOK.red_flags.values() if not flag.regions]
    return [*universal, *(BOOK.red_flags[name] for name in condition.red_flags)]


def _boxed(condition: Condition) -> set[str]:
    """The signs that the boxes of page one and the lines of a clinic answer already."""
    own = [BOOK.red_flags[name] for name in condition.red_flags]
    texts = [flag.patient for flag in _flags(condition) if flag.urgency in BOXES]
    texts += [flag.patient for flag in own] + list(stop_lines(5, SAY))
    return set().union(*(_families(text) for text in texts))


@pytest.mark.parametrize("condition", BOOK.conditions.values(), ids=list(BOOK.conditions))
def test_see_a_doctor_does_not_weaken_a_sign_of_the_boxes(condition: Condition) -> None:
    """A sign with two urgencies leaves the reader to choose, and the weaker one is easier."""
    boxed = _boxed(condition)
    lines = condition.advice.see_doctor if condition.advice else ()
    doubled = {line: _families(line) & boxed for line in lines if _families(line) & boxed}
    allowed = {
        "Pain or swelling gets worse from week to week.",
        "Pain gets worse, or the spot swells.",
    }
    assert not {line: found for line, found in doubled.items() if line not in allowed}


SAME = ("numb", "pop", "wound", "fever", "calf", "faint", "bladder")


@pytest.mark.parametrize("family", SAME)
def test_a_sign_has_one_urgency_over_all_red_flags(family: str) -> None:
    """A pop is seen the same day whichever part it is in."""
    found = {
        flag.id: flag.urgency
        for flag in BOOK.red_flags.values()
        if _families(flag.patient) & {family} and flag.id not in QUALIFIED.get(family, ())
    }
    assert len(set(found.values())) == 1, found


QUALIFIED = {
    # Numb together with what makes it an emergency: between the legs, in a hard limb, or a hot foot.
    "numb": ("charcot",),
    # Passing out now is an emergency; a blackout weeks ago is looked into.
    "faint": ("fainting",),
}
"""Flags where the sign stands beside another that changes what to do, and the words say so."""


def test_the_lines_of_a_clinic_after_surgery_match_the_boxes() -> None:
    """A wound and a calf after surgery ask for what their red flags ask for."""
    for line, flag in (("surgery.wound", "infection"), ("surgery.clot", "calf-clot")):
        assert "Get care the same day" in SAY(line)
        assert BOOK.red_flags[flag].tell.startswith("Get care the same day")


def test_two_problems_give_one_line_on_each_topic() -> None:
    """Two lists of advice glued together say the same twice, or two things at once."""
    day = date(2026, 11, 23)
    codes = read_codes(["M54.50", "M17.11"])
    program = generate(Request(codes=codes, start=day, today=day), BOOK, read_clinic(None))
    for lines in (program.advice.do, program.advice.do_not, program.advice.keep_away):
        for topic in SAY("advice.topics").split(";"):
            phrases = [phrase.strip() for phrase in topic.split("/")]
            told = [line for line in lines if any(one in line.lower() for one in phrases)]
            assert len(told) <= 1, told
    assert any("Walk" in line for line in program.advice.do)


HARD = r"orthos[ie]s|isometric|adduct|inversion|eversion|(plantar|dorsi)flexion|hold your water"


def test_what_a_patient_reads_has_no_words_of_the_clinic() -> None:
    """The clinical name of an exercise stands small beneath its plain one; nothing else does."""
    lines = [text for condition in BOOK.conditions.values() for text in _advice(condition)]
    lines += [f"{s.what}: {s.dose}" for p in BOOK.protocols.values() for s in p.support]
    lines += [f"{flag.patient} {flag.tell}" for flag in BOOK.red_flags.values()]
    for one in BOOK.exercises.values():
        lines += [one.plain, *one.steps, one.feel, one.mistake, one.stop_if]
    assert [line for line in lines if re.search(HARD, line, re.IGNORECASE)] == []


def _advice(condition: Condition) -> list[str]:
    given = condition.advice
    if given is None:
        return []
    lists = (given.do, given.do_not, given.first_days, given.see_doctor, given.keep_away)
    return [condition.plain, given.expect, *(line for lines in lists for line in lines)]
