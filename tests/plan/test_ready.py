"""What lets a patient move on: only what the page teaches, and never above the plan's one pain number."""

import pytest
from plan.worlds import asked, catalog, condition, exercise, plan, protocol

from exercise_rx.catalog.load import load

MOVES = [exercise("squat"), exercise("raise", purpose="calf"), exercise("lift", purpose="lift")]
RAISES = {"patient": "You do 15 raises.", "of": ["raise"]}
SORE = {"patient": "You squat with pain no more than {pain} out of 10.", "pain": 4}


def phases(*leave, enter=()):
    """Two phases; `leave` lets out of the first, `enter` into the second."""
    return [
        {
            "id": "one",
            "name": "One",
            "weeks": "1-2",
            "goal": "Calm.",
            "do": {
                "squat": {"dose": "3 x 8", "priority": 1},
                "raise": {"dose": "3 x 8", "priority": 2},
            },
            "leave": list(leave),
        },
        {
            "id": "two",
            "name": "Two",
            "weeks": "3-4",
            "goal": "Build.",
            "do": {"lift": "3 x 8"},
            "enter": list(enter),
        },
    ]


def world(*protocols):
    conditions = [
        condition(id=p.id, protocol=p.id, codes=[code])
        for p, code in zip(protocols, ("M17", "M54"), strict=False)
    ]
    return catalog(exercises=MOVES, protocols=list(protocols), conditions=conditions)


def asks(program, step=0):
    """What the patient is asked, and what is left to the clinician."""
    ready = program.steps[step].ready
    return (
        [c.asks for c in ready if not c.clinician_only],
        [c.asks for c in ready if c.clinician_only],
    )


def test_a_check_is_asked_where_its_exercise_is_on_the_page():
    mine, theirs = asks(plan(world(protocol(phases=phases(RAISES)))))
    assert "You do 15 raises." in mine
    assert theirs == []


def test_a_check_of_an_exercise_that_the_cap_removed_goes_to_the_clinician():
    program = plan(world(protocol(phases=phases(RAISES))), max_exercises=1)
    mine, theirs = asks(program)
    assert theirs == ["You do 15 raises."]
    assert mine[-1] == "Three easy sessions.", "what the protocol asks at any time stands in"
    assert "You do 15 raises." in program.criteria_for_clinician
    told = next(d for d in program.decisions if "15 raises" in d.what)
    assert told.why == "not taught on this page: raise"


def test_a_check_for_entering_a_phase_may_be_of_an_exercise_of_that_phase():
    lifts = {"patient": "You lift it once.", "of": ["lift"]}
    assert "You lift it once." in asks(plan(world(protocol(phases=phases(enter=[lifts])))))[0]
    assert "You lift it once." in asks(plan(world(protocol(phases=phases(lifts)))))[1]


def test_a_pain_number_in_a_check_is_the_sources_own_until_the_plan_is_stricter():
    some = {"rule": "up-to-5", "limit": 5, "words": "Some pain is fine up to 5 out of 10."}
    none = {"rule": "up-to-2", "limit": 2, "words": "Up to 2.", "also": "No leg pain."}
    easy = protocol(id="easy", phases=phases(SORE), pain=some)
    assert asks(plan(world(easy)))[0][-1] == "You squat with pain no more than 4 out of 10."
    strict = protocol(id="strict", phases=phases(), pain=none)
    program = plan(world(easy, strict), codes=(asked(), asked("M54.51")))
    assert asks(program)[0][-1] == "You squat with pain no more than 2 out of 10."
    assert program.pain.words == "Up to 2. No leg pain."


def test_a_limit_below_the_protocols_own_brings_its_own_words_and_keeps_the_caution():
    from exercise_rx.model.clinic import Clinic

    some = {"rule": "up-to-5", "limit": 5, "words": "Up to 5.", "also": "Stop at a pinch."}
    house = Clinic.model_validate({"thresholds": {"pain_limit": 3}})
    program = plan(world(protocol(phases=phases(SORE), pain=some)), clinic=house)
    assert program.pain.words == (
        "Pain up to 3 out of 10 is fine. It must settle by the next morning. Stop at a pinch."
    )
    assert asks(program)[0][-1] == "You squat with pain no more than 3 out of 10."


def test_what_the_protocol_asks_at_any_time_keeps_to_the_limit_too():
    some = {"rule": "up-to-2", "limit": 2, "words": "Up to 2."}
    always = {"patient": "All sets with pain no more than {pain}.", "pain": 4}
    program = plan(world(protocol(phases=phases(), pain=some, harder_when=always)))
    assert asks(program)[0][-1] == "All sets with pain no more than 2."


@pytest.mark.parametrize(
    ("doses", "weeks", "said"),
    [
        (
            ("3 x 8, daily", "3 x 8, 2/d"),
            "1-2",
            "In each of the last 2 weeks you missed 1 day or none.",
        ),
        (
            ("3 x 8, 4/wk", "3 x 8, 4/wk"),
            "1-2",
            "In the last 2 weeks you missed 1 session or none.",
        ),
        (("3 x 8, 2-3/wk", "3 x 8, 2/wk"), "1-2", "You did every session of the last 2 weeks."),
        (("3 x 8, 4/wk", "3 x 8, 4/wk"), "1", "You did every session this week."),
        (
            ("3 x 8, 4/wk", "3 x 8, daily"),
            "1-2",
            "the last 2 weeks you missed each exercise once",
        ),
        (("3 x 8, 4/wk", "3 x 8"), "1", "This week you missed each exercise once or never."),
        (("3 x 8", "__ x __"), "1-2", "as often as your therapist wrote."),
    ],
)
def test_what_may_be_missed_fits_how_often_it_is_asked_for(doses, weeks, said):
    told = phases()
    told[0]["weeks"] = weeks
    last = weeks[-1]
    told[1]["weeks"] = f"{int(last) + 1}-{int(last) + 3}"
    told[0]["do"] = {
        name: {"dose": dose, "priority": 1}
        for name, dose in zip(("squat", "raise"), doses, strict=True)
    }
    mine, _ = asks(plan(world(protocol(phases=told)), weeks="all"))
    assert said in mine[0]


def test_no_shipped_check_counts_sessions_that_the_page_does_not_print():
    for one in load().protocols.values():
        for phase in one.phases:
            asked = [c.patient or "" for c in (*phase.enter, *phase.leave)]
            assert not [words for words in asked if "planned" in words], one.id
