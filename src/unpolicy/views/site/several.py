"""The part of a site that leads to several policies: an index of them, and search in all of them at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.text import quoted
from unpolicy.views.policies import overdue
from unpolicy.views.site.build import Output, shared
from unpolicy.views.site.render import Renderer
from unpolicy.views.site.words import Leading, Page, Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from unpolicy.views.site.build import Site
    from unpolicy.views.site.look import Look
    from unpolicy.views.site.pages import Pages
    from unpolicy.views.voice import Voice

OURS = frozenset({"ja", "en", "charts", "assets"})
"""What stands beside the policies, so that none can be named so."""


def require_names(ids: Sequence[str]) -> None:
    """Hold that each policy can have a directory of its own, which its id names.

    Raises:
        UsageError: two have the same id, or one has a name that the site needs.
    """
    for number, name in enumerate(ids):
        if name in OURS or name in ids[:number]:
            raise UsageError(
                f"Each policy has a directory by its id: {quoted(name)} is taken; write another one as id of policy.",
                ja=f"施策ごとのディレクトリに {quoted(name)} は使えません。policy の id を変えてください。",
            )


class Index(Leading):
    """The pages of several policies in one language.

    Args:
        sites: the sites of the policies, by their ids.
        voice: the language.
    """

    def __init__(self, sites: Mapping[str, Site], voice: Voice) -> None:
        self.voice = voice
        self._pages: dict[str, Pages] = {name: site.pages[voice.lang] for name, site in sites.items()}
        self._formats = {name: site.look.formats for name, site in sites.items()}
        self.name = self.word("policies")
        self.menu = [("index", self.word("policies"))]

    def tasks(self) -> Iterator[Task]:
        """The pages: the index and search."""
        yield Task("index.html", "", self.overview)
        yield Task("search.html", "", self.search)

    def overview(self) -> Page:
        """The policies, each with where it stands."""
        cards = [self._card(name, pages) for name, pages in self._pages.items()]
        title = self.word("policies")
        return Page("index.html", "page_policies.html", title, title, {"cards": cards})

    def _card(self, name: str, pages: Pages) -> Mapping[str, object]:
        policy, assessment = pages.dataset.policy, pages.assessment
        goals = pages.several("policy-goal", len(pages.dataset.goals))
        targets = pages.several("goal-target", len(assessment.targets))
        late = overdue(assessment)
        return {
            "root": f"../{name}/{self.voice.lang}/",
            "title": self.voice.line(policy.title),
            "owner": "" if policy.owner is None else self.voice.line(policy.owner),
            "holds": self.voice.enumerate(filter(None, (goals, targets))),
            "counts": pages.counts(),
            "overdue": self.word("policy-overdue", count=f"{late:,}") if late else "",
            "formats": self._formats[name],
        }

    def index(self) -> Iterator[tuple[str, str, str, str]]:
        """What search looks through: that of every policy."""
        for name, pages in self._pages.items():
            policy = self.voice.line(pages.dataset.policy.title)
            for href, title, sort, words in pages.index():
                yield f"../{name}/{self.voice.lang}/{href}", title, f"{sort} – {policy}", words


def outputs(sites: Mapping[str, Site], voices: Sequence[Voice], look: Look, as_of: date) -> Iterator[Output]:
    """The files of a site of several policies: each policy's below its id, and those that lead to them."""
    for name, site in sites.items():
        yield from (item._replace(path=f"{name}/{item.path}") for item in site.outputs())
    pages = {voice.lang: Index(sites, voice) for voice in voices}
    renderer = Renderer([*pages], look, as_of)
    for lang, one in pages.items():
        for task in one.tasks():
            yield Output(f"{lang}/{task.path}", "", partial(_page, renderer, one, task))
    yield from shared(renderer, look, pages)


def _page(renderer: Renderer, pages: Index, task: Task) -> bytes:
    return renderer.page(pages, task.make()).encode()
