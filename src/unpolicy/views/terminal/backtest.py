"""`forecast --backtest` on a terminal: what each model would have said, year by year, against what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from unpolicy.measures.forecast import LEVELS
from unpolicy.views.common import line, rate, value, year
from unpolicy.views.forecast_sentences import too_few
from unpolicy.views.labels import word
from unpolicy.views.terminal.forecast import title_lines
from unpolicy.views.words.forecast import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.assess.forecast import Backtest
    from unpolicy.years import Language


def backtest_view(found: Backtest, lang: Language) -> RenderableType:
    """Every forecast that can be checked, and how well each model did."""
    indicator = found.indicator
    day = _word("as-of", lang).format(day=found.as_of.isoformat())
    heading = title_lines(line(indicator.title, lang), [_word("backtest", lang), day])
    if not found.trials:
        return Group(heading, Text(too_few(found, lang)))
    return Group(heading, _table(found, lang), Text(), *_summary(found, lang))


def _table(found: Backtest, lang: Language) -> RenderableType:
    from unpolicy.views.terminal.tables import new_table

    indicator = found.indicator
    table = new_table()
    for key in ("known", "year", "model"):
        table.add_column(_word(key, lang), no_wrap=True)
    for key in ("said", "came", "error"):
        table.add_column(_word(key, lang), justify="right", no_wrap=True)
    for level in LEVELS:
        table.add_column(_word("inside", lang).format(level=level))
    for trial in found.trials:
        inside = trial.inside
        answers = [
            Text("–", "dim")
            if inside is None
            else Text(_word("yes" if inside[str(level)] else "no", lang), "" if inside[str(level)] else "yellow")
            for level in LEVELS
        ]
        table.add_row(
            year(trial.origin, indicator, lang),
            year(trial.year, indicator, lang),
            _word(trial.model, lang),
            value(trial.said, indicator),
            value(trial.came, indicator),
            value(trial.error, indicator, sign=True),
            *answers,
        )
    return table


def _summary(found: Backtest, lang: Language) -> Iterator[Text]:
    yield Text(_word("errors", lang), "bold")
    for model, error in found.errors.items():
        parts = [f"{_word(model, lang)} {rate(error, found.indicator).lstrip('+')}"]
        judged = [trial.inside for trial in found.trials if trial.model == model and trial.inside is not None]
        for level in LEVELS if judged else ():
            held = sum(inside[str(level)] for inside in judged)
            parts.append(_word("held", lang).format(level=level, held=held, total=len(judged)))
        yield Text("  " + " · ".join(parts))


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
