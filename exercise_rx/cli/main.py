"""`exercise-rx`: reads the command line, calls one function, reports. The only place that exits."""

import sys
from importlib import import_module
from typing import Any

import click

from exercise_rx import __version__
from exercise_rx.errors import RxError, did_you_mean

COMMANDS: dict[str, tuple[str, str, str]] = {
    "generate": (
        "exercise_rx.cli.generate",
        "generate",
        "Make a program from one or more diagnosis codes.",
    ),
    "render": ("exercise_rx.cli.generate", "render", "Draw an issued program again, exactly."),
    "show": ("exercise_rx.cli.generate", "show", "Show the plan for a code as a table."),
    "codes": (
        "exercise_rx.cli.browse",
        "codes",
        "Find diagnosis codes by words; see what is covered.",
    ),
    "exercises": ("exercise_rx.cli.browse", "exercises", "Find exercises by words."),
    "explain": (
        "exercise_rx.cli.browse",
        "explain",
        "Show what is behind an exercise, protocol or condition.",
    ),
    "safety-sheet": (
        "exercise_rx.cli.sheet",
        "safety_sheet",
        "Print the one-page `get checked` sheet.",
    ),
    "check": ("exercise_rx.cli.content", "check", "Check all content; every problem at once."),
    "new": ("exercise_rx.cli.content", "new", "Write a commented starter file for a clinician."),
    "draw": ("exercise_rx.cli.draw", "draw", "Draw exercise pictures from their poses."),
    "email": ("exercise_rx.cli.email", "email", "Mail a program to a patient who agreed to it."),
    "outbox": ("exercise_rx.cli.outbox", "outbox", "See, send and settle queued mail."),
    "batch": ("exercise_rx.cli.batch", "batch", "Make the handouts of a list of patients."),
    "preview": ("exercise_rx.cli.preview", "preview", "See the pages as pictures."),
    "doctor": ("exercise_rx.cli.doctor", "doctor", "Check this installation; say what to mend."),
    "completion": (
        "exercise_rx.cli.completion",
        "completion",
        "Print the line that switches on TAB completion.",
    ),
}


class LateGroup(click.Group):
    """Commands are imported when they are called, so that help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0] if args else ""
        if word and not word.startswith("-") and word not in COMMANDS:
            near = did_you_mean(word, list(COMMANDS))
            raise click.UsageError(f"There is no command `{word}`. {near}".strip(), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, _, short) in COMMANDS.items()])


@click.group(
    cls=LateGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="exercise-rx", message="%(prog)s %(version)s")
def cli() -> None:
    """From a diagnosis code to a printed home exercise program.

    \b
    Examples:
      exercise-rx generate M76.821 -o plan.pdf
      exercise-rx show M17.11 --home chair,wall,band:red
      exercise-rx codes "inner ankle tendon"

    A clinician examines the patient and signs every program; this tool does neither.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command; our errors become one message and an exit code, bugs keep their traceback."""
    try:
        code = cli.main(args=arguments, standalone_mode=False)
    except RxError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(_status(code))


def _status(code: Any) -> int:
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
