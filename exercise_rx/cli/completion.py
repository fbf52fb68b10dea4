"""`completion`: the line that switches on TAB completion."""

import click

LINES = {
    "bash": 'eval "$(_EXERCISE_RX_COMPLETE=bash_source exercise-rx)"',
    "zsh": 'eval "$(_EXERCISE_RX_COMPLETE=zsh_source exercise-rx)"',
    "fish": "_EXERCISE_RX_COMPLETE=fish_source exercise-rx | source",
}


@click.command()
@click.argument("shell", type=click.Choice(sorted(LINES)))
def completion(shell: str) -> None:
    """Print the line that switches on TAB completion in your shell.

    \b
    Examples:
      exercise-rx completion bash >> ~/.bashrc
      exercise-rx completion zsh >> ~/.zshrc
    """
    click.echo(LINES[shell])
