"""`unpolicy status`, `show`, `goals`, `explain`, `history` and `forecast`; `unpolicy` alone: where one stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from unpolicy.assess.find import Selection, find, find_indicator, find_judged
from unpolicy.cli import options, terminal
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import present, present_lines
from unpolicy.cli.session import Session, choose, only, open_sessions, require_owned
from unpolicy.errors import DataError, UsageError
from unpolicy.names import FORECAST_MODELS, VERDICTS, StatusSection, Verdict
from unpolicy.store.directory import VARIABLE, DataDirectory
from unpolicy.text import printable
from unpolicy.years import resolve_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console, RenderableType

    from unpolicy.assess.assessment import Assessment
    from unpolicy.assess.forecast import Ahead
    from unpolicy.assess.stability import Stability
    from unpolicy.model import Dataset
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


def overview(above: Mapping[str, Any]) -> None:
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


@options.common("as_of", "json", "data", "lang")
def show_command(
    session: Session,
    name: options.IdArgument = None,
    method: options.MethodOption = None,
) -> None:
    """Show everything about one indicator, target or goal."""
    found = find(session.dataset, name)
    if found.kind == "goal":
        _present_goals(session, [found.id])
    elif found.kind == "target":
        _present_target(session, found.id, method)
    else:
        _present_indicator(session, found.id)


@options.common("json", "data", "lang")
def goals_command(
    session: Session,
    goals: Annotated[list[str] | None, argument("[GOAL]...", "goals", options.goals)] = None,
) -> None:
    """Print the goals in words: what was done, found and comes next, with the evidence."""
    _present_goals(session, [_goal(session.dataset, name) for name in goals or ()])


@options.common("as_of", "json", "data", "lang")
def explain_command(
    session: Session,
    name: options.IdArgument = None,
    method: options.MethodOption = None,
    stability: Annotated[bool, option("--stability/--no-stability", text="no-stability")] = True,
) -> None:
    """Show how each number of a verdict came about: formula, figures with their sources, result."""
    from unpolicy.assess.derivation import derive
    from unpolicy.views.explain import explain_rows
    from unpolicy.views.history import explain_document

    voice, found = session.voice, find_judged(session.dataset, name)
    derivation = derive(session.dataset, found.id, session.as_of, method)

    present(
        session,
        document=lambda: explain_document(derivation, voice, stability=stability),
        rows=lambda: explain_rows(derivation, voice, stability=stability),
        view=lambda console: terminal.explain.explain_view(derivation, voice, console.width, stability=stability),
    )


@options.common("as_of", "json", "data", "lang")
def history_command(
    session: Session,
    name: options.IdArgument = None,
    method: options.MethodOption = None,
) -> None:
    """Print the verdict as it stood at each publication, and what every revision did to it."""
    from unpolicy.assess.history import history
    from unpolicy.views.history import history_document, history_rows

    found = history(session.dataset, find_judged(session.dataset, name).id, session.as_of, method)
    present(
        session,
        document=lambda: history_document(found, session.voice),
        rows=lambda: history_rows(found),
        view=lambda _: terminal.show.history_view(found, session.voice),
    )


@options.common("as_of", "json", "data", "lang")
def forecast_command(
    session: Session,
    name: options.IdArgument = None,
    horizon: Annotated[int | None, option("--horizon", "YEARS", min=1, max=100)] = None,
    until: Annotated[str | None, option("--until", "YEAR")] = None,
    models: Annotated[
        str | None,
        option(
            "--models",
            "NAMES",
            text=f"{', '.join(FORECAST_MODELS)}, separated by commas, or all; {FORECAST_MODELS[0]} alone by default.",
        ),
    ] = None,
    backtest: Annotated[bool, option("--backtest")] = False,
) -> None:
    """Show where a figure is heading: an honest interval, and the chance of reaching the target."""
    indicator, target = find_indicator(session.dataset, name)
    if backtest:
        _present_backtest(session, indicator, target, _models(models))
    else:
        _present_forecast(session, indicator, target, _ahead(session, indicator, horizon, until, _models(models)))


def _present_target(session: Session, target: str, method: str | None) -> None:
    from unpolicy.assess.assessment import assess_target, chosen_method
    from unpolicy.views.show import figures_rows, target_document

    dataset, voice = session.dataset, session.voice
    entry = assess_target(dataset, target, session.as_of, chosen_method(dataset, method))
    present(
        session,
        document=lambda: target_document(dataset, entry, voice),
        rows=lambda: figures_rows(dataset, entry.target.indicator, voice),
        view=lambda console: terminal.show.target_view(dataset, entry, voice, console.width),
    )


def _present_indicator(session: Session, indicator: str) -> None:
    from unpolicy.views.show import figures_rows, indicator_document

    dataset, voice = session.dataset, session.voice
    present(
        session,
        document=lambda: indicator_document(dataset, indicator),
        rows=lambda: figures_rows(dataset, indicator, voice),
        view=lambda _: terminal.show.indicator_view(dataset, indicator, voice),
    )


def _present_goals(session: Session, ids: list[str]) -> None:
    """Print goals, all of them where none is named; on a terminal with the policy above unless some are."""
    from unpolicy.views.show import goals_document, goals_rows

    dataset, voice = session.dataset, session.voice
    goals = {key: dataset.goals[key] for key in ids} or dataset.goals

    def view(_: Console) -> Iterator[RenderableType]:
        if not ids:
            yield terminal.show.policy_view(dataset.policy, voice)
        yield from terminal.show.goals_view(dataset, goals, voice)

    present(
        session,
        document=lambda: goals_document(dataset, goals),
        rows=lambda: goals_rows(dataset, goals, voice),
        view=view,
    )


def _goal(dataset: Dataset, name: str) -> str:
    found = find(dataset, name)
    if found.kind == "target":
        return dataset.targets[found.id].goal
    if found.kind == "indicator":
        raise UsageError(
            f"“{name}” is an indicator: show it with `unpolicy show {name}`.",
            ja=f"「{name}」は指標です。`unpolicy show {name}` で表示できます。",
        )
    return found.id


def _ahead(session: Session, indicator: str, horizon: int | None, until: str | None, models: tuple[str, ...]) -> Ahead:
    from unpolicy.assess.forecast import Ahead

    if horizon is not None and until is not None:
        raise UsageError(
            "--horizon and --until say the same thing in two ways: give one of them.",
            ja="--horizon と --until はどちらか一方だけ指定してください。",
        )
    kind = session.dataset.indicators[indicator].year_kind
    return Ahead(horizon, None if until is None else resolve_year(until, kind), models)


def _models(text: str | None) -> tuple[str, ...]:
    if text is None:
        return FORECAST_MODELS[:1]
    names = [name.strip() for name in text.split(",")]
    if names == ["all"]:
        return FORECAST_MODELS
    for name in names:
        if name not in FORECAST_MODELS:
            known = FORECAST_MODELS
            raise UsageError(
                f"There is no model “{printable(name)}”: --models takes {', '.join(known)} or all.",
                ja=f"モデル「{printable(name)}」はありません。--models には {'、'.join(known)}、all を指定できます。",
            )
    return tuple(dict.fromkeys(names))


def _present_forecast(session: Session, indicator: str, target: str | None, ahead: Ahead) -> None:
    from unpolicy.assess.forecast import forecast_indicator
    from unpolicy.views.forecast import forecast_document, forecast_rows, forecast_sentences

    found = forecast_indicator(session.dataset, indicator, session.as_of, target_id=target, ahead=ahead)
    present(
        session,
        document=lambda: forecast_document(found),
        rows=lambda: forecast_rows(found),
        view=lambda _: terminal.forecast.forecast_view(found, session.voice),
        beside=lambda: forecast_sentences(found, session.voice),
    )


def _present_backtest(session: Session, indicator: str, target: str | None, models: tuple[str, ...]) -> None:
    from unpolicy.assess.forecast import backtest_indicator
    from unpolicy.views.forecast import backtest_document, backtest_rows, too_few

    found = backtest_indicator(session.dataset, indicator, session.as_of, target_id=target, models=models)
    present(
        session,
        document=lambda: backtest_document(found),
        rows=lambda: backtest_rows(found),
        view=lambda _: terminal.forecast.backtest_view(found, session.voice),
        beside=lambda: () if found.trials else (too_few(found, session.voice),),
    )
