"""The table of commands, which help, completion and the documentation go by: a new command needs its entry here.

What else help says is in `help.toml`: the examples of each command, and the Japanese of every text.
"""

from __future__ import annotations

from typing import NamedTuple

GROUPS: dict[str, tuple[str, str]] = {
    "look": ("Look", "見る"),
    "record": ("Record", "記録する"),
    "check": ("Check", "確かめる"),
    "publish": ("Publish", "公表する"),
    "exchange": ("Exchange", "やり取りする"),
    "set-up": ("Set up", "準備する"),
}
"""What commands are for, in the order of the overview."""


class Command(NamedTuple):
    """A command in the overview.

    Attributes:
        group: the key of its group.
        summary: what it does, in English and in Japanese.
    """

    group: str
    summary: tuple[str, str]


COMMANDS: dict[str, Command] = {
    "status": Command("look", ("How far, how fast, and will it get there.", "どこまで進み、目標に届くか。")),
    "show": Command("look", ("Everything about an indicator, target or goal.", "指標、目標、中期目標のすべて。")),
    "explain": Command("look", ("How each number of a verdict came about.", "判定の数値がどう求められたか。")),
    "history": Command("look", ("The verdict as it stood at each publication.", "公表のたびに判定がどう変わったか。")),
    "diff": Command("look", ("What changed between two states of the data.", "データの二つの時点の違い。")),
    "goals": Command("look", ("The goals in words, with their evidence.", "中期目標の文章と根拠。")),
    "forecast": Command("look", ("Where the figure is heading, with intervals.", "数値の見通しとその幅。")),
    "chart": Command("look", ("A chart in the terminal, or as SVG or PNG.", "端末、SVG、PNGの図。")),
    "add-actual": Command("record", ("Record a figure: add-actual 2024 980.", "実績値を記録：add-actual 2024 980")),
    "remove-actual": Command("record", ("Take a figure out.", "実績値を消す。")),
    "rate": Command("record", ("Record a person's rating of a target.", "人による目標の評定を記録する。")),
    "undo": Command(
        "record", ("Take the last change back; again: redo it.", "直前の変更を取り消す。もう一度でやり直す。")
    ),
    "log": Command("record", ("The changes made, newest first.", "変更の記録（新しい順）。")),
    "validate": Command("check", ("Check the data files; for CI.", "データファイルを検査する。CI向け。")),
    "rule": Command("check", ("What a rule means, with bad and good examples.", "検査規則の意味と、悪い例・良い例。")),
    "report": Command("publish", ("The evaluation sheet as HTML or Markdown.", "評価書をHTMLかMarkdownで。")),
    "site": Command("publish", ("A static site with search and downloads.", "検索とダウンロードのある静的サイト。")),
    "import": Command("exchange", ("Take figures in: csv, xlsx, json.", "実績値を取り込む：csv、xlsx、json")),
    "export": Command(
        "exchange", ("Write figures out: csv, xlsx, iati and more.", "実績値を書き出す：csv、xlsx、iatiなど")
    ),
    "init": Command("set-up", ("Start a new data directory.", "データディレクトリを新しく作る。")),
    "schema": Command("set-up", ("The JSON Schema of a file or document.", "ファイルや文書のJSON Schema。")),
    "help": Command("set-up", ("The help of a command.", "コマンドの使い方。")),
}
"""Every command, in the order of the overview."""

SHARED: dict[str, tuple[str, ...]] = {
    "look": ("show", "explain", "history", "goals", "forecast"),
    "record": ("add-actual", "remove-actual", "rate"),
    "journal": ("undo", "log"),
    "publish": ("chart", "report"),
    "reference": ("rule", "schema"),
    "import_": ("import",),
    "manual": ("help",),
}
"""The modules of commands that do not bear the name of their one command."""
