"""pm-coach demo: runs a demo; its flags come from the demo's parameters."""

import json
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic.fields import FieldInfo
from rich.table import Table

from assistant.cli import columns
from assistant.cli.terminal import bar, output
from assistant.demos import demos
from assistant.text import LANGUAGES, Bilingual, ExplainedError
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.exporting import files
from assistant.tools.kinds import Table as TableKind
from assistant.tools.kinds import YesNo
from assistant.tools.parameters import DemoInputError, kind_of, schema, wording_of
from assistant.tools.runner import Run
from assistant.tools.tables import DataTable, TableError

_POLL_SECONDS = 0.05
_NOT_WRITTEN = Bilingual(
    zh="结果没有写完：{reason}。换一个文件夹再试。",
    en="The result could not be written: {reason}. Please name another folder.",
)


class _Demos(click.Group):
    """One command a demo, made from its definition."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(demos())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        demo = demos().get(cmd_name)
        if demo is None:
            return None

        def run(
            as_json: bool,
            export_to: Path | None,
            mapped_columns: tuple[str, ...] = (),
            **values: str | bool | None,
        ) -> None:
            given = {name: value for name, value in values.items() if value is not None}
            _run(demo, given, mapped_columns, as_json=as_json, export_to=export_to)

        json_flag = click.Option(["--json", "as_json"], is_flag=True, help="Print the result as JSON.")
        export_flag = click.Option(
            ["--export", "export_to"],
            metavar="FOLDER",
            type=click.Path(file_okay=False, path_type=Path),
            help="Write tables (CSV), charts (PNG, SVG) and programs into a folder, in each language.",
        )
        help_text = f"{demo.description.en}\n\n{demo.description.zh}"
        return click.Command(
            cmd_name, params=[*_options(demo), json_flag, export_flag], callback=run, help=help_text
        )


@click.group(name="demo", cls=_Demos, invoke_without_command=True)
@click.option("--list", "list_demos", is_flag=True, help="List the demos.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.pass_context
def demo_command(ctx: click.Context, list_demos: bool, as_json: bool) -> None:
    """Run a demo: `pm-coach demo NAME --help` lists what can be set of it."""
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
    """Return a flag for each parameter: --a-number VALUE, --a-table FILE, --yes / --no-yes."""
    options: list[click.Parameter] = []
    for name, field in demo.parameters.model_fields.items():
        dashed, kind, meaning = name.replace("_", "-"), kind_of(field), wording_of(field).description.en
        if isinstance(kind, YesNo):
            default = "yes" if field.default else "no"
            help_text = f"{meaning} [default: {default}]"
            options.append(click.Option([f"--{dashed}/--no-{dashed}"], default=None, help=help_text))
        else:
            metavar = "FILE" if isinstance(kind, TableKind) else "VALUE"
            help_text = f"{meaning} Must be {kind.allowed('en')}. [{_default(field)}]"
            options.append(click.Option([f"--{dashed}"], metavar=metavar, help=help_text))
    if names := columns.names(demo):
        help_text = f"Which column of a file stands for {', '.join(names)}, where its name does not say so. May be repeated."
        flag = [columns.FLAG, "mapped_columns"]
        options.append(click.Option(flag, metavar="NAME=HEADER", multiple=True, help=help_text))
    return options


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    value = field.default.name if isinstance(field.default, DataTable) else field.default
    return f"default: {'random' if value is None else value}"


def _definition(demo: Demo) -> dict[str, Any]:
    return {
        "name": demo.name,
        "title": demo.title.both(),
        "sections": list(demo.sections),
        "schema": schema(demo.parameters, "en"),
    }


def _run(
    demo: Demo,
    values: dict[str, Any],
    mapped_columns: tuple[str, ...],
    *,
    as_json: bool,
    export_to: Path | None,
) -> None:
    try:
        tables = columns.mapping(demo, values, mapped_columns)
    except TableError as error:
        _fail(error)
    running = Run(demo, values, tables)
    try:
        with bar(f"Running {demo.name}") as advance:
            while not running.wait(_POLL_SECONDS):
                advance(running.share, 1.0)
            advance(1.0, 1.0)
    finally:
        # Ctrl-C ends the work as well.
        running.stop()
    if running.error is not None:
        if not isinstance(running.error, ExplainedError):
            raise running.error
        _fail(running.error)
    result = running.result
    if result is None:
        raise click.Abort
    if as_json:
        click.echo(json.dumps(result.model_dump(mode="json"), ensure_ascii=False))
    else:
        _print(demo, result)
    if export_to is not None:
        _export(demo, result, export_to)


def _export(demo: Demo, result: DemoResult, folder: Path) -> None:
    """Write a result's files, each language in a folder of its own."""
    try:
        for language in LANGUAGES:
            place = folder / language
            place.mkdir(parents=True, exist_ok=True)
            for file in files(result, demo, language):
                (place / file.name).write_bytes(file.made())
    except OSError as error:
        reason = f"{error.strerror or type(error).__name__}: {error.filename}"
        click.echo(f"Error: {_NOT_WRITTEN.filled(reason=reason).side_by_side()}", err=True)
        raise click.exceptions.Exit(1) from error


def _fail(error: ExplainedError) -> NoReturn:
    message = columns.explained(error)
    click.echo(f"Error: {message.side_by_side()}", err=True)
    raise click.exceptions.Exit(2 if isinstance(error, DemoInputError | TableError) else 1)


def _print(demo: Demo, result: DemoResult) -> None:
    console = output()
    for language in LANGUAGES:
        for finding in result.findings[language]:
            console.print(f"• {finding}", highlight=False)
        console.print()
    figures = Table(show_header=False, box=None)
    for name, value in result.metrics.items():
        label = demo.metrics.get(name)
        figures.add_row(
            name,
            label.side_by_side() if label else "",
            f"{value:.6g}" if isinstance(value, float) else str(value),
        )
    console.print(figures)
