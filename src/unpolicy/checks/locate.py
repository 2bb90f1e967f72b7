"""From a finding in the data to its place in the text, and to the replacements that would put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.diagnostic import Fix
from unpolicy.checks.places import SourceMap
from unpolicy.checks.reorder import reordered
from unpolicy.store.pieces import Splice

if TYPE_CHECKING:
    from unpolicy.checks.finding import DataPath, Finding, Repair
    from unpolicy.store.lines import Span
    from unpolicy.store.source import Source


class Locator:
    """Places in one file.

    Args:
        source: the file.
        clean: whether the parser had nothing to say against it.
    """

    def __init__(self, source: Source, *, clean: bool) -> None:
        self._source = source
        self._map = SourceMap(source.text, clean=clean)

    def locate(self, finding: Finding) -> tuple[Span, Fix | None]:
        """The place of a finding, and its fix where it has one."""
        span, exact = (finding.span, True) if finding.span is not None else self._span(finding.path, finding.on)
        repair = finding.repair
        return span, self._fix(finding, repair, span) if repair is not None and exact else None

    def _span(self, path: DataPath, on: str) -> tuple[Span, bool]:
        """The place of a path, or of the nearest thing around it, and whether it is its own."""
        exact = True
        while path:
            span = self._try(path, on)
            if span is not None:
                return span, exact
            path, on, exact = path[:-1], "key", False
        return self._map.lines.span(0, 0), False

    def _try(self, path: DataPath, on: str) -> Span | None:
        key = None if on == "value" else self._map.key_span(path)
        if key is not None:
            return key
        value = self._map.value_span(path)
        if value is None or value.start < value.end:
            return value
        # Nothing stands there: the key is what can be pointed at.
        return self._map.key_span(path) or value

    def _fix(self, finding: Finding, repair: Repair, span: Span) -> Fix | None:
        if repair.kind == "reorder":
            splices = reordered(self._source.text, finding.path[:-1])
        elif repair.kind == "newline":
            splices = (Splice(span.end, span.end, self._source.newline),)
        else:
            splices = (Splice(span.start, span.end, repair.text),)
        return Fix(repair.en, repair.ja, splices, repair.safe) if splices else None
