"""From a finding in the data to its place in the text, and to the replacements that would put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.store.compose import Malformed
from unpolicy.store.entries import locate
from unpolicy.store.places import SourceMap
from unpolicy.store.read import parse
from unpolicy.store.splice import Splice, apply
from unpolicy.store.tree import MappingNode, Node, ScalarNode, scalar_value

if TYPE_CHECKING:
    from unpolicy.checks.diagnostic import Fix
    from unpolicy.checks.finding import DataPath, Finding
    from unpolicy.store.lines import Span
    from unpolicy.store.source import DataFile


class Locator:
    """Places in one file.

    Args:
        source: the file.
        clean: whether the parser had nothing to say against it.
    """

    def __init__(self, source: DataFile, *, clean: bool) -> None:
        self._source = source
        self._map = SourceMap(source.text, clean=clean)

    def locate(self, finding: Finding) -> tuple[Span, Fix | None]:
        """The place of a finding, and its fix where it has one."""
        span, exact = (finding.span, True) if finding.span is not None else self._map.nearest(finding.path, finding.on)
        fix = finding.fix
        if fix is None or not exact:
            return span, None
        edits = tuple(self._edits(finding, fix, span))
        return span, fix._replace(edits=edits) if edits else None

    def _edits(self, finding: Finding, fix: Fix, span: Span) -> tuple[Splice, ...]:
        if fix.kind == "reorder":
            return reordered(self._source.text, finding.path[:-1])
        if fix.kind == "newline":
            return (Splice(span.end, span.end, self._source.newline),)
        return (Splice(span.start, span.end, fix.text),)


def reordered(text: str, path: DataPath) -> tuple[Splice, ...]:
    """The replacements that sort the entries of a mapping by their keys; none where that cannot be done safely.

    An entry takes the comment on its line with it. Where a comment stands on a line of its own between the entries, it
    is ambiguous which it belongs to, and nothing is offered.

    Args:
        text: the whole text.
        path: the mapping, such as ``("indicators", "un-staff", "actuals")``.
    """
    try:
        _, node = locate(text, path)
    except (KeyError, Malformed):
        return ()
    pieces = _pieces(text, node)
    if pieces is None:
        return ()
    ordered = sorted(pieces, key=lambda piece: piece[0])
    splices = tuple(
        Splice(start, end, text[new_start:new_end])
        for (_, start, end), (_, new_start, new_end) in zip(pieces, ordered, strict=True)
        if (start, end) != (new_start, new_end)
    )
    return splices if _is_safe(text, splices) else ()


def _pieces(text: str, node: Node) -> list[tuple[int, int, int]] | None:
    """Key, start and end of every entry; `None` where they cannot be taken apart."""
    if not isinstance(node, MappingNode):
        return None
    pieces: list[tuple[int, int, int]] = []
    for key, value in node.value:
        number = scalar_value(key) if isinstance(key, ScalarNode) else None
        if not isinstance(number, int) or (isinstance(value, ScalarNode) and value.style in {"|", ">"}):
            return None
        end = max(value.end, key.end)
        if not node.flow:
            end = _line_end(text, end)
        if pieces and (text[pieces[-1][2] : key.start].strip(" \t\r\n,") or end > len(text)):
            return None
        pieces.append((number, key.start, end))
    return pieces


def _line_end(text: str, start: int) -> int:
    ends = [place for place in (text.find("\n", start), text.find("\r", start)) if place >= 0]
    return min(ends, default=len(text))


def _is_safe(text: str, splices: tuple[Splice, ...]) -> bool:
    old, new = parse(text), parse(apply(text, splices))
    return not new.problems and old.data == new.data
