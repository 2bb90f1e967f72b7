"""Drawing a Vega-Lite specification with vl-convert, by this process or by as many as there are cores.

The library draws one picture at a time however many threads ask for one; so many pictures are drawn by other
processes, each of which takes specifications from its standard input, a line each, and answers with a line each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from unpolicy.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType

OPTIONS: dict[str, Any] = {"vl_version": "5.21", "allowed_base_urls": []}
"""The version is named, so that a newer library changes no chart; nothing is ever read from elsewhere."""

SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it stays sharp on dense screens and on paper."""

FEW = 24
"""So many pictures are drawn before another process would be ready to draw."""

MOST_PROCESSES = 4
"""Each takes some 150 MB."""


def svg(spec: dict[str, Any]) -> str:
    """A specification as an SVG document.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    drawn: str = _library().vegalite_to_svg(spec, **OPTIONS)
    return drawn


def png(spec: dict[str, Any]) -> bytes:
    """A specification as a PNG file.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    drawn: bytes = _library().vegalite_to_png(spec, scale=SHARPNESS, **OPTIONS)
    return drawn


def svg_png(drawn: str) -> bytes:
    """An SVG document as a PNG file."""
    made: bytes = _library().svg_to_png(drawn, scale=1.5)
    return made


def _library() -> ModuleType:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError(
            "Drawing charts as SVG or PNG needs vl-convert-python: pip install 'unpolicy[report]'.",
            ja="図をSVGやPNGにするには vl-convert-python が必要です：pip install 'unpolicy[report]'",
        ) from error
    library: ModuleType = vl_convert
    return library


def svgs(specs: Mapping[str, dict[str, Any]], step: Callable[[], None] | None = None) -> dict[str, str]:
    """Many specifications as SVG documents, by the same keys.

    Args:
        specs: the specifications.
        step: called after each picture, by one thread at a time.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    _library()
    drawing = _Drawing(specs, step)
    processes = min(MOST_PROCESSES, os.cpu_count() or 1, len(specs) // FEW)
    if processes > 1 and sys.executable:
        with ThreadPoolExecutor(processes) as threads:
            try:
                list(threads.map(lambda _: drawing.by_another_process(), range(processes)))
            except BaseException:
                drawing.stop()
                raise
    drawing.by_this_process()  # all of them, or those that no other process could draw
    return {key: drawing.drawn[key] for key in specs}


class _Drawing:
    """The pictures that are drawn and those that are still to be."""

    def __init__(self, specs: Mapping[str, dict[str, Any]], step: Callable[[], None] | None) -> None:
        self.drawn: dict[str, str] = {}
        self._open = dict(specs)
        self._step = step
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Draw no more than what is being drawn."""
        with self._lock:
            self._open.clear()

    def by_this_process(self) -> None:
        for key, spec in self._take():
            self._keep(key, svg(spec))

    def by_another_process(self) -> None:
        """Have another process draw for as long as it answers; what it leaves open is for somebody else.

        It neither looks for modules in the working directory nor writes to the terminal.
        """
        command = [sys.executable, "-P", "-m", __name__]
        with subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        ) as process:
            for key, spec in self._take():
                answer = _asked(process, spec)
                if answer is None:
                    process.kill()
                    with self._lock:
                        self._open[key] = spec
                    return
                self._keep(key, answer)

    def _take(self) -> Iterator[tuple[str, dict[str, Any]]]:
        while True:
            with self._lock:
                if not self._open:
                    return
                item = self._open.popitem()
            yield item

    def _keep(self, key: str, drawn: str) -> None:
        with self._lock:
            self.drawn[key] = drawn
            if self._step is not None:
                self._step()


def _asked(process: subprocess.Popen[str], spec: dict[str, Any]) -> str | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(spec) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
    except (OSError, ValueError):  # it could not start, or it ended
        return None
    return answer if isinstance(answer, str) else None


def _serve() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(svg(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
