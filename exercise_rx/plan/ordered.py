"""The brace and the limit of movement that were ordered, and weeks told from the day that orders count from."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from exercise_rx.model.wording import Wording
from exercise_rx.plan.ready import say_date
from exercise_rx.plan.serve import Served

NOTHING = frozenset({"none", "no", "no brace", "no sling", "no boot", "none ordered", "nothing"})
"""What a PT types where nothing was ordered to be worn."""
NO_LIMIT = NOTHING | {"no limit", "no limits", "full", "full range", "unlimited", "unrestricted"}
"""What a PT types where every movement is allowed."""
UNTIL_WEEK = re.compile(r"(?i)\b(?:un)?till?\s+(?:week|wk)\.?\s*(\d{1,2})\b(?!\s*[-–/]|\s+to\b)")


def supports(served: Sequence[Served], say: Wording) -> Iterator[str]:
    """What goes with the exercises. A stated order stands in place of the general line."""
    for one in served:
        if limit := _range_limit(one):
            yield _ordered("support.limit", limit, one, say)
        if brace := _brace(one):
            yield _ordered("support.ordered", brace, one, say)
        if phone := one.passed.facts.get("surgeon-phone"):
            yield say("support.surgeon-phone", phone=phone.strip())
        for item in one.protocol.support:
            if not (one.passed.facts.get("brace") and item.ordered):
                yield f"{item.what}: {item.dose}"


def range_limits(served: Sequence[Served]) -> tuple[str, ...]:
    """Every limit of movement that was stated, as it was typed. No rule reads one."""
    return tuple(dict.fromkeys(limit for one in served if (limit := _range_limit(one))))


def first_words(served: Sequence[Served], say: Wording) -> tuple[str, ...]:
    """The limits of movement and the brace in words for the first page, before any exercise is begun."""
    limits = [say("support.limit", order=order.rstrip(".")) for order in range_limits(served)]
    braces = [
        _ordered("support.ordered", brace, one, say, short=True)
        for one in served
        if (brace := _brace(one))
    ]
    return tuple(dict.fromkeys((*limits, *braces)))


def _range_limit(one: Served) -> str:
    told = one.passed.facts.get("range-limit", "").strip()
    return "" if told.rstrip(".").lower() in NO_LIMIT else told


def _brace(one: Served) -> str:
    told = one.passed.facts.get("brace", "").strip()
    return "" if told.lower() in NOTHING else told


def _ordered(key: str, order: str, one: Served, say: Wording, *, short: bool = False) -> str:
    """The order as it was typed; a week in it is told as a date, since the page has its own weeks."""
    words = say(key, order=order.rstrip("."))
    event, day = _counted(one)
    if day and (found := UNTIL_WEEK.search(order)):
        n = int(found[1])
        until = say_date(day + timedelta(weeks=n), say)
        words += " " + say(f"support.week-{event}{'-short' * short}", n=n, date=until)
    return words


def _counted(one: Served) -> tuple[str, date | None]:
    """What an order counts from: the operation, else the injury."""
    for event in ("surgery", "injury"):
        if told := one.passed.facts.get(f"{event}-date"):
            return event, date.fromisoformat(told)
    return "", None


def since_words(served: Sequence[Served], first: date, last: date, say: Wording) -> tuple[str, ...]:
    """`From 3 to 6 weeks after your operation.`: a stretch of the plan in the surgeon's weeks."""
    told = []
    for one in served:
        event, day = _counted(one)
        if one.protocol.clock == "surgery" and day:
            begins, ends = (first - day).days // 7, ((last - day).days + 1) // 7
            told.append(say(f"weeks-since.{event}", first=begins, last=ends))
    return tuple(dict.fromkeys(told))
