"""How each number of a verdict came about: words, rows and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.numbers import MINUS, SIGNIFICANT, Step, show
from unpolicy.views import COMMON, REASONS, cells
from unpolicy.views.forecast import stability_rows
from unpolicy.views.history import restated_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.derivation import Derivation
    from unpolicy.assess.evidence import Input, Requirement
    from unpolicy.measures.case import Bands
    from unpolicy.views.voice import Voice, Words

WORDS: Words = COMMON | {
    "steps": ("How it was computed", "計算"),
    "symbols": (
        "b, t0 baseline · c, t latest · T, tT target · d direction (+1 up, −1 down)",
        "b・t0 基準値と年 · c・t 最新値と年 · T・tT 目標値と年 · d 向き（1増、−1減）",
    ),
    "symbols-free": (
        "b, t0 baseline · c, t latest · d direction (+1 up, −1 down)",
        "b・t0 基準値と年 · c・t 最新値と年 · d 向き（1増、−1減）",
    ),
    "no-steps": ("There is nothing to compute.", "計算できるものがない。"),
    "observed-pace": ("observed pace", "実際のペース observed"),
    "gap-closed": ("gap closed", "進捗率（基準値から目標値まで）"),
    "time-elapsed": ("time elapsed", "経過期間 elapsed"),
    "required-pace": ("required pace", "当初の必要ペース required"),
    "needed-pace": ("needed pace", "今後必要なペース"),
    "projection": ("heading for", "この速さでの到達見込み"),
    "improvement": ("change for the better", "改善の大きさ"),
    "left": ("left", "残り left"),
    "left-per-year": ("left per year", "残り（1年あたり）"),
    "expected": ("expected", "経路上の値 expected"),
    "lead": ("lead", "経路との差"),
    "measure": ("measure", "判定の指標"),
    "measure-R": ("measure R", "判定の指標 R"),
    "measure-v": ("measure v", "判定の指標 v"),
    "score": ("score", "スコア"),
    "observed-growth": ("growth CAGRo", "実際の伸び CAGRo"),
    "required-growth": ("growth CAGRr", "必要な伸び CAGRr"),
    "projected": ("projected v", "目標年の見込み v"),
    "limit-factor": ("limit factor C", "上限の係数 C"),
    "room": ("room", "余裕"),
    "last-step": ("last step", "直近の変化"),
    "inside-until": ("inside until", "範囲内の期限"),
    "total": ("total so far c", "累計 c"),
    "baseline-total": ("baseline total b", "基準年までの累計 b"),
    "forecast": ("Chance of reaching the target", "目標値に達する確率"),
    "forecast-change": ("change C", "変化の合計 C"),
    "forecast-years": ("years K", "年数 K"),
    "forecast-slope": ("slope s", "1年の変化 s"),
    "forecast-squares": ("squares Q", "変化の二乗の和 Q"),
    "forecast-df": ("degrees of freedom m", "自由度 m"),
    "forecast-sigma": ("spread σ̂", "ばらつき σ̂"),
    "forecast-ahead": ("years ahead h", "先の年数 h"),
    "forecast-tilt": ("tilt g", "傾きの重み g"),
    "forecast-mean": ("expected mean", "見込み mean"),
    "forecast-error": ("standard error se", "標準誤差 se"),
    "forecast-80-quantile": ("80% quantile q", "80％区間の分位点 q"),
    "forecast-80-low": ("80% interval from", "80％区間の下端"),
    "forecast-80-high": ("80% interval to", "80％区間の上端"),
    "forecast-95-quantile": ("95% quantile q", "95％区間の分位点 q"),
    "forecast-95-low": ("95% interval from", "95％区間の下端"),
    "forecast-95-high": ("95% interval to", "95％区間の上端"),
    "forecast-ratio": ("standard errors past T", "目標値との差 x"),
    "forecast-chance": ("chance", "確率"),
    "forecast-means": (
        "n figures, the first of year t1; a change Δ takes k years; F and Q are Student's t and its quantiles",
        "n 実績値の数 · t1 最初の年 · Δ 変化、k その年数 · F・Q 自由度mのt分布とその分位点",
    ),
    "zero-replaced": (
        "This method puts 0.001 in place of a baseline or target of zero, as published.",
        "この方式は、公表された定義どおり0の基準値・目標値を0.001で置き換える。",
    ),
    "rule-target-year": (
        "{year} is the target year and its figure is final: {figure} against {target}.",
        "目標年度{year}の実績値{figure}が確定し、目標値{target}と比べた。",
    ),
    "rule-reached": (
        "The latest figure {figure} is at or past the target {target}.",
        "最新値{figure}は目標値{target}に達している。",
    ),
    "rule-target-behind": (
        "The baseline {baseline} was already past the target {target}; the latest figure {figure} no longer is.",
        "基準値{baseline}はすでに目標値{target}を超えていたが、最新値{figure}は超えていない。",
    ),
    "rule-lead": (
        "The yearly targets ask for no step towards {target} yet: the side of the promised path decides.",
        "年度ごとの目標値はまだ目標値{target}への変化を求めていないため、約束の線より進んでいるかどうかで判定する。",
    ),
    "rule-keep": ("To be kept: {limits}, every year up to {year}.", "{year}まで毎年{limits}を保つ。"),
    "rule-keep-on": ("To be kept: {limits}, every year, for good.", "期限なく毎年{limits}を保つ。"),
    "rule-improve": (
        "To be better than the baseline {baseline} by {year}: the latest figure is {figure}.",
        "{year}までに基準値{baseline}より改善する約束で、最新値は{figure}。",
    ),
    "rule-alone": (
        "Without a baseline only this can be told: the latest figure {figure}, the target {target}.",
        "基準値がないため、最新値{figure}と目標値{target}を比べるだけ。",
    ),
    "rule-none": ("There is no verdict: {reason}.", "判定なし：{reason}。"),
    "keep-exit": (
        "Kept; at the pace so far it leaves the limits in {year}.",
        "維持。これまでのペースが続くと{year}に範囲を外れる。",
    ),
    "keep-away": ("The last step led further out.", "直近の変化は範囲からさらに離れる向き。"),
    "keep-not-away": ("The last step did not lead further out.", "直近の変化で範囲からさらに離れてはいない。"),
    "keep-room": ("Room to the nearer limit: {room}.", "近い方の限界までの余裕：{room}。"),
    "bands": ("bands of the method: {bands}", "この方式の区分：{bands}"),
    "bands-graded": (
        "grades of the method: A reached · B ≥ 0.05, B* if c is behind expected all the same · D ≤ −0.05 · C between",
        "この方式の評価：A 達成 · B 0.05以上（B* それでも経路上の値に届かない） · D −0.05以下 · C その間",
    ),
    "band": ("{verdict} {sign} {edge}", "{verdict} {edge}{sign}"),
    "at-least": ("≥", "以上"),
    "above": (">", "超"),
    "below": ("{verdict} below", "{verdict} それ未満"),
    "figures": ("Figures", "数値と出典"),
    "value": ("Value", "値"),
    "promised": ("promised", "目標"),
    "set": ("set with the target", "目標に記載"),
    "points": ("points", "ポイント"),
    "symbol-c": ("C is 1 far from the indicator's limit, or without one", "C 上限から遠いか上限がなければ1"),
    "symbol-s": ("s is −1 for a baseline below zero, else 1", "s 基準値が負なら−1、ほかは1"),
    "rule-no-target": (
        "Other methods judge it without a target: --method eurostat, statcan, unsd2022, unsd2023.",
        "ほかの方式なら判定できる：--method eurostat、statcan、unsd2022、unsd2023。",
    ),
    "bound": ("limit", "限界値"),
    "not-used": ("{status}, not used", "{status}・未使用"),
    "no-source": ("not recorded", "記録なし"),
    "undated": (
        "* no publication date is recorded; the figure counts from this day, on which its year ended or it was counted",
        "※公表日の記録なし。その年の末日（時点の値はその日）から数える",
    ),
    "promise": ("Promised", "目標値"),
    "came": ("Came", "実績値"),
    "attained": ("Attained", "達成率（目標値に対する比）"),
    "needs": ("What would change it", "判定が変わる条件"),
    "needs-fixed": (
        "Nothing that is still to come: the target year's figure is final.",
        "目標年度の実績値が確定しているため、もう変わらない。",
    ),
    "needs-keep": (
        "To be kept up to {year}: {limits}. A figure outside breaks the promise; inside, the pace decides.",
        "{year}までに{limits}を外れる値が出れば守れない。範囲内ではペースで決まる。",
    ),
    "needs-keep-on": (
        "To be kept for good: {limits}. A figure outside breaks the promise; inside, the pace decides.",
        "期限なく{limits}を維持。外れる値が出れば守れない。範囲内ではペースで決まる。",
    ),
    "needs-improve": (
        "A figure of {year} that is better than {baseline} reaches it.",
        "{year}の値が{baseline}より良ければ達成。",
    ),
    "needs-none": ("The method cannot say which figure would.", "この方式では、どの値なら変わるかを計算できない。"),
    "stays-within": ("Stays kept within", "達成を保つ範囲"),
    "from-up": ("{verdict} from", "{verdict}となる最低値"),
    "from-down": ("{verdict} at or below", "{verdict}となる最高値"),
    "year-out": ("{year} (out)", "{year}（公表済み）"),
    "year-pending": ("{year} (to be published)", "{year}（公表予定）"),
    "year-to-come": ("{year}", "{year}"),
    "achieved-at": ("{figure} = achieved", "{figure}（達成）"),
    "else-missed": ("else missed", "届かなければ未達成"),
    "impossible": ("{figure}: cannot be", "{figure}（ありえない値）"),
    "own": ("{figure} in all, {own} in the year", "累計{figure}、単年{own}"),
    "pace": (
        "From {start} to {end}: {pace} {unit} a year reaches the target.",
        "{start}から{end}まで、年{pace}{unit}で目標に届く。",
    ),
    "stays": ("It counts as achieved at {target} or better.", "{target}か、それより良い値で達成となる。"),
    "edge": ("{year}, {verdict}", "{year}、{verdict}"),
    "rounded": ("Figures needed are rounded towards the target.", "必要な値は目標に近い側へ丸めてある。"),
    "revisions": ("Revisions that changed the verdict", "判定を変えた改定"),
}

MOST_DIGITS = 17
"""No float has more."""


def explain_rows(derivation: Derivation, voice: Voice, *, stability: bool = True) -> Iterator[tuple[str, ...]]:
    """The rows, one kind after the other, each under its own heading; nothing where a number is undefined.

    Args:
        derivation: what to show.
        voice: the reader's language.
        stability: whether to say how stable the verdict is.
    """
    entry, judgement = derivation.entry, derivation.entry.judgement
    named = (derivation.verdict, entry.id, voice.title(entry), derivation.method, derivation.as_of)
    stale = "stale" if entry.stale else None
    yield ("verdict", "id", "title", "method", "as_of", "measure", "score", "rule", "reason", "stale")
    yield cells(*named, judgement.measure, judgement.score, derivation.ruling.rule, derivation.reason, stale)
    yield ("step", "formula", "figures", "result")
    yield from (cells(*step) for step in (*derivation.steps, *derivation.forecast))
    yield ("figure", "role", "year", "value", "status", "published", "counts_from", "source", "url")
    yield from (_figure(item, voice) for item in derivation.inputs)
    if derivation.promises:
        yield ("yearly_target", "promised", "came", "ratio")
        yield from (cells(*promise[:3], promise.ratio) for promise in derivation.promises)
    if derivation.requirements:
        yield ("need", "standing", "verdict", "figure", "exact", "own", "possible", "formula", "figures")
    for requirement in derivation.requirements:
        yield from _needs(requirement)
    if derivation.within:
        yield ("stays_within", "standing", "min", "max")
        yield from (cells(within.year, within.standing, within.min, within.max) for within in derivation.within)
    if derivation.revisions:
        yield ("revision", "year", "old", "new", "before", "after")
        yield from (cells(*item) for item in derivation.revisions)
    restated = () if derivation.target is None else tuple(restated_documents(derivation.target, voice))
    if restated:
        yield ("restated", "kind", "what", "year", "sentence")
        yield from (cells(change.day, change.kind, change.what, change.year, change.sentence) for change in restated)
    if stability:
        yield from stability_rows(derivation.stability)


def _figure(item: Input, voice: Voice) -> tuple[str, ...]:
    source = (None, None) if item.source is None else (source_text(item, voice), item.source.url)
    return cells(item.symbol, item.role, item.year, item.value, item.status, item.published, item.counts_from, *source)


def _needs(requirement: Requirement) -> Iterator[tuple[str, ...]]:
    for verdict, least in requirement.least.items():
        formula = (least.steps[0].formula, least.steps[0].figures) if least.steps else (None, None)
        possible = "possible" if least.possible else "impossible"
        figures = verdict, least.figure, least.exact, least.own
        yield cells(requirement.year, requirement.standing, *figures, possible, *formula)


def source_text(item: Input, voice: Voice) -> str:
    """The title of a figure's source, else its URL."""
    source = item.source
    return voice.word(WORDS, "no-source") if source is None else voice.line(source.title or source.url or "")


def measure_text(measure: float, bands: Bands | None) -> str:
    """A measure with enough digits to show on which side of every edge it lies."""
    for digits in range(SIGNIFICANT, MOST_DIGITS):
        text = show(measure, digits)
        if bands is None or bands.verdict(float(text.replace(MINUS, "-"))) == bands.verdict(measure):
            return text
    return show(measure, MOST_DIGITS)


def result_text(step: Step, bands: Bands | None) -> str:
    """The result of a step; a measure with enough digits to show its band."""
    return measure_text(step.result, bands) if step.name == "measure" else show(step.result)


def step_name(name: str, symbol: str | None, voice: Voice) -> str:
    """What a step computed, in human words; the measure carries its symbol."""
    return voice.word(WORDS, f"measure-{symbol}" if name == "measure" and symbol else name)


def ruling_sentences(derivation: Derivation, voice: Voice) -> Iterator[str]:
    """What settled the verdict, in plain sentences."""
    ruling, entry = derivation.ruling, derivation.entry
    if ruling.bands is not None:
        verdict = voice.verdict(derivation.verdict or "unknown")
        grade = f" ({entry.judgement.grade})" if entry.judgement.grade else ""
        yield f"{derivation.symbol} = {measure_text(entry.judgement.measure or 0.0, ruling.bands)} → {verdict}{grade}"
        graded = entry.judgement.grade is not None
        yield voice.word(WORDS, "bands-graded") if graded else _bands(ruling.bands, voice)
    elif ruling.rule == "keep":
        yield from _keep_sentences(derivation, voice)
    elif ruling.rule == "none":
        yield voice.word(WORDS, "rule-none", reason=voice.word(REASONS, derivation.reason or "same-year"))
        if derivation.reason == "no-target":
            yield voice.word(WORDS, "rule-no-target")
    elif derivation.target is not None and entry.latest is not None:
        start = "" if entry.baseline is None else voice.exact(entry.baseline.value, entry.indicator)
        yield voice.word(
            WORDS,
            f"rule-{ruling.rule}",
            year=voice.year(derivation.target.target.by, entry.indicator),
            figure=voice.marked(voice.exact(entry.latest.value, entry.indicator), entry.latest.year, entry.vintage),
            baseline=start,
            target=voice.exact(derivation.target.target.value or 0, entry.indicator),
        )


def _bands(bands: Bands, voice: Voice) -> str:
    parts = []
    for verdict in ("on-track", "acceleration-needed", "limited"):
        edge = bands.edge(verdict)
        if edge is not None:
            sign = voice.word(WORDS, "above" if edge[1] else "at-least")
            parts.append(voice.word(WORDS, "band", verdict=voice.verdict(verdict), sign=sign, edge=show(edge[0])))
    parts.append(voice.word(WORDS, "below", verdict=voice.verdict("moving-away")))
    return voice.word(WORDS, "bands", bands=" · ".join(parts))


def _keep_sentences(derivation: Derivation, voice: Voice) -> Iterator[str]:
    target = derivation.target
    if target is None or target.keeping is None:
        return
    indicator, keeping = target.indicator, target.keeping
    key = "rule-keep-on" if target.target.by is None else "rule-keep"
    yield voice.word(WORDS, key, limits=voice.aim(target), year=voice.year(target.target.by, indicator))
    if keeping.distance is not None:
        yield voice.word(WORDS, "keep-room", room=voice.value(keeping.distance, indicator))
    if keeping.outside:
        yield voice.outside(keeping.outside, indicator)
    if keeping.distance is not None and keeping.distance < 0 and not target.settled:
        yield voice.word(WORDS, "keep-away" if derivation.verdict == "moving-away" else "keep-not-away")
    if keeping.exit_year is not None:
        yield voice.word(WORDS, "keep-exit", year=voice.year(keeping.exit_year, indicator))
