"""Home and bans are hard limits; what falls out gives way to the same purpose, never to something harder."""

import pytest
from plan.worlds import SOURCE, asked, catalog, condition, exercise, plan, protocol

from exercise_rx.errors import UsageProblem
from exercise_rx.model.condition import Precaution
from exercise_rx.model.request import Swap

LADDER = [
    exercise("sit-to-stand", needs=["chair"], harder="squat"),
    exercise("squat", easier="sit-to-stand", harder="step-up", loads=["loaded-knee-bend"]),
    exercise(
        "step-up",
        needs=["step"],
        easier="squat",
        harder="lunge",
        loads=["loaded-knee-bend", "single-leg-load"],
    ),
    exercise("lunge", easier="step-up", loads=["loaded-knee-bend", "deep-knee-bend"]),
    exercise("hop", kind="plyometric", purpose="hop", ladder="LAD22", loads=["impact"]),
    exercise("calf", purpose="calf-strength", ladder="LAD01"),
]


def world(do, precautions=(), **fields):
    return catalog(
        exercises=LADDER,
        protocols=[protocol(do)],
        conditions=[condition(**fields)],
        precautions=precautions,
    )


def ids(program):
    return [item.exercise for item in program.steps[0].items]


def test_without_a_home_everything_is_there():
    assert ids(plan(world({"step-up": "3 x 10"}))) == ["step-up"]


def test_what_the_home_lacks_gives_way_to_the_easier_rung_and_says_why():
    program = plan(world({"step-up": "3 x 10"}), home=("chair",))
    assert ids(program) == ["squat"]
    swap = next(d for d in program.decisions if d.kind == "swapped")
    assert swap.what == "Step up -> Squat"
    assert swap.why == "no step at home"


def test_a_household_thing_may_stand_in():
    stretch = exercise("stretch", needs=["strap"], purpose="stretch", ladder="LAD09")
    small = catalog(
        exercises=[stretch], protocols=[protocol({"stretch": "3 x 30 s"})], conditions=[condition()]
    )
    assert ids(plan(small, home=("towel",))) == ["stretch"]
    with pytest.raises(UsageProblem, match="no strap at home"):
        plan(small, home=("chair",))


def test_when_nothing_fits_it_says_so_rather_than_shrink_silently():
    program = plan(
        world({"step-up": "3 x 10", "calf": "3 x 15"}, ban=["loaded-knee-bend"]), home=()
    )
    assert ids(program) == ["calf"]
    assert any(d.kind == "left-out" and d.what == "Step up" for d in program.decisions)


def test_a_substitute_is_never_harder():
    program = plan(
        world({"squat": "3 x 10", "calf": "3 x 15"}, ban=[]), drop=(), without=("chair",)
    )
    assert "squat" in ids(program)
    banned = plan(world({"sit-to-stand": "3 x 10", "calf": "3 x 15"}), home=())
    assert ids(banned) == ["calf"]


def test_a_ban_from_the_history_closes_the_tag_and_prints_its_line():
    knee = Precaution.model_validate(
        {
            "id": "knee-joint",
            "title": "Artificial knee",
            "codes": ["Z96.65"],
            "ban": ["single-leg-load"],
            "say": "Do not kneel.",
            "tell_pt": "Artificial knee.",
            "source": SOURCE,
        }
    )
    program = plan(world({"step-up": "3 x 10"}, precautions=(knee,)), history=(asked("Z96.651"),))
    assert ids(program) == ["squat"]
    assert "Right side: Do not kneel." in program.advice.extra


def test_impact_needs_a_clinicians_choice():
    assert "hop" not in ids(plan(world({"hop": "3 x 10", "calf": "3 x 15"})))
    assert "hop" in ids(plan(world({"hop": "3 x 10", "calf": "3 x 15"}), facts={"sport": "yes"}))


def test_an_exercise_that_is_banned_is_not_offered_as_the_harder_one():
    program = plan(world({"step-up": "3 x 10"}, ban=["deep-knee-bend"]))
    assert program.cards[0].harder is None
    assert program.cards[0].easier.id == "squat"


@pytest.mark.parametrize(
    "options", [{"add": ("lunge",)}, {"swap": (Swap(old="step-up", new="lunge"),)}]
)
def test_the_pt_cannot_bring_back_what_is_banned(options):
    with pytest.raises(UsageProblem, match=r"is refused: Knee bans it \(deep-knee-bend\)"):
        plan(world({"step-up": "3 x 10"}, ban=["deep-knee-bend"]), **options)


def test_a_swap_keeps_the_dose_and_is_marked():
    program = plan(world({"step-up": "3 x 10"}), swap=(Swap(old="step-up", new="squat"),))
    assert ids(program) == ["squat"]
    assert program.steps[0].items[0].adapted == "Swapped by the PT for step up; same dose, confirm"


def test_an_order_that_hits_nothing_is_told_with_near_names():
    with pytest.raises(UsageProblem, match=r"the plan has no `step-upp`\. Did you mean step-up"):
        plan(world({"step-up": "3 x 10"}), swap=(Swap(old="step-upp", new="squat"),))


def test_at_most_four_by_default_and_the_rest_is_listed():
    many = [exercise(f"move-{n}", purpose=f"job-{n}") for n in range(6)]
    full = catalog(
        exercises=many,
        protocols=[protocol({e.id: "3 x 10" for e in many})],
        conditions=[condition()],
    )
    program = plan(full)
    assert len(ids(program)) == 4
    assert [d.what for d in program.decisions if d.kind == "capped"] == ["Move 4", "Move 5"]


def test_a_card_of_several_directions_counts_once():
    ways = [exercise(f"way-{n}", purpose="range") for n in range(4)]
    card = catalog(
        exercises=[*ways, *LADDER],
        conditions=[condition()],
        protocols=[
            protocol(
                {
                    "ways": {"card": [w.id for w in ways], "dose": "2 x 10"},
                    "squat": "3 x 10",
                    "calf": "3 x 10",
                    "step-up": "3 x 10",
                }
            )
        ],
    )
    assert len(ids(plan(card))) == 7
    assert [c.number for c in plan(card).cards][:5] == ["1a", "1b", "1c", "1d", "2"]


def test_seven_need_a_reason():
    many = [exercise(f"move-{n}", purpose=f"job-{n}") for n in range(7)]
    full = catalog(
        exercises=many,
        protocols=[protocol({e.id: "3 x 10" for e in many})],
        conditions=[condition()],
    )
    with pytest.raises(UsageProblem, match="7 exercises a day need a reason"):
        plan(full, max_exercises=None)
    assert len(ids(plan(full, max_exercises=None, reason="a trial's own list"))) == 7


def test_a_name_that_is_no_exercise_is_told_at_once_for_every_order():
    with pytest.raises(UsageProblem) as caught:
        plan(
            world({"step-up": "3 x 10"}), add=("lunges",), swap=(Swap(old="step-up", new="squatt"),)
        )
    assert str(caught.value).splitlines() == [
        "`--add lunges`: there is no exercise `lunges`. Did you mean lunge?",
        "`--swap step-up=squatt`: there is no exercise `squatt`. Did you mean squat?",
    ]


def test_dropping_what_is_not_there_is_told():
    with pytest.raises(UsageProblem, match="`--drop lunge`: the plan has no `lunge`"):
        plan(world({"step-up": "3 x 10"}), drop=("lunge",))


def precaution(**fields):
    return Precaution.model_validate(
        {"id": "p", "title": "P", "tell_pt": "P.", "source": SOURCE, **fields}
    )


def test_a_bare_no_does_not_cancel_a_code_in_the_record():
    bones = precaution(codes=["M81"], **{"if": {"sport": "yes"}}, ban=["single-leg-load"])
    program = plan(
        world({"step-up": "3 x 10"}, precautions=(bones,)),
        history=(asked("M81.0"),),
        facts={"sport": "no"},
    )
    assert ids(program) == ["squat"]


def test_a_fact_that_the_precaution_asks_for_may_lift_it():
    fused = precaution(
        codes=["Z98.1"], **{"if": {"sport": "yes"}}, ask=["sport"], ban=["single-leg-load"]
    )
    program = plan(
        world({"step-up": "3 x 10"}, precautions=(fused,)),
        history=(asked("Z98.1"),),
        facts={"sport": "no"},
    )
    assert ids(program) == ["step-up"]


def test_an_exercise_still_locked_is_not_offered_as_the_harder_one():
    small = catalog(
        exercises=LADDER,
        protocols=[protocol({"squat": "3 x 10"}, locks={"single-leg-load": 4})],
        conditions=[condition()],
    )
    assert plan(small).cards[0].harder is None


@pytest.mark.parametrize(
    ("load", "home", "bands", "given"),
    [
        ("ankle weight", ("chair",), (), None),
        ("ankle weight", ("band",), ("red",), "red band"),
        ("any band", ("band",), ("red", "green"), "red band"),
        ("stronger band", ("band",), ("red", "green"), "green band"),
        ("stronger band", ("band",), ("red",), "red band"),
        ("backpack", ("backpack",), (), "backpack"),
        ("ankle weight", None, (), "ankle weight"),
    ],
)
def test_a_dose_never_asks_for_a_load_that_is_not_at_home(load, home, bands, given):
    kick = exercise("kick", purpose="kick", needs=["ankle-weight|band|chair|backpack"])
    small = catalog(
        exercises=[kick],
        protocols=[protocol({"kick": f"3 x 10, load {load}"})],
        conditions=[condition()],
    )
    program = plan(small, home=home, bands=bands)
    assert program.steps[0].items[0].dose.dose.load == given
    if given != load and load != "any band" and given != "green band":
        assert any(d.kind == "dose" and d.what == "Kick" for d in program.decisions)
