"""`Too hard? Do exercise N` sends to what the patient does in those weeks, in every shipped protocol."""

from datetime import timedelta

import pytest
from plan.worlds import START, asked, condition, plan
from promises.wishes import broken_promises, catalog

from exercise_rx.model.catalog import Shelf
from exercise_rx.model.request import Request


def whole(name: str, **options):
    """The whole course of a shipped protocol, from its first phase on."""
    protocol = catalog().protocols[name]
    first = protocol.phases[0].weeks.first if protocol.clock == "surgery" else 0
    back = (START - timedelta(weeks=first)).isoformat()
    facts = {"sport": "yes"}
    if protocol.clock != "start":
        facts[f"{protocol.clock}-date"] = back
    world = catalog().but(
        conditions=Shelf.of(
            "condition",
            {"knee": condition(protocol=name, surgical=protocol.clock == "surgery")},
        )
    )
    told = {"weeks": "all", "max_exercises": None, "reason": "everything must show", **options}
    return plan(world, facts=facts, **told)


@pytest.mark.parametrize("name", catalog().protocols)
def test_too_hard_sends_to_an_exercise_of_those_weeks(name: str) -> None:
    program = whole(name)
    request = Request(codes=(asked(),), start=START, today=START, facts={"sport": "yes"})
    faults = broken_promises(program, request)
    assert not [fault for fault in faults if "sends to" in fault]
