"""`unpolicy chart`: figures, the path to the target and the projection in one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unpolicy.assess.find import find_judged
from unpolicy.cli import completion
from unpolicy.cli.options import (
    AsOfOption,
    DataOption,
    IdArgument,
    JsonOption,
    LangOption,
    OverwriteOption,
    completed_option,
    format_option,
    output_option,
)
from unpolicy.cli.output import present, two_results, write_output
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import UsageError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from unpolicy.views.chart import Chart
    from unpolicy.views.chart_spec import ChartFormat

OutputOption = Annotated[str | None, output_option("Write FILE.svg, .png or .json (Vega-Lite); - is stdout.")]
FormatOption = Annotated[
    Literal["svg", "png", "json"] | None,
    format_option("The file's format, where its ending does not say."),
]

ByOption = Annotated[
    str | None,
    completed_option(
        "--by",
        "DIMENSION",
        "A line for each part by this dimension, as sex, and one for the whole.",
        completion.dimensions,
    ),
]


def command(
    ctx: typer.Context,
    id_: IdArgument = None,
    output: OutputOption = None,
    form: FormatOption = None,
    by: ByOption = None,
    force: OverwriteOption = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Draw the figures, the path to the target and where they are heading."""
    session = open_session(ctx, data, lang, as_of, json=json)
    if output is None and form is not None:
        raise UsageError(
            "--format needs --output FILE, or - for stdout.", ja="--format には --output FILE（または -）が必要です。"
        )
    wanted = None if output is None else chart_format(output, form)
    if json and output == "-" and wanted != "json":
        raise two_results("--output -")
    chart = _chart(session, id_, by)
    if output is None or wanted is None:
        _print(session, chart)
        return
    from unpolicy.views.chart_spec import chart_bytes

    write_output(session, output, chart_bytes(chart, wanted), force=force)


def chart_format(output: str, form: ChartFormat | None) -> ChartFormat:
    """The format asked for, else the one that the file's ending names.

    Raises:
        UsageError: neither says one.
    """
    from unpolicy.views.chart_spec import FORMATS

    found = form or next((name for name in FORMATS if output.lower().endswith(f".{name}")), None)
    if found is None:
        raise UsageError(
            f"{quoted(output)} does not say what to write: end it in .svg, .png or .json, or give --format.",
            ja=f"{quoted(output)} の形式が分かりません。.svg、.png、.json で終わる名前か --format が必要です。",
        )
    return found


def _chart(session: Session, name: str | None, by: str | None) -> Chart:
    from unpolicy.assess.assessment import assess_monitored, assess_target, chosen_method
    from unpolicy.views.charting import make_chart, make_parts_chart

    found = find_judged(session.dataset, name)
    assessed = assess_target if found.kind == "target" else assess_monitored
    method = chosen_method(session.dataset, None)
    entry = assessed(session.dataset, found.id, session.as_of, method)
    if by is not None:
        return make_parts_chart(session.dataset, entry, by, session.voice)
    return make_chart(entry, session.voice)


def _print(session: Session, chart: Chart) -> None:
    from unpolicy.views.chart_spec import chart_spec
    from unpolicy.views.charting import chart_rows

    def view(terminal: Console) -> Iterator[RenderableType]:
        from unpolicy.views.terminal.chart import chart_view

        yield chart_view(chart, terminal.width, terminal.height)

    present(session, document=lambda: chart_spec(chart), rows=lambda: chart_rows(chart), view=view)
