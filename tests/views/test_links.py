"""Links that a terminal may open: plain web addresses alone, and only where there are colours."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from unpolicy.views.terminal.tables import Linked


def shown(url, **how):
    stream = io.StringIO()
    Console(file=stream, width=60, **how).print(Linked("a report", url))
    return stream.getvalue()


def test_a_web_address_is_a_link_on_a_terminal_with_colours():
    out = shown("https://example.org/a?b=c", force_terminal=True, color_system="standard")
    assert ";https://example.org/a?b=c\x1b\\" in out
    assert "a report" in out


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
