"""Whatever a policy holds: it is sound, every view shows it, and it comes back from files, exports and changes."""

from __future__ import annotations

import json
import tempfile
from io import StringIO
from pathlib import Path

from generated import TODAY, Files, dataset_of, policies, value_of, write, yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console, Group

from unpolicy import cli
from unpolicy.assess.assessment import assess
from unpolicy.assess.derivation import derive
from unpolicy.assess.forecast import forecast_indicator
from unpolicy.assess.history import history
from unpolicy.checks.inspection import inspect_files, read
from unpolicy.store.compose import compose
from unpolicy.store.directory import find_data
from unpolicy.store.source import parse
from unpolicy.store.tree import construct
from unpolicy.views import to_json
from unpolicy.views.chart_spec import chart_spec
from unpolicy.views.history import explain_document, history_document
from unpolicy.views.report.build import build_sheets, drawable
from unpolicy.views.report.markdown import report_markdown
from unpolicy.views.status_document import status_document
from unpolicy.views.terminal.chart import chart_view
from unpolicy.views.terminal.explain import explain_view
from unpolicy.views.terminal.forecast import forecast_view
from unpolicy.views.terminal.show import history_view, indicator_view, target_view
from unpolicy.views.terminal.status import status_view
from unpolicy.views.voice import Voice

RANKS = ("missed", "moving-away", "limited", "acceleration-needed", "on-track", "achieved")


def few(examples: int) -> settings:
    return settings(max_examples=examples)


@given(policies(), st.integers(1, 5))
@few(25)
def test_it_is_sound_in_whatever_files_and_style_it_is_written_and_says_the_same(files: Files, depth: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = find_data(write(files, Path(folder), depth), {}, Path(folder))
        found = inspect_files(read(directory.paths), as_of=TODAY)
    assert [one.message for one in found.diagnostics if one.severity == "error"] == []
    expected = dataset_of(files)
    assert found.dataset is not None
    assert found.dataset.targets == expected.targets
    assert found.dataset.indicators == expected.indicators


@given(policies(), st.integers(1, 5))
@few(25)
def test_both_parsers_read_the_same(files: Files, depth: int) -> None:
    for raw in files.values():
        text = yaml(raw, depth) + "\n"
        root = compose(text)
        assert root is not None
        assert parse(text).problems == ()
        assert repr(parse(text).data) == repr(construct(root))


@given(policies(), st.sampled_from(["en", "ja"]))
@few(12)
def test_every_view_shows_it(files: Files, lang: str) -> None:
    data, voice = dataset_of(files), Voice(lang)
    whole = assess(data, TODAY)
    console = Console(file=StringIO(), width=80, markup=False)
    console.print(Group(*status_view(whole, voice, 80)))
    json.dumps(to_json(status_document(whole, voice)), allow_nan=False)
    assert "\n" in report_markdown(build_sheets(whole, [voice]))
    for entry in (*whole.targets, *whole.monitored):
        derivation, past = derive(data, entry.id, TODAY), history(data, entry.id, TODAY)
        console.print(Group(*explain_view(derivation, voice, 80), *history_view(past, voice)))
        json.dumps(to_json([explain_document(derivation, voice), history_document(past, voice)]), allow_nan=False)
        chart = drawable(entry, voice)
        if chart is not None:
            console.print(chart_view(chart, 80, 24))
            json.dumps(chart_spec(chart), allow_nan=False)
    for target in whole.targets:
        console.print(Group(*target_view(data, target, voice, 80)))
    for name in data.indicators:
        found = forecast_indicator(data, name, TODAY)
        console.print(Group(*indicator_view(data, name, voice), *forecast_view(found, voice)))


@given(policies(), st.integers(2, 5), st.data())
@few(12)
def test_a_figure_goes_to_its_file_alone_and_undo_takes_it_back_to_the_byte(files: Files, depth: int, data) -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = find_data(write(files, Path(folder), depth), {}, Path(folder))
        paths = sorted(Path(folder).rglob("*.yaml"))
        before = {path: path.read_bytes() for path in paths}
        old = dataset_of(files)
        name = data.draw(st.sampled_from([key for key, one in old.indicators.items() if not one.part_of]))
        indicator = old.indicators[name]
        taken = [year for year, entry in indicator.actuals.items() if value_of(entry) is not None]
        free = [year for year in indicator.rhythm.between(2005, 2024) if year not in indicator.actuals]
        if not free or not taken:
            return
        year = data.draw(st.sampled_from(free))
        value = indicator.figure(taken[0]).value
        run = ("--data", folder, "-q", "add-actual", str(year), str(value), "-i", name, "--force")
        assert cli.run(list(run)) == 0
        changed = [path for path in paths if path.read_bytes() != before[path]]
        assert len(changed) == 1
        found = inspect_files(read(directory.paths), as_of=TODAY).dataset
        assert found is not None
        assert found.indicators[name].actuals == {**indicator.actuals, year: value}
        assert {k: v for k, v in found.indicators.items() if v.part_of is None and k != name} == {
            k: v for k, v in old.indicators.items() if v.part_of is None and k != name
        }
        assert cli.run(["--data", folder, "-q", "undo"]) == 0
        assert {path: path.read_bytes() for path in paths} == before


@given(policies(), st.integers(1, 400))
@few(40)
def test_a_better_latest_figure_never_makes_a_worse_verdict(files: Files, more: int) -> None:
    data = dataset_of(files)
    for entry in assess(data, TODAY, "linear").targets:
        year, target = entry.rests_on, entry.target
        start = target.baseline_year
        if target.value is None and not target.improve:
            continue
        if year is None or year not in entry.indicator.actuals or (start is not None and year <= start):
            continue
        figure = entry.indicator.actuals[year]
        value = (
            value_of(figure if isinstance(figure, int | float) else figure.model_dump()) + entry.indicator.sign * more
        )
        actuals = {
            **entry.indicator.actuals,
            year: value if isinstance(figure, int | float) else figure.model_copy(update={"value": value}),
        }
        better = data.indicators | {target.indicator: entry.indicator.model_copy(update={"actuals": actuals})}
        changed = data._replace(indicators_file=data.indicators_file.model_copy(update={"indicators": better}))
        after = next(one for one in assess(changed, TODAY, "linear").targets if one.id == entry.id)
        if "unknown" not in (entry.verdict, after.verdict):
            assert RANKS.index(after.verdict) >= RANKS.index(entry.verdict)
