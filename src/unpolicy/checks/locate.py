"""From a finding in the data to its place in the text, and to the replacements that would put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.diagnostic import Fix
from unpolicy.checks.reorder import reordered
from unpolicy.store.places import SourceMap
from unpolicy.store.splice import Splice

if TYPE_CHECKING:
    from unpolicy.checks.finding import Finding, Repair
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
        repair = finding.repair
        return span, self._fix(finding, repair, span) if repair is not None and exact else None

    def _fix(self, finding: Finding, repair: Repair, span: Span) -> Fix | None:
        if repair.kind == "reorder":
            splices = reordered(self._source.text, finding.path[:-1])
        elif repair.kind == "newline":
            splices = (Splice(span.end, span.end, self._source.newline),)
        else:
            splices = (Splice(span.start, span.end, repair.text),)
        return Fix(repair.en, repair.ja, splices, repair.safe) if splices else None
