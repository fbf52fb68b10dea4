"""Finished pictures: plain paths, small, the same bytes again."""

import re
from pathlib import Path

import numpy as np
import pytest

from exercise_rx.draw.camera import Camera, framed
from exercise_rx.draw.gallery import Posed
from exercise_rx.draw.pose import Pose
from exercise_rx.draw.raster import Depths
from exercise_rx.draw.studio import Studio
from exercise_rx.draw.trace import polygon, trace

POSE = {
    "stance": "stand",
    "camera": {"azimuth": -60},
    "props": [{"kind": "step", "z": 0.5}],
    "end": {"joints": {"hip_flexion.R": 60, "knee_flexion.R": 80}},
    "marks": [{"track": "knee.R", "about": "hip.R"}],
    "alt": {"start": "One.", "end": "Two."},
}


def test_a_drawing_is_filled_paths_and_nothing_else(studio: Studio) -> None:
    pictures = studio.draw(Pose.model_validate(POSE))
    assert sorted(pictures) == ["end", "start"]
    for picture in pictures.values():
        text = picture.svg("0" * 16)
        assert set(re.findall(r"<(\w+)", text)) == {"svg", "path"}
        assert len(text) < 25_000
        assert not re.search(r"d=\"[^\"]*\.", text)
    assert len(pictures["end"].layers) == len(pictures["start"].layers) + 2


def test_the_same_pose_gives_the_same_bytes(studio: Studio) -> None:
    pose = Pose.model_validate(POSE)
    first, second = (studio.draw(pose)["end"].svg("0" * 16) for _ in range(2))
    assert first == second


def test_the_digest_follows_the_pose_and_not_its_words(studio: Studio) -> None:
    digest = studio.digest(Pose.model_validate(POSE))
    reworded = {**POSE, "alt": {"start": "Other.", "end": "Words."}}
    moved = {**POSE, "end": {"joints": {"hip_flexion.R": 61}}}
    assert studio.digest(Pose.model_validate(reworded)) == digest
    assert studio.digest(Pose.model_validate(moved)) != digest


def test_a_pose_is_stale_until_drawn_and_again_when_it_changes(
    studio: Studio, tmp_path: Path
) -> None:
    posed = Posed(tmp_path / "knee-thing.pose.yaml")
    pose = Pose.model_validate(POSE)
    assert posed.is_stale(studio, pose)
    posed.draw(studio, pose)
    assert not posed.is_stale(studio, pose)
    assert posed.is_stale(studio, Pose.model_validate({**POSE, "shoes": True}))


def test_projection_puts_the_right_side_on_the_right_of_a_view_from_behind() -> None:
    right = np.array([[-1.0, 0, 0]])
    assert Camera(180, 0).flat(right)[0, 0] == pytest.approx(1)
    assert Camera(0, 0).flat(right)[0, 0] == pytest.approx(-1)
    assert Camera(-90, 0).flat(np.array([[0, 0, 1.0]]))[0, 0] == pytest.approx(1)


def test_a_framed_camera_holds_its_area() -> None:
    camera = framed(Camera(30, 10), np.array([-1, 0]), np.array([1, 1.5]), (1700, 1275), 0.03)
    assert camera.size[0] <= 1704
    assert camera.size[1] <= 1279
    middle = camera.project(0 * camera.right[None] + 0.75 * camera.up[None])[0]
    assert middle[:2] == pytest.approx(np.array(camera.size) / 2, abs=0.5)


def test_the_nearer_triangle_is_seen_and_the_cut_is_not() -> None:
    square = np.array([[0, 0, 5.0], [10, 0, 5], [10, 10, 5], [0, 10, 5]])
    corners = np.array([[0, 1, 2], [0, 2, 3]])
    depths = Depths((10, 10))
    depths.add(0, square, corners, None, culled=False, nearer=0)
    half = np.array([1.0, -1, -1, 1])
    depths.add(1, square - [0, 0, 2], corners, half, culled=False, nearer=0)
    owner = depths.owner.reshape(10, 10)
    assert set(owner[:, :4].ravel()) == {1}
    assert set(owner[:, 6:].ravel()) == {0}


@pytest.mark.usefixtures("body_file")
def test_tracing_keeps_the_place_of_a_square() -> None:
    mask = np.zeros((40, 60), bool)
    mask[10:20, 30:50] = True
    path = trace(mask, 2, smooth=0, tolerance=0)
    corner = re.match(r"M(\d+) (\d+)", path)
    assert corner
    assert 30 <= int(corner[1]) <= 50
    assert 10 <= int(corner[2]) <= 20
    assert polygon(np.array([[1, 2], [4.2, 1], [4, 8]])) == "M1 2l3-1l0 7z"
