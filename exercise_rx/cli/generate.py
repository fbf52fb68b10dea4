"""`generate`, `show` and `render`: from codes to a finished document."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exercise_rx.cli.options import CLINIC, plan_options
from exercise_rx.cli.output import Target, target_options, write_program
from exercise_rx.errors import RxError, UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.catalog import Catalog
    from exercise_rx.model.clinic import Clinic
    from exercise_rx.model.program import Program

TOLD = (
    "assumed",
    "left-out",
    "swapped",
    "capped",
    "merge",
    "dose",
    "added",
    "warning",
    "dates",
    "note",
)
"""The decisions that the PT hears of at once; all stand on the clinician's sheet."""


@click.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@target_options
@plan_options
def generate(codes: tuple[str, ...], target: Target, **options: Any) -> None:
    """Make a home exercise program from one or more diagnosis codes.

    \b
    Examples:
      exercise-rx generate M76.821 -o plan.pdf
      exercise-rx generate M17.11 --home chair,wall,band:red --clinician "A. Osei, PT" -o plan.pdf
      exercise-rx generate M72.2:left M54.50 --minutes 10 -o plan.pdf

    With --password the PDF opens with a password only. It is asked for, or read from
    --password-file or from EXERCISE_RX_PDF_PASSWORD; it is never part of the command.
    """
    program = program_from(codes, options)
    _report(program)
    _no_phone(options["clinic"])
    write_program(program, target, options["clinic"])


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
@target_options
@CLINIC
def render(program: Path, target: Target, clinic: Path | None) -> None:
    """Draw an issued program again, exactly as it was, without the catalog.

    \b
    Examples:
      exercise-rx render plan.json -o plan.pdf
      exercise-rx render plan.json -o plan.txt
      exercise-rx render plan.json --pages fridge,weeks -o for-the-door.pdf
    """
    write_program(read_program(program), target, clinic)


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
    from exercise_rx.cli.request import request_from

    request = request_from(codes, options, house)
    if request.lang not in catalog.wording:
        raise UsageProblem(
            f"There is no wording for the language `{request.lang}`. "
            f"There is: {', '.join(catalog.wording)}."
        )
    return pipeline.generate(request, catalog, house)


def read_program(path: Path) -> "Program":
    """An issued program from its file, able to be drawn.

    It says what it said when it was issued; a label that the page has gained since is said in
    today's words.

    Raises:
        RxError: no such file, or not a program of ours.
    """
    from pydantic import ValidationError

    from exercise_rx.catalog.load import load
    from exercise_rx.model.program import Program

    try:
        program = Program.model_validate_json(path.read_bytes())
        known = load().wording.get(program.lang, {})
        gained = {key: words for key, words in known.items() if key not in program.wording}
        return program.but(wording={**program.wording, **gained}) if gained else program
    except OSError as error:
        raise RxError(f"{path} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise RxError(
            f"{path} is not a program of ours: {where}: {first['msg']}.",
            tip="Use the .json that `exercise-rx generate ... -o plan.json` wrote.",
        ) from None


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
    for told in program.decisions:
        if told.kind in TOLD:
            click.echo(f"{told.kind}: {told.what} ({told.why}; {told.rule})", err=True)
    for item in program.steps[0].items:
        blanks = ", ".join(dict.fromkeys(b for c in item.choices for b in c.figures.blanks))
        if blanks:
            click.echo(
                f'set by you: {item.exercise}: {blanks}; fill it with --dose {item.exercise}="..."',
                err=True,
            )
    if program.draft:
        click.echo("This is a draft until --clinician names who signs it.", err=True)
