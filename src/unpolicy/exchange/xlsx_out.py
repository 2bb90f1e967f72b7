"""All data as an Excel workbook: a sheet per kind, typed cells, a native chart of the headline (extra `xlsx`).

Texts are written as texts, so that none is a formula or a link, whatever it begins with. The same data give the same
bytes: the workbook carries no time of its making. A number in Excel is a double written with 16 digits, a day begins in
March 1900 (1900 itself is counted as a leap year), and a text has 32,767 characters; the rest is written as text.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from unpolicy.errors import RefusedError, needing
from unpolicy.exchange import rows
from unpolicy.exchange.cells import FIGURES
from unpolicy.measures.progress import expected_on_path
from unpolicy.model import Dataset, Indicator, Target, pick
from unpolicy.names import MADE_BY, MILESTONE_WORDS, OFFICIAL_STEPS, STATUS_WORDS, VERDICT_WORDS
from unpolicy.text import printable
from unpolicy.years import Language, label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from unpolicy.exchange.formats import Wishes

_WIDTHS = {"title": 40, "statement": 60, "note": 40, "note_ja": 40, "note_en": 40, "published": 12, "due": 12}
_WIDTH = 14
_WIDE = 160
"""Letters beside each other that A4 across takes without being set too small to read."""
_A4, _A3 = 9, 8
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark, not a moment

_INDICATOR_COLUMNS = (
    "indicator", "title", "unit", "kind", "direction", "year_kind", "as_of", "aggregation", "decimals", "min", "max",
    "baseline", "part_of", "of", "source", "note", "responsible", "tags",
)  # fmt: skip
_TARGET_COLUMNS = (
    "target", "title", "goal", "indicator", "baseline_year", "baseline_value", "aim", "keep_min", "keep_max", "by",
    "yearly", "source", "headline", "responsible", "tags",
)  # fmt: skip
_GOAL_COLUMNS = ("goal", "title", "statement", "successor", "successor_review")
_MILESTONE_COLUMNS = ("goal", "milestone", "title", "due", "status", "date", "evidence")
_FIRST_DAY = date(1900, 3, 1)
"""The first day whose number means the same to everybody."""
_LONGEST_TEXT = 32_767
"""Characters in a cell; Excel counts UTF-16 units."""
_CHART_SHEET = "headline"
_REFERENCE = re.compile(r"=?[^!]+!\$?[A-Z]+\$?\d")
_SERIES = (("actual", "実績値"), ("path to the target", "目標への道筋"))


def write_xlsx(stream: BinaryIO, dataset: Dataset, wishes: Wishes, step: Callable[[], None] | None = None) -> None:
    """Write all data as a workbook, how the targets stand on a sheet of their own.

    Args:
        stream: where the bytes go.
        dataset: the data.
        wishes: the language of titles and units, the day and the method that targets are judged by.
        step: called after each figure.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        RefusedError: a text is longer than a cell can hold.
    """
    with needing("'unpolicy[xlsx]'", "Excel files need the extra “xlsx”", "Excel の書き出しには追加機能 xlsx "):
        import xlsxwriter
    # Rows go to disk one by one: a hundred thousand figures need no memory of their own, and the texts stay beside
    # their cells, where every reader gives them back as they are.
    with tempfile.TemporaryDirectory(prefix="unpolicy-") as folder:
        book = xlsxwriter.Workbook(stream, {"constant_memory": True, "tmpdir": folder})
        try:
            _fill(book, dataset, wishes, step)
            book.close()
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise


def _fill(book: Any, dataset: Dataset, wishes: Wishes, step: Callable[[], None] | None) -> None:  # noqa: ANN401 - XlsxWriter has no types
    lang = wishes.lang
    book.set_properties({"created": _MADE, "title": pick(dataset.policy.title, lang)[:255], "comments": MADE_BY})
    writer = _Sheets(book, lang)
    writer.sheet("indicators", _INDICATOR_COLUMNS, _indicators(dataset, lang))
    writer.sheet(FIGURES, rows.COLUMNS, rows.figure_rows(dataset, lang), step)
    writer.sheet("targets", _TARGET_COLUMNS, _targets(dataset, lang))
    writer.sheet("progress", rows.TargetRow._fields, rows.target_rows(dataset, lang, wishes.as_of, wishes.method))
    writer.sheet("goals", _GOAL_COLUMNS, _goals(dataset, lang))
    writer.sheet("milestones", _MILESTONE_COLUMNS, _milestones(dataset, lang))
    if dataset.headline is not None:
        _add_chart(book, writer, dataset, dataset.headline, lang)


@cache
def japanese() -> dict[str, Any]:
    """A workbook's headings in Japanese, and by column what stands for each code."""
    words = tomllib.loads(Path(__file__).with_name("workbook.toml").read_text(encoding="utf-8"))
    shown = {"verdict": VERDICT_WORDS, "status": STATUS_WORDS | MILESTONE_WORDS}
    named = {column: {code: ja for code, (_, ja) in pairs.items()} for column, pairs in shown.items()}
    return words | {"codes": words["codes"] | named | {"rating": OFFICIAL_STEPS}}


class _Sheets:
    """Puts tables into a workbook, each value in a cell of its type."""

    def __init__(self, book: Any, lang: Language) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.book = book
        self._words = japanese() if lang == "ja" else {"headings": {}, "codes": {}}
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})

    def sheet(
        self, name: str, columns: Sequence[str], table: Iterable[Sequence[Any]], step: Callable[[], None] | None = None
    ) -> Any:  # noqa: ANN401 - as above
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        _lay_out(sheet, columns)
        for column, title in enumerate(columns):
            sheet.write_string(0, column, self._words["headings"].get(title, title), self._head)
        codes = [self._words["codes"].get(title, {}) for title in columns]
        last = 0
        for last, row in enumerate(table, start=1):
            for column, value in enumerate(row):
                shown = codes[column].get(value, value) if codes[column] else value
                self._write(sheet, last, column, shown, f"{name}, row {last + 1}")
            if step is not None:
                step()
        sheet.autofilter(0, 0, last, len(columns) - 1)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: Any, place: str) -> None:  # noqa: ANN401 - as above
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float) and fits_number(value):
            sheet.write_number(row, column, value)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, self._day)
        else:
            sheet.write_string(row, column, _checked(str(value), place))


def _lay_out(sheet: Any, columns: Sequence[str]) -> None:  # noqa: ANN401 - as above
    """Print across, on paper that takes all columns beside each other, with the heading on each page."""
    widths = [_WIDTHS.get(title, _WIDTH) for title in columns]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(_A3 if sum(widths) > _WIDE else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def _indicators(dataset: Dataset, lang: Language) -> Iterator[tuple[Any, ...]]:
    for key, indicator in dataset.indicators.items():
        low, high = indicator.limits
        yield (
            key, pick(indicator.title, lang), pick(indicator.unit, lang), indicator.kind, indicator.direction,
            indicator.year_name, indicator.as_of, indicator.aggregation, indicator.decimals, low, high,
            indicator.baseline, indicator.part_of, rows.part_of(indicator), indicator.source,
            rows.text_in(indicator.note, lang), rows.text_in(indicator.responsible, lang), rows.listed(indicator.tags),
        )  # fmt: skip


def _targets(dataset: Dataset, lang: Language) -> Iterator[tuple[Any, ...]]:
    for key, target in dataset.targets.items():
        keep, indicator = target.keep, dataset.indicators[target.indicator]
        yearly = "; ".join(f"{year}: {rows.number_text(value)}" for year, value in sorted(target.yearly.items()))
        year, value = rows.baseline_of(indicator, target)
        yield (
            key, pick(target.title or indicator.title, lang), target.goal, target.indicator, year, value, target.value,
            keep and keep.min, keep and keep.max, target.by, yearly, target.source, key == dataset.headline,
            rows.text_in(target.responsible, lang), rows.listed(target.tags),
        )  # fmt: skip


def _goals(dataset: Dataset, lang: Language) -> Iterator[tuple[Any, ...]]:
    for key, goal in dataset.goals.items():
        last, review = goal.successor and pick(goal.successor.text, lang), goal.successor and goal.successor.review
        yield key, pick(goal.title, lang), rows.text_in(goal.statement, lang), last, review


def _milestones(dataset: Dataset, lang: Language) -> Iterator[tuple[Any, ...]]:
    for goal_id, goal in dataset.goals.items():
        for key, milestone in goal.milestones.items():
            dated = milestone.due, milestone.status, milestone.date, milestone.evidence
            yield goal_id, key, pick(milestone.title, lang), *dated


def fits_number(value: float) -> bool:
    """Whether a cell gives the very same number back."""
    return float(f"{value:.16G}") == value


def _checked(text: str, place: str) -> str:
    """The text, where it fits into a cell.

    Args:
        text: what is to be written.
        place: where it comes from, for the message.

    Raises:
        RefusedError: it is too long; Excel would cut it.
    """
    if len(text) > _LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        raise RefusedError(
            f"The text of {place} is longer than the {_LONGEST_TEXT:,} characters of an Excel cell: export to json.",
            ja=f"{place} の文は Excel のセルの上限（{_LONGEST_TEXT:,}字）を超えます。json で書き出してください。",
        )
    return text


def _add_chart(book: Any, sheets: Any, dataset: Dataset, target_id: str, lang: Language) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Add the sheet of one target with its chart, and open the workbook there."""
    target = dataset.targets[target_id]
    indicator = dataset.indicators[target.indicator]
    table = list(series(target, indicator, lang))
    sheet = sheets.sheet(_CHART_SHEET, ("year", *(names[lang == "ja"] for names in _SERIES)), table)
    chart = book.add_chart({"type": "line"})
    last = len(table)
    for column, (colour, dash) in enumerate((("#1F5FA8", "solid"), ("#7A7A7A", "dash")), start=1):
        chart.add_series(
            {
                "name": [_CHART_SHEET, 0, column],
                "categories": [_CHART_SHEET, 1, 0, last, 0],
                "values": [_CHART_SHEET, 1, column, last, column],
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
                "marker": {"type": "circle" if column == 1 else "none", "size": 6, "fill": {"color": colour}},
            }
        )
    title = _caption(pick(target.title or indicator.title, lang))
    chart.set_title({"name": title, "overlay": False})
    chart.set_y_axis({"name": _caption(pick(indicator.unit, lang)), "num_format": "#,##0.##" if last else "General"})
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 720, "height": 400})
    sheet.insert_chart("E2", chart, {"description": title})
    sheet.fit_to_pages(1, 1)  # the chart in one piece, with its figures beside it
    sheet.activate()


def _caption(text: str) -> str:
    """A text for a chart: without control characters, nor the form ``x!A1`` that XlsxWriter takes for a cell."""
    flat = printable(" ".join(text.split()))[:200]
    return flat.replace("!", "！", 1) if _REFERENCE.match(flat) else flat


def series(target: Target, indicator: Indicator, lang: Language) -> Iterator[tuple[str, float | None, float | None]]:
    """A row a year: its label, the figure as recorded, and where the straight way to the target passes.

    The way goes from the baseline to the target through the yearly targets. It is left out for a target to keep
    within limits, and for figures that add up, where a year's figure is no step on it.
    """
    known = {figure.year: figure.value for figure in indicator.figures() if figure.value is not None}
    path: dict[int, float | None] = {}
    begins, start = rows.baseline_of(indicator, target)
    if target.value is not None and start is not None and begins is not None and indicator.aggregation == "latest":
        stops = sorted({begins: start, **target.yearly, target.last: target.value}.items())
        path = {year: expected_on_path(stops, year) for year in range(stops[0][0], stops[-1][0] + 1)}
    years = {*known, *path, *(year for year in (begins, target.by) if year is not None)}
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        yield label(year, indicator.year_kind, lang), known.get(year), path.get(year)
