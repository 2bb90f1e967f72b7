"""What every view needs: figures with their units, years, shares, and text that is safe to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.figures import format_figure
from unpolicy.model import pick
from unpolicy.text import printable
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Indicator, Keep, Text
    from unpolicy.years import Language

BAR_FULL = "█"
BAR_EMPTY = "░"


def line(text: Text, lang: Language) -> str:
    """A text from the data files on one line, safe to print."""
    return " ".join(printable(pick(text, lang)).split())


def cell(number: float | None) -> str:
    """A number in a row for programs: full precision, empty for none."""
    return "" if number is None else repr(number)


def value(number: float | None, indicator: Indicator, *, sign: bool = False) -> str:
    """A figure with the indicator's decimals; `–` for none."""
    return format_figure(number, indicator.shown_decimals, sign=sign)


def exact(number: float, indicator: Indicator) -> str:
    """A figure with the indicator's decimals, or more where it has more: nothing promised or revised is rounded."""
    return _exact(number, indicator.shown_decimals)


def rate(number: float | None, indicator: Indicator) -> str:
    """A change per year, signed, with one decimal more than the figures have."""
    return format_figure(number, indicator.shown_decimals + 1, sign=True)


def year(number: int, indicator: Indicator, lang: Language) -> str:
    """A year as the indicator counts it: 2024, FY2024, 2024年, 2024年度."""
    return label(number, indicator.year, lang)


def share(number: float | None) -> str:
    """A share as a whole percentage, rounded towards zero so that 99.6 % is not shown as done."""
    if number is None:
        return "–"
    percent = int(abs(number) * 100 + 1e-9)
    return f"{'−' if number < 0 and percent else ''}{percent:,}%"


def bar(number: float | None, width: int) -> str:
    """A progress bar from 0 to 1; empty when undefined or negative, full when past the aim."""
    full = 0 if number is None else int(max(0.0, min(1.0, number)) * width + 1e-9)
    return BAR_FULL * full + BAR_EMPTY * (width - full)


def target_title(target: TargetAssessment, lang: Language) -> str:
    """The target's own title, else its indicator's."""
    return line(target.target.title or target.indicator.title, lang)


def keep_text(keep: Keep, indicator: Indicator, lang: Language) -> str:
    """The limits of a keep target in words, with the indicator's decimals: 50 to 60, ≥ 50, ≤ 60."""
    return limits_text(keep.min, keep.max, lang, indicator.shown_decimals)


def limits_text(low: float | None, high: float | None, lang: Language, decimals: int | None = None) -> str:
    """Limits in words: 50 to 60, ≥ 50, ≤ 60."""
    from unpolicy.views.labels import word
    from unpolicy.views.words.status import WORDS

    key = "at-least" if high is None else "at-most" if low is None else "within"
    return word(WORDS, key, lang).format(low=_exact(low, decimals), high=_exact(high, decimals))


def _exact(number: float | None, decimals: int | None) -> str:
    return max(format_figure(number), format_figure(number, decimals), key=len)


def outside_text(years: Iterable[int], indicator: Indicator, lang: Language) -> str:
    """In which years a figure was not within the limits that it was to keep, as a sentence."""
    from unpolicy.views.labels import word
    from unpolicy.views.words.status import WORDS

    named = ("、" if lang == "ja" else ", ").join(year(number, indicator, lang) for number in years)
    return word(WORDS, "outside", lang).format(years=named)


def aim(target: TargetAssessment, lang: Language) -> str:
    """What was promised, in words."""
    if target.target.keep is not None:
        return keep_text(target.target.keep, target.indicator, lang)
    return "–" if target.target.value is None else exact(target.target.value, target.indicator)


def verdict_counts(targets: Sequence[TargetAssessment], lang: Language) -> str:
    """How many targets have each verdict, in words: ✓ 3 achieved · ! 2 limited."""
    from unpolicy.assess.selection import count_verdicts
    from unpolicy.views.labels import VERDICT_SIGNS, VERDICTS, word

    counts = count_verdicts(targets)
    return " · ".join(f"{VERDICT_SIGNS[key]} {count:,} {word(VERDICTS, key, lang)}" for key, count in counts.items())


def projection(target: TargetAssessment) -> float | None:
    """The figure of the target year if the observed pace goes on; `None` where there is none or nothing is to come."""
    case, pace = target.case, target.progress.observed
    if case is None or pace is None or case.tT is None or target.settled:
        return None
    return case.c + pace * (case.tT - case.t)
