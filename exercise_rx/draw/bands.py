"""Bands, straps and pulled towels: loops that hug the skin and straps that leave them."""

from itertools import pairwise

import numpy as np
from scipy.spatial import ConvexHull

from exercise_rx.draw.geometry import Array, unit
from exercise_rx.draw.prop_words import Band, Loop
from exercise_rx.draw.scene import Scene
from exercise_rx.draw.shapes import ribbon
from exercise_rx.draw.surface import Surface, one_thing
from exercise_rx.draw.words import Place, direction

WIDTH = {"band": 0.045, "strap": 0.032, "long_towel": 0.07}
MATERIAL = {"band": "band", "strap": "dark", "long_towel": "cloth"}
STRAP_SHARE = 0.75
"""Width of a strap that leaves a loop, as a share of the loop's."""
STRETCHED = 0.6
"""Width of a pulled band half way, as a share of its width at the ends: rubber gets narrow."""
LONG = 0.3
"""Metres from which a free piece of band shows that it is pulled."""
AIR = 0.004
"""Metres between skin and band."""
TAIL = 0.09
"""Metres of band that hang out of a fist."""


def band(prop: Band, scene: Scene, thing: int) -> list[Surface]:
    """Every piece of a band as one thing."""
    width, material = prop.width or WIDTH[prop.kind], MATERIAL[prop.kind]
    pieces: list[Surface] = []
    rings: list[Array] = []
    for loop, places in ((prop.loop, []), (prop.joined, prop.joined_at)):
        if loop is None:
            continue
        ring, across = hugging(scene, loop, places)
        rings.append(ring)
        pieces.append(ribbon(ring, width, across, material, thing, closed=True))
    for place in prop.to:
        start = rings[0] if rings else scene.at(place)[None]
        pieces.append(_strap(prop, scene, start, place, width * STRAP_SHARE, thing))
    if prop.path:
        corners = np.array([scene.at(place) for place in prop.path])
        points, wide = _pulled(corners, width, prop.kind)
        pieces.append(_facing_ribbon(scene, points, wide, material, thing, prop.lift))
    for side in prop.wrap:
        pieces += _wound(scene, side, width * 0.8, material, thing)
    return one_thing(pieces)


def hugging(scene: Scene, loop: Loop, more: list[str], count: int = 56) -> tuple[Array, Array]:
    """A closed line round body parts, near a plane through a landmark, and its width's way."""
    places = [scene.at(name) for name in [loop.at, *more]]
    normal = direction(loop.normal)
    if not more:
        normal = scene.mark_turn(loop.at) @ normal
    middle = np.mean(places, axis=0) + normal * loop.shift
    skin = scene.part(loop.part)
    away = np.abs((skin - middle) @ normal)
    near = skin[away < max(0.02, float(np.partition(away, 12)[12]))]
    first = unit(np.cross(normal, [0.31, 0.9, 0.27]))
    second = np.cross(normal, first)
    centre = near.mean(0)
    flat = np.stack([(near - centre) @ first, (near - centre) @ second], axis=1)
    outline = flat[ConvexHull(flat).vertices]
    out = outline - outline.mean(0)
    outline = outline + AIR * out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    line = _evenly(np.vstack([outline, outline[:1]]), count)
    for _ in range(2):
        line = 0.25 * np.roll(line, 1, 0) + 0.5 * line + 0.25 * np.roll(line, -1, 0)
    offset = (middle - centre) @ normal * normal
    return centre + offset + line[:, :1] * first + line[:, 1:] * second, normal


def _evenly(line: Array, count: int) -> Array:
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    length = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, length[-1], count, endpoint=False)
    return np.stack([np.interp(at, length, line[:, i]) for i in range(line.shape[1])], axis=1)


def _strap(
    prop: Band, scene: Scene, ring: Array, place: Place, width: float, thing: int
) -> Surface:
    """A strap from the side of a loop that faces its goal."""
    goal = scene.at(place)
    start = ring[int(np.argmax(ring @ unit(goal - ring.mean(0))))]
    points, wide = _pulled(np.array([start, goal]), width, prop.kind)
    return _facing_ribbon(scene, points, wide, MATERIAL[prop.kind], thing, prop.lift)


def _pulled(corners: Array, width: float, kind: str) -> tuple[Array, Array]:
    """Points close together from corner to corner, and the width at each of them."""
    share = np.linspace(0, 1, 24)
    waist = (1 - STRETCHED) * np.sin(np.pi * share) ** 0.7 * (kind == "band")
    points, wide = [corners[:1]], [np.array([width])]
    for first, second in pairwise(corners):
        long = min(1.0, float(np.linalg.norm(second - first)) / LONG)
        points.append((first + share[:, None] * (second - first))[1:])
        wide.append((width * (1 - waist * long))[1:])
    return np.concatenate(points), np.concatenate(wide)


def _facing_ribbon(
    scene: Scene, points: Array, width: float | Array, material: str, thing: int, lift: float
) -> Surface:
    """A ribbon turned to the viewer, so that it is equally wide everywhere on the paper."""
    way = np.gradient(points, axis=0)
    across = np.cross(way, scene.toward_viewer)
    return ribbon(points + scene.toward_viewer * lift, width, across, material, thing)


def _wound(scene: Scene, side: str, width: float, material: str, thing: int) -> list[Surface]:
    """Two turns of band round the palm and a short tail, so that the hand clearly holds it."""
    turn = scene.bone_turn(f"wrist.{side}")
    along = turn @ np.array([0, -1.0, 0])
    pieces = []
    for shift in (-0.012, 0.016):
        loop = Loop(part=[f"hand.{side}"], at=f"palm.{side}", normal=(0, -1, 0), shift=shift)
        ring, across = hugging(scene, loop, [])
        pieces.append(ribbon(ring, width * 0.62, across, material, thing, closed=True))
    fist = scene.at(f"palm.{side}")
    sign = -1 if side == "L" else 1
    start = fist + turn @ np.array([sign * 0.03, 0, -0.02]) - along * 0.01
    end = start + np.array([0, -TAIL, 0]) + along * 0.01
    points = np.linspace(start, end, 6)
    pieces.append(_facing_ribbon(scene, points, width * 0.7, material, thing, 0.0))
    return pieces
