import csv
import io

import pytest
from exchange_data import TODAY, make, written

from unpolicy.errors import UsageError
from unpolicy.exchange.formats import Wishes
from unpolicy.exchange.sdmx import OBS_STATUS
from unpolicy.names import Status

DATASET = make(
    {
        "stock": {
            "unit": "people",
            "actuals": {
                2018: {"value": 1, "status": "provisional"},
                2019: {"value": 2, "status": "estimated"},
                2020: {"value": 3, "status": "break"},
                2021: 4.5,
                2022: {"status": "missing"},
                2023: {"status": "pending", "note": {"ja": "未公表", "en": "not out"}},
            },
        },
        "share": {"year": "fiscal", "kind": "percentage", "source": "paper", "actuals": {2020: 85.2}},
    },
    sources={"paper": {"title": "Paper"}},
)


def observations(**wishes):
    text = written(DATASET, "sdmx-csv", Wishes("en", TODAY, **wishes)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_status_has_the_code_of_the_sdmx_code_list():
    assert [row["OBS_STATUS"] for row in observations()] == ["P", "E", "B", "A", "O", "L", "A"]
    assert set(OBS_STATUS) == set(Status.__args__)


def test_the_structure_columns_come_first_with_what_the_guide_asks_for():
    first = observations(agency="JP.MOFA")[0]
    assert list(first.items())[:3] == [
        ("STRUCTURE", "dataflow"),
        ("STRUCTURE_ID", "JP.MOFA:DF_P(1.0.0)"),
        ("ACTION", "I"),
    ]


def test_a_calendar_year_is_a_year_and_a_fiscal_one_a_reporting_year_with_its_start():
    rows = observations()
    assert (rows[0]["TIME_PERIOD"], rows[0]["REPORTING_YEAR_START_DAY"]) == ("2018", "")
    assert (rows[-1]["TIME_PERIOD"], rows[-1]["REPORTING_YEAR_START_DAY"]) == ("2020-A1", "--04-01")


def test_a_figure_that_is_not_there_is_missing_on_purpose():
    assert [row["OBS_VALUE"] for row in observations()] == ["1", "2", "3", "4.5", "NaN", "NaN", "85.2"]


def test_the_source_is_the_figures_own_or_its_indicators():
    assert observations()[-1]["SOURCE"] == "paper"


@pytest.mark.parametrize("agency", ["", "1A", "a b", "A:B", "A..B"])
def test_an_agency_that_is_no_id_is_refused(agency):
    with pytest.raises(UsageError):
        written(DATASET, "sdmx-csv", Wishes("en", TODAY, agency=agency or "(none)"))
