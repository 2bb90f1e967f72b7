"""The table of targets: the same rows in every format, equal to what `status` says."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from exchange_data import WISHES, make, written

from unpolicy.assess.assessment import assess
from unpolicy.errors import UsageError
from unpolicy.exchange.rows import TargetRow, target_rows
from unpolicy.exchange.textfiles import cell
from unpolicy.views import to_json
from unpolicy.views.status_document import status_document
from unpolicy.views.voice import Voice

FIGURES = {2020: 918, 2021: 956, 2022: 961}
DATASET = make(
    {"staff": {"kind": "count", "actuals": FIGURES}, "share": {"kind": "amount", "actuals": {2020: 50.5, 2024: 61}}},
    goals={"g": {"title": "=1+1"}},
    targets={
        "more": {"goal": "g", "indicator": "staff", "baseline": 2020, "value": 1000, "by": 2025},
        "kept": {"goal": "g", "indicator": "share", "baseline": 2020, "keep": {"min": 50}, "by": 2030, "title": "=1+1"},
    },
    ratings=[{"target": "more", "review": "FY2024", "step": "achieved", "by": "x", "date": "2024-08-30"}],
    headline="more",
)
ASKED = WISHES._replace(table="targets")


def expected():
    return list(target_rows(DATASET, ASKED.lang, ASKED.as_of))


def test_csv_and_json_hold_the_same_rows():
    rows = list(csv.reader(io.StringIO(written(DATASET, "csv", ASKED).decode(), newline="")))
    assert rows == [list(TargetRow._fields), *([cell(value) for value in row] for row in expected())]
    document = json.loads(written(DATASET, "json", ASKED))
    assert document["schema"] == "unpolicy/targets/1"
    assert document["targets"] == [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row._asdict().items()}
        for row in expected()
    ]


def test_a_byte_order_mark_is_there_for_excel_if_wished():
    assert written(DATASET, "csv", ASKED._replace(bom=True)).startswith(b"\xef\xbb\xbftarget,")


def test_parquet_holds_them_too():
    polars = pytest.importorskip("polars", reason="needs the extra 'parquet'")
    frame = polars.read_parquet(io.BytesIO(written(DATASET, "parquet", ASKED)))
    assert frame.rows() == [tuple(row) for row in expected()]


def test_a_workbook_has_them_in_a_sheet_of_its_own():
    openpyxl = pytest.importorskip("openpyxl", reason="needs the extra 'xlsx'")
    sheet = openpyxl.load_workbook(io.BytesIO(written(DATASET, "xlsx")))["progress"]
    head, *rows = [[one.value for one in row] for row in sheet.iter_rows()]
    assert head == list(TargetRow._fields)
    assert [row[head.index("verdict")] for row in rows] == [row.verdict for row in expected()]
    assert [row[head.index("stale")] for row in rows] == [row.stale for row in expected()]


@pytest.mark.parametrize("kind", ["sdmx-csv", "iati"])
def test_formats_of_observations_refuse_them_with_the_way_out(kind):
    with pytest.raises(UsageError, match="csv, json, xlsx or parquet"):
        written(DATASET, kind, ASKED)


@pytest.mark.parametrize("method", ["linear", "statcan", "kenko21"])
def test_they_say_what_status_says(method):
    document = to_json(status_document(assess(DATASET, ASKED.as_of, method), Voice("en")))
    for row, target in zip(target_rows(DATASET, "en", ASKED.as_of, method), document["targets"], strict=True):
        shared = {
            name: value
            for name, value in row._asdict().items()
            if name in target and name not in ("latest", "baseline", "aim")
        }
        assert shared == {name: target[name] for name in shared}
        assert (row.observed, row.required, row.needed) == tuple(target["pace"].values())
        assert (row.latest_year, row.latest) == (
            (target["latest"] or {}).get("year"),
            (target["latest"] or {}).get("value"),
        )
