"""The words of `forecast`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "as-of": ("as of {day}", "{day}時点"),
    "unit": ("in {unit}", "単位：{unit}"),
    "from": ("{count} figures, {first} to {last}", "実績値{count}個（{first}～{last}）"),
    "target": ("target {value} by {year}", "目標 {year}に{value}"),
    "naive": ("naive", "横ばい"),
    "drift": ("drift", "平均ペース"),
    "trend": ("trend", "直線回帰"),
    "naive-means": ("stays at the latest figure", "最新値のまま"),
    "drift-means": ("goes on at the average pace", "これまでの平均ペースで進む"),
    "trend-means": ("follows the least-squares line", "最小二乗の直線に沿う"),
    "model": ("Model", "モデル"),
    "year": ("Year", "年"),
    "mean": ("Expected", "見込み"),
    "interval": ("{level}% interval", "{level}％区間"),
    "range": ("{low} to {high}", "{low}～{high}"),
    "cut": (
        "* cut at the limits of what the indicator can be, {limits}",
        "※指標の取りうる範囲（{limits}）で打ち切り",
    ),
    "reach": ("Chance of reaching {value} by {year}", "{year}に{value}に達する確率"),
    "reach-none": ("too few figures to say", "実績値が少なく不明"),
    "cannot-tell": (
        "The figures cannot tell: for {year} the models lie {apart} apart, and the target is {distance} away.",
        "この数値からは判断できない。{year}の見込みはモデル間で{apart}開き、目標までの差{distance}より大きい。",
    ),
    "no-figure": ("There is no figure to forecast from.", "予測のもとになる実績値がない。"),
    "one-figure": (
        "There is one figure only, of {year}: nothing can be said about where it is heading.",
        "実績値が{year}の1つだけで、行き先は予測できない。",
    ),
    "two-figures": (
        "Two figures give a point and no interval: how far it may be off cannot be judged.",
        "実績値が2つのため見込みだけを示す。どれほど外れうるかは判断できない。",
    ),
    "ahead": ("The target year has its figure: there is nothing to reach.", "目標年度の実績値が出ている。"),
    "fits": (
        "The past fits exactly ({models}), so the interval has no width; that is no certainty.",
        "過去の値が完全に一致するため（{models}）、区間の幅が0になる。確実という意味ではない。",
    ),
    "honest": (
        "The intervals say how far the past scatters, not what a new policy will do.",
        "区間は過去のばらつきによるもので、今後の施策の効果は含まない。",
    ),
    "backtest": ("What each model would have said", "過去の時点での予測と実際"),
    "known": ("Known up to", "既知の最終年"),
    "said": ("Said", "予測"),
    "came": ("Came", "実際"),
    "error": ("Error", "誤差"),
    "inside": ("Inside {level}%", "{level}％区間内"),
    "yes": ("yes", "はい"),
    "no": ("no", "いいえ"),
    "errors": ("Average size of the error", "平均の誤差"),
    "backtest-few": (
        "A backtest needs at least three figures; there are {count}.",
        "検証には実績値が3つ以上必要です（現在{count}）。",
    ),
    "held": ("{level}% intervals held {held} of {total}", "{level}％区間に入ったのは{total}回中{held}回"),
}
