"""Where a figure is heading, and what each model would have said: words, documents, rows and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.measures.forecast import LEVELS, Model, Trial
from unpolicy.views.documents import cells
from unpolicy.views.labels import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.forecast import Backtest, Forecast, Reach
    from unpolicy.views.voice import Voice, Words

WORDS: Words = COMMON | {
    "from": ("{count} figures, {first} to {last}", "実績値{count}個（{first}～{last}）"),
    "target": ("target {value} by {year}", "目標 {year}に{value}"),
    "steady": ("steady", "控えめな平均ペース"),
    "naive": ("naive", "横ばい"),
    "drift": ("drift", "平均ペース"),
    "steady-means": (
        "the average change goes on, as if five more years without change had been seen",
        "これまでの平均の変化が続くが、変化のない年がさらに5年あったものとして控えめに見込む",
    ),
    "naive-means": ("stays at the latest figure", "最新値のまま"),
    "drift-means": ("goes on at the average pace", "これまでの平均ペースで進む"),
    "model": ("Model", "モデル"),
    "mean": ("Expected", "見込み"),
    "interval": ("{level}% interval", "{level}％区間"),
    "cut": (
        "* cut at the limits of what the indicator can be, {limits}",
        "※指標の取りうる範囲（{limits}）で打ち切り",
    ),
    "reach": ("Chance of reaching {value} by {year}", "{year}に{value}に達する確率"),
    "reach-none": ("too few figures to say", "実績値が少なく不明"),
    "cannot-tell": (
        "The figures cannot tell: for {year} the models lie {apart} apart, and the target is {distance} away.",
        "この数値からは判断できない。{year}の見込みはモデル間で{apart}開き、目標までの差{distance}より大きい。",
    ),
    "no-figure": ("There is no figure to forecast from.", "予測のもとになる実績値がない。"),
    "one-figure": (
        "There is one figure only, of {year}: nothing can be said about where it is heading.",
        "実績値が{year}の1つだけで、行き先は予測できない。",
    ),
    "two-figures": (
        "Two figures give “naive” and “drift” a point and no interval: how far it may be off cannot be judged.",
        "実績値が2つのため「横ばい」と「平均ペース」は見込みだけを示す。どれほど外れうるかは判断できない。",
    ),
    "ahead": ("The target year has its figure: there is nothing to reach.", "目標年度の実績値が出ている。"),
    "broken": (
        "Break in the series in {year}: only the figures from then on count.",
        "{year}に系列の断絶があるため、それ以後の実績値だけを使う。",
    ),
    "fits": (
        "The past fits exactly ({models}), so the interval has no width; that is no certainty.",
        "過去の値が完全に一致するため（{models}）、区間の幅が0になる。確実という意味ではない。",
    ),
    "honest": (
        "The intervals say how far the past scatters, not what a new policy will do.",
        "区間は過去のばらつきによるもので、今後の施策の効果は含まない。",
    ),
    "backtest": ("What each model would have said", "過去の時点での予測と実際"),
    "known": ("Known up to", "既知の最終年"),
    "said": ("Said", "予測"),
    "came": ("Came", "実際"),
    "error": ("Error", "誤差"),
    "inside": ("Inside {level}%", "{level}％区間内"),
    "yes": ("yes", "はい"),
    "no": ("no", "いいえ"),
    "errors": ("Average size of the error", "平均の誤差"),
    "backtest-few": (
        "A backtest needs at least three figures; there are {count}.",
        "検証には実績値が3つ以上必要（現在{count}）。",
    ),
    "held": ("{level}% intervals held {held} of {total}", "{level}％区間に入ったのは{total}回中{held}回"),
}

HEADING = ("model", "year", "mean", "low_80", "high_80", "low_95", "high_95", "cut", "probability")
BACKTEST_HEADING = ("model", "origin", "year", "said", "came", "error", "inside_80", "inside_95")


class PointDocument(NamedTuple):
    """What a model says of one year.

    Attributes:
        year: the year.
        mean: the expected figure, within the indicator's bounds.
        intervals: by level, such as `"80"`: lowest and highest figure; `None` with too few figures.
        cut: whether a bound changed the mean or an interval.
    """

    year: int
    mean: float
    intervals: dict[str, tuple[float, float]] | None
    cut: bool


class ModelDocument(NamedTuple):
    """What a model says.

    Attributes:
        record: the model itself.
        points: the years ahead.
        reach: the chance of reaching the target; `None` without a target value that is still to come.
    """

    record: Model
    points: tuple[PointDocument, ...]
    reach: Reach | None


class ForecastDocument(NamedTuple):
    """The document `unpolicy/forecast/1`: where an indicator is heading, with what was known on a day."""

    schema: Literal["unpolicy/forecast/1"]
    as_of: date
    indicator: str
    models: tuple[ModelDocument, ...]


class BacktestDocument(NamedTuple):
    """The document `unpolicy/backtest/1`: what each model would have said, and the average size of its errors."""

    schema: Literal["unpolicy/backtest/1"]
    as_of: date
    indicator: str
    mean_absolute_errors: dict[str, float]
    trials: tuple[Trial, ...]


def forecast_document(found: Forecast) -> ForecastDocument:
    """A forecast as a document."""
    models = []
    for model in found.models:
        points = tuple(PointDocument(point.year, point.mean, point.intervals, point.cut) for point in model.points)
        models.append(ModelDocument(model, points, found.reaches.get(model.model)))
    return ForecastDocument("unpolicy/forecast/1", found.as_of, found.indicator_id, tuple(models))


def backtest_document(found: Backtest) -> BacktestDocument:
    """A backtest as a document."""
    return BacktestDocument("unpolicy/backtest/1", found.as_of, found.indicator_id, found.errors, found.trials)


def forecast_rows(found: Forecast) -> Iterator[tuple[str, ...]]:
    """One row for each model and year; the model's chance of reaching the target stands in all of them."""
    yield HEADING
    for model in found.models:
        reach = found.reaches.get(model.model)
        for point in model.points:
            intervals = point.intervals
            ends = (end for level in LEVELS for end in (intervals[str(level)] if intervals else (None, None)))
            chance = None if reach is None else reach.probability
            yield cells(model.model, point.year, point.mean, *ends, "cut" if point.cut else None, chance)


def backtest_rows(found: Backtest) -> Iterator[tuple[str, ...]]:
    """One row for each forecast."""
    yield BACKTEST_HEADING
    for *trial, inside in found.trials:
        yield cells(*trial, *(None if inside is None else ("no", "yes")[inside[str(level)]] for level in LEVELS))


def forecast_sentences(found: Forecast, voice: Voice) -> Iterator[str]:
    """What a reader must know beside the numbers, on a terminal and beside a pipe."""
    indicator, target = found.indicator, found.target
    if found.cannot_tell and target is not None and target.value is not None:
        yield voice.word(
            WORDS,
            "cannot-tell",
            year=voice.year(target.by, indicator),
            apart=voice.value(found.apart, indicator),
            distance=voice.value(abs(target.value - found.series[-1].value), indicator),
        )
    if found.broken is not None:
        yield voice.word(WORDS, "broken", year=voice.year(found.broken, indicator))
    if found.shortage is not None:
        newest = voice.year(found.series[-1].year, indicator) if found.series else ""
        yield voice.word(WORDS, found.shortage, year=newest)
    if target is not None and found.series and found.series[-1].year >= target.last:
        yield voice.word(WORDS, "ahead")
    exact_fits = [voice.word(WORDS, model.model) for model in found.models if model.sigma == 0]
    if exact_fits:
        yield voice.word(WORDS, "fits", models=voice.enumerate(exact_fits))
    if found.models and found.shortage is None:
        yield voice.word(WORDS, "honest")


def too_few(found: Backtest, voice: Voice) -> str:
    """Why there is nothing to check."""
    return voice.word(WORDS, "backtest-few", count=len(found.series))
