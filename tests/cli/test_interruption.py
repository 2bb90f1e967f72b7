"""Ctrl-C at any moment, as the system sends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from unpolicy import cli

CODE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # a job in the background ignores it
    "from unpolicy.cli import main; print('ready', flush=True); main()"
)


@pytest.fixture
def large(data):
    """Enough figures for parsing and checking to take a while."""
    path = data / "indicators.yaml"
    unit = "    title: T\n    unit: u\n    kind: count\n    direction: increase\n    year: calendar\n    actuals:\n"
    years = "".join(f"      {year}: {year}\n" for year in range(1990, 2024))
    more = "".join(f"  x-{number}:\n{unit}{years}" for number in range(300))
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return data


def interrupted(data, arguments, moment):
    """The exit code, what was said, and whether the file was changed, interrupted so many seconds after its start."""
    path = data / "indicators.yaml"
    before = path.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *arguments],
        cwd=data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(moment)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    changed = path.read_bytes() != before
    path.write_bytes(before)
    return process.returncode, out, err, changed


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is one of POSIX")
@pytest.mark.parametrize("arguments", [("validate",), ("add-actual", "2024", "980")])
def test_an_interruption_is_130_and_says_whether_the_change_was_written(large, arguments):
    for step in range(5):
        code, _, err, changed = interrupted(large, arguments, 0.02 + step * 0.12)
        assert "Traceback" not in err
        assert "panicked" not in err
        if code == 0:  # it was over already
            assert "Interrupted" not in err
            continue
        assert code == 130
        assert ("stands" in err) is changed
        assert ("no data file was changed" in err) is not changed


IN_A_FINALIZER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from unpolicy import cli

class Interrupting:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

class Failing:
    def __del__(self):
        raise LookupError("a defect")

def call(arguments):
    Interrupting()
    if arguments == ["failing"]:
        Failing()
    return 0

cli._call = call
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize(("arguments", "others"), [(["status"], 0), (["failing"], 1)])
def test_an_interruption_where_python_can_raise_nothing_leaves_no_traceback(arguments, others):
    command = [sys.executable, "-c", IN_A_FINALIZER, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ended.returncode == cli.INTERRUPTED
    assert "no data file was changed" in ended.stderr
    assert ended.stderr.count("Traceback") == others


@pytest.mark.parametrize("swallowed", [ValueError("KeyboardInterrupt: "), BaseException("panic"), None])
def test_an_interruption_that_native_code_swallows_is_one_nevertheless(unpolicy, data, monkeypatch, swallowed):
    def native(*_: object, **__: object) -> None:
        with pytest.raises(KeyboardInterrupt):
            cli._note(signal.SIGINT, None)
        if swallowed is not None:
            raise swallowed

    monkeypatch.setattr(cli, "_call", native)
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    result = unpolicy("status")
    assert (result.code, result.out) == (130, "")
    assert "no data file was changed" in result.err
    assert unpolicy("status", "--lang", "ja").err.startswith("unpolicy: 中断しました")
