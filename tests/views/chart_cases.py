"""Small policies for the tests of charts and reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unpolicy.assess.assessment import assess
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile
from unpolicy.views.charting import make_chart
from unpolicy.views.voice import Voice

if TYPE_CHECKING:
    from unpolicy.views.chart import Chart

SHIPPED = Path(__file__).parent.parent.parent / "data"
TODAY = date(2024, 6, 30)
HOSTILE = (
    "</title></style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "\x1b[31m\x1b]8;;http://x\x07\u202e\x9b31m",
    "[red]x[/x] :warning: **b** _i_ `c` | cell | # h",
    "javascript:alert(1) ![i](http://x) <http://x> www.x.example @all",
    "1. x",
    "- x",
    "--- ",
    "a & b < c > d ' \"",
)


def shipped() -> Dataset:
    """The data directory that ships."""
    from unpolicy.checks.inspection import load
    from unpolicy.store.directory import find_data

    return load(find_data(SHIPPED, {}, SHIPPED), TODAY)


def policy(
    actuals: dict[int, Any] | None = None,
    *,
    target: dict[str, Any] | None = None,
    indicator: dict[str, Any] | None = None,
    **parts: Any,
) -> Dataset:
    """A policy with one goal, one indicator `made` and, with a target, the target `aim`."""
    goal: dict[str, Any] = {"title": "A goal", **parts.pop("goal", {})}
    aim = None if target is None else {"goal": "g", "indicator": "made", "baseline": 2020, "by": 2025, **target}
    made = {
        "title": {"ja": "作られた数", "en": "Made"},
        "unit": {"ja": "個", "en": "pieces"},
        "kind": "amount",
        "direction": "increase",
        "year": "calendar",
        "actuals": actuals or {},
        **(indicator or {}),
    }
    return Dataset(
        TargetsFile.model_validate(
            {
                "version": 1,
                "policy": {"id": "p", "title": "A policy", **parts.pop("policy", {})},
                "goals": {"g": goal},
                "targets": {} if aim is None else {"aim": aim},
                **parts,
            }
        ),
        IndicatorsFile.model_validate({"version": 1, "indicators": {"made": made}}),
    )


def drawn(dataset: Dataset, lang: Any = "en", name: str | None = None) -> Chart:
    """The chart of a dataset's first target, else of its first indicator without one, or of the one named."""
    assessment = assess(dataset, TODAY)
    entries = [*assessment.targets, *assessment.monitored]
    return make_chart(next(entry for entry in entries if name in (None, entry.id)), Voice(lang))
