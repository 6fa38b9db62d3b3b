"""pm-coach demo: runs a demo; its flags come from the demo's parameters."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from assistant.cli.terminal import bar, both
from assistant.tools.base import Demo, DemoResult, wording
from assistant.tools.registry import DemoInputError, allowed_values, demos, json_schema, run_demo


class _Demos(click.Group):
    """One command a demo, made from its definition."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(demos())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        demo = demos().get(cmd_name)
        if demo is None:
            return None

        def run(as_json: bool, **values: str | bool | None) -> None:
            _run(demo, {name: value for name, value in values.items() if value is not None}, as_json)

        json_flag = click.Option(["--json", "as_json"], is_flag=True, help="Print the result as JSON.")
        help_text = f"{demo.description.en}\n\n{demo.description.zh}"
        return click.Command(cmd_name, params=[*_options(demo), json_flag], callback=run, help=help_text)


@click.group(name="demo", cls=_Demos, invoke_without_command=True)
@click.option("--list", "list_demos", is_flag=True, help="List the demos.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.pass_context
def demo_command(ctx: click.Context, list_demos: bool, as_json: bool) -> None:
    """Run a demo of the article, e.g. `pm-coach demo linear_regression --learning-rate 0.1`."""
    if ctx.invoked_subcommand:
        return
    if not list_demos:
        raise click.UsageError("Name a demo, or pass --list.", ctx)
    for demo in demos().values():
        if as_json:
            click.echo(json.dumps(_definition(demo), ensure_ascii=False))
        else:
            click.echo(f"{demo.name}\n  {demo.title.zh} / {demo.title.en}\n  {demo.description.en}")


def _options(demo: Demo) -> list[click.Parameter]:
    """Return a flag for each parameter, e.g. --learning-rate VALUE, --fit-intercept / --no-fit-intercept."""
    options: list[click.Parameter] = []
    for name, field in demo.parameters.model_fields.items():
        dashed = name.replace("_", "-")
        words = wording(field)
        if field.annotation is bool:
            default = "yes" if field.default else "no"
            options.append(
                click.Option(
                    [f"--{dashed}/--no-{dashed}"],
                    default=None,
                    help=f"{words.description.en} [default: {default}]",
                )
            )
        else:
            default = "random" if field.default is None else field.default
            help_text = f"{words.description.en} Must be {allowed_values(field, 'en')}. [default: {default}]"
            options.append(click.Option([f"--{dashed}"], metavar="VALUE", help=help_text))
    return options


def _definition(demo: Demo) -> dict[str, Any]:
    return {
        "name": demo.name,
        "title": {"zh": demo.title.zh, "en": demo.title.en},
        "sections": list(demo.sections),
        "schema": json_schema(demo, "en")["function"]["parameters"],
    }


def _run(demo: Demo, values: dict[str, Any], as_json: bool) -> None:
    try:
        with bar(f"Running {demo.name}") as advance:
            result = run_demo(demo.name, values, lambda share: advance(share, 1.0))
    except DemoInputError as error:
        click.echo(f"Error: {both(error.message)}", err=True)
        raise click.exceptions.Exit(2) from error
    if as_json:
        click.echo(json.dumps(result.model_dump(mode="json"), ensure_ascii=False))
    else:
        _print(demo, result)


def _print(demo: Demo, result: DemoResult) -> None:
    console = Console()
    for language in ("zh", "en"):
        for finding in result.findings[language]:
            console.print(f"• {finding}", highlight=False)
        console.print()
    figures = Table(show_header=False, box=None)
    for name, value in result.metrics.items():
        label = demo.metrics.get(name)
        figures.add_row(
            name, both(label) if label else "", f"{value:.6g}" if isinstance(value, float) else str(value)
        )
    console.print(figures)
