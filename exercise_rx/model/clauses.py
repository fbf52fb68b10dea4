"""The clauses of the dose notation: how each is written, and what part of a dose it says."""

import re
from typing import Any

from exercise_rx.model.dose import Clause, Frequency, Interval, Per, Range, Rest, Where

NUMBER = r"(\d+)(?:\s*-\s*(\d+))?"
SECONDS = {"s": 1, "sec": 1, "min": 60, "h": 3600}


class DoseError(ValueError):
    """A dose that cannot be read; the message names the clause and shows a pattern."""


def span(low: str, high: str | None, factor: int = 1) -> Range:
    """A range from its printed ends."""
    return Range(low=int(low) * factor, high=int(high or low) * factor)


def read_clause(words: str, *, first: bool) -> tuple[Clause | None, dict[str, Any]]:
    """The part of the dose that one clause says, and which clause it is."""
    for pattern, kind, build in _PATTERNS:
        if kind == "work" and not first:
            continue
        if match := re.fullmatch(pattern, words, re.IGNORECASE):
            return kind, build(match)
    raise DoseError(
        f"`{words}` is not understood; write for example `3 x 10, hold 5 s, rest 1 min, 3/wk`"
    )


def _sets(m: re.Match[str]) -> dict[str, Any]:
    unit = {"steps": "steps", "breaths": "breaths"}.get((m["unit"] or "").lower(), "times")
    found: dict[str, Any] = {"shape": "sets", "unit": unit, "blank": ()}
    blank = [name for name, value in (("sets", m["sets"]), ("reps", m["reps"])) if value == "__"]
    if m["sets"] != "__":
        found["sets"] = _range(m["sets"])
    if m["reps"] != "__":
        found["reps"] = _range(m["reps"])
    if m["rm"]:
        found["rep_max"] = True
    if m["bound"]:
        found["bound"] = m["bound"].lower()
    found["blank"] = tuple(blank)
    if len(blank) == 2:
        found["shape"] = "blank"
    return found


def _range(text: str) -> Range:
    low, _, high = text.replace(" ", "").removesuffix("+").partition("-")
    found = span(low, high or None)
    return found.but(more=True) if text.endswith("+") else found


def _holds(m: re.Match[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"shape": "holds"}
    if m["reps"] == "__":
        found["blank"] = ("reps",)
    else:
        found["reps"] = _range(m["reps"])
    if m["time"] == "__":
        found["blank"] = (*found.get("blank", ()), "hold")
    else:
        found["hold"] = _times(_range(m["time"]), SECONDS[m["unit"]])
    if m["bound"]:
        found["bound"] = m["bound"].lower()
    return found


def _time(m: re.Match[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"shape": "time"}
    if m["time"] == "__":
        found["blank"] = ("time",)
    else:
        found["time"] = _times(_range(m["time"]), SECONDS[m["unit"]])
    if m["bound"]:
        found["bound"] = m["bound"].lower()
    return found


def _times(span: Range, factor: int) -> Range:
    return Range(low=span.low * factor, high=span.high * factor, more=span.more)


def _intervals(m: re.Match[str]) -> dict[str, Any]:
    legs = []
    for leg in m["legs"].split("+"):
        part = re.fullmatch(r"\s*(\d+) (s|min) (\w[\w ]*?)\s*", leg)
        if part is None:
            raise DoseError(f"`{leg.strip()}` is not an interval; write `2 min run`")
        legs.append(Interval(seconds=int(part[1]) * SECONDS[part[2]], what=part[3]))
    return {"shape": "intervals", "sets": _range(m["sets"]), "intervals": tuple(legs)}


_REST_WHERE: dict[str, Where] = {"between reps": "reps", "after": "after"}


def _rest(m: re.Match[str]) -> dict[str, Any]:
    where = _REST_WHERE.get((m["where"] or "").lower(), "sets")
    seconds = span(m["low"], m["high"], SECONDS[m["unit"]])
    return {"rests": (Rest(seconds=seconds, where=where),)}


def _often(m: re.Match[str]) -> dict[str, Any]:
    per: Per = "day" if m["per"] == "d" else "week"
    times = None if m["times"] == "__" else _range(m["times"])
    return {"frequency": Frequency(times=times, per=per, at_most=bool(m["most"]))}


def _every(m: re.Match[str]) -> dict[str, Any]:
    per: Per = "every-days" if m["per"] == "d" else "every-hours"
    return {"frequency": Frequency(per=per, every=_range(m["n"]))}


def _sessions(m: re.Match[str]) -> dict[str, Any]:
    return {"frequency": Frequency(per="sessions", times=_range(m["n"]))}


def _load(m: re.Match[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"load": m["load"].strip()}
    if m["on"]:
        found["load_on"] = m["on"].strip()
    return found


_N = r"\d+(?:\s*-\s*\d+)?\+?"
_BOUND = r"(?:(?P<bound>up to|build to) )?"
_PATTERNS: tuple[tuple[str, Clause | None, Any], ...] = (
    (
        rf"{_BOUND}(?P<sets>{_N}|__) x (?P<reps>{_N}|__) ?(?P<rm>RM)?(?: (?P<unit>steps|breaths|times))?",
        "work",
        _sets,
    ),
    (rf"{_BOUND}(?P<reps>{_N}|__) x (?P<time>{_N}|__) (?P<unit>s|min)", "work", _holds),
    (
        r"(?P<list>\d+(?:/\d+)+)",
        "work",
        lambda m: {"shape": "by-set", "by_set": tuple(int(n) for n in m["list"].split("/"))},
    ),
    (rf"(?P<sets>{_N}) x \((?P<legs>[^()]+)\)", "work", _intervals),
    (rf"{_BOUND}(?P<time>{_N}|__) (?P<unit>s|min|h)", "work", _time),
    (
        rf"{_BOUND}(?P<distance>\d+ (?:m|ft))",
        "work",
        lambda m: {
            "shape": "distance",
            "distance": m["distance"],
            **({"bound": m["bound"].lower()} if m["bound"] else {}),
        },
    ),
    (
        rf"(?P<bound>build to) (?P<reps>{_N})",
        "work",
        lambda m: {
            "shape": "sets",
            "sets": Range(low=1, high=1),
            "reps": _range(m["reps"]),
            "bound": "build to",
        },
    ),
    (r"until (?P<until>[a-z][a-z ]*)", "work", lambda m: {"shape": "until", "until": m["until"]}),
    (r"__", "work", lambda m: {"shape": "blank"}),
    (
        rf"hold {NUMBER} (s|min)",
        "hold",
        lambda m: {"hold": span(m[1], m[2], SECONDS[m[3].lower()])},
    ),
    (r"hold __ s", "hold", lambda m: {"blank": ("hold",)}),
    (r"tempo (\d+)-(\d+)-(\d+)", "tempo", lambda m: {"tempo": (int(m[1]), int(m[2]), int(m[3]))}),
    (r"tempo __", "tempo", lambda m: {"blank": ("tempo",)}),
    (r"tempo slow", "tempo", lambda m: {"slow": True}),
    (
        r"rest (?P<low>\d+)(?:\s*-\s*(?P<high>\d+))? (?P<unit>s|min)(?: (?P<where>between reps|between sets|after))?",
        "rest",
        _rest,
    ),
    (
        r"daily",
        "frequency",
        lambda m: {"frequency": Frequency(times=Range(low=1, high=1), per="day")},
    ),
    (
        r"hourly",
        "frequency",
        lambda m: {"frequency": Frequency(per="every-hours", every=Range(low=1, high=1))},
    ),
    (rf"(?:(?P<most>at most|up to) )?(?P<times>{_N}|__)/(?P<per>d|wk)", "frequency", _often),
    (rf"every (?P<n>{_N}) (?P<per>d|h)", "frequency", _every),
    (rf"(?P<n>{_N}) sessions", "frequency", _sessions),
    (r"load __", "load", lambda m: {"blank": ("load",)}),
    (r"load (?P<load>.+?)(?: on (?P<on>[\d-]+/(?:wk|d)))?", "load", _load),
    (r"each side", None, lambda m: {"each_side": True}),
    (r"each way", None, lambda m: {"each_way": True}),
    (
        r"(?P<manner>(?:with|without|on|in|to|before|after|rest one|one) [a-z0-9 ]+?)",
        None,
        lambda m: {"manner": (m["manner"],)},
    ),
    (r"next (?P<next>[a-z0-9][a-z0-9 -]*)", None, lambda m: {"next": m["next"].strip()}),
)
