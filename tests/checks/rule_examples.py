"""The examples in the documentation of the rules, as files and with the places that they mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unpolicy.checks.documentation import Example

_CARETS = re.compile(r"^#? *(?P<carets>\^+)$")


def content(example: Example) -> bytes | None:
    """An example's file; `None` where there is no file."""
    if example.state == "absent":
        return None
    if example.state == "no final newline":
        return example.text.rstrip("\n").encode()
    if example.state == "escapes":
        return example.text.replace("\\x1b", "\x1b").replace("\\r", "\r").encode()
    return example.text.encode(example.state or "utf-8")


def places(example: Example) -> list[tuple[int, int, int]]:
    """What the carets below a line mark: line, column and the column after, each counted from 1."""
    found = []
    above = 0
    for number, line in enumerate(example.text.splitlines(), 1):
        match = _CARETS.match(line)
        if match is None:
            above = number
        else:
            # A caret right behind the number sign marks the first column too, where no comment could.
            start = 1 if match.start("carets") == 1 else match.start("carets") + 1
            found.append((above, start, match.end("carets") + 1))
    return found
