"""`check` and `new`: for those who write exercises and protocols."""

from pathlib import Path

import click

from exercise_rx.cli.options import CLINIC
from exercise_rx.errors import RxError


@click.command()
@click.option("--strict-pictures", is_flag=True, help="A missing drawing is a fault, not a note.")
@CLINIC
def check(clinic: Path | None, strict_pictures: bool) -> None:
    """Check all content: words, doses, sources, codes, ladders, bans. Every problem at once.

    \b
    Examples:
      exercise-rx check
      exercise-rx check --clinic ./my-clinic
    """
    from exercise_rx.catalog.check import check as run
    from exercise_rx.catalog.findings import faults
    from exercise_rx.catalog.places import shipped
    from exercise_rx.pipeline import code_exists

    roots = ([clinic] if clinic else []) + [shipped()]
    found = run(roots, code_exists, strict_pictures=strict_pictures)
    wrong = faults(found)
    for one in found:
        click.echo(str(one), err=one in wrong)
    click.echo(f"{len(wrong)} problems, {len(found) - len(wrong)} notes.", err=True)
    if wrong:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("kind", type=click.Choice(["exercise", "protocol", "condition", "batch"]))
@click.argument("name", required=False)
@click.option("-o", "--output", metavar="FILE", help="Where to; standard output if left out.")
def new(kind: str, name: str | None, output: str | None) -> None:
    """Write a commented starter file for an exercise, a protocol, a condition or a batch.

    \b
    Examples:
      exercise-rx new exercise -o my-clinic/exercises/knee/our-step-down.yaml
      exercise-rx new protocol -o my-clinic/templates/protocols/knee/our-knee-plan.yaml
    """
    from exercise_rx.catalog.places import shipped
    from exercise_rx.catalog.starters import text_of
    from exercise_rx.deliver.file import write

    ending = "csv" if kind == "batch" else "yaml"
    starter = shipped() / "templates" / "starters" / f"{kind}.{ending}"
    if not starter.is_file():
        raise RxError(
            f"There is no starter for `{kind}` in this installation.", tip="Reinstall exercise-rx."
        )
    target = output or (f"{name}.{ending}" if name else "-")
    if target != "-" and Path(target).exists():
        raise RxError(
            f"{target} exists already.", tip="Choose another name, or move it away first."
        )
    write(target, starter.read_bytes() if kind == "batch" else text_of(kind).encode())
    if target != "-":
        following = f"batch {target} -o DIR" if kind == "batch" else "check"
        click.echo(f"Wrote {target}. Fill it in, then: exercise-rx {following}", err=True)
