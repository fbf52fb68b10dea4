"""A fault in a pose file is named with its line and a way out."""

from pathlib import Path

import pytest

from exercise_rx.draw.reading import read_pose
from exercise_rx.errors import CatalogError

GOOD = """\
stance: sit
camera: {view: right}
props:
  - {kind: chair, z: -0.04}
start:
  contacts: [{rest: seat, upon: chair}, lap_hands]
end:
  joints: {knee_flexion.R: 5}
alt:
  start: A person sits.
  end: The {side} knee is straight.
"""


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "knee-thing.pose.yaml"
    path.write_text(text)
    with pytest.raises(CatalogError) as caught:
        read_pose(path)
    return [f"{problem.line} {problem.says} {problem.do}" for problem in caught.value.problems]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "knee-thing.pose.yaml"
    path.write_text(GOOD)
    assert read_pose(path).frames == ("start", "end")


@pytest.mark.parametrize(
    ("was", "now", "line", "words"),
    [
        ("knee_flexion.R: 5", "knee_flex.R: 5", 8, "Did you mean knee_flexion.R"),
        ("kind: chair", "kind: chiar", 4, "chiar"),
        ("{rest: seat, upon: chair}", "{rest: seet, upon: chair}", 6, "Did you mean seat"),
        ("upon: chair", "upon: step", 1, "no such prop"),
        ("camera: {view: right}", "camera: {veiw: right}", 2, "Did you mean view"),
        ("stance: sit", "stance: sitting", 1, "sit"),
        ("The {side} knee", "The right knee", 9, "{side}"),
        ("The {side} knee", "The {sid} knee", 9, "placeholders"),
        ("lap_hands]", "{hnad: R}]", 6, "a contact needs one of"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, was: str, now: str, line: int, words: str) -> None:
    assert was in GOOD
    found = faults(tmp_path, GOOD.replace(was, now))
    assert len(found) == 1
    assert found[0].startswith(f"{line} ")
    assert words in found[0]


def test_a_third_picture_needs_its_words(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD + "middle: {}\n")
    assert "alt.middle" in found[0]


def test_two_faults_are_both_told(tmp_path: Path) -> None:
    text = GOOD.replace("knee_flexion.R", "knee").replace("{view: right}", "{from: right}")
    assert len(faults(tmp_path, text)) == 2
