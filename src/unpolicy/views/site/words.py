"""The words of the site that the evaluation sheet does not have, and the shapes of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unpolicy.model import Text
    from unpolicy.names import Verdict
    from unpolicy.views.chart import Chart
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
    "overview": ("Overview", "概要"),
    "goals": ("Goals", "中期目標"),
    "methods": ("How it is judged", "判定の方法"),
    "sources": ("Sources", "出典"),
    "changes": ("Recent changes", "更新履歴"),
    "search": ("Search", "検索"),
    "find": ("Find", "検索する"),
    "search-for": ("Search this site", "サイト内検索"),
    "search-script": (
        "Search needs JavaScript. The overview and the pages of the goals lead to everything without it.",
        "検索には JavaScript が必要です。概要と各中期目標のページからも、すべてのページに移動できます。",
    ),
    "found": ("{count} found", "{count}件見つかりました"),
    "found-none": ("Nothing found", "見つかりませんでした"),
    "site": ("Main pages", "主なページ"),
    "headline": ("Headline", "主要目標"),
    "verdicts": ("Where the targets stand", "目標の状況"),
    "targets": ("Targets", "目標"),
    "urgent": ("Targets that need attention most", "注意が必要な目標"),
    "urgent-note": (
        "The first {shown} of {count}; the pages of the goals hold all.",
        "{count}件のうち{shown}件。すべての目標は各中期目標のページにあります。",
    ),
    "target": ("Target", "目標"),
    "latest": ("Latest", "最新値"),
    "aim": ("To reach", "目標値"),
    "gap": ("Gap closed", "達成度"),
    "standing": ("Verdict", "判定"),
    "goal-targets": ("{count} targets", "目標{count}件"),
    "goal-target": ("1 target", "目標1件"),
    "goal-milestones": ("{count} milestones", "マイルストーン{count}件"),
    "goal-milestone": ("1 milestone", "マイルストーン1件"),
    "waiting": ("Not published yet", "公表待ち"),
    "stale": ("Verdicts on old figures", "最新値が古い判定"),
    "overdue": ("Overdue", "公表遅れ"),
    "reference": ("Indicators without a target", "目標のない指標"),
    "downloads": ("Downloads", "ダウンロード"),
    "downloads-all": ("All figures", "すべての実績値"),
    "downloads-one": ("Figures", "実績値"),
    "measured-by": ("Measured by", "測定する指標"),
    "serves": ("Goal", "中期目標"),
    "used-by": ("Targets of this indicator", "この指標の目標"),
    "parts": ("Parts", "内訳"),
    "part-of": ("Part of", "全体の指標"),
    "unit": ("Unit", "単位"),
    "direction": ("Wanted", "望ましい方向"),
    "increase": ("an increase", "増加"),
    "decrease": ("a decrease", "減少"),
    "measured": ("Measured", "時点・期間"),
    "promises": ("Earlier promises", "以前の約束"),
    "loosened": ("Promises that were loosened", "緩和された約束"),
    "retired-live": ("This target does not hold on this day.", "この目標は、この日には有効ではありません。"),
    "retired-superseded": ("This target was replaced.", "この目標は置き換えられました。"),
    "retired-dropped": ("This target was dropped.", "この目標は取り下げられました。"),
    "retired-next": ("The target that follows", "後継の目標"),
    "responsible": ("Responsible", "担当"),
    "tags": ("Tags", "タグ"),
    "source": ("Source", "出典"),
    "history": ("The verdict at each publication", "公表ごとの判定"),
    "indicator": ("Indicator", "指標"),
    "change-revised": ("{year}: {old} became {new}", "{year}：{old}を{new}に改定"),
    "change-rated": ("Rated: {step}", "目標達成度合い：{step}"),
    "changes-day": ("Published", "公表日"),
    "changes-what": ("What changed", "内容"),
    "changes-none": ("No publication has a recorded day.", "公表日の記録がある実績値はありません。"),
    "changes-most": ("The newest {shown} of {count}.", "{count}件のうち新しい{shown}件。"),
    "sources-used": ("Used by", "用いる目標・指標"),
    "method-used": (
        "Verdicts are judged by the method “{method}” with what was known on {day}.",
        "判定は、{day}時点で分かっている値による「{method}」のものです。",
    ),
    "method-shown": (
        "The page of a target shows the formulas, the figures in them, and the verdicts of other methods.",
        "各目標のページに、式と代入した数値、別の方法で判定した場合の結果を示しています。",
    ),
    "method-verdicts": ("What the verdicts mean", "判定の意味"),
    "method-stale": (
        "A verdict that rests on an old figure names its year and has no colour: the newest figures are not out yet.",
        "古い実績値による判定は、色を付けずにその年を示します。新しい実績値がまだ公表されていないためです。",
    ),
    "method-others": (
        "The methods beside each other, on the newest figures there are",
        "各方法による判定（公表済みの最新値による）",
    ),
    "method": ("Method", "判定方式"),
    "means-achieved": ("The figure is at or past the target.", "実績値が目標値に達している。"),
    "means-on-track": ("At this pace the target is reached in time.", "このペースなら期限までに目標に達する。"),
    "means-acceleration-needed": (
        "It goes the right way, but too slowly.",
        "望ましい方向に進んでいるが、ペースが足りない。",
    ),
    "means-limited": ("It hardly moves, or far too slowly.", "ほとんど進んでいない。"),
    "means-moving-away": ("It goes the wrong way.", "望ましい方向と逆に動いている。"),
    "means-missed": (
        "The target year is over and the target was not reached.",
        "目標年度が終わり、目標に達しなかった。",
    ),
    "means-unknown": ("There are too few figures to tell.", "判定に必要な実績値が足りない。"),
    "licence": ("Licence of the data", "データのライセンス"),
    "contact": ("Contact", "連絡先"),
    "policies": ("Policies", "施策一覧"),
    "policy-goal": ("1 goal", "中期目標1件"),
    "policy-goals": ("{count} goals", "中期目標{count}件"),
    "policy-overdue": ("Overdue: {count}", "期限超過：{count}件"),
}


class Leading:
    """What the pages of one language have in common, of one policy or of several.

    Attributes:
        voice: the language.
        name: what the pages are about, where the publisher gives the site no title.
        menu: the main pages: the name of each in its address, and its words.
    """

    voice: Voice
    name: Text
    menu: Sequence[tuple[str, str]] = ()

    @property
    def card(self) -> Chart | None:
        """The chart that stands for the site elsewhere; nothing without one."""
        return None

    def word(self, key: str, **values: object) -> str:
        """One of the words of the site."""
        return self.voice.word(WORDS, key, **values)

    def tasks(self) -> Iterator[Task]:
        """Every page."""
        raise NotImplementedError

    def index(self) -> Iterator[tuple[str, str, str, str]]:
        """What search looks through: address, title, what it is, and all its words."""
        raise NotImplementedError

    def search(self) -> Page:
        """Where words are looked for."""
        title = self.word("search")
        policy = self.voice.line(self.name)
        return Page("search.html", "page_search.html", title, f"{title} – {policy}", {})


class Page(NamedTuple):
    """A page in one language.

    Attributes:
        path: its address below the language, as targets/staff-1000.html.
        template: the template it is made with.
        title: its title.
        about: what it is about, in a sentence, for search engines and previews.
        content: what its template shows.
    """

    path: str
    template: str
    title: str
    about: str
    content: Mapping[str, Any]


class Task(NamedTuple):
    """A page that is to be there.

    Attributes:
        path: its address below the language.
        inputs: all that it follows from, as text; empty where it is made each time.
        make: makes it.
    """

    path: str
    inputs: str
    make: Callable[[], Page]


class TargetLine(NamedTuple):
    """A target in a table of targets; `share` is the gap closed in percent, from 0 to 100, where there is one."""

    href: str
    title: str
    latest: str
    aim: str
    gap: str
    share: int | None
    verdict: Verdict | str
    standing: str
