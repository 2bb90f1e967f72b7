"""Pages that a publisher writes in Markdown: no HTML of their own, no pictures, links to safe addresses only."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.text import printable, shortened
from unpolicy.views.report.html import trusted

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markupsafe import Markup

MOST_WORDS = 200
"""Letters of a description; search engines show no more."""


class MarkdownPage(NamedTuple):
    """A page: its title, its first words, and its text as HTML."""

    title: str
    about: str
    html: Markup


def written(text: str, name: str) -> MarkdownPage:
    """A page of Markdown.

    Args:
        text: the Markdown.
        name: the page's title where it has no heading.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(printable(text.replace("\r\n", "\n")))
    spoken = [(before.type, _words(token)) for before, token in pairwise(tokens) if token.type == "inline"]
    title = next((words for kind, words in spoken if kind == "heading_open"), "")
    if title and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]  # the page shows it above
    about = next((words for kind, words in spoken if kind == "paragraph_open"), "")
    html = trusted(parser.renderer.render(tokens, parser.options, {}))  # without HTML of its own
    return MarkdownPage(title or name, shortened(about, MOST_WORDS), html)


def _words(token: Token) -> str:
    return " ".join("".join(child.content for child in token.children or () if child.type == "text").split())
