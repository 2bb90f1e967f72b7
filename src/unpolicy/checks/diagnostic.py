"""What a check found, at its place in a file, ready to be shown in any format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.store.splice import Splice

Severity = Literal["error", "warning"]

SCHEMA = "unpolicy/validate/1"


class Fix(NamedTuple):
    """A change that would put the problem right.

    Attributes:
        description: what it does, in English.
        description_ja: the same in Japanese.
        splices: the replacements, in characters of the text without byte order mark.
        safe: whether it can be made without asking, since it cannot change what was meant.
    """

    description: str
    description_ja: str
    splices: tuple[Splice, ...]
    safe: bool

    def text(self, lang: str) -> str:
        """What it does, in the language asked for."""
        return self.description_ja if lang == "ja" else self.description


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

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What problems are sorted by."""
        return self.path, self.line, self.column, self.code

    def text(self, lang: str) -> str:
        """The sentence in the language asked for."""
        return self.message_ja if lang == "ja" else self.message

    def as_json(self, lang: str) -> dict[str, Any]:
        """The problem as the JSON of ``validate`` shows it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.text(lang),
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "fix": None if self.fix is None else _fix_as_json(self.fix, lang),
        }


def document(diagnostics: Sequence[Diagnostic], lang: str, *, strict: bool = False) -> dict[str, Any]:
    """The JSON document of ``validate``.

    Args:
        diagnostics: the problems, in the order to show.
        lang: the language of the sentences.
        strict: whether warnings make the data unsound.
    """
    errors, warnings = count(diagnostics)
    return {
        "schema": SCHEMA,
        "ok": errors == 0 and not (strict and warnings),
        "errors": errors,
        "warnings": warnings,
        "diagnostics": [diagnostic.as_json(lang) for diagnostic in diagnostics],
    }


def count(diagnostics: Sequence[Diagnostic]) -> tuple[int, int]:
    """How many errors and how many warnings there are."""
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    return errors, len(diagnostics) - errors


def _fix_as_json(fix: Fix, lang: str) -> dict[str, Any]:
    edits = [{"start": splice.start, "end": splice.end, "text": splice.text} for splice in fix.splices]
    return {"message": fix.text(lang), "safe": fix.safe, "edits": edits}
