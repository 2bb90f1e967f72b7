"""A planned change shown as a unified diff, as git and patch read it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unpolicy.store.pieces import Planned

_CONTEXT = 3
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_HUNK = re.compile(r"@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@")


def unified(planned: Planned, path: str) -> str:
    r"""The diff of a change, nothing where there is none.

    Args:
        planned: the change.
        path: the file as to be shown in its head.

    Returns:
        Lines that end in ``\n``; one that ended in CRLF keeps its carriage return. It is the text of a data file and
        not made safe for a terminal.
    """
    name = path.lstrip("/")
    old, new = _LINE.findall(planned.old_text), _LINE.findall(planned.new_text)
    head = _shared(old, new)
    tail = _shared(old[:head:-1], new[:head:-1])
    skip, spare = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)
    lines = difflib.unified_diff(
        old[skip : len(old) - spare], new[skip : len(new) - spare], f"a/{name}", f"b/{name}", n=_CONTEXT
    )
    return "".join(_finished(_moved(line, skip)) for line in lines)


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines two texts share at their start; difflib alone would take long over a large file."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _moved(line: str, skip: int) -> str:
    match = _HUNK.match(line)
    if not match:
        return line
    return f"@@ -{int(match[1]) + skip}{match[2]} +{int(match[3]) + skip}{match[4]} @@{line[match.end() :]}"


def _finished(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
