from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest
from exchange_data import HOSTILE, TODAY, datasets, emptied, figures, make, written
from generated import dataset_of, policies
from hypothesis import given, settings
from hypothesis import strategies as st

from unpolicy.assess.vintages import source_of
from unpolicy.exchange.intake import take
from unpolicy.exchange.request import ImportRequest, Typed
from unpolicy.exchange.textfiles import read_csv, read_json
from unpolicy.exchange.xlsx_in import read_xlsx

if TYPE_CHECKING:
    from generated import Files

    from unpolicy.exchange.cells import Grid
    from unpolicy.exchange.intake import Ledger
    from unpolicy.model import Dataset, Figure


def taken(ledger: Ledger) -> list[tuple[str, Figure | None]]:
    assert [(cell.row.number, str(error)) for cell, error in ledger.refused] == []
    return [(one.indicator, one.after) for _, one in ledger.taken]


def expected(dataset: Dataset) -> list[tuple[str, Figure]]:
    """All figures, without the sources of their own that they would have of their indicators anyway."""
    return [(key, plain(figure, dataset, key)) for key, figure in figures(dataset)]


def plain(figure: Figure, dataset: Dataset, key: str) -> Figure:
    bare = figure._replace(source=None)
    return bare if source_of(bare, dataset.indicators[key], dataset.sources) == figure.source else figure


def sources(dataset: Dataset) -> list[str | None]:
    return [source_of(figure, dataset.indicators[key], dataset.sources) for key, figure in figures(dataset)]


def through(dataset: Dataset, kind: str, into: Dataset) -> Ledger:
    read = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json}[kind]
    content = read(written(dataset, kind), f"x.{kind}")
    return take(ImportRequest(content, Typed(force=True)), into, TODAY)


@pytest.mark.parametrize("kind", ["csv", "json"])
@given(dataset=datasets())
def test_what_was_exported_comes_back_as_it_was(kind: str, dataset: Dataset) -> None:
    assert taken(through(dataset, kind, emptied(dataset))) == expected(dataset)


@given(dataset=datasets())
@settings(max_examples=25)
def test_what_was_exported_to_excel_comes_back_as_it_was(dataset: Dataset) -> None:
    assert taken(through(dataset, "xlsx", emptied(dataset))) == expected(dataset)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_comes_back_as_it_was(kind: str, text: str) -> None:
    dataset = make({"a": {"unit": text, "actuals": {2000: {"value": 1, "note": text}}}})
    assert taken(through(dataset, kind, emptied(dataset))) == expected(dataset)


@pytest.mark.parametrize("kind", ["csv", "json"])
@given(dataset=datasets())
@settings(max_examples=30)
def test_taking_an_export_into_its_own_data_changes_nothing(kind: str, dataset: Dataset) -> None:
    intake = through(dataset, kind, dataset)
    assert taken(intake) == []
    assert (intake.recorded, intake.filled) == (len(figures(dataset)),) * 2


@given(dataset=datasets())
def test_json_holds_all_data_and_the_source_of_each_figure(dataset: Dataset) -> None:
    found = read_json(written(dataset, "json"), "x.json")
    assert found.targets_file == dataset.targets_file
    assert emptied(found) == emptied(dataset)
    resolved = zip(figures(dataset), sources(dataset), strict=True)
    assert figures(found) == [(key, figure._replace(source=source)) for (key, figure), source in resolved]


@given(dataset=datasets())
@settings(max_examples=15)
def test_the_source_is_the_same_in_every_format(dataset: Dataset) -> None:
    said = ["" if source is None else source for source in sources(dataset)]
    assert column(read_csv(written(dataset, "csv"), "x.csv"), "source") == said
    assert column(read_csv(written(dataset, "sdmx-csv"), "x.csv"), "SOURCE") == said
    assert column(read_xlsx(written(dataset, "xlsx"), "x.xlsx"), "source") == said
    assert [one or "" for one in pl.read_parquet(io.BytesIO(written(dataset, "parquet")))["source"]] == said


def column(grid: Grid, heading: str) -> list[str]:
    at = grid.rows[0].cells.index(heading)
    return [row.cell(at) for row in grid.rows[1:]]


@given(dataset=datasets(), indicator=st.sampled_from(["paper", "https://example.org/a,b", None]))
@settings(max_examples=40)
def test_data_with_other_sources_of_their_own_take_the_sources_that_were_exported(
    dataset: Dataset, indicator: str | None
) -> None:
    others = {key: one.model_copy(update={"source": indicator}) for key, one in emptied(dataset).indicators.items()}
    into = dataset._replace(indicators_file=dataset.indicators_file.model_copy(update={"indicators": others}))
    found = taken(through(dataset, "csv", into))
    came = [source_of(one, others[key], dataset.sources) for key, one in found if one is not None]
    assert [one for one, said in zip(came, sources(dataset), strict=True) if said is not None and one != said] == []


@given(dataset=datasets())
def test_what_was_exported_to_sdmx_comes_back_with_its_years_values_and_statuses(dataset: Dataset) -> None:
    content = read_csv(written(dataset, "sdmx-csv"), "x.sdmx.csv")
    found = taken(take(ImportRequest(content, Typed(force=True)), emptied(dataset), TODAY))
    assert [(key, one and one[:3]) for key, one in found] == [(key, one[:3]) for key, one in figures(dataset)]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
@given(files=policies())
@settings(max_examples=12)
def test_a_policy_over_the_whole_model_comes_back_as_it_was(kind: str, files: Files) -> None:
    dataset = dataset_of(files)
    wanted = expected(dataset)
    if kind != "json":  # only there do keys of one's own have a place
        wanted = [(key, figure._replace(own=())) for key, figure in wanted]
    assert taken(through(dataset, kind, emptied(dataset))) == wanted
    assert taken(through(dataset, kind, dataset)) == []


@given(dataset=datasets())
@settings(max_examples=30)
def test_taking_an_export_to_sdmx_into_its_own_data_changes_no_note_and_no_source(dataset: Dataset) -> None:
    _has_the_same_notes_and_sources(dataset)


@pytest.mark.parametrize("day", ["1999-06-01", "2000-01-01", "2001-06-01"])
@pytest.mark.parametrize("source", [{}, {"source": "paper"}])
def test_a_recorded_day_decides_what_is_inherited_where_a_file_has_no_days(day: str, source: dict[str, str]) -> None:
    figure = {"value": 1, "published": day} | source
    paper = {"paper": {"title": "Paper", "published": "2000-01-01"}}
    _has_the_same_notes_and_sources(make({"a": {"source": "paper", "actuals": {2000: figure}}}, sources=paper))


def _has_the_same_notes_and_sources(dataset: Dataset) -> None:
    content = read_csv(written(dataset, "sdmx-csv"), "x.sdmx.csv")
    ledger = take(ImportRequest(content, Typed(force=True)), dataset, TODAY)
    for _, one in ledger.taken:
        before, after = one.before, one.after
        assert before is not None
        assert after is not None
        assert (after.source, after.note) == (before.source, before.note)


def test_a_revised_figure_keeps_the_source_that_is_older_than_the_revision() -> None:
    paper = {"paper": {"title": "Paper", "published": "2001-06-01"}}
    dataset = make({"a": {"source": "paper", "actuals": {2000: 1}}}, sources=paper)
    content = read_csv(b"indicator,year,value,source\na,2000,1.1,paper\n", "x.csv")
    [(_, figure)] = taken(take(ImportRequest(content, Typed(revise=True)), dataset, TODAY))
    assert figure is not None
    assert (figure.published, figure.source) == (TODAY, "paper")
