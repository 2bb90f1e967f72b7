from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exchange_data import TODAY, datasets, emptied, figures, written
from hypothesis import given, settings

from unpolicy.exchange.csvfile import read_csv
from unpolicy.exchange.intake import take
from unpolicy.exchange.jsonfile import read_json
from unpolicy.exchange.request import Typed, request_of
from unpolicy.exchange.xlsx_in import read_xlsx

if TYPE_CHECKING:
    from unpolicy.exchange.ledger import Ledger
    from unpolicy.model import Dataset, Figure


def taken(ledger: Ledger) -> list[tuple[str, Figure | None]]:
    assert [(one.row, str(one.error)) for one in ledger.refused] == []
    return [(one.decision.indicator, one.decision.after) for one in ledger.taken]


def through(dataset: Dataset, kind: str, into: Dataset) -> Ledger:
    read = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json}[kind]
    content = read(written(dataset, kind), f"x.{kind}")
    return take(request_of(content, Typed(force=True)), into, TODAY).ledger


@pytest.mark.parametrize("kind", ["csv", "json"])
@given(dataset=datasets())
@settings(max_examples=80)
def test_what_was_exported_comes_back_as_it_was(kind: str, dataset: Dataset) -> None:
    assert taken(through(dataset, kind, emptied(dataset))) == figures(dataset)


@given(dataset=datasets())
@settings(max_examples=25)
def test_what_was_exported_to_excel_comes_back_as_it_was(dataset: Dataset) -> None:
    assert taken(through(dataset, "xlsx", emptied(dataset))) == figures(dataset)


@pytest.mark.parametrize("kind", ["csv", "json"])
@given(dataset=datasets())
@settings(max_examples=30)
def test_taking_an_export_into_its_own_data_changes_nothing(kind: str, dataset: Dataset) -> None:
    intake = through(dataset, kind, dataset)
    assert taken(intake) == []
    assert (intake.recorded, intake.filled) == (len(figures(dataset)),) * 2


@given(dataset=datasets())
@settings(max_examples=80)
def test_json_holds_all_data(dataset: Dataset) -> None:
    assert read_json(written(dataset, "json"), "x.json") == dataset


@given(dataset=datasets())
@settings(max_examples=80)
def test_what_was_exported_to_sdmx_comes_back_with_its_years_values_and_statuses(dataset: Dataset) -> None:
    content = read_csv(written(dataset, "sdmx-csv"), "x.sdmx.csv")
    found = taken(take(request_of(content, Typed(force=True)), emptied(dataset), TODAY).ledger)
    assert [(key, one and one[:3]) for key, one in found] == [(key, one[:3]) for key, one in figures(dataset)]
