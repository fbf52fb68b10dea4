"""Sides come from the words of the list; a reviewed table of the families where digits mislead."""

import re

import pytest

from exercise_rx.diagnosis import index, read_code
from exercise_rx.diagnosis.sides import agree
from exercise_rx.errors import UsageProblem

GOLDEN = """
    M76.821 right        M76.822 left         M76.829 unspecified  M76.60 unspecified
    M76.61 right         M76.62 left          M77.10 unspecified   M75.41 right
    M25.371 right        M25.372 left         M25.373 unspecified  M25.374 right
    M25.375 left         M25.376 unspecified  M25.674 right        M25.675 left
    M24.274 right        M24.275 left         M67.871 right        M67.872 left
    M67.873 right        M67.874 left         M67.879 unspecified
    M84.361D right       M84.362D left        M84.363D right       M84.364D left
    M84.369D unspecified M84.371D right       M84.374D right       M84.377D right
    M84.378D left        M84.379D unspecified M84.350D none        M84.359D unspecified
    M23.200 right        M23.201 left         M23.202 unspecified  M23.203 right
    M23.204 left         M23.205 unspecified  M23.206 right        M23.207 left
    M23.209 unspecified  M23.221 right        M23.222 left         M23.300 right
    M23.304 left         M23.305 unspecified  S83.206D right       S83.207D left
    M17.0 both           M17.10 unspecified   M17.11 right         M17.12 left
    M17.2 both           M17.4 both           M17.5 unspecified    M17.9 unspecified
    M16.0 both           M16.6 both           M16.7 unspecified    M16.9 unspecified
    M18.0 both           M18.9 unspecified    G57.50 unspecified   G57.53 both
    G56.03 both          H81.13 both          M26.623 both         M92.523 both
    Z96.651 right        Z96.652 left         Z96.653 both         Z96.659 unspecified
    M72.2 none           M65.4 none           M54.2 none           M54.50 none
    M54.59 none          M54.16 none          M54.31 right         M54.32 left
    M54.30 unspecified   M54.41 right         M51.16 none          G44.86 none
    M62.81 none          M62.830 none         M62.831 none         M53.3 none
    M93.003 unspecified  M93.004 both         M79.601 right        M79.603 unspecified
    M79.604 right        M79.605 left         M79.606 unspecified  M79.673 unspecified
    M87.033 unspecified  M87.050 none         M89.031 right
    S92.011D right       S92.013D unspecified S82.013D unspecified S42.013D unspecified
    S42.014D right       S32.401D right       S62.300D right       S62.301D left
    S62.308D unspecified S22.41XD right       S22.43XD both        S13.4XXD none
    S33.5XXD none        S39.012D none        S93.421D right       S93.429D unspecified
    S43.50XD unspecified S82.51XD right       S82.53XD unspecified S82.54XD right
    S20.214D none        S31.102D none        S31.100D none
    G81.01 right         G81.03 right         G81.04 left          G81.00 unspecified
    I69.351 right        I69.354 left         I69.359 unspecified
    I50.1 none           I50.810 none         I21.11 none          I63.411 none
    K51.50 none          Z53.21 none          R10.11 none          Q25.47 none
    H54.0X33 both        M25.50 unspecified   M06.9 none           M10.9 none
"""


@pytest.mark.parametrize(("code", "side"), [tuple(p) for p in re.findall(r"(\S+) +(\w+)", GOLDEN)])
def test_the_side_of_a_tricky_code(code, side):
    assert read_code(code).side == side


def test_words_and_sides_agree_in_every_injury_and_joint_code():
    """Where a description of chapters M, S and G says right or left, so does its side."""
    wrong = []
    for row in index.all_rows():
        words = re.findall(r"[a-z]+", row.description.lower())
        says = [side for side in ("right", "left") if side in words]
        midline = re.search(r"quadrant|colon", row.description)
        if row.key[0] in "MSG" and says and not midline and [row.side] != says:
            wrong.append(row.code)
    assert wrong == []


def test_right_and_left_come_in_pairs():
    """A side read from one sibling and missed on the other would show here."""
    count = {"right": 0, "left": 0}
    for row in index.all_rows():
        if row.key[0] in "MSG" and row.side in count and not row.is_heading:
            count[row.side] += 1
    assert count["right"] == count["left"] > 3000


@pytest.mark.parametrize(
    ("codes", "regions", "side", "expected"),
    [
        (["M76.821"], ["ankle"], None, ("right",)),
        (["M76.821"], ["ankle"], "right", ("right",)),
        (["M76.829"], ["ankle"], "left", ("left",)),
        (["M76.829"], ["ankle"], None, (None,)),
        (["M72.2:left"], ["foot"], None, ("left",)),
        (["M54.50"], ["trunk"], None, (None,)),
        (["M17.0"], ["knee"], None, ("both",)),
        (["M25.561", "M54.50"], ["knee", "trunk"], None, ("right", None)),
        (["M25.561", "M75.02"], ["knee", "shoulder"], None, ("right", "left")),
        (["M17.0", "M76.51"], ["knee", "knee"], None, ("both", "right")),
        (["M76.821", "M72.2"], ["ankle", "foot"], "right", ("right", "right")),
    ],
)
def test_sides_that_agree(codes, regions, side, expected):
    assert agree([read_code(code) for code in codes], regions, side) == expected


@pytest.mark.parametrize(
    ("codes", "regions", "side", "message", "tip"),
    [
        (
            ["M76.821"],
            ["ankle"],
            "left",
            "--side left is against M76.821, which says the right side "
            "(Posterior tibial tendinitis, right leg).",
            "Leave --side out, or M76.822 for the left side. "
            "A side can stand with one code alone: M72.2:left.",
        ),
        (
            ["M72.2:left"],
            ["foot"],
            "right",
            "--side right is against M72.2:left (Plantar fascial fibromatosis).",
            "Leave --side out. A side can stand with one code alone: M72.2:left.",
        ),
        (
            ["M17.11", "M17.12"],
            ["knee", "knee"],
            None,
            "M17.11 means the right side and M17.12 the left side of one body part "
            "(Unilateral primary osteoarthritis, right knee; "
            "Unilateral primary osteoarthritis, left knee).",
            "Make one program for each code.",
        ),
        (
            ["G57.51", "G57.52"],
            ["ankle", "ankle"],
            None,
            "G57.51 means the right side and G57.52 the left side of one body part "
            "(Tarsal tunnel syndrome, right lower limb; Tarsal tunnel syndrome, left lower limb).",
            "Type G57.53 for both sides, or make one program for each code.",
        ),
        (
            ["M76.821", "S93.422D"],
            ["ankle", "ankle"],
            None,
            "M76.821 means the right side and S93.422D the left side of one body part "
            "(Posterior tibial tendinitis, right leg; Sprain of deltoid ligament of left ankle).",
            "Make one program for each code.",
        ),
        (
            ["M76.821", "M72.2:left"],
            ["ankle", "ankle"],
            None,
            "M76.821 means the right side and M72.2 the left side of one body part "
            "(Posterior tibial tendinitis, right leg; Plantar fascial fibromatosis).",
            "Make one program for each code.",
        ),
        (
            ["M17.0"],
            ["knee"],
            "left",
            "--side left is against M17.0, which says both sides "
            "(Bilateral primary osteoarthritis of knee).",
            "Leave --side out. A side can stand with one code alone: M72.2:left.",
        ),
    ],
)
def test_sides_that_contradict(codes, regions, side, message, tip):
    with pytest.raises(UsageProblem) as caught:
        agree([read_code(code) for code in codes], regions, side)
    assert (caught.value.message, caught.value.tip) == (message, tip)
