"""U8: settings that cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.diagnostic import Fix
from unpolicy.checks.finding import Finding
from unpolicy.checks.registry import rule, rules
from unpolicy.checks.wording import misfit, shown, shown_ja
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.checks.faults import Fault
    from unpolicy.names import Level


def levels(asked: Mapping[str, Level]) -> dict[str, Level]:
    """How grave rules are in a directory, by code, as far as that may be said."""
    known = rules()
    return {code: level for code, level in asked.items() if code in known and _may_be(code, level)}


def _may_be(code: str, level: Level) -> bool:
    return level == "error" or rules()[code].ignorable


@rule("U801", "Setting of an unknown rule", "知らない規則の設定", stage="run")
def unknown(code: str, level: Level) -> Iterator[Finding]:
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
    del level
    if code in rules():
        return
    guess = code.strip().upper() if code.strip().upper() in rules() else close_match(code, rules())
    hint, hint_ja = (f"did you mean {guess}?", f"{guess} のことですか。") if guess else ("", "")
    yield Finding(
        "settings",
        ("rules", code),
        f"There is no rule {shown(code)}: {hint or '`unpolicy rule` lists them.'}",
        f"規則{shown_ja(code)}はありません。{hint_ja or '一覧は `unpolicy rule` で出ます。'}",
        Fix(f"Write {guess}.", f"{guess} と書く。", text=guess, safe=False) if guess else None,
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
