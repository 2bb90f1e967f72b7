import os
from pathlib import Path

import pytest

from unpolicy.errors import DataError
from unpolicy.store.directory import find_data, working_directory

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX file system")


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "targets.yaml").write_text("version: 1\n")
    (tmp_path / "deep" / "down").mkdir(parents=True)
    return tmp_path


def refusal(explicit, environ, cwd):
    with pytest.raises(DataError) as caught:
        find_data(explicit, environ, cwd)
    message = str(caught.value)
    assert "\n" not in message
    assert "unpolicy init" in message
    return message


def test_the_nearest_data_directory_from_here_upward(project):
    for cwd in (project, project / "deep" / "down"):
        found = find_data(None, {}, cwd)
        assert found.path == project / "data"
        assert found.targets == project / "data" / "targets.yaml"
        assert found.indicators == project / "data" / "indicators.yaml"
    nearer = project / "deep" / "data"
    nearer.mkdir()
    assert find_data(None, {}, project / "deep" / "down").path == project / "data", "an empty one does not count"
    (nearer / "targets.yaml").touch()
    assert find_data(None, {}, project / "deep" / "down").path == nearer


def test_the_option_goes_before_the_variable_and_that_before_looking(project, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    third = tmp_path_factory.mktemp("third")
    for directory in (other, third):
        (directory / "targets.yaml").touch()
    environ = {"UNPOLICY_DATA": str(other)}
    assert find_data(third, environ, project).path == third
    assert find_data(None, environ, project).path == other
    assert find_data(None, {"UNPOLICY_DATA": ""}, project).path == project / "data"


def test_the_directory_above_is_understood_too(project):
    assert find_data(project, {}, project / "deep").path == project / "data"
    assert find_data(Path(".."), {}, project / "deep").path.resolve() == project / "data"


def test_the_home_directory_is_understood_in_the_variable(project, monkeypatch):
    monkeypatch.setenv("HOME", str(project))
    monkeypatch.setenv("USERPROFILE", str(project))
    assert find_data(None, {"UNPOLICY_DATA": "~/data"}, project / "deep").path == project / "data"


def test_nothing_found_says_where_it_looked_and_what_to_do(tmp_path):
    assert str(tmp_path) in refusal(None, {}, tmp_path)
    assert "--data" in refusal(tmp_path / "gone", {}, tmp_path)
    assert "does not exist" in refusal(tmp_path / "gone", {}, tmp_path)
    assert "UNPOLICY_DATA" in refusal(None, {"UNPOLICY_DATA": "gone"}, tmp_path)
    assert "holds no `targets.yaml`" in refusal(tmp_path, {}, tmp_path)
    (tmp_path / "file").touch()
    assert "is not a directory" in refusal(tmp_path / "file", {}, tmp_path)


@POSIX
def test_odd_places_are_one_sentence(tmp_path, monkeypatch):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    refusal(loop, {}, tmp_path)
    refusal(Path("a\0b"), {}, tmp_path)
    refusal(Path("x" * 5000), {}, tmp_path)
    assert '"a\\nb"' in refusal(Path("a\nb"), {}, tmp_path)
    monkeypatch.setattr(Path, "expanduser", lambda self: (_ for _ in ()).throw(RuntimeError("no home")))
    refusal(Path("~nobody/data"), {}, tmp_path)


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_directory_that_may_not_be_read(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert "may not be read" in refusal(closed, {}, tmp_path)
    finally:
        closed.chmod(0o700)


@POSIX
def test_a_broken_link_is_found_so_that_reading_it_can_say_what_is_wrong(tmp_path):
    (tmp_path / "targets.yaml").symlink_to(tmp_path / "gone")
    assert find_data(tmp_path, {}, tmp_path).path == tmp_path


@POSIX
def test_a_working_directory_that_was_deleted(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.setenv("PWD", str(gone))
    gone.rmdir()
    assert working_directory() == gone
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "targets.yaml").touch()
    assert find_data(None, {}, working_directory()).path == tmp_path / "data"


def test_paths_are_shown_from_the_working_directory_where_that_is_shorter(project):
    found = find_data(None, {}, project)
    assert found.display(found.targets) == str(Path("data", "targets.yaml"))
    found = find_data(None, {}, project / "deep")
    assert found.display(found.targets) == str(Path("..", "data", "targets.yaml"))
    far = found.display(Path(project.anchor) / "x.yaml")
    assert far == str(Path(project.anchor, "x.yaml"))
    assert found.display(project / "deep" / "a\nb") == '"a\\nb"'


@POSIX
@pytest.mark.parametrize("folder", ["targets", "indicators"])
@pytest.mark.parametrize("leads", ["nowhere", "itself"])
def test_a_folder_of_data_that_cannot_be_listed_is_never_taken_for_an_empty_one(project, folder, leads):
    place = project / "data" / folder
    place.symlink_to(folder if leads == "itself" else leads)
    with pytest.raises(DataError, match="cannot be listed") as caught:
        _ = find_data(None, {}, project).files
    assert str(place) in caught.value.text("ja")


@POSIX
def test_a_link_to_itself_hides_no_file_beside_it(project):
    folder = project / "data" / "indicators"
    folder.mkdir()
    (folder / "air.yaml").write_text("version: 1\n")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    assert {"indicators/air", "indicators/loop"} <= set(find_data(None, {}, project).paths)


def test_what_is_no_folder_holds_no_data(project):
    (project / "data" / "targets").write_text("notes")
    assert "targets" in find_data(None, {}, project).paths
