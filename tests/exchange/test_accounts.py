"""Whatever a table holds, every filled cell is taken, recorded, left out by a choice, or refused by name."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from exchange_data import TODAY, make
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.errors import UnpolicyError
from unpolicy.exchange.intake import take
from unpolicy.exchange.request import ImportRequest, Typed
from unpolicy.exchange.textfiles import read_csv

DATASET = make(
    {
        "staff": {"kind": "count", "unit": "people", "actuals": {2018: 900, 2019: {"status": "pending"}}},
        "rate": {"kind": "percentage", "unit": "%", "year": "fiscal", "actuals": {2018: 50}},
    }
)
YEARS = (
    "2016",
    "2017",
    "2018",
    "FY2018",
    "2019 (p)",
    "2020-A1",
    "2021/22",
    "2016 Q1",
    "2017-12-31",
    "令和2",
    "x",
    "²019",
)
FIGURES = (
    "900", "905", "9５0", "50%", "1,234", "2.345", "2,3", "△5", "(5)", "5 p", "5e", "7 *", "961²", "..", "-", "pending",
    "x", "#N/A", "many", "1e3", "950 people", "3 kt", "0x10", "nan", "1_000", "12\n3",
)  # fmt: skip
NAMES = ("staff", "rate", "T", "nobody", "")
WORDS = ("", "Female", "Male", "Total", "p", "Normal value", "odd flag", "Thousands", "people", "%", "3")
HEADINGS = ("Sex", "status", "OBS_STATUS", "unit", "UNIT_MULT", "note", "Age", "2017", "staff", "target", "", "source")


def table(rows: list[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


@st.composite
def tidy(draw: Any) -> list[list[str]]:
    more = draw(st.lists(st.sampled_from(HEADINGS), max_size=3, unique=True))
    header = ["indicator", "year", "value", *more]
    cells = [st.sampled_from(NAMES), st.sampled_from(YEARS), st.sampled_from(("", *FIGURES))]
    row = st.tuples(*cells, *(st.sampled_from((*WORDS, *FIGURES[:3])) for _ in more)).map(list)
    return [header, *draw(st.lists(row, min_size=1, max_size=8))]


@st.composite
def wide(draw: Any) -> list[list[str]]:
    years = draw(st.lists(st.sampled_from(YEARS[:8]), min_size=1, max_size=4, unique=True))
    more = draw(st.lists(st.sampled_from(("unit", "Area", "R7目標", "sum", "")), max_size=2, unique=True))
    cells = [st.sampled_from(NAMES), *(st.sampled_from(("", *FIGURES)) for _ in years)]
    row = st.tuples(*cells, *(st.sampled_from((*WORDS, "7", "8.5")) for _ in more)).map(list)
    return [["indicator", *years, *more], *draw(st.lists(row, min_size=1, max_size=6))]


@st.composite
def choices(draw: Any) -> Typed:
    return Typed(
        indicator=draw(st.sampled_from((None, None, "staff"))),
        decimal=draw(st.sampled_from((None, ".", ","))),
        missing=draw(st.sampled_from(([], ["many"]))),
        flag=draw(st.sampled_from(([], ["*=estimated"]))),
        force=draw(st.booleans()),
        revise=draw(st.booleans()),
    )


def accounted(rows: list[list[str]], typed: Typed) -> dict[tuple[int | None, int | None], str] | None:
    """What became of each cell that the ledger names; `None` where the table is refused as a whole."""
    try:
        ledger = take(ImportRequest(read_csv(table(rows), "x.csv"), typed), DATASET, TODAY)
    except UnpolicyError:
        return None
    assert ledger.filled == len(ledger.taken) + ledger.recorded + ledger.left_out + len(ledger.refused)
    found = [(*cell.at, "taken") for cell, _ in ledger.taken]
    found += [(*cell.at, "refused") for cell, _ in ledger.refused]
    assert len({(row, column) for row, column, _ in found}) == len(found), "a cell is in the ledger twice"
    assert all(error.ja for _, error in ledger.refused)
    return {(row, column): what for row, column, what in found} | {(None, None): str(ledger.recorded + ledger.left_out)}


@given(rows=tidy(), typed=choices())
def test_no_figure_of_a_row_a_figure_is_lost(rows: list[list[str]], typed: Typed) -> None:
    found = accounted(rows, typed)
    if found is None:
        return
    named = len(found) - 1 + int(found[None, None])
    assert named >= sum(1 for row in rows[1:] if row[2].strip())


@given(rows=wide(), typed=choices())
def test_no_figure_of_years_as_columns_is_lost(rows: list[list[str]], typed: Typed) -> None:
    found = accounted(rows, typed)
    if found is None:
        return
    named = len(found) - 1 + int(found[None, None])
    years = [at for at, heading in enumerate(rows[0]) if heading in YEARS[:7]]
    assert named >= sum(1 for row in rows[1:] for at in years if row[at].strip())


@given(
    rows=st.lists(st.lists(st.sampled_from((*FIGURES, *WORDS, *YEARS, *NAMES, *HEADINGS, "year", "value")), max_size=5))
)
def test_any_grid_is_accounted_for_or_refused_in_one_sentence(rows: list[list[str]]) -> None:
    accounted(rows, Typed("staff"))


@pytest.mark.parametrize("width", [1, 3])
def test_a_row_with_more_cells_than_headings_is_refused_cell_by_cell(width: int) -> None:
    found = accounted([["indicator", "year", "value"], ["staff", "2017", "2", *["345"] * width]], Typed())
    assert found == {(2, 3 + at): "refused" for at in range(width + 1)} | {(None, None): "0"}


@pytest.mark.parametrize("command", [("add-actual", "2020", "5", "-i", "a"), ("import", "in.csv", "-i", "a")])
def test_data_that_lack_figures_of_baselines_take_some_and_say_how_many_are_missing(unpolicy, data, command):
    head = "version: 1\npolicy: {id: p, title: P}\ngoals: {g: {title: G}}\ntargets:\n"
    target = "  t{0}: {{goal: g, indicator: {0}, baseline: 2020, value: 9, by: 2030}}\n"
    record = "  {0}: {{title: {0}, unit: u, kind: amount, direction: increase, year: calendar}}\n"
    (data / "targets.yaml").write_text(head + "".join(map(target.format, "abc")), encoding="utf-8")
    (data / "indicators.yaml").write_text(
        "version: 1\nindicators:\n" + "".join(map(record.format, "abc")), encoding="utf-8"
    )
    (data.parent / "in.csv").write_text("year,value\n2020,5\n", encoding="utf-8")
    result = unpolicy(*command)
    assert (result.code, "2 baselines still lack figures" in result.err) == (0, True)
    assert unpolicy("add-actual", "2020", "5", "-i", "b").err.count("1 baseline still lacks its figure") == 1
    assert unpolicy("add-actual", "2021", "5", "-i", "b").code == 3
    assert unpolicy("add-actual", "2020", "5", "-i", "c").code == 0
    assert unpolicy("validate").code == 0
