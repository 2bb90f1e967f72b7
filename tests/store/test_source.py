import errno
import hashlib
import os
import socket
from pathlib import Path

import pytest

from unpolicy.errors import DataError
from unpolicy.store import disk, source
from unpolicy.store.source import DataFile, EncodingError, read_source

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX file system")
NOT_ROOT = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")


def refusal(path):
    with pytest.raises(DataError) as caught:
        read_source(path)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.exit_code == 3
    return message


@pytest.mark.parametrize(
    ("data", "bom", "newline", "text"),
    [
        (b"", False, "\n", ""),
        (b"a: 1\n", False, "\n", "a: 1\n"),
        (b"a: 1\r\nb: 2\r\n", False, "\r\n", "a: 1\r\nb: 2\r\n"),
        (b"a: 1\r\nb: 2\nc: 3\n", False, "\n", "a: 1\r\nb: 2\nc: 3\n"),
        (b"\xef\xbb\xbfa: 1\r\n", True, "\r\n", "a: 1\r\n"),
        ("題: 1".encode(), False, "\n", "題: 1"),
    ],
)
def test_a_file_is_its_bytes_and_their_text(tmp_path, data, bom, newline, text):
    path = tmp_path / "targets.yaml"
    path.write_bytes(data)
    read = read_source(path)
    assert read == DataFile(path, data, text, bom)
    assert read.newline == newline
    assert read.digest == hashlib.sha256(data).hexdigest()


def test_the_bytes_can_be_made_of_the_text_again(tmp_path):
    for data in (b"\xef\xbb\xbfa: \xe3\x81\x82\r\n", b"a: 1"):
        read = DataFile.from_bytes(tmp_path, data)
        assert ("\ufeff" if read.bom else "").encode() + read.text.encode() == data


def test_a_missing_file_names_itself_and_the_way_out(tmp_path):
    message = refusal(tmp_path / "targets.yaml")
    assert "targets.yaml does not exist" in message
    assert "unpolicy init" in message


def test_a_file_in_the_place_of_a_directory(tmp_path):
    (tmp_path / "data").write_text("")
    assert "cannot be read" in refusal(tmp_path / "data" / "targets.yaml") or "does not exist" in refusal(
        tmp_path / "data" / "targets.yaml"
    )


@POSIX
def test_directories_pipes_sockets_and_devices_are_refused_without_waiting(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "is a pipe" in refusal(pipe)
    assert "is a directory" in refusal(tmp_path)
    assert "is a device" in refusal(Path(os.devnull))
    link = tmp_path / "link"
    link.symlink_to(pipe)
    assert "is a pipe" in refusal(link)


@POSIX
def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket has a short limit
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert "is a socket" in refusal(Path("socket"))


@POSIX
def test_a_pipe_that_takes_the_name_after_the_look_does_not_block(tmp_path, monkeypatch):
    path = tmp_path / "targets.yaml"
    path.write_text("a: 1\n")
    look = os.stat

    def look_and_swap(name, **options):
        seen = look(name, **options)
        if Path(name) == path:
            path.unlink()
            os.mkfifo(path)
        return seen

    monkeypatch.setattr(source.os, "stat", look_and_swap)
    with pytest.raises(DataError, match="is a pipe"):
        read_source(path)


@POSIX
def test_a_loop_of_links(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "symbolic link" in refusal(tmp_path / "a")


@POSIX
@NOT_ROOT
def test_no_permission(tmp_path):
    path = tmp_path / "targets.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    assert "permission" in refusal(path)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EIO, os.strerror(errno.EIO)), (errno.EACCES, "permission denied"), (errno.ENOENT, "exist")],
)
def test_an_error_of_the_system_is_one_sentence(tmp_path, monkeypatch, number, words):
    path = tmp_path / "targets.yaml"
    path.write_text("a: 1\n")

    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(source.os, "open", fail)
    assert words in refusal(path)


def test_a_file_that_is_too_large_is_refused_before_and_while_reading(tmp_path, monkeypatch):
    path = tmp_path / "targets.yaml"
    path.write_text("a: 12345\n")
    monkeypatch.setattr(source, "SIZE_LIMIT", 4)
    assert "larger than" in refusal(path)
    monkeypatch.setattr(source, "_refuse_special", lambda *_: None)  # as if it had grown after the look
    assert "larger than" in refusal(path)


@POSIX
def test_odd_names_are_shown_in_quotes_on_one_line(tmp_path):
    assert '"' in refusal(tmp_path / "a\nb\x1b[31m.yaml")
    assert "\\x1b[31m" in refusal(tmp_path / "a\nb\x1b[31m.yaml")
    assert "cannot be the name" in refusal(Path("a\0b"))
    assert "long" in refusal(tmp_path / ("x" * 300))


def test_a_bad_byte_is_reported_with_file_line_column_and_offset(tmp_path):
    path = tmp_path / "targets.yaml"
    path.write_bytes("題: あ\r\n国: ".encode() + b"\xff\n")
    with pytest.raises(EncodingError) as caught:
        read_source(path)
    error = caught.value
    assert (error.path, error.line, error.column, error.offset, error.advice[0]) == (path, 2, 4, 15, "save it as UTF-8")
    assert f"{path}:2:4" in str(error)
    assert "byte 15" in str(error)


def test_the_likely_encoding_comes_with_the_command_that_helps():
    with pytest.raises(EncodingError, match="iconv -f CP932 -t UTF-8"):
        DataFile.from_bytes(Path("x"), "a: 外務省\n".encode("cp932"))


def test_the_digest_of_a_file_is_that_of_its_bytes_and_none_where_there_are_none_to_read(tmp_path):
    path = tmp_path / "a.yaml"
    nothing = disk.digest(path)
    path.write_bytes(b"")
    assert nothing == disk.digest(path) == hashlib.sha256(b"").hexdigest()
    path.write_bytes(b"a: 1\n")
    assert disk.digest(path) == read_source(path).digest
    assert disk.digest(tmp_path) is None
