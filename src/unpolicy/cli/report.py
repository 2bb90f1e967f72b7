"""`unpolicy report`: the evaluation sheet as a page or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unpolicy.assess.find import Selection
from unpolicy.cli.choosing import choose, require_owned
from unpolicy.cli.options import (
    AllOption,
    AsOfOption,
    GoalOption,
    IdsArgument,
    LangOption,
    MethodOption,
    OverwriteOption,
    ResponsibleOption,
    SeveralDataOption,
    SortOption,
    TagOption,
    VerdictOption,
    format_option,
    output_option,
)
from unpolicy.cli.output import write_output
from unpolicy.cli.progress import spinner
from unpolicy.cli.session import Session, open_sessions
from unpolicy.errors import UsageError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from unpolicy.assess.assessment import Assessment

ReportFormat = Literal["html", "md"]

OutputOption = Annotated[str, output_option("Write FILE.html or FILE.md; - is stdout.")]
FormatOption = Annotated[ReportFormat | None, format_option("The format, where the file's ending does not say.")]
BilingualOption = Annotated[
    bool,
    typer.Option("--bilingual", help="Japanese and English in one; HTML does so by itself unless --lang is given."),
]

_ENDINGS: dict[str, ReportFormat] = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}


def command(
    ctx: typer.Context,
    ids: IdsArgument = None,
    output: OutputOption = "-",
    form: FormatOption = None,
    bilingual: BilingualOption = False,
    goal: GoalOption = None,
    verdict: VerdictOption = None,
    tag: TagOption = None,
    responsible: ResponsibleOption = None,
    sort: SortOption = None,
    show_all: AllOption = False,
    method: MethodOption = None,
    force: OverwriteOption = False,
    as_of: AsOfOption = None,
    data: SeveralDataOption = None,
    lang: LangOption = None,
) -> None:
    """Write the evaluation sheet: the policy, its goals, figures, verdicts and sources."""
    sessions = open_sessions(ctx, data, lang, as_of)
    chosen = report_format(output, form)
    require_owned(sessions, tag or [], responsible)
    if len(sessions) > 1 and chosen == "html":
        raise UsageError(
            "A page holds one policy: write several into a Markdown file, or give one --data.",
            ja="1つのページに入るのは1つの施策です。Markdown にするか、--data を1つにしてください。",
        )
    both = bilingual or (chosen == "html" and (lang or getattr(ctx.obj, "lang", None)) is None)
    part = Selection(everything=show_all, ordered=sort is not None)
    texts = []
    for session in sessions:
        assessment = choose(session, method, ids or [], goal, verdict or [], sort, tag, responsible)
        texts.append(_report(session, assessment, part, chosen, bilingual=both))
    write_output(sessions[0], output, "\n".join(texts).encode(), force=force)


def report_format(output: str, form: ReportFormat | None) -> ReportFormat:
    """The format asked for, else the one that the file's ending names; Markdown on stdout.

    Raises:
        UsageError: neither says one.
    """
    named = next((name for ending, name in _ENDINGS.items() if output.lower().endswith(ending)), None)
    found = form or named or ("md" if output == "-" else None)
    if found is None:
        raise UsageError(
            f"{quoted(output)} does not say what to write: end it in .html or .md, or give --format.",
            ja=f"{quoted(output)} の形式が分かりません。.html か .md で終わる名前、または --format が必要です。",
        )
    return found


def _report(session: Session, assessment: Assessment, part: Selection, form: ReportFormat, *, bilingual: bool) -> str:
    from unpolicy.views.report.build import build_sheets
    from unpolicy.views.report.html import report_html
    from unpolicy.views.report.markdown import report_markdown

    voices = [session.voice] + ([session.voice_in(session.voice.other)] if bilingual else [])
    with spinner(session.voice.say(("Writing", "作成中"))):
        sheets = build_sheets(assessment, voices, part)
        return report_html(sheets) if form == "html" else report_markdown(sheets)
