"""A page of the site as HTML, one that a publisher wrote in Markdown too, and what machines read of it."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from unpolicy import __version__
from unpolicy.names import VERDICTS
from unpolicy.text import printable, shortened
from unpolicy.views.report.build import NAMES, aim_text, drawable, latest_text, page_environment, read_styles, trusted
from unpolicy.views.report.site_pages import Leading, Page, Pages
from unpolicy.views.report.site_parts import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from markdown_it.token import Token
    from markupsafe import Markup

    from unpolicy.views.chart import Chart
    from unpolicy.views.report.site import Extra, Look
    from unpolicy.years import Language

_CELLS = "td|th|tr|li|dt|dd|thead|tbody"
_END = re.compile(rf"</(?:{_CELLS})>\s*(?=</?(?:{_CELLS}|table|ul|ol|dl)\b)")
_SPACE = re.compile(rf">\s*\n\s*(?=</?(?:{_CELLS}|table|caption|ul|ol|dl|div|figure|section|h[1-6]|meta|link)\b)")
_NAME = re.compile(r'="([A-Za-z0-9_-]+)"(?=[\s>])')

MOST_WORDS = 200
"""Letters of a description; search engines show no more."""

TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
"""The media type of each format."""


class Renderer:
    """Makes pages of what they show.

    Args:
        languages: the languages of the site, the first one first.
        look: what the publisher wants to be shown.
        as_of: the day whose knowledge counts.
    """

    def __init__(self, languages: Sequence[Language], look: Look, as_of: date) -> None:
        self._look = look
        self._extras = {
            lang: [(page.path, page.title) for page in (written(extra, lang) for extra in look.pages)]
            for lang in languages
        }
        self._environment = page_environment()
        self._environment.globals |= {"languages": languages, "look": look, "verdicts": VERDICTS, "day": as_of}
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

        data = dataset_data(pages, page, self._look) if isinstance(pages, Pages) else {}
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


def written(extra: Extra, lang: Language) -> Page:
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
    about = shortened(next((words for kind, words in spoken if kind == "paragraph_open"), ""), MOST_WORDS)
    html = trusted(parser.renderer.render(tokens, parser.options, {}))  # without HTML of its own
    title = title or extra.name
    return Page(f"pages/{extra.name}.html", "page_extra.html", title, about or title, {"html": html})


def _words(token: Token) -> str:
    return " ".join("".join(child.content for child in token.children or () if child.type == "text").split())


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
