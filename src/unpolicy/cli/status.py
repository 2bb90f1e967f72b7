"""`unpolicy status`: the headline table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from unpolicy.cli import completion
from unpolicy.cli.options import AsOfOption, DataOption, IdsArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import console, emit_json, emit_rows, on_terminal
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from unpolicy.assessment import Assessment
    from unpolicy.selection import Order
    from unpolicy.stability import Stability

VerdictName = Literal["achieved", "on-track", "acceleration-needed", "limited", "moving-away", "missed", "unknown"]
FailOnOption = Annotated[
    VerdictName | None,
    typer.Option("--fail-on", help="Exit with 1 if a target's verdict is this or worse; unknown only if named."),
]
GoalOption = Annotated[
    str | None,
    typer.Option("--goal", metavar="ID", help="Only what serves this goal.", autocompletion=completion.goals),
]
VerdictOption = Annotated[
    list[str] | None,
    typer.Option(
        "--verdict",
        metavar="VERDICT",
        help="Only this verdict; may be given again.",
        autocompletion=completion.verdicts,
    ),
]
SortOption = Annotated[
    Literal["file", "attention", "gap", "title"] | None, typer.Option("--sort", help="The order of the targets.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Show every target and indicator, however many.")]
StabilityOption = Annotated[bool, typer.Option("--stability", help="Show how far each verdict hangs on one choice.")]
ChartOption = Annotated[bool, typer.Option("--chart", help="Put a small chart under each target.")]


def command(
    ctx: typer.Context,
    ids: IdsArgument = None,
    goal: GoalOption = None,
    verdict: VerdictOption = None,
    sort: SortOption = None,
    show_all: AllOption = False,
    stability: StabilityOption = False,
    chart: ChartOption = False,
    fail_on: FailOnOption = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show how far each target is, how fast it moves, and whether it will get there."""
    session = open_session(ctx, data, lang, as_of)
    assessment = _assess(session, method, ids or [], goal, verdict or [], sort)
    if json or not on_terminal():
        _print_plain(assessment, session, json=json, stability=stability)
    else:
        _print_view(assessment, session, (show_all, sort is not None, chart), stability=stability)
    if fail_on is not None and _fails(assessment, fail_on):
        raise typer.Exit(1)


def _assess(
    session: Session,
    method: str | None,
    ids: list[str],
    goal: str | None,
    verdicts: list[str],
    sort: Order | None,
) -> Assessment:

    from unpolicy.assessment import assess
    from unpolicy.selection import in_order, select

    for name in (*ids, *([goal] if goal else [])):
        _require(session, name)
    _require_verdicts(verdicts)
    assessment = assess(session.dataset, session.as_of, method)
    if ids or goal or verdicts:
        assessment = select(assessment, ids=ids, goal=goal, verdicts=verdicts)
    return assessment._replace(targets=tuple(in_order(assessment.targets, sort, session.lang))) if sort else assessment


def _require(session: Session, name: str) -> None:
    from unpolicy.lookup import find

    find(session.dataset, name)


def _require_verdicts(names: list[str]) -> None:
    wrong = next((name for name in names if name not in get_args(VerdictName)), None)
    if wrong is not None:
        known = ", ".join(get_args(VerdictName))
        raise UsageError(
            f"“{wrong}” is no verdict: --verdict takes {known}.",
            ja=f"「{wrong}」という判定はありません。--verdict には {known} を指定できます。",
        )


def _print_plain(assessment: Assessment, session: Session, *, json: bool, stability: bool) -> None:
    found = _stabilities(assessment) if stability else None
    if json:
        from unpolicy.render.status_document import status_document

        emit_json(status_document(assessment, session.lang, found))
        return
    from unpolicy.render.status_rows import status_rows

    emit_rows(status_rows(assessment, session.lang, found))


def _print_view(assessment: Assessment, session: Session, wanted: tuple[bool, bool, bool], *, stability: bool) -> None:
    from unpolicy.render.status import Wanted, status_parts

    terminal = console()
    for part in status_parts(assessment, session.lang, terminal.width, Wanted(*wanted)):
        terminal.print(part)
    if stability:
        from unpolicy.render.stability import stabilities_view

        terminal.print(stabilities_view(assessment, _stabilities(assessment), session.lang))


def _stabilities(assessment: Assessment) -> dict[str, Stability]:
    from unpolicy.stability import of_assessment

    return of_assessment(assessment)


def _fails(assessment: Assessment, threshold: VerdictName) -> bool:
    from unpolicy.measures.verdict import VERDICTS

    if threshold == "unknown":
        return any(target.verdict == "unknown" for target in assessment.targets)
    bad = VERDICTS[VERDICTS.index(threshold) : VERDICTS.index("unknown")]
    return any(target.verdict in bad for target in assessment.targets)
