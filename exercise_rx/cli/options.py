"""The options that make a plan, said once for every command that makes one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from exercise_rx.cli.reading import Day, WeeksOrAll

CLINIC = click.option(
    "--clinic",
    type=click.Path(path_type=Path),
    envvar="EXERCISE_RX_CLINIC",
    metavar="DIR",
    help="A clinic's folder: name, logo, own exercises and protocols.",
)

PLAN: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--side", type=click.Choice(["right", "left", "both"]), help="Where the code does not say."
    ),
    click.option("--start", type=Day(), help="First day; today if left out."),
    click.option(
        "--weeks", type=WeeksOrAll(), help="Weeks to print; up to the review if left out."
    ),
    click.option("--patient", metavar="TEXT", help="First name or initials, as printed."),
    click.option("--goal", metavar="TEXT", help="The patient's goal, in the patient's words."),
    click.option("--clinician", metavar="TEXT", help="Who signs. Lifts the draft mark."),
    click.option(
        "--home",
        metavar="LIST",
        help="All there is at home: chair,wall,step,band:red. A hard limit.",
    ),
    click.option("--without", metavar="LIST", help="Things the home lacks."),
    click.option(
        "--history",
        multiple=True,
        metavar="CODE",
        help="An older diagnosis or operation. Repeatable.",
    ),
    click.option(
        "--fact",
        "fact",
        multiple=True,
        metavar="NAME=VALUE",
        help="A fact, such as grade=1. Repeatable.",
    ),
    click.option(
        "--protocol", metavar="ID", help="One of the protocols offered for the diagnosis."
    ),
    click.option("--swap", multiple=True, metavar="OLD=NEW", help="One exercise for another."),
    click.option("--drop", multiple=True, metavar="ID", help="Leave an exercise out."),
    click.option("--add", multiple=True, metavar="ID", help="Add an exercise."),
    click.option(
        "--dose",
        multiple=True,
        metavar='ID="..."',
        help='Your own dose: ID="2 x 8" or ID@2-4="3 x 8".',
    ),
    click.option(
        "--not-before",
        multiple=True,
        metavar="TAG=DATE",
        help="A surgeon's limit on a kind of load.",
    ),
    click.option(
        "--max-exercises", metavar="N|all", help="Most active exercises a day; 4 if left out."
    ),
    click.option("--minutes", type=click.IntRange(3, 120), help="Most minutes for one session."),
    click.option("--reason", metavar="TEXT", help="Why 7 exercises or more."),
    click.option("--paper", type=click.Choice(["letter", "a4"]), help="Paper size."),
    click.option("--large-print", is_flag=True, help="18 point type, reflowed."),
    click.option("--lang", metavar="CODE", help="Language of the page."),
    CLINIC,
)


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that make a plan, shared by the commands that make one."""
    for option in reversed(PLAN):
        command = option(command)
    return command
