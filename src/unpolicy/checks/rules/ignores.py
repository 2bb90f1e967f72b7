"""U7 and U8: comments that silence a rule (``# unpolicy: ignore[U301] reason``), and settings of rules and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.checks import Diagnostic, Fix
from unpolicy.checks.faults import Fault, misfit
from unpolicy.checks.rules import FileKey, Finding, did_you_mean, rule, rules, shown, shown_ja
from unpolicy.store.layout import Lines, Span
from unpolicy.store.source import parse
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.names import Level
    from unpolicy.store.problems import Parsed

# No list of codes is longer than a few hundred characters, and the bound keeps a hostile one from costing seconds.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n]))#[ \t]*unpolicy:[ \t]*ignore\[(?P<codes>[^\[\]\r\n]{0,400})\]")
_LINE_BREAK = re.compile(r"[\r\n]|\Z")
_CODE = re.compile(r"[^,\s]+")

# Reading a text again costs time: no larger one is, and all its readings together are no longer than a few of these.
_LARGEST_READ_AGAIN = 1 << 20
_READ_AGAIN = 4 * _LARGEST_READ_AGAIN


class Ignore(NamedTuple):
    """One comment.

    Attributes:
        file: which file it is in.
        lines: the lines that it speaks for: its own, or the next where it stands on a line alone.
        spans: the place of each code that it names.
    """

    file: FileKey
    lines: frozenset[int]
    spans: dict[str, Span]


def find_ignores(file: FileKey, text: str, parsed: Parsed) -> list[Ignore]:
    """The comments of a file; a text without any costs one search.

    Args:
        file: which file it is.
        text: what it holds.
        parsed: what that says; a text in the data that looks like a comment silences nothing.
    """
    if "unpolicy:" not in text or "ignore[" not in text:
        return []
    matches = list(_COMMENT.finditer(text))
    if parsed.ok and len(text) <= _LARGEST_READ_AGAIN:
        matches = _comments(text, matches, parsed)
    return list(_ignores(file, text, matches))


def silence(
    diagnostics: Sequence[Diagnostic], ignores: Sequence[Ignore], path: str
) -> tuple[list[Diagnostic], set[tuple[int, str]]]:
    """Leaves out what is ignored in one file.

    Args:
        diagnostics: problems of all files.
        ignores: the comments of the file.
        path: the file.

    Returns:
        The problems that remain, and the ignores that matched, as (number of the comment, code).
    """
    known = rules()
    table = {
        (line, code): number
        for number, ignore in enumerate(ignores)
        for line in ignore.lines
        for code in ignore.spans
        if code in known and known[code].ignorable
    }
    used: set[tuple[int, str]] = set()
    remaining = []
    for diagnostic in diagnostics:
        number = table.get((diagnostic.line, diagnostic.code)) if diagnostic.path == path else None
        if number is None:
            remaining.append(diagnostic)
        else:
            used.add((number, diagnostic.code))
    return remaining, used


def complaints(ignores: Sequence[Ignore], used: set[tuple[int, str]]) -> Iterator[tuple[str, Finding]]:
    """What is wrong with the comments themselves, as (code, finding)."""
    known = rules()
    for number, ignore in enumerate(ignores):
        for code in ignore.spans:
            if code not in known:
                yield "U702", known["U702"].function(ignore, code, known)
            elif (number, code) not in used:
                yield "U701", known["U701"].function(ignore, code, ignorable=known[code].ignorable)


@rule("U701", "Ignore that matches nothing", "当てはまるもののない無視指定", stage="run", severity="warning")
def unused(ignore: Ignore, code: str, *, ignorable: bool = True) -> Finding:
    """An inline `# unpolicy: ignore[CODE]` silences nothing on its line, or on the line below where it stands alone.

    Why: the problem is gone, and the comment would hide the next one. Or it is one that cannot be ignored, since
    nothing can be computed until it is put right: an error in the form of the file (U0, U1, U2), in a reference (U4),
    or in what a number or a period is (U304, U305, U307, U505).

    行内のコメント `# unpolicy: ignore[CODE]` が、その行では何も無視していません。コメントだけの行では、
    その下の行で何も無視していません。

    理由: 問題はもうなくなっており、コメントを残せば次の問題を隠してしまいます。あるいは、
    直すまで何も計算できないために、無視できない問題です。ファイルの形の誤り（U0、U1、U2）、参照の誤り（U4）、
    数や期間そのものの誤り（U304、U305、U307、U505）がこれに当たります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar} # unpolicy: ignore[U301]
        #                                            ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 9560}} # unpolicy: ignore[U603] counted anew
    """
    if ignorable:
        en, ja = f"There is no {code} here to ignore", f"ここに無視すべき {code} はありません"
    else:
        en = f"{code} cannot be ignored, since nothing can be computed until it is put right"
        ja = f"{code} は無視できません。直すまで何も計算できないからです"
    return Finding(
        ignore.file,
        (),
        f"{en}: take the code out of the comment.",
        f"{ja}。コメントから外してください。",
        span=ignore.spans[code],
        fix=Fix(f"Take out {code}.", f"{code} を外す。", safe=False),
    )


@rule("U702", "Ignore of an unknown rule", "知らない規則の無視指定", stage="run", severity="warning")
def unknown_code(ignore: Ignore, code: str, known: Iterable[str]) -> Finding:
    """An inline `# unpolicy: ignore[CODE]` names no rule.

    Why: it silences nothing, though its author thinks so.

    行内のコメント `# unpolicy: ignore[CODE]` に書かれた規則がありません。

    理由: 書いた人のつもりとは違って、何も無視されません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar} # unpolicy: ignore[U999]
        #                                            ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 9560}} # unpolicy: ignore[U603] counted anew
    """
    guess = close_match(code, known)
    hint, hint_ja = did_you_mean(guess, "see `unpolicy rule`.", "`unpolicy rule` を見てください。")
    return Finding(
        ignore.file,
        (),
        f"There is no rule {code}: {hint}",
        f"規則 {code} はありません。{hint_ja}",
        span=ignore.spans[code],
    )


def _comments(text: str, matches: list[re.Match[str]], parsed: Parsed) -> list[re.Match[str]]:
    """Those that are comments: without one, the text says the same."""
    meaning = repr(parsed.data)
    allowance = _READ_AGAIN
    waiting, found = [matches], []
    while waiting and allowance > 0:
        group = waiting.pop()
        reread = parse(_without(text, group))
        allowance -= len(text)
        if reread.ok and repr(reread.data) == meaning:
            found += group
        elif len(group) > 1:
            half = len(group) // 2
            waiting += [group[half:], group[:half]]
    return found


def _without(text: str, matches: Iterable[re.Match[str]]) -> str:
    parts, end = [], 0
    for match in matches:
        if match.start() >= end:
            parts.append(text[end : match.start()])
            line_break = _LINE_BREAK.search(text, match.end())
            end = line_break.start() if line_break is not None else len(text)
    return "".join([*parts, text[end:]])


def _ignores(file: FileKey, text: str, matches: Iterable[re.Match[str]]) -> Iterator[Ignore]:
    lines = Lines(text)
    for match in matches:
        start = match.start("codes")
        spans = {
            code[0]: lines.span(start + code.start(), start + code.end()) for code in _CODE.finditer(match["codes"])
        }
        if not spans:
            continue
        line = next(iter(spans.values())).line
        before = text[lines.start_of(line) : start]
        alone = before.lstrip().startswith("#")
        yield Ignore(file, frozenset({line + 1} if alone else {line}), spans)


def levels(asked: Mapping[str, Level]) -> dict[str, Level]:
    """How grave rules are in a directory, by code, as far as that may be said."""
    known = rules()
    return {code: level for code, level in asked.items() if code in known and _may_be(code, level)}


def _may_be(code: str, level: Level) -> bool:
    return level == "error" or rules()[code].ignorable


@rule("U801", "Setting of an unknown rule", "知らない規則の設定", stage="run")
def unknown(code: str) -> Iterator[Finding]:
    """The section `rules` of the settings names a rule that there is not.

    Why: whoever wrote it believes that a rule is off, or graver than it is. A code is a capital U and three digits.

    設定の `rules` に、存在しない規則が書かれています。

    理由: 書いた人は、規則を無効にした、あるいは重さを変えたと思い込んでいます。コードは大文字のUと3桁の数字です。

    Bad (settings.yaml):
        version: 1
        rules: {U999: off}
        #       ^^^^

    Good (settings.yaml):
        version: 1
        rules: {U603: off}
    """
    if code in rules():
        return
    guess = code.strip().upper() if code.strip().upper() in rules() else close_match(code, rules())
    hint, hint_ja = did_you_mean(guess, "`unpolicy rule` lists them.", "一覧は `unpolicy rule` で出ます。")
    yield Finding(
        "settings",
        ("rules", code),
        f"There is no rule {shown(code)}: {hint}",
        f"規則{shown_ja(code)}はありません。{hint_ja}",
        Fix.write(guess) if guess else None,
        on="key",
    )


@rule("U802", "Rule that cannot be turned off", "無効にできない規則", stage="run")
def impossible(code: str, level: Level) -> Iterator[Finding]:
    """The settings turn a rule off, or make a warning of it, without which nothing can be computed.

    Why: an error in the form of a file (U0, U1, U2), in a reference (U4) or in the settings themselves leaves nothing
    to judge by. Such a rule stays an error, and so that nobody believes otherwise, the setting is one too. What is a
    warning by itself, and errors in values, years and plausibility, can be set.

    計算ができなくなる誤りを見つける規則が、設定で無効または警告にされています。

    理由: ファイルの形の誤り（U0、U1、U2）、参照の誤り（U4）、設定そのものの誤りがあると、判定のもとになるものが
    ありません。こうした規則はエラーのままです。思い違いを防ぐため、その設定もエラーとします。もともと警告の規則と、
    値・年・もっともらしさのエラーは設定できます。

    Bad (settings.yaml):
        version: 1
        rules: {U402: off}
        #             ^^^

    Good (settings.yaml):
        version: 1
        rules: {U301: warning}
    """
    if code in rules() and not _may_be(code, level):
        yield Finding(
            "settings",
            ("rules", code),
            f"{code} cannot be {level}, since nothing could be computed from what it reports: take the setting out.",
            f"{code} が見つける誤りがあると何も計算できないため、{level} にはできません。設定を外してください。",
        )


@rule("U803", "File outside of the data directory", "データのディレクトリの外のファイル", stage="structure")
def outside(fault: Fault) -> Finding:
    r"""The settings name a file by an absolute path, or by one that leads out of the data directory.

    Why: what is published must not hang on whose computer it is, and a repository that somebody else made must not
    reach for files of yours. Parts of a path are separated by `/` on every system.

    設定で、絶対パスのファイル、またはデータのディレクトリの外に出るパスのファイルが指定されています。

    理由: 公開する内容が、どの計算機にあるかで変わってはなりません。また、ほかの人が作ったリポジトリから、
    手元のファイルを取り出せてはなりません。パスの区切りは、どの環境でも `/` です。

    Bad (settings.yaml):
        version: 1
        site: {pages: [../secret.md]}
        #              ^^^^^^^^^^^^

    Good (settings.yaml):
        version: 1
        site: {pages: [about.md]}
    """
    return misfit(fault)
