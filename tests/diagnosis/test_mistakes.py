"""Each sloppy code has its own answer, word for word, and says what to type next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_rx.diagnosis import Reading, read_code
from exercise_rx.errors import UsageProblem

SEARCH = 'To search by words: exercise-rx codes "inner ankle tendon"'
TIBIAL = """\
  M76.821  Posterior tibial tendinitis, right leg
  M76.822  Posterior tibial tendinitis, left leg
  M76.829  Posterior tibial tendinitis, unspecified leg"""
SPRAIN = """\
  S93.421A  initial encounter
  S93.421D  subsequent encounter
  S93.421S  sequela"""

EXACT = {
    "": ("No diagnosis code was given.", f"Type one, such as M76.821. {SEARCH}"),
    " . ": ("No diagnosis code was given.", f"Type one, such as M76.821. {SEARCH}"),
    "m76.82": (
        "M76.82 is a heading (Posterior tibial tendinitis), not a code that can be billed. "
        f"Its codes:\n{TIBIAL}",
        "Type M76.821 for the right side, M76.822 for the left side.",
    ),
    "M76.82-": (
        "M76.82 is a heading (Posterior tibial tendinitis), not a code that can be billed. "
        f"Its codes:\n{TIBIAL}",
        "Type M76.821 for the right side, M76.822 for the left side.",
    ),
    "M76.82:left": (
        "M76.82 is a heading (Posterior tibial tendinitis), not a code that can be billed. "
        f"Its codes:\n{TIBIAL}",
        "Type M76.822 for the left side.",
    ),
    "M76.82D": (
        "M76.82 is a heading (Posterior tibial tendinitis), not a code that can be billed. "
        f"Its codes:\n{TIBIAL}",
        "Type M76.821 for the right side, M76.822 for the left side.",
    ),
    "M54.5": (
        "M54.5 is a heading (Low back pain), not a code that can be billed. Its codes:\n"
        "  M54.50  Low back pain, unspecified\n"
        "  M54.51  Vertebrogenic low back pain\n"
        "  M54.59  Other low back pain",
        "Type the one that fits, such as M54.50.",
    ),
    "M22.2": (
        "M22.2 is a heading (Patellofemoral disorders), not a code that can be billed. "
        "Its codes:\n"
        "  M22.2X1  Patellofemoral disorders, right knee\n"
        "  M22.2X2  Patellofemoral disorders, left knee\n"
        "  M22.2X9  Patellofemoral disorders, unspecified knee",
        "Type M22.2X1 for the right side, M22.2X2 for the left side.",
    ),
    "S93.421": (
        "S93.421 needs a 7th character (Sprain of deltoid ligament of right ankle):\n" + SPRAIN,
        "Type S93.421D: D is the usual one for therapy after active treatment.",
    ),
    "S13.4": (
        "S13.4 needs a 7th character (Sprain of ligaments of cervical spine):\n"
        "  S13.4XXA  initial encounter\n"
        "  S13.4XXD  subsequent encounter\n"
        "  S13.4XXS  sequela",
        "Type S13.4XXD: D is the usual one for therapy after active treatment.",
    ),
    "S93.421G": (
        "G is not a 7th character of S93.421 (Sprain of deltoid ligament of right ankle). "
        f"It takes:\n{SPRAIN}",
        "Type S93.421D: D is the usual one for therapy after active treatment.",
    ),
    "M1A.071": (
        "M1A.071 needs a 7th character (Idiopathic chronic gout, right ankle and foot):\n"
        "  M1A.0710  without tophus (tophi)\n"
        "  M1A.0711  with tophus (tophi)",
        "Type the one that fits.",
    ),
    "S13.4D": (
        "S13.4D leaves out the placeholders: the D stands in the 7th place.\n"
        "  S13.4XXD  Sprain of ligaments of cervical spine, subsequent encounter",
        "Type S13.4XXD.",
    ),
    "S93.42D": (
        "S93.42D is not complete: S93.42 (Sprain of deltoid ligament) is a heading. "
        "Did you mean one of its codes with D:\n"
        "  S93.421D  Sprain of deltoid ligament of right ankle, subsequent encounter\n"
        "  S93.422D  Sprain of deltoid ligament of left ankle, subsequent encounter\n"
        "  S93.429D  Sprain of deltoid ligament of unspecified ankle, subsequent encounter",
        "Type the one that fits, such as S93.421D.",
    ),
    "S93.421XD": (
        "S93.421XD has placeholders too many: the D stands in the 7th place.\n"
        "  S93.421D  Sprain of deltoid ligament of right ankle, subsequent encounter",
        "Type S93.421D.",
    ),
    "M72.2:links": (
        "`links` is not a side.",
        "Write right, left or both after the colon: M72.2:left.",
    ),
    "M76.821:left": (
        "M76.821 says the right side (Posterior tibial tendinitis, right leg), "
        "but `:left` was typed after it.",
        "Type M76.822 for the left side, or M76.821 without `:left`.",
    ),
    "S82.51XD:left": (
        "S82.51XD says the right side (Displaced fracture of medial malleolus of right tibia), "
        "but `:left` was typed after it.",
        "Type S82.52XD for the left side, or S82.51XD without `:left`.",
    ),
    "M17.0:left": (
        "M17.0 says both sides (Bilateral primary osteoarthritis of knee), "
        "but `:left` was typed after it.",
        "Type M17.0 alone, or the code of the left side.",
    ),
    "M76.821,M72.2": (
        "M76.821,M72.2 looks like 2 codes in one.",
        "Type them as separate words: M76.821 M72.2",
    ),
    "728.71": (
        "728.71 looks like ICD-9-CM (Plantar fascial fibromatosis), which ICD-10-CM replaced in "
        "2015. The CMS crosswalk offers:\n  M72.2  Plantar fascial fibromatosis",
        "Type the one that fits, such as M72.2, or search: "
        'exercise-rx codes "plantar fascial fibromatosis"',
    ),
    "84501": (
        "84501 looks like ICD-9-CM (Sprain of deltoid (ligament), ankle), which ICD-10-CM "
        "replaced in 2015. The CMS crosswalk offers:\n"
        "  S93.429D  Sprain of deltoid ligament of unspecified ankle",
        "Type the one that fits, such as S93.429D, or search: "
        'exercise-rx codes "sprain deltoid ligament ankle"',
    ),
    "401.9": (
        "401.9 looks like an ICD-9-CM code, which ICD-10-CM replaced in 2015. "
        "This tool reads ICD-10-CM.",
        SEARCH,
    ),
    "97110": (
        "97110 looks like a billing code for a therapy procedure, not a diagnosis. "
        "This tool reads ICD-10-CM.",
        SEARCH,
    ),
    "202882003": (
        "202882003 looks like a SNOMED CT number. This tool reads ICD-10-CM.",
        SEARCH,
    ),
    "FB40.0": ("FB40.0 looks like an ICD-11 code. This tool reads ICD-10-CM.", SEARCH),
    "M76.6 G R": (
        "M76.6 G R looks like the German ICD-10-GM: M76.6, right side. "
        "This tool reads ICD-10-CM, which has:\n  M76.61  Achilles tendinitis, right leg",
        "Type the one that fits, such as M76.61.",
    ),
    "M72.2 L": (
        "M72.2 L looks like the German ICD-10-GM: M72.2, left side. "
        "This tool reads ICD-10-CM, where M72.2 is: Plantar fascial fibromatosis.",
        "Type M72.2:left.",
    ),
    "M25.561L": (
        "M25.561L looks like the German ICD-10-GM: M25.561, left side. "
        "This tool reads ICD-10-CM, where M25.562 is: Pain in left knee.",
        "Type M25.562.",
    ),
    "M76.82l": (
        "M76.82l ends in a letter L: the digit 1, or L for left?\n"
        "  M76.821  Posterior tibial tendinitis, right leg\n"
        "  M76.822  Posterior tibial tendinitis, left leg",
        "Type the one that is meant.",
    ),
    "M76.6O": (
        "M76.6O has the letter O for the digit 0. "
        "Did you mean M76.60 (Achilles tendinitis, unspecified leg)?",
        "Type M76.60.",
    ),
    "593.421D": (
        "593.421D has the digit 5 for the letter S. Did you mean S93.421D "
        "(Sprain of deltoid ligament of right ankle, subsequent encounter)?",
        "Type S93.421D.",
    ),
    "Z99.99": (
        "Z99.99 is not in the ICD-10-CM list of 2026-04-01. Nearest:\n"
        "  Z99.89  Dependence on other enabling machines and devices",
        f"Type one of them. {SEARCH}",
    ),
    "M76.823": (
        f"M76.823 is not in the ICD-10-CM list of 2026-04-01. Nearest:\n{TIBIAL}",
        f"Type one of them. {SEARCH}",
    ),
    "QQQ": (
        "QQQ is not an ICD-10-CM code: a code is a letter and two to six more characters, "
        "like M76.821.",
        SEARCH,
    ),
    "plantar fasciitis": (
        "plantar fasciitis is not a code. Codes with these words:\n"
        "  M72.2  Plantar fascial fibromatosis",
        'Type one of them, or see more: exercise-rx codes "plantar fasciitis"',
    ),
    "xyzzy": ("xyzzy is not a code, and no code has these words.", SEARCH),
}


def problem_with(typed: str) -> UsageProblem:
    with pytest.raises(UsageProblem) as caught:
        read_code(typed)
    return caught.value


@pytest.mark.parametrize("typed", EXACT)
def test_the_answer_to_a_sloppy_code(typed):
    problem = problem_with(typed)
    assert (problem.message, problem.tip) == EXACT[typed]
    assert problem.exit_code == 2


def test_a_missing_fracture_character_lists_all_sixteen():
    problem = problem_with("S82.51X")
    listed = problem.message.splitlines()[1:]
    assert [line.split()[0][-1] for line in listed] == list("ABCDEFGHJKMNPQRS")
    assert str(problem.tip).startswith("Type S82.51XD: ")


@pytest.mark.parametrize("typed", ["S93.4D", "S93.4XXD", "s93 4 d"])
def test_a_heading_with_a_seventh_lists_the_real_codes(typed):
    problem = problem_with(typed)
    listed = [line.split()[0] for line in problem.message.splitlines()[1:]]
    assert listed[:3] == ["S93.401D", "S93.402D", "S93.409D"]
    assert len(listed) == 15


def test_a_long_heading_says_how_many_are_left():
    problem = problem_with("S02.11")
    assert problem.message.count("\n") == 13
    assert problem.message.endswith("\n  and 2 more: exercise-rx codes S02.11")


def test_a_pasted_page_is_cut_short_and_kept_on_one_line():
    problem = problem_with("M76\x1b[31m\n" * 500)
    assert len(problem.message) < 100
    assert "\x1b" not in problem.message


ODD = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="MSZGX0123456789ADOIL.:- ,", max_size=12),
    st.from_regex(r"[A-Z][0-9]{2}\.?[0-9AX]{0,4}[A-Z]?", fullmatch=True),
)


@given(ODD)
def test_whatever_is_typed_is_read_or_answered(typed):
    answer = answered(typed)
    if isinstance(answer, UsageProblem):
        assert answer.message
        assert answer.tip
    else:
        assert read_code(answer.code).stem == answer.stem


def answered(typed: str) -> Reading | UsageProblem:
    try:
        return read_code(typed)
    except UsageProblem as problem:
        return problem
