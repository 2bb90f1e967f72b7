"""The pages of one policy in one language: what each shows, and what it follows from."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.assess.assessment import Assessment, Judged, TargetAssessment
from unpolicy.assess.find import ORDINARY, count_verdicts, most_urgent, targets_of
from unpolicy.views import METHODS, VERDICT_SIGNS
from unpolicy.views.chart import Chart, waiting_text
from unpolicy.views.report import Writer, figures_table, measured_table, reference_table
from unpolicy.views.report import site_parts as parts
from unpolicy.views.report.build import GoalPart, TargetPart, drawable, known_facts
from unpolicy.views.show import record_facts
from unpolicy.views.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from unpolicy.model import Record, Text
    from unpolicy.views.report.site import Look

MENU = (("index", "overview"), ("methods", "methods"), ("sources", "sources"), ("changes", "changes"))

OWNERS = ("responsible", "tags")
"""What targets and indicators say of who works for them."""

MOST_NEWS = 200
"""Changes that the page of changes shows."""

ABOUT = 200
"""Letters of a description for search engines; they show no more."""


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
        return self.voice.word(parts.WORDS, key, **values)

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

    def data(self, page: Page, look: Look) -> Mapping[str, Any]:
        """What machines read of a page."""
        del page, look
        return {}

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


class Pages(Leading):
    """The pages of one policy in one language.

    Args:
        assessment: how the policy stands.
        derived: what is computed once for all languages.
        voice: the language.
    """

    def __init__(self, assessment: Assessment, derived: parts.Derived, voice: Voice) -> None:
        self.assessment = assessment
        self.dataset = assessment.dataset
        self.derived = derived
        self.voice = voice
        self.name = self.dataset.policy.title
        self.menu = [(name, self.word(key)) for name, key in MENU]

    def tasks(self) -> Iterator[Task]:
        """Every page: those of the whole policy, then one for each goal, target and indicator."""
        yield Task("index.html", "", self.overview)
        yield Task("methods.html", "", self.methods)
        yield Task("sources.html", "", self.sources)
        yield Task("changes.html", "", self.changes)
        yield Task("search.html", "", self.search)
        for number, key in enumerate(self.dataset.goals, 1):
            yield Task(f"goals/{key}.html", "", partial(self.goal, key, number))
        for entry in self.assessment.targets:
            yield Task(f"targets/{entry.id}.html", self._inputs(entry), partial(self.target, entry))
        shown = {entry.id for entry in self.assessment.targets}
        for key in self.dataset.targets:
            if key not in shown:
                yield Task(f"targets/{key}.html", "", partial(self.retired, key))
        for key in self.dataset.indicators:
            yield Task(f"indicators/{key}.html", self._indicator_inputs(key), partial(self.indicator, key))

    @cached_property
    def _common(self) -> str:
        """What every page of a target or indicator follows from."""
        assessment, dataset = self.assessment, self.dataset
        records = (dataset.policy, *dataset.sources.values(), *dataset.dimensions.values())
        return f"{self.voice.lang} {assessment.as_of} {assessment.method} {_dumped(*records)} {list(dataset.sources)}"

    def _inputs(self, entry: TargetAssessment) -> str:
        ratings = (entry.rating,) if entry.rating else ()
        goal = self.dataset.goals[entry.target.goal].title
        return f"{self._common} {entry.id} {goal!r} {_dumped(entry.target, entry.indicator, *ratings)}"

    def _indicator_inputs(self, key: str) -> str:
        below = [name for name, other in self.dataset.indicators.items() if other.part_of == key]
        targets = targets_of(self.dataset, key)
        records = [self.dataset.indicators[name] for name in (key, *below)]
        whole = self.dataset.indicators.get(records[0].part_of or "")
        title = repr(whole.title) if whole else ""
        used = _dumped(*records, *(self.dataset.targets[name] for name in targets))
        return f"{self._common} {key} {below} {targets} {title} {used}"

    @cached_property
    def _serving(self) -> Mapping[str, Sequence[TargetAssessment]]:
        """The targets of each goal that has any."""
        found: dict[str, list[TargetAssessment]] = {}
        for entry in self.assessment.targets:
            found.setdefault(entry.target.goal, []).append(entry)
        return found

    def overview(self) -> Page:
        """The policy at a glance."""
        shown, writer = most_urgent(self.assessment, ORDINARY), self._writer("")
        title = self.voice.line(self.dataset.policy.title)
        content = {
            "facts": tuple(known_facts(self.assessment, writer)),
            "headline": self._headline,
            "goals": [(key, goal, self._serving.get(key, [])) for key, goal in self.dataset.goals.items()],
            "rows": shown.targets,
            "waiting": list(self._waiting()),
            "loosened": list(self._loosened()),
            "reference": reference_table(shown.monitored, writer),
            "cited": writer,
        }
        about = self._about(self.dataset.policy.programme, title)
        return Page("index.html", "page_overview.html", title, about, content)

    def goal(self, key: str, number: int) -> Page:
        """A goal in words, and its targets."""
        writer = self._writer("../")
        part = GoalPart(self.dataset, key, number, writer)
        entries = self._serving.get(key, [])
        table = measured_table(entries[:50], writer)
        content = {"goal": part, "rows": entries, "table": table, "cited": writer}
        about = self._about(self.dataset.goals[key].statement, part.title)
        return Page(f"goals/{key}.html", "page_goal.html", part.title, about, content)

    def target(self, entry: TargetAssessment) -> Page:
        """A target: its figures, its verdict and all that this rests on."""
        writer = self._writer("../")
        derivation = self.derived.derivation(entry.id)
        part = TargetPart(entry, derivation, writer)
        content = {
            "target": part,
            "owners": tuple(record_facts(entry.target, OWNERS, self.voice)),
            "promises": tuple(self._promises(entry)),
            "history": parts.history_table(derivation.history, writer),
            "cited": writer,
        }
        about = self._about(entry.target.statement, f"{part.title}: {self.voice.standing(entry)}")
        return Page(f"targets/{entry.id}.html", "page_target.html", part.title, about, content)

    def retired(self, key: str) -> Page:
        """A target that no longer holds, or not yet: what it was, and where it leads on."""
        target = self.dataset.targets[key]
        title, about = self.named("targets", key)[1], self._about(target.statement, self.named("targets", key)[1])
        return Page(f"targets/{key}.html", "page_retired.html", title, about, {"target": target})

    def indicator(self, key: str) -> Page:
        """An indicator: its figures, its parts and the targets that use it."""
        writer, indicator = self._writer("../"), self.dataset.indicators[key]
        entry = self.derived.monitored(key)
        using = [target for target in self.assessment.targets if target.target.indicator == key]
        title = self.voice.line(indicator.title)
        content = {
            "facts": tuple(self._indicator_facts(key, writer)),
            "chart": drawable(using[0] if using else entry, self.voice),
            "drawn": f"targets/{using[0].id}" if using else f"indicators/{key}",
            "table": figures_table(entry, writer),
            "indicator": indicator,
            "parts_by": [
                (part, reference_table([self.derived.monitored(name) for name in part.names], writer))
                for part in parts.parts_of(key, self.derived, self.voice)
            ],
            "rows": using,
            "figures": key,
            "cited": writer,
        }
        about = self._about(indicator.definition or indicator.note, title)
        return Page(f"indicators/{key}.html", "page_indicator.html", title, about, content)

    def methods(self) -> Page:
        """How verdicts come about, and what other methods say of the same figures."""
        method = self.voice.word(METHODS, self.assessment.method)
        used = self.word("method-used", method=method, day=self.assessment.as_of.isoformat())
        table = parts.methods_table(self.derived.by_method, self._writer(""))
        return Page("methods.html", "page_methods.html", self.word("methods"), used, {"table": table})

    def sources(self) -> Page:
        """The publications, and what rests on each."""
        writer, cited = self._writer(""), parts.cited_in(self.dataset)
        listed = []
        for name in [*self.dataset.sources, *(key for key in cited if key not in self.dataset.sources)]:
            uses = {self.named(kind, key)[1]: self.named(kind, key)[0] for kind, key in reversed(cited.get(name, ()))}
            listed.append((writer.publication(name), sorted(uses.items())))
        title = self.word("sources")
        return Page("sources.html", "page_sources.html", title, self._about(None, title), {"listed": listed})

    def changes(self) -> Page:
        """What was published and revised, the newest first."""
        news = parts.news_of(self.dataset, self.assessment.as_of, self.voice)
        rows = [(day.isoformat(), self.named(kind, key), text) for day, kind, key, text in news[:MOST_NEWS]]
        title = self.word("changes")
        content = {"rows": rows, "all": len(news)}
        return Page("changes.html", "page_changes.html", title, self._about(None, title), content)

    def charts(self) -> Iterator[tuple[str, Chart]]:
        """The name and the chart of every picture that the pages show."""
        for entry in self.assessment.judged:
            chart = drawable(entry, self.voice)
            if chart is not None:
                yield _place(entry), chart
        for key in dict.fromkeys(
            indicator.part_of for indicator in self.dataset.indicators.values() if indicator.part_of
        ):
            of_parts = ((part.drawn, part.chart) for part in parts.parts_of(key, self.derived, self.voice))
            yield from ((drawn, chart) for drawn, chart in of_parts if chart is not None)

    @cached_property
    def _headline(self) -> TargetAssessment | None:
        return next((entry for entry in self.assessment.targets if entry.headline), None)

    @cached_property
    def card(self) -> Chart | None:
        """The chart that stands for the site: the headline's, else the first one."""
        chart = None if self._headline is None else drawable(self._headline, self.voice)
        return chart or next((chart for _, chart in self.charts()), None)

    def data(self, page: Page, look: Look) -> Mapping[str, Any]:
        """What machines read of a page."""
        return parts.dataset_data(self, page, look)

    def index(self) -> Iterator[tuple[str, str, str, str]]:
        """What search looks through: address, title, what it is, and all its words, those of this language first."""
        for kind, sort in (("goals", "serves"), ("targets", "target"), ("indicators", "indicator")):
            for key, record in getattr(self.dataset, kind).items():
                words = dict.fromkeys([key, *_texts(record, self.voice), *_texts(record, Voice(self.voice.other))])
                yield *self.named(kind, key), self.word(sort), " ".join(words)

    def _writer(self, root: str) -> Writer:
        return Writer(self.dataset, self.voice, root)

    def _about(self, text: Text | None, instead: str) -> str:
        policy = self.voice.line(self.dataset.policy.title)
        words = instead if text is None else self.voice.line(text)
        words = words if words == policy else f"{words} – {policy}"
        return words if len(words) <= ABOUT else words[: ABOUT - 1] + "…"

    def named(self, kind: str, key: str) -> tuple[str, str]:
        """The address and the title of a goal, target or indicator."""
        record = getattr(self.dataset, kind)[key]
        title = record.title or self.dataset.indicators[record.indicator].title
        return f"{kind}/{key}.html", self.voice.line(title)

    def counts(self) -> list[tuple[str, str, str, int]]:
        """How many targets have each verdict, those on old figures apart: class, sign, words, number."""
        fresh = [entry for entry in self.assessment.targets if not entry.stale]
        counts = [(key, VERDICT_SIGNS[key], self.voice.verdict(key), n) for key, n in count_verdicts(fresh).items()]
        stale = len(self.assessment.targets) - len(fresh)
        return [*counts, *([("stale", "…", self.word("stale"), stale)] if stale else [])]

    def _waiting(self) -> Iterator[tuple[str, str, str]]:
        """Figures that are not out, the overdue ones first: address and title of what they are of, and words."""
        waiting = [(item, entry) for entry in self.assessment.judged for item in entry.awaiting if item.recorded]
        for item, entry in sorted(waiting, key=lambda pair: not pair[0].overdue)[:MOST_NEWS]:
            words = f"{self.voice.year(item.year, entry.indicator)} {waiting_text(item, self.voice)}"
            yield f"{_place(entry)}.html", self.voice.title(entry), words

    def _indicator_facts(self, key: str, writer: Writer) -> Iterator[tuple[str, str]]:
        indicator = self.dataset.indicators[key]
        yield self.word("unit"), self.voice.unit(indicator)
        if indicator.direction != "none":
            yield self.word("direction"), self.word(indicator.direction)
        chart = drawable(self.derived.monitored(key), self.voice)
        if chart is not None:
            yield self.word("measured"), chart.year_title
        yield from record_facts(indicator, OWNERS, self.voice)
        if indicator.source is not None:
            yield self.word("source"), writer.publication(indicator.source).text

    def _promises(self, entry: TargetAssessment) -> Iterator[tuple[date, str, bool]]:
        # As the file has it: an assessment knows the promise of its day alone.
        found = parts.earlier_promises(self.dataset.targets[entry.id], entry.indicator, self.voice)
        return (item for item in found if item[0] <= self.assessment.as_of)

    def _loosened(self) -> Iterator[tuple[str, str, str]]:
        for entry in self.assessment.targets:
            for day, text, easier in self._promises(entry):
                if easier:
                    yield f"targets/{entry.id}.html", self.voice.title(entry), f"{day.isoformat()} {text}"


def _place(entry: Judged) -> str:
    """The page of a target or an indicator in addresses, without its ending."""
    return f"{'targets' if isinstance(entry, TargetAssessment) else 'indicators'}/{entry.id}"


def _dumped(*records: Record | None) -> str:
    return "\n".join(record.model_dump_json(exclude_unset=True) for record in records if record is not None)


def _texts(record: Record, voice: Voice) -> Iterator[str]:
    """Titles, statements and notes of a record in one language."""
    for name in ("title", "statement", "definition", "responsible", "note"):
        text = getattr(record, name, None)
        if text is not None:
            yield voice.line(text)
    yield from getattr(record, "tags", ())
