"""`unpolicy forecast`: where a figure is heading, with honest intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.assess.find import find_indicator
from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption
from unpolicy.cli.output import present, warn
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import UsageError
from unpolicy.names import FORECAST_MODELS
from unpolicy.text import printable
from unpolicy.years import resolve_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, RenderableType

    from unpolicy.assess.forecast import Ahead

HorizonOption = Annotated[
    int | None, typer.Option("--horizon", min=1, max=100, metavar="YEARS", help="How many years ahead.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="YEAR", help="The last year; else the target year, else 5 years.")
]
ModelsOption = Annotated[
    str | None,
    typer.Option(
        "--models",
        metavar="NAMES",
        help=f"{', '.join(FORECAST_MODELS)}, separated by commas, or all; {FORECAST_MODELS[0]} alone by default.",
    ),
]
BacktestOption = Annotated[
    bool, typer.Option("--backtest", help="What each model would have said, year by year, against what came.")
]


def command(
    ctx: typer.Context,
    name: IdArgument = None,
    horizon: HorizonOption = None,
    until: UntilOption = None,
    models: ModelsOption = None,
    backtest: BacktestOption = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show where a figure is heading: an honest interval, and the chance of reaching the target."""
    session = open_session(ctx, data, lang, as_of, json=json)
    indicator, target = find_indicator(session.dataset, name)
    if backtest:
        _print_backtest(session, indicator, target, _models(models))
    else:
        _print_forecast(session, indicator, target, _ahead(session, indicator, horizon, until, _models(models)))


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


def _print_forecast(session: Session, indicator: str, target: str | None, ahead: Ahead) -> None:
    from unpolicy.assess.forecast import forecast_indicator
    from unpolicy.views.forecast import forecast_document, forecast_rows, forecast_sentences

    found = forecast_indicator(session.dataset, indicator, session.as_of, target_id=target, ahead=ahead)

    def view(_: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.forecast import forecast_view

        return forecast_view(found, session.voice)

    form = present(session, document=lambda: forecast_document(found), rows=lambda: forecast_rows(found), view=view)
    for sentence in forecast_sentences(found, session.voice) if form == "rows" else ():
        warn(sentence)


def _print_backtest(session: Session, indicator: str, target: str | None, models: tuple[str, ...]) -> None:
    from unpolicy.assess.forecast import backtest_indicator
    from unpolicy.views.forecast import backtest_document, backtest_rows, too_few

    found = backtest_indicator(session.dataset, indicator, session.as_of, target_id=target, models=models)

    def view(_: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.forecast import backtest_view

        return backtest_view(found, session.voice)

    form = present(session, document=lambda: backtest_document(found), rows=lambda: backtest_rows(found), view=view)
    if form == "rows" and not found.trials:
        warn(too_few(found, session.voice))
