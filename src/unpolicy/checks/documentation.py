"""A rule's docstring as its documentation, and what `unpolicy rule CODE` prints of it."""

from __future__ import annotations

import inspect
import re
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.checks.diagnostic import SEVERITIES_JA, Rule
from unpolicy.checks.registry import GROUPS, FileKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from unpolicy.years import Language

_HEAD = re.compile(
    r"^(?P<kind>Bad|Good) \((?P<file>(?:targets|indicators|settings)(?:/\w+)?)\.yaml(?:, (?P<state>[\w ]+))?\):$"
)
_BEFORE = {
    "targets": "version: 1\npolicy: {id: reform, title: Reform}\ngoals: {people: {title: People}}\n",
    "indicators": "version: 1\n",
}
"""What stands before an example that begins with the records."""
_WHY = {"en": "Why: ", "ja": "理由: "}
_STATES_JA = {"absent": "ファイルなし", "no final newline": "末尾に改行なし", "escapes": "\\で始まる並びは文字を表す"}


class Example(NamedTuple):
    """One example of a rule.

    Attributes:
        good: whether the rule has nothing to say of it.
        file: which of the files it is; the others are sound.
        state: what is special about the file: ``no final newline``, ``absent``, ``escapes`` (backslash sequences stand
            for characters), or the encoding that it is in.
        text: its lines.
    """

    good: bool
    file: FileKey
    state: str
    text: str


class Documentation(NamedTuple):
    """A rule in words.

    Attributes:
        what: what it finds.
        why: why that is a problem, and what to do.
        examples: bad and good ones.
    """

    what: str
    why: str
    examples: tuple[Example, ...]


def documentation(rule: Rule, lang: Language = "en") -> Documentation:
    """The documentation of a rule in one language, read from its docstring.

    Raises:
        ValueError: the docstring does not have the form: what, `Why:`, what and `理由:` in Japanese, then examples.
    """
    paragraphs = (inspect.getdoc(rule.function) or "").split("\n\n", 4)
    if len(paragraphs) < 4 or not (paragraphs[1].startswith(_WHY["en"]) and paragraphs[3].startswith(_WHY["ja"])):
        raise ValueError(f"{rule.code} does not say why in both languages")
    what, why, what_ja, why_ja = paragraphs[:4]
    examples = tuple(_examples("".join(paragraphs[4:])))
    if lang == "ja":
        # No line of these is broken where a blank stands.
        return Documentation(what_ja.replace("\n", ""), why_ja.removeprefix(_WHY["ja"]).replace("\n", ""), examples)
    return Documentation(" ".join(what.split()), " ".join(why.removeprefix(_WHY["en"]).split()), examples)


def as_text(rule: Rule, lang: Language = "en", wrapped: Callable[[str], str] = str) -> str:
    """A rule as `unpolicy rule CODE` prints it.

    Args:
        rule: the rule.
        lang: the language of everything but the examples, which are data.
        wrapped: breaks a sentence into lines; examples are narrow as they are.
    """
    found = documentation(rule, lang)
    parts = [wrapped(_head(rule, lang)), wrapped(found.what), wrapped(f"{_WHY[lang]}{found.why}")]
    parts += [f"{_example_head(one, lang)}\n{_indented(one.text)}".rstrip() for one in found.examples]
    return "\n\n".join(parts)


def severity_word(rule: Rule, lang: Language) -> str:
    """How grave a rule is, for people."""
    return SEVERITIES_JA[rule.severity] if lang == "ja" else rule.severity


def _examples(text: str) -> Iterator[Example]:
    head: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.splitlines(), "Good (targets.yaml):"]:
        match = _HEAD.match(line)
        if match is None:
            lines.append(line)
            continue
        if head is not None:
            body = dedent("\n".join(lines)).strip("\n")
            before = _BEFORE.get(body.partition(":")[0], "")
            text = f"{before}{body}\n" if body else ""
            yield Example(head["kind"] == "Good", head["file"], head["state"] or "", text)
        elif any(line.strip() for line in lines):
            raise ValueError(f"text that is no example: {lines}")
        head, lines = match, []


def _indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


def _head(rule: Rule, lang: Language) -> str:
    group, group_ja = GROUPS[rule.group]
    if lang == "ja":
        return f"{rule.code} {rule.title_ja}（{severity_word(rule, lang)} · {group_ja}）"
    return f"{rule.code} {rule.title} · {rule.title_ja} ({rule.severity}; {group})"


def _example_head(example: Example, lang: Language) -> str:
    if lang == "ja":
        return f"{'良い例' if example.good else '悪い例'}（{file_label(example, lang)}）:"
    return f"{'Good' if example.good else 'Bad'} ({file_label(example)}):"


def file_label(example: Example, lang: Language = "en") -> str:
    """The file of an example, and what is special about it."""
    name = f"{example.file}.yaml"
    if lang == "ja":
        return f"{name}、{_STATES_JA.get(example.state, example.state)}" if example.state else name
    return f"{name}, {example.state}" if example.state else name
