"""Inspects the directories that it is told on standard input, one a line; answers with one line of JSON each."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from datetime import date
from pathlib import Path

from unpolicy.checks.diagnostic import document
from unpolicy.checks.run import inspect_files, load, read
from unpolicy.errors import DataError
from unpolicy.store.directory import DataDirectory
from unpolicy.views.terminal.diagnostics import full

AS_OF = date(2026, 1, 15)


def answer(folder: Path) -> dict[str, object]:
    paths = {kind: folder / f"{kind}.yaml" for kind in ("targets", "indicators")}
    begun = time.process_time()
    found = inspect_files(read(paths), as_of=AS_OF)
    texts = {str(paths[kind]): source.text for kind, source in found.sources.items()}
    for lang in ("en", "ja"):
        full(found.diagnostics, texts, lang).encode()
        json.dumps(document(found.diagnostics, lang)).encode()
    seconds = time.process_time() - begun
    refused = ""
    try:
        load(DataDirectory(folder, paths["targets"], paths["indicators"], folder), AS_OF)
    except DataError as error:
        refused = str(error)
    return {
        "codes": [one.code for one in found.diagnostics],
        "places": [(one.line, one.column, one.end_line, one.end_column) for one in found.diagnostics],
        "refused": refused,
        "seconds": seconds,
    }


def in_a_child(folder: Path) -> dict[str, object]:
    """Each directory has a process of its own, so that one's memory is not taken for another's."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
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
    for line in sys.stdin:
        print(json.dumps(in_a_child(Path(line.rstrip("\n")))), flush=True)


if __name__ == "__main__":
    main()
