import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.model import Indicator, Keep
from unpolicy.views.voice import Voice

EN, JA = Voice("en"), Voice("ja")


def indicator(**changes):
    return Indicator.model_validate(
        {"title": "x", "unit": "u", "kind": "count", "direction": "increase", "year": "calendar"} | changes
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0%"),
        (0.524390243902439, "52%"),
        (0.29, "29%"),
        (0.57, "57%"),
        (0.996, "99%"),
        (0.99999, "99%"),
        (1, "100%"),
        (1.005, "100%"),
        (12.5, "1,250%"),
        (-0.004, "0%"),
        (-0.5, "−50%"),
        (-1.999, "−199%"),
        (None, "–"),
    ],
)
def test_a_share_is_a_whole_percentage_and_never_says_done_too_early(number, text):
    assert EN.share(number) == text


@given(st.integers(0, 10_000))
def test_a_share_that_is_whole_on_paper_is_shown_whole(percent):
    assert EN.share(percent / 100) == f"{percent:,}%"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two lines"),
        ("  much \t space  ", "much space"),
        ("ideographic\u3000space", "ideographic space"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\u202eabc", "\\u202eabc"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("a\rb", "a\\x0db"),
        ("国連", "国連"),
    ],
)
def test_a_text_is_one_harmless_line(text, shown):
    assert EN.line(text) == shown


@given(st.text(min_size=1))
def test_any_text_becomes_one_line_that_can_be_printed(text):
    shown = JA.line(text)
    assert "\x1b" not in shown
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_a_figure_has_the_indicators_decimals_and_a_pace_one_more():
    whole, tenths = indicator(), indicator(kind="percentage", decimals=1)
    assert (EN.value(961, whole), EN.value(82, tenths), EN.value(None, whole)) == ("961", "82.0", "–")
    assert (EN.value(9, whole, sign=True), EN.value(-9, whole, sign=True)) == ("+9", "−9")
    assert (EN.rate(21.5, whole), EN.rate(-0.8333, tenths), EN.rate(None, whole)) == ("+21.5", "−0.83", "–")


@pytest.mark.parametrize(
    ("kind", "lang", "text"),
    [
        ("calendar", "en", "2024"),
        ("calendar", "ja", "2024年"),
        ("fiscal", "en", "FY2024"),
        ("fiscal", "ja", "2024年度"),
    ],
)
def test_a_year_is_shown_as_its_indicator_counts_it(kind, lang, text):
    assert Voice(lang).year(2024, indicator(year=kind)) == text


@pytest.mark.parametrize(
    ("keep", "en", "ja"),
    [
        ({"min": 50, "max": 60}, "50 to 60", "50～60"),
        ({"min": 50}, "≥ 50", "50以上"),
        ({"max": 1000}, "≤ 1,000", "1,000以下"),
        ({"min": 0}, "≥ 0", "0以上"),
    ],
)
def test_the_limits_of_a_keep_target_are_shown_in_words(keep, en, ja):
    limits = Keep.model_validate(keep)
    assert (EN.keep(limits, indicator()), JA.keep(limits, indicator())) == (en, ja)


def test_what_was_promised_is_never_rounded():
    one = indicator(kind="percentage", decimals=1)
    assert EN.exact(7.25, one) == "7.25"
    assert EN.exact(7, one) == "7.0"
    assert EN.keep(Keep(min=7.25, max=9), one) == "7.25 to 9.0"


def test_ranges_of_years_with_a_dash_of_their_own_have_a_word_between():
    both, span = indicator(year={"starts": 7, "named_by": "both"}), indicator(span=3)
    assert (EN.year_ranges([2019, 2020], both), EN.year_ranges([2019, 2020], span)) == (
        "2019–20 to 2020–21",
        "2017–19 to 2018–20",
    )
    assert JA.year_ranges([2019, 2020], span) == "2017～19年から2018～20年"


@pytest.mark.parametrize(
    ("numbers", "en", "ja"),
    [
        ([], "", ""),
        ([2020], "2020", "2020年"),
        ([2015, 2016], "2015–2016", "2015年～2016年"),
        ([2015, 2016, 2017, 2020], "2015–2017, 2020", "2015年～2017年、2020年"),
        ([2015, 2017, 2019], "2015, 2017, 2019", "2015年、2017年、2019年"),
    ],
)
def test_years_that_follow_each_other_are_put_together(numbers, en, ja):
    assert (EN.year_ranges(numbers, indicator()), JA.year_ranges(numbers, indicator())) == (en, ja)


@pytest.mark.parametrize(
    ("moment", "en", "ja"),
    [
        (None, "", ""),
        (2022, "2022", "2022年"),
        ("FY2022", "FY2022", "2022年度"),
        ("FY2021..FY2023", "FY2021–FY2023", "2021年度～2023年度"),
        ("2022-06-30", "2022-06-30", "2022-06-30"),
    ],
)
def test_a_moment_is_shown_as_people_read_it(moment, en, ja):
    assert (EN.when(moment), JA.when(moment)) == (en, ja)


def test_a_word_is_filled_in_and_a_list_has_its_languages_comma():
    words = {"from": ("from {year}", "{year}から"), "brace": ("{", "{")}
    assert (EN.word(words, "from", year=2020), JA.word(words, "from", year=2020)) == ("from 2020", "2020から")
    assert JA.word(words, "brace") == "{"
    assert (EN.enumerate(["a", "b"]), JA.enumerate(["a", "b"])) == ("a, b", "a、b")
    assert (EN.signed_verdict("on-track"), JA.verdict("missed")) == ("↑ on track", "未達成")
