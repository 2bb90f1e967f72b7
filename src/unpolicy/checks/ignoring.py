"""Inline comments that silence a rule where a person has a reason: ``# unpolicy: ignore[U301] reason``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.checks.registry import rules
from unpolicy.store.read import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.checks.diagnostic import Diagnostic
    from unpolicy.checks.finding import FileKind, Finding
    from unpolicy.store.lines import Span
    from unpolicy.store.problems import Parsed

# No list of codes is longer than a few hundred characters, and the bound keeps a hostile one from costing seconds.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n]))#[ \t]*unpolicy:[ \t]*ignore\[(?P<codes>[^\[\]\r\n]{0,400})\]")
_LINE_BREAK = re.compile(r"[\r\n]|\Z")
_CODE = re.compile(r"[^,\s]+")

# Reading a text again costs time: no larger one is, and all its readings together are no longer than a few of these.
_LARGEST_READ_AGAIN = 1 << 20
_READ_AGAIN = 4 * _LARGEST_READ_AGAIN


class Ignore(NamedTuple):
    """One comment.

    Attributes:
        file: which file it is in.
        lines: the lines that it speaks for: its own, or the next where it stands on a line alone.
        spans: the place of each code that it names.
    """

    file: FileKind
    lines: frozenset[int]
    spans: dict[str, Span]


def find(file: FileKind, text: str, parsed: Parsed) -> list[Ignore]:
    """The comments of a file; a text without any costs one search.

    Args:
        file: which file it is.
        text: what it holds.
        parsed: what that says; a text in the data that looks like a comment silences nothing.
    """
    if "unpolicy:" not in text or "ignore[" not in text:
        return []
    matches = list(_COMMENT.finditer(text))
    if parsed.ok and len(text) <= _LARGEST_READ_AGAIN:
        matches = _comments(text, matches, parsed)
    return list(_ignores(file, text, matches))


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
    known = rules()
    table = {
        (line, code): number
        for number, one in enumerate(ignores)
        for line in one.lines
        for code in one.spans
        if code in known and known[code].ignorable
    }
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
                yield "U701", known["U701"].function(ignore, code, ignorable=known[code].ignorable)


def _comments(text: str, matches: list[re.Match[str]], parsed: Parsed) -> list[re.Match[str]]:
    """Those that are comments: without one, the text says the same."""
    said = repr(parsed.data)
    left = _READ_AGAIN
    waiting, found = [matches], []
    while waiting and left > 0:
        group = waiting.pop()
        again = parse(_without(text, group))
        left -= len(text)
        if again.ok and repr(again.data) == said:
            found += group
        elif len(group) > 1:
            half = len(group) // 2
            waiting += [group[half:], group[:half]]
    return found


def _without(text: str, matches: Iterable[re.Match[str]]) -> str:
    pieces, end = [], 0
    for match in matches:
        if match.start() >= end:
            pieces.append(text[end : match.start()])
            line_break = _LINE_BREAK.search(text, match.end())
            end = line_break.start() if line_break is not None else len(text)
    return "".join([*pieces, text[end:]])


def _ignores(file: FileKind, text: str, matches: Iterable[re.Match[str]]) -> Iterator[Ignore]:
    from unpolicy.store.lines import Lines

    lines = Lines(text)
    for match in matches:
        start = match.start("codes")
        spans = {
            code[0]: lines.span(start + code.start(), start + code.end()) for code in _CODE.finditer(match["codes"])
        }
        if not spans:
            continue
        line = next(iter(spans.values())).line
        before = text[lines.start_of(line) : start]
        alone = before.lstrip().startswith("#")
        yield Ignore(file, frozenset({line + 1} if alone else {line}), spans)
