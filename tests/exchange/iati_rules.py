"""IATI's published rules, asked of an activity: each kind of rule of the ruleset, as its README says what it means."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "iati"
"""Where the schema and the ruleset are kept; they are not ours to ship."""

_XML = {"xml": "http://www.w3.org/XML/1998/namespace"}


def violations(document: Any, ruleset: dict[str, Any]) -> list[str]:
    """The ids and messages of all rules, warnings included, that a document breaks."""
    return [
        f"{case.get('ruleInfo', {}).get('id')}: {case.get('ruleInfo', {}).get('message')}"
        for selector, rules in ruleset.items()
        for element in document.xpath(selector, namespaces=_XML)
        for kind, rule in rules.items()
        for case in _unrolled(element, kind, rule)
        if not _holds(element, case["kind"], case)
    ]


def _unrolled(element: Any, kind: str, rule: dict[str, Any]) -> list[dict[str, Any]]:
    """The cases of a rule, those of a loop with each of its values put in."""
    cases: list[dict[str, Any]] = []
    for case in rule["cases"]:
        if kind != "loop":
            cases.append({**case, "kind": kind})
            continue
        for value in set(map(str, _find(element, case["foreach"]))):
            for inner, body in case["do"].items():
                filled = [{k: _put_in(v, value) for k, v in one.items()} for one in body["cases"]]
                cases += [{**one, "kind": inner} for one in filled]
    return cases


def _put_in(part: Any, value: str) -> Any:
    if isinstance(part, list):
        return [_put_in(one, value) for one in part]
    return part.replace("$1", value) if isinstance(part, str) else part


def _find(element: Any, path: str) -> Any:
    return element.xpath(path, namespaces=_XML)


def _texts(element: Any, case: dict[str, Any]) -> list[str]:
    found = [one for path in case["paths"] for one in _find(element, path)]
    return [one if isinstance(one, str) else (one.text or "") for one in found]


def _day(element: Any, path: str) -> date | None:
    if path == "NOW":
        return datetime.now(UTC).date()
    found = _find(element, path)
    return date.fromisoformat(str(found[0])[:10]) if found else None


def _holds(element: Any, kind: str, case: dict[str, Any]) -> bool:  # noqa: C901, PLR0911, PLR0912 - a line for each kind of rule
    if "condition" in case and not _truth(_find(element, case["condition"])):
        return True
    if kind == "atleast_one":
        return any(_find(element, path) for path in case["paths"])
    if kind == "no_more_than_one":
        return sum(len(_find(element, path)) for path in case["paths"]) <= 1
    if kind == "unique":
        values = _texts(element, case)
        return len(values) == len(set(values))
    if kind == "startswith":
        if "ORG-ID-PREFIX" in case["prefix"]:
            return True  # a list of agencies that is kept elsewhere
        prefixes = [str(one) + case.get("separator", "") for path in case["prefix"] for one in _find(element, path)]
        return all(text.startswith(tuple(prefixes)) for text in _texts(element, case))
    if kind == "regex_matches":
        return all(re.search(case["regex"], text) for text in _texts(element, case))
    if kind == "no_spaces":
        return all(text == text.strip() for text in _texts(element, case))
    if kind == "range":
        return all(case["min"] <= float(text) <= case["max"] for text in _texts(element, case))
    if kind == "strict_sum":
        return sum(map(float, _texts(element, case))) == float(case["sum"])
    if kind == "if_then":
        return not _truth(_find(element, case["if"])) or _truth(_find(element, case["then"]))
    if kind == "one_or_all":
        return bool(_find(element, case["one"])) or not _find(element, _WITHOUT[case["all"]])
    if kind in ("date_order", "date_now"):
        first = _day(element, case.get("less", case.get("date")))
        second = _day(element, case.get("more", "NOW"))
        return first is None or second is None or first <= second
    if kind == "time_limit":
        first, second = _day(element, case["start"]), _day(element, case["end"])
        return first is None or second is None or (second - first).days <= 366
    raise AssertionError(f"a kind of rule that this does not know: {kind}")


_WITHOUT = {
    "lang": ".//narrative[not(@xml:lang)]",
    "sector": "transaction[not(sector)]",
    "currency": ".//value[not(@currency)]",
}
"""What breaks a rule that asks for something once or everywhere."""


def _truth(found: Any) -> bool:
    return bool(found)
