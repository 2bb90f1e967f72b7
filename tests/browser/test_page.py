"""The page in a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest

from unpolicy import cli

SHIPPED = Path(__file__).parent.parent.parent / "data"
FIGURES = ("918", "956", "961", "1,000", "85.2", "78.6", "72.7", "82.7")


def _shown(opened, lang: str) -> bool:
    return bool(opened.page.locator(f".sheet[lang={lang}]").is_visible())


def test_nothing_is_loaded_and_nothing_goes_wrong(visit, sheet):
    opened = visit()
    opened.page.check("#show-en")
    opened.page.emulate_media(media="print")
    assert opened.requests == [sheet.as_uri()]
    assert opened.messages == []


def test_the_style_is_in_force(visit):
    page = visit().page
    assert page.evaluate("getComputedStyle(document.querySelector('.contents')).borderRadius") == "8px"


def test_the_switch_works_by_mouse(visit):
    opened = visit()
    assert (_shown(opened, "ja"), _shown(opened, "en")) == (True, False)
    opened.page.get_by_text("English", exact=True).click()
    assert (_shown(opened, "ja"), _shown(opened, "en")) == (False, True)
    opened.page.get_by_text("日本語", exact=True).click()
    assert (_shown(opened, "ja"), _shown(opened, "en")) == (True, False)


def test_the_switch_works_by_keyboard(visit):
    opened = visit()
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.className") == "skip"
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("ArrowRight")
    assert (_shown(opened, "ja"), _shown(opened, "en")) == (False, True)


# Each width, each scheme and each language once: colours, layout and words do not depend on one another.
@pytest.mark.parametrize(("width", "scheme", "lang"), [(390, "dark", "ja"), (1280, "light", "en")])
def test_an_accessibility_audit_finds_nothing(visit, audit, width, scheme, lang):
    page = visit(width, scheme).page
    page.check(f"#show-{lang}")
    found = audit(page)
    assert found["violated"] == []
    assert found["passed"] > 20


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_never_scrolls_sideways(visit, lang):
    page = visit().page
    page.check(f"#show-{lang}")
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


TEXTS = """svg => {
  const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll("text")].filter(text => text.getBoundingClientRect().width).map(text => {
    const box = text.getBoundingClientRect(), size = parseFloat(getComputedStyle(text).fontSize) * scale;
    return {words: text.textContent, size, left: box.left - frame.left, right: box.right - frame.left,
            middle: (box.top + box.bottom) / 2 - frame.top, lines: text.querySelector("tspan") ? 2 : 1};
  });
}"""


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_figures_of_a_chart_can_be_read_at_every_width_and_none_covers_another(visit, width, lang):
    page = visit(width).page
    page.check(f"#show-{lang}")
    chart = page.locator(f".sheet[lang={lang}] .chart > svg")
    assert chart.count() == 1
    frame, texts = chart.bounding_box(), chart.evaluate(TEXTS)
    assert len(texts) > 10
    assert all(9 <= text["size"] <= 16 for text in texts)
    assert all(text["left"] >= -1 and text["right"] <= frame["width"] + 1 for text in texts)
    for one, other in combinations([text for text in texts if text["lines"] == 1], 2):
        apart = max(one["left"], other["left"]) > min(one["right"], other["right"]) - 1
        assert apart or abs(one["middle"] - other["middle"]) > 0.7 * one["size"], (one, other)


def test_the_samples_of_the_legend_have_the_colours_of_the_lines(visit):
    for scheme in ("light", "dark"):
        page = visit(1280, scheme).page
        drawn = page.evaluate("getComputedStyle(document.querySelector('.chart > svg [stroke=\"#d55e00\"]')).stroke")
        sample = page.evaluate("getComputedStyle(document.querySelector('#sample-path path')).stroke")
        assert sample == drawn


def test_a_wide_table_shows_that_it_scrolls(visit):
    page = visit(390).page
    table = page.locator(".sheet[lang=ja] .scroll").first
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")
    images = table.evaluate("box => getComputedStyle(box).backgroundImage")
    assert images.count("linear-gradient") == 4
    assert table.evaluate("box => box.tabIndex") == 0


def test_the_chart_follows_the_dark_mode(visit):
    def colour(scheme: str) -> str:
        page = visit(1280, scheme).page
        return str(
            page.evaluate("getComputedStyle(document.querySelector('.chart > svg [stroke=\"#0072b2\"]')).stroke")
        )

    assert colour("light") == "rgb(0, 114, 178)"
    assert colour("dark") == "rgb(86, 180, 233)"


CONTRASTS = """() => {
    const light = colour => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255);
        const linear = parts.map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const paper = light(getComputedStyle(document.body).backgroundColor);
    const contrast = colour => (Math.max(light(colour), paper) + 0.05) / (Math.min(light(colour), paper) + 0.05);
    const drawn = [...document.querySelectorAll(".sheet:lang(ja) .chart > svg path:not(:first-child)")];
    const lines = drawn.map(line => getComputedStyle(line)).filter(style => style.stroke !== "none");
    const words = [...document.querySelectorAll(".sheet:lang(ja) .chart > svg text")];
    return [lines.map(style => contrast(style.stroke)), words.map(word => contrast(getComputedStyle(word).fill))];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_words_and_verdicts_can_be_seen_in_forced_colours(visit, scheme):
    page = visit(scheme=scheme).page
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    lines, words = page.evaluate(CONTRASTS)
    assert len(lines) > 3
    assert min(lines) > 3
    assert len(words) > 10
    assert min(words) > 4.5
    assert page.evaluate("getComputedStyle(document.querySelector('.badge')).borderTopWidth") == "1px"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_printed_pages_have_the_figures(visit, tmp_path, lang):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    page = visit(1280, "dark").page
    page.check(f"#show-{lang}")
    path = tmp_path / "sheet.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    for figure in FIGURES:
        assert figure in text
    title = "日本人職員" if lang == "ja" else "Japanese staff"
    assert title in text
    assert "表示言語" not in text
    assert 4 <= text.count("\f") <= 9
    assert re.search(r"1\s*/\s*\d", text)


def test_the_paper_is_white_also_for_who_works_in_the_dark(visit):
    page = visit(1280, "dark").page
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 19, 24)"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_hostile_words_do_nothing(visit, tmp_path):
    hostile = "</h1></title></style><script>document.title='!'</script><img src=//x onerror=\"document.title='!'\">"
    quoted = "en: '" + hostile.replace("'", "''") + "'"
    for name in ("targets.yaml", "indicators.yaml"):
        text = (SHIPPED / name).read_text(encoding="utf-8")
        text = re.sub(r"\ben: (?:\"[^\"]*\"|[^{}\n\"]+)(?=[}\n])", lambda _: quoted, text)
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "hostile.html"
    assert cli.run(["--data", str(tmp_path), "report", "-o", str(out), "--as-of", "2026-11-24", "--lang", "en"]) == 0
    opened = visit(path=out)
    assert opened.requests == [out.as_uri()]
    assert opened.messages == []
    assert opened.page.title() == hostile
    assert opened.page.locator("h1").inner_text() == hostile
    assert opened.page.locator("script, img").count() == 0
