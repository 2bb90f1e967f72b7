from __future__ import annotations

import re

import pytest
from chart_cases import HOSTILE, TODAY, policy, shipped
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from unpolicy.assess.assessment import assess
from unpolicy.views.report.build import build_sheets
from unpolicy.views.report.markdown import escape, report_markdown
from unpolicy.views.voice import Voice

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _read(text: str) -> str:
    """What a reader of the Markdown sees: its text without any tag but the paragraph's."""
    return READER.render(text)


def _unescaped(html: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(entity, char)
    return html


def _markdown(lang="en", dataset=None) -> str:
    return report_markdown(build_sheets(assess(dataset or shipped(), TODAY), [Voice(lang)]))


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1))
@example("# h")
@example("1) x")
@example("+ x")
@example("===")
@example("-")
@example("![a](b)")
@example("a\\")
@example("&amp;")
@example("<b>")
@example("https://example.org www.example.org a@example.org")
def test_escaped_text_is_read_as_it_was_written(text: str):
    plain = " ".join(text.split())
    if plain:
        assert _unescaped(_read(escape(text))) == f"<p>{plain}</p>\n"


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1))
def test_an_escaped_cell_stays_one_cell(text: str):
    rendered = _read(f"| a | b |\n| --- | --- |\n| {escape(text)} | end |")
    assert rendered.count("<td>") == 2
    assert _unescaped(rendered.split("<td>")[1].split("</td>")[0]) == text


@pytest.mark.parametrize("address", ["https://example.org", "HTTP://x", "www.example.org", "a@example.org", "@all"])
def test_nothing_becomes_a_link_or_a_mention_by_itself(address: str):
    assert not re.search(r"://|www\.|@", escape(f"see {address} there"), re.IGNORECASE)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_add_nothing_to_the_document(text: str):
    def tags(title: str) -> list[str]:
        dataset = policy(
            {2020: {"value": 1, "note": title}, 2021: 2},
            target={"value": 3, "title": title},
            indicator={"title": "Made", "unit": title, "note": title},
            goal={"title": title, "statement": title, "findings": [{"text": title}]},
            policy={"title": title},
        )
        return re.findall(r"<[^>]*>", _read(_markdown("en", dataset)))

    assert tags(text) == tags("plain")


def test_it_has_every_part_of_the_sheet():
    text = _markdown("ja")
    for part in (
        *("## 測定指標", "## 中期目標3　日本人職員の増加", "### 主な取組", "### 評価結果", "### 今後の方向性"),
        *("### マイルストーン", "### 国連の日本人職員1,000人 — ↑ 順調", "#### 実績値", "#### 判定の安定性"),
        *("### 次期目標", "## 参考指標", "## 注", "## 出典", "`▁▄▅··◆`", "1.31098", "公表予定"),
    ):
        assert part in text


def test_tables_are_read_as_tables():
    html = _read(_markdown("en"))
    assert html.count("<table>") == 8
    assert '<th style="text-align:right">Actual figures by year 2021</th>' in html


def test_addresses_of_sources_are_links_and_nothing_else_is():
    html = _read(_markdown("en"))
    links = re.findall(r'<a href="([^"]*)"', html)
    assert links
    assert all(link.startswith("https://") for link in links)


def test_two_languages_follow_each_other():
    assessment = assess(shipped(), TODAY)
    both = report_markdown(build_sheets(assessment, [Voice("ja"), Voice("en")]))
    assert both.index("## 測定指標") < both.index("\n---\n") < both.index("## Measured indicators")


def test_no_line_is_blank_twice():
    assert "\n\n\n" not in _markdown("en")
