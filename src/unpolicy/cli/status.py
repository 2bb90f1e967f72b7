"""`unpolicy status`: the headline table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unpolicy.assess.find import Part
from unpolicy.cli.choosing import choose
from unpolicy.cli.options import (
    AllOption,
    AsOfOption,
    DataOption,
    GoalOption,
    IdsArgument,
    JsonOption,
    LangOption,
    MethodOption,
    ResponsibleOption,
    SortOption,
    TagOption,
    VerdictOption,
)
from unpolicy.cli.output import present
from unpolicy.cli.session import Session, open_session
from unpolicy.names import VERDICTS, StatusSection, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from unpolicy.assess.assessment import Assessment, Judged
    from unpolicy.assess.stability import Stability
    from unpolicy.views.status_document import StatusDocument

Threshold = Literal[Verdict, "stale", "overdue"]
FailOnOption = Annotated[
    Threshold | None,
    typer.Option(
        "--fail-on",
        help="Exit with 1 if a target's verdict is this or worse; unknown, stale and overdue only if named.",
    ),
]
StabilityOption = Annotated[bool, typer.Option("--stability", help="Show how far each verdict hangs on one choice.")]
GoalsOption = Annotated[bool, typer.Option("--goals", help="Group the targets by goal.")]
PartsOption = Annotated[bool, typer.Option("--parts", help="Show all parts of an indicator, however many.")]
SectionOption = Annotated[
    StatusSection | None, typer.Option("--section", help="Into a pipe: which table; targets by default.")
]
ChartOption = Annotated[bool, typer.Option("--chart", help="Put a small chart under each target.")]


def command(
    ctx: typer.Context,
    ids: IdsArgument = None,
    goal: GoalOption = None,
    verdict: VerdictOption = None,
    tag: TagOption = None,
    responsible: ResponsibleOption = None,
    sort: SortOption = None,
    show_all: AllOption = False,
    stability: StabilityOption = False,
    chart: ChartOption = False,
    goals: GoalsOption = False,
    parts: PartsOption = False,
    section: SectionOption = None,
    fail_on: FailOnOption = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show how far each target is, how fast it moves, and whether it will get there."""
    session = open_session(ctx, data, lang, as_of, json=json)
    assessment = choose(session, method, ids or [], goal, verdict or [], sort, tag, responsible)
    part = Part(show_all, sort is not None, goals, parts)
    _present(assessment, session, part, section, stability=stability, charts=chart)
    if fail_on is not None and _fails(assessment, fail_on):
        raise typer.Exit(1)


def _present(
    assessment: Assessment,
    session: Session,
    part: Part,
    section: StatusSection | None,
    *,
    stability: bool,
    charts: bool,
) -> None:
    voice = session.voice

    def document() -> StatusDocument:
        from unpolicy.views.status_document import status_document

        return status_document(assessment, voice, _stabilities(assessment) if stability else None)

    def rows() -> Iterable[Sequence[str]]:
        from unpolicy.views.status import stability_rows, status_rows

        if stability and section is None:
            return stability_rows(_stabilities(assessment))
        return status_rows(assessment, voice, section or "targets")

    def view(terminal: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.status import status_view

        yield from status_view(assessment, voice, terminal.width, part, charts=charts)
        if stability:
            from unpolicy.views.terminal.stability import stabilities_view

            yield stabilities_view(assessment, _stabilities(assessment), voice)

    present(session, document=document, rows=rows, view=view)


def _stabilities(assessment: Assessment) -> dict[str, Stability]:
    from unpolicy.assess.stability import stabilities

    return stabilities(assessment)


def _fails(assessment: Assessment, threshold: Threshold) -> bool:
    if threshold == "stale":
        return any(target.stale for target in assessment.targets)
    if threshold == "overdue":
        judged: list[Judged] = [*assessment.targets, *assessment.monitored]
        waiting = [awaited for entry in judged for awaited in entry.awaiting]
        return any(goal.overdue for goal in assessment.goals) or any(awaited.overdue for awaited in waiting)
    if threshold == "unknown":
        return any(target.verdict == "unknown" for target in assessment.targets)
    bad = VERDICTS[VERDICTS.index(threshold) : VERDICTS.index("unknown")]
    return any(target.verdict in bad for target in assessment.targets)
