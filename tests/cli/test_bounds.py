"""Where the system sets a bound, every command ends in one sentence and an exit code of the contract."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from unpolicy.store import disk, source
from unpolicy.store.source import SIZE_LIMIT

PROGRAM = Path(sys.executable).with_name("unpolicy")
READING = [
    ("status",),
    ("show", "un-staff"),
    ("explain", "staff-1000"),
    ("history", "staff-1000"),
    ("goals",),
    ("forecast", "un-staff"),
    ("chart", "staff-1000"),
    ("report",),
    ("export", "-o", "-"),
    ("validate",),
]
CHANGING = [
    ("add-actual", "2024", "980"),
    ("add-actual", "2022", "962", "--revise"),
    ("remove-actual", "2022"),
    ("rate", "staff-1000", "achieved", "--by", "x"),
    ("undo",),
]
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
installed = pytest.mark.skipif(not PROGRAM.exists(), reason="the command is not installed beside this Python")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


def sentence(result, code):
    """One line on stderr that the program said itself."""
    assert result.code == code, result.err
    assert result.err.startswith("unpolicy: ")
    assert result.err.count("\n") == 1
    assert "defect" not in result.err
    return result.err


def is_problem(result):
    """What cannot be read is one sentence, but for `validate`, which shows it with its rule."""
    if "U001" in result.out:
        assert (result.code, result.err) == (3, "")
        assert result.out.count("U001") == 1
    else:
        sentence(result, 3)


@pytest.fixture
def recorded(unpolicy, data):
    """Data with a change that could be taken back."""
    assert unpolicy("add-actual", "-i", "un-staff-women", "2023", "600").code == 0
    return data


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.glob("*.yaml")}


@on_unix
class TestOddFiles:
    @pytest.mark.parametrize("command", [*READING, *CHANGING], ids=" ".join)
    def test_a_loop_of_links_in_place_of_the_directory(self, unpolicy, tmp_path, command):
        (tmp_path / "data").symlink_to("there")
        (tmp_path / "there").symlink_to("data")
        for more in ([], ["--data", "data"], ["--data", "data", "--lang", "ja"]):
            assert "data" in sentence(unpolicy(*command, *more), 3)

    @pytest.mark.parametrize("name", ["targets.yaml", "indicators.yaml"])
    @pytest.mark.parametrize("command", [*READING, *CHANGING], ids=" ".join)
    def test_a_loop_or_a_pipe_or_a_device_in_place_of_a_file(self, unpolicy, recorded, command, name):
        path = recorded / name
        path.unlink()
        for make in (lambda: path.symlink_to(name), lambda: os.mkfifo(path), lambda: path.symlink_to("/dev/zero")):
            make()
            is_problem(unpolicy(*command))
            path.unlink()


@pytest.mark.parametrize("command", [*READING, *CHANGING], ids=" ".join)
def test_a_file_over_the_limit_is_refused_before_it_is_read(unpolicy, recorded, command):
    path = recorded / "indicators.yaml"
    os.truncate(path, SIZE_LIMIT + 1)  # a hole: it takes no room
    result = unpolicy(*command)
    is_problem(result)
    assert "256 MiB" in result.out + result.err


def test_an_import_over_the_limit_is_refused(unpolicy, data, tmp_path, monkeypatch):
    for name in ("in.csv", "in.json", "in.xlsx"):
        (tmp_path / name).touch()
        os.truncate(tmp_path / name, SIZE_LIMIT + 1)
        assert "256 MiB" in sentence(unpolicy("import", name), 3)


class Endless(io.RawIOBase):
    """A standard input that never ends, and says how much was taken from it."""

    taken = 0

    def readable(self):
        return True

    def read(self, size=-1):
        assert size >= 0, "somebody waits for an end"
        self.taken += size
        return memoryview(bytearray(size))


@pytest.mark.parametrize("command", [("import", "-"), ("validate", "-")], ids=" ".join)
def test_the_standard_input_is_bounded_alike(unpolicy, data, monkeypatch, command):
    monkeypatch.setattr(source, "SIZE_LIMIT", 1 << 20)
    stream = Endless()
    monkeypatch.setattr(sys, "stdin", type("Stream", (), {"buffer": stream}))
    assert "1 MiB" in sentence(unpolicy(*command), 3)
    assert stream.taken == (1 << 20) + 1


class TestNoRoom:
    """A disk that is full, a directory that is read-only: by the errors that the system gives."""

    @pytest.mark.parametrize("command", CHANGING, ids=" ".join)
    @pytest.mark.parametrize(
        ("call", "error"),
        [
            *((call, errno.ENOSPC) for call in ("make_directory", "create", "write", "replace")),
            ("make_directory", errno.EROFS),
            ("create", errno.EACCES),
        ],
        ids=lambda value: errno.errorcode.get(value, value),
    )
    def test_a_change_that_cannot_be_written_leaves_the_files(
        self, unpolicy, recorded, monkeypatch, command, call, error
    ):
        def fail(*_):
            raise OSError(error, os.strerror(error))

        before = contents(recorded)
        monkeypatch.setattr(disk, call, fail)
        assert os.strerror(error) in sentence(unpolicy(*command, "--lang", "ja"), 3)
        assert contents(recorded) == before

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
    @pytest.mark.parametrize("command", [("export", "-o", "/dev/full"), ("chart", "un-staff", "-o", "/dev/full.svg")])
    def test_a_file_that_cannot_be_written_is_named(self, unpolicy, data, command):
        if command[0] == "export":
            assert "/dev/full" in sentence(unpolicy(*command, "--format", "csv"), 3)
        assert "/proc/no" in sentence(unpolicy(*command[:-1], "/proc/no.csv.json", "--format", "json"), 3)

    def test_a_new_directory_that_cannot_be_made_leaves_no_half_of_one(self, unpolicy, tmp_path, monkeypatch):
        real = Path.open

        def fail(self, *arguments, **named):
            stream = real(self, *arguments, **named)
            if self.name == "indicators.yaml":
                stream.close()
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return stream

        monkeypatch.setattr(Path, "open", fail)
        assert os.strerror(errno.ENOSPC) in sentence(unpolicy("init", "new"), 3)
        monkeypatch.undo()
        monkeypatch.chdir(tmp_path)
        assert not list((tmp_path / "new").glob("targets.yaml"))

    @on_unix
    @pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may write everywhere")
    def test_a_directory_that_is_really_read_only(self, unpolicy, data):
        before = contents(data)
        data.chmod(0o555)
        try:
            assert "Permission denied" in sentence(unpolicy("add-actual", "2024", "980"), 3)
            assert unpolicy("status").code == 0
        finally:
            data.chmod(0o755)
        assert contents(data) == before


class TestNowhere:
    """A home or a working directory that is not there."""

    @pytest.fixture
    def no_home(self, monkeypatch):
        for name in ("HOME", "USER", "LOGNAME", "LNAME", "USERNAME", "USERPROFILE"):
            monkeypatch.delenv(name, raising=False)
        if sys.platform != "win32":
            import pwd

            def unknown(*_):
                raise KeyError("getpwuid(): uid not found")

            monkeypatch.setattr(pwd, "getpwuid", unknown)
            monkeypatch.setattr(pwd, "getpwnam", unknown)

    def test_nobody_needs_a_home_or_a_name(self, unpolicy, data, no_home):
        for command in (*READING, *CHANGING[:1], ("log",), ("undo",)):
            result = unpolicy(*command)
            assert result.code == 0, result.err
        assert "uid" in unpolicy("log").out or sys.platform == "win32"

    def test_a_home_that_nobody_knows_is_a_name_like_any_other(self, unpolicy, data, no_home):
        assert "~/data" in sentence(unpolicy("status", "--data", "~/data"), 3)

    @pytest.fixture
    def gone(self, unpolicy, tmp_path, monkeypatch):
        """Somebody has deleted the directory that we are in."""
        place = tmp_path / "gone"
        place.mkdir()
        monkeypatch.chdir(place)
        monkeypatch.setenv("PWD", str(place))
        place.rmdir()

    @on_unix
    @pytest.mark.parametrize("command", [*READING, *CHANGING, ("log",)], ids=" ".join)
    def test_the_data_can_be_named_from_nowhere(self, unpolicy, recorded, gone, command):
        result = unpolicy(*command, "--data", str(recorded))
        assert result.code == 0, result.err

    @on_unix
    @pytest.mark.parametrize("with_name", [True, False])
    def test_without_a_name_it_is_said_where_data_were_looked_for(self, unpolicy, gone, monkeypatch, with_name):
        if not with_name:
            monkeypatch.delenv("PWD")
        for command in (*READING, *CHANGING, ("log",)):
            assert ("gone" in sentence(unpolicy(*command), 3)) is with_name
        for command in (("init",), ("init", "new"), ("import", "in.csv"), ("export", "-o", "out.csv")):
            sentence(unpolicy(*command), 3)

    @on_unix
    def test_files_from_nowhere_are_one_sentence(self, unpolicy, data, gone):
        for command in (("export", "-o", "out.csv"), ("report", "-o", "r.md"), ("chart", "un-staff", "-o", "c.json")):
            sentence(unpolicy(*command, "--data", str(data)), 3)


@installed
@on_unix
class TestInstalled:
    def run(self, *arguments, cwd, **named):
        # What a limit forbids the program, it would forbid a measurement of coverage as well.
        environment = {name: text for name, text in os.environ.items() if name != "COVERAGE_PROCESS_START"}
        result = subprocess.run(
            [PROGRAM, *arguments],
            cwd=cwd,
            env=environment if "preexec_fn" in named else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            **named,
        )
        return Result(result.returncode, result.stdout, result.stderr)

    def test_a_full_output(self, data):
        if not Path("/dev/full").exists():
            pytest.skip("no such device")
        for command in (("status",), ("goals", "--json"), ("export", "-o", "-")):
            with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device is opened as the shell does
                done = subprocess.run(
                    [PROGRAM, *command], cwd=data.parent, stdout=full, stderr=subprocess.PIPE, text=True, check=False
                )
            assert os.strerror(errno.ENOSPC) in sentence(Result(done.returncode, "", done.stderr), 3)

    def test_a_disk_that_takes_no_more(self, data):
        """The system itself refuses to let a file grow: every file of ours is longer than what it allows."""
        import resource

        before = contents(data)

        def bound():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        result = self.run("add-actual", "2024", "980", cwd=data.parent, preexec_fn=bound)
        assert "it is as it was" in sentence(result, 3)
        assert contents(data) == before
        assert [path.name for path in data.iterdir() if path.name.endswith("-tmp")] == []
        assert self.run("add-actual", "2024", "980", cwd=data.parent).code == 0

    @pytest.mark.skipif(sys.platform != "linux", reason="others do not hold a process to this limit")
    def test_memory_that_is_too_little(self, data):
        import resource

        whole = (data / "indicators.yaml").read_text(encoding="utf-8")
        entry = (
            "    {title: t, unit: u, kind: amount, direction: increase, year: calendar, actuals: {2020: 1, 2021: 2}}\n"
        )
        more = "".join(f"  i{number}:\n{entry}" for number in range(30_000))
        (data / "indicators.yaml").write_text(whole + more, encoding="utf-8")

        def bound():
            resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))

        assert "memory" in sentence(self.run("status", cwd=data.parent, preexec_fn=bound), 3)

    def test_a_working_directory_that_is_gone(self, data, tmp_path_factory):
        place = tmp_path_factory.mktemp("elsewhere") / "gone"
        for words, code in ((f'status --data "{data}"', 0), ("status", 3), ("init", 3)):
            place.mkdir()
            script = f'cd "{place}" && rmdir "{place}" && "{PROGRAM}" {words}'
            done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
            if code:
                sentence(Result(done.returncode, done.stdout, done.stderr), code)
            else:
                assert (done.returncode, done.stderr) == (0, "")

    def test_a_pipe_in_place_of_a_file_is_not_waited_for(self, data):
        (data / "indicators.yaml").unlink()
        os.mkfifo(data / "indicators.yaml")
        for command in (("status",), ("add-actual", "2024", "980")):
            assert "pipe" in sentence(self.run(*command, cwd=data.parent, timeout=30), 3)
