"""From a finding in the data to its place in the text, to the replacements that would put it right, and made fixes.

Most files are sound and no place in them is ever asked for. When one is, the lines lead to the smallest entry around
it, and only that is read by the parser that keeps places.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.store.compose import Malformed, compose, compose_entry
from unpolicy.store.elements import Element, elements, line_end, line_start, next_line
from unpolicy.store.layout import Item, Lines, Span, child_entries, top_entries, without_stray_tabs
from unpolicy.store.problems import Parsed, Problems, cleaned
from unpolicy.store.source import DataFile, parse
from unpolicy.store.splice import Planned, Splice, apply, difference, prove, same
from unpolicy.store.tree import KeyAndValue, MappingNode, Node, ScalarNode, SequenceNode, key_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from unpolicy.checks import Diagnostic, Fix
    from unpolicy.checks.rules import Finding


_ROUNDS = 5
_TRIED_ALONE = 200


# One word or number behind its key, and nothing after it but comments: it need not be composed, which matters where a
# thousand figures are wrong.
_PLAIN = re.compile(
    r"[ \t]++(?P<value>[-+.]?\w[\w.+-]*+)[ \t]*+(?:(?<=[ \t])#[^\n]*+)?(?:\r?\n(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]*+)?"
)


class SourceMap:
    """The places of one text.

    A path is the keys and list numbers that lead to a piece of data, such as
    ``("indicators", "un-staff", "actuals", 2021, "value")``. Keys count by their value: 2020 finds ``0x7e4``, and
    "2020" finds ``'2020'``. Of two equal keys the first counts, as in parsing.

    Attributes:
        text: the text.

    Args:
        text: the text of a whole file, without byte order mark; it need not be valid.
        clean: whether the parser had nothing to say against it, which spares a search for odd characters.
    """

    def __init__(self, text: str, *, clean: bool = False) -> None:
        self.text = text
        # What takes the place of odd characters has their length, so that offsets stay those of the file.
        self._text = without_stray_tabs(text if clean else cleaned(text, Problems(self.lines)))
        self._inside: dict[int, dict[object, Item]] = {}
        self._composed: dict[int, KeyAndValue | None] = {}
        self._held: dict[int, dict[object, KeyAndValue]] = {}

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    def value_span(self, path: Sequence[object]) -> Span | None:
        """Where the value at a path stands, quotes and brackets included; `None` where the path leads nowhere."""
        entry = self._entry(path)
        plain = None if entry is None or entry.item else _PLAIN.fullmatch(self._text, entry.value, entry.end)
        if plain is not None:
            return self.lines.span(*plain.span("value"))
        pair = self._pair(path)
        return None if pair is None else self.lines.span(pair[1].start, pair[1].end)

    def key_span(self, path: Sequence[object]) -> Span | None:
        """Where the key at the end of a path stands; `None` for an item of a list and where the path leads nowhere."""
        entry = self._entry(path)
        if entry is not None:
            return None if entry.item else self.lines.span(entry.key_start, entry.key_end)
        pair = self._pair(path)
        return None if pair is None or pair[0] is None else self.lines.span(pair[0].start, pair[0].end)

    def node(self, path: Sequence[object]) -> Node | None:
        """What the parser that keeps places makes of the value at a path; `None` where the path leads nowhere."""
        pair = self._pair(path)
        return None if pair is None else pair[1]

    def nearest(self, path: Sequence[object], on: Literal["key", "value"] = "value") -> tuple[Span, bool]:
        """Where a path can be pointed at: its own place, else the key of the nearest thing around it.

        Args:
            path: where, whether there is anything or not.
            on: whether the key or the value is meant. An empty value is shown at its key, and an item of a list, which
                has no key, as a whole.

        Returns:
            The place, the start of the file where there is none, and whether it is the path's own.
        """
        own = self._shown(path, on)
        if own is not None:
            return own, True
        for length in range(len(path) - 1, 0, -1):
            around = self._shown(path[:length], "key")
            if around is not None:
                return around, False
        return self.lines.span(0, 0), False

    def _shown(self, path: Sequence[object], on: Literal["key", "value"]) -> Span | None:
        span = self.key_span(path) if on == "key" else self.value_span(path)
        if on == "key":
            return span or self.value_span(path)
        if span is not None and span.start == span.end:
            return self.key_span(path) or span
        return span

    def _entry(self, path: Sequence[object]) -> Item | None:
        """The lines of what stands at a path, where it has lines of its own."""
        entry, steps = self._nearest_entry(path)
        return entry if steps == len(path) else None

    def _nearest_entry(self, path: Sequence[object]) -> tuple[Item | None, int]:
        """The smallest entry by lines on the way, and how many steps lead to it."""
        entry: Item | None = None
        for steps, key in enumerate(path):
            inside = self._top if entry is None else self._entries(entry)
            following = None if inside is None else inside.get(_identity(key))
            if following is None:
                return entry, steps
            entry = following
        return entry, len(path)

    def _pair(self, path: Sequence[object]) -> KeyAndValue | None:
        """The nodes of key and value at a path; only the smallest entry around it is composed."""
        entry, steps = self._nearest_entry(path)
        pair = self._compose(entry) if entry is not None else self._whole if self._top is None and path else None
        for key in path[steps:]:
            if pair is None:
                return None
            pair = self._children(pair[1]).get(_identity(key))
        return pair

    @cached_property
    def _top(self) -> dict[object, Item] | None:
        entries = top_entries(self._text)
        return None if entries is None else _by_key(entries)

    @cached_property
    def _whole(self) -> KeyAndValue | None:
        try:
            root = compose(self._text)
        except Malformed:
            return None
        return None if root is None else (None, root)

    def _entries(self, entry: Item) -> dict[object, Item]:
        if entry.key_start not in self._inside:
            self._inside[entry.key_start] = _by_key(child_entries(self._text, entry) or ())
        return self._inside[entry.key_start]

    def _compose(self, entry: Item) -> KeyAndValue | None:
        if entry.key_start not in self._composed:
            try:
                self._composed[entry.key_start] = compose_entry(self._text, entry)
            except Malformed:
                self._composed[entry.key_start] = None
        return self._composed[entry.key_start]

    def _children(self, node: Node) -> dict[object, KeyAndValue]:
        """What a node holds, by key; kept, since one mapping may have a thousand problems."""
        if id(node) not in self._held:
            self._held[id(node)] = _held_by(node)
        return self._held[id(node)]


def _held_by(node: Node) -> dict[object, KeyAndValue]:
    if isinstance(node, SequenceNode):
        return {_identity(number): (None, item) for number, item in enumerate(node.value)}
    pairs = reversed(node.value) if isinstance(node, MappingNode) else ()
    return {_identity(key_value(key)): (key, value) for key, value in pairs if isinstance(key, ScalarNode)}


def _by_key(entries: Sequence[Item]) -> dict[object, Item]:
    return {_identity(entry.key): entry for entry in reversed(entries)}  # of two equal keys the first counts


def _identity(key: object) -> object:
    # true and 1 are equal to Python and not to YAML.
    return (bool, key) if isinstance(key, bool) else key


def locate(places: SourceMap, newline: str, finding: Finding) -> tuple[Span, Fix | None]:
    """The place of a finding, and its fix where it has one.

    Args:
        places: those of the file that the finding is of.
        newline: how the file ends its lines.
        finding: the finding.
    """
    span, exact = (finding.span, True) if finding.span is not None else places.nearest(finding.path, finding.on)
    if finding.fix is None or not exact:
        return span, None
    edits: tuple[Splice, ...] = (Splice(span.start, span.end, finding.fix.text),)
    if finding.fix.kind == "reorder":
        edits = reordered(places.text, places.node(finding.path[:-1]))
    elif finding.fix.kind == "newline":
        edits = (Splice(span.end, span.end, newline),)
    return span, finding.fix._replace(edits=edits) if edits else None


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
    entries = _entries_of(text, node)
    if not entries:
        return ()
    splices = tuple(
        Splice(old.start, old.end, text[new.start : new.end])
        for (_, old), (_, new) in zip(entries, sorted(entries), strict=True)
        if old != new
    )
    # The mapping is proven alone: with the whole file, a thousand of them would take a thousand times as long.
    first, last = line_start(text, entries[0][1].start), next_line(text, entries[-1][1].end)
    start, end = (node.start, node.end) if node.flow else (first, last)
    moved = [Splice(splice.start - start, splice.end - start, splice.text) for splice in splices]
    return splices if _says_the_same(text[start:end], moved) else ()


def _entries_of(text: str, node: MappingNode) -> list[tuple[int, Element]]:
    """The entries by their keys, in the order of the text; none where they cannot be taken apart."""
    entries: list[tuple[int, Element]] = []
    for (key, _), entry in zip(node.value, elements(text, node), strict=True):
        number = key_value(key)
        # The empty lines that `|+` keeps cannot be distinguished from those between entries.
        if not isinstance(number, int) or text.endswith("\n", entry.start, entry.end):
            return []
        if entries and text[entries[-1][1].end : entry.start].strip(" \t\r\n,"):
            return []
        entries.append((number, entry if node.flow else entry._replace(end=line_end(text, entry.end))))
    return entries


def _says_the_same(text: str, splices: Iterable[Splice]) -> bool:
    old, new = parse(text), parse(apply(text, splices))
    return old.ok and new.ok and same(old.data, new.data)


class Fixed(NamedTuple):
    """What the safe fixes make of a file.

    Attributes:
        source: the file as it was.
        planned: the change from it to what it becomes.
        number: how many fixes were made.
    """

    source: DataFile
    planned: Planned
    number: int


def fix(source: DataFile, look: Callable[[DataFile], Sequence[Diagnostic]]) -> Fixed:
    """Works the safe fixes of a file out; nothing is written.

    Args:
        source: the file.
        look: finds the file's problems; called again after each round, since one fix may uncover the next.
    """
    now, number = source, 0
    for _ in range(_ROUNDS):
        fixes = [problem.fix for problem in look(now) if problem.fix is not None and problem.fix.safe]
        text, made = _apply(now, _apart(fixes))
        if not made:
            break
        number += made
        now = now.with_text(text)
    splices = difference(source.text, now.text)
    return Fixed(source, Planned(source.text, now.text, splices, 1), number)


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes that do not touch one another, the first in the text before the others."""
    chosen: list[Fix] = []
    end = -1
    for fix in sorted(fixes, key=lambda fix: min(start for start, _, _ in fix.edits)):
        if min(start for start, _, _ in fix.edits) > end:
            chosen.append(fix)
            end = max(end for _, end, _ in fix.edits)
    return chosen


def _apply(source: DataFile, fixes: Sequence[Fix]) -> tuple[str, int]:
    if not fixes:
        return source.text, 0
    new = apply_fixes(source, fixes)
    if new is not None:
        return new, len(fixes)
    # One of them does harm: each is tried on its own, and the first that does none is made.
    alone = (apply_fixes(source, [fix]) for fix in fixes[:_TRIED_ALONE])
    new = next((text for text in alone if text is not None), None)
    return (source.text, 0) if new is None else (new, 1)


def apply_fixes(source: DataFile, fixes: Iterable[Fix]) -> str | None:
    """The text after fixes; `None` where they overlap, or it would have problems that it did not have.

    The file need not be sound, but must not become less so.
    """
    splices = [Splice(*edit) for fix in fixes for edit in fix.edits]
    before = parse(source.text)
    try:
        new = apply(source.text, splices)
        prove(source, new, splices, lambda fixed: _is_no_worse(before, parse(fixed.text)))
    except ValueError:
        return None
    return new


def _is_no_worse(before: Parsed, after: Parsed) -> bool:
    kinds = {problem.kind for problem in before.problems}
    return (
        len(after.problems) <= len(before.problems)
        and all(problem.kind in kinds for problem in after.problems)
        and not (before.ok and set(after.data) != set(before.data))
    )
