"""Values: frozen, checked whenever they are made, and the same whichever way they are read."""

import json
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from exercise_rx.catalog.load import load
from exercise_rx.model.asked import validate
from exercise_rx.model.base import Strict
from exercise_rx.model.condition import Condition, GateRule, Need
from exercise_rx.model.dose import Range
from exercise_rx.model.exercise import Exercise
from exercise_rx.model.fits import fits
from exercise_rx.model.kept import restored
from exercise_rx.model.protocol import Phase, Prescription, Weeks
from exercise_rx.model.request import AskedCode, Request

CODE = AskedCode(code="M72.2", stem="M72.2", description="Plantar fasciitis", side="none")
DAY = date(2026, 11, 23)


def test_a_value_is_frozen_and_equal_by_its_fields() -> None:
    span = Range(low=1, high=2)
    with pytest.raises(AttributeError, match="frozen"):
        span.low = 3  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del span.low
    assert span == Range(low=1, high=2, more=False)
    assert hash(span) == hash(Range(low=1, high=2))
    assert span != Range(low=1, high=3)
    assert pickle.loads(pickle.dumps(span)) == span
    assert pickle.dumps(span) == pickle.dumps(Range(low=1, high=2)), (
        "a hash of this process is in it"
    )
    assert repr(span) == "Range(low=1, high=2, more=False)"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"low": 1},
        {"low": 1, "high": 2, "width": 1},
        {"low": "x", "high": 2},
        {"low": -1, "high": 2},
        {"low": 3, "high": 2},
    ],
)
def test_what_does_not_fit_is_refused_when_a_value_is_made(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Range(**fields)


def test_a_value_does_not_follow_the_dict_it_was_made_of() -> None:
    told = {"age": "70"}
    request = Request(codes=(CODE,), start=DAY, today=DAY, facts=told)
    told["age"] = "7"
    assert request.facts == {"age": "70"}


def test_a_changed_copy_is_checked_too() -> None:
    with pytest.raises(ValidationError, match="backwards"):
        Range(low=1, high=2).but(low=3)
    with pytest.raises(ValidationError):
        Weeks(first=1, last=2).but(last=999)


def test_what_almost_fits_is_read_by_pydantic() -> None:
    assert Range(low="1", high=2) == Range(low=1, high=2)  # type: ignore[arg-type]
    assert GateRule.model_validate(
        {"if": {"grade": [1, True]}, "gate": "OPEN", "because": " So. "}
    ) == GateRule(when={"grade": ["1", "true"]}, gate="OPEN", because="So.")
    assert Need.model_validate({"assume": True}).assume == "yes"
    assert Phase.model_validate(
        {"id": "one", "name": "One", "weeks": "1-2", "goal": "Begin.", "do": {"toe-curl": "3 x 10"}}
    ).do[0] == Prescription.model_validate({"exercise": "toe-curl", "dose": "3 x 10"})


def test_a_fault_is_told_with_its_place() -> None:
    item = load().conditions["posterior-tibial-tendinopathy"].stored()
    item["gate"][0]["because"] = ""
    item["ban"] = ["heavvy"]
    with pytest.raises(ValidationError) as caught:
        Condition.model_validate(item)
    told = {(fault["loc"], fault["type"]) for fault in caught.value.errors()}
    assert told == {(("gate", 0, "because"), "string_too_short"), (("ban",), "value_error")}


def every_value() -> list[Strict]:
    """Every item of the content."""
    book = load()
    shelves = (
        book.exercises,
        book.protocols,
        book.conditions,
        book.facts,
        book.red_flags,
        book.refused,
        book.precautions,
    )
    return [value for shelf in shelves for value in shelf.values()]


def test_content_is_the_same_restored_asked_and_taken_as_it_is() -> None:
    """What was checked once reads back as the same value, and is what pydantic makes of it."""
    for value in every_value():
        model, text = type(value), value.model_dump_json()
        assert restored(model, json.loads(text)) == value
        assert model.model_validate_json(text) == value
        assert fits(model, value.__dict__), f"{model.__name__} {value!r:.80}"
        assert validate(model, dict(value)) == value


def test_a_stored_value_that_lacks_a_field_is_no_value() -> None:
    with pytest.raises(ValueError, match="Exercise lacks a field"):
        restored(Exercise, {"id": "heel-raise"})


ANY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 130),
    st.floats(allow_nan=False),
    st.dates(),
    st.text("aé \n-B", max_size=45),
    st.sampled_from(["right", "both", "letter", "all", "en", "en-US", "en\n", "a-b", " x ", "é"]),
    st.lists(st.text("ab \n", max_size=3), max_size=2).map(tuple),
    st.dictionaries(st.text("ab \n", max_size=3), st.text("ab \n", max_size=3), max_size=1),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*Request.model_fields, "unknown"]), ANY, max_size=5))
def test_what_plainly_fits_is_what_pydantic_would_take_as_it_is(given: dict[str, Any]) -> None:
    """The quick test may doubt a good value; it never passes one that pydantic refuses or changes."""
    fields = {"codes": (CODE,), "start": DAY, "today": DAY, **given}
    if fits(Request, fields):
        assert validate(Request, fields) == Request.taken(fields)


def test_a_usual_request_needs_no_pydantic() -> None:
    assert fits(
        Request,
        {
            "codes": (CODE,),
            "start": DAY,
            "today": DAY,
            "side": "left",
            "weeks": "all",
            "patient": "Jo",
            "clinician": "A. Osei, PT",
            "home": ("chair", "wall"),
            "facts": {"age": "70"},
            "lang": "en",
        },
    )
