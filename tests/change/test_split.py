"""A policy in several files is the same policy: read as one, changed where the record is, and nowhere else."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy import cli
from unpolicy.change.record import RatingRequest, record_figure, record_rating, remove_figure, typed_request
from unpolicy.change.transact import Circumstances, nothing_planned, transact_many
from unpolicy.checks.inspection import inspect_files, load, read
from unpolicy.errors import RefusedError, UnpolicyError
from unpolicy.exchange.request import keep_profile
from unpolicy.store import problems, write
from unpolicy.store.directory import DataDirectory
from unpolicy.store.edit import add_records
from unpolicy.store.undo import undo

TODAY = date(2026, 11, 24)
HOW = Circumstances(TODAY)
HEAD = "version: 1\n"
POLICY = "policy: {id: reform, title: Reform}\n"
INDICATOR = "  {0}: {{title: {0}, unit: u, kind: count, direction: increase, year: calendar, actuals: {{2020: 5}}}}\n"
BLOCK = """\
  {0}:  # one a line
    title: {0}
    unit: u
    kind: count
    direction: increase
    year: calendar
    actuals:
      2020: 5  # five
      2021: {{value: 6, note: six}}
"""
TARGET = "  {0}: {{goal: g, indicator: {1}, baseline: 2020, value: 9, by: 2030}}\n"
NAMES = ("a", "b", "c", "d")


def written(folder: Path, files: dict[str, str], newline: str = "\n", bom: bool = False) -> DataDirectory:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(("\ufeff" * bom + text.replace("\n", newline)).encode())
    return DataDirectory.at(folder, folder)


def split_texts(places: list[int], styles: list[bool], headline: str | None) -> dict[str, str]:
    """The same four indicators and targets in the files that `places` says: 0 is the main one."""
    first = f"headline: {headline}\n" if headline else "# without a headline\n"
    texts = {"targets.yaml": f"{HEAD}{POLICY}{first}goals: {{g: {{title: G}}}}\n"}
    for kind, form in (("indicators", None), ("targets", TARGET)):
        for place in sorted(set(places)):
            name = f"{kind}.yaml" if place == 0 else f"{kind}/part{place}.yaml"
            body = "".join(
                (form or (BLOCK if block else INDICATOR)).format(f"{one}-target" if form else one, one)
                for one, at, block in zip(NAMES, places, styles, strict=True)
                if at == place
            )
            texts[name] = f"{texts.get(name, HEAD)}{kind}:\n{body}"
    return texts


PLACES = st.lists(st.integers(0, 3), min_size=4, max_size=4)
STYLES = st.lists(st.booleans(), min_size=4, max_size=4)


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    assert before.keys() == after.keys()
    return [name for name in before if before[name] != after[name]]


def same(one, other) -> bool:
    def sorted_dump(dataset) -> dict[str, object]:
        targets = dataset.targets_file.model_dump()
        return {
            "indicators": dict(sorted(dataset.indicators.items())),
            **targets,
            "targets": dict(sorted(dataset.targets.items())),
        }

    return sorted_dump(one) == sorted_dump(other)


@given(PLACES, STYLES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(NAMES), st.booleans())
def test_a_split_policy_is_the_whole_one_and_a_change_touches_one_file(places, styles, newline, bom, name, slowly):
    at = places[NAMES.index(name)]
    holder = "indicators.yaml" if at == 0 else f"indicators/part{at}.yaml"
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if slowly:
            patch.setattr(problems, "looks_odd", lambda *_: True)
        parts = written(Path(folder) / "parts", split_texts(places, styles, None), newline, bom)
        whole = written(Path(folder) / "whole", split_texts([0] * 4, styles, None))
        assert same(load(parts, TODAY), load(whole, TODAY))
        ask = partial(typed_request, year="2023", value="7")
        before = state(parts.path)
        change = record_figure(parts, name, ask, HOW)
        record_figure(whole, name, ask, HOW)
        assert changed(before, state(parts.path)) == [holder]
        assert change.path == holder
        assert same(load(parts, TODAY), load(whole, TODAY))
        assert same(change.after, load(parts, TODAY))
        middle = state(parts.path)
        remove_figure(parts, name, "2023", HOW)
        assert load(parts, TODAY).indicators[name].figure(2023) is None
        undo(parts.files)
        assert state(parts.path) == middle


@given(PLACES, STYLES, st.lists(st.sampled_from(NAMES), min_size=1, unique=True), st.booleans())
def test_an_import_changes_the_files_of_its_figures_all_or_none_and_is_one_change(places, styles, names, dry_run):
    with tempfile.TemporaryDirectory() as folder:
        parts = written(Path(folder), split_texts(places, styles, None))
        before = state(parts.path)
        imported(parts, *names, *(["--dry-run"] if dry_run else []))
        touched = {places[NAMES.index(name)] for name in names}
        expected = {"indicators.yaml" if at == 0 else f"indicators/part{at}.yaml" for at in touched}
        if dry_run:
            assert state(parts.path) == before
            return
        assert set(changed(before, state(parts.path))) == expected
        assert all(load(parts, TODAY).indicators[name].figure(2024) is not None for name in names)
        undo(parts.files)
        assert state(parts.path) == before


def imported(parts: DataDirectory, *names: str) -> int:
    options = [name for name in names if name.startswith("-")]
    figures = parts.path / "figures.csv"
    figures.write_text("indicator,year,value\n" + "".join(f"{name},2024,7\n" for name in names if name in NAMES))
    return cli.run(["import", str(figures), "--data", str(parts.path), *options])


@pytest.fixture
def parts(tmp_path) -> DataDirectory:
    return written(tmp_path, split_texts([1, 1, 2, 2], [False, True, False, True], None))


def test_an_import_that_cannot_write_its_second_file_puts_the_first_one_back(parts, monkeypatch, capsys):
    real, calls = write.disk.replacing, []

    def failing(path, **options):
        if path.suffix == ".yaml":
            calls.append(path)
            if len(calls) == 2:
                raise OSError(28, "No space left on device")
        return real(path, **options)

    monkeypatch.setattr(write.disk, "replacing", failing)
    before = state(parts.path)
    assert imported(parts, "a", "c") == 3
    assert "No space left" in capsys.readouterr().err
    assert state(parts.path) == before
    monkeypatch.undo()
    with pytest.raises(RefusedError):
        undo(parts.files)


def test_a_read_only_file_is_none_of_an_import_that_leaves_it_alone(parts, capsys):
    (parts.path / "indicators" / "part2.yaml").chmod(0o444)
    before = state(parts.path)
    assert imported(parts, "a", "c") == 1
    assert "read-only" in capsys.readouterr().err
    assert state(parts.path) == before
    assert imported(parts, "a", "b") == 0
    assert changed(before, state(parts.path)) == ["indicators/part1.yaml"]


def test_a_rating_goes_to_the_file_of_its_target(parts):
    before = state(parts.path)
    request = RatingRequest("c-target", "achieved", "me", date(2024, 8, 30), "FY2024", None)
    change = record_rating(parts, request, HOW)
    assert changed(before, state(parts.path)) == ["targets/part2.yaml"]
    assert [one.target for one in change.after.targets_file.ratings] == ["c-target"]


def test_a_headline_is_in_the_main_file_and_its_indicator_where_it_is(tmp_path):
    directory = written(tmp_path, split_texts([1, 2, 3, 3], [True] * 4, "b-target"))
    assert (
        record_figure(directory, None, partial(typed_request, year="2023", value="7"), HOW).path
        == "indicators/part2.yaml"
    )


def found(directory: DataDirectory) -> list[tuple[str, str, int]]:
    names = {key: str(path.relative_to(directory.path)) for key, path in directory.paths.items()}
    diagnostics = inspect_files(read(directory.paths), as_of=TODAY, names=names).diagnostics
    return [(one.code, one.path, one.line) for one in diagnostics]


MORE = HEAD + "indicators:\n" + INDICATOR.format("z")
JUMP = MORE.replace("2020: 5", "2020: 5, 2021: 50")
WHY = "  # unpolicy: ignore[U603] why\n"
RATING = "- {target: %s, review: FY2024, step: achieved, by: B, date: 2024-08-30}\n"
PART = "indicators/more.yaml"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (PART, HEAD + "indicators:\n" + INDICATOR.format("a"), ("U005", "indicators/part1.yaml", 3)),
        ("targets/more.yaml", HEAD + POLICY, ("U201", "targets/more.yaml", 2)),
        ("targets/more.yaml", HEAD + "headline: a-target\n", ("U201", "targets/more.yaml", 2)),
        ("targets/more.yaml", HEAD + "targets:\n" + TARGET.format("z", "nix"), ("U402", "targets/more.yaml", 3)),
        (
            "targets/more.yaml",
            HEAD + "ratings:\n" + RATING % "a-target" + RATING % "nix",
            ("U405", "targets/more.yaml", 4),
        ),
        (PART, MORE.replace("2020: 5", "2020: -5.5"), ("U302", PART, 3)),
        (PART, "version: 1\nindicators: [\n", ("U101", PART, 2)),
        ("indicators/more.yml", HEAD, ("U004", "targets.yaml", 1)),
        ("indicators/.more.yaml", HEAD, None),
        ("more.yaml", HEAD, ("U004", "targets.yaml", 1)),
        ("indicators 2.yaml", HEAD, ("U004", "targets.yaml", 1)),
        (PART, HEAD + "indicators: {}" + WHY, ("U701", PART, 2)),
        (PART, JUMP, ("U603", PART, 3)),
        (PART, JUMP.replace("}}\n", "}}" + WHY), None),
    ],
)
def test_a_problem_is_told_in_the_file_that_it_is_in(parts, name, text, expected):
    written(parts.path, {name: text})
    assert found(parts) == ([] if expected is None else [expected])


def test_without_any_file_of_indicators_one_is_missing(tmp_path):
    assert found(written(tmp_path, {"targets.yaml": HEAD + POLICY})) == [("U001", "indicators.yaml", 1)]
    written(tmp_path, {"indicators/one.yaml": HEAD})
    assert found(DataDirectory.at(tmp_path, tmp_path)) == []


def test_a_part_that_cannot_be_read_leaves_what_refers_to_it_alone(parts):
    (parts.path / "indicators" / "part2.yaml").write_bytes(b"\xff\xfe\xfa")
    assert [code for code, _, _ in found(parts)] == ["U002"]


def test_one_file_of_several_is_checked_for_what_involves_it_and_mended(tmp_path, unpolicy):
    directory = written(tmp_path / "data", split_texts([1, 1, 2, 2], [False] * 4, None))
    part = directory.path / "indicators" / "part1.yaml"
    part.write_text(part.read_text().replace("title: a", "titel: a"))
    other = directory.path / "indicators" / "part2.yaml"
    other.write_text(other.read_text().replace("2020: 5", "2020: 5.5", 1))
    result = unpolicy("validate", "data/indicators/part1.yaml", "--format", "concise")
    assert [line.partition(":")[0] for line in result.out.splitlines()] == ["data/indicators/part1.yaml"]
    assert unpolicy("validate", "--fix").code == 1
    assert "title: a" in part.read_text()
    assert {line.partition(":")[0] for line in unpolicy("validate", "--format", "concise").out.splitlines()} == {
        "data/indicators/part2.yaml"
    }


def git(folder, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("before", [[0, 0, 0, 0], [1, 2, 3, 0], [1, 1, 1, 1]])
def test_promises_are_compared_across_files_however_they_were_split(tmp_path, unpolicy, before):
    folder = tmp_path / "data"
    written(folder, split_texts(before, [False] * 4, None))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "before")
    for path in folder.rglob("*.yaml"):
        path.unlink()
    texts = split_texts([2, 1, 1, 2], [False] * 4, None)
    texts["targets/part2.yaml"] = texts["targets/part2.yaml"].replace("value: 9", "value: 8", 1)
    written(folder, texts)
    result = unpolicy("validate", "--against", "HEAD", "--select", "U604", "--format", "concise")
    assert [line.partition(": U604")[0] for line in result.out.splitlines()] == ["data/targets/part2.yaml:3:60"]
    assert '"before": 9' in unpolicy("diff", "--json").out


def test_ids_are_completed_from_every_file(parts, monkeypatch):
    from types import SimpleNamespace

    from unpolicy.cli.options import _read

    monkeypatch.chdir(parts.path)
    held = _read(SimpleNamespace(params={"data": str(parts.path)}, parent=None, obj=None))
    assert sorted(held["indicators"]) == list(NAMES)
    assert sorted(held["targets"]) == [f"{name}-target" for name in NAMES]


def test_a_rating_beside_a_file_that_cannot_be_read_is_refused_with_the_place(tmp_path):
    directory = written(tmp_path, split_texts([0, 1, 1, 2], [False] * 4, None))
    (tmp_path / "targets" / "part2.yaml").write_text("version: 1\ntargets: 5\n", encoding="utf-8")
    request = RatingRequest("ta", "achieved", "x", TODAY)
    with pytest.raises(UnpolicyError, match=r"targets/part2\.yaml"):
        record_rating(directory, request, HOW)


class TestNewFiles:
    RECORD: ClassVar = {
        "title": "n", "unit": "u", "kind": "count", "direction": "increase", "year": "calendar", "actuals": {2020: 1}
    }  # fmt: skip

    def test_they_are_made_once_and_not_where_the_data_would_be_invalid(self, tmp_path):
        directory = written(tmp_path, split_texts([0, 0, 0, 0], [False] * 4, None))

        def create(name, records):
            def plan(decided, key, source, held):
                mine = key == f"indicators/{name}"
                return add_records(source, {"indicators": records}) if mine else nothing_planned(source)

            new = {f"indicators/{name}": tmp_path / "indicators" / f"{name}.yaml"}
            return transact_many(directory, lambda dataset: None, plan, HOW, new).path

        assert create("new", {"n": self.RECORD}) == "indicators/new.yaml"
        assert "\n      2020: 1\n" in (tmp_path / "indicators" / "new.yaml").read_text(encoding="utf-8")
        wrong = {name: {**self.RECORD, "actuals": {2020: 1.5, 2021: 2.5}} for name in "opqrst"}
        with pytest.raises(RefusedError, match=r"nothing was written: .* And \d+ more\."):
            create("more", wrong)
        assert not (tmp_path / "indicators" / "more.yaml").exists()

    def test_nothing_is_made_behind_a_link_that_came_with_the_data(self, tmp_path):
        directory = written(tmp_path / "data", split_texts([0, 0, 0, 0], [False] * 4, None))
        shutil.rmtree(tmp_path / "data" / "targets", ignore_errors=True)
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "data" / "targets").symlink_to(tmp_path / "elsewhere")
        record = {"goals": {"g9": {"title": "t"}}}

        def plan(decided, key, source, held):
            return add_records(source, record) if key == "targets/new" else nothing_planned(source)

        with pytest.raises(UnpolicyError):
            transact_many(
                directory, lambda dataset: None, plan, HOW, {"targets/new": tmp_path / "data" / "targets" / "new.yaml"}
            )
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_a_profile_is_only_tried_on_a_dry_run(self, tmp_path):
        directory = written(tmp_path, split_texts([0, 0, 0, 0], [False] * 4, None))
        assert keep_profile(directory, "census", {"files": "x_*.csv"}, HOW._replace(dry_run=True)) == "settings.yaml"
        assert not (tmp_path / "settings.yaml").exists()
        assert keep_profile(directory, "census", {"files": "x_*.csv"}, HOW) == "settings.yaml"
        assert "census" in (tmp_path / "settings.yaml").read_text(encoding="utf-8")
