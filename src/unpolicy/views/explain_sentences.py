"""What a derivation says in words, the same wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.traced import show
from unpolicy.views.common import exact, keep_text, line, outside_text, target_title, value, year
from unpolicy.views.labels import REASONS, VERDICTS, word
from unpolicy.views.words.explain import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.derivation import Derivation
    from unpolicy.assess.evidence import Input
    from unpolicy.years import Language


def title_of(derivation: Derivation, lang: Language) -> str:
    """The target's title, or the indicator's."""
    if derivation.target is not None:
        return target_title(derivation.target, lang)
    return line(derivation.entry.indicator.title, lang)


def source_text(item: Input, lang: Language) -> str:
    """The title of a figure's source, else its URL."""
    if item.cited is None:
        return _word("no-source", lang)
    source = item.cited.source
    return line(source.title, lang) if source is not None else line(item.cited.url or "", lang)


def step_name(name: str, symbol: str | None, lang: Language) -> str:
    """What a step computed, in human words; the measure carries its symbol."""
    return _word(f"measure-{symbol}" if name == "measure" and symbol else name, lang)


def ruling_sentences(derivation: Derivation, lang: Language) -> Iterator[str]:
    """What settled the verdict, in plain sentences."""
    ruling, entry = derivation.ruling, derivation.entry
    if ruling.rule == "bands":
        yield _band_sentence(derivation, lang)
        yield _bands(derivation, lang)
    elif ruling.rule == "keep":
        yield from _keep_sentences(derivation, lang)
    elif ruling.rule == "none":
        yield _word("rule-none", lang).format(reason=word(REASONS, derivation.reason or "same-year", lang))
        if derivation.reason == "no-target":
            yield _word("rule-no-target", lang)
    elif derivation.target is not None and entry.latest is not None and entry.baseline is not None:
        yield _word(f"rule-{ruling.rule}", lang).format(
            year=year(derivation.target.target.by, entry.indicator, lang),
            figure=exact(entry.latest.value, entry.indicator),
            baseline=exact(entry.baseline.value, entry.indicator),
            target=exact(derivation.target.target.value or 0, entry.indicator),
        )


def _band_sentence(derivation: Derivation, lang: Language) -> str:
    measure = derivation.entry.judgement.measure
    verdict = word(VERDICTS, derivation.verdict or "unknown", lang)
    return f"{derivation.ruling.symbol} = {show(measure or 0.0)} → {verdict}"


def _bands(derivation: Derivation, lang: Language) -> str:
    bands = derivation.ruling.bands
    if bands is None:
        return ""
    parts = []
    for verdict in ("on-track", "acceleration-needed", "limited"):
        edge = bands.edge(verdict)
        if edge is not None:
            sign = _word("above" if edge[1] else "at-least", lang)
            name = word(VERDICTS, verdict, lang)
            parts.append(_word("band", lang).format(verdict=name, sign=sign, edge=show(edge[0])))
    parts.append(_word("below", lang).format(verdict=word(VERDICTS, "moving-away", lang)))
    return f"{_word('bands', lang)} {' · '.join(parts)}"


def _keep_sentences(derivation: Derivation, lang: Language) -> Iterator[str]:
    target = derivation.target
    if target is None or target.keeping is None or target.target.keep is None:
        return
    indicator, keeping = target.indicator, target.keeping
    limits = keep_text(target.target.keep, indicator, lang)
    yield _word("rule-keep", lang).format(limits=limits, year=year(target.target.by, indicator, lang))
    if keeping.distance is not None:
        yield _word("keep-room", lang).format(room=value(keeping.distance, indicator))
    if keeping.outside:
        yield outside_text(keeping.outside, indicator, lang)
    if keeping.distance is not None and keeping.distance < 0 and not target.settled:
        yield _word("keep-away" if derivation.verdict == "moving-away" else "keep-not-away", lang)
    if keeping.exit_year is not None:
        yield _word("keep-exit", lang).format(year=year(keeping.exit_year, indicator, lang))


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
