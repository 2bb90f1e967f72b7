"""How stable a verdict is: what it hangs on, and in how many ways it comes out; for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.views.documents import cells
from unpolicy.views.labels import COMMON, METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unpolicy.assess.stability import Choice, Stability, Way
    from unpolicy.model import Indicator
    from unpolicy.names import Verdict
    from unpolicy.views.voice import Voice, Words

WORDS: Words = COMMON | {
    "share": ("{verdict} in {agreeing} of {total} ways", "{total}通り中{agreeing}通りで「{verdict}」"),
    "methods": ("{count} measures × ", "指標{count}通り×"),
    "method-one": ("1 measure × ", "指標1通り×"),
    "bases": ("{count} base years", "基準年{count}通り"),
    "base-one": ("1 base year", "基準年1通り"),
    "newest-too": (", with the newest figure and without it", "、最新値あり・なし"),
    "unknown": (
        "Chosen so, there is no verdict; in {total} other ways there is one",
        "この選び方では判定できない。ほかの{total}通りでは判定できる",
    ),
    "unknown-one": (
        "Chosen so, there is no verdict; in one other way there is",
        "この選び方では判定できない。ほかの1通りでは判定できる",
    ),
    "nowhere": (
        "No verdict in any of {count} ways: no method has a measure for the figures.",
        "{count}通りのどれでも判定できない。どの方式もこの数値を扱えない。",
    ),
    "silent-one": (
        "One more way gives no verdict: the method has no measure for the figures.",
        "ほかの1通りは、方式が数値を扱えず判定なし。",
    ),
    "silent": (
        "{count} more ways give no verdict: the method has no measure for the figures.",
        "ほかの{count}通りは、方式が数値を扱えず判定なし。",
    ),
    "settled": (
        "The target year's figure is final: no other choice changes the verdict.",
        "目標年度の実績値が確定しているため、方式や基準年を変えても判定は変わらない。",
    ),
    "no-verdict": ("There is no verdict to compare.", "比べる判定がない。"),
    "few": (
        "Too few figures to come to the verdict in another way.",
        "実績値が少なく、ほかの方法では判定できない。",
    ),
    "base": ("Base year", "基準年"),
    "figures": ("Newest figure", "最新値"),
    "all-methods": ("all", "全方式"),
    "without": ("{year}, without {newest}", "{year}（{newest}なし）"),
    "stands-newest-figure": ("It stands without the figure of {newest}.", "{newest}の値がなくても変わらない。"),
    "stands-base-year": ("It stands from the next base year, {base}.", "次の基準年{base}からでも変わらない。"),
    "turns-base-year": (
        "From the next base year, {base}, it is {other}.",
        "次の基準年{base}からでは「{other}」。",
    ),
    "stands-method": ("Every method gives it.", "どの方式でも同じ判定。"),
    "turns-method": ("Other methods: {others}.", "ほかの方式：{others}。"),
    "says": ("{methods} says {verdict}", "{methods}は「{verdict}」"),
    "hangs-method": (
        "The verdict hangs on the method: {method} alone gives it.",
        "判定は方式しだい。こう判定するのは{method}だけ。",
    ),
    "hangs-base-year": (
        "The verdict hangs on the base year: from every other one it is different.",
        "判定は基準年しだい。ほかの基準年では別の判定になる。",
    ),
    "hangs-newest-figure": (
        "The verdict hangs on the newest figure: without {newest} it is {other}.",
        "判定は最新値しだい。{newest}の値がなければ「{other}」。",
    ),
}

Answer = tuple[str, bool]
"""A sentence on whether the verdict stands when one choice is made otherwise, and whether it does."""

WAY_HEADING = ("verdict", "method", "base_year", "last_year", "measure")


class StabilityDocument(NamedTuple):
    """The part of a JSON document that says how stable a verdict is.

    Attributes:
        verdict: the verdict shown; `None` where the method does not judge.
        agreeing: how many ways give it; `None` where none of them is the shown one.
        ways: how many ways give a verdict.
        share: the share of the ways that agree; `None` when there is nothing to compare.
        settled: whether the target year's figure is final.
        silent: how many ways give no verdict.
        hangs_on: the choices on which the verdict hangs.
        others: the ways that give another verdict.
    """

    verdict: Verdict | None
    agreeing: int | None
    ways: int
    share: float | None
    settled: bool
    silent: int
    hangs_on: tuple[Choice, ...]
    others: tuple[Way, ...]


def stability_document(stability: Stability) -> StabilityDocument:
    """A stability as a document has it."""
    return StabilityDocument(
        verdict=stability.verdict,
        agreeing=stability.agreeing if stability.shown is not None else None,
        ways=len(stability.ways),
        share=stability.share,
        settled=stability.settled,
        silent=stability.silent,
        hangs_on=stability.hangs_on,
        others=stability.others,
    )


def stability_rows(stability: Stability) -> Iterator[tuple[str, ...]]:
    """One row for each way, the agreeing ones too, under a heading."""
    if stability.ways:
        yield ("stability", *WAY_HEADING)
    yield from way_rows(stability)


def way_rows(stability: Stability, *names: str) -> Iterator[tuple[str, ...]]:
    """One row for each way: whether it agrees with the verdict shown, the names given, and the way itself."""
    for way in stability.ways:
        verdict, method, *rest, also = way
        methods = " ".join(name for name in (method, *also) if name)
        yield cells("agrees" if way.verdict == stability.verdict else "differs", *names, verdict, methods, *rest)


def stability_sentence(stability: Stability, voice: Voice) -> str:
    """The verdict's standing in one sentence: on track in 7 of 12 ways."""
    total = len(stability.ways)
    if stability.settled:
        return voice.word(WORDS, "settled")
    if stability.verdict is None:
        return voice.word(WORDS, "no-verdict")
    if stability.shown is None and total:
        return voice.word(WORDS, "unknown-one" if total == 1 else "unknown", total=total)
    if not total and stability.silent:
        return voice.word(WORDS, "nowhere", count=stability.silent)
    if total < 2:
        return voice.word(WORDS, "few")
    verdict = voice.verdict(stability.verdict)
    capital = verdict[:1].upper() + verdict[1:]
    return voice.word(WORDS, "share", verdict=capital, agreeing=stability.agreeing, total=total)


def answers(stability: Stability, indicator: Indicator, voice: Voice) -> Iterator[Answer]:
    """Whether the newest figure alone turns the verdict, whether the next base year does, and which method differs."""
    shown = stability.shown
    if shown is None:
        return
    newest, method = voice.year(shown.last_year, indicator), voice.word(METHODS, shown.method) if shown.method else ""
    for choice in ("newest-figure", "base-year", "method"):
        varied = stability.varying(choice)
        if choice in stability.hangs_on:
            other = voice.verdict(varied[0].verdict)
            yield voice.word(WORDS, f"hangs-{choice}", method=method, newest=newest, other=other), False
        elif choice == "newest-figure" and varied:
            yield voice.word(WORDS, "stands-newest-figure", newest=newest), True
        elif choice == "base-year" and stability.next_base is not None:
            yield _from_next_base(stability.next_base, stability.verdict, indicator, voice)
        elif choice == "method" and varied:
            yield _by_methods(varied, stability.verdict, voice)


def _from_next_base(way: Way, verdict: Verdict | None, indicator: Indicator, voice: Voice) -> Answer:
    stands = way.verdict == verdict
    key, base = "stands-base-year" if stands else "turns-base-year", voice.year(way.base_year, indicator)
    return voice.word(WORDS, key, base=base, other=voice.verdict(way.verdict)), stands


def _by_methods(ways: Sequence[Way], verdict: Verdict | None, voice: Voice) -> Answer:
    differing = [way for way in ways if way.verdict != verdict]
    if not differing:
        return voice.word(WORDS, "stands-method"), True
    said = (
        voice.word(WORDS, "says", methods=voice.enumerate(method_names(way, voice)), verdict=voice.verdict(way.verdict))
        for way in differing
    )
    return voice.word(WORDS, "turns-method", others=voice.clauses(said)), False


def method_names(way: Way, voice: Voice) -> list[str]:
    """The methods that come to a verdict in one way."""
    return [voice.word(METHODS, name) for name in (way.method, *way.also) if name]
