"""The longest stem answers, an owner keeps out of what it must not answer, neighbours are near."""

import pytest

from exercise_rx.diagnosis import read_code
from exercise_rx.diagnosis.match import Match, begins_with_any, longest_prefix, nearest, prefixes

TABLE = {
    "M76": "leg-tendons",
    "M76.82": "posterior-tibial",
    "S93.4": "ankle-sprain",
    "S93.42": "deltoid-sprain",
    "M84.3": "bone-stress",
    "I82.4": "clot",
    "M22.2X1": "kneecap",
    "S13.4": "whiplash",
    "M66": "tendon-rupture",
}
NEVER = {"leg-tendons": ("M76.3", "M76.82"), "ankle-sprain": ("S93.43",)}


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("M76.821", Match("M76.82", "posterior-tibial")),
        ("M76.61", Match("M76", "leg-tendons")),
        ("M76.31", None),
        ("S93.421", Match("S93.42", "deltoid-sprain")),
        ("S93.401", Match("S93.4", "ankle-sprain")),
        ("S93.431", None),
        ("S93.5", None),
        ("M84.363", Match("M84.3", "bone-stress")),
        ("I82.4Y1", Match("I82.4", "clot")),
        ("M22.2X1", Match("M22.2X1", "kneecap")),
        ("M22.2X2", None),
        ("S13.4", Match("S13.4", "whiplash")),
        ("M66.871", Match("M66", "tendon-rupture")),
        ("Z99.89", None),
    ],
)
def test_the_longest_stem_answers_unless_its_owner_must_not(stem, expected):
    assert longest_prefix(stem, TABLE, NEVER) == expected


def test_a_stem_held_back_by_one_owner_may_be_answered_by_a_wider_one():
    table = {"M76": "wide", "M76.3": "narrow"}
    assert longest_prefix("M76.31", table, {"narrow": ("M76.31",)}) == Match("M76", "wide")
    assert longest_prefix("M76.31", table, {"narrow": ("M76.31",), "wide": ("M76.31",)}) is None


def test_padding_is_no_part_of_a_stem():
    assert prefixes("S13.4XX") == ["S13.4", "S13"]
    assert prefixes("M22.2X1") == ["M22.2X1", "M22.2", "M22"]
    assert prefixes("S93.421") == ["S93.421", "S93.42", "S93.4", "S93"]
    assert longest_prefix(read_code("S13.4XXD").stem, TABLE) == Match("S13.4", "whiplash")


def test_a_family_covers_its_members_only():
    assert begins_with_any("I82.4Y1", ["I82.4", "I26"])
    assert not begins_with_any("I82.5Y1", ["I82.4", "I26"])
    assert not begins_with_any("I82", ["I82.4"])


STEMS = ["M76.82", "M76.6", "M72.2", "S93.42", "S93.40", "G57.5", "M17", "M25.57", "M54.5"]
STEMS += ["M75.4", "M75.0", "M76.3", "M70.5", "S86.11"]


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("M76.41", ["M76.82", "M76.3", "M76.6"]),
        ("G57.11", ["G57.5"]),
        ("S93.21", ["S93.40", "S93.42"]),
        ("M19.071", ["M25.57", "S93.40", "S93.42"]),
        ("M25.511", ["M25.57", "M75.0", "M75.4"]),
        ("M54.6", ["M54.5"]),
        ("S46.00", ["M75.0", "M75.4"]),
        ("Z99.89", []),
        ("H10.1", []),
    ],
)
def test_the_nearest_stems_share_a_beginning_or_a_body_part(code, first):
    assert nearest(code, STEMS) == first
    assert nearest(code, reversed(STEMS)) == first
