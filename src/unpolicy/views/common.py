"""The spellings of `Voice` for views that still pass a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Indicator, Keep, Text
    from unpolicy.years import Language

value, exact, rate, share = Voice.value, Voice.exact, Voice.rate, Voice.share


def line(text: Text, lang: Language) -> str:
    """As `Voice.line`."""
    return Voice(lang).line(text)


def year(number: int, indicator: Indicator, lang: Language) -> str:
    """As `Voice.year`."""
    return Voice(lang).year(number, indicator)


def target_title(entry: TargetAssessment, lang: Language) -> str:
    """As `Voice.title`."""
    return Voice(lang).title(entry)


def keep_text(keep: Keep, indicator: Indicator, lang: Language) -> str:
    """As `Voice.keep`."""
    return Voice(lang).keep(keep, indicator)


def aim(entry: TargetAssessment, lang: Language) -> str:
    """As `Voice.aim`."""
    return Voice(lang).aim(entry)


def verdict_counts(targets: Sequence[TargetAssessment], lang: Language) -> str:
    """As `Voice.verdict_counts`."""
    return Voice(lang).verdict_counts(targets)
