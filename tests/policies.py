"""Small policies to test with, built without files."""

from unpolicy.model import Dataset, IndicatorsFile, TargetsFile

INDICATOR = {"title": "x", "unit": "u", "kind": "amount", "direction": "increase", "year": "calendar"}


def policy(indicators, targets=None, **rest):
    """A dataset of indicators and targets given as mappings; what every one needs is filled in."""
    whole = {
        "version": 1,
        "policy": {"id": "p", "title": "p"},
        "goals": {"g": {"title": "g"}},
        "targets": {key: {"goal": "g", **target} for key, target in (targets or {}).items()},
        **rest,
    }
    return Dataset(
        TargetsFile.model_validate(whole),
        IndicatorsFile.model_validate(
            {"version": 1, "indicators": {key: INDICATOR | indicator for key, indicator in indicators.items()}}
        ),
    )


def build(actuals, target=None, about=None, ratings=(), **indicator):
    """A policy with the target `t` on the indicator `i`; without the target where its changes are `False`."""
    aim = {"indicator": "i", "baseline": 2020, "value": 1000, "by": 2025} | (target or {})
    return policy(
        {"i": {"title": "I", "actuals": actuals, **indicator}},
        {} if target is False else {"t": aim},
        policy={"id": "p", "title": "P"} | (about or {}),
        goals={"g": {"title": "G"}},
        ratings=list(ratings),
    )


def simple(actuals, value=1000, by=2025, baseline=2020, **indicator):
    """One indicator `i` with one target `t`."""
    return policy(
        {"i": {"actuals": actuals, **indicator}},
        {"t": {"indicator": "i", "baseline": baseline, "value": value, "by": by}},
    )
