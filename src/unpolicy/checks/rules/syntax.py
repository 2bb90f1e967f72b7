"""U1: what is not YAML, and what YAML has but the data format leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.rules import FileKey, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from unpolicy.store.problems import Problem

_REASONS_JA = {
    "documents": "2つ目の文書が始まっています。1つのファイルには1つの文書だけを置いてください",
    "surrogate": "サロゲートペアの片方だけでは文字になりません。文字そのものか、両方を書いてください",
    "tab": "字下げにタブは使えません。空白を使ってください",
    "unclosed-quote": "引用符が閉じていません。閉じる引用符を加えてください",
    "escape": "このバックスラッシュの並びに意味はありません。バックスラッシュを重ねるか、一重引用符を使ってください",
    "colon": "ここに2つ目の「: 」は置けません。文字列を引用符で囲むか、前後の行と字下げをそろえてください",
    "missing-colon": "キーの後に「: 」が要ります。加えるか、上の文字列の続きとして字下げしてください",
    "unclosed-bracket": "括弧が閉じていません。閉じる括弧を加えてください",
    "stray-bracket": "開きのない閉じ括弧です。外すか、文字列を引用符で囲んでください",
    "bracket": "ここにはコンマか閉じ括弧が要ります。加えるか、文字列を引用符で囲んでください",
    "start-character": "文字列はこの文字では始められません。引用符で囲んでください",
    "after-quote": "閉じる引用符の後に文字があります。全体を引用符で囲んでください",
    "indentation": "この行は前後の行と合いません。字下げをそろえてください",
    "alias": "エイリアスはこの形式にありません。値をそのまま書いてください",
    "anchor": "アンカーはこの形式にありません。値をそのまま書いてください",
    "tag": "タグはこの形式にありません。外してください",
    "directive": "ディレクティブはこの形式にありません。行を消してください",
    "huge-number": "数千桁の数は読めません。短くしてください",
    "duplicate-key": "同じキーが既にあります。どちらかを外してください",
    "merge-key": "マージキー << はこの形式にありません。値をそのまま書いてください",
    "too-deep": "入れ子が深すぎます。この形式には7段で足ります",
    "too-long": "項目が長すぎて中を調べられません。短くするか分けてください",
    "line-ending": "行がCRだけで終わっています。改行をLFかCRLFにしてください",
    "empty": "ファイルにデータがありません。version: 1 で始めて、各節を書いてください",
    "not-a-mapping": "ファイルにデータがありません。version: 1 で始めて、各節を書いてください",
}
"""What is wrong, without the full stop, by the kind of a problem or by the reason why something is not YAML."""
BY_KIND: dict[str, str] = {}
"""The rule of each kind of problem in `unpolicy.store.problems`."""


def _rule(
    code: str, title: str, title_ja: str, *kinds: str
) -> Callable[[Callable[[Problem], str | None]], Callable[[Problem], str | None]]:
    """Registers a rule of problems of the text, which have their own sentence, with what says the Japanese one."""

    def register(words: Callable[[Problem], str | None]) -> Callable[[Problem], str | None]:
        def finding(file: FileKey, problem: Problem) -> Finding:
            en, ja = problem.message, words(problem) or _REASONS_JA[problem.kind]
            return Finding(file, (), f"{en[:1].upper()}{en[1:]}.", f"{ja}。", span=problem.span)

        finding.__doc__ = words.__doc__
        BY_KIND.update(dict.fromkeys(kinds, code))
        rule(code, title, title_ja, stage="syntax")(finding)
        return words

    return register


@_rule("U101", "Not YAML", "YAMLでない", "syntax")
def not_yaml(problem: Problem) -> str:
    """The text breaks a rule of YAML: an unclosed quote or bracket, a line that does not fit those around it, a tab.

    Why: nothing can be said about what the text means. The rest of the file is checked as far as it can be read.

    ファイルの内容がYAMLの規則に反しています。閉じていない引用符や括弧、前後の行と合わない行、タブなどです。

    理由: 書かれていることの意味が決まらず、何も言えません。ファイルの残りの部分は、できる限り検査します。

    Bad (indicators.yaml):
        indicators:
          staff: {title: "Staff, unit: people, kind: count, direction: increase,
        #                ^^^^^^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: "Staff", unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    return _REASONS_JA.get(str(problem.params.get("reason")), "YAMLとして読めません。前後の行と見比べてください")


@_rule("U102", "Key given twice", "キーの重複", "duplicate-key")
def duplicate_key(problem: Problem) -> None:
    """A mapping has the same key twice, in whatever spelling: `2020`, `'2020'` and `0x7e4` are one year.

    Why: a reader cannot tell which of the two counts.

    1つのマッピングに同じキーが2回あります。書き方が違っていても同じキーです。
    たとえば `2020`、`'2020'`、`0x7e4` はどれも同じ年です。

    理由: 2つのうちどちらが有効なのか、読む人には分かりません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2020: 981}}
        #     ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 956}}
    """


@_rule("U103", "Anchor or alias", "アンカーとエイリアス", "anchor", "alias")
def anchor_or_alias(problem: Problem) -> None:
    """An anchor (`&name`) or an alias (`*name`) is used.

    Why: a figure must be read where it stands, and a chain of aliases can make a small file enormous.

    アンカー（`&name`）かエイリアス（`*name`）が使われています。

    理由: 値は、書かれているその場所で読めなければなりません。また、エイリアスを重ねると、
    小さなファイルが途方もなく大きなデータになることがあります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: &name Staff, unit: people, kind: count, direction: increase,
        #                ^^^^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """


@_rule("U104", "Merge key", "マージキー", "merge-key")
def merge_key(problem: Problem) -> None:
    """The merge key `<<` is used.

    Why: it is no part of YAML 1.2, and hides what a record holds.

    マージキー `<<` が使われています。

    理由: マージキーはYAML 1.2にはなく、項目に何が含まれているのかを見えにくくします。

    Bad (indicators.yaml):
        indicators:
          staff: {<<: {unit: people}, title: Staff, kind: count, direction: increase,
        #         ^^
                  year: calendar, unit: people}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """


@_rule("U105", "Tag", "タグ", "tag")
def tag(problem: Problem) -> None:
    """A tag (`!!int`, `!name`) is used.

    Why: the format says what stands where. A tag could only repeat or contradict it, and some make other programs
    run code.

    タグ（`!!int`、`!name`）が使われています。

    理由: どこに何を書くかは、この形式で決まっています。タグを書いても、それを繰り返すか、
    それと矛盾するかのどちらかでしかありません。ほかのプログラムにコードを実行させるタグもあります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: !!str Staff, unit: people, kind: count, direction: increase,
        #                ^^^^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """


@_rule("U106", "Several documents", "複数の文書", "documents")
def documents(problem: Problem) -> None:
    """The file holds more than one YAML document.

    Why: only one of them could count.

    1つのファイルに複数のYAML文書があります。

    理由: そのうち1つしか有効にできません。

    Bad (indicators.yaml):
        indicators:
        ---
        #^^

        version: 1

    Good (indicators.yaml):
        indicators:
    """


@_rule("U107", "Directive", "ディレクティブ", "directive")
def directive(problem: Problem) -> None:
    """The file has a directive, such as `%YAML 1.1`.

    Why: the format is YAML 1.2; in 1.1, `no` is a boolean and `017` is 15.

    `%YAML 1.1` のようなディレクティブがあります。

    理由: この形式はYAML 1.2です。1.1では、`no` は真偽値、`017` は15とみなされます。

    Bad (indicators.yaml):
        %YAML 1.1
        #^^^^^^^^
        ---
        version: 1
        indicators:

    Good (indicators.yaml):
        indicators:
    """


@_rule("U108", "Nested too deep", "入れ子が深すぎる", "too-deep")
def too_deep(problem: Problem) -> None:
    """Something is nested hundreds of levels deep.

    Why: the format needs seven. No example is shown here: it would be a long line of brackets.

    入れ子が数百段にもなっています。

    理由: この形式に必要なのは7段です。例は括弧ばかりの長い行になるため、ここには示しません。
    """


@_rule("U109", "Entry too long", "項目が長すぎる", "too-long")
def too_long(problem: Problem) -> None:
    """An entry with a problem in it is too long to be looked into.

    Why: finding the place takes time, and an entry of hundreds of thousands of characters is no record. No example
    is shown here, for its length.

    問題のある項目が長すぎて、中を調べられません。

    理由: 問題の場所を見つけるのには時間がかかりますし、数十万文字に及ぶものは、データの項目とはいえません。
    長くなるため、例はここには示しません。
    """


@_rule("U110", "Number too long", "数の桁が多すぎる", "huge-number")
def huge_number(problem: Problem) -> None:
    """A whole number has thousands of digits.

    Why: it is no figure. No example is shown here, for its length.

    整数が数千桁もあります。

    理由: そのような数は、意味のある値とはいえません。長くなるため、例はここには示しません。
    """


@_rule("U111", "Control character", "制御文字", "control-character")
def control_character(problem: Problem) -> str:
    r"""The text holds a control character that YAML does not allow, such as NUL or ESC.

    Why: it cannot be seen, and can steer the terminal that shows it.

    NULやESCなど、YAMLでは使えない制御文字が含まれています。

    理由: 制御文字は目に見えないうえ、表示する端末を操ることができます。

    Bad (indicators.yaml, escapes):
        indicators:
          staff: {title: Sta\x1bff, unit: people, kind: count, direction: increase,
        #                   ^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    code = str(problem.params.get("character", ""))
    return f"制御文字{code}は使えません。消してください"


@_rule("U112", "Line ending", "改行の種類", "line-ending")
def line_ending(problem: Problem) -> None:
    r"""A line ends in a lone carriage return, as on old Macintosh computers.

    Why: git and most editors see one endless line.

    行が、昔のMacintoshのように、CR（復帰文字）だけで終わっています。

    理由: gitも、ほとんどのエディタも、全体を長い1行とみなします。

    Bad (indicators.yaml, escapes):
        version: 1\rindicators:

    Good (indicators.yaml):
        indicators:
    """


@_rule("U113", "Merge conflict", "マージの衝突", "conflict")
def merge_conflict(problem: Problem) -> str:
    """Two versions of the file could not be merged, and the lines that git put between them are still there.

    Why: nobody has decided yet which of the two counts, so nothing else is said of the file. No example is shown here,
    since other tools would take this page for a conflict.

    ファイルの2つの版がマージできず、gitが間に入れた行がそのまま残っています。

    理由: どちらが有効なのかがまだ決められていないため、ファイルについてほかのことは何も言いません。
    例を示すと、ほかのツールがこのページを衝突とみなしてしまうため、ここには示しません。
    """
    first, last = problem.params["first"], problem.params["last"]
    if first == last:
        return f"{first}行目はマージの衝突の名残です。前後の行を確かめて、この行を消してください"
    return f"{first}行目から{last}行目までがマージの衝突のままです。正しい方を残し、<、=、> の行を消してください"


@_rule("U217", "No data in the file", "ファイルにデータがない", "empty", "not-a-mapping")
def no_data(problem: Problem) -> None:
    """The file is empty, holds only comments, or is no mapping at its top.

    Why: a data file begins with `version: 1` and goes on with its sections.

    ファイルが空か、コメントしかないか、いちばん外側がマッピングになっていません。

    理由: データファイルは `version: 1` で始まり、その後に各節が続きます。

    Bad (indicators.yaml):
        # nothing here yet

    Good (indicators.yaml):
        version: 1
        indicators: {}
    """


@_rule("U114", "Number that others read otherwise", "ほかでは別の値に読まれる数", "spelling")
def read_otherwise(problem: Problem) -> str:
    """A number is written with a zero before it, in another base than ten, or parted: 017, 0x10, 1_000, {2020: 1,017}.

    Why: YAML 1.1, which most programs still read, takes `017` for 15 and `1_000` for 1000, where YAML 1.2 has 17 and a
    text. The same file would hold two figures. In braces and brackets a comma parts entries: `1,017` is a 1 and a 17.

    017、0x10、1_000、{2020: 1,017} のように、数が、前に0を付けて、十進法以外で、または区切って書かれています。

    理由: 多くのプログラムが今も読むYAML 1.1では `017` は15、`1_000` は1000ですが、YAML 1.2では17と文字列です。
    同じファイルに2つの値があることになってしまいます。波括弧や角括弧の中のコンマは項目の区切りで、`1,017` は1と17に
    なります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 0918, 2021: 956}}
        #                                         ^^^^

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 1_018, 2021: 956}}
        #                                         ^^^^^

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 1,018, 2021: 956}}
        #                                         ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918, 2021: 956}}
    """
    value, written = problem.params["value"], problem.params.get("written")
    if written is not None:
        return f"{written} はコンマで区切られた複数の項目に読まれます。{value} と書いてください"
    return f"ほかのプログラムは{value}以外の値に読みます。{value} と書いてください"
