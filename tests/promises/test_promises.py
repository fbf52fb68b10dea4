"""Promises that hold for every request, not for three of them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises.wishes import broken_promises, catalog, draw_wish, try_wish

from exercise_rx import pipeline
from exercise_rx.catalog.load import read_clinic
from exercise_rx.render.formats import as_json

SEEDS = st.integers(0, 10**9)


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_a_plan_keeps_to_the_home_the_bans_and_never_gets_harder_on_the_way_back(seed):
    pick = random.Random(seed)
    _, program, request = try_wish(draw_wish(pick), pick)
    if program is not None:
        assert broken_promises(program, request) == []


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_the_same_request_gives_the_same_bytes(seed):
    pick = random.Random(seed)
    _, program, request = try_wish(draw_wish(pick), pick)
    if program is not None:
        again = pipeline.generate(request, catalog(), read_clinic(None))
        assert as_json(again) == as_json(program)


def test_at_least_half_of_the_requests_end_in_a_plan():
    ends = []
    for seed in range(200):
        pick = random.Random(seed)
        ends.append(try_wish(draw_wish(pick), pick)[0])
    assert ends.count("plan") >= 100, {end: ends.count(end) for end in set(ends)}


@pytest.mark.parametrize("seed", range(20))
def test_a_saved_program_reads_back_as_itself(seed):
    from exercise_rx.model.program import Program

    pick = random.Random(seed)
    _, program, _ = try_wish(draw_wish(pick), pick)
    if program is not None:
        assert Program.model_validate_json(as_json(program)) == program
