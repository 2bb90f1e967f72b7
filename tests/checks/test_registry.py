"""Each rule is found where it is looked for."""

from __future__ import annotations

import pytest

from unpolicy.checks import DATA_STAGES
from unpolicy.checks.rules import DATA_MODULES, WARNING_MODULES, checks, rule, rules


def asked(*, warnings: bool):
    return [check for found in checks(warnings=warnings).values() for check in found]


def modules(found):
    return {function.__module__.rpartition(".")[2] for _, function in found}


def test_every_rule_over_the_data_is_asked_of_what_it_is_about():
    known = rules()
    assert {code for code, _ in asked(warnings=True)} == {
        one.code for one in known.values() if one.stage in DATA_STAGES
    }
    assert {code for code, _ in asked(warnings=False)} == {
        one.code for one in known.values() if one.stage in DATA_STAGES and one.severity == "error"
    }
    for one in known.values():
        if one.stage in DATA_STAGES:
            assert one.function in [function for _, function in checks(warnings=True)[one.stage]]


def test_they_stand_in_the_modules_that_are_imported_for_them():
    assert modules(asked(warnings=False)) == set(DATA_MODULES)
    assert modules(asked(warnings=True)) == {*DATA_MODULES, *WARNING_MODULES}


def test_no_code_is_given_twice():
    with pytest.raises(ValueError, match="U301 is given twice"):
        rule("U301", "Again", "もう一度", stage="indicator")(lambda one: [one])
