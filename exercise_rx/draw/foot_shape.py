"""What one rigid foot cannot do: a rising arch and a forefoot that twists on the hindfoot."""

from typing import TYPE_CHECKING

import numpy as np

from exercise_rx.draw.geometry import Array, unit

if TYPE_CHECKING:
    from exercise_rx.draw.body import Body

ARCH_RISE = 0.016
"""Metres the inner arch rises at `arch_lift: 1`."""
SHORTENING = 0.008
"""Metres the ball of the foot comes towards the heel at `arch_lift: 1`."""


def smooth_step(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high`, smooth between."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


class FootShape:
    """The foot's own directions in the stored stance: along, inward, up."""

    def __init__(self, body: "Body", side: str) -> None:
        skeleton = body.skeleton
        ankle, toe = skeleton.head(f"foot.{side}"), skeleton.head(f"toe2-1.{side}")
        self.along = unit([toe[0] - ankle[0], 0, toe[2] - ankle[2]])
        inward = -1.0 if side == "L" else 1.0
        self.inward = unit(np.cross([0, 1, 0], self.along) * inward)
        if self.inward[0] * inward < 0:
            self.inward = -self.inward
        self.share = np.clip(body.share("foot", "toe", side=side), 0, 1) * body.is_skin
        part = body.vertices[self.share > 0.5]
        self.floor = float(part[:, 1].min())
        distance = part @ self.along
        self.start, self.length = float(distance.min()), float(np.ptp(distance))
        width = part @ self.inward
        self.middle, self.half = float((width.max() + width.min()) / 2), float(np.ptp(width) / 2)
        self.side = side

    def coordinates(self, points: Array) -> tuple[Array, Array, Array]:
        """Along the foot 0 (heel) to 1 (toes), inward -1 to 1, metres above the sole."""
        along = (points @ self.along - self.start) / self.length
        inward = (points @ self.inward - self.middle) / self.half
        return along, inward, points[:, 1] - self.floor

    def shaped(self, points: Array, arch_lift: float, forefoot_twist: float) -> Array:
        """Points with the arch raised and the forefoot turned (positive: sole inward)."""
        along, inward, height = self.coordinates(points)
        bump = np.exp(-(((along - 0.42) / 0.17) ** 2)) * smooth_step(-0.45, 0.55, inward)
        up = ARCH_RISE * arch_lift * bump * self.share
        back = -SHORTENING * arch_lift * smooth_step(0.25, 0.75, along) * self.share
        moved = points + np.outer(up, [0, 1, 0]) + np.outer(back, self.along)
        if not forefoot_twist:
            return moved
        # Sole inward means the inner border rises: inward offsets gain height.
        angle = np.radians(forefoot_twist) * smooth_step(0.3, 0.62, along) * self.share
        across, rise = inward * self.half, height - 0.02
        cos, sin = np.cos(angle), np.sin(angle)
        new_across, new_rise = across * cos - rise * sin, across * sin + rise * cos
        side_step = np.outer(new_across - across, self.inward)
        return np.asarray(moved + side_step + np.outer(new_rise - rise, [0, 1, 0]))
