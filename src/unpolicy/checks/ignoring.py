"""Inline comments that silence a rule where a person has a reason: ``# unpolicy: ignore[U301] reason``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unpolicy.checks.registry import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unpolicy.checks.diagnostic import Diagnostic
    from unpolicy.checks.finding import FileKind, Finding
    from unpolicy.store.nodes import Span

_COMMENT = re.compile(r"(?:^|[ \t])#\s*unpolicy:\s*ignore\[(?P<codes>[^\]\n]*)\]")
_CODE = re.compile(r"[^,\s]+")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment.

    Attributes:
        file: which file it is in.
        lines: the lines that it speaks for: its own, or the next where it stands on a line alone.
        spans: the place of each code that it names.
    """

    file: FileKind
    lines: frozenset[int]
    spans: dict[str, Span]


def find(file: FileKind, text: str) -> list[Ignore]:
    """The comments of a file; a text without any costs one search."""
    if "unpolicy:" not in text or "ignore[" not in text:
        return []
    return list(_find(file, text))


def apply(
    diagnostics: Sequence[Diagnostic], ignores: Sequence[Ignore], path: str
) -> tuple[list[Diagnostic], set[tuple[int, str]]]:
    """Leaves out what is ignored in one file.

    Args:
        diagnostics: problems of all files.
        ignores: the comments of the file.
        path: the file.

    Returns:
        The problems that remain, and the ignores that matched, as (number of the comment, code).
    """
    table = {(line, code): number for number, one in enumerate(ignores) for line in one.lines for code in one.spans}
    used: set[tuple[int, str]] = set()
    kept = []
    for diagnostic in diagnostics:
        number = table.get((diagnostic.line, diagnostic.code)) if diagnostic.path == path else None
        if number is None:
            kept.append(diagnostic)
        else:
            used.add((number, diagnostic.code))
    return kept, used


def complaints(ignores: Sequence[Ignore], used: set[tuple[int, str]]) -> Iterator[tuple[str, Finding]]:
    """What is wrong with the comments themselves, as (code, finding)."""
    known = rules()
    for number, ignore in enumerate(ignores):
        for code in ignore.spans:
            if code not in known:
                yield "U702", known["U702"].function(ignore, code, known)
            elif (number, code) not in used:
                yield "U701", known["U701"].function(ignore, code)


def _find(file: FileKind, text: str) -> Iterator[Ignore]:
    from unpolicy.store.nodes import Lines

    lines = Lines(text)
    for match in _COMMENT.finditer(text):
        start = match.start("codes")
        spans = {
            code[0]: lines.span(start + code.start(), start + code.end()) for code in _CODE.finditer(match["codes"])
        }
        if not spans:
            continue
        line = next(iter(spans.values())).line
        before = text[max(text.rfind("\n", 0, match.start() + 1), text.rfind("\r", 0, match.start() + 1)) + 1 : start]
        alone = before.lstrip().startswith("#")
        yield Ignore(file, frozenset({line + 1} if alone else {line}), spans)
