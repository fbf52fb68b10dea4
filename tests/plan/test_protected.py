"""A protected list says what it is, why it is all that prints, and what the whole plan waits for."""

from plan.worlds import catalog, condition, exercise, fact, plan, protocol

PUMP = exercise("pump", purpose="pump")


def warning(gate, facts):
    world = catalog(
        exercises=[PUMP],
        protocols=[protocol({"pump": "3 x 10"})],
        conditions=[condition(gate=gate, protected={"pump": "10 x 5 s"})],
        facts=(fact("flare"), fact("tear-size", "text")),
    )
    program = plan(world, facts=facts)
    assert program.kind == "protected"
    return [(d.what, d.why, d.rule) for d in program.decisions if d.kind == "warning"]


WAITS = {"if": {"cleared-on": "unknown"}, "gate": "PROTECTED", "because": "Not cleared yet."}
CLEARED = {"gate": "CLEARANCE", "needs": ["cleared-by", "tear-size"], "because": "Dates first."}


def test_a_list_that_waits_for_clearance_names_what_to_type():
    assert warning([WAITS, CLEARED], {}) == [
        (
            "M17.11: only the protected list is printed",
            "Not cleared yet",
            "once cleared add --fact cleared-by=... and --fact cleared-on=..., with tear-size",
        )
    ]


def test_a_list_that_rests_on_a_fact_names_the_fact():
    row = {"if": {"flare": "yes"}, "gate": "PROTECTED", "because": "No load in a flare."}
    told = warning([row], {"flare": "yes"})
    assert told[0][1:] == ("No load in a flare", "it rests on flare=yes")


def test_a_list_that_nothing_lifts_says_so():
    row = {"gate": "PROTECTED", "because": "The surgeon's dates decide."}
    assert warning([row], {})[0][2] == "nothing that is stated lifts it"
