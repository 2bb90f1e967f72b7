"""U0: files that cannot be read as text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from unpolicy.checks import Fix
from unpolicy.checks.rules import DataPath, FileKey, Finding, rule, shown, shown_ja
from unpolicy.store.layout import Lines, Span
from unpolicy.store.problems import MOST_REPORTED
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.errors import DataError
    from unpolicy.store.source import EncodingError

_TURNING_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
# As text, like the others below: compiled where a file holds such a character or an escape, which few do.
_TURNING = rf"([{_TURNING_MARKS}])\1*+"
_STEERING = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"


@rule("U001", "File cannot be read", "ファイルを読めない", stage="file")
def unreadable(file: FileKey, error: DataError, span: Span) -> Finding:
    """A data file is missing, is not an ordinary file, may not be read, or is larger than 256 MiB.

    Why: without both files there is nothing to check.

    データファイルがないか、通常のファイルではないか、読み取りを許可されていないか、256 MiBを超えています。

    理由: 両方のファイルがそろわなければ、検査するものがありません。

    Bad (targets.yaml, absent):

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
    """
    return Finding(file, (), f"{error}.", f"{error.ja or error}。", span=span)


@rule("U002", "Not UTF-8", "UTF-8でない", stage="file")
def not_utf8(file: FileKey, error: EncodingError, span: Span) -> Finding:
    """The file's bytes are not UTF-8.

    Why: any other encoding is guesswork, and a wrong guess changes the text. The sentence names the encoding that
    the file seems to have, and the command that converts it.

    ファイルのバイト列がUTF-8になっていません。

    理由: ほかの文字コードは推測するしかなく、推測を誤ると内容が変わってしまいます。メッセージには、
    使われていると思われる文字コードと、変換するコマンドが示されます。

    Bad (indicators.yaml, cp932):
        indicators:
          staff: {title: 職員数, unit: 人, kind: count, direction: increase,
        #                ^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: 職員数, unit: 人, kind: count, direction: increase,
                  year: calendar}
    """
    en, ja = error.advice
    return Finding(
        file,
        (),
        f"The file is not UTF-8 (byte {error.offset}): {en}.",
        f"ファイルがUTF-8ではありません（{error.offset}バイト目）。{ja}。",
        span=span,
    )


@rule("U003", "Invisible character", "見えない文字", stage="file", severity="warning")
def invisible(file: FileKey, text: str) -> Iterator[Finding]:
    r"""A text holds a control character, or one that turns the reading direction round.

    Why: what is read on the screen is then not what the file says. Where one is needed, as in right-to-left names,
    an inline `# unpolicy: ignore[U003] reason` says so.

    文字列に、制御文字か、文字の並ぶ向きを逆転させる文字が含まれています。

    理由: 画面で読めるものと、ファイルに書かれているものが違ってしまいます。右から左に書く名前などで必要な場合は、
    行内のコメント `# unpolicy: ignore[U003] 理由` でそのことを示します。

    Bad (indicators.yaml):
        indicators:
          staff: {title: "Staff\u202e", unit: people, kind: count,
        #                      ^^^^^^
                  direction: increase, year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: "Staff", unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    places = list(islice(_invisible_places(text), _MOST_LOOKED_FOR))
    if not places:
        return
    lines = Lines(text)
    for start, end, code in places:
        yield Finding(
            file,
            (),
            f"There is an invisible character here, {code}: take it out.",
            f"見えない文字 {code} があります。外してください。",
            span=lines.span(start, end),
            fix=Fix("Take it out.", "外す。", safe=False),
        )


@rule("U004", "File that is not read", "読まれないファイル", stage="file", severity="warning")
def unread(file: FileKey, name: str) -> Finding:
    """Another YAML file stands beside the data files, and nothing reads it: a copy, a name with a slip.

    Why: what somebody changed in it would be lost without notice. A synchronisation that meets two versions of a file
    keeps the second one under another name, such as `indicators 2.yaml`. It has no example here, since it takes a
    third file.

    データファイルと同じ場所に、どこからも読まれない別のYAMLファイルがあります。写しか、名前の書き間違いです。

    理由: そのファイルに加えられた変更は、気づかれないまま失われます。同期のソフトウェアは、
    1つのファイルに2つの版があると、2つ目を `indicators 2.yaml` のような別の名前で残します。
    3つ目のファイルが要る規則なので、例はここにはありません。
    """
    shown = quoted(name)
    return Finding(
        file,
        (),
        f"{shown} beside this file is not read: take over what it should say, and move it away.",
        f"同じ場所にある {shown} は読まれません。必要な内容を移してから、別の場所に動かしてください。",
        span=Span(0, 0, 1, 1, 1, 1),
    )


@rule("U005", "Id in two files", "2つのファイルにあるid", stage="file")
def id_in_two_files(file: FileKey, path: DataPath, first: str) -> Finding:
    """Two files of a data directory hold a record of the same id.

    Why: all files are read as one, and nothing says which of the two counts. Often one of them is a copy. In the
    example, `indicators.yaml` holds `staff` already.

    データのディレクトリの2つのファイルに、同じidの項目があります。

    理由: すべてのファイルは1つにまとめて読まれるため、どちらを使うべきか決められません。一方が写しのことも
    よくあります。例では、`indicators.yaml` にすでに `staff` があります。

    Bad (indicators/more.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
        # ^^^^^
                  year: calendar}

    Good (indicators/more.yaml):
        indicators:
          interns: {title: Interns, unit: people, kind: count,
                    direction: increase, year: calendar}
    """
    name, name_ja = shown(path[-1]), shown_ja(path[-1])
    return Finding(
        file,
        path,
        f"The id {name} stands in {first} too: keep one of the two, or give this one another id.",
        f"id{name_ja}は {first} にもあります。どちらか一方だけを残すか、別のidにしてください。",
        on="key",
    )


# What cannot be meant is passed over within the search, and one character again and again is found once. Possessive, or
# a line of ten megabytes would take a gigabyte; and with an end that may be missing, or a search in vain would begin
# again at every character.
_ESCAPE = (
    r"(?s)(?:[^\\]++|\\[^xuU0abvfe])*+"
    r"(?:(?P<escape>\\(?:x(?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|(?P<letter>.)))"
    r"(?P=escape)*+)?"
)
_MOST_LOOKED_FOR = MOST_REPORTED + 1
"""One more than is reported shows that there are more; a hostile file can hold millions."""
_LETTERS = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "e": 27}
_QUOTED = r'(?s)"(?:[^"\\]++|\\.)*+"?'


def _invisible_places(text: str) -> Iterator[tuple[int, int, str]]:
    # Thirteen plain searches take a quarter of the time of one for any of the thirteen.
    for match in re.finditer(_TURNING, text) if any(mark in text for mark in _TURNING_MARKS) else ():
        yield match.start(), match.end(), f"U+{ord(match[1]):04X}"
    if "\\" not in text:
        return
    for literal in re.finditer(_QUOTED, text):
        if "\\" not in literal[0]:
            continue
        for escape in re.finditer(_ESCAPE, literal[0]):
            if escape["escape"] is None:
                continue
            number = escape["two"] or escape["four"] or escape["eight"]
            code = int(number, 16) if number else _LETTERS.get(escape["letter"], 32)
            if code <= 0x10FFFF and re.match(_STEERING, chr(code)):
                yield literal.start() + escape.start("escape"), literal.start() + escape.end(), f"U+{code:04X}"
