"""The parts of a dose in words: time, how often, tempo, manner, load, and the short form."""

from exercise_rx.model.dose import Dose, Frequency, Interval, Range
from exercise_rx.model.wording import Wording

BLANK = "__"


def duration(time: Range, say: Wording) -> str:
    """`5 seconds`, `20-30 seconds`, `2 minutes`."""
    if _whole_minutes(time):
        span = Range(low=time.low // 60, high=time.high // 60)
        return say("time.minutes", n=span.high, span=span)
    return say("time.seconds", n=time.high, span=time)


def short_duration(time: Range, say: Wording) -> str:
    """`5 s`, `20-30 s`, `2 min`."""
    if _whole_minutes(time):
        return say("time.min", span=Range(low=time.low // 60, high=time.high // 60))
    return say("time.s", span=time)


def _whole_minutes(time: Range) -> bool:
    return time.low >= 60 and time.low % 60 == 0 and time.high % 60 == 0


def leg_duration(leg: Interval, say: Wording) -> str:
    """`2 minutes walking`: one part of an interval."""
    return f"{duration(Range(low=leg.seconds, high=leg.seconds), say)} {leg.what}"


def frequency_words(often: Frequency, say: Wording) -> str:
    """`once a day`, `3 times a week`, `every other day`."""
    most = say("often.at-most") + " " if often.at_most else ""
    if often.per in ("every-days", "every-hours"):
        every = often.every
        return say(f"often.{often.per}", n=every.high if every else 1, span=every)
    times = often.times or BLANK
    n = often.times.high if often.times and often.times.low == often.times.high else 9
    return most + say(f"often.{often.per}.{n if n < 3 else 'more'}", span=times)


def tempo_words(dose: Dose, say: Wording) -> str | None:
    """`2 up, 4 down`, or slowly where the source says no more."""
    if dose.tempo:
        up, hold, down = dose.tempo
        return say("tempo.counted" if hold else "tempo.up-down", up=up, hold=hold, down=down)
    return say("tempo.slow") if dose.slow else None


def rest_words(dose: Dose, say: Wording) -> str | None:
    """The pauses between repetitions, sets and exercises."""
    rests = (say(f"rest.{r.where}", time=duration(r.seconds, say)) for r in dose.rests)
    return "; ".join(rests) or None


def manner_words(dose: Dose, say: Wording) -> str | None:
    """Support, surface, pace, direction and both sides, as the table says them."""
    parts = [
        say(key) if (key := f"manner.{words.replace(' ', '-')}") in say else words
        for words in dose.manner
    ]
    parts += [say("manner.each-side")] if dose.each_side else []
    parts += [say("manner.each-way")] if dose.each_way else []
    return ", ".join(parts) or None


def load_words(dose: Dose, say: Wording) -> str:
    """The named load, and on how many days where it is not on all."""
    key = f"load.{(dose.load or '').replace(' ', '-')}"
    text = say(key) if key in say else say("load.other", load=dose.load)
    if dose.load_on:
        times, _, per = dose.load_on.partition("/")
        text += " " + say("load.on-week" if per == "wk" else "load.on-day", span=times)
    return text


def bound_words(dose: Dose, say: Wording) -> str:
    """`at most `, `at least ` before the work, or nothing."""
    return say(f"bound.{dose.bound.replace(' ', '-')}") + " " if dose.bound else ""


def short_words(dose: Dose, say: Wording) -> str:
    """The dose for a cell of the matrix: digits first, the rest only where it changes the work."""
    if dose.is_open and (dose.shape == "blank" or dose.certainty("work") == "R-lo"):
        return say("short.blank")
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
    return bound_words(dose, say) + text
