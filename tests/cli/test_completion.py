"""What the shell may complete, read from the data files in front of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from unpolicy.cli import completion
from unpolicy.names import VERDICTS


def context(data=None, parent_data=None):
    parent = None if parent_data is None else SimpleNamespace(params={"data": str(parent_data)})
    return SimpleNamespace(params={"data": None if data is None else str(data)}, parent=parent)


@pytest.mark.parametrize(
    ("complete", "expected"),
    [
        (completion.targets, {"staff-1000"}),
        (completion.goals, {"international-staff", "un-reform"}),
        (completion.sources, {"evaluation"}),
        (completion.indicators, {"un-staff"}),
    ],
)
def test_each_kind_of_id_is_offered_from_its_own_section(data, complete, expected):
    offered = dict(complete(context(data), ""))
    everything = dict(completion.ids(context(data), "")) | dict(completion.sources(context(data), ""))
    assert expected <= set(offered)
    assert set(offered) <= set(everything)
    assert all(title.strip() for title in offered.values())


def test_an_option_before_the_command_counts_too(data):
    assert completion.ids(context(parent_data=data), "un-s") == completion.ids(context(data), "un-s") != []


def test_only_what_begins_as_typed_is_offered(data):
    assert {key for key, _ in completion.ids(context(data), "staff")} == {"staff-1000"}
    assert completion.ids(context(data), "zzz") == []


@pytest.mark.parametrize("content", ["a: [", "- 1\n- 2\n", "indicators: 7\ntargets: {1: 2, x: {title: 3}}\n"])
def test_data_that_cannot_be_read_offer_nothing_wrong(data, content):
    for name in ("targets.yaml", "indicators.yaml"):
        (data / name).write_text(content, encoding="utf-8")
    assert all(isinstance(key, str) for key, _ in completion.ids(context(data), ""))


def test_without_data_nothing_is_offered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert completion.ids(context(), "") == []
    assert completion.ids(context(tmp_path / "nowhere"), "") == []


def test_verdicts_and_years():
    assert completion.verdicts(context(), "") == list(VERDICTS)
    assert completion.verdicts(context(), "m") == ["moving-away", "missed"]
    offered = [int(year) for year in completion.years(context(), "")]
    assert offered == list(range(offered[0], offered[0] - 10, -1))
    assert completion.years(context(), "19") == []
