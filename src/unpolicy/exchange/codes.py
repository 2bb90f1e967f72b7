"""What offices write beside a figure, or in its place: their codes and words, and which of our statuses they mean.

Read in the SDMX code list CL_OBS_STATUS 2.2, Eurostat's flags (“Special codes and flags”), the symbols of Statistics
Canada's tables, the Government Statistical Service's symbols as ONS prints them, and e-Stat's notes on symbols.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.exchange.words import plain
from unpolicy.names import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from unpolicy.names import Status

_NOTES: dict[str, tuple[str, str]] = {
    "low reliability": ("low reliability", "信頼性が低い値"),
    "definition differs": ("definition differs", "定義が異なる"),
    "not significant": ("not significant", "有意でない値"),
    "see metadata": ("see metadata", "メタデータ参照"),
    "confidential": ("confidential", "秘匿"),
    "derogation": ("derogation", "特例による値"),
    "experimental": ("experimental", "試験的な値"),
    "unvalidated": ("not validated", "未検証の値"),
    "includes another category": ("includes data of another category", "他の区分の値を含む"),
    "strike": ("strike or other special event", "ストライキ等の特殊要因"),
}
"""What says nothing of a figure's status but must not be lost: it goes into the figure's note."""

_CODES = {
    "sdmx": (
        "final: a; break: b; definition differs: d; estimated: e i; experimental: g; derogation: j; not "
        "significant: n; provisional: p; strike: s; low reliability: u; unvalidated: v; includes another "
        "category: w; missing: h k m o q; pending: l"
    ),
    "eurostat": (
        "break: b; confidential: c; definition differs: d; estimated: e s; see metadata: i; not "
        "significant: n; provisional: p; final: r; low reliability: u; missing: z"
    ),
    "statcan": ("final: a b c d r t; low reliability: e; missing: f x .. ...; provisional: p"),
    "ons": ("provisional: p; estimated: e; final: r; break: b; low reliability: u low; missing: x z c [x] [z] [c]"),
}
"""Each office's codes, in small letters, by what they mean."""
_LISTS: dict[str, dict[str, str]] = {
    office: {
        code: meaning for part in text.split("; ") for meaning, codes in [part.split(": ")] for code in codes.split(" ")
    }
    for office, text in _CODES.items()
}

_WORDS: dict[str, str] = {
    **{status: status for status in STATUSES},
    **dict.fromkeys(("確定", "確定値", "normal", "normal value", "undefined", "revised", "改定値", "確報"), "final"),
    **dict.fromkeys(("暫定", "暫定値", "速報", "速報値", "provisional value", "preliminary", "prelim"), "provisional"),
    **dict.fromkeys(("推計", "推計値", "推定値", "estimate", "estimated value", "imputed value"), "estimated"),
    **dict.fromkeys(("系列の断絶", "time series break", "break in series", "break in time series"), "break"),
    **dict.fromkeys(
        ("公表予定", "集計中", "未公表", "調査中", "missing value; data exist but were not collected"), "pending"
    ),
    **dict.fromkeys(
        ("欠測", "欠損", "missing value", "missing data", "suppressed", "missing value; suppressed"), "missing"
    ),
    **dict.fromkeys(("missing value; data cannot exist", "not available"), "missing"),
    **{note: note for note in _NOTES},
}
MISSING = {
    **dict.fromkeys((":", "..", "...", "***", "-", "--", "x", "n/a", "na", "n.a.", "nan", "null"), "missing"),
    **dict.fromkeys((": c", ":c", ": u", ":u", ": z", ":z", "[x]", "[z]", "[c]", "欠測", "missing"), "missing"),
    **dict.fromkeys(("集計中", "未公表", "公表予定", "調査中", "未集計", "pending"), "pending"),
}
"""What stands where a figure would, in small letters of normal width, as our statuses. A dash of any length is one."""
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—―ー", "-"))
_RANK = ("missing", "pending", "break", "provisional", "estimated", "final")


class Marks(NamedTuple):
    """What the reader of a file says of its marks, beside those that are known.

    Attributes:
        missing: texts that stand for a figure that is not there.
        flags: other flags, as they are written, and the status that each means.
    """

    missing: frozenset[str] = frozenset()
    flags: Mapping[str, Status] = {}

    def absent(self, text: str) -> Status | None:
        """The status of a figure that a text says is not there; `None` where it says no such thing."""
        key = plain(text).translate(_DASHES)
        if key in self.missing or plain(text) in self.missing:
            return "missing"
        return MISSING.get(key)  # type: ignore[return-value]

    def status(self, flags: Iterable[tuple[str, str]]) -> tuple[Status, Sequence[tuple[str, str]]]:
        """The status that flags amount to, and what else they say, for the figure's note.

        Args:
            flags: each with the list that it is of.

        Raises:
            UsageError: one of them is in no list.
        """
        meanings = [self._meaning(text, listed) for text, listed in flags]
        found = sorted((one for one in meanings if one not in _NOTES), key=_RANK.index)
        rest = [one for one in found[1:] if one not in ("final", found[0])]
        said = [_NOTES[one] for one in dict.fromkeys(meanings) if one in _NOTES]
        said += [(one, one) for one in dict.fromkeys(rest)]
        return (found[0] if found else "final"), said  # type: ignore[return-value]

    def _meaning(self, text: str, listed: str) -> str:
        key = plain(text)
        code = key.partition(":")[0].strip()  # as “P: Provisional value”
        codes = _LISTS.get(listed, {})
        found = self.flags.get(key) or codes.get(key) or _WORDS.get(key) or (codes.get(code) if code else None)
        if found is None:
            raise UsageError(
                f"“{text}” is no status that is known: say which it is with --flag “{text}=provisional”, "
                f"or one of {', '.join(STATUSES)}.",
                ja=f"「{text}」という状態はありません。--flag '{text}=provisional' のように意味を指定してください"
                f"（{'、'.join(STATUSES)}）。",
                reason="unknown-flag",
            )
        return found


def parse_flags(pairs: Sequence[str]) -> dict[str, Status]:
    """Read ``flag=status`` pairs of `--flag`.

    Raises:
        UsageError: one of them has no equals sign, or names no status.
    """
    flags: dict[str, Status] = {}
    for pair in pairs:
        flag, _, name = pair.rpartition("=")
        status = next((one for one in STATUSES if one == name.strip()), None)
        if not flag.strip() or status is None:
            raise UsageError(
                f"--flag takes FLAG=STATUS, as “*=estimated” ({', '.join(STATUSES)}), not “{pair}”.",
                ja=f"--flag は「印=状態」（例：*=estimated）で指定してください（「{pair}」は不可）。",
            )
        flags[plain(flag)] = status
    return flags
