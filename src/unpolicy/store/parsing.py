"""A data file's text turned into plain data, or into everything that is wrong with it.

The good path is the fast parser and a few searches over the text for what it would accept in silence (anchors, tags,
control characters) or not survive (it nests by recursion, and a file of ten megabytes of hyphens ends the process).
Anything that looks odd is looked into by `unpolicy.store.careful`, which knows places; most of it then is harmless.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml_rs

from unpolicy.store.scalars import MAX_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.store.lines import Span

__all__ = ["MOST_TOLD", "Parsed", "Problem", "Problems", "each_text_once", "load", "parse"]

MOST_TOLD = 1000
"""How many places of one file are told of each kind of mistake: nobody reads more before putting them right."""

# An alias is refused before it is followed, so a billion laughs is over at the first.
_NO_ALIASES = yaml_rs.AliasLimits(0, 0, 0)

_CONTROL_BYTES = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_WIDE_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")

# A property stands where a value can begin. Each pattern begins with the sign it looks for, which lets the search skip
# to it, and looks back from there; only after two blanks does it take more than that to know.
_OPENED = r"(?:(?<=[:\-?,\[{][ \t]X)|(?<=[\[{,:]X)|(?<=[ \t\n][ \t]X)|(?<=[\n\t]X)|(?<=\AX)|(?<=\A X))"
_FOLLOWED = {"&": r"[^ \t\r\n,\[\]{}]", "*": r"[^ \t\r\n,\[\]{}]", "!": "", "<": r"<[ \t]*:"}
_MAY_OPEN = re.compile(r"(?:^|[\[{,:?-])[ \t]*(?:[&!][^ \t]*[ \t]+)?\Z")
_DEEP_INDENT = " " * 240
# To look for the sign alone first would take longer: a hyphen is in every date.
_DEEP_MARKERS = (re.compile(r"-[ \t]+(?:[-?:][ \t]+){14}"), re.compile(r"\?[ \t]+(?:[-?:][ \t]+){14}"))
# Begins with the sign it looks for, which few texts hold, and looks back from there.
_DIRECTIVE = re.compile(r"%(?<=\n%)")
_STRIDE = 64
_SAMPLED_DIGITS = re.compile(r"[0-9A-Fa-f_]{4,}")
_MANY_DIGITS = re.compile(rf"[0-9A-Fa-f_]{{{MAX_DIGITS},}}")
_QUOTED_NUMBER_KEYS = (
    re.compile(r"'[-+.]?[0-9][^'\n]*'[ \t]*:"),
    re.compile(r'"[-+.]?[0-9][^"\n]*"[ \t]*:'),
)


class Problem(NamedTuple):
    """Something that makes a text no data file, before anybody looks at what it says.

    Attributes:
        kind: one of "syntax", "duplicate-key", "anchor", "alias", "merge-key", "tag", "documents", "directive",
            "control-character", "line-ending", "too-deep", "too-long", "huge-number", "empty", "not-a-mapping".
        span: where.
        message: one sentence in English, with the way out.
        params: what the message holds, for its translation; for "syntax" also ``reason``, a finer kind.
        path: the keys that lead to the place, as far as they are known.
    """

    kind: str
    span: Span
    message: str
    params: Mapping[str, Any] = MappingProxyType({})
    path: tuple[object, ...] = ()


class Problems:
    """Problems that are being gathered: `MOST_TOLD` places of each kind, and which kinds have more.

    Attributes:
        number: how many were found, told or not; one that two readings of the same place find counts twice.
        untold: the kinds of which there are more.
    """

    def __init__(self) -> None:
        self.number = 0
        self.untold: set[str] = set()
        self._told: dict[str, dict[int, Problem]] = {}

    def add(self, problem: Problem) -> None:
        """Takes one more; the first that is said of a place stays."""
        self.number += 1
        told = self._told.setdefault(problem.kind, {})
        if problem.span.start in told:
            return
        if self.full(problem.kind):
            self.untold.add(problem.kind)
        else:
            told[problem.span.start] = problem

    def leave_out(self, kind: str) -> None:
        """Notes one more of a kind that is full, where working out its place would cost time for nothing."""
        self.number += 1
        self.untold.add(kind)

    def full(self, kind: str) -> bool:
        """Whether as many of a kind are told as there is room for."""
        return len(self._told.get(kind, ())) >= MOST_TOLD

    def in_order(self) -> tuple[Problem, ...]:
        """Those that are told, in the order of the text."""
        told = (problem for places in self._told.values() for problem in places.values())
        return tuple(sorted(told, key=lambda problem: (problem.span.start, problem.span.end)))


class Parsed(NamedTuple):
    """What a text says.

    Attributes:
        data: the top-level mapping, as far as it can be read. Of two equal keys the first counts, and two sections
            of the same name are put together.
        problems: everything that is wrong, in the order of the text.
        left_out: the paths of what is in the text but not in `data`, because it cannot be read; a broken item of a
            list is there as None.
        untold: the kinds of which there are more problems than `problems` tells.
    """

    data: dict[object, object]
    problems: tuple[Problem, ...] = ()
    left_out: frozenset[tuple[object, ...]] = frozenset()
    untold: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


_read_already: ContextVar[dict[str, Parsed] | None] = ContextVar("read_already", default=None)


def parse(text: str, data: bytes | None = None) -> Parsed:
    """Reads a data file's text.

    Args:
        text: the whole text, without byte order mark.
        data: the same in UTF-8, where it is at hand; a byte order mark does no harm.

    Returns:
        The data and all problems; this never raises for what is in the text.
    """
    read = _read_already.get()
    if read is None:
        return _parse(text, data)
    if text not in read:
        read[text] = _parse(text, data)
    return read[text]


@contextmanager
def each_text_once() -> Iterator[None]:
    """Within this, a text that was read is not read again: a change checks and proves the same two texts by turns."""
    token = _read_already.set({})
    try:
        yield
    finally:
        _read_already.reset(token)


def _parse(text: str, data: bytes | None) -> Parsed:
    if not _odd(text, data):
        try:
            found = load(text)
        except ValueError:
            pass  # said below, with places
        else:
            if isinstance(found, dict):
                return Parsed(found)
    from unpolicy.store.careful import read_carefully  # loads the slow parser, which a sound file spares

    return read_carefully(text)


def load(text: str) -> object:
    """Reads a text or piece of a text with the fast parser: dates stay text, keys are unique, aliases are refused.

    Only for a text for which `may_be_deep` and `has_huge_number` are false: the parser would not survive the one
    kind, and take minutes over the other.

    Raises:
        ValueError: it is not YAML in the fast parser's eyes.
    """
    try:
        return yaml_rs.loads(text, parse_datetime=False, alias_limits=_NO_ALIASES)
    except TypeError as error:
        raise ValueError("a key that holds a mapping") from error


def has_control_characters(text: str, data: bytes | None = None) -> bool:
    """Whether there are characters that YAML 1.2 excludes (5.1), or a byte order mark at the start.

    Args:
        text: the text.
        data: the same in UTF-8, where it is at hand.
    """
    try:
        data = text.encode() if data is None else data
    except UnicodeEncodeError:
        return True
    return (
        len(data.translate(None, _CONTROL_BYTES)) != len(data)
        or _WIDE_CONTROL.search(data) is not None
        or _NO_CHARACTER.search(data) is not None
        or text.startswith("\ufeff")
    )


def has_lone_returns(text: str) -> bool:
    """Whether a carriage return ends a line on its own."""
    return "\r" in text and text.count("\r") != text.count("\r\n")


def may_be_deep(text: str) -> bool:
    """Whether the text might nest deeper in block style than the fast parser survives; it counts brackets itself.

    Each level needs a space more of indentation or one of the indicators ``-``, ``?`` and ``:``, so without a long run
    of either there is no depth.
    """
    if text.startswith(_DEEP_INDENT) or "\n" + _DEEP_INDENT in text:
        return True
    return any(pattern.search(text) is not None for pattern in _DEEP_MARKERS)


def has_huge_number(text: str) -> bool:
    """Whether there is a run of more than `unpolicy.store.scalars.MAX_DIGITS` digits, decimal or hexadecimal.

    Looking at every 64th character finds it, and costs next to nothing where there is none.
    """
    for match in _SAMPLED_DIGITS.finditer(text[::_STRIDE]):
        first, last = (match.start() - 1) * _STRIDE, (match.end() + 1) * _STRIDE
        if _MANY_DIGITS.search(text, max(first, 0), last):
            return True
    return False


def property_places(text: str) -> Iterator[int]:
    """Yields the offsets where an anchor, alias, tag or merge key may be: all that are, and a few that are not."""
    for sign, following in _FOLLOWED.items():
        if sign in text:
            escaped = re.escape(sign)
            for match in re.finditer(escaped + _OPENED.replace("X", escaped) + following, text):
                if _may_open(text, match.start()):
                    yield match.start()


def may_hide_duplicates(text: str) -> bool:
    """Whether there may be keys that a reader does not tell apart, as '2020' and 2020, or NFC and NFD."""
    if any(pattern.search(text) for pattern in _QUOTED_NUMBER_KEYS):
        return True
    return not unicodedata.is_normalized("NFC", text)


def _odd(text: str, data: bytes | None) -> bool:
    return bool(
        has_control_characters(text, data)
        or has_lone_returns(text)
        or may_be_deep(text)
        or text.startswith("%")
        or _DIRECTIVE.search(text) is not None
        or has_huge_number(text)
        or any(True for _ in property_places(text))
        or may_hide_duplicates(text)
    )


def _may_open(text: str, place: int) -> bool:
    # What opens a value is near; a window keeps long lines from taking quadratic time.
    window = max(place - 200, 0)
    line = text.rfind("\n", window, place)
    return _MAY_OPEN.search(text[max(line, window) if line < 0 else line + 1 : place]) is not None
