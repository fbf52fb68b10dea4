"""The words of a command line as one checked request."""

from datetime import date
from typing import TYPE_CHECKING, Any

from exercise_rx.cli.reading import equipment, facts, pairs
from exercise_rx.errors import UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.request import DoseOrder, Request


def request_from(codes: tuple[str, ...], options: dict[str, Any], house: "Clinic") -> "Request":
    """The words of a command line as one checked request.

    Raises:
        UsageProblem: a word that cannot be read, a text that is too long, an id that is none.
    """
    from exercise_rx.model.base import refusal

    try:
        return _request(codes, options, house)
    except refusal() as error:
        from exercise_rx.catalog.author_words import explain

        faults = []
        for fault in error.errors():
            name = str(fault["loc"][0]).replace("_", "-")
            says, fix = explain(fault, [])
            faults.append(f"`--{PARTS_OF.get(name, name)}` {says}. {fix}")
        raise UsageProblem("\n".join(faults)) from None


PARTS_OF = {"old": "swap", "new": "swap"}
"""The option that a part of a value comes from."""

AS_TYPED = (
    "side",
    "weeks",
    "patient",
    "goal",
    "clinician",
    "protocol",
    "drop",
    "add",
    "minutes",
    "reason",
    "large_print",
)
"""Options that a request holds as they are given."""


def _request(codes: tuple[str, ...], options: dict[str, Any], house: "Clinic") -> "Request":
    from exercise_rx import pipeline
    from exercise_rx.model.request import Request, Swap

    today = options.get("today") or date.today()
    home, colours = equipment(options["home"], "--home")
    without, _ = equipment(options["without"], "--without")
    swaps = pairs(options["swap"], "--swap", "step-up-low=squat-mini")
    return Request(
        codes=pipeline.read_codes(codes),
        start=options["start"] or today,
        today=today,
        home=home,
        bands=colours,
        without=without or (),
        history=pipeline.read_codes(options["history"]) if options["history"] else (),
        facts=facts(options["fact"]),
        swap=tuple(Swap(old=old, new=new) for old, new in swaps),
        doses=_doses(options["dose"]),
        not_before=_limits(options["not_before"]),
        max_exercises=_most(options["max_exercises"], house.thresholds.max_exercises),
        paper=options["paper"] or house.paper,
        lang=options["lang"] or house.lang,
        **{name: options[name] for name in AS_TYPED},
    )


def _doses(texts: tuple[str, ...]) -> "tuple[DoseOrder, ...]":
    orders, faults = [], []
    for name, text in pairs(texts, "--dose", 'heel-raise-double="2 x 8"'):
        try:
            orders.append(_dose(name, text))
        except ValueError as error:
            faults.append(f"`--dose {name}={text}`: {error}.")
    if faults:
        raise UsageProblem("\n".join(faults))
    return tuple(orders)


def _dose(name: str, text: str) -> "DoseOrder":
    """`ID` or `ID@2-4` with a dose.

    Raises:
        ValueError: what cannot be read, without its full stop.
    """
    from exercise_rx.model.clauses import DoseError
    from exercise_rx.model.notation import parse_prescribed
    from exercise_rx.model.protocol import Weeks, read_weeks
    from exercise_rx.model.request import DoseOrder

    exercise, at, span = name.partition("@")
    try:
        weeks = Weeks.model_validate(read_weeks(span)) if at else None
        return DoseOrder(exercise=exercise, dose=parse_prescribed(text), weeks=weeks)
    except DoseError:
        raise
    except ValueError as error:
        if "is not a dose" in (said := str(error)):
            raise ValueError(said.partition("Value error, ")[2].partition(" [")[0]) from None
        told = f'{span or exercise!r} is not understood; write ID@2-4="3 x 8"'
        raise ValueError(told) from None


def _limits(texts: tuple[str, ...]) -> dict[str, date]:
    from exercise_rx.errors import did_you_mean
    from exercise_rx.model.vocabulary import LOAD_TAGS

    found, faults = {}, []
    for tag, day in pairs(texts, "--not-before", "shoulder-active=2026-03-01"):
        if tag not in LOAD_TAGS:
            faults.append(
                f"`--not-before {tag}={day}`: there is no load tag `{tag}`. "
                f"{did_you_mean(tag, list(LOAD_TAGS))}".rstrip()
            )
        try:
            found[tag] = date.fromisoformat(day)
        except ValueError:
            faults.append(f"`--not-before {tag}={day}`: write the date as 2026-01-31.")
    if faults:
        raise UsageProblem("\n".join(faults))
    return found


def _most(text: str | None, house: int) -> int | None:
    if text is None:
        return house
    if text == "all":
        return None
    if not text.isdigit() or not 1 <= int(text) <= 40:
        raise UsageProblem(f"`--max-exercises {text}`: write a number from 1 to 40, or `all`.")
    return int(text)
