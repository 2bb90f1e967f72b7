"""`unpolicy status`: the headline table; and `unpolicy` alone: where one stands, or how to begin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from unpolicy.assess.find import Selection
from unpolicy.cli import options, terminal
from unpolicy.cli.options import option
from unpolicy.cli.output import present, present_lines
from unpolicy.cli.session import Session, choose, only, open_sessions, require_owned
from unpolicy.errors import DataError
from unpolicy.names import VERDICTS, StatusSection, Verdict
from unpolicy.store.directory import VARIABLE, DataDirectory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from unpolicy.assess.assessment import Assessment
    from unpolicy.assess.stability import Stability
    from unpolicy.views.status_document import StatusDocument

Threshold = Literal[Verdict, "stale", "overdue"]


@options.common("as_of", "json", "data", "lang")
def status_command(
    sessions: list[Session],
    ids: options.IdsArgument = None,
    goal: options.GoalOption = None,
    verdict: options.VerdictOption = None,
    tag: options.TagOption = None,
    responsible: options.ResponsibleOption = None,
    sort: options.SortOption = None,
    show_all: options.AllOption = False,
    stability: Annotated[bool, option("--stability", text="stability")] = False,
    chart: Annotated[bool, option("--chart")] = False,
    goals: Annotated[bool, option("--goals", text="status-goals")] = False,
    parts: Annotated[bool, option("--parts")] = False,
    section: Annotated[StatusSection | None, option("--section")] = None,
    fail_on: Annotated[Threshold | None, option("--fail-on", text="fail-on")] = None,
    method: options.MethodOption = None,
) -> None:
    """Show how far each target is, how fast it moves, and whether it will get there."""
    part = Selection(show_all, sort is not None, goals, parts)
    wanted = []
    require_owned(sessions, tag or [], responsible)
    for session in sessions:
        assessment = choose(session, method, ids or [], goal, verdict or [], sort, tag, responsible)
        wanted.append(_Wanted(session, assessment, part, section, stability, chart))
    if len(wanted) == 1:
        (only,) = wanted
        present(only.session, document=only.document, rows=only.rows, view=only.view)
    else:
        _present_several(wanted)
    if fail_on is not None and any(_fails(policy.assessment, fail_on) for policy in wanted):
        raise typer.Exit(1)


def overview(above: options.Given) -> None:
    """Print a short status and the next useful command; where nothing is named and found, how to begin.

    Raises:
        DataError: the data that were named, or found, cannot be read.
    """
    from unpolicy.views.status import begin_lines, home_lines

    session = only(open_sessions(above))
    if _found(session) is None:
        present_lines(session, document=dict, lines=lambda: begin_lines(session.voice))
        return
    from unpolicy.assess.assessment import assess

    assessment = assess(session.dataset, session.as_of)
    present_lines(session, document=dict, lines=lambda: home_lines(assessment, session.voice))


def _found(session: Session) -> DataDirectory | None:
    try:
        return session.directory
    except DataError:
        if session.data is not None or os.environ.get(VARIABLE):
            raise
        return None


class _Wanted(NamedTuple):
    """What is shown of one policy."""

    session: Session
    assessment: Assessment
    part: Selection
    section: StatusSection | None
    stability: bool
    charts: bool

    def document(self) -> StatusDocument:
        from unpolicy.views.status_document import status_document

        stabilities = _stabilities(self.assessment) if self.stability else None
        return status_document(self.assessment, self.session.voice, stabilities)

    def rows(self) -> Iterable[Sequence[str]]:
        from unpolicy.views.status import stability_rows, status_rows

        if self.stability and self.section is None:
            return stability_rows(_stabilities(self.assessment))
        return status_rows(self.assessment, self.session.voice, self.section or "targets")

    def view(self, console: Console) -> Iterable[RenderableType]:
        assessment, voice = self.assessment, self.session.voice
        yield from terminal.status.status_view(assessment, voice, console.width, self.part, charts=self.charts)
        if self.stability:
            yield terminal.forecast.stabilities_view(assessment, _stabilities(assessment), voice)


def _present_several(wanted: Sequence[_Wanted]) -> None:
    """An overview, then each policy; into a pipe the overview, or the table that was asked for of all of them."""
    from unpolicy.views.status import overview_rows, policies_document, rows_of_all

    session, assessments = wanted[0].session, [policy.assessment for policy in wanted]
    one_table = all(policy.section is None and not policy.stability for policy in wanted)

    def rows() -> Iterable[Sequence[str]]:
        if one_table:
            return overview_rows(assessments, session.voice)
        return rows_of_all((policy.assessment.dataset.policy.id, policy.rows()) for policy in wanted)

    def view(console: Console) -> Iterable[RenderableType]:
        yield terminal.status.overview(assessments, session.voice)
        for policy in wanted:
            yield ""
            yield from policy.view(console)

    present(session, document=lambda: policies_document(policy.document() for policy in wanted), rows=rows, view=view)


def _stabilities(assessment: Assessment) -> dict[str, Stability]:
    from unpolicy.assess.stability import stabilities

    return stabilities(assessment)


def _fails(assessment: Assessment, threshold: Threshold) -> bool:
    if threshold == "stale":
        return any(target.stale for target in assessment.targets)
    if threshold == "overdue":
        judged = assessment.judged
        waiting = [awaited for entry in judged for awaited in entry.awaiting]
        return any(goal.overdue for goal in assessment.goals) or any(awaited.overdue for awaited in waiting)
    if threshold == "unknown":
        return any(target.verdict == "unknown" for target in assessment.targets)
    bad = VERDICTS[VERDICTS.index(threshold) : VERDICTS.index("unknown")]
    return any(target.verdict in bad for target in assessment.targets)
