from __future__ import annotations

from datetime import date

import pytest

from unpolicy.checks import rules
from unpolicy.errors import UsageError

HEAD = "version: 1\nindicators:\n"
PLAIN_TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
STAFF = "  staff: {title: Staff, unit: people, kind: %s, direction: %s, year: %s, actuals: {%s}%s}\n"


def indicator(kind="amount", direction="increase", year="calendar", actuals="2020: 918", more=""):
    return HEAD + STAFF % (kind, direction, year, actuals, more)


def target(more: str, baseline="2020"):
    return (
        "version: 1\npolicy: {id: reform, title: Reform}\ngoals: {people: {title: People}}\n"
        f"targets: {{more: {{goal: people, indicator: staff, baseline: {baseline}, {more}}}}}\n"
    )


@pytest.mark.parametrize(
    ("actuals", "more", "codes"),
    [
        ("2020: 0, 2021: 100", "", []),
        ("2020: 100.5", "", ["U301"]),
        ("2020: -0.1", "", ["U301"]),
        ("2020: 100.5", ", bounds: {}", []),
        ("2020: {value: 101, status: estimated}", "", ["U301"]),
        ("2020: {status: pending}", "", []),
    ],
)
def test_a_percentage_runs_from_0_to_100_unless_bounds_say_otherwise(files, actuals: str, more: str, codes: list[str]):
    files.write(targets=PLAIN_TARGETS, indicators=indicator("percentage", actuals=actuals, more=more))
    assert files.codes() == codes


@pytest.mark.parametrize(
    ("direction", "aim", "codes"),
    [
        ("increase", "value: 919, by: 2025", []),
        ("increase", "value: 918, by: 2025", ["U601"]),
        ("increase", "value: 917, by: 2025", ["U601"]),
        ("decrease", "value: 917, by: 2025", []),
        ("decrease", "value: 919, by: 2025", ["U601"]),
        ("decrease", "keep: {max: 919}, by: 2025", []),
        ("increase", "value: 919, by: 2019", ["U502"]),
        ("increase", "value: 919, by: 2020", []),
        ("increase", "value: 919, by: 2021", []),
        ("increase", "value: 930, by: 2025, yearly: {2020: 918}", ["U504"]),
        ("increase", "value: 930, by: 2025, yearly: {2021: 920, 2025: 930}", []),
        ("increase", "value: 930, by: 2025, yearly: {2026: 940}", ["U504"]),
    ],
)
def test_a_target_fits_its_baseline_and_direction(files, direction: str, aim: str, codes: list[str]):
    assert files.write(targets=target(aim), indicators=indicator(direction=direction)).codes() == codes


@pytest.mark.parametrize(
    ("baseline", "codes"),
    [("2020", []), ("2019", ["U501"]), ("2021", ["U501"]), ("{year: 2019, value: 900}", [])],
)
def test_a_baseline_year_needs_a_figure_that_is_out(files, baseline: str, codes: list[str]):
    files.write(
        targets=target("value: 1000, by: 2025", baseline),
        indicators=indicator(actuals="2020: 918, 2021: {status: pending}"),
    )
    assert files.codes() == codes


@pytest.mark.parametrize(
    ("year", "as_of", "last", "codes"),
    [
        ("calendar", date(2024, 12, 31), 2025, ["U503"]),
        ("calendar", date(2025, 1, 1), 2025, ["U612"]),
        ("calendar", date(2025, 12, 30), 2025, ["U612"]),
        ("calendar", date(2025, 12, 31), 2025, []),
        ("fiscal", date(2025, 3, 31), 2025, ["U503"]),
        ("fiscal", date(2026, 3, 30), 2025, ["U612"]),
        ("fiscal", date(2026, 3, 31), 2025, []),
    ],
)
def test_a_year_has_to_have_begun_and_for_a_final_figure_to_be_over(
    files, year: str, as_of: date, last: int, codes: list[str]
):
    files.write(targets=PLAIN_TARGETS, indicators=indicator(year=year, actuals=f"{last}: 918"))
    assert files.codes(as_of) == codes


@pytest.mark.parametrize(
    ("actuals", "en", "ja"),
    [
        ("2020: 100, 2021: 201", "201 is more than double the 100 of 2020", "201は2020年の100の2倍を超えています。"),
        ("2020: 100, 2021: 49", "49 is less than half the 100 of 2020", "49は2020年の100の半分を下回っています。"),
        (
            "2020: {value: 100, status: break}, 2021: {status: pending}, 2022: 300",
            "300 is more than double the 100 of 2020",
            "300は2020年の100の2倍を超えています。",
        ),
    ],
)
def test_a_jump_is_reported_in_its_own_words(files, actuals: str, en: str, ja: str):
    files.write(targets=PLAIN_TARGETS, indicators=indicator(actuals=actuals))
    found = files.inspect().diagnostics
    assert [one.code for one in found] == ["U603"]
    assert en in found[0].message
    assert ja in found[0].message_ja


@pytest.mark.parametrize(
    "actuals",
    [
        "2020: 0, 2021: 5",
        "2020: 5, 2021: 0",
        "2020: -5, 2021: 50",
        "2020: 5, 2021: -50",
        "2020: -100, 2021: -250",
        "2020: 100, 2021: 200",
        "2020: 100, 2021: 50",
    ],
)
def test_what_is_no_jump_or_runs_below_zero_is_not_reported(files, actuals: str):
    files.write(targets=PLAIN_TARGETS, indicators=indicator(actuals=actuals))
    assert files.codes() == []


def test_a_break_in_the_series_explains_a_jump(files):
    files.write(
        targets=PLAIN_TARGETS, indicators=indicator(actuals="2020: 918, 2021: {value: 9000, status: break}, 2022: 9100")
    )
    assert files.codes() == []


def test_a_due_date_is_overdue_the_day_after(files):
    files.write(targets=PLAIN_TARGETS, indicators=indicator(actuals="2020: {status: pending, due: 2026-01-15}"))
    assert files.codes(date(2026, 1, 15)) == []
    assert files.codes(date(2026, 1, 16)) == ["U602"]


def test_a_chain_of_parts_that_meets_itself_is_reported_at_every_link(files):
    entry = "  {0}: {{title: T, unit: u, kind: count, direction: increase, year: calendar, part_of: {1}}}\n"
    text = HEAD + "".join(entry.format(*pair) for pair in [("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")])
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect().diagnostics
    assert [(one.code, one.line) for one in found] == [("U407", 4), ("U407", 5)]


def test_wholes_and_parts_in_different_kinds_of_year_are_not_compared(files):
    entry = "  {0}: {{title: T, unit: u, kind: count, direction: increase, year: {1}, actuals: {{2020: {2}}}{3}}}\n"
    text = HEAD + entry.format("a", "calendar", 5, "") + entry.format("b", "fiscal", 9, ", part_of: a")
    assert files.write(targets=PLAIN_TARGETS, indicators=text).codes() == []


def test_sources_are_ids_or_urls_wherever_they_stand(files):
    targets = """\
version: 1
policy: {id: reform, title: Reform}
sources: {report: {title: Report}}
goals:
  people:
    title: People
    initiatives: [{period: FY2021, text: T, source: raport}]
    findings: [{text: T, source: https://example.org}, {text: T, source: gone}]
    milestones: {done: {title: T, status: achieved, evidence: nowhere}}
"""
    actuals = "2020: {value: 1, source: absent}"
    found = files.write(targets=targets, indicators=indicator(actuals=actuals)).inspect().diagnostics
    assert [(one.code, one.path, one.line) for one in found] == [
        ("U403", "indicators.yaml", 3),
        ("U403", "targets.yaml", 7),
        ("U403", "targets.yaml", 8),
        ("U403", "targets.yaml", 9),
    ]
    assert "did you mean report?" in found[1].message
    assert found[1].fix is not None
    assert not found[1].fix.safe


def test_codes_are_chosen_whole_or_by_their_beginning():
    assert rules.chosen(["U301", "u6"]) == {"U301"} | {code for code in rules.rules() if code.startswith("U6")}
    assert rules.chosen(["U301,U302"]) == {"U301", "U302"}
    for wrong in ("U999", "", "U301,"):
        with pytest.raises(UsageError, match="unpolicy rule"):
            rules.chosen([wrong])


def test_a_rule_is_found_however_its_letter_is_written():
    assert rules.get("u301").code == "U301"
    with pytest.raises(UsageError, match="no rule"):
        rules.get("U399")
