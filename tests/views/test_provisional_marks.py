"""A provisional figure that carries a verdict has its mark wherever it stands; one that carries none has no mark."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO

import pytest
from policies import policy
from rich.console import Console, Group

from unpolicy.assess.assessment import assess, chosen_method
from unpolicy.assess.derivation import derive
from unpolicy.assess.history import history
from unpolicy.exchange.rows import target_rows
from unpolicy.views import to_json
from unpolicy.views.chart_spec import chart_spec
from unpolicy.views.charting import make_chart
from unpolicy.views.notes import note_sentences
from unpolicy.views.report.build import build_sheets
from unpolicy.views.report.markdown import report_markdown
from unpolicy.views.status import home_lines, status_rows
from unpolicy.views.status_document import status_document
from unpolicy.views.terminal.explain import explain_view
from unpolicy.views.terminal.show import history_view, target_view
from unpolicy.views.terminal.status import status_view
from unpolicy.views.voice import Voice

TODAY = date(2026, 11, 28)


def _data(rests_on: str, status: str = "provisional", **target):
    figures = {2020: 918, 2021: 956, 2024: {"value": 979, "status": status}}
    return policy(
        {"i": {"title": "I", "actuals": figures}, "j": {"title": "J", "actuals": figures}},
        {"t": {"indicator": "i", "baseline": 2020, "value": 1000, "by": 2028, **target}},
        policy={"id": "p", "title": "P", "rests_on": rests_on},
    )


def _printed(parts, width=100) -> str:
    out = StringIO()
    Console(file=out, width=width, color_system=None, markup=False).print(Group(*parts))
    return out.getvalue()


def _views(data, voice):
    whole = assess(data, TODAY)
    entry = whole.targets[0]
    method = chosen_method(data, None)
    return {
        "status": _printed(status_view(whole, voice, 80), 80),
        "wide status": _printed(status_view(whole, voice, 120), 120),
        "narrow status": _printed(status_view(whole, voice, 40), 40),
        "explain": _printed(explain_view(derive(data, "t", TODAY, method), voice, 100)),
        "history": _printed(history_view(history(data, "t", TODAY), voice)),
        "show": _printed(target_view(data, entry, voice, 100)),
        "report": report_markdown(build_sheets(whole, [voice])),
        "chart": str(chart_spec(make_chart(entry, voice))),
        "start": "\n".join(home_lines(whole, voice)),
    }


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_is_marked_in_every_view(lang):
    views = _views(_data("provisional"), Voice(lang))
    missing = [name for name, text in views.items() if not re.search(r"979( ?u)? ?\(p\)", text)]
    assert missing == []


@pytest.mark.parametrize(("rests_on", "status"), [("final", "provisional"), ("provisional", "final")])
def test_no_other_figure_is(rests_on, status):
    marked = [name for name, text in _views(_data(rests_on, status), Voice("en")).items() if "(p)" in text]
    assert marked == []


def test_an_estimate_has_a_mark_of_its_own():
    assert "979(e)" in _views(_data("provisional", "estimated"), Voice("en"))["status"]


def test_a_yearly_promise_kept_by_a_provisional_figure_is_marked():
    entry = assess(_data("provisional", yearly={2024: 970}), TODAY).targets[0]
    assert "Promised for 2024: 970; 979 (p) came." in [*note_sentences(entry, Voice("en"))]


def test_a_baseline_that_the_target_writes_is_nobodys_estimate():
    data = _data("provisional", baseline={"year": 2024, "value": 979})
    assert "(p)" not in _printed(status_view(assess(data, TODAY), Voice("en"), 120)).split("Indicators")[0]


def test_a_baseline_with_decimals_of_its_own_is_not_rounded():
    start = {"year": 2020, "value": 917.4, "label": "mean"}
    data = policy(
        {"i": {"title": "I", "kind": "count", "actuals": {2021: 956, 2024: 979}}},
        {"t": {"indicator": "i", "baseline": start, "value": 1000, "by": 2028}},
    )
    views = _views(data, Voice("en"))
    assert [name for name in ("status", "wide status", "show", "report") if "917.4" not in views[name]] == []


@pytest.mark.parametrize(
    ("rests_on", "status", "said"),
    [
        ("provisional", "provisional", "provisional"),
        ("provisional", "estimated", "estimated"),
        ("final", "final", None),
    ],
)
def test_programs_are_told_too(rests_on, status, said):
    data = _data(rests_on, status)
    whole = assess(data, TODAY)
    (entry,) = to_json(status_document(whole, Voice("en")))["targets"]
    assert entry.get("rests_on_status") == said
    heading, row = status_rows(whole, Voice("en"))
    assert dict(zip(heading, row, strict=True))["rests_on_status"] == (said or "")
    (exported,) = target_rows(data, "en", TODAY)
    assert exported.rests_on_status == said
