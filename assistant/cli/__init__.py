"""The command line: pm-coach.

A command's module is imported when it is called: who asks a question need not wait for what a server or an evaluation needs.
"""

import importlib

import click

from assistant import __version__
from assistant.processes import hide_memory
from assistant.text import ExplainedError

_COMMANDS = {
    "ask": "asking:ask",
    "search": "asking:search",
    "demo": "demo:demo_command",
    "eval": "evaluating:evaluate_command",
    "index": "knowledge:index",
    "model": "model:model_command",
    "serve": "serve:serve_command",
}
"""Each command with its module here and its name in it."""


class _Commands(click.Group):
    """Imports a command when it is called; tells an error in one line on stderr and exits with 1, wrong usage with 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, or None where there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, out of sight of the programs that it starts."""
        hide_memory()
        try:
            return super().invoke(ctx)
        except ExplainedError as error:
            raise click.ClickException(error.message.side_by_side()) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pm-coach")
def main() -> None:
    """Coach product managers from what it has read: ask it, search it, run its demos."""


if __name__ == "__main__":
    main()
