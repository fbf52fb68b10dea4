"""Where a document goes and as what: `-o`, `--format`, and what only a PDF can have."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from exercise_rx.cli.parts import Pages, page_options, read_pages
from exercise_rx.cli.password import lock, password_options
from exercise_rx.errors import UsageProblem

if TYPE_CHECKING:
    from exercise_rx.model.program import Program

FORMATS = ("pdf", "html", "txt", "json")


class Target(NamedTuple):
    """A document that is asked for: its file, its format, its password and its pages."""

    output: str
    kind: str
    key: str | None
    pages: Pages


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`-o` and `--format`."""
    command = click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        help="Needed with `-o -`; else the file's ending.",
    )(command)
    return click.option(
        "-o", "--output", required=True, metavar="FILE", help="Where to; `-` is standard output."
    )(command)


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All that says what document is made; the command is given it as one checked `target`."""

    @wraps(command)
    def with_target(
        *args: Any,
        output: str,
        format_: str | None,
        password: bool,
        password_file: Path | None,
        pages: str | None,
        fillable: bool,
        **others: Any,
    ) -> Any:
        kind = format_of(output, format_)
        key = lock(kind, password, password_file)
        target = Target(output, kind, key, read_pages(kind, pages, fillable))
        return command(*args, target=target, **others)

    return output_options(password_options(page_options(with_target)))


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


def write_program(program: "Program", target: Target, folder: Path | None) -> None:
    """Draw the program, lock it if there is a password, and write it, whole or not at all.

    `folder` is the clinic's.
    """
    from exercise_rx.catalog.load import read_clinic
    from exercise_rx.deliver.file import write
    from exercise_rx.render.formats import draw

    pages = target.pages
    house = read_clinic(folder)
    data = draw(program, house, target.kind, folder, pages.parts, fillable=pages.fillable)
    if target.key is not None:
        from exercise_rx.deliver.encryption import encrypted

        data = encrypted(data, target.key)
    write(target.output, data)
    if target.output != "-":
        click.echo(
            f"Wrote {target.output}: {program.title}, {program.side_words.lower()}, "
            f"{program.weeks} weeks, plan {program.plan_id}.",
            err=True,
        )
