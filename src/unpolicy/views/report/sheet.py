"""The evaluation sheet: its words and its shape, in reading order, the same for HTML and Markdown.

All texts are one line, safe to print, and not yet escaped for any kind of document. `escape` is the one place of
Markdown escaping, as GitHub and most others read it.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.views.show import WORDS as SHOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Dataset, Text
    from unpolicy.views.chart import Chart
    from unpolicy.views.voice import Voice, Words

_NUMBERED = re.compile(r"(?:goal|sdg|中期目標|目標)?\s*\d", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"([\\`*_\[\]#|~!$])")
_OPENING = re.compile(r"^(\d{0,9})([-+=.)])(?=[-+=\s]|$)")

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
    "rating-line": (
        "{step} — {by}, {day}, for the evaluation of {review}",
        "{step}（{review}の評価、{by}、{day}）",
    ),
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


class TargetPart(NamedTuple):
    """Everything about one target."""

    entry: TargetAssessment
    title: str
    indicator: str
    facts: tuple[tuple[str, str], ...]
    chart: Chart | None
    figures: Table
    steps: Table | None
    symbols: str
    ruling: tuple[str, ...]
    stability: tuple[str, ...]
    others: Table | None
    rating: tuple[str, ...]


class GoalPart(NamedTuple):
    """Everything about one goal; the lists have the keys of their titles."""

    id: str
    number: int
    title: str
    statement: str
    lists: dict[str, tuple[Cell, ...]]
    milestones: Table | None
    targets: tuple[TargetPart, ...]
    successor: Cell | None


class Sheet(NamedTuple):
    """The evaluation sheet in one language."""

    voice: Voice
    title: str
    facts: tuple[tuple[str, str], ...]
    measured: Table | None
    goals: tuple[GoalPart, ...]
    reference: Table | None
    cited: Writer
    colophon: str


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


def escape(text: str) -> str:
    """The text with everything that Markdown or HTML would take for itself made harmless.

    Nothing in it becomes a heading, list, table, link, picture, mention, formula or tag.
    """
    text = " ".join(text.split())
    text = "".join(_ENTITIES.get(char, char) for char in text)
    text = _SPECIAL.sub(r"\\\1", text)
    text = _OPENING.sub(r"\1\\\2", text)
    # GitHub makes links of bare addresses and of names behind an at sign, wherever they stand; entities stop it.
    text = text.replace("://", "&#58;//").replace("@", "&#64;")
    return re.sub(r"(?i)\bwww\.", lambda found: found[0][:-1] + "&#46;", text)
