"""What people type on the command line, read into values: lists, facts, doses, dates."""

from datetime import date
from typing import Any

import click

from exercise_rx.errors import UsageProblem, did_you_mean


class Day(click.ParamType[date]):
    """A date such as 2026-01-31."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-01-31.", param, ctx)


class WeeksOrAll(click.ParamType["int | str | None"]):
    """A number of weeks, or `all`."""

    name = "N|all"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | str | None:
        if isinstance(value, int):
            return value
        if value in (None, "all"):
            return None if value is None else "all"
        if not str(value).isdigit() or not 1 <= int(value) <= 104:
            self.fail(f"{value!r} is not a number from 1 to 104, nor `all`.", param, ctx)
        return int(value)


def equipment(text: str | None, option: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """`chair,wall,band:red` as items and band colours. None when nothing was said.

    Raises:
        UsageProblem: all unknown items at once, with near names.
    """
    from exercise_rx.model.vocabulary import BAND_COLOURS, EQUIPMENT

    if text is None:
        return None, ()
    items, colours, faults = [], [], []
    known = (*EQUIPMENT, "bed")
    for word in (w.strip().lower().replace(" ", "-") for w in text.split(",")):
        item, _, colour = word.partition(":")
        if not item:
            continue
        item = item if item in known else item.removesuffix("s")
        if item not in known:
            faults.append(
                f"`{option}`: {item!r} is not a thing we know. "
                f"{did_you_mean(item, known) or 'Known: ' + ', '.join(known) + '.'}"
            )
        if colour and (item != "band" or colour not in BAND_COLOURS):
            faults.append(
                f"`{option}`: {word!r}: only a band has a color, one of {', '.join(BAND_COLOURS)}."
            )
        items.append(item)
        colours += [colour] if colour else []
    if faults:
        raise UsageProblem("\n".join(faults))
    return tuple(dict.fromkeys(items)), tuple(colours)


def pairs(texts: tuple[str, ...], option: str, example: str) -> list[tuple[str, str]]:
    """`NAME=VALUE` words, split.

    Raises:
        UsageProblem: one without `=`.
    """
    found, faults = [], []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            faults.append(f"`{option} {text}`: write NAME=VALUE, for example `{option} {example}`.")
        found.append((name.strip(), value.strip()))
    if faults:
        raise UsageProblem("\n".join(faults))
    return found


def facts(texts: tuple[str, ...]) -> dict[str, str]:
    """`--fact` words as a mapping; the same fact twice with two values is a contradiction."""
    found: dict[str, str] = {}
    for name, value in pairs(texts, "--fact", "grade=1"):
        if found.setdefault(name, value) != value:
            raise UsageProblem(
                f"`--fact {name}` is given twice: {found[name]} and {value}. Keep one."
            )
    return found
