"""The gate refuses, asks and opens; all questions come at once."""

from datetime import date

import pytest
from plan.worlds import asked, catalog, condition, exercise, fact, flag, plan, protocol

from exercise_rx.catalog.load import load
from exercise_rx.errors import Questions, Refused, UsageProblem

SPRAIN = {
    "facts": {"grade": {"ask": True}, "locked": {"assume": "no"}},
    "gate": [
        {
            "if": {"locked": "yes"},
            "gate": "REFUSE",
            "refusal": "locked-knee",
            "because": "The knee is locked.",
        },
        {"if": {"grade": 3}, "gate": "PROTECTED", "because": "Protected until cleared."},
        {
            "if": {"grade": 2},
            "gate": "CLEARANCE",
            "needs": ["brace"],
            "because": "A brace order is needed.",
        },
        {"gate": "OPEN", "because": "Grade 1."},
    ],
    "protected": {"ankle-pump": "1 x 20"},
}


def world(**fields):
    return catalog(
        exercises=[exercise("squat"), exercise("ankle-pump", kind="mobility")],
        protocols=[protocol({"squat": "3 x 10"})],
        conditions=[condition(**{**SPRAIN, **fields})],
        facts=(
            fact("grade", "choice", ("1", "2", "3")),
            fact("locked"),
            fact("brace", "text"),
            fact("clot"),
        ),
        flags=(flag("clot"),),
    )


def test_a_missing_fact_is_asked_with_what_to_type():
    with pytest.raises(Questions) as caught:
        plan(world())
    assert [q.fact for q in caught.value.questions] == ["grade"]
    assert "--fact grade=..." in str(caught.value)
    assert caught.value.exit_code == 2


def test_clearance_asks_for_its_facts_and_for_who_cleared_it():
    with pytest.raises(Questions) as caught:
        plan(world(), facts={"grade": "2"})
    assert [q.fact for q in caught.value.questions] == ["brace", "cleared-by", "cleared-on"]


def test_clearance_prints_once_its_facts_are_typed():
    program = plan(
        world(),
        facts={
            "grade": "2",
            "brace": "hinged",
            "cleared-by": "Dr Gray",
            "cleared-on": "2026-01-02",
        },
    )
    assert program.diagnoses[0].gate == "CLEARANCE"
    assert {f.name: f.value for f in program.facts if f.given}["cleared-by"] == "Dr Gray"


def test_a_clearance_date_in_the_future_is_refused():
    with pytest.raises(UsageProblem, match="lies in the future"):
        plan(
            world(),
            facts={"grade": "2", "brace": "x", "cleared-by": "Dr Gray", "cleared-on": "2026-02-02"},
        )


def test_protected_prints_only_its_list():
    program = plan(world(), facts={"grade": "3"})
    assert program.kind == "protected"
    assert {i.exercise for s in program.steps for i in s.items} == {"ankle-pump"}


def test_a_refusing_fact_refuses_even_when_other_facts_are_missing():
    with pytest.raises(Refused, match="locked") as caught:
        plan(world(), facts={"locked": "yes"})
    assert caught.value.exit_code == 3
    assert caught.value.reasons == ("locked-knee",)


def test_a_red_flag_stops_everything_whatever_the_condition_says():
    with pytest.raises(Refused, match="clot"):
        plan(world(), facts={"grade": "1", "clot": "yes"})


def test_a_red_flag_that_a_condition_asks_about_is_not_taken_as_absent():
    with pytest.raises(Questions) as caught:
        plan(world(facts={"clot": {"ask": True}}, gate=[]))
    assert [q.fact for q in caught.value.questions] == ["clot"]


def test_an_assumed_fact_is_shown_for_the_pt_to_confirm():
    program = plan(world(), facts={"grade": "1"})
    assert ("locked", "no", False) in [(f.name, f.value, f.given) for f in program.facts]
    assert any(d.kind == "assumed" and "locked" in d.what for d in program.decisions)


def test_an_unknown_fact_and_a_bad_value_are_told_together():
    with pytest.raises(UsageProblem) as caught:
        plan(world(), facts={"garde": "1", "grade": "4"})
    assert "there is no fact `garde`. Did you mean grade?" in str(caught.value)
    assert "`--fact grade=4`: write 1, 2, 3" in str(caught.value)


def test_an_initial_fracture_is_refused_by_its_encounter():
    rows = [
        {
            "encounter": ["initial"],
            "gate": "REFUSE",
            "refusal": "fracture-new",
            "because": "A new fracture.",
        },
        {"gate": "OPEN", "because": "Healed."},
    ]
    with pytest.raises(Refused, match="A new fracture"):
        plan(world(facts={}, gate=rows), codes=(asked("S82.51XA", encounter="initial"),))
    assert plan(
        world(facts={}, gate=rows), codes=(asked("S82.51XD", encounter="subsequent"),)
    ).steps


def test_a_side_that_the_code_does_not_say_is_asked():
    with pytest.raises(Questions) as caught:
        plan(world(), facts={"grade": "1"}, codes=(asked("M17.10", side="unspecified"),))
    assert [q.fact for q in caught.value.questions] == ["side"]


def test_an_unpaired_part_never_asks_for_a_side():
    program = plan(world(sides=False), facts={"grade": "1"}, codes=(asked("M54.50", side="none"),))
    assert program.side == "none"


def test_a_gate_may_turn_on_the_side():
    """Pain down both legs is not the same question as pain down one."""
    rows = [
        {"if": {"side": "both"}, "gate": "REFUSE", "refusal": "both-legs", "because": "Both legs."}
    ]
    assert plan(world(facts={}, gate=rows)).steps
    with pytest.raises(Refused, match="Both legs"):
        plan(world(facts={}, gate=rows), codes=(asked("M54.30", side="unspecified"),), side="both")


def test_a_protocol_asked_for_by_name_does_not_open_what_the_facts_close():
    """`--protocol` chooses among programs; it is no way round `there is none for these facts`."""
    closed = world(
        facts={"grade": {"ask": True}},
        gate=[],
        protocol=None,
        offers=["plan"],
        changes=[{"if": {"grade": 1}, "protocol": "plan"}],
    )
    with pytest.raises(UsageProblem, match="there is no program for grade=3"):
        plan(closed, facts={"grade": "3"}, protocol="plan")
    assert plan(closed, facts={"grade": "1"}, protocol="plan").steps


def test_what_was_odd_about_the_code_is_told():
    program = plan(
        world(facts={}, gate=[]),
        codes=(asked("M17.11", warnings=("M17.11 takes no 7th character.",)),),
    )
    assert ("warning", "M17.11 takes no 7th character.") in [
        (d.kind, d.what) for d in program.decisions
    ]


def test_a_fact_that_no_rule_uses_is_refused_and_never_passed_over():
    odd = {"grade": "1", "brace": "none", "clot": "no"}
    assert plan(world(), facts=odd).steps
    with pytest.raises(
        UsageProblem, match="No rule for this diagnosis uses surgery-date=2026-01-01"
    ):
        plan(world(), facts={"grade": "1", "surgery-date": "2026-01-01"})


def test_a_current_injury_is_no_history():
    with pytest.raises(UsageProblem, match="under treatment, not history"):
        plan(world(), facts={"grade": "1"}, history=(asked("S32.010A", encounter="initial"),))


def test_nothing_is_added_to_a_protected_list():
    with pytest.raises(UsageProblem, match="only the protected list may print"):
        plan(world(), facts={"grade": "3"}, add=("squat",))


def test_nobody_cleared_what_had_not_happened_yet():
    told = {"grade": "2", "brace": "hinged", "cleared-by": "Dr Gray", "cleared-on": "2026-01-02"}
    with pytest.raises(UsageProblem, match="lies before injury-date=2026-01-03"):
        plan(catalog_with_injury(), facts={**told, "injury-date": "2026-01-03"})


def catalog_with_injury(*more):
    small = world()
    return catalog(
        exercises=list(small.exercises.values()),
        protocols=list(small.protocols.values()),
        conditions=list(small.conditions.values()),
        facts=(
            fact("grade", "choice", ("1", "2", "3")),
            fact("locked"),
            fact("brace", "text"),
            fact("injury-date", "date"),
            *more,
        ),
    )


@pytest.mark.parametrize(
    "said",
    ["x", "yes", "Dr", "the surgeon", "surgeon", "J. Doe", "as ordered", "1234", "patient, ok"],
)
def test_who_cleared_it_is_a_name_and_a_role(said):
    with pytest.raises(UsageProblem, match="write a name and a role, for example"):
        plan(cleared_world(), facts={**CLEARED, "cleared-by": said})


@pytest.mark.parametrize("said", ["Dr Gray", "A.L., surgeon", "Maria O'Neil, nurse practitioner"])
def test_initials_or_a_name_with_a_role_are_enough(said):
    assert plan(cleared_world(), facts={**CLEARED, "cleared-by": said}).steps


def test_a_stale_clearance_is_confirmed_again():
    with pytest.raises(UsageProblem, match="more than 26 weeks before the start"):
        plan(cleared_world(), facts={**CLEARED, "cleared-on": "2025-06-01"})


@pytest.mark.parametrize("name", ["cleared-on", "injury-date"])
def test_no_plan_begins_before_what_it_follows(name):
    told = {**CLEARED, "injury-date": "2026-01-01", "cleared-on": "2026-01-01", name: "2026-01-03"}
    if name == "injury-date":
        told["cleared-on"] = "2026-01-03"
    with pytest.raises(UsageProblem, match="The plan starts on 2026-01-02, before"):
        plan(cleared_world(), facts=told, start=date(2026, 1, 2))


CLEARED = {"grade": "2", "brace": "hinged", "cleared-by": "Dr Gray", "cleared-on": "2026-01-02"}


def cleared_world():
    return catalog_with_injury(fact("cleared-on", "date"), load().facts["cleared-by"])


def test_a_protected_page_names_nothing_beyond_its_list():
    easy = exercise("ankle-pump", kind="mobility", harder="squat")
    small = world()
    wide = catalog(
        exercises=[exercise("squat", easier="ankle-pump"), easy],
        protocols=list(small.protocols.values()),
        conditions=list(small.conditions.values()),
        facts=(fact("grade", "choice", ("1", "2", "3")), fact("locked"), fact("brace", "text")),
    )
    assert plan(wide, facts={"grade": "3"}).cards[0].harder is None
