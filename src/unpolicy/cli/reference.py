"""`unpolicy rule` and `unpolicy schema`: what a rule means, and the JSON Schemas of files and documents."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from unpolicy.checks.documentation import KINDS, as_text, documentation, schema_text, severity_word
from unpolicy.checks.registry import GROUPS, get, rules
from unpolicy.cli import options
from unpolicy.cli.manners import from_environment
from unpolicy.cli.options import argument
from unpolicy.cli.output import console, emit_rows, is_interactive, present_lines
from unpolicy.cli.session import Session
from unpolicy.text import wrapped
from unpolicy.views.diagnostics import RuleEntry, RuleExample, RulesDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.checks.diagnostic import Rule
    from unpolicy.years import Language


def _codes(incomplete: str) -> list[tuple[str, str]]:
    lang = from_environment(os.environ)
    return [(code, _title(rule, lang)) for code, rule in rules().items() if code.startswith(incomplete.upper())]


CodeArgument = Annotated[str | None, argument("[CODE]", "A rule, as U301; all are listed without.", _codes)]
Kind = Literal[
    "targets", "indicators", "settings", "status", "forecast", "backtest", "explain", "history", "diff", "goals",
    "change", "rating", "log", "undo", "validate", "show", "rule", "import", "export", "site", "policies",
]  # fmt: skip
KindArgument = Annotated[
    Kind,
    argument("NAME", f"A file: {', '.join(KINDS)}; or what --json prints: {', '.join(get_args(Kind)[len(KINDS) :])}."),
]


@options.common("json", "lang")
def rule_command(
    session: Session,
    code: CodeArgument = None,
) -> None:
    """Say what a rule means, why it is there, and show bad and good examples; without a code, list all rules."""
    chosen = list(rules().values()) if code is None else [get(code)]
    if code is None and not session.json and not is_interactive():
        emit_rows([(rule.code, rule.severity, _title(rule, session.lang)) for rule in chosen])
        return
    present_lines(
        session,
        document=lambda: rules_document(chosen),
        lines=lambda: _listed(chosen, session.lang) if code is None else [as_text(chosen[0], session.lang, _wrapped)],
    )


def schema_command(kind: KindArgument, lang: options.LangOption = None) -> None:
    """Print the JSON Schema of a data file or of a document, for editors and other programs."""
    del lang  # taken for the sake of one habit for all commands; the descriptions are in English
    if kind in KINDS:
        sys.stdout.write(schema_text(kind))
    else:
        from unpolicy.views.schemas import document_schema_text

        sys.stdout.write(document_schema_text(kind))


def rules_document(chosen: Iterable[Rule]) -> RulesDocument:
    """Rules as a document."""
    return RulesDocument("unpolicy/rule/1", [_entry(rule) for rule in chosen])


def _entry(rule: Rule) -> RuleEntry:
    found, found_ja, group = documentation(rule), documentation(rule, "ja"), GROUPS[rule.group]
    prose = found.what, found_ja.what, found.why, found_ja.why
    examples = [RuleExample(one.good, f"{one.file}.yaml", one.state or None, one.text) for one in found.examples]
    return RuleEntry(rule.code, rule.severity, *group, rule.title, rule.title_ja, *prose, examples)


def _wrapped(text: str) -> str:
    if not is_interactive():
        return text
    return "\n".join(wrapped(text, console().width))


def _title(rule: Rule, lang: Language) -> str:
    return rule.title_ja if lang == "ja" else rule.title


def _listed(rules: Iterable[Rule], lang: Language) -> Iterator[str]:
    group = ""
    for rule in rules:
        if rule.group != group:
            group = rule.group
            yield f"\n{group}xx {GROUPS[group][lang == 'ja']}"
        word = severity_word(rule, lang)
        # A full-width blank is as wide as the characters of the Japanese words.
        yield f"  {rule.code}  {f'{word:　<3}' if lang == 'ja' else f'{word:<7}'}  {_title(rule, lang)}"
