"""The evaluation sheet: its words, who writes it, and its tables, the same for HTML and Markdown and for the site.

All texts are one line, safe to print, and not yet escaped for any kind of document.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.vintages import source_of
from unpolicy.views import STATUSES
from unpolicy.views.chart import waiting_text
from unpolicy.views.show import WORDS as SHOW
from unpolicy.years import axis_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import Judged, MonitoredAssessment, TargetAssessment
    from unpolicy.model import Dataset, Figure, Indicator, Revision, Text
    from unpolicy.views.voice import Voice, Words

_NUMBERED = re.compile(r"(?:goal|sdg|中期目標|目標)?\s*\d", re.IGNORECASE)

WORDS: Words = SHOW | {
    "kind": ("Policy evaluation", "政策評価"),
    "skip": ("Skip to the content", "本文へ移動"),
    "contents": ("Contents", "目次"),
    "owner": ("Responsible", "担当部局"),
    "reviewed": ("Period evaluated", "評価対象期間"),
    "next-review": ("Next evaluation", "次回評価"),
    "as-of": ("As of", "基準日"),
    "summary": ("Measured indicators", "測定指標"),
    "goal": ("Goal {number}", "中期目標{number}"),
    "goal-title": ("{number}: {title}", "{number}　{title}"),
    "overdue": (" (overdue)", "（期限超過）"),
    "milestone": ("Milestone", "マイルストーン"),
    "for-review": ("for the evaluation of {review}", "{review}の評価に向けて"),
    "due": ("Due", "期限"),
    "date": ("Date", "時期"),
    "indicator": ("Indicator", "測定指標"),
    "baseline-year": ("Baseline (year)", "基準値（年度）"),
    "actuals": ("Actual figures by year", "年度ごとの実績値"),
    "target-year": ("Target (year)", "目標値（年度）"),
    "reached": ("Reached", "達成"),
    "yes": ("○ reached", "○ 達成"),
    "no": ("× missed", "× 未達成"),
    "not-yet": ("not due yet ({verdict})", "未到来（{verdict}）"),
    "not-out": ("not published yet ({verdict})", "公表待ち（{verdict}）"),
    "with-unit": ("{title} ({unit}, {years})", "{title}（{unit}、{years}）"),
    "in-year": ("{year}: {value}", "{year} {value}"),
    "targets": ("Targets", "目標"),
    "urgent-shown": (
        "{count} ({verdicts}). This sheet shows the {shown} that need attention most; unpolicy report --all shows all.",
        "{count}件（{verdicts}）。この表では注意が必要な{shown}件を掲載（unpolicy report --all で全件）。",
    ),
    "first-shown": (
        "{count} ({verdicts}). This sheet shows the first {shown}; unpolicy report --all shows all.",
        "{count}件（{verdicts}）。この表では最初の{shown}件を掲載（unpolicy report --all で全件）。",
    ),
    "reference-shown": (
        "{count} in all. This sheet shows the first {shown}; unpolicy report --all shows all.",
        "{count}件。この表では最初の{shown}件を掲載（unpolicy report --all で全件）。",
    ),
    "fiscal-year": ("Fiscal year", "年度"),
    "calendar-years": ("calendar years", "暦年"),
    "fiscal-years": ("fiscal years", "年度"),
    "running-total": (", total so far", "、累計"),
    "revision-day": ("was {value} ({day})", "旧値{value}（{day}公表）"),
    "derivation": ("How the verdict came about", "判定の根拠"),
    "step": ("Quantity", "項目"),
    "formula": ("Formula", "式"),
    "numbers": ("In figures", "数値"),
    "result": ("Result", "結果"),
    "stability": ("Does the verdict stand?", "判定の安定性"),
    "others": ("Ways to judge that give another verdict", "別の判定になる方法"),
    "rating": ("Rating in five steps", "目標達成度合い（5区分）"),
    "rating-line": ("{step} — {by}, {day}, for the evaluation of {review}", "{step}（{review}の評価、{by}、{day}）"),
    "rating-none": ("Not recorded: a person decides.", "未記録（評価者が決定する）。"),
    "rating-suggestion": ("Suggested by rule: {step} ({reasons}).", "規則による候補：{step}（{reasons}）。"),
    "latest": ("Latest", "最新の実績値"),
    "aim": ("Target", "目標値"),
    "gap": ("Gap closed", "進捗率（基準値から目標値まで）"),
    "time": ("Time elapsed", "経過した期間"),
    "pace-text": ("{observed} so far; {needed} needed from here", "実績{observed}、今後必要{needed}"),
    "pace-done": ("{observed} so far", "実績{observed}"),
    "lead": ("Against the path", "道筋との差"),
    "projection": ("Heading for, at this pace", "このペースでの見通し"),
    "chance": ("Chance of reaching it", "目標値に達する確率"),
    "waiting": ("Waiting for", "公表待ち"),
    "reference": ("Reference indicators", "参考指標"),
    "change": ("Change on the year before", "前年差"),
    "footnotes": ("Notes", "注"),
    "sources": ("Sources", "出典"),
    "published-on": ("published {day}", "{day}公表"),
    "made-by": (
        "Made by unpolicy {version} from the data as of {day}.",
        "unpolicy {version}が{day}時点のデータから作成。",
    ),
    "colon": ("{name}: ", "{name}："),
    "scroll": ("{caption} (scrolls sideways)", "{caption}（横にスクロールできる）"),
}


class Cell(NamedTuple):
    """One cell of a table, or one item of a list.

    Attributes:
        text: the words.
        sources: numbers of the sources it comes from.
        footnotes: numbers of its footnotes.
        lead: words set before the text, such as a period.
        href: where the text leads to; empty for nowhere.
    """

    text: str
    sources: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    lead: str = ""
    href: str = ""


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        head: its title.
        group: the words that stand over it and the columns beside it that have the same; empty for none.
        numeric: whether it holds numbers, which are set to the right.
    """

    head: str
    group: str = ""
    numeric: bool = False


class Table(NamedTuple):
    """A table.

    Attributes:
        caption: its title.
        columns: its columns.
        rows: the rows; the first cell of each is the row's title.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def groups(self) -> list[tuple[str, list[Column]]]:
        """The words over the columns with the columns below them; nothing where there are no such words."""
        groups = [(group, [*columns]) for group, columns in groupby(self.columns, attrgetter("group"))]
        return groups if any(group for group, _ in groups) else []


class Writer:
    """What a sheet is written with: its voice, and the numbers of the sources and footnotes cited so far.

    Args:
        dataset: the data.
        voice: how everything is said.
        root: how the addresses of pages of targets and indicators begin; `None` where there are no such pages.
    """

    def __init__(self, dataset: Dataset, voice: Voice, root: str | None = None) -> None:
        self.voice = voice
        self.dataset = dataset
        self._root = root
        self._sources: dict[str, int] = {}
        self._footnotes: dict[str, int] = {}

    def word(self, key: str, **values: object) -> str:
        """One of the words of the sheet."""
        return self.voice.word(WORDS, key, **values)

    def columns(self, *keys: str) -> Iterable[Column]:
        """Columns of words, by the keys of their titles."""
        return (Column(self.word(key)) for key in keys)

    def href(self, kind: str, key: str) -> str:
        """The address of the page of a target or indicator; empty where there are no such pages."""
        return "" if self._root is None else f"{self._root}{kind}/{key}.html"

    def source(self, name: str | None) -> tuple[int, ...]:
        """The number of a source: an id in `sources`, or a URL; numbers go by who is cited first."""
        return () if name is None else (self._sources.setdefault(name, len(self._sources) + 1),)

    def footnote(self, text: Text | None) -> tuple[int, ...]:
        """The number of a footnote; the same words have the same number."""
        return () if text is None else (self._footnotes.setdefault(self.voice.line(text), len(self._footnotes) + 1),)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The footnotes, the first one first."""
        return tuple(self._footnotes)

    @property
    def sources(self) -> tuple[Cell, ...]:
        """The sources, the first one first."""
        return tuple(self.publication(name) for name in self._sources)

    def publication(self, name: str) -> Cell:
        """A source, an id in `sources` or a URL, with its day and its address."""
        source = self.dataset.sources.get(name)
        if source is None:
            return Cell(self.voice.line(name), href=self._address(name))
        published = [self.word("published-on", day=source.published.isoformat())] if source.published else []
        text = self.voice.enumerate([self.voice.line(source.title), *published])
        return Cell(text, href=self._address(source.url or ""))

    def _address(self, url: str) -> str:
        """An address that a page may link to, nothing but http and https; else nothing."""
        safe = url.lower().startswith(("http://", "https://"))
        return self.voice.line(url).replace(" ", "%20") if safe else ""


def goal_label(voice: Voice, number: int, title: str) -> str:
    """The number of a goal in words; nothing where its title has one of its own."""
    return "" if _NUMBERED.match(title) else voice.word(WORDS, "goal", number=number)


MOST_YEARS = 12
"""Years side by side in one table; of longer series the newest ones are shown, and all in the target's own table."""

NOTHING = "–"


def without_empty_columns(table: Table) -> Table:
    """A table without the columns that say nothing in any row; the first one, which names the rows, stays."""
    filled = [any(cell.text not in ("", NOTHING) for cell in cells) for cells in zip(*table.rows, strict=True)]
    shown = [place for place, is_filled in enumerate(filled) if is_filled or place == 0]
    if not table.rows:
        return table
    rows = tuple(tuple(row[place] for place in shown) for row in table.rows)
    return table._replace(columns=tuple(table.columns[place] for place in shown), rows=rows)


def measured_table(targets: Sequence[TargetAssessment], writer: Writer) -> Table | None:
    """The measured indicators in the columns that Japanese evaluators know.

    測定指標, 基準値 (年度), 年度ごとの実績値, 年度ごとの目標値, 目標値 (年度), 達成.
    """
    if not targets:
        return None
    texts = [(entry, _year_texts(entry, writer)) for entry in targets]
    actual = _newest(year for entry, by_year in texts for year in by_year if year > (entry.target.baseline_year or 0))
    promised = _newest(year for entry in targets for year in entry.target.yearly)
    columns = (
        Column(writer.word("indicator")),
        Column(writer.word("baseline-year"), numeric=True),
        *_year_columns(actual, targets, writer.word("actuals")),
        *_year_columns(promised, targets, writer.word("promises")),
        Column(writer.word("target-year"), numeric=True),
        Column(writer.word("reached")),
    )
    rows = tuple(
        tuple(_measured_row(entry, [by_year.get(year) for year in actual], promised, writer))
        for entry, by_year in texts
    )
    return without_empty_columns(Table(writer.word("summary"), columns, rows))


def _measured_row(
    entry: TargetAssessment, actuals: Iterable[str | None], promised: Iterable[int], writer: Writer
) -> Iterator[Cell]:
    indicator, target, voice = entry.indicator, entry.target, writer.voice
    href = writer.href("targets", entry.id)
    yield Cell(_title(indicator, writer), writer.source(target.source), writer.footnote(indicator.note), href=href)
    start = voice.bracketed(voice.start(entry), voice.since(entry))
    yield Cell(NOTHING if entry.baseline is None else start)
    yield from (Cell(text or NOTHING) for text in actuals)
    yield from (Cell(voice.value(target.yearly.get(year), indicator)) for year in promised)
    yield Cell(voice.bracketed(voice.aim(entry), voice.year(target.by, indicator)))
    yield Cell(_reached(entry, writer))


def _reached(entry: TargetAssessment, writer: Writer) -> str:
    if entry.stale or (entry.so_far and entry.target.by is None):
        return writer.voice.standing(entry)
    if entry.verdict in ("achieved", "missed") and not entry.so_far:
        return writer.word("yes" if entry.verdict == "achieved" else "no")
    key = "not-out" if entry.target_year_ended else "not-yet"
    return writer.word(key, verdict=writer.voice.standing(entry))


def reference_table(monitored: Sequence[MonitoredAssessment], writer: Writer) -> Table | None:
    """The indicators without a target, year by year, with their footnotes."""
    if not monitored:
        return None
    texts = [(entry, _year_texts(entry, writer)) for entry in monitored]
    years = _newest(year for _, by_year in texts for year in by_year)
    columns = (
        Column(writer.word("indicator")),
        *_year_columns(years, monitored, writer.word("actuals")),
        Column(writer.word("change"), numeric=True),
        *writer.columns("verdict"),
    )
    rows = tuple(
        tuple(_reference_row(entry, {year: by_year.get(year) for year in years}, writer)) for entry, by_year in texts
    )
    return without_empty_columns(Table(writer.word("reference"), columns, rows))


def _reference_row(entry: MonitoredAssessment, actuals: Mapping[int, str | None], writer: Writer) -> Iterator[Cell]:
    indicator = entry.indicator
    href = writer.href("indicators", entry.id)
    yield Cell(_title(indicator, writer), writer.source(indicator.source), writer.footnote(indicator.note), href=href)
    sources = {figure.year: figure.source for figure in entry.vintage.figures}
    yield from (Cell(text or NOTHING, writer.source(sources.get(year))) for year, text in actuals.items())
    yield Cell(writer.voice.value(entry.change, indicator, sign=True))
    yield Cell(writer.voice.standing(entry) or NOTHING)


def _title(indicator: Indicator, writer: Writer) -> str:
    """The indicator with its unit and its kind of year, which the columns' titles leave open."""
    unit = writer.voice.unit(indicator) + (writer.word("running-total") if indicator.aggregation == "sum" else "")
    years = writer.word(f"{indicator.year_name}-years")
    return writer.word("with-unit", title=writer.voice.line(indicator.title), unit=unit, years=years)


def _year_texts(entry: Judged, writer: Writer) -> dict[int, str]:
    """What a table says for each year: the figure, what it is when it is not final, or why there is none."""
    indicator, voice = entry.indicator, writer.voice
    texts = _why_none(entry, writer)
    if indicator.aggregation == "latest":
        for figure in entry.vintage.figures:
            status = voice.word(STATUSES, figure.status)
            texts[figure.year] = voice.bracketed(voice.value(figure.value, indicator), status)
    values = ((point, voice.value(point.value, indicator)) for point in entry.series)
    return texts | {point.year: voice.marked(value, point.year, entry.vintage) for point, value in values}


def _why_none(entry: Judged, writer: Writer) -> dict[int, str]:
    """Why there is no figure, for the years that were over and have none."""
    missing = writer.voice.word(STATUSES, "missing")
    return {awaited.year: waiting_text(awaited, writer.voice) for awaited in entry.awaiting} | {
        figure.year: missing
        for figure in entry.indicator.figures()
        if figure.status == "missing" and figure.year <= entry.vintage.last
    }


def _year_columns(years: Iterable[int], rows: Sequence[Judged], group: str) -> Iterator[Column]:
    """A column a year, named as the rows name their years; by the number alone where they name them differently."""
    kind, *others = {entry.indicator.year_kind for entry in rows}
    for year in years:
        yield Column(str(year) if others else axis_label(year, kind), group, numeric=True)


def _newest(years: Iterable[int]) -> list[int]:
    return sorted(set(years))[-MOST_YEARS:]


def figures_table(entry: Judged, writer: Writer) -> Table:
    """Every figure of an indicator with its status, source and revisions."""
    indicator = entry.indicator
    columns = (
        Column(writer.word("fiscal-year" if indicator.year_name == "fiscal" else "year")),
        *(Column(writer.word(key), numeric=True) for key in ("value", "interval")),
        *([Column(writer.word("total"), numeric=True)] if indicator.aggregation == "sum" else []),
        *writer.columns("status", "published", "revisions", "note"),
    )
    totals = {point.year: point.value for point in entry.series} if indicator.aggregation == "sum" else None
    rows = {figure.year: _figure_row(figure, totals, indicator, writer) for figure in entry.vintage.figures}
    for year, why in _why_none(entry, writer).items():
        figure = indicator.figure(year)
        note = "" if figure is None or figure.note is None else writer.voice.line(figure.note)
        blanks = [NOTHING] * (len(columns) - 5)
        texts = writer.voice.year(year, indicator), *blanks, why, NOTHING, "", note
        rows[year] = tuple(Cell(text) for text in texts)
    return without_empty_columns(Table(writer.word("figures"), columns, tuple(rows[year] for year in sorted(rows))))


def _figure_row(
    figure: Figure, totals: Mapping[int, float] | None, indicator: Indicator, writer: Writer
) -> tuple[Cell, ...]:
    voice = writer.voice
    return (
        Cell(voice.year(figure.year, indicator)),
        Cell(voice.value(figure.value, indicator), writer.source(source_of(figure, indicator, writer.dataset.sources))),
        Cell(voice.interval(figure, indicator)),
        *([] if totals is None else [Cell(voice.value(totals.get(figure.year), indicator))]),
        Cell(voice.word(STATUSES, figure.status)),
        Cell(figure.published.isoformat() if figure.published else NOTHING),
        Cell(voice.clauses(_revision(revision, indicator, writer) for revision in figure.revisions)),
        Cell(voice.line(figure.note) if figure.note is not None else ""),
    )


def _revision(revision: Revision, indicator: Indicator, writer: Writer) -> str:
    value = writer.voice.value(revision.value, indicator)
    if revision.published is None:
        return writer.word("revision", value=value)
    return writer.word("revision-day", value=value, day=revision.published.isoformat())
