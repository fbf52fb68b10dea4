"""An orthographic camera: no perspective, so that angles and lengths stay readable."""

from dataclasses import dataclass

import numpy as np

from exercise_rx.draw.geometry import Array


@dataclass(frozen=True)
class Camera:
    """Azimuth 0 looks at the person's front, 90 at their left side; elevation looks down."""

    azimuth: float
    elevation: float
    centre: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    size: tuple[int, int] = (0, 0)

    @property
    def back(self) -> Array:
        """From the scene to the camera."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])

    @property
    def right(self) -> Array:
        a = np.radians(self.azimuth)
        return np.array([np.cos(a), 0, -np.sin(a)])

    @property
    def up(self) -> Array:
        return np.asarray(np.cross(self.back, self.right))

    def flat(self, points: Array) -> Array:
        """Metres across and up on the paper, before scale."""
        return np.stack([points @ self.right, points @ self.up], axis=-1)

    def project(self, points: Array) -> Array:
        """Pixels across and down, and depth in pixels (small is near)."""
        across, up = points @ self.right - self.centre[0], points @ self.up - self.centre[1]
        x = across * self.scale + self.size[0] / 2
        y = self.size[1] / 2 - up * self.scale
        return np.stack([x, y, -(points @ self.back) * self.scale], axis=-1)


def framed(view: Camera, low: Array, high: Array, box: tuple[int, int], margin: float) -> Camera:
    """The camera of `view` that shows the paper area from `low` to `high` inside `box` pixels."""
    edge = margin * float(max(high - low))
    low, high = low - edge, high + edge
    width, height = high - low
    scale = min(box[0] / width, box[1] / height)
    size = (4 * round(width * scale / 4), 4 * round(height * scale / 4))
    middle = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
    return Camera(view.azimuth, view.elevation, middle, float(scale), size)
