from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exchange_data import TODAY, datasets, emptied, figures, written
from hypothesis import given, settings

from unpolicy.exchange.csvfile import read_csv
from unpolicy.exchange.intake import ImportRequest, Intake, take
from unpolicy.exchange.jsonfile import read_json
from unpolicy.exchange.xlsx_in import read_xlsx

if TYPE_CHECKING:
    from unpolicy.model import Dataset, Figure


def taken(intake: Intake) -> list[tuple[str, Figure]]:
    assert [(one.row, str(one.reason)) for one in intake.refusals] == []
    return [(change.indicator, change.after) for change in intake.taken]


def through(dataset: Dataset, kind: str, into: Dataset) -> Intake:
    read = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json}[kind]
    content = read(written(dataset, kind), f"x.{kind}")
    return take(ImportRequest(content, force=True), into, TODAY)


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
    assert intake.unchanged == len(figures(dataset))


@given(dataset=datasets())
@settings(max_examples=80)
def test_json_holds_all_data(dataset: Dataset) -> None:
    assert read_json(written(dataset, "json"), "x.json") == dataset
