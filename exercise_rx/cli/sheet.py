"""`safety-sheet`: the one page for a patient who must be seen before any exercise."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from exercise_rx.cli.options import CLINIC
from exercise_rx.cli.output import format_of, output_options
from exercise_rx.cli.reading import facts


@click.command("safety-sheet")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@output_options
@click.option(
    "--fact",
    "fact",
    multiple=True,
    metavar="NAME=VALUE",
    help="A sign that was found, such as clot-signs=yes.",
)
@click.option("--patient", metavar="TEXT", help="First name or initials, as printed.")
@click.option("--clinician", metavar="TEXT", help="Who hands it over.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="Paper size.")
@click.option("--large-print", is_flag=True, help="18 point type.")
@CLINIC
def safety_sheet(
    codes: tuple[str, ...],
    output: str,
    format_: str | None,
    fact: tuple[str, ...],
    patient: str | None,
    clinician: str | None,
    paper: Literal["letter", "a4"] | None,
    large_print: bool,
    clinic: Path | None,
) -> None:
    """Print the `get checked` sheet for a code or a sign that rules exercise out.

    \b
    Examples:
      exercise-rx safety-sheet I82.431 -o sheet.pdf
      exercise-rx safety-sheet M17.11 --fact clot-signs=yes -o sheet.pdf
    """
    from exercise_rx import pipeline
    from exercise_rx.catalog.load import load, read_clinic
    from exercise_rx.deliver.file import write
    from exercise_rx.render.formats import draw_sheet

    kind = format_of(output, format_)
    house = read_clinic(clinic)
    catalog = load((clinic,) if clinic else ())
    sheet = pipeline.safety_sheet(
        pipeline.read_codes(codes),
        facts(fact),
        catalog,
        house,
        today=date.today(),
        patient=patient,
        clinician=clinician,
        large_print=large_print,
        paper=paper,
    )
    write(output, draw_sheet(sheet, house, kind, clinic))
    if output != "-":
        click.echo(f"Wrote {output}: {sheet.title}.", err=True)
