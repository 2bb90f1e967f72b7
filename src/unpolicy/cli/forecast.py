"""`unpolicy forecast`: where a figure is heading, with honest intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption
from unpolicy.cli.output import emit_json, emit_rows, on_terminal, show, warn
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from unpolicy.assess.forecast import Ahead

HorizonOption = Annotated[
    int | None, typer.Option("--horizon", min=1, max=100, metavar="YEARS", help="How many years ahead.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="YEAR", help="The last year; else the target year, else 5 years.")
]
BacktestOption = Annotated[
    bool, typer.Option("--backtest", help="What each model would have said, year by year, against what came.")
]


def command(
    ctx: typer.Context,
    name: IdArgument,
    horizon: HorizonOption = None,
    until: UntilOption = None,
    backtest: BacktestOption = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show where a figure is heading: three simple models, their intervals, and the chance of reaching the target."""
    from unpolicy.assess.find import find_indicator

    session = open_session(ctx, data, lang, as_of)
    indicator, target = find_indicator(session.dataset, name)
    if backtest:
        _print_backtest(session, indicator, target, json=json)
    else:
        _print_forecast(session, indicator, target, _ahead(session, indicator, horizon, until), json=json)


def _ahead(session: Session, indicator: str, horizon: int | None, until: str | None) -> Ahead:
    from unpolicy.assess.forecast import Ahead
    from unpolicy.years import resolve_year

    if horizon is not None and until is not None:
        raise UsageError(
            "--horizon and --until say the same thing in two ways: give one of them.",
            ja="--horizon と --until はどちらか一方だけ指定してください。",
        )
    kind = session.dataset.indicators[indicator].year
    return Ahead(horizon, None if until is None else resolve_year(until, kind))


def _print_forecast(session: Session, indicator: str, target: str | None, ahead: Ahead, *, json: bool) -> None:
    from unpolicy.assess.forecast import forecast_indicator

    found = forecast_indicator(session.dataset, indicator, session.as_of, target_id=target, ahead=ahead)
    if json:
        from unpolicy.views.forecast_document import forecast_document

        emit_json(forecast_document(found))
        return
    if on_terminal():
        from unpolicy.views.terminal.forecast import forecast_view

        show(forecast_view(found, session.lang))
        return
    from unpolicy.views.forecast_rows import forecast_rows
    from unpolicy.views.forecast_sentences import forecast_sentences

    emit_rows(forecast_rows(found))
    for sentence in forecast_sentences(found, session.lang):
        warn(sentence)


def _print_backtest(session: Session, indicator: str, target: str | None, *, json: bool) -> None:
    from unpolicy.assess.forecast import backtest_indicator

    found = backtest_indicator(session.dataset, indicator, session.as_of, target_id=target)
    if json:
        from unpolicy.views.forecast_document import backtest_document

        emit_json(backtest_document(found))
        return
    if on_terminal():
        from unpolicy.views.terminal.backtest import backtest_view

        show(backtest_view(found, session.lang))
        return
    from unpolicy.views.forecast_rows import backtest_rows

    emit_rows(backtest_rows(found))
    if not found.trials:
        from unpolicy.views.forecast_sentences import too_few

        warn(too_few(found, session.lang))
