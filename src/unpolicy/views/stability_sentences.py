"""How stable a verdict is, in words: "on track in 7 of 12 ways", and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.common import year
from unpolicy.views.labels import METHODS, VERDICTS, word
from unpolicy.views.words.stability import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.assess.stability import Stability
    from unpolicy.model import Indicator
    from unpolicy.years import Language


def stability_sentence(stability: Stability, lang: Language) -> str:
    """The verdict's standing in one sentence: on track in 7 of 12 ways."""
    if stability.settled:
        return _word("settled", lang)
    if stability.verdict is None:
        return _word("no-verdict", lang)
    if stability.shown is None and stability.ways:
        total = len(stability.ways)
        return _word("unknown-one" if total == 1 else "unknown", lang).format(total=total)
    if not stability.ways and stability.silent:
        return _word("nowhere", lang).format(count=stability.silent)
    if len(stability.ways) < 2:
        return _word("few", lang)
    return _word("share", lang).format(
        verdict=_capital(word(VERDICTS, stability.verdict, lang)),
        agreeing=stability.agreeing,
        total=len(stability.ways),
    )


def hanging_sentences(stability: Stability, indicator: Indicator, lang: Language) -> list[str]:
    """What the verdict hangs on, in plain sentences; none when it hangs on no single choice."""
    sentences = []
    for choice in stability.hangs_on:
        beside = stability.beside(choice)
        method = stability.shown.method if stability.shown else None
        newest = stability.shown.last_year if stability.shown else beside[0].last_year
        sentences.append(
            _word(f"hangs-{choice}", lang).format(
                method=word(METHODS, method, lang) if method else "",
                newest=year(newest, indicator, lang),
                other=word(VERDICTS, beside[0].verdict, lang),
            )
        )
    return sentences


def year_ranges(years: Sequence[int], indicator: Indicator, lang: Language) -> str:
    """Years put together: 2015–2018, 2020."""
    runs: list[list[int]] = []
    for number in years:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    dash, comma = ("～", "、") if lang == "ja" else ("–", ", ")
    named = [[year(run[0], indicator, lang), year(run[-1], indicator, lang)] for run in runs]
    return comma.join(first if first == last else f"{first}{dash}{last}" for first, last in named)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
