"""`exercise-rx batch`: a list of patients into a folder of handouts, one print file, one report."""

from __future__ import annotations

from contextlib import ExitStack, closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exercise_rx.cli import mail_setup as setup
from exercise_rx.cli.options import CLINIC
from exercise_rx.cli.output import FORMATS
from exercise_rx.cli.parts import page_options, read_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from exercise_rx.deliver.batch_print import PrintList
    from exercise_rx.deliver.batch_report import Report
    from exercise_rx.deliver.batch_row import Outcome
    from exercise_rx.deliver.batch_table import Table


class WithColumns(click.Command):
    """Its help ends with the columns, taken from the options of `generate`."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from exercise_rx.cli.batch_columns import help_text

        with formatter.section("Columns of PATIENTS.csv"):
            formatter.write_dl(help_text())


@click.command(cls=WithColumns)
@click.argument("patients", type=click.Path(path_type=Path), metavar="PATIENTS.csv")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR", help="The folder for the handouts; made if it is not there.",
)  # fmt: skip
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS),
    help="Form of the handouts; repeatable. [default: pdf]",
)  # fmt: skip
@click.option("--no-print-file", is_flag=True, help="Leave out print-all.pdf.")
@click.option("--email", "mailed", is_flag=True, help="Queue a mail for each row with an address.")
@click.option("--email-only", is_flag=True, help="Queue mails and write no handouts.")
@click.option(
    "--passphrases-to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Where the passphrases of locked PDFs are written.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Make every handout anew. No mail is queued twice.")
@click.option(
    "--processes", type=click.IntRange(1, 512), metavar="N", help="Processes. [default: all cores]"
)
@click.option(
    "--executor", metavar="MODULE:ATTRIBUTE", help="An engine of your own, such as a Dask cluster."
)
@page_options
@CLINIC
@setup.outbox_option
@setup.by_option
def batch(patients: Path, output: Path, **options: Any) -> None:
    """Make the handouts of a list of patients, one row each.

    Good rows are made; bad ones are named with their line, fault and fix, on the screen and in
    DIR/report.csv. DIR/print-all.pdf holds all handouts, each from an odd page on, for a duplex
    printer. Run it again after a stop or a change: only what is missing or changed is made.

    \b
    Examples:
      exercise-rx new batch > patients.csv
      exercise-rx batch patients.csv -o monday
      exercise-rx batch patients.csv -o monday --format pdf --format json --clinic my-clinic
    """
    from exercise_rx.cli.batch_columns import CODES, known
    from exercise_rx.deliver import batch_print
    from exercise_rx.deliver.batch_table import survey

    table = survey(patients, known(), CODES)
    endings = () if options["email_only"] else tuple(dict.fromkeys(options["formats"])) or ("pdf",)
    printed = "pdf" in endings and not options["no_print_file"]
    if printed:
        batch_print.check_installed()
    with ExitStack() as stack:
        failures = _run(table, output, endings, printed, options, stack)
    if failures:
        click.get_current_context().exit(1)


def _run(
    table: Table, folder: Path, endings: tuple[str, ...], printed: bool,
    options: dict[str, Any], stack: ExitStack,
) -> int:  # fmt: skip
    """The whole run; how many rows a person has to mend."""
    from exercise_rx.cli.batch_row import Job, make
    from exercise_rx.deliver.batch import Batch
    from exercise_rx.deliver.batch_journal import Journal
    from exercise_rx.deliver.batch_pool import Here, engine
    from exercise_rx.deliver.batch_print import PrintList
    from exercise_rx.deliver.batch_report import Report
    from exercise_rx.deliver.batch_table import rows

    mail = options["mailed"] or options["email_only"]
    job = Job(
        clinic=options["clinic"],
        endings=endings,
        pages=read_pages("pdf", options["pages"], options["fillable"]),
        today=today(),
        by=setup.who(options["by"]) if mail else None,
        may_encrypt=options["passphrases_to"] is not None,
        all_mailed=options["email_only"],
    )
    mark = _mark(job.clinic, f"{endings} {job.pages}")
    desk = _desk(options, stack) if mail else None
    journal = stack.enter_context(Journal(folder))
    run = Batch(folder, journal, mark, desk, again=options["again"])
    prints = stack.enter_context(PrintList(folder, journal)) if printed else None
    executor, window = stack.enter_context(
        engine(options["processes"], table.count, options["executor"])
    )
    with Report(folder, journal.staging, table.delimiter) as report:
        outcomes = run.run(rows(table), partial(make, job), executor, window)
        for outcome in _watched(outcomes, table.count):
            report.add(outcome)
            if prints and outcome.stands:
                prints.add(outcome.name, outcome.plan)
    # An engine of one's own may be on machines that this folder is not on.
    near = Here() if options["executor"] else executor
    parts = prints.write(near) if prints else []
    _summary(table, report, prints, parts, desk is not None)
    return report.failures


def today() -> date:
    """The day of the run: one for all rows, also past midnight."""
    from datetime import date

    return date.today()


def _mark(clinic: Path | None, wanted: str) -> str:
    """A digest of all that handouts are made from besides their rows; checks the content too."""
    from exercise_rx import __version__
    from exercise_rx.catalog.load import load, read_clinic

    read_clinic(clinic)
    digest = sha256(f"{__version__} {wanted} {load((clinic,) if clinic else ()).digest}".encode())
    for file in sorted(clinic.rglob("*")) if clinic else ():
        if file.is_file():
            digest.update(str(file.relative_to(clinic or "")).encode() + file.read_bytes())
    return digest.hexdigest()


def _desk(options: dict[str, Any], stack: ExitStack) -> Any:
    """The outbox, when the clinic's mail is set up; nothing is made when it is not."""
    import time

    from exercise_rx.deliver.batch_mail import Desk
    from exercise_rx.deliver.outbox import Outbox

    setup.mail_settings(options["clinic"])
    box = Outbox.at(setup.outbox_path(options["outbox_file"]), time.time)
    return Desk(stack.enter_context(closing(box)), options["passphrases_to"])


def _watched(outcomes: Iterable[Outcome], count: int) -> Iterator[Outcome]:
    """The same outcomes, with a bar on the screen while they come in."""
    import sys

    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=count, label="Handouts", file=sys.stderr, show_pos=True, hidden=hidden
    ) as bar:
        for outcome in outcomes:
            bar.update(1 if outcome.line is not None else 0)
            yield outcome


def _summary(
    table: Table, report: Report, prints: PrintList | None, parts: list[str], mailed: bool
) -> None:
    """What was done and what is to be mended, on standard error."""
    folder = report.path.parent
    for bad in report.bad:
        column = f", column `{bad.column}`" if bad.column else ""
        click.echo(f"{table.path} line {bad.line}{column}: {bad.fault}\n    {bad.fix}", err=True)
    if report.failures > len(report.bad):
        click.echo(f"... and {report.failures - len(report.bad)} more; see the report.", err=True)
    counted = ", ".join(f"{count} {status}" for status, count in report.counts.items())
    click.echo(f"{table.count} rows: {counted or 'nothing to do'}.", err=True)
    if prints and parts:
        listed = ", ".join(str(folder / part) for part in parts)
        click.echo(
            f"To print: {listed} ({prints.patients} patients, {prints.pages} pages).", err=True
        )
    if mailed:
        click.echo("Mails are queued. Send them: exercise-rx outbox send", err=True)
    click.echo(f"Report: {report.path}", err=True)
