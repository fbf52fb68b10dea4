"""Two problems on one plan: shared work once, the slower one leads, and each of it is told (E-10)."""

from datetime import date

from plan.worlds import asked, catalog, condition, doses, exercise, fact, plan, protocol

MOVES = [exercise("squat"), exercise("lift", purpose="lift"), exercise("calf", purpose="calf")]


def phase(id_, weeks, do):
    return {"id": id_, "name": id_.title(), "weeks": weeks, "goal": "Go.", "do": do}


FAST = [
    phase("easy", "1-2", {"squat": {"by_week": {"1": "1 x 10", "2": "2 x 10"}}}),
    phase("hard", "3-6", {"squat": {"by_week": {"3-4": "3 x 10", "5-6": "3 x 12"}}}),
]
SLOW = [phase("calm", "1-4", {"lift": "3 x 8"}), phase("load", "5-8", {"lift": "3 x 12"})]


def both(first, second, **fields):
    one, two = protocol(phases=first, **fields), protocol(phases=second, id="two", title="Two")
    back = {"id": "back", "plain": "A sore back", "region": "trunk", "sides": False}
    world = catalog(
        exercises=MOVES,
        protocols=[one, two],
        conditions=[condition(), condition(**back, codes=["M54"], protocol="two")],
        facts=(fact("injury-date", "date"),),
    )
    return plan(world, codes=(asked(), asked("M54.50", side="none")), weeks="all")


def merged(program):
    return [(d.what, d.why) for d in program.decisions if d.kind == "merge"]


def test_the_faster_plan_waits_at_the_end_of_its_phase_and_says_so():
    program = both(FAST, SLOW)
    weeks = [(s.first_week, s.last_week) for s in program.steps]
    assert weeks == [(1, 1), (2, 4), (5, 8)]
    assert doses(program, "squat") == ["1 x 10", "2 x 10", "3 x 12"]
    assert merged(program) == [("Plan: waits in Easy", "two problems advance on the slower plan")]


def test_weeks_within_a_phase_go_on_beside_a_slower_plan():
    table = [phase("only", "1-8", {"squat": {"by_week": {"1-2": "3 x 15", "3-8": "3 x 12"}}})]
    program = both(table, SLOW)
    assert doses(program, "squat") == ["3 x 15", "3 x 12", "3 x 12"]
    assert merged(program) == []


def test_an_exercise_of_both_stands_once_at_the_lower_dose_and_is_told():
    mine = [phase("one", "1-6", {"squat": "3 x 10, daily"})]
    theirs = [phase("two", "1-6", {"squat": "2 x 10, 3/wk", "lift": "3 x 8"})]
    program = both(mine, theirs)
    assert doses(program, "squat") == ["2 x 10, 3/wk"]
    assert ("Squat: once for both problems", "the lower of the two doses") in merged(program)


def test_weeks_that_count_from_an_injury_wait_for_the_day_as_well_as_the_checks():
    phases = [
        phase("calm", "1-2", {"squat": "3 x 8"}),
        phase("load", "3-6", {"squat": "3 x 12"}),
    ]
    world = catalog(
        exercises=MOVES,
        protocols=[protocol(phases=phases, clock="injury")],
        conditions=[condition(facts={"injury-date": {"ask": True}})],
        facts=(fact("injury-date", "date"),),
    )
    program = plan(world, facts={"injury-date": "2026-01-05"})
    assert program.steps[0].ready_words.startswith("All yes? Move on, but not before")
    assert [step.not_before for step in program.steps] == [None, date(2026, 1, 19)]
