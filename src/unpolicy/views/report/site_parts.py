"""What only the site has: other methods and parts beside those judged, lists of news, and how a page becomes HTML."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy import __version__
from unpolicy.assess.assessment import Assessment, assess, assess_monitored
from unpolicy.assess.derivation import derive
from unpolicy.assess.find import count_verdicts
from unpolicy.assess.loosening import restatements
from unpolicy.errors import RefusedError
from unpolicy.names import METHOD_NAMES, VERDICTS
from unpolicy.views import METHODS, STEPS
from unpolicy.views.charting import make_parts_chart
from unpolicy.views.history import WORDS as HISTORY
from unpolicy.views.history import moment_sentences, moment_standing, news_text
from unpolicy.views.notes import restated_sentence
from unpolicy.views.report import NOTHING, Cell, Column, Table, Writer, without_empty_columns
from unpolicy.views.report import WORDS as SHEET
from unpolicy.views.report.build import NAMES, aim_text, drawable, latest_text, page_environment, read_styles, trusted
from unpolicy.views.show import goal_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from markupsafe import Markup

    from unpolicy.assess.history import History, Moment
    from unpolicy.model import Dataset, Figure, Indicator
    from unpolicy.model.targets import Target
    from unpolicy.views.chart import Chart
    from unpolicy.views.report.site import Look
    from unpolicy.views.report.site_pages import Leading, Page, Pages
    from unpolicy.views.voice import Voice, Words
    from unpolicy.years import Language

WORDS: Words = SHEET | {
    "overview": ("Overview", "概要"),
    "goals": ("Goals", "中期目標"),
    "methods": ("How it is judged", "判定の方法"),
    "changes": ("Recent changes", "更新履歴"),
    "search": ("Search", "検索"),
    "goal-targets": ("{count} targets", "目標{count}件"),
    "goal-target": ("1 target", "目標1件"),
    "goal-milestones": ("{count} milestones", "マイルストーン{count}件"),
    "goal-milestone": ("1 milestone", "マイルストーン1件"),
    "stale": ("Verdicts on old figures", "最新値が古い判定"),
    "serves": ("Goal", "中期目標"),
    "direction": ("Wanted", "望ましい方向"),
    "increase": ("an increase", "増加"),
    "decrease": ("a decrease", "減少"),
    "measured": ("Measured", "時点・期間"),
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
    "policies": ("Policies", "施策一覧"),
    "policy-goal": ("1 goal", "中期目標1件"),
    "policy-goals": ("{count} goals", "中期目標{count}件"),
}

_CELLS = "td|th|tr|li|dt|dd|thead|tbody"
_END = re.compile(rf"</(?:{_CELLS})>\s*(?=</?(?:{_CELLS}|table|ul|ol|dl)\b)")
_SPACE = re.compile(rf">\s*\n\s*(?=</?(?:{_CELLS}|table|caption|ul|ol|dl|div|figure|section|h[1-6]|meta|link)\b)")
_NAME = re.compile(r'="([A-Za-z0-9_-]+)"(?=[\s>])')

TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}

Uses = dict[str, list[tuple[str, str]]]


class Derived:
    """Derivations and assessments by other methods, each made when it is first asked for.

    Args:
        assessment: how the policy stands.
    """

    def __init__(self, assessment: Assessment) -> None:
        dataset, day, method = assessment.dataset, assessment.as_of, assessment.method
        self.assessment = assessment
        self.derivation = cache(lambda name: derive(dataset, name, day, method))
        self.monitored = cache(lambda name: assess_monitored(dataset, name, day, method))

    @cached_property
    def by_method(self) -> Mapping[str, Mapping[str, int]]:
        """How many targets have each verdict, by method."""
        dataset, day = self.assessment.dataset, self.assessment.as_of
        return {method: count_verdicts(assess(dataset, day, method).targets) for method in METHOD_NAMES}


class PartsBy(NamedTuple):
    """Parts beside their whole.

    Attributes:
        title: what they are parts of.
        names: the whole and its parts.
        drawn: the name of their picture.
        chart: what it shows; nothing where there is no picture.
    """

    title: str
    names: Sequence[str]
    drawn: str
    chart: Chart | None


def parts_of(key: str, derived: Derived, voice: Voice) -> Iterator[PartsBy]:
    """The parts of an indicator, by what they are parts of."""
    dataset = derived.assessment.dataset
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, other in dataset.indicators.items():
        if other.part_of == key:
            groups.setdefault(tuple(other.of), [key]).append(name)
    for dimensions, names in groups.items():
        title = voice.enumerate(voice.line(dataset.dimensions[name].title) for name in dimensions)
        drawn = f"indicators/{key}.{'.'.join(dimensions)}"
        yield PartsBy(title or voice.word(WORDS, "parts"), names, drawn, _chart(key, dimensions, derived, voice))


def _chart(key: str, dimensions: Sequence[str], derived: Derived, voice: Voice) -> Chart | None:
    """The lines of parts by one dimension more than their whole has; nothing where there is nothing to draw."""
    dataset = derived.assessment.dataset
    more = [name for name in dimensions if name not in dataset.indicators[key].of]
    if len(more) != 1:
        return None
    try:
        return make_parts_chart(dataset, derived.monitored(key), more[0], voice)
    except RefusedError:
        return None


def history_table(found: History, writer: Writer) -> Table | None:
    """The verdict as it stood at each publication of a recorded day, and where it changed."""
    pairs = zip((None, *found.moments), found.moments, strict=False)
    shown = [moment for before, moment in pairs if moment.dated or not before or before.verdict != moment.verdict]
    if not shown:
        return None
    voice = writer.voice
    columns = [Column(voice.word(HISTORY, key)) for key in ("day", "news", "gap", "verdict")]
    rows = tuple(_moment_row(moment, found, voice) for moment in shown)
    return without_empty_columns(Table(voice.word(WORDS, "history"), tuple(columns), rows))


def _moment_row(moment: Moment, found: History, voice: Voice) -> tuple[Cell, ...]:
    news = voice.clauses(news_text(item, found.indicator, voice) for item in moment.news)
    sentences = [text for text in (news, *moment_sentences(moment, found, voice)) if text]
    return (
        Cell(moment.day.isoformat() + ("" if moment.dated else voice.say(("*", "※")))),
        Cell(voice.say((" ", "")).join(sentences)),
        Cell(voice.share(moment.gap_closed)),
        Cell(NOTHING if moment.verdict is None else moment_standing(moment, found.indicator, voice)),
    )


def methods_table(counts: Mapping[str, Mapping[str, int]], writer: Writer) -> Table:
    """How many targets have each verdict, a row a method."""
    voice = writer.voice
    columns = [Column(voice.word(WORDS, "method"))]
    columns += [Column(voice.signed_verdict(verdict), numeric=True) for verdict in VERDICTS]
    rows = tuple(
        (Cell(voice.word(METHODS, method)), *(Cell(f"{by[key]:,}" if key in by else NOTHING) for key in VERDICTS))
        for method, by in counts.items()
    )
    return without_empty_columns(Table(voice.word(WORDS, "method-others"), tuple(columns), rows))


def cited_in(dataset: Dataset) -> Uses:
    """Which goals, targets and indicators cite a source, by its id or address."""
    uses: Uses = {}
    for kind, key, name in _citations(dataset):
        if name is not None and (kind, key) not in uses.setdefault(name, []):
            uses[name].append((kind, key))
    return uses


def _citations(dataset: Dataset) -> Iterator[tuple[str, str, str | None]]:
    for key, goal in dataset.goals.items():
        yield from (("goals", key, source) for source in goal_sources(goal))
    for key, target in dataset.targets.items():
        yield "targets", key, target.source
    for key, indicator in dataset.indicators.items():
        yield "indicators", key, indicator.source
        for figure in indicator.figures():
            yield "indicators", key, figure.source


def news_of(dataset: Dataset, as_of: date, voice: Voice) -> list[tuple[date, str, str, str]]:
    """What was published, revised and rated on a recorded day up to `as_of`, the newest first."""
    found = [
        (day, "indicators", key, text)
        for key, indicator in dataset.indicators.items()
        for figure in indicator.figures()
        for day, text in _published(figure, indicator, voice)
    ]
    for rating in dataset.targets_file.ratings:
        step = voice.word(WORDS, "change-rated", step=voice.word(STEPS, rating.step))
        found.append((rating.date, "targets", rating.target, step))
    for key, target in dataset.targets.items():
        earlier = earlier_promises(target, dataset.indicators[target.indicator], voice)
        found += [(day, "targets", key, text) for day, text, _ in earlier]
    return sorted((item for item in found if item[0] <= as_of), key=lambda item: item[0], reverse=True)


def earlier_promises(target: Target, indicator: Indicator, voice: Voice) -> Iterator[tuple[date, str, bool]]:
    """Each change of a promise with its day, in words, and whether it was to something easier."""
    for day, change in restatements(target, indicator, date.max):
        yield day, restated_sentence(change, indicator, voice), change.kind == "loosened"


def _published(figure: Figure, indicator: Indicator, voice: Voice) -> Iterator[tuple[date, str]]:
    stages = [*((item.value, item.published) for item in figure.revisions), (figure.value, figure.published)]
    year = voice.year(figure.year, indicator)
    first, day = stages[0]
    if first is not None and day is not None:
        yield day, voice.word(HISTORY, "published", year=year, value=voice.exact(first, indicator))
    for (old, _), (new, day) in pairwise(stages):
        if old is not None and new is not None and day is not None:
            values = {"old": voice.exact(old, indicator), "new": voice.exact(new, indicator)}
            yield day, voice.word(WORDS, "change-revised", year=year, **values)


class Renderer:
    """Makes pages of what they show.

    Args:
        extras: address and title of the publisher's own pages by language, the first one first.
        look: what the publisher wants to be shown.
        as_of: the day whose knowledge counts.
    """

    def __init__(self, extras: Mapping[Language, Sequence[tuple[str, str]]], look: Look, as_of: date) -> None:
        self._look = look
        self._extras = extras
        self._environment = page_environment()
        self._environment.globals |= {"languages": [*extras], "look": look, "verdicts": VERDICTS, "day": as_of}
        self._environment.globals |= {"drawable": drawable, "latest": latest_text, "aim": aim_text}
        # The style sheet puts the samples of the legend in front.
        self._environment.globals["word"] = lambda voice, key, **values: voice.word(WORDS, key, **values)
        self._environment.globals |= {"sample": lambda _: "", "version": __version__}

    def page(self, pages: Leading, make: Callable[[], Page]) -> str:
        """A page in its language."""
        page = make()
        up = "../" * page.path.count("/")
        top = f"{up}../"
        lang = pages.voice.lang

        def picture(drawn: str, chart: Chart) -> Markup:
            image = trusted('<img src="{}" width="640" height="372" alt="{}">')
            alt = chart.word("what", title=chart.title, unit=chart.unit)
            return image.format(f"{top}charts/{drawn}.svg#{lang}", alt)

        data = pages.data(page, self._look)
        context = {"voice": pages.voice, "pages": pages, "id": lang, "page": page, "up": up, "top": top}
        context |= {"picture": picture, "title": self.title(pages), "data": _script(data)}
        context |= {"menu": [*((f"{name}.html", words) for name, words in pages.menu), *self._extras[lang]]}
        return self._made(page.template, context | dict(page.content))

    def title(self, pages: Leading) -> str:
        """The title of the site: the publisher's, else the policy's."""
        return pages.voice.line(self._look.wishes.title or pages.name)

    def sample(self, kind: str) -> str:
        """A sample of a legend as a file."""
        template = self._environment.get_template("sample.svg")
        return template.render(kind=kind, styles=trusted(read_styles("chart.css")))

    def entrance(self, all_pages: Mapping[Language, Leading]) -> str:
        """The page at the root, which leads to the first language."""
        titles = [(lang, NAMES[lang], self.title(pages)) for lang, pages in all_pages.items()]
        return self._made("entrance.html", {"titles": titles})

    def _made(self, template: str, context: Mapping[str, Any]) -> str:
        return squeezed(self._environment.get_template(template).render(context)).strip() + "\n"


def squeezed(page: str) -> str:
    """A page without the end tags and quotation marks that HTML does not need: a fifth of thousands of tables.

    A quotation mark in a text from the data is an entity, so that only our own tags have any.
    """
    return _NAME.sub(r"=\1", _SPACE.sub(">", _END.sub("", page)))


def _script(data: Mapping[str, Any]) -> Markup:
    """Data for a script element: nothing in them can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) if data else ""
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return trusted(text)


def dataset_data(pages: Pages, page: Page, look: Look) -> Mapping[str, Any]:
    """schema.org data about the whole; where the site's address is known, about each indicator too."""
    key = page.content.get("figures") if look.url and page.path.startswith("indicators/") else None
    if page.path != "index.html" and key is None:
        return {}
    voice, policy = pages.voice, pages.dataset.policy
    chosen = [pages.dataset.indicators[key]] if key else list(pages.dataset.indicators.values())
    years = sorted({year for indicator in chosen for year in indicator.actuals})
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": page.title,
        "description": page.about,
        "inLanguage": voice.lang,
        "identifier": key or policy.id,
        "distribution": list(_distribution(page, key, look)),
    }
    if years:
        data["temporalCoverage"] = f"{years[0]}/{years[-1]}"
    if key:
        data["variableMeasured"] = {"@type": "PropertyValue", "name": page.title, "unitText": voice.unit(chosen[0])}
        data["isPartOf"] = {"@type": "Dataset", "name": voice.line(policy.title)}
    if policy.owner is not None:
        data["creator"] = {"@type": "Organization", "name": voice.line(policy.owner)}
    if look.wishes.licence is not None:
        data["license"] = voice.line(look.wishes.licence)
    if look.url:
        data["url"] = f"{look.url}/{voice.lang}/{page.path}"
    return data


def _distribution(page: Page, key: str | None, look: Look) -> Iterator[dict[str, str]]:
    up = "../" * page.path.count("/")
    for kind in look.page_formats if key else look.formats:
        name = f"data/indicators/{key}.{kind}" if key else f"data/figures.{kind}"
        yield {"@type": "DataDownload", "encodingFormat": TYPES[kind], "contentUrl": f"{up}{name}"}
