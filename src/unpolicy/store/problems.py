"""Problems that make a text unusable as a data file, and the searches for those that the fast parser misses.

What a text of data may not hold is taken out before a parser that keeps places sees it.

It would accept anchors, tags and control characters in silence, and would not survive other texts: it nests by
recursion, and a file of ten megabytes of hyphens ends the process.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

try:
    import yaml_rs
except ImportError:  # everything works without it, slower: ruamel decides
    yaml_rs = None  # type: ignore[assignment]  # what marks its absence

from unpolicy.figures import MAX_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.store.layout import Lines, Span

KeyPath = tuple[object, ...]
"""The keys, as they were read, and places in lists that lead to something; `DataPath` where all are sound."""
MOST_REPORTED = 1000
"""The limit on reported problems of each kind in one file: nobody reads more before putting them right."""

# An alias is refused before it is followed, so a billion laughs is over at the first.
_NO_ALIASES = yaml_rs.AliasLimits(0, 0, 0) if yaml_rs else None

_CONTROL_BYTES = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_WIDE_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")

# A property stands where a value can begin. Each pattern begins with the sign it looks for, which lets the search skip
# to it, and looks back from there; only after two blanks does it take more than that to know.
_OPENED = r"(?:(?<=[:\-?,\[{][ \t]X)|(?<=[\[{,:]X)|(?<=[ \t\n][ \t]X)|(?<=[\n\t]X)|(?<=\AX)|(?<=\A X))"
_FOLLOWED = {"&": r"[^ \t\r\n,\[\]{}]", "*": r"[^ \t\r\n,\[\]{}]", "!": "", "<": r"<[ \t]*:"}
_MAY_OPEN = re.compile(r"(?:^|[\[{,:?-])[ \t]*(?:[&!][^ \t]*[ \t]+)?\Z")
_DEEP_INDENT = " " * 240
# Each of the patterns below begins with the sign that it stands by, and looks back from there.
_DEEP_MARKERS = {sign: re.compile(rf"{re.escape(sign)}[ \t]+(?:[-?:][ \t]+){{14}}") for sign in "-?"}
_DIRECTIVE = {"%": re.compile(r"%(?<=\n%)")}
# What git and others leave at the start of lines where they could not merge. No block scalar reaches that column; text
# in quotes or braces does, and the fast parser would take the marks for a part of it.
_CONFLICT_SIGNS = tuple(sign * 7 for sign in "<|=>")
_CONFLICT_LINE = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?![^ \t\r\n])[^\r\n]*", re.MULTILINE)
# A zero before another digit, 0x10, 1_000.
_OTHER_SPELLINGS = {
    "0": re.compile(r"0(?<=[\s\[{:+,]0)[0-9xXoObB_][0-9A-Fa-f_.]*(?=[\s,\]}:]|\Z)"),
    "-": re.compile(r"-(?<=[\s\[{,]-)0[0-9xXoObB_][0-9A-Fa-f_.]*(?=[\s,\]}:]|\Z)"),
    "_": re.compile(r"_(?<=[0-9]_)[0-9_.]*(?=[\s,\]}:]|\Z)"),
    ",": re.compile(r",[0-9]{3}(?<=[0-9],[0-9]{3})(?=\s*[,}\].])"),  # 1,017 in braces, which are two entries
}
_BEHIND_A_COMMA = re.compile(r"[0-9],")
_STRIDE = 64
_SAMPLED_DIGITS = re.compile(r"[0-9A-Fa-f_]{4,}")
_MANY_DIGITS = re.compile(rf"[0-9A-Fa-f_]{{{MAX_DIGITS},}}")
_QUOTED_NUMBER_KEYS = {sign: re.compile(rf"{sign}[-+.]?[0-9][^{sign}\n]*{sign}[ \t]*:") for sign in "'\""}
# As text: `re` compiles it where something is odd.
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+|\\A\ufeff"
_LONE_RETURN = r"\r(?!\n)"
_LEADING_DIRECTIVES = r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n|%[^\n]*+\n)*+"
_DIRECTIVE_LINE = r"(?m)^%[^\r\n]*"
_NOTHING_MORE = r"(?:\.\.\.)?(?:[ \t]++|#[^\n]*+|\r?\n)*+\Z"


class Problem(NamedTuple):
    """A problem that makes a text unusable as a data file, whatever its data are.

    Attributes:
        kind: one of "conflict", "syntax", "duplicate-key", "anchor", "alias", "merge-key", "tag", "documents",
            "directive", "control-character", "line-ending", "too-deep", "too-long", "huge-number", "spelling",
            "empty", "not-a-mapping".
        span: where.
        message: one sentence in English, with the way out.
        params: what its translation needs of what the message holds; for "syntax" also ``reason``, a finer kind.
    """

    kind: str
    span: Span
    message: str
    params: Mapping[str, Any] = {}


class Problems:
    """Collects problems: `MOST_REPORTED` places of each kind, and which kinds have more.

    Args:
        lines: the lines of the text.

    Attributes:
        number: how many were found, reported or not; one that two readings of the same place find counts twice.
        truncated: the kinds of which there are more.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.number = 0
        self.truncated: set[str] = set()
        self._reported: dict[str, dict[int, Problem]] = {}

    def report(self, kind: str, place: tuple[int, int], message: str, **params: object) -> None:
        """Adds a problem, as `Problem` has it, between two offsets; at each place the first of a kind is kept."""
        self.number += 1
        reported = self._reported.setdefault(kind, {})
        if place[0] in reported:
            return
        if self.full(kind):
            self.truncated.add(kind)
        else:
            reported[place[0]] = Problem(kind, self._lines.span(*place), message, params)

    def leave_out(self, kind: str) -> None:
        """Counts one more of a kind that is full, where working out its place would cost time for nothing."""
        self.number += 1
        self.truncated.add(kind)

    def full(self, kind: str) -> bool:
        """Whether the limit on reported problems of a kind is reached."""
        return len(self._reported.get(kind, ())) >= MOST_REPORTED

    def in_order(self) -> tuple[Problem, ...]:
        """The reported problems, in the order of the text."""
        reported = (problem for places in self._reported.values() for problem in places.values())
        return tuple(sorted(reported, key=lambda problem: (problem.span.start, problem.span.end)))


class Parsed(NamedTuple):
    """What a text says.

    Attributes:
        data: the top-level mapping, as far as it can be read. Of two equal keys the first counts, and two sections
            of the same name are put together.
        problems: everything that is wrong, in the order of the text.
        left_out: the paths of what is in the text but not in `data`, because it cannot be read; a broken item of a
            list is there as None.
        truncated: the kinds of which there are more problems than `problems` holds.
    """

    data: dict[object, object]
    problems: tuple[Problem, ...] = ()
    left_out: frozenset[tuple[object, ...]] = frozenset()
    truncated: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def load_fast(text: str) -> object:
    """Reads a text or piece of a text with the fast parser: dates stay text, keys are unique, aliases are refused.

    Only for a text for which `may_be_deep` and `has_huge_number` are false: the parser would not survive the one
    kind, and take minutes over the other.

    Raises:
        ValueError: it is not YAML in the fast parser's eyes, or that parser is not installed.
    """
    if yaml_rs is None:
        raise ValueError("the fast parser is not installed")
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
        or (b"\xc2" in data and _WIDE_CONTROL.search(data) is not None)
        or "\ufffe" in text
        or "\uffff" in text
        or text.startswith("\ufeff")
    )


def has_lone_returns(text: str) -> bool:
    """Whether a carriage return ends a line on its own."""
    return "\r" in text and text.count("\r") != text.count("\r\n")


def cleaned(text: str, problems: Problems) -> str:
    """Returns the first document of a text without control characters, lone carriage returns and directives.

    Args:
        text: the whole text.
        problems: what is found is added here.

    Returns:
        A text of the same length up to where a second document begins, which is cut off.
    """
    from unpolicy.store.layout import document_region  # a sound text is not looked at line by line

    if has_lone_returns(text):
        text = _without_lone_returns(text, problems)
    if has_control_characters(text):
        text = _without_control_characters(text, problems)
    text = _without_directives(text, problems)
    _, end = document_region(text)
    if not re.match(_NOTHING_MORE, text[end:]):
        problems.report("documents", (end, end + 3), "a second document begins here: keep one document in a file")
    return text[:end]


def _without_lone_returns(text: str, problems: Problems) -> str:
    places = [match.start() for match in re.finditer(_LONE_RETURN, text)]
    message = "a carriage return alone ends this line: save the file with line ends LF or CRLF"
    problems.report("line-ending", (places[0], places[0] + 1), message)
    return re.sub(_LONE_RETURN, "\n", text)


def _without_control_characters(text: str, problems: Problems) -> str:
    # A run is one problem, and a file that is no text at all need not be listed to its end.
    for match in re.finditer(_CONTROL, text):
        if problems.full("control-character"):
            problems.leave_out("control-character")
            break
        code = f"U+{ord(match[0][0]):04X}"
        message = f"the control character {code} does not belong in a data file: delete it"
        problems.report("control-character", match.span(), message, character=code)
    return re.sub(_CONTROL, lambda match: "\ufffd" * len(match[0]), text)


def _without_directives(text: str, problems: Problems) -> str:
    head = re.match(_LEADING_DIRECTIVES, text)
    above = head[0] if head else ""
    for match in re.finditer(_DIRECTIVE_LINE, above):
        message = "a directive is not part of the data format: delete the line"
        problems.report("directive", match.span(), message)
    return re.sub(_DIRECTIVE_LINE, lambda match: "#" + match[0][1:], above) + text[len(above) :]


def may_be_deep(text: str) -> bool:
    """Whether the text might nest deeper in block style than the fast parser survives; it counts brackets itself.

    Each level needs a space more of indentation or one of the indicators ``-``, ``?`` and ``:``, so without a long run
    of either there is no depth.
    """
    if text.startswith(_DEEP_INDENT) or "\n" + _DEEP_INDENT in text:
        return True
    return any(_matches(_DEEP_MARKERS, text))


def _matches(patterns: Mapping[str, re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    # To look for one character takes a fifteenth of the time of a pattern, and most files hold none of most of them.
    for sign, pattern in patterns.items():
        if sign in text:
            yield from pattern.finditer(text)


def has_huge_number(text: str) -> bool:
    """Whether there is a run of more than `MAX_DIGITS` digits, decimal or hexadecimal.

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


def spelling_places(text: str) -> Iterator[int]:
    """Yields the offsets where a number may be in a spelling that YAML 1.1 reads otherwise, and a few where none is."""
    for match in _matches(_OTHER_SPELLINGS, text):
        # 1,017 has no zero at its start. To look that far back for each zero would take twice the time.
        if not (match[0][0] == "0" and _BEHIND_A_COMMA.match(text, match.start() - 2)):
            yield match.start()


def may_hide_duplicates(text: str) -> bool:
    """Whether there may be keys that a reader does not tell apart, as '2020' and 2020, or NFC and NFD."""
    return any(_matches(_QUOTED_NUMBER_KEYS, text)) or not unicodedata.is_normalized("NFC", text)


def may_be_unmerged(text: str) -> bool:
    """Whether there may be lines that a merge conflict left; `report_conflicts` knows."""
    return any(sign[0] in text and (f"\n{sign}" in text or text.startswith(sign)) for sign in _CONFLICT_SIGNS)


def report_conflicts(text: str, lines: Lines, problems: Problems) -> None:
    """Reports each merge conflict that was never settled, and each line that is left of one.

    Args:
        text: the whole text.
        lines: its lines.
        problems: what is found is reported here.
    """
    opening: re.Match[str] | None = None
    for match in _CONFLICT_LINE.finditer(text):
        if match[0].startswith("<"):
            if opening is not None:
                _report_conflict(opening, opening, lines, problems)
            opening = match
        elif opening is None or match[0].startswith(">"):
            _report_conflict(opening or match, match, lines, problems)
            opening = None
    if opening is not None:
        _report_conflict(opening, opening, lines, problems)


def _report_conflict(first: re.Match[str], last: re.Match[str], lines: Lines, problems: Problems) -> None:
    start, end = (lines.position(match.start())[0] for match in (first, last))
    message = (
        f"line {start} is left over from a merge conflict: put the lines around it right and delete it"
        if first is last
        else f"lines {start} to {end} are a merge conflict: keep what is right and delete the lines of <, = and > signs"
    )
    problems.report("conflict", first.span(), message, first=start, last=end)


def looks_odd(text: str, data: bytes | None = None) -> bool:
    """Whether there is anything in a text that the fast parser must not read, or would accept in silence."""
    return bool(
        has_control_characters(text, data)
        or has_lone_returns(text)
        or may_be_deep(text)
        or text.startswith("%")
        or any(_matches(_DIRECTIVE, text))
        or has_huge_number(text)
        or may_be_unmerged(text)
        or any(True for _ in property_places(text))
        or any(True for _ in spelling_places(text))
        or may_hide_duplicates(text)
    )


def _may_open(text: str, place: int) -> bool:
    # What opens a value is near; a window keeps long lines from taking quadratic time.
    window = max(place - 200, 0)
    line = text.rfind("\n", window, place)
    return _MAY_OPEN.search(text[max(line, window) if line < 0 else line + 1 : place]) is not None
