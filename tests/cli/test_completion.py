"""What the shell may complete, read from the data files in front of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import get_type_hints

import pytest
import typer

from unpolicy.cli import options
from unpolicy.cli.app import build
from unpolicy.names import VERDICTS


def context(data=None, parent_data=None):
    parent = None if parent_data is None else SimpleNamespace(params={"data": str(parent_data)})
    return SimpleNamespace(params={"data": None if data is None else str(data)}, parent=parent)


@pytest.mark.parametrize(
    ("complete", "expected"),
    [
        (options.targets, {"staff-1000"}),
        (options.goals, {"international-staff", "un-reform"}),
        (options.sources, {"evaluation"}),
        (options.indicators, {"un-staff"}),
    ],
)
def test_each_kind_of_id_is_offered_from_its_own_section(data, complete, expected):
    offered = dict(complete(context(data), ""))
    everything = dict(options.ids(context(data), "")) | dict(options.sources(context(data), ""))
    assert expected <= set(offered)
    assert set(offered) <= set(everything)
    assert all(title.strip() for title in offered.values())


def test_an_option_before_the_command_counts_too(data):
    assert options.ids(context(parent_data=data), "un-s") == options.ids(context(data), "un-s") != []


def test_only_what_begins_as_typed_is_offered(data):
    assert {key for key, _ in options.ids(context(data), "staff")} == {"staff-1000"}
    assert options.ids(context(data), "zzz") == []


@pytest.mark.parametrize("content", ["a: [", "- 1\n- 2\n", "indicators: 7\ntargets: {1: 2, x: {title: 3}}\n"])
def test_data_that_cannot_be_read_offer_nothing_wrong(data, content):
    for name in ("targets.yaml", "indicators.yaml"):
        (data / name).write_text(content, encoding="utf-8")
    assert all(isinstance(key, str) for key, _ in options.ids(context(data), ""))


def test_without_data_nothing_is_offered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert options.ids(context(), "") == []
    assert options.ids(context(tmp_path / "nowhere"), "") == []


def test_verdicts_and_years():
    assert options.verdicts(context(), "") == list(VERDICTS)
    assert options.verdicts(context(), "m") == ["moving-away", "missed"]
    offered = [int(year) for year in options.years(context(), "")]
    assert offered == list(range(offered[0], offered[0] - 10, -1))
    assert options.years(context(), "19") == []


OWNED = """\
version: 1
indicators:
  a: {tags: [staff, sdg-17, "$(x)", 7], responsible: {ja: 人事課, en: Personnel Division}}
  b: {tags: staff, responsible: 3}
  c: {responsible: "Office; rm -rf"}
"""


def test_tags_and_the_words_of_offices_are_offered_and_nothing_that_a_shell_would_run(data):
    (data / "indicators.yaml").write_text(OWNED, encoding="utf-8")
    (data / "targets.yaml").write_text(
        "version: 1\ntargets: {t: {tags: [women], responsible: 総務課}}\n", encoding="utf-8"
    )
    assert options.tags(context(data), "") == ["women", "staff", "sdg-17"]
    assert options.tags(context(data), "S") == ["staff", "sdg-17"]
    assert options.offices(context(data), "") == ["総務課", "人事課", "Personnel", "Division", "rm"]
    assert options.offices(context(data), "人") == ["人事課"]


def test_every_option_that_takes_a_tag_an_office_or_a_dimension_completes_it():
    from unpolicy.cli.publish import chart_command

    for option, complete in (
        (options.TagOption, options.tags),
        (options.ResponsibleOption, options.offices),
        (get_type_hints(chart_command, include_extras=True)["by"], options.dimensions),
    ):
        assert option.__metadata__[0].autocompletion is complete


def test_completing_a_name_leaves_the_commands_as_they_were():
    group = build()
    above = typer.Context(group)
    assert "status" in [one.value for one in group.shell_complete(above, "st")]
    assert any(one.name == "method" for one in group.get_command(above, "status").params)
