"""Targets and figures as IATI results: a result a goal, an indicator a target, a period a year."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from unpolicy.exchange.cells import plain_number
from unpolicy.model import Translations
from unpolicy.years import year_end, year_start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.exchange.iatitext import Writer
    from unpolicy.model import Dataset, Figure, Indicator, Target, Text

_OUTCOME = "2"
_OTHER = "9"
_MONITORED = Translations(ja="参考指標（目標値なし）", en="Reference indicators (no target)")
_AT_LEAST = Translations(ja="この値以上を保つ。", en="To stay at or above this.")
_AT_MOST = Translations(ja="この値以下を保つ。", en="To stay at or below this.")
_TOTAL = Translations(ja="基準年より後の累計。", en="Total of the years since the baseline.")
_OF_YEAR = Translations(ja="この年だけの値。", en="The figure of this year alone.")
_STATUSES: dict[str, Text] = {
    "provisional": Translations(ja="暫定値。", en="Provisional."),
    "estimated": Translations(ja="推計値。", en="Estimated."),
    "break": Translations(ja="ここで系列が途切れる。", en="Break in the series."),
}


def add(activity: ET.Element, dataset: Dataset, writer: Writer) -> None:
    """Add the results of all targets, goal by goal, and of the indicators without a target."""
    for goal_id, goal in dataset.goals.items():
        targets = [target for target in dataset.targets.values() if target.goal == goal_id]
        if not targets:
            continue  # a result must have an indicator
        result = ET.SubElement(activity, "result", {"type": _OUTCOME})
        writer.words(ET.SubElement(result, "title"), goal.title)
        if goal.statement is not None:
            writer.words(ET.SubElement(result, "description"), goal.statement)
        for target in targets:
            _Measured(dataset, writer, target.indicator, target).add(result)
    used = {target.indicator for target in dataset.targets.values()}
    monitored = [key for key in dataset.indicators if key not in used]
    if monitored:
        result = ET.SubElement(activity, "result", {"type": _OTHER})
        writer.words(ET.SubElement(result, "title"), _MONITORED)
        for key in monitored:
            _Measured(dataset, writer, key, None).add(result)


class _Measured:
    """One indicator of a result, with its target where it has one."""

    def __init__(self, dataset: Dataset, writer: Writer, key: str, target: Target | None) -> None:
        self.dataset = dataset
        self.writer = writer
        self.key = key
        self.indicator: Indicator = dataset.indicators[key]
        self.target = target
        self.figures: Mapping[int, Figure] = {figure.year: figure for figure in self.indicator.figures()}

    def add(self, result: ET.Element) -> None:
        one = self.indicator
        element = ET.SubElement(
            result,
            "indicator",
            {
                "measure": "2" if one.kind == "percentage" else "1",
                "ascending": "true" if one.direction == "increase" else "false",
            },
        )
        self.writer.words(ET.SubElement(element, "title"), one.title)
        self.writer.joined(ET.SubElement(element, "description"), self._description(), " / ")
        # Vocabulary 99: the reporting organisation's own.
        ET.SubElement(element, "reference", {"vocabulary": "99", "code": self.key})
        self._baseline(element)
        for year in sorted({*self.figures, *self._targets()}):
            self._period(element, year)

    def _description(self) -> list[Text]:
        texts: list[Text] = []
        if self.target is not None and self.target.title is not None:
            texts.append(self.target.title)
        texts.append(self.indicator.unit)
        if self.indicator.note is not None:
            texts.append(self.indicator.note)
        return texts

    def _baseline(self, element: ET.Element) -> None:
        year, value = self._start()
        if year is None or value is None:
            return
        day = year_end(year, self.indicator.year).isoformat()
        ET.SubElement(element, "baseline", {"iso-date": day, "year": str(year), "value": plain_number(value)})

    def _start(self) -> tuple[int | None, float | None]:
        baseline = self.indicator.baseline if self.target is None else self.target.baseline
        if baseline is None:
            return None, None
        if not isinstance(baseline, int):
            return baseline.year, baseline.value
        figure = self.figures.get(baseline)
        return baseline, figure.value if figure else None

    def _targets(self) -> dict[int, list[tuple[float, Text | None]]]:
        """What is promised for each year, with a comment where the number alone would mislead."""
        target = self.target
        if target is None:
            return {}
        if target.keep is not None:
            limits = [(target.keep.min, _AT_LEAST), (target.keep.max, _AT_MOST)]
            promised: list[tuple[float, Text | None]] = [(value, text) for value, text in limits if value is not None]
            years = [year for year in self.figures if target.baseline_year < year < target.by]
            return dict.fromkeys((*years, target.by), promised)
        comment = _TOTAL if self.indicator.aggregation == "sum" else None
        final = {} if target.value is None else {target.by: target.value}
        return {year: [(value, comment)] for year, value in {**target.yearly, **final}.items()}

    def _period(self, element: ET.Element, year: int) -> None:
        kind = self.indicator.year
        period = ET.SubElement(element, "period")
        ET.SubElement(period, "period-start", {"iso-date": year_start(year, kind).isoformat()})
        ET.SubElement(period, "period-end", {"iso-date": year_end(year, kind).isoformat()})
        for value, comment in self._targets().get(year, []):
            promise = ET.SubElement(period, "target", {"value": plain_number(value)})
            if comment is not None:
                self.writer.words(ET.SubElement(promise, "comment"), comment)
        figure = self.figures.get(year)
        if figure is not None and figure.value is not None:
            actual = ET.SubElement(period, "actual", {"value": plain_number(figure.value)})
            texts = self._comments(figure)
            if texts:
                self.writer.joined(ET.SubElement(actual, "comment"), texts)

    def _comments(self, figure: Figure) -> list[Text]:
        texts: list[Text] = [_STATUSES[figure.status]] if figure.status in _STATUSES else []
        if self.indicator.aggregation == "sum":
            texts.append(_OF_YEAR)
        if figure.note is not None:
            texts.append(figure.note)
        source = figure.source or self.indicator.source
        if source is not None:
            texts.append(self.dataset.sources[source].title if source in self.dataset.sources else source)
        return texts
