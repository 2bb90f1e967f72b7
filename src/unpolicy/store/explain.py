"""What a YAML parser's complaint means in words, and the way out."""

from __future__ import annotations

import re
from typing import NamedTuple


class Explanation(NamedTuple):
    """A syntax error in words.

    Attributes:
        reason: a stable name of what is wrong.
        message: one sentence, with the way out.
        at_context: whether the place to show is where the construct begins, not where the parser gave up.
    """

    reason: str
    message: str
    at_context: bool = False


# pattern over "context: problem" · reason · message · whether the place is where the construct begins
_EXPLANATIONS: tuple[tuple[str, str, str, bool], ...] = (
    (r"^: documents$", "documents", "a second document begins here: keep one document in a file", False),
    (
        r"^: surrogate$",
        "surrogate",
        "half of a surrogate pair is no character: write the character itself, or both halves",
        False,
    ),
    (r"character '\\t'", "tab", "a tab cannot stand here: use spaces", False),
    (
        r"quoted scalar.*unexpected end of stream|unclosed quote",
        "unclosed-quote",
        "this quote is never closed: add the closing one",
        True,
    ),
    (
        r"quoted scalar.*(escape|hexadecimal|chr\(\))|chr\(\) arg",
        "escape",
        "this backslash sequence means nothing: double the backslash, or use single quotes",
        False,
    ),
    (
        r"mapping values are not allowed",
        "colon",
        "a second “: ” cannot stand here: put the text in quotes, or indent the line as its neighbours are",
        False,
    ),
    (
        r"could not find expected ':'",
        "missing-colon",
        "a key needs “: ” after it: add it, or indent the line as part of the text above",
        True,
    ),
    (
        r"flow (mapping|sequence).*(stream end|block end|key>|<document|block entry)|flow.*end of stream",
        "unclosed-bracket",
        "this bracket is never closed: add the closing one",
        True,
    ),
    (
        r"flow node: expected the node content.*<(stream|block) end>",
        "unclosed-bracket",
        "this bracket is never closed: add the closing one",
        False,
    ),
    (
        r"expected the node content",
        "stray-bracket",
        "a closing bracket without an opening one: delete it, or put the text in quotes",
        False,
    ),
    (
        r"flow (mapping|sequence)|mismatched bracket",
        "bracket",
        "a comma or the closing bracket is expected here: add it, or put the text in quotes",
        False,
    ),
    (
        r"cannot start any token|unexpected character",
        "start-character",
        "a text cannot start with this character: put it in quotes",
        False,
    ),
    (
        r"^: after-quote$",
        "after-quote",
        "text after the closing quote: put all of it into the quotes",
        False,
    ),
    (
        r"block (mapping|collection|scalar)|block end|indent|not allowed (here|in this context)",
        "indentation",
        "the line does not fit the lines around it: indent it as its neighbours are",
        False,
    ),
    (r"undefined alias|unknown anchor", "alias", "an alias is not part of the data format: write the value out", False),
    (r"anchor", "anchor", "an anchor is not part of the data format: write the value out", False),
    (r"tag", "tag", "a tag is not part of the data format: take it out", False),
    (r"directive", "directive", "a directive is not part of the data format: delete the line", False),
    (r"digits", "huge-number", "a number of thousands of digits cannot be read: shorten it", False),
)
_COMPILED = tuple(
    (re.compile(pattern, re.DOTALL), Explanation(reason, message, at_context))
    for pattern, reason, message, at_context in _EXPLANATIONS
)


def explain(context: str, problem: str) -> Explanation:
    """Returns the explanation of a parser's complaint.

    Args:
        context: what the parser was doing, in its own words; may be empty.
        problem: what it complained about, in its own words.
    """
    complaint = f"{context}: {problem}"
    for pattern, explanation in _COMPILED:
        if pattern.search(complaint):
            return explanation
    return Explanation("other", "the text is not valid YAML here: compare it with the lines around it")
