"""How sure it is: where a figure is heading by each model, and on what a verdict hangs; words, documents and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.measures.forecast import LEVELS, Model, Trial
from unpolicy.views import COMMON, METHODS, cells, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from unpolicy.assess.forecast import Backtest, Forecast, Reach
    from unpolicy.assess.stability import Choice, Stability, Way
    from unpolicy.model import Indicator
    from unpolicy.names import Verdict
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
    "cut": ("* cut at the limits of what the indicator can be, {limits}", "※指標の取りうる範囲（{limits}）で打ち切り"),
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
    "share": ("{verdict} in {agreeing} of {total} ways", "{total}通り中{agreeing}通りで「{verdict}」"),
    "methods": ("{count} measures × ", "指標{count}通り×"),
    "method-one": ("1 measure × ", "指標1通り×"),
    "bases": ("{count} base years", "基準年{count}通り"),
    "base-one": ("1 base year", "基準年1通り"),
    "newest-too": (", with the newest figure and without it", "、最新値あり・なし"),
    "unknown": (
        "Chosen so, there is no verdict; in {total} other ways there is one",
        "この選び方では判定できない。ほかの{total}通りでは判定できる",
    ),
    "unknown-one": (
        "Chosen so, there is no verdict; in one other way there is",
        "この選び方では判定できない。ほかの1通りでは判定できる",
    ),
    "nowhere": (
        "No verdict in any of {count} ways: no method has a measure for the figures.",
        "{count}通りのどれでも判定できない。どの方式もこの数値を扱えない。",
    ),
    "silent-one": (
        "One more way gives no verdict: the method has no measure for the figures.",
        "ほかの1通りは、方式が数値を扱えず判定なし。",
    ),
    "silent": (
        "{count} more ways give no verdict: the method has no measure for the figures.",
        "ほかの{count}通りは、方式が数値を扱えず判定なし。",
    ),
    "settled": (
        "The target year's figure is final: no other choice changes the verdict.",
        "目標年度の実績値が確定しているため、方式や基準年を変えても判定は変わらない。",
    ),
    "no-verdict": ("There is no verdict to compare.", "比べる判定がない。"),
    "few": ("Too few figures to come to the verdict in another way.", "実績値が少なく、ほかの方法では判定できない。"),
    "base": ("Base year", "基準年"),
    "figures": ("Newest figure", "最新値"),
    "all-methods": ("all", "全方式"),
    "without": ("{year}, without {newest}", "{year}（{newest}なし）"),
    "stands-newest-figure": ("It stands without the figure of {newest}.", "{newest}の値がなくても変わらない。"),
    "stands-base-year": ("It stands from the next base year, {base}.", "次の基準年{base}からでも変わらない。"),
    "turns-base-year": ("From the next base year, {base}, it is {other}.", "次の基準年{base}からでは「{other}」。"),
    "stands-method": ("Every method gives it.", "どの方式でも同じ判定。"),
    "turns-method": ("Other methods: {others}.", "ほかの方式：{others}。"),
    "says": ("{methods} says {verdict}", "{methods}は「{verdict}」"),
    "hangs-method": (
        "The verdict hangs on the method: {method} alone gives it.",
        "判定は方式しだい。こう判定するのは{method}だけ。",
    ),
    "hangs-base-year": (
        "The verdict hangs on the base year: from every other one it is different.",
        "判定は基準年しだい。ほかの基準年では別の判定になる。",
    ),
    "hangs-newest-figure": (
        "The verdict hangs on the newest figure: without {newest} it is {other}.",
        "判定は最新値しだい。{newest}の値がなければ「{other}」。",
    ),
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
    """What a reader must know beside the numbers, on a terminal and on stderr where rows go into a pipe."""
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


Answer = tuple[str, bool]
"""A sentence on whether the verdict stands when one choice is made otherwise, and whether it does."""

WAY_HEADING = ("verdict", "method", "base_year", "last_year", "measure")


class StabilityDocument(NamedTuple):
    """The part of a JSON document that says how stable a verdict is.

    Attributes:
        verdict: the verdict shown; `None` where the method does not judge.
        agreeing: how many ways give it; `None` where none of them is the shown one.
        ways: how many ways give a verdict.
        share: the share of the ways that agree; `None` when there is nothing to compare.
        settled: whether the target year's figure is final.
        silent: how many ways give no verdict.
        hangs_on: the choices on which the verdict hangs.
        others: the ways that give another verdict.
    """

    verdict: Verdict | None
    agreeing: int | None
    ways: int
    share: float | None
    settled: bool
    silent: int
    hangs_on: tuple[Choice, ...]
    others: tuple[Way, ...]


def stability_document(stability: Stability) -> StabilityDocument:
    """A stability as a document has it."""
    agreeing = stability.agreeing if stability.shown is not None else None
    return filled(StabilityDocument, stability, agreeing=agreeing, ways=len(stability.ways))


def stability_rows(stability: Stability) -> Iterator[tuple[str, ...]]:
    """One row for each way, the agreeing ones too, under a heading."""
    if stability.ways:
        yield ("stability", *WAY_HEADING)
    yield from way_rows(stability)


def way_rows(stability: Stability, *names: str) -> Iterator[tuple[str, ...]]:
    """One row for each way: whether it agrees with the verdict shown, the names given, and the way itself."""
    for way in stability.ways:
        verdict, method, *rest, also = way
        methods = " ".join(name for name in (method, *also) if name)
        yield cells("agrees" if way.verdict == stability.verdict else "differs", *names, verdict, methods, *rest)


def stability_sentence(stability: Stability, voice: Voice) -> str:
    """The verdict's standing in one sentence: on track in 7 of 12 ways."""
    total = len(stability.ways)
    if stability.settled:
        return voice.word(WORDS, "settled")
    if stability.verdict is None:
        return voice.word(WORDS, "no-verdict")
    if stability.shown is None and total:
        return voice.word(WORDS, "unknown-one" if total == 1 else "unknown", total=total)
    if not total and stability.silent:
        return voice.word(WORDS, "nowhere", count=stability.silent)
    if total < 2:
        return voice.word(WORDS, "few")
    verdict = voice.verdict(stability.verdict)
    capital = verdict[:1].upper() + verdict[1:]
    return voice.word(WORDS, "share", verdict=capital, agreeing=stability.agreeing, total=total)


def stability_answers(stability: Stability, indicator: Indicator, voice: Voice) -> Iterator[Answer]:
    """Whether the newest figure alone turns the verdict, whether the next base year does, and which method differs."""
    shown = stability.shown
    if shown is None:
        return
    newest, method = voice.year(shown.last_year, indicator), voice.word(METHODS, shown.method) if shown.method else ""
    for choice in ("newest-figure", "base-year", "method"):
        varied = stability.varying(choice)
        if choice in stability.hangs_on:
            other = voice.verdict(varied[0].verdict)
            yield voice.word(WORDS, f"hangs-{choice}", method=method, newest=newest, other=other), False
        elif choice == "newest-figure" and varied:
            yield voice.word(WORDS, "stands-newest-figure", newest=newest), True
        elif choice == "base-year" and stability.next_base is not None:
            yield _from_next_base(stability.next_base, stability.verdict, indicator, voice)
        elif choice == "method" and varied:
            yield _by_methods(varied, stability.verdict, voice)


def _from_next_base(way: Way, verdict: Verdict | None, indicator: Indicator, voice: Voice) -> Answer:
    stands = way.verdict == verdict
    key, base = "stands-base-year" if stands else "turns-base-year", voice.year(way.base_year, indicator)
    return voice.word(WORDS, key, base=base, other=voice.verdict(way.verdict)), stands


def _by_methods(ways: Sequence[Way], verdict: Verdict | None, voice: Voice) -> Answer:
    differing = [way for way in ways if way.verdict != verdict]
    if not differing:
        return voice.word(WORDS, "stands-method"), True
    answers = (
        voice.word(WORDS, "says", methods=voice.enumerate(method_names(way, voice)), verdict=voice.verdict(way.verdict))
        for way in differing
    )
    return voice.word(WORDS, "turns-method", others=voice.clauses(answers)), False


def method_names(way: Way, voice: Voice) -> list[str]:
    """The methods that come to a verdict in one way."""
    return [voice.word(METHODS, name) for name in (way.method, *way.also) if name]
