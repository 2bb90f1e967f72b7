"""The data format as the contract writes it, with every optional key and with none."""

from datetime import date
from pathlib import Path

import yaml_rs

from unpolicy.model import Dataset, Figure, IndicatorsFile, Keep, Revision, TargetsFile

SHIPPED = Path(__file__).parent.parent / "data"

TARGETS = """
version: 1
policy:
  id: un-standing
  title: {ja: 国連, en: The UN}
  programme: {ja: 施策, en: Programme}
  owner: {ja: 課, en: Division}
  reviewed: FY2021..FY2023
  next_review: FY2027
sources:
  evaluation: {title: Evaluation, url: https://example.org/, published: 2024-08-30}
headline: staff-1000
goals:
  international-staff:
    title: More staff
    statement: In full
    initiatives: [{period: FY2021..FY2023, text: Training, source: evaluation}]
    findings: [{text: It grew}]
    next_steps: [{text: Go on}]
    successor: {text: Even more, review: FY2027}
    milestones:
      council-election: {title: Elected, due: 2022, status: achieved, date: 2022, evidence: evaluation}
targets:
  staff-1000:
    goal: international-staff
    indicator: un-staff
    title: A thousand
    baseline: 2020
    value: 1000
    by: 2025
    yearly: {2023: 967, 2024: 984}
    source: evaluation
  staff-kept:
    goal: international-staff
    indicator: un-staff
    baseline: {year: 2020, value: 918}
    keep: {min: 50, max: 60}
    by: 2025
ratings:
  - {target: staff-1000, review: FY2024, step: considerable-progress, by: Unit, date: 2024-08-30, reason: Steady}
"""
INDICATORS = """
version: 1
indicators:
  un-staff:
    title: {ja: 日本人職員, en: Japanese staff}
    unit: {ja: 人, en: people}
    kind: count
    direction: increase
    year: calendar
    as_of: 12-31
    aggregation: latest
    decimals: 0
    bounds: {min: 0, max: 5000}
    baseline: 2020
    part_of: other-indicator
    note: Professional level and above
    source: evaluation
    actuals:
      2020: 918
      2021: {value: 956, published: 2022-08-30, source: evaluation, note: Revised, status: final,
             revisions: [{value: 950, published: 2022-06-01}]}
      2023: {status: pending, due: 2024-12-31, note: Announced}
"""
BARE_TARGETS = """
version: 1
policy: {id: p, title: P}
goals: {g: {title: G, milestones: {m: {title: M, status: in-progress}}}}
targets: {t: {goal: g, indicator: i, baseline: 2020, value: 10, by: 2025}}
"""
BARE_INDICATORS = """
version: 1
indicators:
  i: {title: I, unit: u, kind: amount, direction: decrease, year: fiscal, actuals: {2020: 1.5}}
"""


def load(text):
    return yaml_rs.loads(text, parse_datetime=False)


def test_the_format_with_every_optional_key_is_read():
    targets = TargetsFile.model_validate(load(TARGETS))
    target = targets.targets["staff-1000"]
    assert (target.baseline_year, target.value, target.by) == (2020, 1000, 2025)
    assert target.yearly == {2023: 967, 2024: 984}
    assert targets.targets["staff-kept"].keep == Keep(min=50, max=60)
    assert targets.targets["staff-kept"].baseline_year == 2020
    assert targets.sources["evaluation"].published == date(2024, 8, 30)
    assert targets.goals["international-staff"].initiatives[0].period == "FY2021..FY2023"
    assert targets.goals["international-staff"].successor.review == "FY2027"
    assert targets.goals["international-staff"].milestones["council-election"].date == 2022
    assert targets.ratings[0].date == date(2024, 8, 30)
    indicator = IndicatorsFile.model_validate(load(INDICATORS)).indicators["un-staff"]
    assert indicator.part_of == "other-indicator"
    assert indicator.limits == (0, 5000)
    assert indicator.figures() == [
        Figure(2020, 918),
        Figure(
            2021,
            956,
            published=date(2022, 8, 30),
            source="evaluation",
            note="Revised",
            revisions=(Revision(value=950, published=date(2022, 6, 1)),),
        ),
        Figure(2023, None, "pending", due=date(2024, 12, 31), note="Announced"),
    ]


def test_the_format_without_any_optional_key_is_read():
    targets = TargetsFile.model_validate(load(BARE_TARGETS))
    assert (targets.headline, targets.sources, targets.ratings) == (None, {}, ())
    assert targets.targets["t"].yearly == {}
    indicator = IndicatorsFile.model_validate(load(BARE_INDICATORS)).indicators["i"]
    assert indicator.aggregation == "latest"
    assert indicator.limits == (None, None)
    assert indicator.figures() == [Figure(2020, 1.5)]


def test_the_shipped_data_fit_the_models():
    targets = TargetsFile.model_validate(load((SHIPPED / "targets.yaml").read_text(encoding="utf-8")))
    indicators = IndicatorsFile.model_validate(load((SHIPPED / "indicators.yaml").read_text(encoding="utf-8")))
    dataset = Dataset(targets, indicators)
    assert dataset.headline == "staff-1000"
    assert {"un-staff", "jpo-retention"} <= set(dataset.indicators)
    assert {figure.year: figure.value for figure in dataset.indicators["jpo-retention"].figures()} == {
        2020: 85.2,
        2021: 78.6,
        2022: 72.7,
        2023: 82.7,
    }
    assert set(dataset.goals) == {"un-reform", "public-understanding", "international-staff"}
