"""``lineofsight completion``: what a shell needs to complete commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from lineofsight.cli import options, output

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "lineofsight"


@click.command(
    short_help="Teach a shell to complete.",
    epilog=options.examples(
        "lineofsight completion bash >> ~/.bashrc",
        "lineofsight completion zsh >> ~/.zshrc",
        "lineofsight completion fish > ~/.config/fish/completions/lineofsight.fish",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, *, shell: str) -> int:
    """Print the lines that teach a SHELL to complete commands, options and rules."""
    found = get_completion_class(shell)
    assert found is not None, "click knows these shells"  # noqa: S101 - says what the choice made sure
    variable = f"_{PROGRAM.upper()}_COMPLETE"
    output.write(found(context.find_root().command, {}, PROGRAM, variable).source())
    return 0
