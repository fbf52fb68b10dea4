"""A dose in the patient's words and boxes, and the minutes it takes."""

from functools import lru_cache

from exercise_rx.model.dose import Dose, Frequency, Prescribed, Range
from exercise_rx.model.program import Choice, Figures
from exercise_rx.model.wording import Wording

BLANK = "__"
PAUSE_BETWEEN_SETS = 30
"""Seconds counted between sets when no rest is given: only for the minutes on the page."""


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
    hold = None
    if "hold" in dose.blank:
        hold = say("dose.blank-seconds")
        blanks.append("hold")
    elif dose.hold:
        hold = _open(dose, "hold", duration(dose.hold, say), blanks)
    often = None
    if dose.frequency is None or (
        dose.frequency.times is None and dose.frequency.per in ("day", "week")
    ):
        per = dose.frequency.per if dose.frequency else "day"
        often = say(f"often.blank-{per}")
        blanks.append("often")
    else:
        often = _open(dose, "frequency", frequency_words(dose.frequency, say), blanks)
    tempo = _open(dose, "tempo", BLANK, blanks) if "tempo" in dose.blank else _tempo(dose, say)
    rest = (
        "; ".join(say(f"rest.{r.where}", time=duration(r.seconds, say)) for r in dose.rests) or None
    )
    load = _open(dose, "load", _load(dose, say), blanks) if dose.load else None
    if "load" in dose.blank:
        load = BLANK
    blanks += [part for part in ("tempo", "load") if part in dose.blank]
    if dose.rep_max and dose.reps:
        heavy = say("load.rep-max", reps=dose.reps)
        load = f"{load}; {heavy}" if load else heavy
    parts = {"tempo": tempo, "rest": rest, "load": load, "manner": _manner(dose, say)}
    marks = tuple(clause for clause, sure in dose.sure if sure == "R-med")
    short = _short(dose, say)
    words = say("dose.sentence", work=work["words"], often=often)
    if hold and dose.shape != "holds":
        words += " " + say("dose.sentence-hold", hold=hold)
    for name in ("tempo", "rest", "load", "manner"):
        if parts[name]:
            words += " " + say(f"dose.sentence-{name}", value=parts[name])
    return Figures(
        sets=work["sets"],
        times=work["times"],
        time=work["time"],
        hold=hold,
        tempo=tempo,
        rest=rest,
        often=often,
        load=load,
        manner=parts["manner"],
        short=short,
        words=words,
        blanks=tuple(dict.fromkeys(blanks)),
        marks=marks,
    )


def _open(dose: Dose, clause: str, text: str, blanks: list[str]) -> str:
    """`text`, or a line to write on when the clause is only faintly recalled."""
    if dose.certainty(clause) == "R-lo":  # type: ignore[arg-type]
        blanks.append(clause)
        return BLANK
    return text


def _work(dose: Dose, say: Wording, blanks: list[str]) -> dict[str, str | None]:
    """Sets, times and time as words, and the opening of the sentence."""
    if dose.is_open and (
        dose.shape == "blank"
        or dose.certainty("work") == "R-lo"
        or {"sets", "reps"} <= set(dose.blank)
    ):
        blanks.append("work")
        return {"sets": BLANK, "times": BLANK, "time": None, "words": say("work.blank")}
    blanks += [b for b in dose.blank if b in ("sets", "reps", "time")]
    bound = say(f"bound.{dose.bound.replace(' ', '-')}") + " " if dose.bound else ""
    found: dict[str, str | None] = {"sets": None, "times": None, "time": None}
    match dose.shape:
        case "sets":
            sets, reps = dose.sets or BLANK, dose.reps or BLANK
            unit = say(f"unit.{dose.unit}", n=_count(dose.reps), span=reps)
            found |= {
                "sets": f"{bound}{sets}",
                "times": unit if dose.unit != "times" else str(reps),
                "words": bound + say("work.sets", n=_count(dose.sets), sets=sets, reps=unit),
            }
        case "holds":
            reps = dose.reps or BLANK
            hold = duration(dose.hold, say) if dose.hold else say("dose.blank-seconds")
            found |= {
                "times": f"{bound}{reps}",
                "words": bound + say("work.holds", n=_count(dose.reps), reps=reps, hold=hold),
            }
        case "by-set":
            listed = ", ".join(map(str, dose.by_set))
            found |= {
                "sets": str(len(dose.by_set)),
                "times": listed,
                "words": say("work.by-set", n=len(dose.by_set), listed=listed),
            }
        case "time":
            time = duration(dose.time, say) if dose.time else say("dose.blank-minutes")
            found |= {"time": bound + time, "words": bound + say("work.time", time=time)}
        case "distance":
            found |= {
                "time": f"{bound}{dose.distance}",
                "words": bound + say("work.distance", far=dose.distance),
            }
        case "intervals":
            legs = ", ".join(
                f"{duration(Range(low=i.seconds, high=i.seconds), say)} {i.what}"
                for i in dose.intervals
            )
            found |= {
                "times": str(dose.sets),
                "time": legs,
                "words": say("work.intervals", sets=dose.sets, legs=legs),
            }
        case "until":
            found |= {
                "times": say("work.until", what=dose.until),
                "words": say("work.until", what=dose.until),
            }
    return found


def _count(span: Range | None) -> int:
    return span.high if span else 2


def duration(time: Range, say: Wording) -> str:
    """`5 seconds`, `20-30 seconds`, `2 minutes`."""
    if time.low >= 60 and time.low % 60 == 0 and time.high % 60 == 0:
        span = Range(low=time.low // 60, high=time.high // 60)
        return say("time.minutes", n=span.high, span=span)
    return say("time.seconds", n=time.high, span=time)


def short_duration(time: Range, say: Wording) -> str:
    """`5 s`, `20-30 s`, `2 min`."""
    if time.low >= 60 and time.low % 60 == 0 and time.high % 60 == 0:
        return say("time.min", span=Range(low=time.low // 60, high=time.high // 60))
    return say("time.s", span=time)


def frequency_words(often: Frequency, say: Wording) -> str:
    """`once a day`, `3 times a week`, `every other day`."""
    most = say("often.at-most") + " " if often.at_most else ""
    if often.per in ("every-days", "every-hours"):
        every = often.every
        return say(f"often.{often.per}", n=every.high if every else 1, span=every)
    times = often.times or BLANK
    n = often.times.high if often.times and often.times.low == often.times.high else 9
    return most + say(f"often.{often.per}.{n if n < 3 else 'more'}", span=times)


def _tempo(dose: Dose, say: Wording) -> str | None:
    if dose.tempo:
        up, hold, down = dose.tempo
        return say("tempo.counted" if hold else "tempo.up-down", up=up, hold=hold, down=down)
    return say("tempo.slow") if dose.slow else None


def _manner(dose: Dose, say: Wording) -> str | None:
    """Support, surface, pace, direction and both sides, as the table says them."""
    parts = [
        say(key) if (key := f"manner.{words.replace(' ', '-')}") in say else words
        for words in dose.manner
    ]
    parts += [say("manner.each-side")] if dose.each_side else []
    parts += [say("manner.each-way")] if dose.each_way else []
    return ", ".join(parts) or None


def _load(dose: Dose, say: Wording) -> str:
    key = f"load.{(dose.load or '').replace(' ', '-')}"
    text = say(key) if key in say else say("load.other", load=dose.load)
    if dose.load_on:
        times, _, per = dose.load_on.partition("/")
        text += " " + say("load.on-week" if per == "wk" else "load.on-day", span=times)
    return text


def _short(dose: Dose, say: Wording) -> str:
    """The dose for a cell of the matrix: digits first, the rest only where it changes the work."""
    if dose.is_open and (dose.shape == "blank" or dose.certainty("work") == "R-lo"):
        return say("short.blank")
    bound = say(f"bound.{dose.bound.replace(' ', '-')}") + " " if dose.bound else ""
    match dose.shape:
        case "sets":
            unit = "" if dose.unit == "times" else " " + say(f"short.{dose.unit}")
            text = say("short.sets", sets=dose.sets or BLANK, reps=dose.reps or BLANK) + unit
        case "holds":
            hold = short_duration(dose.hold, say) if dose.hold else BLANK
            text = say("short.sets", sets=dose.reps or BLANK, reps=hold)
        case "by-set":
            text = "-".join(map(str, dose.by_set))
        case "time":
            text = short_duration(dose.time, say) if dose.time else say("short.blank-time")
        case "distance":
            text = dose.distance or ""
        case "intervals":
            legs = " + ".join(
                f"{short_duration(Range(low=i.seconds, high=i.seconds), say)} {i.what}"
                for i in dose.intervals
            )
            text = say("short.sets", sets=dose.sets, reps=f"({legs})")
        case _:
            text = say("work.until", what=dose.until)
    return bound + text


def minutes(dose: Dose, seconds_per_rep: int, *, twice: bool) -> float | None:
    """Minutes of one session, at the upper end of each range; None where the dose is open.

    `twice` when both sides take their turn. Pauses between sets count; walks home do not.
    """
    if dose.is_open:
        return None
    per_rep = sum(dose.tempo) if dose.tempo else seconds_per_rep
    hold = dose.hold.high if dose.hold else 0
    pause = next((r.seconds.high for r in dose.rests if r.where == "sets"), PAUSE_BETWEEN_SETS)
    between = next((r.seconds.high for r in dose.rests if r.where == "reps"), 0)
    sets = dose.sets.high if dose.sets else 1
    reps = dose.reps.high if dose.reps else 1
    match dose.shape:
        case "sets":
            work = sets * (reps * (per_rep + hold) + (reps - 1) * between) + (sets - 1) * pause
        case "holds":
            work = reps * (hold + 2) + (reps - 1) * (between or (pause if hold >= 20 else 3))
        case "by-set":
            work = sum(dose.by_set) * (per_rep + hold) + (len(dose.by_set) - 1) * pause
        case "time":
            work = dose.time.high if dose.time else 0
        case "intervals":
            work = sets * sum(leg.seconds for leg in dose.intervals)
        case _:
            return None
    return work * (2 if twice else 1) / 60
