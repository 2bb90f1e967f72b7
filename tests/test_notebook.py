"""The package from Python: rows, documents, errors, and how little an import costs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from gitting import commit

import unpolicy as package
from unpolicy.exchange.rows import FigureRow, TargetRow

DAY = "2026-11-24"


@pytest.fixture
def policy(data):
    return package.load(data)


def test_it_takes_the_directory_or_the_one_above_and_speaks_the_language_asked_for(data):
    assert package.load(data).title.startswith("Field 6: Raising Japan's standing in the UN")
    assert "国連" in package.load(str(data.parent), lang="ja").title
    assert repr(package.load(data)) == "<Policy un-standing: 1 targets, 4 indicators>"


def test_figures_are_typed_rows_pending_ones_too(policy):
    figures = policy.figures()
    assert isinstance(figures[0], FigureRow)
    assert figures[0]._replace(title="", note=None)[:9] == (
        *("un-staff", "", "people", "count", "increase", "calendar", 2020, 918, "final"),
    )
    assert [row.value for row in figures if row.indicator == "un-staff"] == [918, 956, 961, None]
    with pytest.raises(AttributeError):
        figures[0].value = 1


def test_targets_hold_the_verdict_of_a_day_by_a_method(policy):
    (target,) = policy.targets(DAY)
    assert isinstance(target, TargetRow)
    assert (target.verdict, target.stale, target.gap_closed) == ("on-track", True, pytest.approx(43 / 82))
    assert target.chance == pytest.approx(0.362390, abs=1e-6)
    assert policy.targets(date(2021, 12, 31))[0].verdict == "unknown"
    assert policy.targets(DAY, method="kenko21")[0].grade == "C"


def test_documents_are_those_of_the_commands(policy, unpolicy):
    for ours, line in (
        (policy.status(DAY), ("status",)),
        (policy.status(DAY, "statcan"), ("status", "--method", "statcan")),
        (policy.forecast("un-staff", DAY), ("forecast", "un-staff")),
        (policy.explain("staff-1000", DAY), ("explain", "staff-1000")),
    ):
        assert ours == json.loads(unpolicy(*line, "--json", "--as-of", DAY).out)


def test_data_frames_have_the_types_of_the_rows(policy):
    polars = pytest.importorskip("polars", reason="needs the extra 'parquet'")
    frame = policy.targets(DAY).to_polars()
    assert frame.columns == list(TargetRow._fields)
    assert (frame["stale"].dtype, frame["by"].dtype, frame["rated"].dtype) == (
        *(polars.Boolean, polars.Int16, polars.Date),
    )
    assert policy.figures().to_polars()["value"].to_list()[:3] == [918.0, 956.0, 961.0]


def test_pandas_takes_them_too(policy):
    pytest.importorskip("pandas", reason="needs the extra 'pandas'")
    frame = policy.figures().to_pandas()
    assert list(frame.columns) == list(FigureRow._fields)
    assert frame.loc[0, "value"] == 918


@pytest.mark.parametrize("missing", ["polars", "pandas"])
def test_a_missing_package_is_named(policy, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(package.MissingExtraError, match="pip install"):
        getattr(policy.figures(), f"to_{missing}")()


def test_a_notebook_shows_the_targets_without_markup_of_the_data(data):
    path = data / "targets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("1,000 Japanese UN staff", "<b>x</b>"), encoding="utf-8")
    shown = package.load(data)._repr_html_()
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
    assert "<b>" not in shown
    assert shown.startswith("<table>")


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda _, data: package.load(data / "nowhere"), package.DataError),
        (lambda _, data: package.load(data, lang="fr"), package.UsageError),
        (lambda policy, _: policy.targets(method="magic"), package.UsageError),
        (lambda policy, _: policy.status("yesterday"), package.UsageError),
        (lambda policy, _: policy.forecast("nobody"), package.UsageError),
        (lambda policy, _: policy.forecast("un-staff", models=("trend",)), package.UsageError),
        (lambda policy, _: policy.explain("nobody"), package.UsageError),
    ],
)
def test_errors_are_ours(policy, data, call, kind):
    with pytest.raises(kind) as caught:
        call(policy, data)
    assert isinstance(caught.value, package.UnpolicyError)


def test_there_is_nothing_else():
    assert not hasattr(package, "loads")
    assert all(hasattr(package, name) for name in package.__all__)


def test_the_import_alone_loads_nothing_heavy():
    program = "import sys, unpolicy; unpolicy.DataError; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert not loaded & {"pydantic", "typer", "rich", "ruamel", "yaml_rs", "polars", "pandas"}
    assert {name for name in loaded if name.startswith("unpolicy.")} == {"unpolicy.errors"}


def test_the_examples_of_the_docs_run(data, monkeypatch):
    pytest.importorskip("polars", reason="needs the extra 'parquet'")
    monkeypatch.chdir(data.parent)
    text = (Path(__file__).parent.parent / "docs" / "python.md").read_text(encoding="utf-8")
    examples = re.findall(r"<!-- runs -->\n```python\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, "python.md", "exec"), {})


@pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("bash") is None, reason="recipes are for a shell and git"
)
def test_the_recipes_run_as_written(data, monkeypatch):
    pl = pytest.importorskip("polars", reason="needs the extra 'parquet'")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("UNPOLICY_AS_OF", "2026-11-24")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    commit(data.parent)
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    figures = data / "indicators.yaml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("2022: 961", "2022: 962"), encoding="utf-8")
    commit(data.parent)
    text = (Path(__file__).parent.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
    codes = []
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        done = subprocess.run(["bash", "-c", block], cwd=data.parent, capture_output=True, text=True, check=False)
        assert "defect" not in done.stderr
        codes.append(done.returncode)
    assert codes == [0, 0, 0]
    letter = (data.parent / "letter.md").read_text(encoding="utf-8")
    assert "| Japanese staff in the UN system | 2022 | revised | 961 | 962 |" in letter
    assert pl.read_parquet(data.parent / "foreign.targets.parquet")["verdict"].to_list() == ["on-track"]
    gate = next(line for line in text.splitlines() if "--fail-on stale" in line)
    assert subprocess.run(["bash", "-c", gate], cwd=data.parent, capture_output=True, check=False).returncode == 1
