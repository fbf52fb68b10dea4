"""How codes stand in a message: short names, aligned lists, and the way to search."""

from collections.abc import Sequence

SEARCH = 'To search by words: exercise-rx codes "inner ankle tendon"'


def shown(text: str, longest: int = 40) -> str:
    """What was typed, on one line, without control characters, cut when it is long."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 3]}..."


def quoted(words: str) -> str:
    """Words as one argument for a shell."""
    return f'"{words}"'


def listed(codes: Sequence[tuple[str, str]], *, limit: int = 12, more: str = "") -> str:
    """One code a line with its meaning, aligned; past `limit`, how many are left and where."""
    width = max((len(code) for code, _ in codes[:limit]), default=0)
    lines = [f"  {code:<{width}}  {meaning}" for code, meaning in codes[:limit]]
    left = len(codes) - limit
    if left > 0:
        lines.append(f"  and {left} more" + (f": {more}" if more else ""))
    return "\n".join(lines)
