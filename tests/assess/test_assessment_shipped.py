"""How the shipped policy stands: the numbers of the contract."""

from datetime import date
from pathlib import Path

import pytest
import yaml_rs

from unpolicy.assess.assessment import assess
from unpolicy.assess.vintages import Awaited
from unpolicy.measures.case import Point
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile

SHIPPED = Path(__file__).parent.parent.parent / "data"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shipped():
    def load(name, model):
        text = (SHIPPED / name).read_text(encoding="utf-8")
        return model.model_validate(yaml_rs.loads(text, parse_datetime=False))

    return Dataset(load("targets.yaml", TargetsFile), load("indicators.yaml", IndicatorsFile))


def test_the_shipped_policy_stands_as_the_contract_says(shipped):
    entry = assess(shipped, TODAY).targets[0]
    assert (entry.id, entry.headline, entry.verdict) == ("staff-1000", True, "on-track")
    assert (entry.baseline, entry.latest) == (Point(2020, 918), Point(2022, 961))
    assert (entry.stale, entry.rests_on, entry.missing, entry.projection) == (True, 2022, (2023, 2024, 2025), None)
    progress = entry.progress
    assert progress.gap_closed == 0.524390243902439
    assert progress.time_elapsed == 0.4
    assert (progress.observed, progress.required, progress.needed) == (21.5, 16.4, None)
    assert progress.expected == 950.8
    assert progress.lead == pytest.approx(10.2, abs=1e-12)
    assert entry.judgement.measure == 1.3109756097560976
    assert entry.judgement.score is None
    assert entry.awaiting == (Awaited(2023, None, overdue=False, recorded=True),)
    assert (entry.target_year_ended, entry.settled, entry.suggestion) == (True, False, None)
    assert (entry.rests_on, entry.missing, entry.stale, entry.reason) == (2022, (2023, 2024, 2025), True, None)
    assert (entry.projection, entry.chance) == (None, pytest.approx(0.362390, abs=6e-7))


def test_a_target_year_without_its_figure_is_not_missed_but_awaited(shipped):
    entry = assess(shipped, TODAY).targets[0]
    assert entry.missing == (2023, 2024, 2025)
    assert entry.verdict != "missed"


def test_the_shipped_indicators_without_a_target_are_monitored(shipped):
    monitored = {entry.id: entry for entry in assess(shipped, TODAY).monitored}
    assert set(monitored) == set(shipped.indicators) - {"un-staff"}
    jpo = monitored["jpo-retention"]
    assert (jpo.baseline, jpo.latest) == (Point(2020, 85.2), Point(2023, 82.7))
    assert jpo.change == pytest.approx(10.0, abs=1e-12)
    assert (jpo.judgement.measure, jpo.judgement.score, jpo.judgement.verdict) == (None, None, None)


def test_the_shipped_policy_as_it_stood_before_the_second_figure(shipped):
    entry = assess(shipped, date(2021, 12, 30)).targets[0]
    assert (entry.latest, entry.verdict, entry.judgement.measure) == (Point(2020, 918), "unknown", None)
