"""`unpolicy init`, `rule` and `schema`: a new data directory, what a rule means, and the JSON Schemas there are."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from unpolicy import __version__
from unpolicy.checks import SEVERITIES_JA
from unpolicy.checks.documentation import KINDS, as_text, documentation, schema_text
from unpolicy.checks.rules import GROUPS, get, rules
from unpolicy.cli import options
from unpolicy.cli.manners import from_environment
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import console, emit_rows, is_interactive, present_lines
from unpolicy.cli.session import Session, directory_named
from unpolicy.errors import UsageError
from unpolicy.store.directory import EXAMPLES, TARGETS, begin, empty
from unpolicy.store.directory import example as shipped
from unpolicy.text import quoted, wrapped
from unpolicy.views.diagnostics import RuleEntry, RuleExample, RulesDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.checks import Rule
    from unpolicy.views.voice import Voice


def _codes(incomplete: str) -> list[tuple[str, str]]:
    say = from_environment(os.environ) == "ja"
    return [(code, rule.titles[say]) for code, rule in rules().items() if code.startswith(incomplete.upper())]


Kind = Literal[
    "targets", "indicators", "settings", "status", "forecast", "backtest", "explain", "history", "diff", "goals",
    "change", "rating", "log", "undo", "validate", "show", "rule", "import", "export", "site", "policies",
]  # fmt: skip
WORKFLOW = ".github/workflows/site.yml"


@options.common("json", "lang")
def rule_command(
    session: Session,
    code: Annotated[str | None, argument("[CODE]", "code", _codes)] = None,
) -> None:
    """Say what a rule means, why it is there, and show bad and good examples; without a code, list all rules."""
    chosen, say = list(rules().values()) if code is None else [get(code)], session.lang == "ja"
    if code is None and not session.json and not is_interactive():
        emit_rows([(rule.code, rule.severity, rule.titles[say]) for rule in chosen])
        return
    present_lines(
        session,
        document=lambda: rules_document(chosen),
        lines=lambda: _listed(chosen, say) if code is None else [as_text(chosen[0], _wrapped)[say]],
    )


def schema_command(
    kind: Annotated[
        Kind,
        argument(
            "NAME", f"A file: {', '.join(KINDS)}; or what --json prints: {', '.join(get_args(Kind)[len(KINDS) :])}."
        ),
    ],
    lang: options.LangOption = None,
) -> None:
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
    found, group = documentation(rule), GROUPS[rule.group]
    examples = [
        RuleExample(example.good, f"{example.file}.yaml", example.state or None, example.text)
        for example in found.examples
    ]
    return RuleEntry(rule.code, rule.severity, *group, *rule.titles, *found.what, *found.why, examples)


def _wrapped(text: str) -> str:
    if not is_interactive():
        return text
    return "\n".join(wrapped(text, console().width))


def _listed(rules: Iterable[Rule], say: int) -> Iterator[str]:
    group = ""
    for rule in rules:
        if rule.group != group:
            group = rule.group
            yield f"\n{group}xx {GROUPS[group][say]}"
        # A full-width blank is as wide as the characters of the Japanese words.
        severity = f"{rule.severity:<7}", f"{SEVERITIES_JA[rule.severity]:　<3}"
        yield f"  {rule.code}  {severity[say]}  {rule.titles[say]}"


@options.common("data", "lang")
def init_command(
    session: Session,
    places: Annotated[list[str] | None, argument("[DIR]", "places", show_default=False)] = None,
    example: Annotated[bool, option("--example")] = False,
    site: Annotated[bool, option("--site")] = False,
) -> None:
    """Start a new data directory: empty, or with the shipped example."""
    name, directory = _named(places or [], example=example)
    if site:
        _publish(session, directory, example=example)
        return
    chosen = directory or session.data or Path("data")
    files = shipped(name) if example else empty(session.lang)
    _make(session, chosen, _with_schemas(files))
    for line in _next_steps(chosen, session.voice, example=example):
        print(line)


def _make(session: Session, root: Path, files: dict[str, str]) -> None:
    for path in begin(root, files):
        print(session.voice.say((f"Made {quoted(path)}", f"作成：{quoted(path)}")))


def _named(places: list[str], *, example: bool) -> tuple[str, Path | None]:
    """Which example is meant, and the directory that was named: `init --example roads my-roads`."""
    name, rest = "un", places
    if example and places and places[0] in EXAMPLES:
        name, rest = places[0], places[1:]
    if len(rest) > 1:
        raise UsageError(
            f"init makes one directory: {quoted(Path(rest[0]))} or {quoted(Path(rest[1]))}?",
            ja=f"init が作るディレクトリは1つです（{quoted(Path(rest[0]))} か {quoted(Path(rest[1]))}）。",
        )
    return name, directory_named(rest[0], "init") if rest else None


def _publish(session: Session, directory: Path | None, *, example: bool) -> None:
    """Write the workflow that publishes a data directory, in the repository that holds it."""
    if example:
        raise UsageError(
            "--site is for data that are there: run unpolicy init --example first.",
            ja="--site は既存のデータ用です。先に unpolicy init --example を実行してください。",
        )
    data = Path(os.path.realpath(directory or session.directory.path))
    root = next((place for place in (data, *data.parents) if (place / ".git").exists()), Path.cwd())
    name = os.path.relpath(data, root).replace(os.sep, "/")
    _make(session, root, {WORKFLOW: _workflow(name, session.lang)})
    next_step = (
        "Next: commit it, and choose GitHub Actions as the source in the repository's settings, Pages.",
        "次に：コミットし、リポジトリの設定（Pages）で公開元に GitHub Actions を選ぶ。",
    )
    print(session.voice.say(next_step))


def _workflow(data: str, lang: str) -> str:
    """The workflow for a data directory, as named from the root of the repository, and the language shown first."""
    from importlib.resources import files  # slow to import, and rule and schema need none of it

    text = files("unpolicy.views.report").joinpath("templates", "workflow.yml").read_text(encoding="utf-8")
    filled = {"DATA": json.dumps(data, ensure_ascii=False), "LANG": lang, "VERSION": __version__}
    for name, value in filled.items():
        text = text.replace(f"@{name}@", value)
    return text


def _with_schemas(files: dict[str, str]) -> dict[str, str]:
    """The files, and the schemas that their first lines point editors to, which go with them wherever they go."""
    pointed = {
        name: re.sub(r"\$schema=(?:\.\./)+schema/", "$schema=schema/", text, count=1) for name, text in files.items()
    }
    return {**pointed, **{f"schema/{kind}.schema.json": schema_text(kind) for kind in KINDS}}


def _next_steps(directory: Path, voice: Voice, *, example: bool) -> Iterator[str]:
    option = "" if directory.name == "data" and directory.parent == Path() else f" --data {quoted(directory)}"
    name = quoted(directory / TARGETS)
    if example:
        yield voice.say((f"Next: unpolicy status{option}", f"次に：unpolicy status{option}"))
        return
    edit = (
        f"Next: open {name} and its neighbour in an editor; the notes in them say what goes where.",
        f"次に：{name} と隣のファイルをエディターで開く。書き方は中の説明にある。",
    )
    yield voice.say(edit)
    yield voice.say((f"Then: unpolicy validate{option}", f"それから：unpolicy validate{option}"))
