"""From a mark's words to shapes on the paper."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.arrows import arrow, bar, strokes
from exercise_rx.draw.camera import Camera
from exercise_rx.draw.geometry import Array, axes, unit, vector
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.mark_words import AnyMark, Arrow, Circle, Push, Squeeze, Track
from exercise_rx.draw.skeleton import Placement
from exercise_rx.draw.solver import Solved
from exercise_rx.draw.words import Frame, Place, direction

WIDTH, HEAD = 0.019, 0.058
"""Thickness of an arrow and of its head, as a share of the picture."""
SAMPLES = 13


@dataclass(frozen=True)
class Story:
    """All pictures of an exercise as placed bodies, and the way between two of them."""

    anatomy: Anatomy
    solved: dict[Frame, Solved]
    on_the_way: Callable[[Frame, Frame, float], Solved]

    def at(self, place: Place, frame: Frame) -> Array:
        """A landmark's place in one picture, or a point."""
        if isinstance(place, str):
            return self.anatomy.point(place, self.solved[frame].placement)
        return vector(place)

    def before(self, frame: Frame) -> Frame:
        """The picture before this one."""
        names = list(self.solved)
        return names[max(0, names.index(frame) - 1)]


def shapes(
    story: Story, marks: list[AnyMark], frame: Frame, camera: Camera, span: float
) -> list[Array]:
    """Every mark of one picture as polygons in the camera's pixels; `span` is what sizes are shares of."""
    found: list[Array] = []
    for mark in marks:
        if frame in mark.frame:
            found += _shapes(story, mark, frame, camera, span)
    return found


def _shapes(story: Story, mark: AnyMark, frame: Frame, camera: Camera, span: float) -> list[Array]:
    width, head = span * WIDTH * mark.size, span * HEAD * mark.size
    match mark:
        case Track():
            path = _track(story, mark, frame, camera, span)
            return [arrow(path, width, head, both_ways=mark.both_ways)]
        case Arrow():
            start = story.at(mark.arrow, frame) + vector(mark.offset)
            goal = start + direction(mark.toward) * mark.length
            path = _flat(camera, np.array([start, goal]))
            return [arrow(path, width, head, both_ways=mark.both_ways)]
        case Circle():
            path = _flat(camera, _ring(story, mark, frame))
            return [arrow(path, width, head, both_ways=mark.both_ways)]
        case Squeeze():
            middle = story.at(mark.squeeze, frame) + vector(mark.offset)
            radius = mark.radius * camera.scale
            return strokes(_flat(camera, middle[None])[0], radius, span * 0.045 * mark.size, width)
        case Push():
            goal = story.at(mark.push, frame) + vector(mark.offset)
            start = goal - direction(mark.toward) * mark.length
            path = _flat(camera, np.array([start, goal]))
            way = unit(path[1] - path[0])
            wide = width * 1.25
            edge = bar(path[1] + way * wide * 0.6, way, head * 1.25, wide * 0.7)
            return [arrow(path, wide, head * 1.05), edge]


def _flat(camera: Camera, points: Array) -> Array:
    return camera.project(points)[:, :2]


def _ring(story: Story, mark: Circle, frame: Frame) -> Array:
    middle = story.at(mark.circle, frame) + vector(mark.offset)
    axis = direction(mark.axis)
    helper = np.array([0, 1.0, 0]) if abs(axis[1]) < 0.9 else np.array([0, 0, 1.0])
    frame_axes = axes(axis, helper)
    angle = np.radians(mark.start + np.linspace(0, mark.sweep, 40))
    around = np.outer(np.cos(angle), frame_axes[:, 1]) + np.outer(np.sin(angle), frame_axes[:, 2])
    return np.asarray(middle + mark.radius * around)


def _track(story: Story, mark: Track, frame: Frame, camera: Camera, span: float) -> Array:
    """The landmark's way on the paper, never shorter than the least length."""
    since = mark.since or story.before(frame)

    def spot(placement: Placement) -> Array:
        return story.anatomy.point(mark.track, placement) + vector(mark.offset)

    shares = np.linspace(0, 1, SAMPLES)
    points = [spot(story.on_the_way(since, frame, float(share)).placement) for share in shares]
    path = _flat(camera, np.array(points))
    first, last = mark.trim
    path = path[int(len(path) * first) : max(int(len(path) * last), 2)]
    least = mark.least * span
    if mark.about is not None:
        centre = story.at(mark.about, frame) + vector(mark.offset)
        return _arc(path, _flat(camera, centre[None])[0], mark, least, span)
    length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    if length >= least:
        return path
    way, middle = unit(path[-1] - path[0]), (path[0] + path[-1]) / 2
    return np.array([middle - way * least / 2, middle + way * least / 2])


def _arc(path: Array, centre: Array, mark: Track, least: float, span: float) -> Array:
    """The way bent round a joint, at a clear distance from the limb."""
    spoke = path - centre
    radius = np.linalg.norm(spoke, axis=1) * mark.scale + mark.gap * span
    angle = np.unwrap(np.arctan2(spoke[:, 1], spoke[:, 0]))
    mean, turn = float(radius.mean()), float(angle[-1] - angle[0])
    if abs(turn) * mean < least:
        more = (least - abs(turn) * mean) / mean / 2 * np.sign(turn or 1)
        angle = np.linspace(angle[0] - more * 1.2, angle[-1] + more * 0.8, SAMPLES)
        radius = np.full(SAMPLES, mean)
    around = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(centre + radius[:, None] * around)
