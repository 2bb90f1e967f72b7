"""From a finding in the data to its place in the text, and to the replacements that would put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.store.elements import elements, line_end, line_start, next_line
from unpolicy.store.places import SourceMap
from unpolicy.store.source import parse
from unpolicy.store.splice import Splice, apply, same
from unpolicy.store.tree import MappingNode, Node, key_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.checks.diagnostic import Fix
    from unpolicy.checks.registry import Finding
    from unpolicy.store.layout import Span
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
            return reordered(self._source.text, self._map.node(finding.path[:-1]))
        if fix.kind == "newline":
            return (Splice(span.end, span.end, self._source.newline),)
        return (Splice(span.start, span.end, fix.text),)


def reordered(text: str, node: Node | None) -> tuple[Splice, ...]:
    """The replacements that sort the entries of a mapping by their keys; none where that cannot be done safely.

    An entry takes the comment on its line with it. Where a comment stands on a line of its own between the entries,
    nothing says which it belongs to, and nothing is offered.

    Args:
        text: the whole text.
        node: the mapping, such as the `actuals` of an indicator.
    """
    if not isinstance(node, MappingNode):
        return ()
    pieces = _pieces(text, node)
    if not pieces:
        return ()
    splices = tuple(
        Splice(old.start, old.end, text[new.start : new.end])
        for old, new in zip(pieces, sorted(pieces), strict=True)
        if old != new
    )
    # The mapping is proven alone: with the whole file, a thousand of them would take a thousand times as long.
    first, last = line_start(text, pieces[0].start), next_line(text, pieces[-1].end)
    start, end = (node.start, node.end) if node.flow else (first, last)
    moved = [Splice(one.start - start, one.end - start, one.text) for one in splices]
    return splices if _says_the_same(text[start:end], moved) else ()


class _Piece(NamedTuple):
    """An entry by its key."""

    key: int
    start: int
    end: int


def _pieces(text: str, node: MappingNode) -> list[_Piece]:
    """The entries in the order of the text; none where they cannot be taken apart."""
    pieces: list[_Piece] = []
    for (key, _), entry in zip(node.value, elements(text, node), strict=True):
        number = key_value(key)
        # The empty lines that `|+` keeps cannot be distinguished from those between entries.
        if not isinstance(number, int) or text.endswith("\n", entry.start, entry.end):
            return []
        if pieces and text[pieces[-1].end : entry.start].strip(" \t\r\n,"):
            return []
        pieces.append(_Piece(number, entry.start, entry.end if node.flow else line_end(text, entry.end)))
    return pieces


def _says_the_same(text: str, splices: Iterable[Splice]) -> bool:
    old, new = parse(text), parse(apply(text, splices))
    return old.ok and new.ok and same(old.data, new.data)
