import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.years import (
    ERAS,
    FIRST_YEAR,
    LAST_YEAR,
    Period,
    TypedYear,
    counted_on,
    era_label,
    has_ended,
    label,
    last_counted,
    parse_period,
    parse_year,
    period_label,
    read_day,
    resolve_year,
    year_end,
    year_start,
)

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
KINDS = st.sampled_from(["calendar", "fiscal"])
LANGUAGES = st.sampled_from(["ja", "en"])


@pytest.mark.parametrize(
    ("text", "year", "wording"),
    [
        ("2024", 2024, None),
        ("FY2024", 2024, "fiscal"),
        ("R6", 2024, None),
        ("令和6", 2024, None),
        ("令和6年", 2024, "calendar"),
        ("令和６年度", 2024, "fiscal"),
        ("令和元年", 2019, "calendar"),
        ("H31", 2019, None),
        ("２０２４", 2024, None),
        ("ＦＹ２０２４", 2024, "fiscal"),
        ("fy2024", 2024, "fiscal"),
        ("2024年", 2024, "calendar"),
        ("2024年度", 2024, "fiscal"),
        ("FY2024年度", 2024, "fiscal"),
        ("FY 2024", 2024, "fiscal"),
        ("令和元年度", 2019, "fiscal"),
        ("㋿6年", 2024, "calendar"),
        ("r6", 2024, None),
        ("R.6", 2024, None),
        ("平成元", 1989, None),
        ("S64", 1989, None),
        ("昭和元年", 1926, "calendar"),
        ("大正15年", 1926, "calendar"),
        ("明治45", 1912, None),
        ("  2024 ", 2024, None),
        ("1900", 1900, None),
        ("2200", 2200, None),
    ],
)
def test_a_year_is_read_in_every_spelling(text, year, wording):
    assert parse_year(text) == TypedYear(year, wording)


@pytest.mark.parametrize(
    "text",
    ["", " ", "year", "20 24", "2024.0", "-2024", "+2024", "2,024", "202４5", "元", "元年", "令和", "年", "X6", "R6H1"],
)
def test_what_is_no_year_is_refused_with_the_spellings_that_are(text):
    with pytest.raises(UsageError, match="is not a year: write 2024, FY2024, R6") as caught:
        parse_year(text)
    assert f"「{text}」は年として読めません。" in caught.value.text("ja")


@pytest.mark.parametrize("text", ["1899", "2201", "0", "9999", "明治1", "R183"])
def test_a_year_outside_1900_to_2200_is_refused(text):
    with pytest.raises(UsageError) as caught:
        parse_year(text)
    assert "1900" in str(caught.value) or "2200" in str(caught.value)
    assert caught.value.text("ja") != str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("H32", "平成 has the years 1 (元, 1989) to 31 (2019)"),
        ("S65", "昭和 has the years 1 (元, 1926) to 64 (1989)"),
        ("令和0年", "令和 has the years 1 (元, 2019)"),
    ],
)
def test_a_year_that_an_era_never_had_is_refused(text, sentence):
    with pytest.raises(UsageError) as caught:
        parse_year(text)
    assert sentence in str(caught.value)
    assert "という年はありません" in caught.value.text("ja")


def test_a_year_cannot_be_both_fiscal_and_calendar():
    with pytest.raises(UsageError, match="both fiscal") as caught:
        parse_year("FY2024年")
    assert "両方" in caught.value.text("ja")


@given(YEARS, KINDS, LANGUAGES)
def test_a_label_is_read_back_as_its_year_and_kind(year, kind, lang):
    spoken = parse_year(label(year, kind, lang))
    assert spoken.year == year
    assert spoken.wording == (None if (kind, lang) == ("calendar", "en") else kind)
    assert resolve_year(label(year, kind, lang), kind) == year


@given(YEARS)
@example(2019)
@example(1989)
@example(1926)
@example(1912)
def test_an_era_label_is_read_back_as_its_year(year):
    assert parse_year(era_label(year)).year == year
    assert parse_year(era_label(year) + "年度") == TypedYear(year, "fiscal")


@pytest.mark.parametrize(
    ("year", "text"), [(2024, "令和6"), (2019, "令和元"), (2018, "平成30"), (1989, "平成元"), (1988, "昭和63")]
)
def test_an_era_label_names_the_era_in_which_the_year_ends(year, text):
    assert era_label(year) == text


@pytest.mark.parametrize("era", ERAS[1:], ids=lambda era: era.letter)
def test_the_last_year_of_an_era_is_the_first_of_the_next(era):
    following = ERAS[ERAS.index(era) - 1]
    assert era.last == following.first
    assert parse_year(f"{following.name}元") == parse_year(str(following.first))


@given(st.sampled_from(["2024", "FY2024", "R6", "令和6年度", "H31", "元年", "FY2024年"]), st.data())
def test_full_width_characters_mean_their_narrow_ones(text, data):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and data.draw(st.booleans()) else c for c in text)
    assert unicodedata.normalize("NFKC", wide) == text
    assert _outcome(wide) == _outcome(text)


@given(st.one_of(st.text(max_size=20), st.text("FYRHSTM0123456789元年度令和平成昭. ", max_size=12)))
def test_any_text_is_a_year_in_range_or_a_usage_error(text):
    spoken = _outcome(text)
    assert spoken is None or FIRST_YEAR <= spoken.year <= LAST_YEAR
    assert _outcome(unicodedata.normalize("NFKC", text)) == spoken


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [("2024", "calendar", 2024), ("R6", "fiscal", 2024), ("令和6年", "calendar", 2024), ("FY2024", "fiscal", 2024)],
)
def test_wording_that_says_nothing_or_agrees_fits_the_indicator(text, kind, year):
    assert resolve_year(text, kind) == year


@pytest.mark.parametrize(
    ("text", "kind", "en", "ja"),
    [
        ("FY2024", "calendar", "counts calendar years: write 2024.", "この指標は暦年です。2024年と書いてください。"),
        ("令和6年度", "calendar", "counts calendar years: write 2024.", "この指標は暦年です。2024年と書いてください。"),
        ("令和6年", "fiscal", "(April to March): write FY2024.", "この指標は年度です。2024年度と書いてください。"),
        ("2024年", "fiscal", "(April to March): write FY2024.", "この指標は年度です。2024年度と書いてください。"),
    ],
)
def test_wording_that_contradicts_the_indicator_is_refused_and_put_right(text, kind, en, ja):
    with pytest.raises(UsageError) as caught:
        resolve_year(text, kind)
    assert en in str(caught.value)
    assert text in str(caught.value)
    assert ja in caught.value.text("ja")


@pytest.mark.parametrize(("kind", "start"), [("calendar", date(2024, 1, 1)), ("fiscal", date(2024, 4, 1))])
def test_a_year_starts_on_the_day_after_the_one_before_it_ended(kind, start):
    assert year_start(2024, kind) == start
    assert year_start(2024, kind) - year_end(2023, kind) == timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "kind", "end"),
    [(2024, "calendar", date(2024, 12, 31)), (2024, "fiscal", date(2025, 3, 31))],
)
def test_a_year_has_ended_on_its_last_day_and_not_before(year, kind, end):
    assert year_end(year, kind) == end
    assert has_ended(year, kind, end)
    assert not has_ended(year, kind, date.fromordinal(end.toordinal() - 1))


@pytest.mark.parametrize(
    ("text", "period", "en", "ja"),
    [
        ("FY2021..FY2023", Period(2021, 2023, fiscal=True), "FY2021–FY2023", "2021年度～2023年度"),
        ("FY2023", Period(2023, 2023, fiscal=True), "FY2023", "2023年度"),
        ("2021..2023", Period(2021, 2023, fiscal=False), "2021–2023", "2021年～2023年"),
        ("2023", Period(2023, 2023, fiscal=False), "2023", "2023年"),
    ],
)
def test_a_period_is_read_and_shown(text, period, en, ja):
    assert parse_period(text) == period
    assert (period_label(text, "en"), period_label(text, "ja")) == (en, ja)


@pytest.mark.parametrize(
    "text", ["", "FY2021..2023", "2021..FY2023", "FY2023..FY2021", "FY21", "2021-2023", "FY2021..", "..FY2023", "R6"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(UsageError):
        parse_period(text)


def _outcome(text):
    try:
        return parse_year(text)
    except UnpolicyError:
        return None


def test_a_stock_is_known_on_the_day_it_is_counted():
    assert counted_on(2024, "calendar", "10-01") == date(2024, 10, 1)
    assert counted_on(2024, "fiscal", "04-01") == date(2024, 4, 1)
    assert counted_on(2024, "fiscal", "03-31") == date(2025, 3, 31)
    assert counted_on(2023, "calendar", "02-29") == date(2023, 2, 28)
    assert counted_on(2024, "fiscal", None) == date(2025, 3, 31)


@given(st.dates(date(2, 1, 1)), KINDS, st.none() | st.dates(date(2020, 1, 1), date(2020, 12, 31)))
def test_the_last_year_that_can_be_known_is_known_and_the_next_is_not(as_of, kind, counted):
    day = None if counted is None else f"{counted:%m-%d}"
    last = last_counted(kind, day, as_of)
    assume(1 <= last <= 9997)
    assert counted_on(last, kind, day) <= as_of < counted_on(last + 1, kind, day)


@pytest.mark.parametrize("as_of", [date.min, date.max])
@pytest.mark.parametrize("kind", ["calendar", "fiscal"])
@pytest.mark.parametrize("counted", [None, "01-01", "12-31"])
def test_the_first_and_the_last_day_there_are_have_a_last_year_too(as_of, kind, counted):
    assert as_of.year - 2 <= last_counted(kind, counted, as_of) <= as_of.year


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-29", "2024/02/29", "2024/2/29", "2024.2.29", "2024-02-29 00:00:00", " 2024-02-29T00:00:00",
        "２０２４/２/２９", "2024年2月29日", "令和6年2月29日", "令和６年２月２９日", "令和 6 年 2 月 29 日",
        "R6.2.29", "r6/2/29", "R6-2-29", "R.6.2.29",
    ],
)  # fmt: skip
def test_a_day_is_read_as_programs_and_people_write_it(text):
    assert read_day(text).isoformat() == "2024-02-29"


def test_the_first_year_of_an_era_is_read():
    assert read_day("令和元年5月1日").isoformat() == "2019-05-01"
    assert read_day("H1.1.8").isoformat() == "1989-01-08"


@pytest.mark.parametrize(
    "text",
    ["30.8.2024", "24-08-30", "2024-02-30", "2024", "", "2024-08-30 12:00:00", "٢٠٢٤-aa-01", "20240830", "yesterday",
     "2024-8/30", "平成40年1月1日", "令和0年1月1日", "2024年8月", "2024-W35-5", "2024-08-3²", "0000-01-01", "R6.2.30"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    with pytest.raises(UsageError):
        read_day(text)


@pytest.mark.parametrize(
    ("last", "first", "day"),
    [
        ("平成31年4月30日", "令和元年5月1日", "2019-05-01"),
        ("昭和64年1月7日", "平成元年1月8日", "1989-01-08"),
        ("大正15年12月24日", "昭和元年12月25日", "1926-12-25"),
        ("明治45年7月29日", "大正元年7月30日", "1912-07-30"),
    ],
)
def test_an_era_begins_and_ends_on_its_days(last, first, day):
    begins = date.fromisoformat(day)
    assert read_day(first) == begins
    assert read_day(last) == begins - timedelta(days=1)
    over = f"{last[: last.index('年')]}年{begins.month}月{begins.day}日"
    with pytest.raises(UsageError, match=f"“{over}” does not exist: {day} is {first}") as caught:
        read_day(over)
    assert f"{day}は{first}です" in caught.value.text("ja")


@pytest.mark.parametrize(
    ("text", "right"),
    [("令和1年4月30日", "平成31年4月30日"), ("R元.1.1", "平成31年1月1日"), ("S1.1.1", "大正15年1月1日")],
)
def test_a_day_before_its_era_is_told_in_the_right_one(text, right):
    with pytest.raises(UsageError, match=f"does not exist: .* is {right}"):
        read_day(text)
