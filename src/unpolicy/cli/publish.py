"""`unpolicy chart` and `unpolicy report`: a picture and the evaluation sheet, as the ending of a file names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from unpolicy.assess.find import Selection, find_judged
from unpolicy.cli import options, terminal
from unpolicy.cli.manners import spinner
from unpolicy.cli.options import option
from unpolicy.cli.output import present, two_results, write_output
from unpolicy.cli.session import Session, choose, require_owned
from unpolicy.errors import UsageError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.assess.assessment import Assessment
    from unpolicy.views.chart import Chart

ChartFormat = Literal["svg", "png", "json"]
SheetFormat = Literal["html", "md"]
Form = TypeVar("Form", ChartFormat, SheetFormat)

_CHART_ENDINGS: dict[str, ChartFormat] = {".svg": "svg", ".png": "png", ".json": "json"}
_CHART_NAMES = (".svg, .png or .json", ".svg、.png、.json で終わる名前か --format")
_SHEET_ENDINGS: dict[str, SheetFormat] = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}
_SHEET_NAMES = (".html or .md", ".html か .md で終わる名前、または --format")


@options.common("as_of", "json", "data", "lang")
def chart_command(
    session: Session,
    id_: options.IdArgument = None,
    output: Annotated[str | None, option("--output -o", "FILE", text="chart-file")] = None,
    form: Annotated[ChartFormat | None, option("--format", text="chart-format")] = None,
    by: Annotated[str | None, option("--by", "DIMENSION", options.dimensions, text="dimension")] = None,
    force: options.OverwriteOption = False,
) -> None:
    """Draw the figures, the path to the target and where they are heading."""
    if output is None and form is not None:
        raise UsageError(
            "--format needs --output FILE, or - for stdout.", ja="--format には --output FILE（または -）が必要です。"
        )
    wanted = None if output is None else _form(output, form, _CHART_ENDINGS, _CHART_NAMES)
    if session.json and output == "-" and wanted != "json":
        raise two_results("--output -")
    chart = _chart(session, id_, by)
    if output is None or wanted is None:
        _present_chart(session, chart)
        return
    from unpolicy.views.chart_spec import chart_bytes

    write_output(session, output, chart_bytes(chart, wanted), force=force)


@options.common("as_of", "data", "lang")
def report_command(
    sessions: list[Session],
    ids: options.IdsArgument = None,
    output: Annotated[str, option("--output -o", "FILE", text="sheet-file")] = "-",
    form: Annotated[SheetFormat | None, option("--format", text="sheet-format")] = None,
    bilingual: Annotated[bool, option("--bilingual")] = False,
    goal: options.GoalOption = None,
    verdict: options.VerdictOption = None,
    tag: options.TagOption = None,
    responsible: options.ResponsibleOption = None,
    sort: options.SortOption = None,
    show_all: options.AllOption = False,
    method: options.MethodOption = None,
    force: options.OverwriteOption = False,
) -> None:
    """Write the evaluation sheet: the policy, its goals, figures, verdicts and sources."""
    chosen = _form(output, form or ("md" if output == "-" else None), _SHEET_ENDINGS, _SHEET_NAMES)
    require_owned(sessions, tag or [], responsible)
    if len(sessions) > 1 and chosen == "html":
        raise UsageError(
            "A page holds one policy: write several into a Markdown file, or give one --data.",
            ja="1つのページに入るのは1つの施策です。Markdown にするか、--data を1つにしてください。",
        )
    both = bilingual or (chosen == "html" and "lang" not in sessions[0].given)
    part = Selection(everything=show_all, ordered=sort is not None)
    texts = []
    for session in sessions:
        assessment = choose(session, method, ids or [], goal, verdict or [], sort, tag, responsible)
        texts.append(_report(session, assessment, part, chosen, bilingual=both))
    write_output(sessions[0], output, "\n".join(texts).encode(), force=force)


def _form(output: str, asked: Form | None, endings: Mapping[str, Form], names: tuple[str, str]) -> Form:
    """The format asked for, else the one that the file's ending names.

    Raises:
        UsageError: neither says one.
    """
    found = asked or next((form for ending, form in endings.items() if output.lower().endswith(ending)), None)
    if found is None:
        raise UsageError(
            f"{quoted(output)} does not say what to write: end it in {names[0]}, or give --format.",
            ja=f"{quoted(output)} の形式が分かりません。{names[1]} が必要です。",
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


def _present_chart(session: Session, chart: Chart) -> None:
    from unpolicy.views.chart_spec import chart_spec
    from unpolicy.views.charting import chart_rows

    present(
        session,
        document=lambda: chart_spec(chart),
        rows=lambda: chart_rows(chart),
        view=lambda console: [terminal.chart.chart_view(chart, console.width, console.height)],
    )


def _report(session: Session, assessment: Assessment, part: Selection, form: SheetFormat, *, bilingual: bool) -> str:
    from unpolicy.views.report.build import build_sheets, report_html
    from unpolicy.views.report.markdown import report_markdown

    voices = [session.voice] + ([session.voice_in(session.voice.other)] if bilingual else [])
    with spinner(session.voice.say(("Writing", "作成中"))):
        sheets = build_sheets(assessment, voices, part)
        return report_html(sheets) if form == "html" else report_markdown(sheets)
