"""Files beside the data that nobody reads: copies that a synchronisation made, and names with a slip."""

from __future__ import annotations

import sys

import pytest

COPIES = {
    "indicators": ["indicators (Case Conflict).yaml", "indicators 2.yaml", "indicators.yml", "INDICATORS-PC.yaml",
                   "indicators.sync-conflict-20240830-101500-ABC.yaml", ".indicators.yaml.icloud",
                   "indicators.yaml.txt", "indicators_BACKUP_4711.yaml", "indicator.yaml", "indicators.yaml.orig"],
    "targets": ["targets (1).yaml", "Targets.yml", "my-targets.yaml", "notes.yaml", "~draft.yml"],
}  # fmt: skip
OTHERS = ["notes.md", "indicators.csv", ".pre-commit-config.yaml", ".indicators.yaml.swp", "targets.html"]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in COPIES.items() for name in names])
def test_a_file_that_nobody_reads_is_named_by_a_warning(files, kind: str, name: str):
    (files.paths["targets"].parent / name).write_text("version: 1\n")
    (found,) = files.inspect().diagnostics
    assert (found.code, found.severity, found.path, found.line) == ("U004", "warning", f"{kind}.yaml", 1)
    assert name in found.message
    assert name in found.message_ja


@pytest.mark.parametrize(
    "name", ["indicators/air/dust.yaml", "indicators/a/b/c.yaml", "indicator/air.yaml", "Targets/x.yml"]
)
def test_so_is_one_below_a_folder_of_data_files_or_in_one_with_a_slip_in_its_name(files, name: str):
    path = files.paths["targets"].parent / name
    path.parent.mkdir(parents=True)
    path.write_text("version: 1\n")
    (found,) = files.inspect().diagnostics
    assert (found.code, found.path) == ("U004", "targets.yaml")
    assert name in found.message


@pytest.mark.skipif(sys.platform == "win32", reason="links are for privileged users there")
def test_nothing_is_looked_for_behind_a_link_out_of_the_directory(files, tmp_path):
    (tmp_path / "elsewhere" / "below").mkdir(parents=True)
    (tmp_path / "elsewhere" / "below" / "a.yaml").touch()
    folder = files.paths["targets"].parent
    (folder / "indicators").symlink_to(tmp_path / "elsewhere")
    assert files.codes() == []


@pytest.mark.parametrize("name", OTHERS)
def test_what_cannot_be_taken_for_data_is_not(files, name: str):
    (files.paths["targets"].parent / name).write_text("version: 1\n")
    (files.paths["targets"].parent / "more.yaml").mkdir()
    assert files.codes() == []


def test_a_name_cannot_steer_the_terminal_and_a_thousand_are_named(files):
    folder = files.paths["targets"].parent
    for number in range(1100):
        (folder / f"indicators {number}.yaml").touch()
    (folder / "indicators \u202e\x1b[2J.yaml").touch()
    found = files.inspect()
    assert len(found.diagnostics) == 1000
    assert found.truncated == {("indicators.yaml", "U004")}
    assert not any("\x1b" in one.message or "\u202e" in one.message for one in found.diagnostics)


@pytest.mark.skipif(sys.platform == "win32", reason="links are for privileged users there")
def test_the_file_itself_under_another_name_is_none_of_them(files):
    path = files.paths["indicators"]
    path.with_name("Indicators.yaml").symlink_to(path)
    assert files.codes() == []


def test_a_comment_silences_it(files):
    text = files.paths["indicators"].read_text()
    files.write(indicators=text.replace("version: 1", "version: 1  # unpolicy: ignore[U004] drawn up by hand"))
    (files.paths["indicators"].parent / "indicators-plan.yaml").touch()
    assert files.codes() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("indicators.yml", "name it indicators.yaml"),
        ("Indicators.yaml", "name it indicators.yaml"),
        (".indicators.yaml.icloud", "download it from iCloud"),
    ],
)
def test_what_was_probably_meant_is_named_where_the_file_is_missing(data, unpolicy, name: str, words: str):
    path = data / "indicators.yaml"
    path.rename(data / name)
    for command in ("status", "validate"):
        ended = unpolicy(command)
        assert ended.code == 3
        assert f"does not exist, but {data / name} is there: " in ended.err + ended.out
        assert words in ended.err + ended.out
        ended = unpolicy(command, "--lang", "ja")
        assert name in ended.err + ended.out


@pytest.mark.parametrize("name", ["targets.yml", "Targets.yaml", ".targets.yaml.icloud"])
def test_so_is_it_where_the_file_is_missing_that_a_data_directory_is_known_by(data, unpolicy, name: str):
    (data / "targets.yaml").rename(data / name)
    for command in (["status"], ["status", "--data", "data"], ["status", "--data", "."]):
        for lang in ("en", "ja"):
            ended = unpolicy(*command, "--lang", lang)
            assert (ended.code, ended.out) == (3, "")
            assert str(data / name) in ended.err
            assert "unpolicy init" not in ended.err
