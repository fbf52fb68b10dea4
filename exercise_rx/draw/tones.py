"""Flat greys: one for each material, and one step of shade."""

import numpy as np
from scipy import ndimage

from exercise_rx.draw.geometry import Array, unit
from exercise_rx.draw.view import View

GREY = {
    "skin": 255, "shirt": 214, "shorts": 150, "hair": 70, "eye": 255, "iris": 60, "brow": 60,
    "shoe": 120, "sole": 245, "wood": 235, "light": 248, "mat": 205, "band": 105, "metal": 190,
    "wall": 240, "cloth": 232, "dark": 90, "rubber": 165, "water": 226,
}  # fmt: skip
"""Grey of each material, 0 black to 255 paper."""
LIGHT = unit([-0.45, 0.75, 0.6])
"""From where the light comes, in the picture's own directions."""
SHADE, SHADE_BELOW = 0.83, 0.30
UNSHADED = ("band", "iris", "brow", "eye", "hair")
LEAST_AREA = 220
"""Pixels a patch of shade must have to be drawn."""


def tones(view: View) -> Array:
    """The grey of every pixel, before the ink."""
    grey = np.full(view.thing.shape, 255, np.uint8)
    for number, name in enumerate(view.materials):
        if name:
            grey[view.material == number] = GREY[name]
    return np.where(_shade(view), np.round(grey * SHADE), grey).astype(np.uint8)


def _shade(view: View) -> Array:
    thing = view.thing > 0
    person = view.part >= 0
    cover = ndimage.gaussian_filter(person.astype(np.float32), 4.5)
    soft = np.stack(
        [ndimage.gaussian_filter(np.where(person, view.facing[..., i], 0), 4.5) for i in range(3)],
        axis=-1,
    )
    soft = np.where(person[..., None], soft / np.maximum(cover, 0.05)[..., None], view.facing)
    dark = (soft @ LIGHT < SHADE_BELOW) & thing & ~view.of(*UNSHADED)
    dark = ndimage.binary_opening(dark, iterations=3)
    labels, count = ndimage.label(dark)
    if count:
        dark &= np.bincount(labels.ravel())[labels] > LEAST_AREA
    return np.asarray(dark)
