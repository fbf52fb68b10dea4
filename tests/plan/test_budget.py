"""Minutes of a session: fewer sets before fewer exercises, each told, and never over in silence."""

import pytest
from plan.worlds import asked, catalog, condition, doses, exercise, plan, protocol

from exercise_rx.model.clinic import Clinic
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.request import DoseOrder

MOVES = [
    exercise("squat"),
    exercise("calf", purpose="calf"),
    exercise("lift", purpose="lift"),
    exercise("stroll", purpose="walk", kind="cardio"),
    exercise("tilt", purpose="trunk", laterality="both-together"),
    exercise("turn", purpose="trunk", laterality="each-side"),
]
HOUSE = Clinic.model_validate({"thresholds": {"minutes": 5}})


def world(do, *more):
    """One problem, or two."""
    protocols = [protocol(do), *(protocol(m, id=f"other-{n}") for n, m in enumerate(more))]
    back = {"id": "back", "plain": "A sore back", "region": "trunk", "sides": False}
    return catalog(
        exercises=MOVES,
        protocols=protocols,
        conditions=[
            condition(),
            *(condition(**back, codes=["M54"], protocol=p.id) for p in protocols[1:]),
        ],
    )


def told(program, kind):
    return [(d.what, d.why) for d in program.decisions if d.kind == kind and d.rule == "--minutes"]


TWO = {"squat": {"dose": "3 x 10", "priority": 1}, "calf": {"dose": "3 x 10", "priority": 3}}


def test_the_least_important_exercise_loses_a_set_first():
    program = plan(world(TWO), minutes=5)
    assert (doses(program, "squat"), doses(program, "calf")) == (["3 x 10"], ["2 x 10"])
    assert program.steps[0].minutes <= 5
    reason = "to keep a session within 5 minutes; fewer than the source prints"
    assert told(program, "dose") == [("Calf: 2 sets instead of 3", reason)]
    assert program.steps[0].items[1].adapted == f"2 sets instead of 3 {reason}"
    assert program.steps[0].items[1].certainty == "R-med"


def test_sets_are_cut_to_one_before_an_exercise_goes():
    program = plan(world(TWO), minutes=3)
    assert (doses(program, "squat"), doses(program, "calf")) == (["2 x 10"], ["1 x 10"])
    assert told(program, "capped") == []


def test_a_range_of_sets_is_told_as_the_sources_own():
    program = plan(world({"squat": "2-3 x 10", "calf": "2-3 x 10"}), minutes=5)
    assert doses(program, "calf") == ["2 x 10"]
    assert told(program, "dose")[0][1].endswith("within the source's range")


def test_a_house_limit_stays_within_the_source_and_drops_the_least_important():
    program = plan(world(TWO), clinic=HOUSE)
    assert (doses(program, "squat"), len(program.cards)) == (["3 x 10"], 1)
    assert told(program, "capped") == [("Calf", "the session would pass 5 minutes")]
    ranges = plan(world({"squat": "2-3 x 10", "calf": "2-3 x 10"}), clinic=HOUSE)
    assert doses(ranges, "calf") == ["2 x 10"]


def test_the_pts_own_dose_is_neither_cut_nor_capped():
    own = DoseOrder(exercise="calf", dose=parse_prescribed("4 x 10"))
    program = plan(world(TWO), minutes=5, doses=(own,))
    assert (doses(program, "calf"), doses(program, "squat")) == (["4 x 10"], ["1 x 10"])
    capped = plan(world(TWO), max_exercises=1, doses=(own,))
    assert [card.id for card in capped.cards] == ["calf"]


def test_a_budget_keeps_one_exercise_for_each_problem_and_says_when_that_is_too_much():
    both = world({"squat": "3 x 10"}, {"tilt": "10 min"})
    program = plan(both, codes=(asked(), asked("M54.50", side="none")), minutes=5)
    assert {i.exercise for i in program.steps[0].items} == {"squat", "tilt"}
    assert told(program, "warning") == [
        ("a session of 11 minutes instead of 5", "each problem keeps at least one exercise")
    ]


def test_one_long_exercise_gives_way_to_a_shorter_one_of_its_problem():
    walk = {"stroll": {"dose": "10 min", "priority": 1}, "tilt": {"dose": "2 x 10", "priority": 2}}
    both = world({"squat": "3 x 10"}, walk)
    program = plan(both, codes=(asked(), asked("M54.50", side="none")), minutes=10)
    assert [i.exercise for i in program.steps[0].items] == ["squat", "tilt"]
    assert told(program, "warning") == []


def test_both_sides_in_turn_count_twice_as_on_the_page():
    program = plan(world({"turn": "3 x 10"}), minutes=5)
    assert doses(program, "turn") == ["2 x 10"]
    assert program.steps[0].minutes <= 5


@pytest.mark.parametrize("minutes", range(3, 13))
def test_the_minutes_on_the_page_are_within_the_budget_or_told(minutes):
    do = {"squat": "3 x 10, 2/d", "calf": "3 x 15, 2/d", "turn": "3 x 12, 2/d"}
    program = plan(world(do), minutes=minutes)
    over = program.steps[0].minutes > minutes
    assert over == bool(told(program, "warning"))
    assert not over
    assert any("a day" in what for what, _ in told(program, "note"))
