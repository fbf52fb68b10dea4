"""What stands in at home fits what the patient then has: no load without its thing, nothing to hold that gives way."""

import pytest
from plan.worlds import START, catalog, condition, exercise, plan, protocol

from exercise_rx import pipeline
from exercise_rx.catalog.load import load, read_clinic
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.request import Request
from exercise_rx.plan.choose import candidates
from exercise_rx.plan.load import own_load, uses
from exercise_rx.plan.screen import Screen

LOADS = ("red band", "stronger band", "ankle weight", "backpack", "hand weight", "light weight")


def test_no_rung_of_any_ladder_takes_over_a_load_that_it_has_no_use_for():
    shelf = load()
    pairs = 0
    for one in shelf.exercises.values():
        for name in candidates(one, (), shelf):
            other = shelf.exercises[name]
            for words in LOADS:
                dose = own_load(parse_prescribed(f"3 x 10, load {words}"), other).dose
                assert dose.load is None or uses(other, dose), (one.id, name, words)
                pairs += 1
    assert pairs > 1000


def test_a_band_goes_with_the_band_exercise_and_not_with_its_stand_in():
    band = exercise("curl-band", needs=["band", "anchor"], easier="curl", loads=["prone"])
    made = plan(
        catalog(
            exercises=[band, exercise("curl", needs=["support"])],
            protocols=[protocol({"curl-band": "3 x 8, load any band"})],
            conditions=[condition(ban=["prone"])],
        )
    )
    assert [(i.exercise, i.dose.dose.load) for i in made.steps[0].items] == [("curl", None)]


@pytest.mark.parametrize("code", ["M17.11", "M17.12", "M16.11", "M54.50"])
def test_no_shipped_stand_in_carries_a_load_that_it_does_not_use(code):
    home = ("chair", "counter", "wall", "band")
    request = Request(
        codes=pipeline.read_codes((code,)),
        history=(),
        start=START,
        today=START,
        home=home,
        bands=("red",),
        weeks="all",
    )
    program = pipeline.generate(request, load(), read_clinic(None))
    stood_in = [i for s in program.steps for i in s.items if (i.adapted or "").startswith("In pl")]
    for item in stood_in:
        for option in item.dose.options:
            assert uses(load().exercises[item.exercise], option.dose), item.exercise


def test_a_flat_wall_is_nothing_to_hold_on_to():
    def at(*home):
        return Screen((), frozenset(home), frozenset(), {}, sport=False)

    one_leg = load().exercises["hamstring-curl-standing"]
    assert at("wall").lacking(one_leg) == "no support at home"
    for thing in ("counter", "rail", "table", "heavy-furniture", "chair", "support"):
        assert at(thing).lacking(one_leg) is None
    assert at("wall").lacking(load().exercises["toe-walk"]) is None


def test_whatever_says_counter_in_its_steps_is_never_given_a_wall():
    bare = Screen((), frozenset({"wall"}), frozenset(), {}, sport=False)
    for one in load().exercises.values():
        said = " ".join(one.steps)
        if "counter" in said and "wall" not in said:
            assert bare.lacking(one), one.id


def test_a_chair_to_hold_is_a_heavy_one_against_a_wall():
    """A counter is named first; where there is only a chair, the page says how it must stand."""
    request = Request(
        codes=pipeline.read_codes(("M76.61",)), start=START, today=START, home=("chair", "wall")
    )
    program = pipeline.generate(request, load(), read_clinic(None))
    words = "the back of a heavy chair, its seat pushed against a wall"
    assert words in {need for card in program.cards for need in card.needs}
    assert words in {need.instead for need in program.needs}


@pytest.mark.parametrize(
    "name",
    [
        "backward-walk",
        "heel-walk",
        "side-step-band",
        "sideways-walk",
        "tandem-walk",
        "tandem-walk-backward",
    ],
)
def test_a_walk_along_a_counter_has_more_to_hold_than_a_chair(name):
    def at(*home):
        return Screen((), frozenset((*home, "band")), frozenset(), {}, sport=False)

    walk = load().exercises[name]
    assert at("chair", "wall").lacking(walk)
    for thing in ("counter", "rail", "table", "support"):
        assert at(thing).lacking(walk) is None
