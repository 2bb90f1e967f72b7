from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.assess.vintages import Awaited, as_it_stood, known, publication, publication_days, source_of
from unpolicy.model import Figure, Indicator, Source

REVISED = {
    "value": 961,
    "published": "2023-09-01",
    "revisions": [{"value": 950, "published": "2023-03-01"}, {"value": 955, "published": "2023-06-01"}],
}


def indicator(actuals, year="calendar", **more):
    return Indicator.model_validate(
        {"title": "x", "unit": "u", "kind": "count", "direction": "increase", "year": year, "actuals": actuals} | more
    )


def values(vintage):
    return {figure.year: figure.value for figure in vintage.figures}


@pytest.mark.parametrize(
    ("kind", "as_of", "known_years"),
    [
        ("calendar", date(2022, 12, 30), {2020, 2021}),
        ("calendar", date(2022, 12, 31), {2020, 2021, 2022}),
        ("fiscal", date(2022, 12, 31), {2020, 2021}),
        ("fiscal", date(2023, 3, 30), {2020, 2021}),
        ("fiscal", date(2023, 3, 31), {2020, 2021, 2022}),
        ("calendar", date(2020, 12, 30), set()),
    ],
)
@pytest.mark.parametrize("long_form", [False, True])
def test_a_figure_without_a_date_counts_from_the_end_of_its_year(kind, as_of, known_years, long_form):
    actuals = {year: {"value": year} if long_form else year for year in (2020, 2021, 2022)}
    assert set(values(known(indicator(actuals, kind), as_of))) == known_years


@pytest.mark.parametrize(("as_of", "known_value"), [(date(2023, 8, 29), None), (date(2023, 8, 30), 961)])
def test_a_figure_counts_from_the_day_it_was_published(as_of, known_value):
    vintage = known(indicator({2022: {"value": 961, "published": "2023-08-30"}}), as_of)
    assert values(vintage).get(2022) == known_value


def test_a_figure_published_within_its_year_counts_at_once():
    vintage = known(indicator({2022: {"value": 961, "published": "2022-11-01"}}), date(2022, 11, 1))
    assert values(vintage) == {2022: 961}


def test_a_figure_that_was_not_out_yet_was_pending():
    vintage = known(indicator({2022: {"value": 961, "published": "2023-08-30"}}), date(2023, 1, 1))
    assert vintage.pending == (Awaited(2022, None, overdue=False, recorded=True),)


def test_nobody_waits_for_a_year_that_has_not_ended():
    actuals = {2022: {"value": 961, "published": "2023-08-30"}, 2023: {"status": "pending"}}
    assert known(indicator(actuals), date(2022, 12, 30)).pending == ()


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        (date(2023, 2, 28), None),
        (date(2023, 3, 1), 950),
        (date(2023, 5, 31), 950),
        (date(2023, 6, 1), 955),
        (date(2023, 8, 31), 955),
        (date(2023, 9, 1), 961),
        (date(2030, 1, 1), 961),
    ],
)
def test_of_a_revised_figure_the_value_published_last_before_the_day_counts(as_of, value):
    assert values(known(indicator({2022: REVISED}), as_of)).get(2022) == value


def test_an_earlier_value_has_its_own_date_and_only_the_values_before_it_as_revisions():
    figure = known(indicator({2022: REVISED}), date(2023, 7, 1)).figures[0]
    assert figure.published == date(2023, 6, 1)
    assert [revision.value for revision in figure.revisions] == [950]


def test_a_revision_without_a_date_counts_from_the_end_of_the_year():
    actuals = {2022: {"value": 961, "published": "2023-09-01", "revisions": [{"value": 950}]}}
    assert values(known(indicator(actuals), date(2022, 12, 30))) == {}
    assert values(known(indicator(actuals), date(2022, 12, 31))) == {2022: 950}


@pytest.mark.parametrize(
    ("as_of", "overdue"), [(date(2024, 12, 30), False), (date(2024, 12, 31), False), (date(2025, 1, 1), True)]
)
def test_a_pending_figure_is_overdue_the_day_after_it_was_due(as_of, overdue):
    vintage = known(indicator({2023: {"status": "pending", "due": "2024-12-31"}}), as_of)
    assert vintage.pending == (Awaited(2023, date(2024, 12, 31), overdue=overdue, recorded=True),)


def test_a_pending_figure_without_a_due_date_is_never_overdue():
    vintage = known(indicator({2023: {"status": "pending"}}), date(2100, 1, 1))
    assert vintage.pending == (Awaited(2023, None, overdue=False, recorded=True),)


def test_a_missing_figure_is_neither_known_nor_awaited():
    vintage = known(indicator({2023: {"status": "missing"}}), date(2026, 1, 1))
    assert (vintage.figures, vintage.pending) == ((), ())


@pytest.mark.parametrize(
    ("status", "usable"), [("final", True), ("break", True), ("provisional", False), ("estimated", False)]
)
def test_a_verdict_may_rest_on_final_figures_and_the_first_after_a_break(status, usable):
    vintage = known(indicator({2022: {"value": 5, "status": status}}), date(2026, 1, 1))
    assert values(vintage) == {2022: 5}
    assert bool(vintage.usable) == usable


def test_figures_and_pending_years_come_oldest_first():
    actuals = {2024: {"status": "pending"}, 2022: 3, 2023: {"status": "pending"}, 2020: 1}
    vintage = known(indicator(actuals), date(2026, 1, 1))
    assert [figure.year for figure in vintage.figures] == [2020, 2022]
    assert [awaited.year for awaited in vintage.pending] == [2023, 2024]


def test_the_days_of_publication_are_all_of_them_once_each():
    actuals = {
        2020: 1,
        2021: {"value": 2, "published": "2023-03-01"},
        2022: REVISED,
        2023: {"status": "pending", "due": "2024-12-31"},
        2024: {"status": "missing"},
    }
    assert publication_days(indicator(actuals)) == [
        date(2020, 12, 31),
        date(2023, 3, 1),
        date(2023, 6, 1),
        date(2023, 9, 1),
    ]


@pytest.mark.parametrize(("kind", "day"), [("calendar", date(2022, 12, 31)), ("fiscal", date(2023, 3, 31))])
def test_a_figure_without_a_date_was_published_at_the_end_of_its_year(kind, day):
    counted = indicator({}, year=kind)
    assert publication(Figure(2022, 1), counted) == day
    assert publication(Figure(2022, 1, published=date(2024, 1, 1)), counted) == date(2024, 1, 1)


def test_a_stock_without_a_date_counts_from_the_day_on_which_it_is_counted():
    stock = indicator({2021: 1, 2022: {"value": 2, "note": "n"}, 2023: {"status": "pending"}}, as_of="06-30")
    assert publication(Figure(2022, 1), stock) == date(2022, 6, 30)
    assert [figure.year for figure in known(stock, date(2022, 6, 29)).figures] == [2021]
    assert [figure.year for figure in known(stock, date(2022, 6, 30)).figures] == [2021, 2022]
    assert [awaited.year for awaited in known(stock, date(2023, 6, 30)).pending] == [2023]


@pytest.mark.parametrize("status", ["pending", "missing"])
def test_a_figure_without_a_value_never_stood(status):
    assert as_it_stood(Figure(2022, None, status), indicator({}), date(2100, 1, 1)) is None


DATES = st.dates(date(2020, 1, 1), date(2026, 12, 31))
ACTUALS = st.dictionaries(
    st.integers(2019, 2026),
    st.one_of(
        st.integers(0, 9),
        st.builds(
            lambda value, days: {
                "value": value,
                "published": days[-1].isoformat(),
                "revisions": [{"value": 10 + i, "published": day.isoformat()} for i, day in enumerate(days[:-1])],
            },
            st.integers(0, 9),
            st.lists(DATES, min_size=1, max_size=3, unique=True).map(sorted),
        ),
        st.builds(lambda day: {"status": "pending", "due": day.isoformat()}, DATES),
    ),
)


@given(ACTUALS, DATES, st.sampled_from(["calendar", "fiscal"]))
def test_knowledge_changes_on_days_of_publication_only_and_no_year_gets_lost(actuals, day, kind):
    measured = indicator(actuals, kind)
    before, after = known(measured, day - timedelta(1)), known(measured, day)
    assert set(values(before)) <= set(values(after))
    if values(before) != values(after):
        assert day in publication_days(measured)
    both = {awaited.year for awaited in after.pending} & set(values(after))
    assert not both, "a year is either known or awaited"


@pytest.mark.parametrize(
    ("figure", "printed", "expected"),
    [
        (Figure(2022, 961), None, "sheet"),
        (Figure(2022, 961), date(2022, 12, 31), "sheet"),
        (Figure(2022, 961), date(2022, 12, 30), None),
        (Figure(2022, 961, published=date(2023, 8, 1)), date(2023, 8, 1), "sheet"),
        (Figure(2022, 961, published=date(2023, 8, 1)), date(2023, 7, 31), None),
        (Figure(2022, 961, source="own"), date(2020, 1, 1), "own"),
    ],
)
def test_a_figure_takes_its_indicators_source_only_where_that_can_have_it(figure, printed, expected):
    sources = {"sheet": Source(title="Sheet", published=printed)}
    assert source_of(figure, indicator({}, source="sheet"), sources) == expected


def test_an_address_as_the_indicators_source_is_taken_as_it_is():
    assert source_of(Figure(2022, 961), indicator({}, source="https://example.org/a"), {}) == "https://example.org/a"
    assert source_of(Figure(2022, 961), indicator({}), {}) is None
