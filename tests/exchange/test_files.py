import io
import os
import stat
import sys
from pathlib import Path

import pytest

from unpolicy.errors import DataError, RefusedError, UsageError
from unpolicy.exchange.files import destination


def put(name, data=b"new", **options):
    with destination(str(name), **{"replace": lambda: True, **options}) as stream:
        stream.write(data)


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    put(path)
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["x.csv"]


def test_an_export_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), destination(str(path), replace=lambda: True) as stream:
        stream.writelines([b"half", None])
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["x.csv"]


def test_a_symlink_stays_one(tmp_path):
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    put(tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_an_old_file_keeps_its_mode_and_a_new_one_has_what_the_umask_leaves(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        put(old)
        put(new)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o640]


@pytest.mark.parametrize("way", ["itself", "symlink", "hard link", "dots"])
def test_a_data_file_is_never_overwritten_by_whatever_name(tmp_path, way):
    data = tmp_path / "indicators.yaml"
    data.write_bytes(b"data")
    name = tmp_path / "other"
    if way == "symlink":
        name.symlink_to(data)
    elif way == "hard link":
        os.link(data, name)
    else:
        name = data if way == "itself" else tmp_path / "sub" / ".." / "indicators.yaml"
        (tmp_path / "sub").mkdir()
    with pytest.raises(RefusedError, match="data file"):
        put(name, protected=[data])
    assert data.read_bytes() == b"data"


def test_a_file_in_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        put(tmp_path / "no" / "x.csv")


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there are no devices here")
def test_a_device_is_written_to_and_stays_one():
    put("/dev/null")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_dash_is_the_standard_output(capfdbinary):
    put("-")
    assert capfdbinary.readouterr().out == b"new"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_what_could_steer_it_as_visible_escapes(monkeypatch):
    monkeypatch.setattr(sys, "stdout", shown := Terminal())
    put("-", b"a\x1b[31m,b\r\n")
    assert shown.getvalue() == "a\\x1b[31m,b\n"


def test_a_format_that_is_no_text_is_not_shown_on_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdout", shown := Terminal())
    with pytest.raises(UsageError, match="--output FILE"):
        put("-", b"PK\xff\xfe")
    assert shown.getvalue() == ""


def test_a_stream_of_text_in_the_place_of_the_standard_output_gets_the_text(monkeypatch):
    monkeypatch.setattr(sys, "stdout", taken := io.StringIO())
    put("-", "値".encode())
    assert taken.getvalue() == "値"
