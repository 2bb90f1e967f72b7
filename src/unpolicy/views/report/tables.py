"""The tables of the evaluation sheet that put several indicators side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from unpolicy.views import common
from unpolicy.views.chart_data import waiting_text
from unpolicy.views.labels import STATUSES, VERDICT_SIGNS, VERDICTS, word
from unpolicy.views.report.model import Cell, Table
from unpolicy.views.words.report import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import Assessment, MonitoredAssessment, Point, TargetAssessment
    from unpolicy.model import Figure, Indicator, Text
    from unpolicy.years import Language

MOST_YEARS = 12
"""Years side by side in one table; of longer series the newest ones are shown, and all in the target's own table."""


class Cites(Protocol):
    """Who numbers sources and footnotes."""

    def source(self, name: str | None) -> tuple[int, ...]:
        """The number of a source."""

    def footnote(self, text: Text | None) -> tuple[int, ...]:
        """The number of a footnote."""


def measured_table(assessment: Assessment, cited: Cites, lang: Language) -> Table | None:
    """The measured indicators in the columns that Japanese evaluators know.

    測定指標, 基準値 (年度), 年度ごとの実績値, 年度ごとの目標値, 目標値 (年度), 達成.
    """
    targets = assessment.targets
    if not targets:
        return None
    shown = [_year_texts(entry, lang) for entry in targets]
    actual = _years(
        {
            year
            for entry, texts in zip(targets, shown, strict=True)
            for year in texts
            if year > entry.target.baseline_year
        }
    )
    promised = _years({year for entry in targets for year in entry.target.yearly})
    heads = [_say("indicator", lang), _say("baseline-year", lang), *map(str, actual)]
    heads += [*map(str, promised)] or [_say("yearly", lang)]
    heads += [_say("target-year", lang), _say("reached", lang)]
    groups = [("", 2), (_say("actuals", lang), len(actual))] if actual else [("", 2)]
    groups += [(_say("yearly", lang) if promised else "", len(promised) or 1), ("", 2)]
    rows = tuple(
        (
            *_indicator_cells(entry, cited, lang),
            *(Cell(texts.get(year, _say("nothing", lang))) for year in actual),
            *_promise_cells(entry, promised, lang),
        )
        for entry, texts in zip(targets, shown, strict=True)
    )
    unset = () if promised else (2 + len(actual),)
    numeric = frozenset(range(1, len(heads) - 1)).difference(unset)
    return Table(_say("summary", lang), tuple(heads), rows, tuple(groups), numeric)


def _indicator_cells(entry: TargetAssessment, cited: Cites, lang: Language) -> Iterator[Cell]:
    indicator = entry.indicator
    yield Cell(_title(indicator, lang), cited.source(entry.target.source), cited.footnote(indicator.note))
    yield Cell(_point(entry.baseline, indicator, lang))


def _promise_cells(entry: TargetAssessment, promised: Sequence[int], lang: Language) -> Iterator[Cell]:
    indicator, target = entry.indicator, entry.target
    yearly = [Cell(common.value(target.yearly.get(year), indicator)) for year in promised]
    yield from yearly or [Cell(_say("no-yearly", lang))]
    aim = common.aim(entry, lang)
    yield Cell(_say("with-year", lang).format(value=aim, year=common.year(target.by, indicator, lang)))
    yield Cell(_reached(entry, lang))


def _year_texts(entry: TargetAssessment | MonitoredAssessment, lang: Language) -> dict[int, str]:
    """What a table says for each year: the figure, what it is when it is not final, or why there is none."""
    indicator = entry.indicator
    texts = {awaited.year: waiting_text(awaited, lang) for awaited in entry.awaiting}
    texts |= {figure.year: word(STATUSES, "missing", lang) for figure in _missing(entry)}
    if indicator.aggregation == "latest":
        for figure in entry.vintage.figures:
            status = word(STATUSES, figure.status, lang)
            texts[figure.year] = _say("with-year", lang).format(
                value=common.value(figure.value, indicator), year=status
            )
    texts |= {point.year: common.value(point.value, indicator) for point in entry.series}
    return texts


def _missing(entry: TargetAssessment | MonitoredAssessment) -> list[Figure]:
    """The figures that will never come, of years that were over."""
    last = entry.vintage.last
    return [figure for figure in entry.indicator.figures() if figure.status == "missing" and figure.year <= last]


def _reached(entry: TargetAssessment, lang: Language) -> str:
    if entry.verdict == "achieved":
        return _say("yes", lang)
    if entry.verdict == "missed":
        return _say("no", lang)
    key = "not-out" if entry.target_year_ended else "not-yet"
    return _say(key, lang).format(verdict=verdict_text(entry.verdict, lang))


def reference_table(assessment: Assessment, cited: Cites, lang: Language) -> Table | None:
    """The indicators without a target, year by year, with their footnotes."""
    if not assessment.monitored:
        return None
    shown = [_year_texts(entry, lang) for entry in assessment.monitored]
    years = _years({year for texts in shown for year in texts})
    heads = (_say("indicator", lang), *map(str, years), _say("change", lang), _say("verdict", lang))
    rows = tuple(
        tuple(_reference_row(entry, {year: texts.get(year) for year in years}, cited, lang))
        for entry, texts in zip(assessment.monitored, shown, strict=True)
    )
    judged = any(entry.judgement.verdict is not None for entry in assessment.monitored)
    if not judged:
        heads, rows = heads[:-1], tuple(row[:-1] for row in rows)
    groups = (("", 1), (_say("actuals", lang), len(years)), ("", 2 if judged else 1)) if years else ()
    return Table(_say("reference", lang), heads, rows, groups, frozenset(range(1, len(years) + 2)))


def _reference_row(
    entry: MonitoredAssessment, texts: Mapping[int, str | None], cited: Cites, lang: Language
) -> Iterator[Cell]:
    indicator = entry.indicator
    yield Cell(_title(indicator, lang), cited.source(indicator.source), cited.footnote(indicator.note))
    known = {figure.year: figure for figure in entry.vintage.figures}
    for year, text in texts.items():
        figure = known.get(year)
        yield Cell(text or _say("nothing", lang), cited.source(figure.source if figure else None))
    yield Cell(common.value(entry.change, indicator, sign=True))
    verdict = entry.judgement.verdict
    yield Cell(_say("nothing", lang) if verdict is None else verdict_text(verdict, lang))


def figures_table(entry: TargetAssessment | MonitoredAssessment, cited: Cites, lang: Language) -> Table:
    """Every figure of an indicator with its status, source and revisions."""
    indicator = entry.indicator
    sums = indicator.aggregation == "sum"
    keys = ("fiscal-year" if indicator.year == "fiscal" else "year", "value", *(("total",) if sums else ()))
    keys += ("status", "published", "revisions", "note")
    totals = {point.year: point.value for point in entry.series}
    rows = []
    for figure in entry.vintage.figures:
        published = figure.published.isoformat() if figure.published else _say("nothing", lang)
        note = common.line(figure.note, lang) if figure.note is not None else ""
        value = Cell(common.value(figure.value, indicator), cited.source(figure.source or indicator.source))
        total = (Cell(common.value(totals.get(figure.year), indicator)),) if sums else ()
        revisions = Cell(_revisions(figure.revisions, indicator, lang))
        status = Cell(word(STATUSES, figure.status, lang))
        year = Cell(common.year(figure.year, indicator, lang))
        rows.append((year, value, *total, status, Cell(published), revisions, Cell(note)))
    without = {awaited.year: waiting_text(awaited, lang) for awaited in entry.awaiting}
    without |= {figure.year: word(STATUSES, "missing", lang) for figure in _missing(entry)}
    rows += [_row_without(indicator, year, text, len(keys), lang) for year, text in without.items()]
    rows.sort(key=lambda row: row[0].text)
    heads = tuple(_say(key, lang) for key in keys)
    return Table(_say("figures", lang), heads, tuple(rows), numeric=frozenset({1, 2} if sums else {1}))


def _row_without(indicator: Indicator, year: int, why: str, columns: int, lang: Language) -> tuple[Cell, ...]:
    figure = indicator.figure(year)
    note = common.line(figure.note, lang) if figure is not None and figure.note is not None else ""
    blank = Cell(_say("nothing", lang))
    row = [Cell(common.year(year, indicator, lang)), *[blank] * (columns - 2), Cell(note)]
    row[columns - 4] = Cell(why)
    row[columns - 2] = Cell("")
    return tuple(row)


def _revisions(revisions: Sequence[object], indicator: Indicator, lang: Language) -> str:
    said = []
    for revision in revisions:
        day = getattr(revision, "published", None)
        key = "revision" if day is None else "revision-day"
        value = common.value(getattr(revision, "value", None), indicator)
        said.append(_say(key, lang).format(value=value, day="" if day is None else day.isoformat()))
    return ("、" if lang == "ja" else "; ").join(said)


def verdict_text(verdict: str, lang: Language) -> str:
    """A verdict with its sign, so that it can be told without colour."""
    return f"{VERDICT_SIGNS[verdict]} {word(VERDICTS, verdict, lang)}"


def _years(years: set[int]) -> list[int]:
    return sorted(years)[-MOST_YEARS:]


def _point(point: Point | None, indicator: Indicator, lang: Language) -> str:
    if point is None:
        return _say("nothing", lang)
    value, year = common.value(point.value, indicator), common.year(point.year, indicator, lang)
    return _say("with-year", lang).format(value=value, year=year)


def _title(indicator: Indicator, lang: Language) -> str:
    """The indicator with its unit and its kind of year, which the columns' titles leave open."""
    title, unit = common.line(indicator.title, lang), common.line(indicator.unit, lang)
    unit += _say("running-total", lang) if indicator.aggregation == "sum" else ""
    years = _say(f"{indicator.year}-years", lang)
    return f"{title}（{unit}、{years}）" if lang == "ja" else f"{title} ({unit}, {years})"


def _say(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
