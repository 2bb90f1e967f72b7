from __future__ import annotations

import re

import pytest
from chart_cases import HOSTILE, drawn, policy, shipped
from lxml import etree

from unpolicy.views.chart_page import LARGEST_FONT, WIDTH, draw, picture_svg
from unpolicy.views.charting import describe, text_width

SVG = "{http://www.w3.org/2000/svg}"
TEN = {year: 10_000 + 137 * (year - 2013) for year in range(2013, 2023)}


def _svg(chart, prefix="p") -> etree._Element:
    text = picture_svg(chart, prefix)
    return etree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def _texts(root, kind=None) -> list[str]:
    found = [text for text in root.iter(f"{SVG}text") if kind is None or text.get("class", "").split()[:1] == [kind]]
    return ["".join(text.itertext()) for text in found]


def test_both_languages_have_one_picture():
    japanese, english = drawn(shipped(), "ja", "staff-1000"), drawn(shipped(), "en", "staff-1000")
    assert draw(japanese) == draw(english)


def test_nothing_is_in_it_but_figures_and_years_and_a_mark_where_a_figure_is_missing():
    assert set(_texts(_svg(drawn(shipped(), "en", "staff-1000")))) == {
        *("918", "956", "961", "1,000", "979", "?"),
        *("850", "900", "950", "1,050", "1,100"),
        *(str(year) for year in range(2020, 2026)),
    }


def test_the_years_of_an_era_stand_below_the_years_in_japanese_alone():
    japanese, english = (_svg(drawn(shipped(), lang, "staff-1000")) for lang in ("ja", "en"))
    assert _texts(japanese, "year")[0] == "2020令和2"
    assert _texts(english, "year")[0] == "2020"
    assert float(japanese.get("viewBox").split()[3]) > float(english.get("viewBox").split()[3])


def test_it_has_a_title_and_a_description_and_ids_of_its_own():
    chart = drawn(shipped(), "ja", "staff-1000")
    first, second = _svg(chart, "a"), _svg(chart, "b")
    assert first.get("role") == "img"
    assert (first[0].text, first[1].text) == (chart.title, describe(chart))
    assert first.get("aria-labelledby") == f"{first[0].get('id')} {first[1].get('id')}"
    assert not set(first.xpath("//@id")) & set(second.xpath("//@id"))


def test_a_break_is_named_beside_the_picture_so_that_it_has_no_language():
    broken = policy({2020: 5, 2021: 7, 2022: {"value": 3, "status": "break"}}, target={"value": 9})
    japanese, english = drawn(broken, "ja"), drawn(broken, "en")
    assert draw(japanese) == draw(english)
    assert ("break", "break in series 2022") in english.legend


def test_figures_in_the_largest_size_have_room_left_and_right():
    chart = drawn(policy({2020: 1_234_567, 2021: 2_345_678}, target={"value": 9_876_543}))
    picture = draw(chart)
    left, width = (int(re.search(found, picture)[1]) for found in (r"translate\((\d+),", r"M0,[\d.]+h(\d+)"))
    assert left >= text_width("10,000,000", LARGEST_FONT)
    assert WIDTH - left - width >= text_width("9,876,543", LARGEST_FONT)


def test_where_not_all_have_room_on_a_narrow_page_the_first_and_the_last_stay():
    crowded = _svg(drawn(policy(dict(list(TEN.items())[:6]))))
    classes = [text.get("class") for text in crowded.iter(f"{SVG}text") if text.get("class", "").startswith("value")]
    assert classes[0] == classes[-1] == "value"
    assert set(classes[1:-1]) == {"value more"}
    years = [text.get("class") for text in crowded.iter(f"{SVG}text") if text.get("class", "").startswith("year")]
    assert years[-1] == "year"
    assert "year more" in years
    few = _svg(drawn(policy({2020: 1, 2021: 2, 2022: 3})))
    assert not few.xpath("//*[contains(@class, 'more')]")


def test_a_figure_at_the_left_edge_begins_at_the_axis_and_grows_to_the_right():
    root = _svg(drawn(policy(TEN)))
    first = next(text for text in root.iter(f"{SVG}text") if text.text == "10,000" and text.get("class"))
    assert first.getparent().get("text-anchor") == "start"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str):
    made = {"title": text, "unit": text}
    root = _svg(drawn(policy({2020: 1, 2021: 2, 2022: 3}, indicator=made, target={"value": 9, "title": text})))
    assert {etree.QName(element).localname for element in root.iter()} <= {
        "circle",
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "line",
        "text",
    }
    assert not [name for element in root.iter() for name in element.attrib if name.startswith(("on", "href", "style"))]


def test_a_promise_with_more_decimals_than_the_figures_is_not_rounded():
    chart = drawn(policy({2020: 1, 2021: 2}, target={"value": 7.25}, indicator={"decimals": 0}), "en")
    assert "7.25" in _texts(_svg(chart))
    assert ("target", "Target 7.25") in chart.legend
    assert "Target: 7.25 by 2025." in describe(chart)
