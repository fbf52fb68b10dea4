"""A second problem brings no walking for exercise before the plan of a hurt leg has come to it."""

from datetime import date, timedelta

import pytest
from plan.worlds import asked, catalog, condition, exercise, plan, protocol

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.request import Request

TODAY = date(2026, 1, 20)
FRESH = {
    "operation": "none",
    "rupture-excluded": "yes",
    "unable-4-steps": "no",
    "bone-tenderness": "no",
    "injury-date": "2026-01-18",
    "easing-direction": "none",
    "cleared-by": "Dr A. Gray, surgeon",
    "cleared-on": "2026-01-19",
    "weight-bearing": "full",
    "brace": "none",
    "range-limit": "none",
    "imaging-done": "yes",
}


def make(*codes, **facts):
    request = Request(
        codes=pipeline.read_codes(codes),
        start=TODAY,
        today=TODAY,
        facts={**FRESH, **facts},
        weeks="all",
        max_exercises=None,
        reason="everything must show",
    )
    return pipeline.generate(request, load(), read_clinic(None))


def first_week(program, *, of, wanted):
    """The first week in which diagnosis `of` brings an exercise with all of the `wanted` loads."""
    title = program.diagnoses[of].protocol
    return next(
        (
            step.first_week
            for step in program.steps
            for item in step.items
            if item.protocol == title and wanted <= set(load().exercises[item.exercise].loads)
        ),
        None,
    )


@pytest.mark.parametrize("second", ["M54.50", "M62.81"])
@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("S93.411A", {"grade": "1"}),
        ("S93.411A", {"grade": "2"}),
        ("S93.411A", {"grade": "3"}),
        ("S93.421A", {"grade": "1"}),
        ("S93.421A", {"grade": "2"}),
    ],
)
def test_a_fresh_sprain_walks_for_exercise_when_its_own_plan_stands(code, facts, second):
    program = make(code, second, **facts)
    stands = first_week(program, of=0, wanted={"weight-bearing"})
    walks = first_week(program, of=1, wanted={"weight-bearing", "cardio"})
    assert stands is not None
    assert stands > 1
    assert walks is None or walks >= stands
    first = {item.exercise for item in program.steps[0].items}
    assert not first & {"walk-brisk", "march-in-place", "pool-walk"}
    if second == "M54.50":
        assert "bike-stationary" not in first, "nothing takes its place"
        assert walks == stands
        assert any(d.what == "Walking" and "hurt leg" in d.why for d in program.decisions)


@pytest.mark.parametrize("grade", ["1", "2"])
def test_a_fresh_sprain_does_no_balance_work_before_its_own_plan_stands(grade):
    program = make("S93.411A", "R29.6", grade=grade, faints="no")
    stands = first_week(program, of=0, wanted={"weight-bearing"})
    balances = first_week(program, of=1, wanted={"weight-bearing", "fall-hazard"})
    assert stands > 1
    assert balances >= stands
    assert any("work in standing" in d.why for d in program.decisions)


def test_the_back_alone_walks_from_the_first_week():
    request = Request(
        codes=pipeline.read_codes(("M54.50",)),
        start=TODAY,
        today=TODAY,
        facts={"easing-direction": "none"},
    )
    program = pipeline.generate(request, load(), read_clinic(None))
    assert "walk-brisk" in {item.exercise for item in program.steps[0].items}


def test_a_lock_of_the_right_side_holds_the_left_side_too_the_stricter_on_purpose():
    told = {"grade": "2", "site": "midportion"}
    program = make("S83.411D", "M76.62", **told)
    opens = date(2026, 1, 18) + timedelta(
        weeks=load().protocols["mcl-grade-2"].locks_beside["single-leg-load"]
    )
    for step in program.steps:
        if step.first_day < opens:
            loads = {t for i in step.items for t in load().exercises[i.exercise].loads}
            assert "single-leg-load" not in loads, step.label


WALK = exercise("walk", kind="cardio", loads=["weight-bearing", "cardio"], purpose="cardio")
MOVES = [
    exercise("pump", kind="mobility"),
    exercise("squat", loads=["weight-bearing"]),
    exercise("bend", region="trunk"),
    WALK,
]


def two(second, **leg):
    """A leg and a back whose first week brings `second`."""
    phases = [
        {"id": "one", "name": "One", "weeks": "1-2", "goal": "Go.", "do": leg.pop("first")},
        {"id": "two", "name": "Two", "weeks": "3-6", "goal": "Go.", "do": leg.pop("then")},
    ]
    world = catalog(
        exercises=MOVES,
        protocols=[
            protocol(phases=phases, id="leg", **leg),
            protocol({second: "10 min", "bend": "3 x 10"}, id="back"),
        ],
        conditions=[
            condition(id="leg", protocol="leg", codes=["S93"]),
            condition(id="back", protocol="back", codes=["M54"], region="trunk", sides=False),
        ],
    )
    codes = (asked("S93.411"), asked("M54.50", side="none"))
    program = plan(world, codes=codes, facts={}, max_exercises=None, reason="all")
    return [{i.exercise for i in step.items} for step in program.steps]


def test_a_plan_that_names_walking_decides_by_its_walking():
    weeks = two(
        "walk", first={"squat": "3 x 10"}, then={"walk": "5 min"}, locks_beside={"heavy": 4}
    )
    assert "walk" not in weeks[0]
    assert "walk" in weeks[-1]


def test_a_plan_that_guards_nothing_holds_no_walking_back():
    weeks = two("walk", first={"pump": "1 x 20"}, then={"squat": "3 x 10"})
    assert "walk" in weeks[0]


def test_a_guarded_leg_that_stands_walks():
    weeks = two(
        "walk", first={"squat": "3 x 10"}, then={"pump": "1 x 20"}, locks_beside={"heavy": 4}
    )
    assert "walk" in weeks[0]
