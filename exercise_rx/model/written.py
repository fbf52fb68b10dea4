"""A dose written back in the notation that a PT reads."""

from exercise_rx.model.dose import Clause, Dose, Frequency, Prescribed, Range


def format_dose(dose: Dose) -> str:
    """The notation of a dose, its clauses in one order; read again it is the same dose."""
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
                f"{_duration(Range(low=i.seconds, high=i.seconds))} {i.what}"
                for i in dose.intervals
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
