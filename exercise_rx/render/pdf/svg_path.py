"""The path data of SVG as operators of a page: every command, arcs as curves."""

import re
from math import atan2, ceil, cos, hypot, pi, sin, sqrt, tan

TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}

Point = tuple[float, float]


def operators(path: str) -> str:
    """The operators of a path. Raises ValueError when it cannot be read."""
    return _Reader(path).read()


class _Reader:
    """Walks along a path; `at` is where the pen stands, `handle` the last control point."""

    def __init__(self, path: str) -> None:
        self.tokens = TOKEN.findall(_spaced_flags(path))
        self.at: Point = (0.0, 0.0)
        self.start: Point = (0.0, 0.0)
        self.handle: Point | None = None
        self.last = ""
        self.out: list[str] = []

    def read(self) -> str:
        i, command = 0, ""
        while i < len(self.tokens):
            if self.tokens[i].isalpha():
                command = self.tokens[i]
                i += 1
            if command.upper() not in COUNT:
                raise ValueError(f"the command {command or self.tokens[i]!r}")
            count = COUNT[command.upper()]
            numbers = self.tokens[i : i + count]
            if len(numbers) < count or any(n.isalpha() for n in numbers):
                raise ValueError(f"too few numbers after {command!r}")
            self._step(command, [float(n) for n in numbers])
            i += count
            command = {"M": "L", "m": "l"}.get(command, command)
            if not count and i < len(self.tokens) and not self.tokens[i].isalpha():
                raise ValueError("numbers after the end of a part")
        return " ".join(self.out)

    def _step(self, command: str, n: list[float]) -> None:
        letter = command.upper()
        x, y = self.at if command.islower() else (0.0, 0.0)
        match letter:
            case "M" | "L":
                self._line((n[0] + x, n[1] + y), "m" if letter == "M" else "l")
            case "H":
                self._line((n[0] + x, self.at[1]), "l")
            case "V":
                self._line((self.at[0], n[0] + y), "l")
            case "C":
                self._curve((n[0] + x, n[1] + y), (n[2] + x, n[3] + y), (n[4] + x, n[5] + y))
            case "S":
                self._curve(self._mirrored("CS"), (n[0] + x, n[1] + y), (n[2] + x, n[3] + y))
            case "Q":
                self._quadratic((n[0] + x, n[1] + y), (n[2] + x, n[3] + y))
            case "T":
                self._quadratic(self._mirrored("QT"), (n[0] + x, n[1] + y))
            case "A":
                self._arc(n, (n[5] + x, n[6] + y))
            case "Z":
                self.out.append("h")
                self.at = self.start
        self.last = letter

    def _line(self, to: Point, operator: str) -> None:
        self.out.append(f"{to[0]:.6g} {to[1]:.6g} {operator}")
        self.at = to
        if operator == "m":
            self.start = to

    def _curve(self, a: Point, b: Point, to: Point) -> None:
        self.out.append(" ".join(f"{v:.6g}" for v in (*a, *b, *to)) + " c")
        self.at, self.handle = to, b

    def _quadratic(self, middle: Point, to: Point) -> None:
        (x, y), (mx, my) = self.at, middle
        first = (x + (mx - x) * 2 / 3, y + (my - y) * 2 / 3)
        second = (to[0] + (mx - to[0]) * 2 / 3, to[1] + (my - to[1]) * 2 / 3)
        self._curve(first, second, to)
        self.handle = middle

    def _mirrored(self, after: str) -> Point:
        """The last handle on the other side of the pen, or the pen itself."""
        if self.handle is None or self.last not in after:
            return self.at
        return (2 * self.at[0] - self.handle[0], 2 * self.at[1] - self.handle[1])

    def _arc(self, n: list[float], to: Point) -> None:
        """An elliptic arc as curves of a quarter turn at the most (SVG 1.1, F.6)."""
        rx, ry, turn, large, sweep = abs(n[0]), abs(n[1]), n[2] * pi / 180, n[3], n[4]
        (x1, y1), (x2, y2) = self.at, to
        if not rx or not ry or (x1, y1) == (x2, y2):
            self._line(to, "l")
            return
        c, s = cos(turn), sin(turn)
        dx, dy = (x1 - x2) / 2, (y1 - y2) / 2
        px, py = c * dx + s * dy, -s * dx + c * dy
        grow = hypot(px / rx, py / ry)
        if grow > 1:
            rx, ry = rx * grow, ry * grow
        under = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
        k = sqrt(max(0.0, under) / ((rx * py) ** 2 + (ry * px) ** 2))
        k *= -1 if bool(large) == bool(sweep) else 1
        qx, qy = k * rx * py / ry, -k * ry * px / rx
        middle = (c * qx - s * qy + (x1 + x2) / 2, s * qx + c * qy + (y1 + y2) / 2)
        begin = atan2((py - qy) / ry, (px - qx) / rx)
        swing = atan2((-py - qy) / ry, (-px - qx) / rx) - begin
        if sweep and swing < 0:
            swing += 2 * pi
        elif not sweep and swing > 0:
            swing -= 2 * pi
        self._arc_curves(middle, (rx, ry), (c, s), begin, swing, to)

    def _arc_curves(
        self, middle: Point, radii: Point, turned: Point, begin: float, swing: float, to: Point
    ) -> None:
        parts = max(1, ceil(abs(swing) / (pi / 2) - 1e-9))
        reach = 4 / 3 * tan(swing / parts / 4)
        (rx, ry), (c, s) = radii, turned

        def place(u: float, v: float) -> Point:
            return (middle[0] + c * rx * u - s * ry * v, middle[1] + s * rx * u + c * ry * v)

        for i in range(parts):
            a = begin + swing * i / parts
            b = begin + swing * (i + 1) / parts
            first = place(cos(a) - reach * sin(a), sin(a) + reach * cos(a))
            second = place(cos(b) + reach * sin(b), sin(b) - reach * cos(b))
            self._curve(first, second, to if i == parts - 1 else place(cos(b), sin(b)))


def _spaced_flags(path: str) -> str:
    """Arc flags may be written without spaces (`a1 1 0 011 1`): put them apart."""

    def apart(found: re.Match[str]) -> str:
        body = found[2]
        number = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
        one = rf"\s*({number})[\s,]*({number})[\s,]*({number})[\s,]*([01])[\s,]*([01])[\s,]*({number})[\s,]*({number})[\s,]*"
        return found[1] + re.sub(one, r" \1 \2 \3 \4 \5 \6 \7", body)

    return re.sub(r"([Aa])([^A-DF-Za-df-z]*)", apart, path)
