"""The whole way from a pose to its pictures: place, build, look, ink, trace."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from exercise_rx.draw import marks, props
from exercise_rx.draw.body import Body
from exercise_rx.draw.camera import Camera, framed
from exercise_rx.draw.dress import Wardrobe
from exercise_rx.draw.furniture import Built
from exercise_rx.draw.geometry import Array
from exercise_rx.draw.ink import Pen, ink
from exercise_rx.draw.landmarks import Anatomy
from exercise_rx.draw.pose import CameraWords, Pose
from exercise_rx.draw.scene import Scene
from exercise_rx.draw.solver import Solved, solve
from exercise_rx.draw.stances import between, layers_of
from exercise_rx.draw.surface import Surface
from exercise_rx.draw.svg import Picture
from exercise_rx.draw.tones import tones
from exercise_rx.draw.trace import layers, polygon, trace
from exercise_rx.draw.view import View, look
from exercise_rx.draw.words import Frame

ENGINE = 3
"""Rises when the same pose would give another picture; `--changed` then draws it again."""
DOTS = 10
"""Traced pixels per point on paper, when the picture is fitted into `PAPER`."""
PAPER = (170.0, 127.5)
"""Points: 60 by 45 mm, the size pictures are printed at."""
CONTEXT_PAPER = (56.0, 84.0)
PEN = Pen(0.66 * DOTS, 0.44 * DOTS)
CONTEXT_PEN = Pen(0.55 * DOTS, 0.40 * DOTS)
HALO = 0.9 * DOTS
"""White round an arrow, in traced pixels."""
FRAME_GREY = 140
SPAN = 150.0 * DOTS
"""The size that marks are measured by: the same on paper whatever the picture's shape."""


@dataclass(frozen=True)
class Shot:
    """One picture's placed body, its surfaces and its props."""

    solved: Solved
    skin: Array
    person: list[Surface]
    built: list[tuple[str, Built]]

    @property
    def surfaces(self) -> list[Surface]:
        return [*self.person, *(s for _, built in self.built for s in built.surfaces)]


class Studio:
    """A body, its clothes and everything needed to draw poses with it."""

    def __init__(self, body_file: Path) -> None:
        self.body = Body(body_file)
        self.anatomy = Anatomy(self.body)
        self.body_digest = hashlib.sha256(body_file.read_bytes()).hexdigest()[:12]

    @cached_property
    def wardrobe(self) -> Wardrobe:
        """Clothes and hair: needed to draw, not to solve."""
        return Wardrobe(self.body)

    def story(self, pose: Pose) -> marks.Story:
        """Every picture's body, placed."""
        frames, tops = layers_of(pose), props.tops(pose)
        solved: dict[Frame, Solved] = {}
        for name, layer in frames.items():
            solved[name] = solve(self.anatomy, layer, solved.get("start"), tops)

        def on_the_way(first: Frame, second: Frame, share: float) -> Solved:
            layer = between(frames[first], frames[second], share)
            return solve(self.anatomy, layer, solved["start"], tops)

        return marks.Story(self.anatomy, solved, on_the_way)

    def shots(self, pose: Pose, story: marks.Story) -> dict[Frame, Shot]:
        """Every picture's surfaces."""
        camera = _view(pose.camera)
        found: dict[Frame, Shot] = {}
        for name, solved in story.solved.items():
            stored = self.body.shaped(solved.stance.angles, solved.layer.eyes_closed)
            carried = self.body.carried(solved.placement)
            skin = carried.apply(stored)
            person = self.wardrobe.surfaces(carried, stored, "LR" if pose.shoes else "")
            scene = Scene(self.anatomy, solved, story.solved["start"], skin, camera.back)
            found[name] = Shot(solved, skin, person, props.build(pose, name, scene))
        return found

    def draw(self, pose: Pose) -> dict[str, Picture]:
        """All pictures of one exercise by name: start, middle, end, context."""
        story = self.story(pose)
        shots = self.shots(pose, story)
        box = (round(PAPER[0] * DOTS), round(PAPER[1] * DOTS))
        camera = self.camera(pose, pose.camera, story, shots, box)
        pictures: dict[str, Picture] = {
            name: self._picture(shot.surfaces, camera, self._marks(pose, story, name, camera))
            for name, shot in shots.items()
        }
        if pose.context is not None:
            small = (round(CONTEXT_PAPER[0] * DOTS), round(CONTEXT_PAPER[1] * DOTS))
            first: dict[Frame, Shot] = {"start": shots["start"]}
            camera = self.camera(pose, pose.context, None, first, small)
            first_surfaces = shots["start"].surfaces
            pictures["context"] = self._picture(first_surfaces, camera, [], CONTEXT_PEN)
        return pictures

    def camera(
        self,
        pose: Pose,
        words: CameraWords,
        story: marks.Story | None,
        shots: dict[Frame, Shot],
        box: tuple[int, int],
    ) -> Camera:
        """The camera that holds every picture of the exercise, marks and all."""
        view = _view(words)
        shown = [view.flat(self._shown(words, shot)) for shot in shots.values()]
        shown += [view.flat(np.array([point])) for point in words.include]
        low, high = _bounds(shown)
        left, right, bottom, top = words.crop
        width, height = high - low
        low = low + np.array([width * left, height * bottom])
        high = high - np.array([width * right, height * top])
        camera = framed(view, low, high, box, words.margin)
        if story is None:
            return camera
        outlines = [s for name in shots for s in self._marks(pose, story, name, camera)]
        if outlines:
            flat = _paper(camera, np.concatenate(outlines))
            low, high = _bounds([np.array([low, high]), flat])
        return framed(view, low, high, box, words.margin)

    def _shown(self, words: CameraWords, shot: Shot) -> Array:
        if not words.focus:
            return np.concatenate([surface.points for surface in shot.surfaces])
        ids = np.concatenate([self.anatomy.parts[name] for name in words.focus])
        return np.asarray(shot.skin[np.unique(ids)])

    def _marks(self, pose: Pose, story: marks.Story, frame: Frame, camera: Camera) -> list[Array]:
        return marks.shapes(story, pose.marks, frame, camera, SPAN)

    def sketch(self, shot: Shot, camera: Camera) -> Picture:
        """One picture without its marks, with a pen for smaller sizes."""
        return self._picture(shot.surfaces, camera, [], Pen(PEN.outer * 0.4, PEN.inner * 0.45))

    def _picture(
        self, surfaces: list[Surface], camera: Camera, shapes: list[Array], pen: Pen = PEN
    ) -> Picture:
        view = look(surfaces, camera)
        names = self.wardrobe.part_names
        small = [i for i, name in enumerate(names) if name.startswith(("toe", "finger"))]
        drawn = layers(tones(view), ink(view, camera.scale, pen, small))
        if shapes:
            drawn.append((255, trace(_halo(shapes, camera.size), 4, smooth=1.0, tolerance=0.6)))
            drawn.append((0, "".join(polygon(shape) for shape in shapes)))
        if _is_cut(view):
            drawn.append((FRAME_GREY, _border(camera.size)))
        return Picture(*camera.size, tuple(drawn))

    def digest(self, pose: Pose) -> str:
        """Changes when the pose, the engine or the body would change the picture."""
        said = pose.model_dump(mode="json", exclude={"alt", "accept"})
        text = json.dumps([ENGINE, self.body_digest, said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _view(words: CameraWords) -> Camera:
    return Camera(words.angle, words.elevation)


def _bounds(flat: list[Array]) -> tuple[Array, Array]:
    points = np.concatenate(flat)
    return points.min(0), points.max(0)


def _paper(camera: Camera, pixels: Array) -> Array:
    """From a camera's pixels back to metres on the paper."""
    across = (pixels[:, 0] - camera.size[0] / 2) / camera.scale + camera.centre[0]
    up = (camera.size[1] / 2 - pixels[:, 1]) / camera.scale + camera.centre[1]
    return np.stack([across, up], axis=1)


def _is_cut(view: View) -> bool:
    """Whether the picture's edge cuts through something, so that it needs a frame."""
    thing = view.thing
    return bool(thing[0].any() or thing[-1].any() or thing[:, 0].any() or thing[:, -1].any())


def _border(size: tuple[int, int]) -> str:
    """A thin frame as four bars."""
    (w, h), t = size, round(0.5 * DOTS)
    bars = ((0, 0, w, t), (0, h - t, w, t), (0, t, t, h - 2 * t), (w - t, t, t, h - 2 * t))
    return "".join(f"M{x} {y}h{a}v{b}h{-a}z" for x, y, a, b in bars)


def _halo(shapes: list[Array], size: tuple[int, int]) -> Array:
    """A mask of the marks, grown by the halo."""
    image = Image.new("1", size)
    pen = ImageDraw.Draw(image)
    for shape in shapes:
        pen.polygon([(float(x), float(y)) for x, y in shape], fill=1)
    mask = np.array(image, bool)
    return np.asarray(ndimage.distance_transform_edt(~mask) <= HALO)
