from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from chart_cases import drawn, shipped

from unpolicy.errors import MissingExtraError
from unpolicy.views import drawing
from unpolicy.views.chart_page import page_spec

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("vl_convert", reason="drawing charts needs the extra 'report'")

SPEC = page_spec(drawn(shipped(), "en", "staff-1000"))
SPECS = {str(number): SPEC | {"height": 200 + number} for number in range(6)}


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch):
    """As many other processes as there are pictures, up to two; those that were started."""
    monkeypatch.setattr(drawing, "FEW", 1)
    monkeypatch.setattr(drawing.os, "cpu_count", lambda: 2)
    started = []

    class Popen(subprocess.Popen):
        def __init__(self, command, **options):
            started.append(command)
            super().__init__(command, **options)

    monkeypatch.setattr(drawing.subprocess, "Popen", Popen)
    return started


def test_other_processes_draw_the_same_and_every_picture_counts_once(processes, monkeypatch):
    here = {key: drawing.svg(spec) for key, spec in SPECS.items()}
    monkeypatch.setattr(drawing, "svg", lambda _: pytest.fail("drawn by this process"))
    steps = []
    assert drawing.svgs(SPECS, lambda: steps.append(1)) == here
    assert list(drawing.svgs(SPECS)) == list(SPECS)
    assert len(steps) == len(SPECS)
    assert len(processes) == 4


def test_a_few_are_drawn_by_this_process(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing.subprocess, "Popen", lambda *_, **__: pytest.fail("started a process"))
    assert drawing.svgs({"a": SPEC})["a"].startswith("<svg")


@pytest.mark.parametrize(
    "program", ["import sys; sys.exit(1)", "print('x'); input()", "input(); print('{}', flush=True)"]
)
def test_what_other_processes_do_not_draw_is_drawn_by_this_one(processes, monkeypatch, program):
    class Broken(drawing.subprocess.Popen):
        def __init__(self, command, **options):
            super().__init__([sys.executable, "-c", program], **options)

    monkeypatch.setattr(drawing.subprocess, "Popen", Broken)
    assert drawing.svgs(SPECS) == {key: drawing.svg(spec) for key, spec in SPECS.items()}


def test_a_module_in_the_working_directory_is_not_what_draws(processes, monkeypatch, tmp_path: Path):
    for name in ("json", "vl_convert", "unpolicy"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    drawing.svgs(SPECS)
    assert len(processes) == 2
    assert not (tmp_path / "ran").exists()


def test_an_interruption_ends_the_work_at_once(processes, monkeypatch: pytest.MonkeyPatch):
    drawn_before = []

    def interrupted() -> None:
        drawn_before.append(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drawing.svgs(SPECS, interrupted)
    assert len(drawn_before) <= 2


def test_without_the_library_nothing_is_started_and_the_extra_is_named(processes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'unpolicy\[report\]'"):
        drawing.svgs(SPECS)
    assert processes == []
