import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from unpolicy.errors import UsageError
from unpolicy.figures import TypedFigure, format_figure, parse_figure
from unpolicy.text import is_mark


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("980", 980, False),
        ("1,234", 1234, False),
        ("９８０", 980, False),
        ("１，２３４", 1234, False),
        ("82.7%", 82.7, True),
        ("８２．７％", 82.7, True),
        ("82.7 %", 82.7, True),
        ("−5", -5, False),
        ("-5", -5, False),
        ("－５", -5, False),
        ("–5", -5, False),
        ("+5", 5, False),
        ("0", 0, False),
        ("-0", 0, False),
        (".5", 0.5, False),
        ("-.5", -0.5, False),
        ("007", 7, False),
        ("1,234,567.89", 1234567.89, False),
        (" 980 ", 980, False),
    ],
)
def test_a_figure_is_read_in_every_spelling(text, value, percent):
    assert parse_figure(text) == TypedFigure(value, percent)


@pytest.mark.parametrize("text", ["980.0", "980.000", "980"])
def test_a_figure_with_nothing_behind_the_point_is_whole(text):
    value = parse_figure(text).value
    assert value == 980
    assert isinstance(value, int)


@pytest.mark.parametrize("text", ["pending", "PENDING", "Pending ", "公表予定", "ｐｅｎｄｉｎｇ"])
def test_a_pending_figure_has_no_value(text):
    assert parse_figure(text) == TypedFigure(None)
    assert parse_figure(text).pending


def test_zero_is_a_figure_and_not_pending():
    assert not parse_figure("0").pending


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "-",
        "%",
        "--5",
        "5-",
        "1e3",
        "nan",
        "inf",
        "Infinity",
        "0x10",
        "1_000",
        "5.",
        "1.2.3",
        "12,34",
        "1234,567",
        ",123",
        "1,2345",
        "5 6",
        "980人",
        "82.7%%",
        "٣",
        "true",
        "None",
        "1" * 41,
    ],
)
def test_what_is_no_figure_is_refused_with_the_spellings_that_are(text):
    with pytest.raises(UsageError, match=r"is not a figure: write 980, 1,234, 82.7%, -5 or pending\.") as caught:
        parse_figure(text)
    assert "数値として読めません" in caught.value.text("ja")


def test_an_endless_figure_is_not_repeated_in_full():
    with pytest.raises(UsageError) as caught:
        parse_figure("9" * 5000)
    assert len(str(caught.value)) < 200
    assert len(caught.value.text("ja")) < 200


@given(st.one_of(st.text(max_size=20), st.text("0123456789０９.,-−+%％ 、e", max_size=12)))
def test_any_text_is_a_figure_or_a_usage_error_whatever_its_width(text):
    assume(not any(map(is_mark, text)))  # a superscript is the mark of a footnote, and its plain digit is none
    assert _outcome(unicodedata.normalize("NFKC", text)) == _outcome(text)


@given(st.integers(-(10**25), 10**25), st.booleans())
def test_a_whole_figure_as_shown_is_read_back(value, sign):
    assert parse_figure(format_figure(value, sign=sign)).value == value


@given(st.decimals(-(10**9), 10**9, places=4).map(float), st.booleans())
@example(1234567.1, False)
@example(0.1, True)
def test_a_figure_as_shown_is_read_back(value, sign):
    shown = format_figure(value, sign=sign)
    assert parse_figure(shown).value == value
    assert len(shown.partition(".")[2]) <= 4, "no digit that nobody typed"


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_decimals_shown_are_as_many_as_asked_for(value, decimals):
    shown = format_figure(value, decimals)
    assert len(shown.partition(".")[2]) == decimals
    assert parse_figure(shown).value == value


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "text"),
    [
        (1000, None, False, "1,000"),
        (1234567, 0, False, "1,234,567"),
        (-5, None, False, "−5"),
        (-1234.5, None, False, "−1,234.5"),
        (82.7, 1, False, "82.7"),
        (82, 1, False, "82.0"),
        (0.30000000000000004, None, False, "0.3"),
        (21.5, 1, True, "+21.5"),
        (-4.0, 1, True, "−4.0"),
        (0, 1, True, "0.0"),
        (0.0, None, True, "0"),
        (-0.0, 1, False, "0.0"),
        (-0.04, 1, False, "0.0"),
        (0.04, 1, True, "0.0"),
        (None, 1, True, "–"),
        (None, None, False, "–"),
    ],
)
def test_a_figure_is_shown_with_thousands_parted_and_a_real_minus(value, decimals, sign, text):
    assert format_figure(value, decimals, sign=sign) == text


@pytest.mark.parametrize("decimals", [None, 0])
@pytest.mark.parametrize(
    "value", [2**53 + 1, 12_345_678_901_234_567_891, 10**400 + 1], ids=["17 digits", "20 digits", "401 digits"]
)
def test_a_whole_figure_is_shown_to_its_last_digit(value, decimals):
    assert format_figure(value, decimals).replace(",", "") == f"{value}"


def _outcome(text):
    try:
        spoken = parse_figure(text)
    except UsageError:
        return None
    return spoken
