"""What a table's columns mean: by their headings in two languages and the headings of offices, or as `--map` says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.spelling import typed_year
from unpolicy.exchange.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IGNORE = "ignore"
"""What `--map` takes for a column that is not to be read."""
EXPLAINED = "explained"
"""A column that says nothing of a figure, or what another column says better."""

FIELDS: dict[str, tuple[str, ...]] = {
    "indicator": ("indicator", "indicator_id", "indicatorid", "id", "指標", "指標id", "測定指標"),
    "title": ("title", "指標名", "測定指標名", "項目名", "kpi", "indicator name", "name of indicator", "measure"),
    "year": ("year", "年", "年度", "年次", "time_period", "timeperiod", "period", "ref_date", "time", "時間軸(年次)"),
    "value": ("value", "値", "実績", "実績値", "obs_value", "figure", "data value"),
    "status": ("status", "状態", "observation status", "data marking"),
    "published": ("published", "公表日"),
    "due": ("due", "公表予定日"),
    "source": ("source", "出典"),
    "note": ("note", "備考", "注", "comment_obs"),
    "note_ja": ("note_ja", "備考(日本語)"),
    "note_en": ("note_en", "備考(英語)"),
    "revisions": ("revisions", "改定前"),
    "low": ("low", "lower_bound", "lowerbound", "lower bound", "信頼区間の下限"),
    "high": ("high", "upper_bound", "upperbound", "upper bound", "信頼区間の上限"),
    "unit": ("unit", "units", "単位", "unit measure", "unit_measure", "uom", "preunit"),
    "multiplier": ("unit_mult", "unit multiplier", "scalar_factor", "倍率"),
    "sdmx": ("obs_status",),
    "eurostat": ("obs_flag",),
    "statcan": ("symbol", "terminated"),
    "annotation": ("annotation",),
    "start": ("reporting_year_start_day",),
    "action": ("action",),
    "target": ("目標", "目標値", "target", "計画", "計画値", "plan"),
    "baseline": ("基準", "基準値", "baseline"),
    "kind": ("kind", "種類"),
    "direction": ("direction", "望ましい方向", "ascending"),
    "year_kind": ("year_kind", "年の数え方"),
    "number": ("番号", "no.", "no", "#"),
    "responsible": ("responsible", "owner", "担当課", "担当", "担当部署", "所管", "所管課"),
    "tags": ("tags", "タグ"),
    "part_of": ("part_of", "全体の指標"),
    "of": ("of", "内訳の区分"),
    "goal": ("goal", "objective", "outcome", "基本目標", "施策", "施策名", "政策"),
    "baseline_year": ("基準年", "基準年度", "baseline year"),
    "target_year": ("目標年", "目標年度", "target year"),
    EXPLAINED: (
        "year_label", "年の表記", "structure", "structure_id", "structure_name", "dataflow", "last update",
        "conf_status", "decimals", "uom_id", "scalar_id", "vector", "coordinate", "dguid", "calendar-years",
        "time_code", "comment_ts", "geocode", "freq",
    ),
}  # fmt: skip
"""Each field with the headings that mean it, in any case of letters and any width."""

FLAGS = ("status", "sdmx", "eurostat", "statcan", "annotation")
"""The fields that say how far a figure can be relied on; a table may have several of them."""
DESCRIBING = (
    *("kind", "direction", "year_kind", "number", "responsible", "tags", "part_of", "of", "goal"),
    *("baseline_year", "target_year"),
)
"""The fields that say what an indicator or a promise is like, for an import that makes them."""
SEVERAL = (*FLAGS, *DESCRIBING, "unit", "target", "baseline", EXPLAINED)

Role = Literal["actual", "target", "baseline"]
_FIELD_BY_HEADING = {heading: field for field, headings in FIELDS.items() for heading in headings}
_ROLE_WORDS: dict[Role, tuple[str, ...]] = {
    "actual": (
        "", "実績", "実績値", "現状", "現状値", "結果", "値",
        "actual", "actuals", "result", "outturn", "achieved", "value", "observed", "measured",
    ),
    "target": (
        "目標", "目標値", "計画", "計画値", "予定", "見込", "見込み", "見込値", "予算", "中間目標", "最終目標",
        "target", "targets", "plan", "planned", "budget", "forecast", "projected", "projection", "expected", "goal",
        "yearly target",
    ),
    "baseline": ("基準", "基準値", "基準年", "baseline", "base", "base value", "baseline value"),
}  # fmt: skip
_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words}
_YEAR = re.compile(
    r"(?:fy ?)?(?:19|20|21)[0-9]{2}(?: ?[-/–] ?(?:[0-9]{4}|[0-9]{2})(?![0-9]))?(?: ?年度?)?"
    r"|(?:令和|平成|昭和|(?<![a-z])[rhs]\.?) ?(?:元|[0-9]{1,2})(?: ?年度?)?"
)
_UNIT_BEHIND = re.compile(r"(?P<name>.*\S)\s*[(\[（［](?P<unit>[^()\[\]（）［］]+)[)\]）］]")


class Yearly(NamedTuple):
    """A column of one year.

    Attributes:
        year: the year as it is written.
        role: whether it holds what was measured, what is promised, or where counting starts.
        flag: what the heading says of all its figures, as “(p)”.
    """

    year: str
    role: Role = "actual"
    flag: str = ""


def parse_map(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``their=ours`` pairs: a heading, and a field, an indicator's id, a year or `ignore`.

    Raises:
        UsageError: one of them has no equals sign, or a side is empty.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise UsageError(
                f"--map takes THEIRS=OURS, as “Jahr=year”, not “{pair}”.",
                ja=f"--map は「相手の列名=こちらの名前」（例：西暦=year）で指定してください（「{pair}」は不可）。",
            )
        mapping[plain(theirs)] = ours.strip()
    return mapping


def field_of(heading: str, mapping: Mapping[str, str]) -> str:
    """The field that a heading means: as `--map` says, else by its name; the heading itself where it is none."""
    key = plain(heading)
    if key in mapping:
        return mapping[key]
    if key in _FIELD_BY_HEADING:
        return _FIELD_BY_HEADING[key]
    code = key.partition(":")[0].strip()  # SDMX-CSV with labels: “TIME_PERIOD: Time”
    if "_" in code and code in _FIELD_BY_HEADING:
        return _FIELD_BY_HEADING[code]
    if re.fullmatch(r"v4_[0-9]+", key):
        return "value"
    if key.startswith("時間軸"):
        return EXPLAINED if key.endswith("コード") else "year"
    return key


def split_unit(heading: str) -> tuple[str, str]:
    """A heading without the unit in brackets behind it, and that unit: “Value (thousands)”."""
    match = _UNIT_BEHIND.fullmatch(heading.strip())
    return (match["name"], match["unit"]) if match else (heading.strip(), "")


def yearly(heading: str, group: str = "") -> Yearly | None:
    """The year that a heading is of, and what its column holds; `None` where it is no such heading.

    Args:
        heading: the heading: 2020, R2実績, 目標値（R7）, 2020 actual, 2019 (p), 2017 [YR2017].
        group: the heading above it, over several columns: 計画, 実績.
    """
    typed = _typed(heading)
    if typed is not None:
        return Yearly(typed[0], role_of(group) or "actual", typed[1])
    above, role = _typed(group), role_of(heading)
    if above is not None and role is not None and heading:
        return Yearly(above[0], role, above[1])
    key = plain(heading)
    match = _YEAR.search(key)
    if match is None or _YEAR.search(key, match.end()):
        return None
    words = re.sub(r"[()\[\]:_・,]", " ", f"{key[: match.start()]} {key[match.end() :]}").split()
    role = role_of(" ".join(words))
    return Yearly(match.group(), role) if role is not None and words else None


def _typed(heading: str) -> tuple[str, str] | None:
    try:
        return typed_year(heading)
    except UnpolicyError:
        return None


def role_of(words: str) -> Role | None:
    """What a column holds by the word in or above its heading: 実績, plan, baseline."""
    key = plain(words)
    return _ROLES.get(key) or _ROLES.get(key.replace(" ", ""))
