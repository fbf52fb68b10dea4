"""The PT orders what the page shows: what stands in is swapped, dropped and dosed like any other."""

import pytest
from plan.worlds import catalog, condition, doses, exercise, plan, protocol

from exercise_rx.errors import UsageProblem
from exercise_rx.model.notation import parse_prescribed
from exercise_rx.model.protocol import Weeks
from exercise_rx.model.request import DoseOrder, Swap

MOVES = [
    exercise("step-up", needs=["step"], easier="squat"),
    exercise("squat"),
    exercise("bridge", purpose="bridge", needs=["mat"]),
    exercise("calf", purpose="calf"),
    exercise("press", purpose="press", needs=["dumbbell"]),
]
DO = {"step-up": "3 x 10", "calf": "3 x 15"}
HOME = {"home": ("wall",)}


def made(**options):
    world = catalog(exercises=MOVES, protocols=[protocol(DO)], conditions=[condition()])
    return plan(world, **{**HOME, **options})


def adapted(program, name):
    return next(i.adapted for i in program.steps[0].items if i.exercise == name)


def test_what_stands_in_may_be_swapped():
    program = made(home=("wall", "mat"), swap=(Swap(old="squat", new="bridge"),))
    assert [card.id for card in program.cards] == ["bridge", "calf"]
    assert adapted(program, "bridge") == "Swapped by the PT for squat; same dose, confirm"


def test_what_stands_in_may_be_dropped():
    program = made(drop=("squat",))
    assert [card.id for card in program.cards] == ["calf"]
    assert any(d.what == "squat" and d.rule == "--drop" for d in program.decisions)


def test_what_stands_in_keeps_its_reason_beside_the_pts_dose():
    own = DoseOrder(exercise="squat", dose=parse_prescribed("2 x 5"))
    program = made(doses=(own,))
    assert doses(program, "squat")[0] == "2 x 5"
    assert adapted(program, "squat") == "In place of step up; dose set by the PT"


def test_a_dose_for_weeks_in_which_nothing_is_done_is_refused():
    late = DoseOrder(exercise="calf", dose=parse_prescribed("2 x 5"), weeks=Weeks(first=9, last=10))
    with pytest.raises(
        UsageProblem,
        match=r"`--dose calf@9-10=...`: it is not done in those weeks, but in weeks 1-6",
    ):
        made(doses=(late,))


def test_what_the_home_lacks_is_not_called_a_ban():
    with pytest.raises(UsageProblem, match="no dumbbell at home") as caught:
        made(add=("press",))
    assert caught.value.tip == "Add the thing to --home, or name another exercise."


def test_what_the_pt_ordered_is_listed_beside_what_was_decided():
    own = DoseOrder(exercise="calf", dose=parse_prescribed("2 x 5"), weeks=Weeks(first=2, last=3))
    program = made(
        home=("wall", "mat", "dumbbell"),
        swap=(Swap(old="squat", new="bridge"),),
        add=("press",),
        doses=(own,),
    )
    listed = [(d.kind, d.what) for d in program.decisions if d.why.startswith("ordered by the PT")]
    assert listed == [
        ("swapped", "Squat -> Bridge"),
        ("added", "Press"),
        ("dose", "Calf: 2 x 5 in weeks 2-3"),
    ]
