"""Inspects the directories named on standard input, one a line; answers with one line of JSON each."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.checks.inspection import inspect_files, load, read
from unpolicy.errors import DataError
from unpolicy.store.directory import DataDirectory
from unpolicy.store.source import parse
from unpolicy.views import to_json
from unpolicy.views.diagnostics import validate_document
from unpolicy.views.terminal.diagnostics import full
from unpolicy.views.voice import Voice

if TYPE_CHECKING:
    from types import FrameType

ENDLESS = 120
AS_OF = date(2026, 1, 15)
WRONG = ("a: {", "version: 1\nindicators:\n  a: {tilte: x, actuals: {2020: x, 2020: 017}}\n")


class Work:
    """Counts what an inspection does, which is the same on every machine: calls, and characters given to the parser."""

    def __init__(self) -> None:
        self.calls = self.read = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event in {"call", "c_call"}:
            self.calls += 1
            if event == "call" and frame.f_code is parse.__code__:
                self.read += len(frame.f_locals["text"])


def answer(folder: Path) -> dict[str, object]:
    paths = {kind: folder / f"{kind}.yaml" for kind in ("targets", "indicators")}
    work = Work()
    sys.setprofile(work)
    found = inspect_files(read(paths), as_of=AS_OF)
    texts = {str(paths[kind]): source.text for kind, source in found.sources.items()}
    for voice in (Voice("en"), Voice("ja")):
        full(found.diagnostics, texts, voice).encode()
        json.dumps(to_json(validate_document(found.diagnostics, voice))).encode()
    sys.setprofile(None)
    refused = ""
    try:
        load(DataDirectory(folder, paths["targets"], paths["indicators"], folder), AS_OF)
    except DataError as error:
        refused = str(error)
    return {
        "codes": [one.code for one in found.diagnostics],
        "places": [(one.line, one.column, one.end_line, one.end_column) for one in found.diagnostics],
        "refused": refused,
        "calls": work.calls,
        "read": work.read,
    }


def in_a_child(folder: Path) -> dict[str, object]:
    """Each directory has a process of its own, so that one's memory is not taken for another's."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            # What takes this long would never end: one call may search for minutes, and no counting shows that.
            resource.setrlimit(resource.RLIMIT_CPU, (ENDLESS, ENDLESS))
            said = answer(folder)
        except BaseException:
            said = {"exception": traceback.format_exc()}
        with os.fdopen(writing, "w") as pipe:
            json.dump(said, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(child, 0)
    said = json.loads(text) if text else {"exception": f"the process ended with status {status}"}
    return {**said, "mebibytes": usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)}


def main() -> None:
    # What is imported for the first mistakes of each kind is imported once, not again in each child.
    with tempfile.TemporaryDirectory() as name:
        for text in WRONG:
            (Path(name) / "indicators.yaml").write_text(text, encoding="utf-8")
            answer(Path(name))
    for line in sys.stdin:
        print(json.dumps(in_a_child(Path(line.rstrip("\n")))), flush=True)


if __name__ == "__main__":
    main()
