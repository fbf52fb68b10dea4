"""What the page says about its end and about a day without time is true for the weeks that print."""

from datetime import date

import pytest
from plan.worlds import catalog, condition, exercise, plan, protocol

MOVES = [exercise("squat"), exercise("lift", purpose="lift"), exercise("reach", purpose="reach")]


def phase(name, weeks, *do):
    return {
        "id": name,
        "name": name,
        "weeks": weeks,
        "goal": "Go.",
        "do": {one: {"dose": "3 x 8", "priority": i} for i, one in enumerate(do, 1)},
    }


def made(*phases, **options):
    return plan(
        catalog(
            exercises=MOVES,
            protocols=[protocol(phases=list(phases))],
            conditions=[condition(**options.pop("told", {}))],
        ),
        **options,
    )


def test_the_plan_ends_with_the_review_only_where_nothing_is_printed_after_it():
    ends = made(phase("one", "1-6", "squat"), start=date(2026, 1, 6), today=date(2026, 1, 6))
    assert ends.review_words == "See us by Monday, February 16, 2026. This plan ends then."
    sunday = made(phase("one", "1-6", "squat"))
    assert sunday.steps[-1].last_day == date(2026, 2, 15)
    assert sunday.review_words.startswith("See us by Friday, February 13, 2026. We decide")
    goes_on = made(phase("one", "1-6", "squat"), phase("two", "7-9", "lift"), weeks="all")
    assert goes_on.steps[-1].last_day > goes_on.review_by
    assert "ends" not in goes_on.review_words
    assert "We decide then whether you go on." in goes_on.review_words


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        ([phase("one", "1-6", "squat", "lift")], "No time today? Do number 1."),
        (
            [phase("one", "1-2", "squat"), phase("two", "3-4", "squat", "lift")],
            "No time today? Do number 1.",
        ),
        (
            [phase("one", "1-2", "squat"), phase("two", "3-4", "lift"), phase("x", "5-6", "lift")],
            "No time today? Do one: Weeks 1-2, number 1; Weeks 3-6, number 2.",
        ),
    ],
)
def test_no_time_names_an_exercise_that_is_still_done(phases, said):
    assert made(*phases, weeks="all").no_time == said


def test_many_steps_point_to_the_first_exercise_of_the_week():
    turns = [phase(f"p{i}", str(i), ("squat", "lift")[i % 2]) for i in range(1, 6)]
    assert made(*turns, weeks="all").no_time == "No time today? Do the first exercise of this week."
