"""A heavy dose on an exercise that shows no weight: what makes it heavy is for the therapist to say."""

from datetime import date

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.request import Request
from exercise_rx.plan.load import own_load


def test_a_stand_in_without_a_weight_leaves_the_load_open() -> None:
    exercises = load().exercises
    heavy = parse_prescribed("4 x 8RM, 3/wk")
    plain = own_load(heavy, exercises["heel-raise-double"]).dose
    assert plain.reps
    assert plain.reps.high == 8
    assert not plain.rep_max
    assert plain.blank == ("load",)
    assert own_load(heavy, exercises["calf-raise-seated-loaded"]) is heavy


def test_a_heavy_plan_asks_the_therapist_how_a_stand_in_is_made_heavy() -> None:
    day = date(2026, 11, 23)
    request = Request(
        codes=pipeline.read_codes(("M76.62",)),
        protocol="achilles-heavy-slow",
        start=day,
        today=day,
        weeks="all",
    )
    program = pipeline.generate(request, load(), read_clinic(None))
    open_ = {
        item.exercise: item.choices[0].figures.load
        for item in program.steps[0].items
        if "load" in item.choices[0].figures.blanks
    }
    assert open_ == {"heel-raise-double": "__", "heel-raise-seated": "__"}
