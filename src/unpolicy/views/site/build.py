"""The files of a site: which there are, what each follows from, and how it is made."""

from __future__ import annotations

import hashlib
import json
from functools import cache, partial
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.views.chart_page import page_spec, picture_file
from unpolicy.views.chart_spec import chart_spec, png
from unpolicy.views.report.html import SAMPLES, read_styles
from unpolicy.views.site.derived import Derived
from unpolicy.views.site.markdown import written
from unpolicy.views.site.pages import Pages
from unpolicy.views.site.render import Renderer
from unpolicy.views.site.words import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from unpolicy.assess.assessment import Assessment
    from unpolicy.views.chart import Chart
    from unpolicy.views.site.look import Extra, Look
    from unpolicy.views.site.words import Leading, Task
    from unpolicy.views.voice import Voice
    from unpolicy.years import Language


class Output(NamedTuple):
    """A file of the site.

    Attributes:
        path: its path in the site.
        key: a digest of everything that it follows from; empty where it is made each time.
        make: makes its bytes.
    """

    path: str
    key: str
    make: Callable[[], bytes]


class Site:
    """The site of one policy.

    Args:
        assessment: how the policy stands.
        voices: the languages, the one first that a visitor sees who has not chosen.
        look: what the publisher wants to be shown.
    """

    def __init__(self, assessment: Assessment, voices: Sequence[Voice], look: Look) -> None:
        self.languages = [voice.lang for voice in voices]
        self.look = look
        derived = Derived(assessment)
        self.pages = {voice.lang: Pages(assessment, derived, voice) for voice in voices}
        self._renderer = Renderer(self.languages, look, assessment.as_of)
        settings = assessment.dataset.settings
        shown = "" if settings is None else settings.display.model_dump_json()
        self._seed = f"{program_digest()} {look!r} {self.languages} {shown}"

    def outputs(self) -> Iterator[Output]:
        """Every file of the site but the downloads."""
        yield from self._charts()
        for lang, pages in self.pages.items():
            yield from (self._page(lang, pages, task) for task in pages.tasks())
            yield from (self._extra(lang, pages, extra) for extra in self.look.pages)
        yield from shared(self._renderer, self.look, self.pages)
        yield from (Output(f"assets/{kind}.svg", "", partial(self._renderer.sample, kind)) for kind in SAMPLES)

    def _page(self, lang: Language, pages: Pages, task: Task) -> Output:
        key = self._key(task.inputs) if task.inputs else ""
        return Output(f"{lang}/{task.path}", key, lambda: self._renderer.page(pages, task.make()).encode())

    def _extra(self, lang: Language, pages: Pages, extra: Extra) -> Output:
        def make() -> bytes:
            found = written(extra.texts[lang], extra.name)
            content = {"html": found.html}
            page = Page(f"pages/{extra.name}.html", "page_extra.html", found.title, found.about or found.title, content)
            return self._renderer.page(pages, page).encode()

        return Output(f"{lang}/pages/{extra.name}.html", "", make)

    def _key(self, inputs: str) -> str:
        return sha256(f"{self._seed} {inputs}")

    def _charts(self) -> Iterator[Output]:
        styles = read_styles("chart.css").replace("@container", "@media")
        first = self.pages[self.languages[0]]
        for name, chart in first.charts():
            spec = page_spec(chart)
            yield Output(f"charts/{name}.svg", self._key(json.dumps(spec)), partial(_picture, spec, styles))
        for lang, pages in self.pages.items():
            if pages.card is not None and self.look.url:
                yield self._card(lang, pages.card)

    def _card(self, lang: Language, chart: Chart) -> Output:
        """The picture that a preview of a page shows elsewhere."""
        spec = chart_spec(chart)
        return Output(f"{lang}/card.png", self._key(json.dumps(spec)), partial(png, spec))


def shared(renderer: Renderer, look: Look, pages: Mapping[Language, Leading]) -> Iterator[Output]:
    """The files that pages of all languages use, of one policy or of several."""
    templates = files("unpolicy.views.site").joinpath("templates")
    own = templates.joinpath("site.css").read_text(encoding="utf-8")
    keys = "".join(f'.key-{kind}::before{{content:url("{kind}.svg")}}' for kind in SAMPLES)
    styles = read_styles("chart.css", "report.css") + own + keys + look.styles
    script = templates.joinpath("search.js").read_bytes()
    yield Output("assets/site.css", "", styles.encode)
    yield Output("assets/search.js", "", lambda: script)
    yield from (Output(f"assets/index-{lang}.js", "", partial(_index, one)) for lang, one in pages.items())
    if look.logo is not None:
        ending, content = look.logo
        yield Output(f"assets/logo{ending}", "", lambda: content)
    if look.url:
        yield Output("sitemap.xml", "", partial(_map, look.url, pages))
    yield Output("index.html", "", lambda: renderer.entrance(pages).encode())


def _map(url: str, all_pages: Mapping[Language, Leading]) -> bytes:
    """The addresses of all pages, for search engines."""
    paths = [f"{lang}/{task.path}" for lang, pages in all_pages.items() for task in pages.tasks()]
    lines = (f"<url><loc>{escape(url)}/{path}</loc></url>\n" for path in paths)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{"".join(lines)}</urlset>\n'.encode()


def _picture(spec: dict[str, Any], styles: str) -> bytes:
    return picture_file(spec, styles).encode()


def _index(pages: Leading) -> bytes:
    """What search looks through, as a script: pages that are opened as files may read no other file."""
    entries = json.dumps(list(pages.index()), ensure_ascii=False, separators=(",", ":"))
    return f"const INDEX = {entries};\n".encode()


def sha256(text: str) -> str:
    """A short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def program_digest() -> str:
    """A digest of the program itself: another version may make other pages of the same data."""
    found = hashlib.sha256()

    def read(folder: Traversable) -> None:
        for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if item.is_dir() and item.name != "__pycache__":
                read(item)
            elif item.name.endswith((".py", ".html", ".css", ".js")):
                found.update(item.read_bytes())

    read(files("unpolicy"))
    return found.hexdigest()
