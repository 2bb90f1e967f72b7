"""Says what is wrong with the data files: every problem in one run, each at its exact place.

Here stands what is shown of that in any format: what a check found, and the rule that it breaks.
"""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning"]
SEVERITIES_JA: dict[Severity, str] = {"error": "エラー", "warning": "警告"}
Stage = Literal["file", "syntax", "structure", "indicator", "part", "target", "data", "run"]
"""When a rule speaks: on reading the file, on parsing it, on a record that does not fit its model; once the data can be
read, on one indicator with its figures, one that is part of another, one target, or the data as a whole; or after a
run."""

DATA_STAGES: tuple[Stage, ...] = ("indicator", "part", "target", "data")
"""The stages at which the data can be read."""


class Rule(NamedTuple):
    """One rule.

    Attributes:
        code: ``U`` and three digits; the first is the group. Never given to another rule.
        severity: what its problems are.
        title: its name, in English.
        title_ja: its name in Japanese.
        stage: when it speaks.
        function: finds the problem, or words it; its docstring is the rule's documentation.
    """

    code: str
    severity: Severity
    title: str
    title_ja: str
    stage: Stage
    function: Callable[..., Any]

    @property
    def titles(self) -> tuple[str, str]:
        """Its name in English and in Japanese."""
        return self.title, self.title_ja

    @property
    def group(self) -> str:
        """The first two characters of the code."""
        return self.code[:2]

    @property
    def ignorable(self) -> bool:
        """Whether an inline comment may silence it: not where nothing could be computed from the data as it is."""
        return self.severity == "warning" or (self.stage in DATA_STAGES and self.group != "U4")


class Fix(NamedTuple):
    """A change that would put a problem right.

    Attributes:
        description: what it does, in English.
        description_ja: the same in Japanese.
        text: what is put in the place of the problem.
        safe: whether it can be made without asking, since it cannot change what was meant.
        kind: ``replace`` puts `text` there; ``reorder`` sorts the entries of the mapping around by their keys;
            ``newline`` ends the file with a line break.
        edits: once the place is known, what is replaced: the offsets of the first character and of the first after
            it, in the text without byte order mark, and the new text.
    """

    description: str
    description_ja: str
    text: str = ""
    safe: bool = True
    kind: Literal["replace", "reorder", "newline"] = "replace"
    edits: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def write(cls, text: str, *, safe: bool = False) -> "Fix":
        """The fix that writes a text in the place of the problem."""
        return cls(f"Write {text}.", f"{text} と書く。", text, safe)

    @property
    def sentence(self) -> tuple[str, str]:
        """What it does, in English and in Japanese."""
        return self.description, self.description_ja


class Diagnostic(NamedTuple):
    """One problem.

    Attributes:
        code: the rule's code, such as ``U301``.
        severity: ``error``, or ``warning`` for what may be meant.
        message: one sentence in English.
        message_ja: the same in Japanese.
        path: the file, as messages show it.
        line: where it begins, counted from 1.
        column: likewise, in characters.
        end_line: where it ends.
        end_column: the column after its last character.
        fix: how to put it right, where a program can tell.
        record: the section and the id of the record that it is in, where it is in one.
    """

    code: str
    severity: Severity
    message: str
    message_ja: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    fix: Fix | None = None
    record: tuple[str, str] | None = None

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What problems are sorted by."""
        return self.path, self.line, self.column, self.code

    @property
    def sentence(self) -> tuple[str, str]:
        """The sentence in English and in Japanese."""
        return self.message, self.message_ja


def count(diagnostics: Sequence[Diagnostic]) -> tuple[int, int]:
    """How many errors and how many warnings there are."""
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    return errors, len(diagnostics) - errors
