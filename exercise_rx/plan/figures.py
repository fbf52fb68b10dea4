"""A dose in the boxes of a page: each ready to print, or a line to write on."""

from functools import lru_cache

from exercise_rx.model.dose import Dose, Prescribed, Range
from exercise_rx.model.program import Choice, Figures
from exercise_rx.model.wording import Wording
from exercise_rx.plan.dose_words import (
    BLANK,
    bound_words,
    duration,
    frequency_words,
    leg_duration,
    load_words,
    manner_words,
    rest_words,
    short_words,
    tempo_words,
)

Boxes = dict[str, str | None]


@lru_cache(maxsize=4096)
def choices(prescribed: Prescribed, say: Wording) -> tuple[Choice, ...]:
    """Each dose of a choice with its figures; a plain dose has one, without words."""
    return tuple(
        Choice(
            when=say(f"choose.{option.when}") if option.when else "",
            figures=figures(option.dose, say),
        )
        for option in prescribed.options
    )


def figures(dose: Dose, say: Wording) -> Figures:
    """The boxes of a dose. A recalled-low figure (R-lo) and a blank print a line to write on."""
    blanks: list[str] = []
    work = _work(dose, say, blanks)
    hold = _hold(dose, say, blanks)
    often = _often(dose, say, blanks)
    parts: Boxes = {
        "tempo": _tempo(dose, say, blanks),
        "rest": rest_words(dose, say),
        "load": _load(dose, say, blanks),
        "manner": manner_words(dose, say),
    }
    blanks += [part for part in ("tempo", "load") if part in dose.blank]
    words = say("dose.sentence", work=work.pop("words"), often=often)
    if hold and dose.shape != "holds":
        words += " " + say("dose.sentence-hold", hold=hold)
    for name, value in parts.items():
        if value:
            words += " " + say(f"dose.sentence-{name}", value=value)
    return Figures(
        **work,
        **parts,
        hold=hold,
        often=often,
        short=short_words(dose, say),
        words=words,
        blanks=tuple(dict.fromkeys(blanks)),
        marks=tuple(clause for clause, sure in dose.sure if sure == "R-med"),
    )


def _open(dose: Dose, clause: str, text: str, blanks: list[str]) -> str:
    """`text`, or a line to write on when the clause is only faintly recalled."""
    if dose.certainty(clause) == "R-lo":  # type: ignore[arg-type]
        blanks.append(clause)
        return BLANK
    return text


def _hold(dose: Dose, say: Wording, blanks: list[str]) -> str | None:
    if "hold" in dose.blank:
        blanks.append("hold")
        return say("dose.blank-seconds")
    return _open(dose, "hold", duration(dose.hold, say), blanks) if dose.hold else None


def _often(dose: Dose, say: Wording, blanks: list[str]) -> str:
    often = dose.frequency
    if often is None or (often.times is None and often.per in ("day", "week")):
        blanks.append("often")
        return say(f"often.blank-{often.per if often else 'day'}")
    return _open(dose, "frequency", frequency_words(often, say), blanks)


def _tempo(dose: Dose, say: Wording, blanks: list[str]) -> str | None:
    if "tempo" in dose.blank:
        return _open(dose, "tempo", BLANK, blanks)
    return tempo_words(dose, say)


def _load(dose: Dose, say: Wording, blanks: list[str]) -> str | None:
    load = _open(dose, "load", load_words(dose, say), blanks) if dose.load else None
    if "load" in dose.blank:
        load = BLANK
    if dose.rep_max and dose.reps:
        heavy = say("load.rep-max")
        return f"{load}; {heavy}" if load else heavy
    return load


def _work(dose: Dose, say: Wording, blanks: list[str]) -> Boxes:
    """Sets, times and time as words, and the opening of the sentence."""
    if dose.is_open and (
        dose.shape == "blank"
        or dose.certainty("work") == "R-lo"
        or {"sets", "reps"} <= set(dose.blank)
    ):
        blanks.append("work")
        return {"sets": BLANK, "times": BLANK, "words": say("work.blank")}
    blanks += [b for b in dose.blank if b in ("sets", "reps", "time")]
    bound = bound_words(dose, say)
    match dose.shape:
        case "sets":
            return _sets(dose, say, bound)
        case "holds":
            reps = dose.reps or BLANK
            hold = duration(dose.hold, say) if dose.hold else say("dose.blank-seconds")
            words = say("work.holds", n=_count(dose.reps), reps=reps, hold=hold)
            return {"times": f"{bound}{reps}", "words": bound + words}
        case "by-set":
            listed = ", ".join(map(str, dose.by_set))
            words = say("work.by-set", n=len(dose.by_set), listed=listed)
            return {"sets": str(len(dose.by_set)), "times": listed, "words": words}
        case "time":
            time = duration(dose.time, say) if dose.time else say("dose.blank-minutes")
            return {"time": bound + time, "words": bound + say("work.time", time=time)}
        case "distance":
            words = say("work.distance", far=dose.distance)
            return {"time": f"{bound}{dose.distance}", "words": bound + words}
        case "intervals":
            legs = ", ".join(leg_duration(leg, say) for leg in dose.intervals)
            words = say("work.intervals", sets=dose.sets, legs=legs)
            return {"times": str(dose.sets), "time": legs, "words": words}
    until = say("work.until", what=dose.until)
    return {"times": until, "words": until}


def _sets(dose: Dose, say: Wording, bound: str) -> Boxes:
    sets, reps = dose.sets or BLANK, dose.reps or BLANK
    unit = say(f"unit.{dose.unit}", n=_count(dose.reps), span=reps)
    return {
        "sets": f"{bound}{sets}",
        "times": unit if dose.unit != "times" else str(reps),
        "words": bound + say("work.sets", n=_count(dose.sets), sets=sets, reps=unit),
    }


def _count(span: Range | None) -> int:
    return span.high if span else 2
