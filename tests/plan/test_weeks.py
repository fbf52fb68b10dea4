"""Weeks, dates, steps and the way back."""

from datetime import date

import pytest
from plan.worlds import asked, catalog, condition, doses, exercise, plan, protocol

from exercise_rx.errors import UsageProblem
from exercise_rx.model.notation import parse_dose, parse_prescribed
from exercise_rx.model.protocol import Weeks
from exercise_rx.model.request import DoseOrder
from exercise_rx.plan.compare import easier_of, half, lower_dose, not_harder

MOVES = [
    exercise("squat"),
    exercise("step-up", easier="squat", loads=["single-leg-load"]),
    exercise("lift", purpose="lift", loads=["shoulder-resisted"]),
]
OVERLAPPING = [
    {
        "id": "one",
        "name": "One",
        "weeks": "1-2",
        "goal": "Calm.",
        "do": {"squat": "3 x 8"},
        "leave": ["You can squat with no pain."],
    },
    {"id": "two", "name": "Two", "weeks": "2-5", "goal": "Build.", "do": {"squat": "3 x 12"}},
    {
        "id": "three",
        "name": "Three",
        "weeks": "3-12+",
        "goal": "Load.",
        "do": {"step-up": "3 x 10"},
    },
]


def world(phases=None, do=None, **fields):
    return catalog(
        exercises=MOVES, protocols=[protocol(do, phases=phases, **fields)], conditions=[condition()]
    )


def test_a_phase_runs_to_its_last_week_and_the_next_begins_after_it():
    program = plan(world(OVERLAPPING), weeks="all")
    assert [(s.source_weeks, s.first_week, s.last_week) for s in program.steps] == [
        ("1-2", 1, 2),
        ("2-5", 3, 5),
        ("3-12+", 6, 12),
    ]
    assert doses(program, "squat") == ["3 x 8", "3 x 12", "-"]
    assert program.steps[1].first_day == date(2026, 1, 19)


def test_weeks_that_count_full_weeks_gone_become_weeks_of_the_plan():
    phases = [
        {"id": "a", "name": "A", "weeks": "0-2", "goal": "Go.", "do": {"squat": "3 x 8"}},
        {"id": "b", "name": "B", "weeks": "2-6", "goal": "Go.", "do": {"squat": "3 x 12"}},
    ]
    assert [(s.first_week, s.last_week) for s in plan(world(phases), weeks="all").steps] == [
        (1, 2),
        (3, 6),
    ]


def test_six_weeks_print_unless_asked_otherwise():
    assert plan(world(OVERLAPPING)).weeks == 6
    assert plan(world(OVERLAPPING), weeks=1).weeks == 1


def test_doses_that_change_by_week_become_steps():
    phases = [
        {
            "id": "a",
            "name": "A",
            "weeks": "1-8",
            "goal": "Go.",
            "do": {"squat": {"by_week": {1: "3 x 15RM", "2-3": "3 x 12RM", "4-8": "4 x 10RM"}}},
        }
    ]
    program = plan(world(phases), weeks="all")
    assert doses(program, "squat") == ["3 x 15RM", "3 x 12RM", "4 x 10RM"]
    assert [s.source_weeks for s in program.steps] == ["1", "2-3", "4-8"]
    assert [s.items[0].change for s in program.steps] == ["new", "more", "more"]


def test_surgery_counts_from_the_operation_and_shows_dates():
    phases = [
        {"id": "a", "name": "A", "weeks": "0-6", "goal": "Go.", "do": {"squat": "3 x 8"}},
        {"id": "b", "name": "B", "weeks": "6-12", "goal": "Go.", "do": {"squat": "3 x 12"}},
    ]
    made = plan(world(phases, clock="surgery"), facts={"surgery-date": "2025-12-15"}, weeks="all")
    assert [(s.source_weeks, s.first_day, s.not_before) for s in made.steps] == [
        ("0-6", date(2026, 1, 5), None),
        ("6-12", date(2026, 1, 26), date(2026, 1, 26)),
    ]


@pytest.mark.parametrize(
    ("surgery", "says"),
    [
        ("2026-02-01", "lies in the future"),
        ("2025-01-01", "past the last phase"),
        ("2023-01-01", "over 104 weeks"),
    ],
)
def test_a_start_outside_the_phases_is_told(surgery, says):
    phases = [{"id": "a", "name": "A", "weeks": "0-12", "goal": "Go.", "do": {"squat": "3 x 8"}}]
    with pytest.raises(UsageProblem, match=says):
        plan(world(phases, clock="surgery"), facts={"surgery-date": surgery})


def test_no_surgery_date_no_plan():
    phases = [{"id": "a", "name": "A", "weeks": "0-12", "goal": "Go.", "do": {"squat": "3 x 8"}}]
    with pytest.raises(UsageProblem, match="when was it"):
        plan(world(phases, clock="surgery"))


def test_a_surgeons_date_holds_an_exercise_back_until_its_week():
    made = plan(
        world(do={"squat": "3 x 8", "lift": "3 x 10"}),
        not_before={"shoulder-resisted": date(2026, 1, 20)},
    )
    assert [[i.exercise for i in s.items] for s in made.steps] == [["squat"], ["squat", "lift"]]
    assert made.steps[1].first_day >= date(2026, 1, 20)
    assert made.steps[0].ready_words == "All yes? Move on, but not before Monday, January 26, 2026."
    assert made.steps[1].not_before == made.steps[1].first_day


def test_a_surgeons_date_within_a_phase_is_the_day_that_prints():
    phases = [
        {"id": "a", "name": "A", "weeks": "0-4", "goal": "Go.", "do": {"squat": "3 x 8"}},
        {
            "id": "b",
            "name": "B",
            "weeks": "4-12",
            "goal": "Go.",
            "do": {"squat": "3 x 8", "lift": "3 x 8"},
        },
    ]
    made = plan(
        world(phases, clock="surgery"),
        facts={"surgery-date": "2026-01-05"},
        not_before={"shoulder-resisted": date(2026, 2, 16)},
        weeks="all",
    )
    days = [date(2026, 2, 2), date(2026, 2, 16)]
    assert [step.first_day for step in made.steps[1:]] == days
    assert [step.not_before for step in made.steps] == [None, *days]
    assert "not before Monday, February 16" in made.steps[1].ready_words
    assert any("until Monday, February 16, 2026" in line for line in made.advice.extra)


def test_a_course_without_an_end_prints_up_to_the_review():
    phases = [{"id": "a", "name": "A", "weeks": "12-20+", "goal": "Go.", "do": {"squat": "3 x 8"}}]
    late = {"surgery-date": "2025-01-06"}
    made = plan(world(phases, clock="surgery"), facts=late)
    assert made.weeks == 6
    assert any(d.what == "begins 52 full weeks after 2025-01-06" for d in made.decisions)


def test_a_protocols_lock_opens_only_in_its_week():
    made = plan(world(do={"squat": "3 x 8", "lift": "3 x 10"}, locks={"shoulder-resisted": 3}))
    assert [(s.first_week, [i.exercise for i in s.items]) for s in made.steps] == [
        (1, ["squat"]),
        (4, ["squat", "lift"]),
    ]
    assert "not before Monday, January 26" in made.steps[0].ready_words


def test_going_back_gives_the_step_before():
    made = plan(world(OVERLAPPING), weeks="all")
    assert [str(i.dose.dose.reps) for i in made.steps[1].back.items] == ["8"]
    assert [i.exercise for i in made.steps[2].back.items] == ["squat"]
    assert made.steps[0].back.to_step is None
    assert [str(i.dose.dose.sets) for i in made.steps[0].back.items] == ["2"]


def test_going_back_never_raises_how_often():
    before, now = parse_dose("3 x 15, daily"), parse_dose("3 x 15, 2/wk, load backpack")
    assert easier_of(before, now).frequency == now.frequency


@pytest.mark.parametrize(
    ("a", "b", "holds"),
    [
        ("3 x 8", "3 x 10", True),
        ("3 x 10", "3 x 8", False),
        ("3 x 15RM", "3 x 8RM", True),
        ("3 x 8RM", "3 x 15RM", False),
        ("3 x 10, load red band", "3 x 8, load green band", True),
        ("3 x 10, 2/d", "3 x 10, daily", False),
        ("5 x 30 s", "5 x 45 s", True),
        ("3 x 10", "5 x 10 s", False),
    ],
)
def test_which_dose_asks_more(a, b, holds):
    assert not_harder(parse_dose(a), parse_dose(b)) is holds


def test_half_of_a_dose():
    assert str(half(parse_dose("3 x 10")).sets) == "2"
    assert str(half(parse_dose("1 x 10")).reps) == "5"
    assert half(parse_dose("8/6/4")).by_set == (6, 4)


def test_the_lower_of_two_doses_serves_both_problems():
    assert str(lower_dose(parse_dose("3 x 15, daily"), parse_dose("2 x 10, 3/wk")).reps) == "10"


def test_a_lowered_first_dose_is_followed_by_the_same_rungs_one_week_later():
    order = DoseOrder(exercise="squat", dose=parse_prescribed("2 x 6"))
    made = plan(world(OVERLAPPING), doses=(order,), weeks=5)
    assert [(s.first_week, doses(made, "squat")[i]) for i, s in enumerate(made.steps)] == [
        (1, "2 x 6"),
        (2, "3 x 8"),
        (3, "3 x 8"),
        (4, "3 x 12"),
    ]


def test_a_dose_for_some_weeks_holds_in_those_weeks_only():
    order = DoseOrder(
        exercise="squat", dose=parse_prescribed("2 x 5"), weeks=Weeks(first=2, last=2)
    )
    made = plan(world(do={"squat": "3 x 8"}), doses=(order,))
    assert doses(made, "squat") == ["3 x 8", "2 x 5", "3 x 8"]


def test_the_checks_carry_the_plans_own_pain_limit():
    made = plan(
        world(OVERLAPPING, pain={"rule": "up-to-3", "limit": 3, "words": "A little."}), weeks="all"
    )
    assert "3 or less" in made.steps[0].ready[1].asks
    assert made.pain.red.startswith("4 to 10")
    assert [c.asks for c in made.steps[0].ready][-1] == "You can squat with no pain."


def test_two_problems_share_an_exercise_once_at_the_lower_dose():
    back = protocol({"squat": "2 x 8"}, id="other")
    both = catalog(
        exercises=MOVES,
        protocols=[protocol({"squat": "3 x 10", "step-up": "3 x 10"}), back],
        conditions=[
            condition(),
            condition(
                id="back",
                plain="A sore back",
                region="trunk",
                sides=False,
                codes=["M54"],
                protocol="other",
            ),
        ],
    )
    made = plan(both, codes=(asked(), asked("M54.50", side="none")))
    assert [i.exercise for i in made.steps[0].items].count("squat") == 1
    assert doses(made, "squat") == ["2 x 8"]
    assert made.side_words == "Right knee and back"


def test_what_one_problem_bans_the_other_does_not_bring_back():
    back = protocol({"step-up": "3 x 10", "squat": "3 x 10"}, id="other")
    both = catalog(
        exercises=MOVES,
        protocols=[protocol({"squat": "3 x 10"}), back],
        conditions=[
            condition(ban=["single-leg-load"]),
            condition(
                id="back",
                plain="A sore back",
                region="trunk",
                sides=False,
                codes=["M54"],
                protocol="other",
            ),
        ],
    )
    made = plan(both, codes=(asked(), asked("M54.50", side="none")))
    assert "step-up" not in {i.exercise for s in made.steps for i in s.items}


def test_an_easier_rung_that_is_still_done_today_keeps_todays_dose():
    """The way back may not bring the easier exercise a second time, at its earlier and larger dose."""
    phases = [
        {"id": "a", "name": "A", "weeks": "1-2", "goal": "Go.", "do": {"squat": "3 x 20"}},
        {
            "id": "b",
            "name": "B",
            "weeks": "3-6",
            "goal": "Go.",
            "do": {"step-up": "3 x 10", "squat": "1 x 5"},
        },
    ]
    back = plan(world(phases), weeks="all").steps[1].back.items
    assert [(i.exercise, str(i.dose.dose.reps)) for i in back] == [("squat", "5")]


def test_minutes_are_of_a_session_or_of_the_fullest_day():
    same = plan(world(do={"squat": "3 x 10, 2/d", "lift": "3 x 10, 2/d"})).steps[0]
    assert same.minutes_words == "about 6 minutes, 2 times a day"
    mixed = plan(world(do={"squat": "3 x 10, 3/d", "lift": "3 x 10, every 2 d"})).steps[0]
    assert mixed.minutes_words == "at most about 12 minutes a day in all"


def test_a_substituted_dose_is_never_called_verified():
    made = plan(world(do={"step-up": "3 x 10"}), drop=(), not_before={})
    assert made.steps[0].items[0].certainty == "verified"
    ladder = catalog(
        exercises=MOVES,
        protocols=[protocol({"step-up": "3 x 10"})],
        conditions=[condition(ban=["single-leg-load"])],
    )
    assert plan(ladder).steps[0].items[0].certainty == "R-med"


def test_what_was_dropped_since_comes_back_as_far_as_the_week_gets_no_longer():
    phases = [
        {
            "id": "a",
            "name": "A",
            "weeks": "1-2",
            "goal": "Go.",
            "do": {"squat": "3 x 5", "lift": "1 x 5"},
        },
        {"id": "b", "name": "B", "weeks": "3-6", "goal": "Go.", "do": {"squat": "3 x 15"}},
    ]
    back = plan(world(phases), weeks="all").steps[1].back.items
    assert [i.exercise for i in back] == ["squat", "lift"]


def test_no_pain_means_no_new_pain():
    made = plan(world(do={"squat": "3 x 10"}, pain={"rule": "zero", "limit": 0, "words": "None."}))
    assert made.pain.green == "No new pain: Go on."
    assert "new pain" in made.stop[0]
    assert "0 or less" not in made.steps[0].ready[1].asks


def test_another_weight_is_named_where_the_figures_do_not_show_it():
    phases = [
        {
            "id": name,
            "name": name,
            "weeks": weeks,
            "goal": "Go.",
            "do": {"squat": f"3 x 10, load {load}", "lift": "1 x 5"},
        }
        for name, weeks, load in (
            ("a", "1-2", "ankle weight"),
            ("b", "3-6", "heavier ankle weight"),
        )
    ]
    step = plan(world(phases), weeks="all").steps[1]
    squat = next(i for i in step.items if i.exercise == "squat")
    assert squat.change == "more"
    assert squat.change_words == "was 3 x 10, an ankle weight"
    assert step.summary == "Changed: Do squat (a heavier ankle weight)."
