"""Small vector shapes that fonts lack: check marks, arrows, boxes, pain shapes, the body mark.

Each gives operators; x and y are the middle or the left end, y upward, as PDF has it.
"""

from math import cos, pi, sin

ROUND = 0.5523
"""How far a curve's handles reach for a quarter circle."""


def circle(x: float, y: float, radius: float) -> str:
    """A circle's path."""
    k = radius * ROUND
    return (
        f"{x + radius:.2f} {y:.2f} m {x + radius:.2f} {y + k:.2f} {x + k:.2f} {y + radius:.2f} {x:.2f} "
        f"{y + radius:.2f} c {x - k:.2f} {y + radius:.2f} {x - radius:.2f} {y + k:.2f} {x - radius:.2f} {y:.2f} c "
        f"{x - radius:.2f} {y - k:.2f} {x - k:.2f} {y - radius:.2f} {x:.2f} {y - radius:.2f} c {x + k:.2f} "
        f"{y - radius:.2f} {x + radius:.2f} {y - k:.2f} {x + radius:.2f} {y:.2f} c h"
    )


def polygon(points: list[tuple[float, float]]) -> str:
    """A closed path of straight lines."""
    (x, y), *rest = points
    return f"{x:.2f} {y:.2f} m " + " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest) + " h"


def regular(x: float, y: float, radius: float, sides: int, turn: float = 0.0) -> str:
    """A polygon with equal sides."""
    return polygon(
        [
            (
                x + radius * cos(turn + 2 * pi * i / sides),
                y + radius * sin(turn + 2 * pi * i / sides),
            )
            for i in range(sides)
        ]
    )


def go(x: float, y: float, radius: float) -> str:
    """Pain is low: a circle with a check mark."""
    r = radius
    return (
        f"q 1.3 w 0 G 1 g {circle(x, y, r)} B 1.6 w {x - r * 0.45:.2f} {y:.2f} m {x - r * 0.1:.2f} "
        f"{y - r * 0.38:.2f} l {x + r * 0.5:.2f} {y + r * 0.4:.2f} l S Q"
    )


def care(x: float, y: float, radius: float) -> str:
    """Pain is in between: a triangle with a bar."""
    r = radius * 1.12
    return (
        f"q 1.3 w 1 j 0 G 1 g {regular(x, y - r * 0.12, r, 3, pi / 2)} B 1.8 w {x:.2f} {y + r * 0.34:.2f} m "
        f"{x:.2f} {y - r * 0.14:.2f} l S 0 g {circle(x, y - r * 0.4, 1.2)} f Q"
    )


def stop(x: float, y: float, radius: float) -> str:
    """Pain is high: a filled stop sign with a bar."""
    r = radius
    return (
        f"q 0 g {regular(x, y, r * 1.08, 8, pi / 8)} f 1 G 2.4 w {x - r * 0.5:.2f} {y:.2f} m "
        f"{x + r * 0.5:.2f} {y:.2f} l S Q"
    )


def bullet(x: float, y: float, size: float) -> str:
    """A list dot beside words of a size."""
    return f"{circle(x, y, 0.145 * size)} f"


def tick_box(x: float, top: float, edge: float) -> str:
    """An empty box to tick; `top` is its upper edge."""
    return f"q 0.9 w 0.15 G {x:.2f} {top - edge:.2f} {edge:.2f} {edge:.2f} re S Q"


def arrow(x: float, y: float, length: float) -> str:
    """A level arrow to the right from x."""
    end = x + length
    head = polygon([(end, y), (end - 5, y + 3.2), (end - 5, y - 3.2)])
    return f"q 1.3 w {x:.2f} {y:.2f} m {end - 4:.2f} {y:.2f} l S {head} f Q"


def telephone(x: float, y: float, size: float) -> str:
    """A telephone receiver, `size` wide, its lower left corner at x, y."""
    s = size / 10
    return (
        f"q {s:.3f} 0 0 {s:.3f} {x:.2f} {y:.2f} cm 2.1 10 m 0.6 9.4 0 8.4 0.2 7 c 0.8 3.4 3.4 0.8 7 0.2 c "
        "8.4 0 9.4 0.6 10 2.1 c 10.1 2.5 9.9 2.8 9.6 3 c 7.6 4 l 7.2 4.2 6.8 4.1 6.5 3.8 c 5.8 3.1 l "
        "4.7 3.7 3.7 4.7 3.1 5.8 c 3.8 6.5 l 4.1 6.8 4.2 7.2 4 7.6 c 3 9.6 l 2.8 9.9 2.5 10.1 2.1 10 c h f Q"
    )


def body(x: float, y: float, height: float) -> str:
    """A person seen from the front, feet at y, middle at x."""
    s = height / 100
    limbs = [
        # trunk
        "-11 78 m 11 78 l 14 78 15 75 14 72 c 9 52 l 10 47 l -10 47 l -9 52 l -14 72 l -15 75 -14 78 -11 78 c h",
        # legs, then arms; each is drawn with its mirror image
    ]
    leg = "10 48 m 10 40 8.6 32 8.2 26 c 8.4 18 7 10 6.6 5 c 8.8 2.4 l 9.6 1 9 0 7.6 0 c 3.4 0 l 2.4 0 2.2 1 2.4 2.4 c 2.6 10 1.8 18 1.8 26 c 1.4 34 0.6 42 0.4 47 c h"
    arm = "12.5 77.4 m 15.8 77 17 74 17.2 71 c 18.4 64 19 60 19.8 56 c 21 49 l 21.8 45.6 l 22 43.4 20 42.6 19 44.4 c 17.6 49 l 16 55 15 60 13.6 66 c h"
    head = circle(0, 90.5, 8) + " " + polygon([(-3.2, 84), (3.2, 84), (4, 77), (-4, 77)])
    mirror = "-1 0 0 1 0 0 cm"
    both = " ".join(f"{part} B" for part in (leg, arm))
    return (
        f"q {s:.4f} 0 0 {s:.4f} {x:.2f} {y:.2f} cm 1 j {0.8 / s:.3f} w 0.25 G 0.93 g {both} q {mirror} {both} Q "
        f"{limbs[0]} B {head} B Q"
    )


SPOTS: dict[str, tuple[float, float]] = {
    "ankle": (5.0, 6.0),
    "foot": (5.8, 2.0),
    "knee": (5.0, 26.5),
    "hip": (7.5, 48.0),
    "thigh": (5.6, 38.0),
    "shoulder": (13.5, 74.0),
    "elbow": (16.8, 60.0),
    "hand": (20.4, 45.5),
    "trunk": (0.0, 58.0),
    "neck": (0.0, 81.5),
    "plyometric": (5.0, 16.0),
    "nerve": (5.0, 38.0),
    "balance": (0.0, 24.0),
    "cardio": (0.0, 68.0),
}
"""Where a region lies on the left half of a body of height 100: our right when we look at it."""


BEHIND = frozenset({"trunk", "neck"})
"""Regions that are marked on a body seen from behind."""


def spine(x: float, y: float, height: float) -> str:
    """What makes a body one that is seen from behind: hair, and the line of the spine."""
    s = height / 100
    hair = (
        f"{x - 8 * s:.2f} {y + 90.5 * s:.2f} m {x - 8 * s:.2f} {y + 101.2 * s:.2f} {x + 8 * s:.2f} "
        f"{y + 101.2 * s:.2f} {x + 8 * s:.2f} {y + 90.5 * s:.2f} c {x + 7 * s:.2f} {y + 83 * s:.2f} "
        f"{x - 7 * s:.2f} {y + 83 * s:.2f} {x - 8 * s:.2f} {y + 90.5 * s:.2f} c h"
    )
    line = f"{x:.2f} {y + 76 * s:.2f} m {x:.2f} {y + 50 * s:.2f} l"
    return f"q 0.45 g {hair} f 0.8 w 0.25 G [2 1.6] 0 d {line} S Q"


def mark_on_body(
    x: float, y: float, height: float, region: str, side: str, *, behind: bool = False
) -> str:
    """A ring round the region. The person's right is on our left, and on our right from behind."""
    s = height / 100
    across, up = SPOTS.get(region, (0.0, 58.0))
    ways = {"right": (-1,), "left": (1,), "both": (-1, 1)}.get(
        side, (0,) if across == 0 else (-1, 1)
    )
    rings = [
        f"1 g 0 G 1.9 w {circle(x + way * across * s * (-1 if behind else 1), y + up * s, 6.5)} S "
        f"0 g {circle(x + way * across * s * (-1 if behind else 1), y + up * s, 2.6)} f"
        for way in ways
    ]
    return f"q {' '.join(rings)} Q"
