"""`--pages` and `--fillable`: which parts of a PDF are made, and whether its log takes ticks."""

from collections.abc import Callable
from typing import Any, NamedTuple

import click

from exercise_rx.errors import UsageProblem, did_you_mean
from exercise_rx.render.pdf import PARTS


class Pages(NamedTuple):
    """What is asked of a PDF beside its program. `parts` None: all of them."""

    parts: tuple[str, ...] | None = None
    fillable: bool = False


ALL = Pages()


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--pages` and `--fillable`."""
    for option in (
        click.option(
            "--fillable", is_flag=True, help="Boxes and pain rows to fill in on a screen."
        ),
        click.option(
            "--pages",
            metavar="LIST",
            help=f"Only some parts of the PDF, as a list: {','.join(PARTS)}.",
        ),
    ):
        command = option(command)
    return command


def read_pages(kind: str, listed: str | None, fillable: bool) -> Pages:
    """The two options, checked.

    Raises:
        UsageProblem: another form than PDF, a part that is none, a log to fill in that is left out.
    """
    if listed is None and not fillable:
        return ALL
    if kind != "pdf":
        raise UsageProblem(f"`--pages` and `--fillable` are for a PDF, not for {kind}.")
    if listed is None:
        return Pages(None, fillable)
    named = [word.strip() for word in listed.split(",")]
    unknown = [word for word in named if word not in PARTS]
    if unknown:
        raise UsageProblem(
            "\n".join(
                f"`--pages {listed}`: there is no part {word!r}. {did_you_mean(word, PARTS)}".rstrip()
                for word in unknown
            ),
            tip=f"Name some of {', '.join(PARTS)}.",
        )
    if fillable and "weeks" not in named:
        raise UsageProblem(f"`--pages {listed} --fillable`: the log is on the part `weeks`.")
    return Pages(tuple(part for part in PARTS if part in named), fillable)
