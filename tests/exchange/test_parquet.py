import io
import sys
from datetime import date

import pytest
from exchange_data import datasets, figures, make, written
from hypothesis import given, settings

from unpolicy.errors import MissingExtraError
from unpolicy.exchange.rows import COLUMNS

polars = pytest.importorskip("polars", reason="the extra parquet is not installed")


def table(dataset):
    return polars.read_parquet(io.BytesIO(written(dataset, "parquet")))


def test_columns_have_the_types_that_are_documented():
    schema = table(make({"i": {}})).schema
    assert tuple(schema) == COLUMNS
    assert (schema["year"], schema["value"], schema["published"]) == (polars.Int16, polars.Float64, polars.Date)
    assert schema["revisions"] == polars.List(polars.Struct({"value": polars.Float64, "published": polars.Date}))


@given(dataset=datasets())
@settings(max_examples=25)
def test_every_figure_is_in_the_table(dataset):
    rows = [(row["indicator"], row["year"], row["value"], row["status"]) for row in table(dataset).to_dicts()]
    expected = [
        (key, one.year, None if one.value is None else float(one.value), one.status) for key, one in figures(dataset)
    ]
    assert rows == expected


def test_revisions_and_days_keep_their_types():
    actual = {
        "value": 2,
        "published": "2022-08-30",
        "revisions": [{"value": 1, "published": "2022-06-01"}, {"value": 3}],
    }
    row = table(make({"i": {"actuals": {2021: actual}}})).to_dicts()[0]
    assert row["published"] == date(2022, 8, 30)
    assert row["revisions"] == [{"value": 1.0, "published": date(2022, 6, 1)}, {"value": 3.0, "published": None}]


def test_a_missing_package_names_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'unpolicy\[parquet\]'"):
        written(make({}), "parquet")
