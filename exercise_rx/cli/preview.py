"""`exercise-rx preview`: the pages as pictures in a folder."""

from pathlib import Path
from typing import Any

import click

from exercise_rx.cli.options import plan_options


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PROGRAM.json|CODE...")
@click.option(
    "-o",
    "--output",
    default=".",
    show_default="this folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to; made if it is not there.",
)
@click.option(
    "--dpi",
    type=click.IntRange(20, 600),
    default=100,
    show_default=True,
    help="Dots to the inch.",
)
@plan_options
def preview(
    sources: tuple[str, ...], output: Path, dpi: int, clinic: Path | None, **options: Any
) -> None:
    """See the pages of a program as pictures: preview-PLAN-01.png and so on.

    \b
    Examples:
      exercise-rx preview M76.821
      exercise-rx preview plan.json -o pages --dpi 150
    """
    from exercise_rx.cli.email import Arguments, make_program_and_pdf
    from exercise_rx.deliver.file import write
    from exercise_rx.errors import RxError
    from exercise_rx.render.preview import pictures

    program, pdf = make_program_and_pdf(Arguments(sources, clinic, options))
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RxError(f"The folder {output} cannot be made: {error.strerror}.") from None
    name = f"preview-{program.plan_id}"
    count = 0
    for count, picture in enumerate(pictures(pdf, dpi), 1):
        write(output / f"{name}-{count:02}.png", picture)
    click.echo(f"Wrote {count} pages: {output / name}-01.png to -{count:02}.png.", err=True)
