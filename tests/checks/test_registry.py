"""Each rule is found where it is looked for."""

from __future__ import annotations

from unpolicy.checks.registry import DATA_MODULES, WARNING_MODULES, data_rules, rules


def modules(found):
    return {rule.function.__module__.rpartition(".")[2] for rule in found}


def test_every_rule_over_the_data_is_asked():
    over_data = [rule for rule in rules().values() if rule.stage == "data"]
    assert data_rules(warnings=True) == over_data
    assert data_rules(warnings=False) == [rule for rule in over_data if rule.severity == "error"]


def test_they_stand_in_the_modules_that_are_imported_for_them():
    over_data = [rule for rule in rules().values() if rule.stage == "data"]
    assert modules(rule for rule in over_data if rule.severity == "error") == set(DATA_MODULES)
    assert modules(rule for rule in over_data if rule.severity == "warning") <= {*DATA_MODULES, *WARNING_MODULES}
