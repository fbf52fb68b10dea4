"""A starter file says what to fill, cannot be used unfilled, and is sound once filled."""

import re
from pathlib import Path

import pytest

from exercise_rx.catalog.kinds import BY_NAME
from exercise_rx.catalog.lint import main
from exercise_rx.catalog.one_file import findings
from exercise_rx.catalog.starters import KINDS, starter, text_of
from exercise_rx.errors import UsageProblem

FILLED = {
    "Name of the exercise": "Knee lift",
    "What the patient does in a few plain words": "Lift your knee",
    "kind": "mobility",
    "position": "sitting",
    "one-side, each-side or both-together": "one-side",
    "LAD01 to LAD23": "LAD06",
    "what-it-trains": "hip-range",
    "load tag": "hip-flexion-past-90",
    "First step": "Sit tall on a firm chair.",
    "Second step": "Lift your {side} knee up.",
    "Third step": "Let it down with care.",
    "Where the patient should feel it": "The front of your hip works.",
    "The usual mistake. How to put it right.": "You lean back. Sit tall.",
    "The sign that means stop": "The hip hurts in the groin.",
    "a dose such as 2-3 x 10-15, hold 2 s": "2 x 10",
    "Name of the protocol": "Knee range",
    "verified, R-hi, R-med or R-lo": "R-med",
    "How long until it should feel better": "It takes 4 to 6 weeks.",
    "When the patient may do more, in a sentence with a number": "It was easy for 3 days.",
    "pain rule": "up-to-3",
    "The pain rule in one plain sentence": "Stay at 3 or less out of 10.",
    "Name of the first phase": "Bend",
    "What this phase is for, in plain words": "Bend the knee with ease.",
    "A yes-or-no check with a number that the patient can do at home": "You can do 10 in a row.",
    "id-of-an-exercise": "heel-slide",
    "a dose such as 3 x 10, hold 2 s, 2/d": "3 x 10, 2/d",
    "author-year": "lee-2020",
    "Authors. Title. Journal year.": "Lee A. A trial. A journal 2020.",
    "The fact that is taken from it, in your own words": "Three sets of ten.",
    "Name of the diagnosis": "Stiffness of the knee",
    "The same in plain words": "A stiff knee",
    "a code such as M76.82": "M25.66",
    "Why it is safe when no row above holds": "Nothing speaks against it.",
    "id-of-a-protocol": "knee-range",
    "How long it usually takes": "It gets better in a few weeks.",
    "Something that helps": "Walk a little each day.",
    "Something to leave alone for now": "Do not kneel.",
    "The sign that means call us": "The knee is hot.",
}
FIELD = re.compile(r"<([A-Za-z][^<>\"\n]*)>")


def written(kind: str, folder: Path, *, filled: bool) -> Path:
    made = starter(kind, "our-own", "knee")
    file = folder / made.path
    file.parent.mkdir(parents=True)
    text = made.text
    if filled:
        text = "\n".join(
            line if line.lstrip().startswith("#") else FIELD.sub(lambda m: FILLED[m[1]], line)
            for line in text.splitlines()
        )
    file.write_text(text + "\n", encoding="utf-8")
    (folder / made.schema_path).write_text(made.schema_text, encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_starter_is_sound(kind: str, tmp_path: Path) -> None:
    file = written(kind, tmp_path, filled=True)
    assert [str(problem) for problem in findings(file)] == []
    assert (file.parent / "../schema.json").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_an_unfilled_starter_is_refused_place_by_place(kind: str, tmp_path: Path) -> None:
    file = written(kind, tmp_path, filled=False)
    says = [problem.says for problem in findings(file)]
    places = [
        place
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
        for place in FIELD.findall(line)
    ]
    assert says == [f"holds <{place}>, which is still to be filled" for place in places]
    assert len(says) >= 8


@pytest.mark.parametrize("kind", KINDS)
def test_no_list_of_words_was_forgotten(kind: str) -> None:
    made = starter(kind, "our-own", "knee")
    assert "@" not in made.text
    assert "region: <region>\n" in text_of(kind) or kind == "protocol"
    assert made.path == f"{BY_NAME[kind].where}/knee/our-own.yaml"


def test_a_protocol_for_the_foot_lies_with_the_ankle() -> None:
    assert starter("protocol", "ours", "foot").path == "templates/protocols/ankle/ours.yaml"
    assert starter("exercise", "ours", "foot").path == "exercises/foot/ours.yaml"
    assert starter("condition", "ours", "balance").path == "templates/conditions/general/ours.yaml"


@pytest.mark.parametrize(
    ("kind", "id_", "region", "says"),
    [
        ("exercize", "a", "knee", "Did you mean exercise"),
        ("exercise", "a", "nee", "Did you mean knee"),
        ("exercise", "Our Slide!", "knee", "single hyphens: our-slide"),
        ("exercise", "../out", "knee", "single hyphens: out"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(
    kind: str, id_: str, region: str, says: str
) -> None:
    with pytest.raises(UsageProblem) as raised:
        starter(kind, id_, region)
    assert says in str(raised.value)


def test_lint_says_how_many_files_and_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written("exercise", tmp_path, filled=True)
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 files, 0 problems, 0 notes.\n"
    file = tmp_path / "exercises/knee/our-own.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2 x 10", "2 of 10"), encoding="utf-8")
    assert main([str(file)]) == 1
    assert "our-own.yaml:" in capsys.readouterr().out
    assert main([str(tmp_path / "lost")]) == 2


def test_a_grade_that_cannot_be_measured_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A validator that could not run has not passed."""
    import sys

    written("exercise", tmp_path, filled=True)
    monkeypatch.setitem(sys.modules, "textstat", None)
    assert main([str(tmp_path)]) == 1
    assert "The reading grade cannot be checked" in capsys.readouterr().err
