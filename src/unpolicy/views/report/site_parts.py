"""What only the site has: other methods beside the one used, parts beside their whole, tables and lists of news."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.assessment import Assessment, assess, assess_monitored
from unpolicy.assess.derivation import derive
from unpolicy.assess.find import count_verdicts
from unpolicy.assess.loosening import restatements
from unpolicy.errors import RefusedError
from unpolicy.names import METHOD_NAMES, VERDICTS
from unpolicy.views.charting import make_parts_chart
from unpolicy.views.common import METHODS, STEPS
from unpolicy.views.history import WORDS as HISTORY
from unpolicy.views.history import moment_sentences, moment_standing, news_text
from unpolicy.views.notes import restated_sentence
from unpolicy.views.report.sheet import NOTHING, Cell, Column, Table, Writer, without_empty_columns
from unpolicy.views.report.sheet import WORDS as SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.assess.history import History, Moment
    from unpolicy.model import Dataset, Figure, Indicator
    from unpolicy.model.targets import Initiative, Remark, Target
    from unpolicy.views.chart import Chart
    from unpolicy.views.voice import Voice, Words

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
    told = [moment for before, moment in pairs if moment.dated or not before or before.verdict != moment.verdict]
    if not told:
        return None
    voice = writer.voice
    columns = [Column(voice.word(HISTORY, key)) for key in ("day", "news", "gap", "verdict")]
    rows = tuple(_moment_row(moment, found, voice) for moment in told)
    return without_empty_columns(Table(voice.word(WORDS, "history"), tuple(columns), rows))


def _moment_row(moment: Moment, found: History, voice: Voice) -> tuple[Cell, ...]:
    news = voice.clauses(news_text(item, found.indicator, voice) for item in moment.news)
    said = [text for text in (news, *moment_sentences(moment, found, voice)) if text]
    return (
        Cell(moment.day.isoformat() + ("" if moment.dated else voice.say(("*", "※")))),
        Cell(voice.say((" ", "")).join(said)),
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
        remarks: tuple[Initiative | Remark, ...] = (*goal.initiatives, *goal.findings, *goal.next_steps)
        yield from (("goals", key, item.source) for item in remarks)
        for milestone in goal.milestones.values():
            yield "goals", key, milestone.evidence
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
