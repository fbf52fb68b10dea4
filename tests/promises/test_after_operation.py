"""After an operation the next step is printed when it may begin, not handed out ahead of time."""

from datetime import date

import exercise_rx

FACTS = {
    "operation": "cuff-repair",
    "surgery-date": "2026-11-02",
    "wound-ok": "yes",
    "cleared-on": "2026-11-20",
    "cleared-by": "Dr. Lane, surgeon",
    "surgeon-phone": "555-0190",
    "tear-size": "small",
    "brace": "sling until week 6",
    "range-limit": "none",
    "subscapularis-repair": "no",
}


def repaired_cuff(**options):
    """A cuff repaired three weeks ago."""
    codes = ("Z47.89", "M75.121")
    return exercise_rx.generate(*codes, start=date(2026, 11, 23), facts=FACTS, **options)


def test_only_the_step_of_the_first_day_is_printed():
    """Week 3 after the repair: the step ends with week 6, and so does the paper."""
    program = repaired_cuff()
    assert program.weeks == 3
    assert len({step.phase for step in program.steps}) == 1
    assert program.review_by <= program.steps[-1].last_day
    assert any(d.kind == "dates" and d.rule == "--weeks" for d in program.decisions)


def test_more_is_printed_when_it_is_asked_for():
    """The PT may print the later steps; each keeps the day before which it does not begin."""
    assert repaired_cuff(weeks=12).weeks == 12
