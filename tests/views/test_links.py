"""Links that a terminal may open: plain web addresses alone, and only where there are colours."""

from __future__ import annotations

import io
import re

import pytest
from chart_cases import policy
from rich.console import Console

from unpolicy.views.terminal.show import indicator_view
from unpolicy.views.terminal.tables import Linked
from unpolicy.views.voice import Voice


def shown(url, **how):
    stream = io.StringIO()
    Console(file=stream, width=60, **how).print(Linked("a report", url))
    return stream.getvalue()


def test_a_web_address_is_a_link_on_a_terminal_with_colours():
    out = shown("https://example.org/a?b=c", force_terminal=True, color_system="standard")
    assert ";https://example.org/a?b=c\x1b\\" in out
    assert "a report" in out


def test_every_source_that_a_view_prints_leads_to_its_address():
    dataset = policy(
        {2020: 1, 2021: {"value": 2, "source": "https://example.org/figures"}},
        indicator={"source": "book"},
        sources={"book": {"title": "A book", "url": "https://example.org/book"}},
    )
    stream = io.StringIO()
    terminal = Console(file=stream, width=100, force_terminal=True, color_system="standard")
    for part in indicator_view(dataset, "made", Voice("en")):
        terminal.print(part)
    links = re.findall(r"\x1b\]8;[^;]*;(http[^\x1b]*)\x1b\\(?:\x1b\[[0-9;]*m)?([^\x1b]*)", stream.getvalue())
    assert ("https://example.org/book", "book") in links
    assert ("https://example.org/figures", "https://example.org/figures") in links
    assert any(address == "https://example.org/book" and "[book]" in text for address, text in links)


@pytest.mark.parametrize(
    "how",
    [{}, {"force_terminal": True, "no_color": True}, {"force_terminal": True, "color_system": None}],
)
def test_elsewhere_it_is_text(how):
    assert shown("https://example.org/", **how).strip() == "a report"


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "file:///etc/passwd", "https://a\x1b]8;;b", "https://a b", "https://\u202ea"],
)
def test_what_is_no_plain_web_address_leads_nowhere(url):
    out = shown(url, force_terminal=True, color_system="standard")
    assert out.strip() == "a report"
