"""How a figure is written and what it means: 980, 1,234, ９８０, 82.7%, −5, pending."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.text import LONGEST_QUOTE, refuse_mark, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

PENDING_WORDS = ("pending", "公表予定")
MAX_DIGITS = 300
"""The longest whole number that is read, in digits: longer ones fit no other program, and take quadratic time."""

# As text: `re` compiles it in the few commands that read a typed figure.
_FIGURE = r"(?a)(?P<sign>[+-])?(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<fraction>\d+))?\s*(?P<percent>%)?"
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—﹣－△▲", "-") | {"、": ",", "﹐": ","})


class TypedFigure(NamedTuple):
    """A figure as it was typed.

    Attributes:
        value: the number; an `int` where nothing but zeros stands behind the point; `None` for a pending figure.
        percent: whether a percent sign was written.
    """

    value: int | float | None
    percent: bool = False

    @property
    def pending(self) -> bool:
        """Whether the figure is announced but not out."""
        return self.value is None


def parse_figure(text: str) -> TypedFigure:
    """Reads a figure in any of its spellings; full-width characters count as their narrow ones.

    Raises:
        UsageError: the text is no figure, or its commas do not separate thousands.
    """
    refuse_mark(text)
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.casefold() in PENDING_WORDS:
        return TypedFigure(None)
    match = re.fullmatch(_FIGURE, plain.translate(_DASHES))
    if match is None or not (match["whole"] or match["fraction"]) or len(plain) > LONGEST_QUOTE:
        raise UsageError(
            f"“{shortened(text)}” is not a figure: write 980, 1,234, 82.7%, -5 or pending.",
            ja=f"「{shortened(text)}」は数値として読めません。980、1,234、82.7%、-5、pending のように書いてください。",
            reason="not-a-figure",
        )
    digits = (match["sign"] or "") + (match["whole"].replace(",", "") or "0")
    fraction = (match["fraction"] or "").rstrip("0")
    return TypedFigure(float(f"{digits}.{fraction}") if fraction else int(digits), bool(match["percent"]))


def format_figure(value: float | None, decimals: int | None = None, *, sign: bool = False) -> str:
    """A number as a table shows it: thousands separated, a real minus sign, `–` for none.

    Args:
        value: the number.
        decimals: digits behind the point; `None` for the shortest text that is still exact (ten digits at most).
        sign: whether a plus sign stands before a positive number.
    """
    if value is None:
        return "–"
    if isinstance(value, int):  # a float would lose the last digits of a large one
        text = f"{value:,}" + ("." + "0" * decimals if decimals else "")
    elif decimals is None:
        text = f"{value:,.{next((n for n in range(10) if round(value, n) == value), 10)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    elif sign and value > 0:
        text = "+" + text
    return text.replace("-", "−")


def exact_figure(number: float | None, decimals: int | None = None) -> str:
    """A figure with so many decimals, or more where it has more: nothing promised or revised is rounded."""
    return max(format_figure(number), format_figure(number, decimals), key=len)


def ends_beyond(value: float | None, low: float | None, high: float | None) -> Iterator[tuple[str, str, str]]:
    """Each end of a confidence interval that a figure lies beyond: its name, and a sentence in both languages."""
    for side, end, sign in (("low", low, 1), ("high", high, -1)):
        if end is not None and (value is None or sign * (value - end) < 0):
            shown, shown_ja = ("nothing", "なし") if value is None else (format_figure(value),) * 2
            yield (
                side,
                f"The interval's {side} is {format_figure(end)}, the figure {shown}: correct one of them.",
                f"信頼区間の {side} が{format_figure(end)}、値が{shown_ja}です。どちらかを直してください。",
            )


def limits_in_words(low: float | None, high: float | None, decimals: int | None = None) -> tuple[str, str]:
    """Limits in English and Japanese, with at least so many decimals: 50 to 60, ≥ 50, ≤ 60."""
    least, most = exact_figure(low, decimals), exact_figure(high, decimals)
    if high is None:
        return f"≥ {least}", f"{least}以上"
    return (f"≤ {most}", f"{most}以下") if low is None else (f"{least} to {most}", f"{least}～{most}")
