"""The files of a site of one policy or of several: what a publisher wants shown, and how each file is made."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, partial
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from unpolicy.errors import DataError, UsageError
from unpolicy.model.settings import SiteSettings
from unpolicy.text import printable, quoted, shortened
from unpolicy.views.chart_page import draw, picture_file
from unpolicy.views.chart_spec import chart_spec, png
from unpolicy.views.report.build import SAMPLES, read_styles, trusted
from unpolicy.views.report.site_pages import ABOUT, Leading, Page, Pages, Task
from unpolicy.views.report.site_parts import Derived, Renderer
from unpolicy.views.status import overdue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from importlib.resources.abc import Traversable

    from markdown_it.token import Token

    from unpolicy.assess.assessment import Assessment
    from unpolicy.views.voice import Voice
    from unpolicy.years import Language

OURS = frozenset({"ja", "en", "charts", "assets"})
"""What stands beside the policies, so that none can be named so."""

COLOURS = ("accent", "accent-dark", "link", "link-dark")
"""The names of the colours that can be set; those of dark pages end in -dark."""

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")
_ACTIVE = ("script", "foreignObject", "iframe", "handler")


class Extra(NamedTuple):
    """A page that the publisher wrote: its name in addresses, and its Markdown in each language."""

    name: str
    texts: Mapping[Language, str]


class Look(NamedTuple):
    """Title, licence and the like.

    Attributes:
        formats: the formats of the downloads, as csv.
        url: where the site will stand, without a slash at its end; empty where that is not known.
        wishes: its title, footer, licence and contact.
        styles: further rules of the style sheet.
        logo: the ending of the logo's name and its bytes; `None` without one.
        pages: pages of the publisher's own.
        several: whether the policy is one of several, which have an index above it.
    """

    formats: tuple[str, ...] = ()
    url: str = ""
    wishes: SiteSettings = SiteSettings()
    styles: str = ""
    logo: tuple[str, bytes] | None = None
    pages: tuple[Extra, ...] = ()
    several: bool = False

    @property
    def page_formats(self) -> tuple[str, ...]:
        """The formats of the download of one indicator."""
        return tuple(kind for kind in self.formats if kind in ("csv", "json"))


class Output(NamedTuple):
    """A file of the site.

    Attributes:
        path: its path in the site.
        key: a digest of everything that it follows from; empty where it is made each time.
        make: makes its text or its bytes.
    """

    path: str
    key: str
    make: Callable[[], str | bytes]


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
        self._renderer = Renderer(_extra_titles(look, self.languages), look, assessment.as_of)
        settings = assessment.dataset.settings
        shown = "" if settings is None else settings.display.model_dump_json()
        self._seed = f"{program_digest()} {look!r} {self.languages} {shown}"

    def outputs(self) -> Iterator[Output]:
        """Every file of the site but the downloads."""
        yield from self._charts()
        for lang, pages in self.pages.items():
            for extra in self.look.pages:
                make = partial(self._renderer.page, pages, partial(_written, extra, lang))
                yield Output(f"{lang}/pages/{extra.name}.html", "", make)
        yield from _pages(self._renderer, self.look, self.pages, self._key)
        yield from (Output(f"assets/{kind}.svg", "", partial(self._renderer.sample, kind)) for kind in SAMPLES)

    def _key(self, inputs: str) -> str:
        return sha256(f"{self._seed} {inputs}")

    def _charts(self) -> Iterator[Output]:
        """The pictures of the pages, and the one of each language that a preview of a page shows elsewhere."""
        styles = read_styles("chart.css").replace("@container", "@media")
        first = self.pages[self.languages[0]]
        for name, chart in first.charts():
            drawn = draw(chart)
            yield Output(f"charts/{name}.svg", self._key(drawn), partial(picture_file, drawn, styles))
        for lang, pages in self.pages.items():
            if pages.card is not None and self.look.url:
                spec = chart_spec(pages.card)
                yield Output(f"{lang}/card.png", self._key(json.dumps(spec)), partial(png, spec))


def _pages(
    renderer: Renderer, look: Look, pages: Mapping[Language, Leading], digest: Callable[[str], str]
) -> Iterator[Output]:
    """The pages of one policy or of several, and the files that those of all languages use."""
    for lang, edition in pages.items():
        for task in edition.tasks():
            key = digest(task.inputs) if task.inputs else ""
            yield Output(f"{lang}/{task.path}", key, partial(renderer.page, edition, task.make))
    keys = "".join(f'.key-{kind}::before{{content:url("{kind}.svg")}}' for kind in SAMPLES)
    styles = read_styles("chart.css", "report.css", "site.css") + keys + look.styles
    script = read_styles("search.js")
    yield Output("assets/site.css", "", lambda: styles)
    yield Output("assets/search.js", "", lambda: script)
    yield from (Output(f"assets/index-{lang}.js", "", partial(_index, edition)) for lang, edition in pages.items())
    if look.logo is not None:
        ending, content = look.logo
        yield Output(f"assets/logo{ending}", "", lambda: content)
    if look.url:
        yield Output("sitemap.xml", "", partial(_map, look.url, pages))
    yield Output("index.html", "", partial(renderer.entrance, pages))


def _map(url: str, all_pages: Mapping[Language, Leading]) -> str:
    """The addresses of all pages, for search engines."""
    paths = [f"{lang}/{task.path}" for lang, pages in all_pages.items() for task in pages.tasks()]
    lines = (f"<url><loc>{escape(url)}/{path}</loc></url>\n" for path in paths)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{"".join(lines)}</urlset>\n'


def _index(pages: Leading) -> str:
    """What search looks through, as a script: pages that are opened as files may read no other file."""
    entries = json.dumps(list(pages.index()), ensure_ascii=False, separators=(",", ":"))
    return f"const INDEX = {entries};\n"


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
        self._sites = sites
        self.name = self.word("policies")
        self.menu = [("index", self.word("policies"))]

    def tasks(self) -> Iterator[Task]:
        """The pages: the index and search."""
        yield Task("index.html", "", self.overview)
        yield Task("search.html", "", self.search)

    def overview(self) -> Page:
        """The policies, each with where it stands."""
        found = [(name, site.pages[self.voice.lang], site.look.formats) for name, site in self._sites.items()]
        title = self.word("policies")
        policies = [(name, pages, formats, overdue(pages.assessment)) for name, pages, formats in found]
        return Page("index.html", "page_policies.html", title, title, {"policies": policies})

    def index(self) -> Iterator[tuple[str, str, str, str]]:
        """What search looks through: that of every policy."""
        for name, site in self._sites.items():
            pages = site.pages[self.voice.lang]
            policy = self.voice.line(pages.dataset.policy.title)
            for href, title, sort, words in pages.index():
                yield f"../{name}/{self.voice.lang}/{href}", title, f"{sort} – {policy}", words


def outputs_of_several(sites: Mapping[str, Site], voices: Sequence[Voice], look: Look, as_of: date) -> Iterator[Output]:
    """The files of a site of several policies: each policy's below its id, and those that lead to them."""
    for name, site in sites.items():
        yield from (item._replace(path=f"{name}/{item.path}") for item in site.outputs())
    pages = {voice.lang: Index(sites, voice) for voice in voices}
    renderer = Renderer(_extra_titles(look, pages), look, as_of)
    yield from _pages(renderer, look, pages, sha256)


def page_name(name: str) -> str:
    """The name of a page of the publisher's own, as its address has it.

    Raises:
        DataError: it is no name of a Markdown file that an address can have.
    """
    stem = PurePosixPath(name).name.removesuffix(".md")
    if not name.endswith(".md") or re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", stem) is None:
        raise DataError(
            f"settings.yaml, site, pages: {quoted(name)}: name a page in Latin letters that end in .md, as about.md.",
            ja=f"settings.yaml の site の pages：{quoted(name)} ではなく、about.md のような英数字の名前が必要です。",
        )
    return stem


def colour_styles(colours: Mapping[str, str]) -> str:
    """The rules that set colours.

    Raises:
        DataError: a name or a colour that there is not.
    """
    for name, colour in colours.items():
        if name not in COLOURS or _COLOUR.fullmatch(colour) is None:
            known = ", ".join(COLOURS)
            raise DataError(
                f"settings.yaml, site, colours: {quoted(name)}: {quoted(colour)}: write #005a9c behind one of {known}.",
                ja=f"settings.yaml の site の colours：{quoted(name)}: {quoted(colour)} は使えません。"
                f"{known} のいずれかに #005a9c の形で指定してください。",
            )
    light = "".join(f"--{name}:{colour};" for name, colour in colours.items() if not name.endswith("-dark"))
    dark = "".join(f"--{name[:-5]}:{colour};" for name, colour in colours.items() if name.endswith("-dark"))
    return (
        f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark or light}}}}}" if colours else ""
    )


def picture_ending(name: str, content: bytes) -> str:
    """The ending of a picture's name.

    Raises:
        DataError: it is no picture that browsers show, or one that could run a script or load something.
    """
    ending = name[name.rfind(".") :].lower()
    if ending not in PICTURES or (ending == ".svg" and not _is_still(content)):
        raise DataError(
            f"{quoted(name)} is no logo: it takes a picture ({', '.join(PICTURES)}) without scripts and links.",
            ja=f"{quoted(name)} はロゴにできません。"
            f"スクリプトやリンクを含まない画像（{'、'.join(PICTURES)}）を指定してください。",
        )
    return ending


def _is_still(content: bytes) -> bool:
    """Whether an SVG document is nothing but a drawing."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - expat stops entities that grow; nothing external is read
    except ET.ParseError:
        return False
    for item in root.iter():
        names = [(key.rpartition("}")[2].lower(), value.strip()) for key, value in item.attrib.items()]
        if item.tag.rpartition("}")[2] in _ACTIVE or any(key.startswith("on") for key, _ in names):
            return False
        if any(
            key == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg")) for key, value in names
        ):
            return False
    return b"<!ENTITY" not in content


def _written(extra: Extra, lang: Language) -> Page:
    """A page that the publisher wrote; its name is its title where it has no heading.

    Of Markdown, without HTML of its own and pictures, links lead to safe addresses only.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(printable(extra.texts[lang].replace("\r\n", "\n")))
    spoken = [(before.type, _words(token)) for before, token in pairwise(tokens) if token.type == "inline"]
    title = next((words for kind, words in spoken if kind == "heading_open"), "")
    if title and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]  # the page shows it above
    about = shortened(next((words for kind, words in spoken if kind == "paragraph_open"), ""), ABOUT)
    html = trusted(parser.renderer.render(tokens, parser.options, {}))  # without HTML of its own
    title = title or extra.name
    return Page(f"pages/{extra.name}.html", "page_extra.html", title, about or title, {"html": html})


def _extra_titles(look: Look, languages: Iterable[Language]) -> dict[Language, list[tuple[str, str]]]:
    """The address and the title of each page that the publisher wrote, by language."""
    own = {lang: [_written(extra, lang) for extra in look.pages] for lang in languages}
    return {lang: [(page.path, page.title) for page in pages] for lang, pages in own.items()}


def _words(token: Token) -> str:
    return " ".join("".join(child.content for child in token.children or () if child.type == "text").split())
