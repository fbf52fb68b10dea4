"""Too hard, too easy: nobody is sent to an exercise without instructions."""

from plan.worlds import catalog, condition, exercise, plan, protocol

MOVES = [
    exercise("sit", harder="squat"),
    exercise("squat", easier="sit", harder="step"),
    exercise("step", easier="squat", loads=["single-leg-load"]),
]


def card(do, name, **options):
    world = catalog(exercises=MOVES, protocols=[protocol(do)], conditions=[condition()])
    return plan(world, **options).card(name)


def test_an_easier_exercise_on_the_page_is_named_by_its_block():
    assert card(["sit", "squat"], "squat").easier.words == "Do exercise 1 for now: Do sit."


def test_an_easier_exercise_without_a_block_is_for_the_therapist_to_show():
    easier = card(["squat"], "squat").easier
    assert easier.words == "Do half as much for now. Ask us to show you: Do sit."


def test_a_lower_rung_with_a_block_goes_before_the_next_one_without():
    assert card(["sit", "step"], "step").easier.words == "Do exercise 1 for now: Do sit."


def test_an_easier_exercise_that_comes_later_is_not_one_to_turn_to():
    phases = [
        {"id": "one", "name": "One", "weeks": "1-2", "goal": "Go.", "do": {"squat": "3 x 8"}},
        {"id": "two", "name": "Two", "weeks": "3-4", "goal": "Go.", "do": {"sit": "3 x 8"}},
    ]
    world = catalog(exercises=MOVES, protocols=[protocol(phases=phases)], conditions=[condition()])
    assert plan(world).card("squat").easier.words.startswith("Do half")


def two_phases(first, second):
    phases = [
        {"id": "one", "name": "One", "weeks": "1-2", "goal": "Go.", "do": first},
        {"id": "two", "name": "Two", "weeks": "3-4", "goal": "Go.", "do": second},
    ]
    return catalog(exercises=MOVES, protocols=[protocol(phases=phases)], conditions=[condition()])


def test_an_easier_exercise_that_was_dropped_since_is_named_with_its_week():
    program = plan(two_phases({"sit": "3 x 8"}, {"squat": "3 x 8"}))
    words = "Do exercise 1 for now, as much as in week 2: Do sit."
    assert program.card("squat").easier.words == words


def test_an_easier_exercise_of_the_same_weeks_goes_before_a_nearer_one_that_was_dropped():
    first = {"sit": "3 x 8", "squat": "3 x 8"}
    program = plan(two_phases(first, {"sit": "3 x 8", "step": "3 x 8"}))
    assert program.card("step").easier.words == "Do exercise 1 for now: Do sit."


def test_a_harder_exercise_is_never_started_without_asking():
    assert card(["squat"], "squat").harder.words == "Ask us first about: Do step."
    phases = [
        {"id": "one", "name": "One", "weeks": "1-2", "goal": "Go.", "do": {"squat": "3 x 8"}},
        {"id": "two", "name": "Two", "weeks": "3-4", "goal": "Go.", "do": {"step": "3 x 8"}},
    ]
    world = catalog(exercises=MOVES, protocols=[protocol(phases=phases)], conditions=[condition()])
    on_page = plan(world).card("squat").harder.words
    assert on_page == "Ask us first about exercise 2: Do step."


def test_a_harder_exercise_that_is_done_the_same_day_is_no_answer_to_too_easy():
    assert card(["squat", "step"], "squat").harder is None


def test_what_the_protocol_goes_on_to_comes_before_the_ladder():
    assert card({"sit": "3 x 10, next step"}, "sit").harder.id == "step"
    band = card({"squat": "3 x 10-15, load any band, next band"}, "squat").harder
    assert band.words == "Ask us for the next band. Start it with your lowest number."
    assert band.id == "squat", "more of the same exercise, which has its block"


def test_what_the_protocol_goes_on_to_is_left_out_where_it_is_banned():
    world = catalog(
        exercises=MOVES,
        protocols=[protocol({"sit": "3 x 10, next step"}, ban=["single-leg-load"])],
        conditions=[condition()],
    )
    assert plan(world).card("sit").harder is None
