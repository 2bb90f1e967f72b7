import pytest
from exchange_data import make

from unpolicy.errors import UsageError
from unpolicy.exchange.draft import Names
from unpolicy.exchange.request import parse_map
from unpolicy.exchange.shape import shape
from unpolicy.exchange.textfiles import read_csv

NAMES = Names(make({"un-staff": {"title": {"ja": "職員数", "en": "Staff"}}, "women": {"title": "Women"}}))


def shaped(text, *pairs):
    return shape(read_csv(text.encode(), "x.csv"), parse_map(pairs), NAMES.known)


def drafts(text, *pairs):
    return [(one.row.number, one.name, one.year, one.text) for one in places(shaped(text, *pairs))]


def places(table):
    return [one for one in table.cells() if one.error is None and one.role in ("actual", "baseline")]


def test_a_row_a_figure():
    text = "indicator,year,value\nun-staff,2020,918\nwomen,R2,573\n"
    assert shaped(text).form == "tidy"
    assert drafts(text) == [(2, "un-staff", "2020", "918"), (3, "women", "R2", "573")]


@pytest.mark.parametrize("header", ["指標,年度,実績値", "Indicator, YEAR ,Obs_Value", "ＩＤ,年,値"])
def test_headings_are_known_in_both_languages_and_any_width(header):
    assert drafts(f"{header}\nun-staff,2020,918\n") == [(2, "un-staff", "2020", "918")]


def test_columns_are_named_with_map():
    text = "Was,Jahr,Zahl\nun-staff,2020,918\n"
    assert drafts(text, "was=indicator", "Jahr=year", "Zahl=value") == [(2, "un-staff", "2020", "918")]


def test_details_are_taken_where_they_are_filled_in():
    text = "year,value,status,note,published\n2020,1,final,,2021-01-01\n2021,2,, x ,\n"
    table = shaped(text)
    assert [table.details(one) for one in places(table)] == [{"published": "2021-01-01"}, {"note": " x "}]
    assert [table.flags(one) for one in places(table)] == [[("final", "eurostat")], []]


def test_years_as_columns():
    text = "indicator,2019,R2,FY2021,令和４年度,unit\nun-staff,1,,3,4,people\n"
    assert shaped(text).form == "wide"
    assert drafts(text) == [
        (2, "un-staff", "2019", "1"),
        (2, "un-staff", "FY2021", "3"),
        (2, "un-staff", "令和4年度", "4"),
    ]


@pytest.mark.parametrize("heading", ["", "Name", "国"])
def test_years_as_columns_with_the_indicators_under_any_heading(heading):
    assert drafts(f"{heading},2019\n職員数,1\nwomen,2\n") == [(2, "職員数", "2019", "1"), (3, "women", "2019", "2")]


def test_years_as_rows_and_indicators_as_columns():
    text = "year,un-staff,Women,other\n2020,918,573,x\n2021,,588,\n"
    found = shaped(text)
    assert (found.form, found.ignored) == ("across", ("other",))
    assert drafts(text) == [(2, "un-staff", "2020", "918"), (2, "Women", "2020", "573"), (3, "Women", "2021", "588")]


def test_a_column_is_given_to_an_indicator_with_map():
    assert drafts("year,A\n2020,918\n", "A=un-staff") == [(2, "un-staff", "2020", "918")]


def test_open_sdg_tells_the_headline_from_its_breakdowns():
    text = "Year,Units,Sex,Age,Value\n2020,people,,,918\n2020,people,Female,,573\n2020,people,,15-24,40\n"
    table = shaped(text)
    found = places(table)
    assert list(table.parts.values()) == ["Sex", "Age"]
    assert [table.part(one) for one in found] == [("", "", ""), ("Female", "", ""), ("", "15-24", "")]
    assert all(one.name is None for one in found)


def test_a_header_below_a_title_is_found():
    assert drafts("Staff of the UN,,\n,,\nindicator,year,value\nun-staff,2020,918\n") == [
        (4, "un-staff", "2020", "918")
    ]


def test_a_column_that_nothing_explains_may_part_the_rows():
    found = shaped("indicator,title,unit,year,value,colour\nun-staff,x,y,2020,918,red\n")
    assert list(found.parts.values()) == ["colour"]


@pytest.mark.parametrize(
    ("text", "pairs", "part"),
    [
        ("a,b\n1,2\n", [], "--map"),
        ("", [], "--map"),
        ("year,value,Value\n2020,1,2\n", [], "Two columns mean value"),
        ("year,value\n2020,1\n", ["jahr=year"], "not there: jahr"),
    ],
)
def test_a_header_that_leaves_something_open_is_refused(text, pairs, part):
    with pytest.raises(UsageError, match=part):
        shaped(text, *pairs)


def test_the_second_of_two_columns_can_be_left_out():
    assert drafts("year,value,figure\n2020,1,2\n", "figure=ignore") == [(2, None, "2020", "1")]


@pytest.mark.parametrize("pair", ["", "year", "=year", "Jahr=", " = "])
def test_a_map_without_two_sides_is_refused(pair):
    with pytest.raises(UsageError):
        parse_map([pair])


def test_a_heading_may_hold_an_equals_sign():
    assert parse_map(["a=b=year"]) == {"a=b": "year"}


@pytest.mark.parametrize(
    "text",
    [
        "Jahr;Wert\n2023;970\n2024;979\n",
        "Jahr;Wert\n2023;1970\n2024;1979\n",
        "Jahr;Wert\n2021;1970\n2022;1975\n2024;1979\n",
        "Jahr;Was;Wert\n2023;un-staff;970\n2024;un-staff;979\n",
        "Jahr;Was;Wert\n2023;un-staff;1970\n2024;un-staff;1979\n",
        "2023;970\n2024;979\n",
        "2023;1970\n2024;1979\n",
    ],
)
def test_figures_below_unknown_headings_are_not_taken_for_years_as_columns(text):
    with pytest.raises(UsageError, match="--map"):
        shaped(text)


def test_years_as_columns_of_one_indicator_hold_any_figures():
    assert drafts("2022,2023,2024\n1998,2010,2031\n") == [
        *((2, None, "2022", "1998"), (2, None, "2023", "2010"), (2, None, "2024", "2031"))
    ]
    assert len(drafts("Staff of the UN,,\n,2022,2023\nall,970,979\n")) == 2


def test_a_year_in_a_title_is_no_header():
    text = "令和６年度,,\n職員の指標,2022,2023\n職員数,970,979\n"
    assert drafts(text) == [(3, "職員数", "2022", "970"), (3, "職員数", "2023", "979")]


def test_below_a_heading_of_indicators_any_other_column_is_left_out():
    text = "指標,45292,2023\n職員数,x,970\n"
    assert drafts(text) == [(2, "職員数", "2023", "970")]
    assert list(shaped(text).parts.values()) == ["45292"]


def test_the_headings_are_looked_through_once_for_all_flags_of_a_table(monkeypatch):
    table = shaped("indicator,status," + ",".join(map(str, range(1950, 2020))) + "\nun-staff,p" + ",1" * 70 + "\n")
    found, seen = places(table), []
    monkeypatch.setattr("unpolicy.exchange.header.plain", lambda text: seen.append(text) or text)
    assert [table.flags(one) for one in found] == [[("p", "eurostat")]] * 70
    assert len(seen) <= 72
