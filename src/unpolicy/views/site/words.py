"""The shapes of the site's pages, and those of its words that do not stand in a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unpolicy.model import Text
    from unpolicy.views.chart import Chart
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
    "overview": ("Overview", "概要"),
    "goals": ("Goals", "中期目標"),
    "methods": ("How it is judged", "判定の方法"),
    "sources": ("Sources", "出典"),
    "changes": ("Recent changes", "更新履歴"),
    "search": ("Search", "検索"),
    "targets": ("Targets", "目標"),
    "target": ("Target", "目標"),
    "goal-targets": ("{count} targets", "目標{count}件"),
    "goal-target": ("1 target", "目標1件"),
    "goal-milestones": ("{count} milestones", "マイルストーン{count}件"),
    "goal-milestone": ("1 milestone", "マイルストーン1件"),
    "stale": ("Verdicts on old figures", "最新値が古い判定"),
    "serves": ("Goal", "中期目標"),
    "parts": ("Parts", "内訳"),
    "unit": ("Unit", "単位"),
    "direction": ("Wanted", "望ましい方向"),
    "increase": ("an increase", "増加"),
    "decrease": ("a decrease", "減少"),
    "measured": ("Measured", "時点・期間"),
    "responsible": ("Responsible", "担当"),
    "tags": ("Tags", "タグ"),
    "source": ("Source", "出典"),
    "history": ("The verdict at each publication", "公表ごとの判定"),
    "indicator": ("Indicator", "指標"),
    "change-revised": ("{year}: {old} became {new}", "{year}：{old}を{new}に改定"),
    "change-rated": ("Rated: {step}", "目標達成度合い：{step}"),
    "method-used": (
        "Verdicts are judged by the method “{method}” with what was known on {day}.",
        "判定は、{day}時点で分かっている値による「{method}」のものです。",
    ),
    "method-others": (
        "The methods beside each other, on the newest figures there are",
        "各方法による判定（公表済みの最新値による）",
    ),
    "method": ("Method", "判定方式"),
    "policies": ("Policies", "施策一覧"),
    "policy-goal": ("1 goal", "中期目標1件"),
    "policy-goals": ("{count} goals", "中期目標{count}件"),
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

    def several(self, key: str, count: int) -> str:
        """How many there are of something; nothing for none."""
        if not count:
            return ""
        return self.word(key) if count == 1 else self.word(f"{key}s", count=f"{count:,}")

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
