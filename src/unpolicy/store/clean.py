"""The first document of a text, without what a text of data may not hold: for who looks for places in it."""

from __future__ import annotations

import re

from unpolicy.store.layout import document_region
from unpolicy.store.problems import Problems, has_control_characters, has_lone_returns

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+|\\A\ufeff")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LEADING_DIRECTIVES = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n|%[^\n]*+\n)*+")
_DIRECTIVE_LINE = re.compile(r"^%[^\r\n]*", re.MULTILINE)
_NOTHING_MORE = re.compile(r"(?:\.\.\.)?(?:[ \t]++|#[^\n]*+|\r?\n)*+\Z")


def cleaned(text: str, problems: Problems) -> str:
    """Returns the first document of a text without control characters, lone carriage returns and directives.

    Args:
        text: the whole text.
        problems: what is found is added here.

    Returns:
        A text of the same length up to where a second document begins, which is cut off.
    """
    if has_lone_returns(text):
        text = _without_lone_returns(text, problems)
    if has_control_characters(text):
        text = _without_control_characters(text, problems)
    text = _without_directives(text, problems)
    return _first_document(text, problems)


def _without_lone_returns(text: str, problems: Problems) -> str:
    places = [match.start() for match in _LONE_RETURN.finditer(text)]
    message = "a carriage return alone ends this line: save the file with line ends LF or CRLF"
    problems.report("line-ending", (places[0], places[0] + 1), message, count=len(places))
    return _LONE_RETURN.sub("\n", text)


def _without_control_characters(text: str, problems: Problems) -> str:
    # A run is one problem, and a file that is no text at all need not be listed to its end.
    for match in _CONTROL.finditer(text):
        if problems.full("control-character"):
            problems.leave_out("control-character")
            break
        code = f"U+{ord(match[0][0]):04X}"
        message = f"the control character {code} does not belong in a data file: delete it"
        problems.report("control-character", match.span(), message, character=code)
    return _CONTROL.sub(lambda match: "\ufffd" * len(match[0]), text)


def _without_directives(text: str, problems: Problems) -> str:
    head = _LEADING_DIRECTIVES.match(text)
    end = head.end() if head else 0
    for match in _DIRECTIVE_LINE.finditer(text, 0, end):
        message = "a directive is not part of the data format: delete the line"
        problems.report("directive", match.span(), message, directive=match[0])
    return _DIRECTIVE_LINE.sub(lambda match: "#" + match[0][1:], text[:end]) + text[end:]


def _first_document(text: str, problems: Problems) -> str:
    _, end = document_region(text)
    if not _NOTHING_MORE.match(text, end):
        message = "a second document begins here: keep one document in a file"
        problems.report("documents", (end, end + 3), message)
    return text[:end]
