"""The dose notation a PT writes: `3 x 10-15, hold 2 s, 2/d`, read and written back.

The work comes first; the other clauses follow in any order. Blanks (`__`) stand for what a source
does not say. A mark in brackets (`(R-med)`) tells how sure the clause before it is.
"""

import re
from functools import lru_cache
from typing import Any

from exercise_rx.model.base import Certainty
from exercise_rx.model.dose import (
    Clause,
    Dose,
    Frequency,
    Interval,
    Option,
    Per,
    Prescribed,
    Range,
    Rest,
    Where,
)

NUMBER = r"(\d+)(?:\s*-\s*(\d+))?"
SECONDS = {"s": 1, "sec": 1, "min": 60, "h": 3600}
MARK = re.compile(r"\s*\((verified|R-hi|R-med|R-lo)\)\s*$")


class DoseError(ValueError):
    """A dose that cannot be read; the message names the clause and shows a pattern."""


def span(low: str, high: str | None, factor: int = 1) -> Range:
    """A range from its printed ends."""
    return Range(low=int(low) * factor, high=int(high or low) * factor)


@lru_cache(maxsize=4096)
def parse_dose(text: str) -> Dose:
    """The dose that `text` writes.

    >>> str(parse_dose("3 x 10-15, hold 2 s").reps)
    '10-15'

    Raises:
        DoseError: a clause is not understood, or one is given twice.
    """
    fields: dict[str, Any] = {}
    sure: list[tuple[Clause, Certainty]] = []
    for clause in _clauses(text):
        mark = MARK.search(clause)
        words = clause[: mark.start()].strip() if mark else clause
        kind, found = _clause(words, first=not fields)
        for key, value in found.items():
            if key in ("rests", "manner", "blank"):
                value = (*fields.get(key, ()), *value)
            elif key in fields:
                raise DoseError(f"`{words}` says {key.replace('_', ' ')} a second time in `{text}`")
            fields[key] = value
        if mark and kind:
            sure.append((kind, mark.group(1)))  # type: ignore[arg-type]
    fields.setdefault("shape", "blank")
    return Dose(**fields, sure=tuple(sure))


def parse_prescribed(text: str) -> Prescribed:
    """A dose, or `stiff-or-sore: 10 x 5 s | otherwise: 2-3 x 20-30 s`."""
    options = []
    for part in text.split("|"):
        when, colon, dose = part.strip().partition(":")
        options.append(
            Option(when=when.strip(), dose=parse_dose(dose.strip()))
            if colon
            else Option(when="", dose=parse_dose(part.strip()))
        )
    return Prescribed(options=tuple(options))


@lru_cache(maxsize=4096)
def merge(shared: Dose | None, own: Dose) -> Dose:
    """`own`, with the clauses it leaves out taken from `shared` (a phase's `each`)."""
    if shared is None:
        return own
    taken: dict[str, Any] = {}
    if own.shape == "blank" and not own.blank and shared.shape != "blank":
        for key in (
            "shape",
            "sets",
            "reps",
            "by_set",
            "unit",
            "rep_max",
            "time",
            "distance",
            "intervals",
            "until",
            "bound",
            "blank",
        ):
            taken[key] = getattr(shared, key)
    for key in ("hold", "tempo", "frequency", "load", "load_on", "next"):
        if getattr(own, key) is None and getattr(shared, key) is not None:
            taken[key] = getattr(shared, key)
    if own.load is not None:
        taken.pop("load_on", None)
    if not own.rests and shared.rests:
        taken["rests"] = shared.rests
    taken["slow"] = own.slow or (shared.slow and own.tempo is None)
    taken["each_side"] = own.each_side or shared.each_side
    taken["each_way"] = own.each_way or shared.each_way
    if not own.manner and shared.manner:
        taken["manner"] = shared.manner
    marked = {clause for clause, _ in own.sure}
    gained = {_CLAUSE_OF.get(key) for key in taken}
    extra = tuple(m for m in shared.sure if m[0] in gained and m[0] not in marked)
    return own.but(**taken, sure=(*own.sure, *extra))


_CLAUSE_OF: dict[str, Clause] = {
    "shape": "work",
    "hold": "hold",
    "tempo": "tempo",
    "rests": "rest",
    "frequency": "frequency",
    "load": "load",
}


def _clauses(text: str) -> list[str]:
    """Clauses of a dose: split at commas outside brackets."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", text)]
    if not all(parts):
        raise DoseError(f"`{text}` has an empty clause; remove the extra comma")
    return parts


def _clause(words: str, *, first: bool) -> tuple[Clause | None, dict[str, Any]]:
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


def format_dose(dose: Dose) -> str:
    """The canonical notation of a dose; `parse_dose(format_dose(d)) == d`.

    >>> format_dose(parse_dose("3 x 10, 2/d, hold 5 s"))
    '3 x 10, hold 5 s, 2/d'
    """
    marks = dict(dose.sure)
    clauses: list[tuple[Clause | None, str]] = [("work", _work(dose))]
    if dose.hold and dose.shape != "holds":
        clauses.append(("hold", f"hold {_duration(dose.hold)}"))
    if "hold" in dose.blank and dose.shape != "holds":
        clauses.append(("hold", "hold __ s"))
    if dose.tempo:
        clauses.append(("tempo", "tempo " + "-".join(map(str, dose.tempo))))
    elif dose.slow:
        clauses.append(("tempo", "tempo slow"))
    elif "tempo" in dose.blank:
        clauses.append(("tempo", "tempo __"))
    for rest in dose.rests:
        where = {"reps": " between reps", "after": " after"}.get(rest.where, "")
        clauses.append(("rest", f"rest {_duration(rest.seconds)}{where}"))
    if dose.frequency:
        clauses.append(("frequency", format_frequency(dose.frequency)))
    if dose.load:
        clauses.append(
            ("load", f"load {dose.load}" + (f" on {dose.load_on}" if dose.load_on else ""))
        )
    elif "load" in dose.blank:
        clauses.append(("load", "load __"))
    clauses += [(None, words) for words in dose.manner]
    if dose.each_side:
        clauses.append((None, "each side"))
    if dose.each_way:
        clauses.append((None, "each way"))
    if dose.next:
        clauses.append((None, f"next {dose.next}"))
    if clauses[0][1] == "" and len(clauses) > 1:
        clauses = clauses[1:]
    done: set[Clause] = set()
    written: list[str] = []
    for clause, words in clauses:
        last = clause not in {c for c, _ in clauses[len(written) + 1 :]}
        mark = f" ({marks[clause]})" if clause in marks and last and clause not in done else ""
        written.append(words + mark)
        if clause and last:
            done.add(clause)
    return ", ".join(written) or "__"


def _work(dose: Dose) -> str:
    bound = f"{dose.bound} " if dose.bound else ""
    sets, reps = dose.sets or "__", dose.reps or "__"
    match dose.shape:
        case "sets":
            if dose.bound == "build to" and str(sets) == "1":
                return f"build to {reps}"
            unit = "RM" if dose.rep_max else "" if dose.unit == "times" else f" {dose.unit}"
            return f"{bound}{sets} x {reps}{unit}"
        case "holds":
            return f"{bound}{reps} x {_duration(dose.hold) if dose.hold else '__ s'}"
        case "by-set":
            return "/".join(map(str, dose.by_set))
        case "time":
            return bound + (_duration(dose.time) if dose.time else "__ min")
        case "distance":
            return f"{bound}{dose.distance}"
        case "intervals":
            legs = " + ".join(
                f"{_duration(span(str(i.seconds), None))} {i.what}" for i in dose.intervals
            )
            return f"{sets} x ({legs})"
        case "until":
            return f"until {dose.until}"
        case _:
            return "__ x __" if dose.blank else ""


def _duration(time: Range) -> str:
    if time.low >= 60 and time.low % 60 == 0 and time.high % 60 == 0:
        return f"{Range(low=time.low // 60, high=time.high // 60, more=time.more)} min"
    return f"{time} s"


def format_frequency(often: Frequency) -> str:
    """`2/d`, `3/wk`, `every 2 d`, as the notation writes it."""
    most = "at most " if often.at_most else ""
    match often.per:
        case "day" | "week":
            return f"{most}{often.times or '__'}/{'d' if often.per == 'day' else 'wk'}"
        case "every-days":
            return f"every {often.every} d"
        case "every-hours":
            return f"every {often.every} h"
        case _:
            return f"{often.times} sessions"


def format_prescribed(prescribed: Prescribed) -> str:
    """A dose, or its alternatives joined by `|`."""
    return " | ".join(
        (f"{option.when}: " if option.when else "") + format_dose(option.dose)
        for option in prescribed.options
    )
