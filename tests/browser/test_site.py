"""The site in a real browser, and every file of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import hostile
import html5lib
import pytest

from unpolicy import cli

SHIPPED = Path(__file__).parent.parent.parent / "data"
GENDER = SHIPPED.parent / "examples" / "gender"
KINDS = (
    "index.html",
    "goals/international-staff.html",
    "targets/staff-1000.html",
    "indicators/un-staff.html",
    "methods.html",
    "sources.html",
    "changes.html",
    "search.html",
)
HTML = "{http://www.w3.org/1999/xhtml}"


def build(data: Path, out: Path, *options: str) -> Path:
    asked = ["--data", str(data), "site", "-o", str(out), "--as-of", "2026-11-24", "--lang", "ja", *options]
    assert cli.run(asked) == 0
    return out


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The shipped policy's site, Japanese first."""
    pytest.importorskip("jinja2")
    return build(SHIPPED, tmp_path_factory.mktemp("site") / "below" / "public")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """A site whose every text tries something."""
    pytest.importorskip("jinja2")
    folder = tmp_path_factory.mktemp("attacked")
    hostile.write(folder / "data")
    return build(folder / "data", folder / "public")


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """One site of three policies, one of which has hostile texts."""
    pytest.importorskip("jinja2")
    folder = tmp_path_factory.mktemp("several")
    hostile.write(folder / "data")
    named = [word for path in (SHIPPED, GENDER, folder / "data") for word in ("--data", str(path))]
    asked = [*named, "--lang", "en", "site", "-o", str(folder / "public"), "--as-of", "2026-11-24"]
    assert cli.run([*asked, "--url", "https://example.org/all"]) == 0
    return folder / "public"


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@cache
def parsed(path: Path):
    """A page as a browser reads it; what is not valid is an error."""
    return html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def test_every_page_is_valid_html_and_every_link_leads_somewhere(site, attacked, several):
    for whole in (site, attacked, several):
        for path in pages_of(whole):
            root = parsed(path)
            ids = [item.get("id") for item in root.iter() if item.get("id")]
            assert len(ids) == len(set(ids)), path
            for item in root.iter():
                for name in ("href", "src", "action"):
                    address = urlsplit(item.get(name) or "#")
                    if address.scheme:
                        assert address.scheme in ("http", "https")
                    elif address.path:
                        assert (path.parent / unquote(address.path)).resolve().is_file(), f"{path}: {address.path}"
                    elif address.fragment:
                        assert address.fragment in ids, f"{path}: #{address.fragment}"


def test_no_text_becomes_a_part_of_a_page(attacked):
    named = {"html", "head", "body", "meta", "title", "link", "script", "style"}
    for path in pages_of(attacked):
        for item in parsed(path).iter():
            assert not [name for name in item.attrib if name.startswith("on") or name == "style"], path
            if item.tag == f"{HTML}script":
                assert item.get("src", "").endswith(".js") or item.get("type") == "application/ld+json"
            if item.tag.removeprefix(HTML) in named - {"script"}:
                assert "alert" not in (item.get("href") or "")
    for picture in (attacked / "charts").rglob("*.svg"):
        assert "<script" not in picture.read_text(encoding="utf-8")


def test_the_same_data_and_day_give_the_same_bytes(site, tmp_path):
    again = build(SHIPPED, tmp_path / "again")
    names = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert names == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert [name for name in names if (site / name).read_bytes() != (again / name).read_bytes()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_page_is_quiet_narrow_and_accessible(visit, audit, site, kind):
    """Japanese is wider, dark has less contrast."""
    for lang, scheme in (("ja", "dark"), ("en", "light")):
        opened = visit(1280, scheme, path=site / lang / kind)
        opened.page.emulate_media(media="print")
        opened.page.emulate_media(media="screen")
        for width in (320, 1280):
            opened.page.set_viewport_size({"width": width, "height": 900})
            assert opened.page.evaluate("document.documentElement.scrollWidth") == width
        assert opened.messages == []
        assert [url for url in opened.requests if not url.startswith(site.as_uri())] == []
        opened.page.set_viewport_size({"width": 390, "height": 900})
        assert audit(opened.page)["violated"] == []


def test_pictures_and_style_are_in_force(visit, site):
    page = visit(path=site / "ja" / "targets" / "staff-1000.html").page
    assert page.evaluate("[...document.images].map(image => image.complete && image.naturalWidth > 0)") == [True]
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "auto"


@pytest.mark.parametrize(
    ("lang", "query", "found"),
    [
        ("ja", "令和", "international-staff"),
        ("ja", "職員", "un-staff-women"),
        ("ja", "本人職", "un-staff"),
        ("ja", "ＪＰＯ", "jpo-retention"),
        ("ja", "jpo ていちゃく", None),
        ("en", "staff-1000", "staff-1000"),
        ("en", "etentio", "jpo-retention"),
        ("en", "WOMEN japanese", "un-staff-women"),
        ("en", "nothing like this", None),
    ],
)
def test_search_finds_words_parts_of_words_and_ids(visit, site, lang, query, found):
    opened = visit(path=site / lang / "index.html")
    opened.page.fill("input[name=q]", query)
    opened.page.press("input[name=q]", "Enter")
    opened.page.wait_for_selector("#said:not(:empty)")
    links = opened.page.eval_on_selector_all("#results a", "links => links.map(link => link.href)")
    assert [link.rpartition("/")[2] for link in links if link.endswith(f"/{found}.html")] == (
        [f"{found}.html"] if found else []
    )
    assert bool(links) is bool(found)
    assert opened.messages == []


def test_hostile_texts_get_through_nowhere_in_search(visit, attacked):
    opened = visit(path=attacked / "en" / "search.html")
    opened.page.fill("#q", "alert")
    assert opened.page.locator("#results li").count() > 3
    assert opened.page.locator("#results img, #results script").count() == 0
    assert opened.messages == []


def test_the_language_switch_keeps_the_page(visit, site):
    page = visit(path=site / "ja" / "targets" / "staff-1000.html").page
    page.click("a[hreflang=en].other")
    assert page.url == (site / "en" / "targets" / "staff-1000.html").as_uri()
    assert page.get_attribute("html", "lang") == "en"


def test_the_keyboard_alone_leads_past_the_head(visit, site):
    page = visit(path=site / "en" / "index.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_without_a_script_the_search_page_says_so(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.wait_for_url(re.compile("ja/index"))
    page.click("main a[href^='goals/']")
    page.fill("input[name=q]", "職員")
    page.press("input[name=q]", "Enter")
    assert "JavaScript" in page.inner_text("main")
    context.close()


def test_bars_verdicts_and_the_place_in_the_menu_can_be_seen_in_forced_colours(visit, several):
    page = visit(path=several / "gender-equality" / "en" / "index.html").page
    page.emulate_media(forced_colors="active")
    style = "(name, at) => getComputedStyle(document.querySelector(at))[name]"
    for at in (".badge", ".tile", ".card"):
        assert page.evaluate(f"({style})('borderTopWidth', '{at}')") == "1px"
    assert page.evaluate(f"({style})('outlineWidth', 'svg.gap')") == "1px"
    assert page.evaluate(f"({style})('fill', 'svg.gap path')") != page.evaluate(f"({style})('backgroundColor', 'body')")
    here, elsewhere = ("nav a[aria-current]", "nav a:not([aria-current])")
    assert page.evaluate(f"({style})('borderBottomColor', '{here}')") != page.evaluate(
        f"({style})('borderBottomColor', '{elsewhere}')"
    )


def test_an_index_leads_to_every_policy_and_search_finds_them_all(visit, audit, several):
    opened = visit(path=several / "ja" / "index.html")
    page = opened.page
    assert page.locator("main h2 a").count() == 3
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.click("a[hreflang=en].other")
    page.fill("input[name=q]", "staff")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("#said:not(:empty)")
    page.click("#results a[href*='un-standing/en/targets/staff-1000']")
    assert page.url == (several / "un-standing" / "en" / "targets" / "staff-1000.html").as_uri()
    page.click("nav a >> nth=0")
    assert page.url == (several / "en" / "index.html").as_uri()
    assert opened.messages == []
    assert audit(visit(390, "dark", path=several / "en" / "index.html").page)["violated"] == []


def test_each_policy_of_several_says_its_own_address(several):
    page = (several / "gender-equality" / "ja" / "index.html").read_text(encoding="utf-8")
    assert 'hreflang=en href="https://example.org/all/gender-equality/en/index.html"' in page
    assert (several / "gender-equality" / "en" / "data" / "figures.csv").is_file()
    assert "https://example.org/all/en/index.html" in (several / "sitemap.xml").read_text(encoding="utf-8")


def test_on_paper_the_head_is_left_out(visit, site):
    page = visit(path=site / "ja" / "index.html").page
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("h1").is_visible()
