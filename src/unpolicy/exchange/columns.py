"""What a column is called: our fields, and the names that others give them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IGNORE = "ignore"
"""What `--map` takes for a column that is not to be read."""

FIELDS: dict[str, tuple[str, ...]] = {
    "indicator": ("indicator", "indicator_id", "indicatorid", "id", "指標", "指標id", "測定指標"),
    "year": ("year", "年", "年度", "time_period", "timeperiod", "period"),
    "value": ("value", "値", "実績", "実績値", "obs_value", "figure"),
    "status": ("status", "状態"),
    "published": ("published", "公表日"),
    "due": ("due", "公表予定日"),
    "source": ("source", "出典"),
    "note": ("note", "備考", "注"),
    "note_ja": ("note_ja",),
    "note_en": ("note_en",),
    "revisions": ("revisions", "改定前"),
}
"""Each field with the headings that mean it, in any case of letters and any width."""

HARMLESS = frozenset(
    {"title", "unit", "units", "単位", "kind", "direction", "year_kind", "series", "unit multiplier", "unit_mult"}
)
"""Headings of columns that repeat what the data file says of an indicator."""

_FIELD_BY_HEADING = {heading: field for field, headings in FIELDS.items() for heading in headings}


def plain(heading: str) -> str:
    """A heading in the one form that comparing needs."""
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split())


def parse_map(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``their=ours`` pairs: a heading, and a field, an indicator's id or `ignore`.

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
    return mapping.get(key) or _FIELD_BY_HEADING.get(key) or key
