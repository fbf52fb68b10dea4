"""`generate`, `show` and `render`: from codes to a finished document."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exercise_rx.cli.parts import ALL, Pages, page_options, read_pages
from exercise_rx.cli.password import lock, password_options
from exercise_rx.cli.reading import Day, WeeksOrAll, equipment, facts, pairs
from exercise_rx.errors import RxError, UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Catalog
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.program import Program
    from exercise_rx.model.request import Request

FORMATS = ("pdf", "html", "txt", "json")
CLINIC = click.option(
    "--clinic",
    type=click.Path(path_type=Path),
    envvar="EXERCISE_RX_CLINIC",
    metavar="DIR",
    help="A clinic's folder: name, logo, own exercises and protocols.",
)

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
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
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="Where to; `-` is standard output."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Needed with `-o -`; else the file's ending.",
)
@password_options
@page_options
@plan_options
def generate(
    codes: tuple[str, ...],
    output: str,
    format_: str | None,
    password: bool,
    password_file: Path | None,
    pages: str | None,
    fillable: bool,
    **options: Any,
) -> None:
    """Make a home exercise program from one or more diagnosis codes.

    \b
    Examples:
      exercise-rx generate M76.821 -o plan.pdf
      exercise-rx generate M17.11 --home chair,wall,band:red --clinician "A. Osei, PT" -o plan.pdf
      exercise-rx generate M72.2:left M54.50 --minutes 10 -o plan.pdf

    With --password the PDF opens with a password only. It is asked for, or read from
    --password-file or from EXERCISE_RX_PDF_PASSWORD; it is never part of the command.
    """
    kind = format_of(output, format_)
    key = lock(kind, password, password_file)
    wanted = read_pages(kind, pages, fillable)
    program = program_from(codes, options)
    _report(program)
    _no_phone(options["clinic"])
    write_program(program, output, kind, options["clinic"], key, wanted)


@click.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@plan_options
def show(codes: tuple[str, ...], **options: Any) -> None:
    """Show the plan for a code as a table in the terminal.

    \b
    Examples:
      exercise-rx show M76.821
      exercise-rx show M76.61 --weeks all --max-exercises all --reason "full protocol"
    """
    from exercise_rx.render.table import table

    program = program_from(codes, options)
    click.echo(table(program))
    _report(program)


@click.command()
@click.argument("program", type=click.Path(path_type=Path), metavar="PROGRAM.json")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="Where to; `-` is standard output."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Needed with `-o -`; else the file's ending.",
)
@password_options
@page_options
@CLINIC
def render(
    program: Path,
    output: str,
    format_: str | None,
    password: bool,
    password_file: Path | None,
    pages: str | None,
    fillable: bool,
    clinic: Path | None,
) -> None:
    """Draw an issued program again, exactly as it was, without the catalog.

    \b
    Examples:
      exercise-rx render plan.json -o plan.pdf
      exercise-rx render plan.json -o plan.txt
      exercise-rx render plan.json --pages fridge,weeks -o for-the-door.pdf
    """
    kind = format_of(output, format_)
    key = lock(kind, password, password_file)
    wanted = read_pages(kind, pages, fillable)
    write_program(read_program(program), output, kind, clinic, key, wanted)


def program_from(codes: tuple[str, ...], options: dict[str, Any]) -> "Program":
    """The program that a command line asks for."""
    from exercise_rx.catalog.load import load, read_clinic

    folder = options["clinic"]
    return program_of(codes, options, read_clinic(folder), load((folder,) if folder else ()))


def program_of(
    codes: tuple[str, ...], options: dict[str, Any], house: "Clinic", catalog: "Catalog"
) -> "Program":
    """The program for the words of a command line, with the content already read."""
    from exercise_rx import pipeline

    request = request_from(codes, options, house)
    if request.lang not in catalog.wording:
        raise UsageProblem(
            f"There is no wording for the language `{request.lang}`. "
            f"There is: {', '.join(catalog.wording)}."
        )
    return pipeline.generate(request, catalog, house)


def request_from(codes: tuple[str, ...], options: dict[str, Any], house: "Clinic") -> "Request":
    """The words of a command line as one checked request.

    Raises:
        UsageProblem: a word that cannot be read, a text that is too long, an id that is none.
    """
    from pydantic import ValidationError

    from exercise_rx.catalog.author_words import explain

    try:
        return _request(codes, options, house)
    except ValidationError as error:
        faults = []
        for fault in error.errors():
            name = str(fault["loc"][0]).replace("_", "-")
            says, fix = explain(fault, [])
            faults.append(f"`--{PARTS_OF.get(name, name)}` {says}. {fix}")
        raise UsageProblem("\n".join(faults)) from None


PARTS_OF = {"old": "swap", "new": "swap"}
"""The option that a part of a value comes from."""


def _request(codes: tuple[str, ...], options: dict[str, Any], house: "Clinic") -> "Request":
    from exercise_rx import pipeline
    from exercise_rx.model.request import Request, Swap

    today = options.get("today") or date.today()
    home, colours = equipment(options["home"], "--home")
    without, _ = equipment(options["without"], "--without")
    start = options["start"] or today
    return Request(
        codes=pipeline.read_codes(codes),
        side=options["side"],
        start=start,
        today=today,
        weeks=options["weeks"],
        patient=options["patient"],
        goal=options["goal"],
        clinician=options["clinician"],
        home=home,
        bands=colours,
        without=without or (),
        history=pipeline.read_codes(options["history"]) if options["history"] else (),
        facts=facts(options["fact"]),
        protocol=options["protocol"],
        swap=tuple(
            Swap(old=a, new=b)
            for a, b in pairs(options["swap"], "--swap", "step-up-low=squat-mini")
        ),
        drop=options["drop"],
        add=options["add"],
        doses=_doses(options["dose"]),
        not_before=_limits(options["not_before"]),
        max_exercises=_most(options["max_exercises"], house.thresholds.max_exercises),
        minutes=options["minutes"],
        reason=options["reason"],
        paper=options["paper"] or house.paper,
        large_print=options["large_print"],
        lang=options["lang"] or house.lang,
    )


def _doses(texts: tuple[str, ...]) -> tuple[Any, ...]:
    from exercise_rx.model.notation import DoseError, parse_prescribed
    from exercise_rx.model.protocol import Weeks, read_weeks
    from exercise_rx.model.request import DoseOrder

    orders, faults = [], []
    for name, text in pairs(texts, "--dose", 'heel-raise-double="2 x 8"'):
        exercise, at, span = name.partition("@")
        try:
            weeks = Weeks.model_validate(read_weeks(span)) if at else None
            orders.append(DoseOrder(exercise=exercise, dose=parse_prescribed(text), weeks=weeks))
        except DoseError as error:
            faults.append(f"`--dose {name}={text}`: {error}.")
        except ValueError as error:
            said = str(error)
            why = (
                said.partition("Value error, ")[2].partition(" [")[0]
                if "is not a dose" in said
                else f'{span or exercise!r} is not understood; write ID@2-4="3 x 8"'
            )
            faults.append(f"`--dose {name}={text}`: {why}.")
    if faults:
        raise UsageProblem("\n".join(faults))
    return tuple(orders)


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


def format_of(output: str, format_: str | None) -> str:
    """The format from the option or the file's ending.

    Raises:
        UsageProblem: neither says it.
    """
    if format_:
        return format_
    ending = Path(output).suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise UsageProblem(
            f"`-o {output}`: what kind of file? End it in {', '.join('.' + f for f in FORMATS)}, "
            "or say `--format pdf`."
        )
    return ending


def read_program(path: Path) -> "Program":
    """An issued program from its file.

    Raises:
        RxError: no such file, or not a program of ours.
    """
    from pydantic import ValidationError

    from exercise_rx.model.program import Program

    try:
        return Program.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RxError(f"{path} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise RxError(
            f"{path} is not a program of ours: {where}: {first['msg']}.",
            tip="Use the .json that `exercise-rx generate ... -o plan.json` wrote.",
        ) from None


def write_program(
    program: "Program",
    output: str,
    kind: str,
    folder: Path | None,
    key: str | None = None,
    pages: Pages = ALL,
) -> None:
    """Draw the program, lock it if there is a `key`, and write it, whole or not at all."""
    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.deliver.file import write
    from exercise_rx.render.formats import draw

    house = read_clinic(folder)
    data = draw(program, house, kind, folder, pages.parts, fillable=pages.fillable)
    if key is not None:
        from exercise_rx.deliver.encryption import encrypted

        data = encrypted(data, key)
    write(output, data)
    if output != "-":
        click.echo(
            f"Wrote {output}: {program.title}, {program.side_words.lower()}, {program.weeks} weeks, "
            f"plan {program.plan_id}.",
            err=True,
        )


def _no_phone(clinic: Path | None) -> None:
    """A page without a telephone cannot say whom to call: the PT hears of it each time."""
    from exercise_rx.catalog.load import read_clinic

    if not read_clinic(clinic).phone:
        click.echo(
            "No clinic phone is set: the pages have a line for it. Write it in, or give --clinic.",
            err=True,
        )


def _report(program: "Program") -> None:
    """What the planner decided, for the PT, on standard error."""
    for decision in program.decisions:
        if decision.kind in (
            "assumed",
            "left-out",
            "swapped",
            "capped",
            "dose",
            "warning",
            "dates",
            "note",
            "added",
        ):
            click.echo(
                f"{decision.kind}: {decision.what} ({decision.why}; {decision.rule})", err=True
            )
    for step in program.steps:
        for item in step.items:
            if any(choice.figures.blanks for choice in item.choices) and step.number == 1:
                blanks = ", ".join(dict.fromkeys(b for c in item.choices for b in c.figures.blanks))
                click.echo(
                    f'set by you: {item.exercise}: {blanks}; fill it with --dose {item.exercise}="..."',
                    err=True,
                )
    if program.draft:
        click.echo("This is a draft until --clinician names who signs it.", err=True)
