"""What a reader of a forecast must know beside the numbers, on a terminal and beside a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.common import value, year
from unpolicy.views.labels import word
from unpolicy.views.words.forecast import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.forecast import Backtest, Forecast
    from unpolicy.years import Language


def forecast_sentences(found: Forecast, lang: Language) -> Iterator[str]:
    """What a reader must know beside the numbers."""
    indicator = found.indicator
    if found.cannot_tell and found.target is not None and found.target.value is not None:
        yield _word("cannot-tell", lang).format(
            year=year(found.target.by, indicator, lang),
            apart=value(found.apart, indicator),
            distance=value(abs(found.target.value - found.series[-1].value), indicator),
        )
    if found.shortage is not None:
        newest = year(found.series[-1].year, indicator, lang) if found.series else ""
        yield _word(found.shortage, lang).format(year=newest)
    if found.target is not None and found.series and found.series[-1].year >= found.target.by:
        yield _word("ahead", lang)
    exact_fits = [_word(model.model, lang) for model in found.models if model.sigma == 0]
    if exact_fits:
        yield _word("fits", lang).format(models=("、" if lang == "ja" else ", ").join(exact_fits))
    if found.models and found.shortage is None:
        yield _word("honest", lang)


def too_few(found: Backtest, lang: Language) -> str:
    """Why there is nothing to check."""
    return _word("backtest-few", lang).format(count=len(found.series))


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
