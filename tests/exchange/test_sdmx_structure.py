"""The structure of an SDMX export, and the data by it, as two other programs read them."""

from __future__ import annotations

import io
import math
import sys
import warnings
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from exchange_data import WISHES, datasets, figures, make, written
from hypothesis import given, settings

from unpolicy.errors import MissingExtraError
from unpolicy.exchange.sdmx import flow_of, structure_message

pytest.importorskip("pysdmx", reason="the extra sdmx is not installed")
sdmx = pytest.importorskip("sdmx", reason="sdmx1 is not installed")

if TYPE_CHECKING:
    from pathlib import Path

    from unpolicy.model import Dataset

SURVEY = make(
    {
        "people": {
            "title": {"ja": "職員", "en": "Staff"},
            "definition": "Heads & <hands>",
            "actuals": {2020: 918, 2021: {"status": "pending", "note": "out\r\nlater"}, 2022: {"status": "missing"}},
        },
        "women": {
            "part_of": "people",
            "of": {"sex": "female", "title": "any"},
            "year": {"starts": 7, "named_by": "end"},
            "actuals": {2024: {"value": 5, "low": 4, "high": 6.5}},
        },
    }
)


def read_by_pysdmx(dataset: Dataset, folder: Path) -> list[dict[str, Any]]:
    from pysdmx.io import get_datasets, read_sdmx

    structure, data = files(dataset, folder)
    read_sdmx(structure, validate=True)
    [found] = get_datasets(data, structure)
    return found.data.to_dict("records")


def read_by_sdmx1(dataset: Dataset, folder: Path):
    with warnings.catch_warnings(), ExitStack() as stack:
        warnings.simplefilter("ignore")  # what it deprecates of its own
        structure, data = (stack.enter_context(path.open("rb")) for path in files(dataset, folder))
        message = sdmx.read_sdmx(structure)
        [flow] = message.dataflow.values()
        read = sdmx.read_sdmx(data, format="CSV", structure=flow.structure)
        return message, sdmx.to_pandas(read.data[0], attributes="o")


def files(dataset: Dataset, folder: Path) -> tuple[Path, Path]:
    structure, data = folder / "x.xml", folder / "x.csv"
    structure.write_bytes(structure_message(dataset, WISHES))
    data.write_bytes(written(dataset, "sdmx-csv"))
    return structure, data


def test_pysdmx_reads_every_observation_by_the_structure(tmp_path):
    first, pending, missing, women = read_by_pysdmx(SURVEY, tmp_path)
    assert (first["INDICATOR"], first["SEX"], first["D__TITLE"], first["TIME_PERIOD"]) == ("people", "_T", "_T", "2020")
    assert first["OBS_VALUE"] == 918
    assert math.isnan(pending["OBS_VALUE"])
    assert math.isnan(missing["OBS_VALUE"])
    assert (pending["OBS_STATUS"], pending["COMMENT_OBS"]) == ("L", "out later")
    assert (women["SEX"], women["D__TITLE"], women["PART_OF"]) == ("female", "any", "people")
    assert (women["TIME_PERIOD"], women["REPORTING_YEAR_START_DAY"]) == ("2023-A1", "--07-01")
    assert (women["LOWER_BOUND"], women["UPPER_BOUND"]) == (4, 6.5)


def test_sdmx1_reads_every_observation_by_the_structure_and_pending_figures_are_no_numbers(tmp_path):
    message, table = read_by_sdmx1(SURVEY, tmp_path)
    assert list(table.index.names) == ["FREQ", "INDICATOR", "SEX", "D__TITLE", "TIME_PERIOD"]
    values = list(table["value"])
    assert (values[0], values[3]) == (918, 5)
    assert all(map(math.isnan, values[1:3]))
    names = message.codelist["CL_P_INDICATOR"]
    assert (str(names["people"].name), str(names["people"].description)) == ("Staff", "Heads & <hands>")
    assert [code.id for code in message.codelist["CL_P_SEX"]] == ["_T", "female"]


def test_the_structure_is_in_the_language_that_was_asked_for_and_the_same_each_time():
    wishes = WISHES._replace(lang="ja", agency="JP.MOFA")
    text = structure_message(SURVEY, wishes)
    assert '<com:Name xml:lang="ja">職員</com:Name>' in text.decode()
    assert b'xml:lang="en"' not in text
    assert b'agencyID="JP.MOFA"' in text
    assert structure_message(SURVEY, wishes) == text


@given(dataset=datasets())
@settings(max_examples=12, deadline=None)
def test_both_read_whatever_the_data_hold(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sdmx")
    if not figures(dataset):
        return
    values = [math.nan if one.value is None else float(one.value) for _, one in figures(dataset)]
    # Both read numbers with pandas, whose fast parser may miss the last bit; what the file holds is exact.
    same = pytest.approx(values, nan_ok=True, rel=1e-15, abs=0)
    assert [float(row["OBS_VALUE"]) for row in read_by_pysdmx(dataset, folder)] == same
    _, table = read_by_sdmx1(dataset, folder)
    assert sorted(table["value"], key=repr) == pytest.approx(sorted(values, key=repr), nan_ok=True, rel=1e-15, abs=0)


def test_every_column_of_the_data_has_its_component():
    header = written(SURVEY, "sdmx-csv").decode().splitlines()[0].split(",")
    assert tuple(header[3:]) == flow_of(SURVEY, None).components


@pytest.mark.parametrize("module", ["pysdmx", "pysdmx.io.xml"])
def test_without_the_package_the_extra_is_named(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        structure_message(SURVEY, WISHES)
    assert "pip install 'unpolicy[sdmx]'" in str(caught.value)
    assert "unpolicy[sdmx]" in caught.value.text("ja")


def test_an_empty_policy_has_a_structure_too(tmp_path):
    from pysdmx.io import read_sdmx

    content = structure_message(make({}), WISHES)
    assert read_sdmx(io.BytesIO(content), validate=True).get_dataflows()[0].id == "DF_P"
