"""Figures that others published, or that were computed independently, come out through data files and commands."""

import json

import pytest

TWELVE = [
    # id, b (t0), c (t), T (tT) or limit, desired direction, measure, score, verdict
    ("1-1-1", 14.5, 2015, 10.4, 2023, 7.25, 2030, "-", 0.9010899546976, 2.1506954374, "acceleration-needed"),
    ("11-3-1", 63, 2005, 74, 2020, 85, 2030, "+", 0.8949392974312, 2.1067619076, "acceleration-needed"),
    ("12-1-1", 0.37, 2015, 9.53, 2025, 60, 2030, "+", 0.9504069883014, 2.5029620767, "on-track"),
    ("3-14-1", 18.8, 2015, 11.1, 2024, 5, 2035, "-", 0.8874610697051, 2.0533456748, "acceleration-needed"),
    ("6-1-1", 103, 2015, 29, 2023, 0.1, 2030, "-", 0.3956861571147, -0.8512944891, "limited"),
    ("7-2-1", 81.444, 2015, 78.398, 2025, 90, 2030, "+", -0.5693758628117, -4.8724184076, "moving-away"),
    ("9-7-1", 58.2, 2015, 59.5, 2025, 50, 2030, "+", 0.2195492998729, 5, "achieved"),
    ("1-2-1", 66.6, 2016, 71.4, 2023, 100, None, "+", 0.0099914836909, 1.7397528501, "acceleration-needed"),
    ("15-1-1", 79.82, 2015, 80.0, 2020, 100, None, "+", 0.0004506085042, -2.1437311547, "limited"),
    ("16-1-1", 79, 2021, 79, 2022, 100, None, "+", 0, -2.5, "limited"),
    ("16-6-1", 87.93, 2015, 77.78, 2023, None, None, "-", 0.0152151512491, 2.6075756246, "on-track"),
    ("10-2-1", 3.8, 2015, 11.9, 2024, None, None, "-", -0.1352325064900, -5, "moving-away"),
]
"""Statistics Canada, indicator_calculation_components.yml; the limit of those without a target year is a bound."""


def indicator(row):
    _, b, t0, c, t, aim, by, d, *_ = row
    bounds = "" if by is not None or aim is None else f"\n    bounds: {{max: {aim}}}"
    direction = {"+": "increase", "-": "decrease"}[d]
    return (
        f"    title: x\n    unit: x\n    kind: amount\n    direction: {direction}\n    year: calendar{bounds}\n"
        f"    baseline: {t0}\n    actuals:\n      {t0}: {b}\n      {t}: {c}\n"
    )


def target(key, t0, aim, by):
    return f"  t-{key}: {{goal: g, indicator: i-{key}, baseline: {t0}, value: {aim}, by: {by}}}\n"


@pytest.fixture
def written(data):
    """Write both data files: a function of the targets and the indicators."""

    def write(targets, indicators):
        head = "version: 1\npolicy: {id: p, title: p}\ngoals: {g: {title: g}}\n"
        (data / "targets.yaml").write_text(head + (f"targets:\n{targets}" if targets else ""), encoding="utf-8")
        (data / "indicators.yaml").write_text(f"version: 1\nindicators:\n{indicators}", encoding="utf-8")

    return write


def test_the_twelve_published_rows_of_statistics_canada(unpolicy, written):
    targets = "".join(target(row[0], row[2], row[5], row[6]) for row in TWELVE if row[6])
    written(targets, "".join(f"  i-{row[0]}:\n{indicator(row)}" for row in TWELVE))

    document = json.loads(unpolicy("status", "--json", "--method", "statcan", "--as-of", "2026-11-24").out)

    entries = {entry["target"].removeprefix("t-"): entry for entry in document["targets"]}
    entries |= {entry["indicator"].removeprefix("i-"): entry for entry in document["monitored"]}
    assert entries.keys() == {row[0] for row in TWELVE}
    for key, *_, measure, score, verdict in TWELVE:
        assert entries[key]["measure"] == pytest.approx(measure, abs=1e-9), key
        assert entries[key]["score"] == pytest.approx(score, abs=1e-9), key
        assert entries[key]["verdict"] == verdict, key


@pytest.mark.parametrize(
    ("added", "measures", "progress"),
    [
        ((), {"linear": 1.3109756, "eurostat": 1.341486, "unsd2023": 1.3574}, (0.5244, 0.40, 13)),
        (("2024", "979"), {"linear": 0.9298780, "eurostat": 0.939439, "unsd2023": 0.9375}, (0.7439, 0.80, 21)),
    ],
)
def test_the_staff_of_the_united_nations(unpolicy, data, added, measures, progress):
    if added:
        assert unpolicy("add-actual", *added).code == 0
    for method, measure in measures.items():
        shown = json.loads(unpolicy("status", "--json", "--method", method, "--as-of", "2025-12-30").out)["targets"][0]
        assert shown["measure"] == pytest.approx(measure, abs=1e-4)
        found = shown["gap_closed"], shown["time_elapsed"], shown["pace"]["needed"]
        assert found == pytest.approx(progress, abs=1e-4)


ADDING_UP = """\
  trained:
    title: x
    unit: people
    kind: count
    direction: increase
    year: fiscal
    aggregation: sum
    actuals: {2017: 8, 2018: 25, 2019: 45}
"""
PROMISED = """\
  t:
    goal: g
    indicator: trained
    baseline: {year: 2016, value: 0}
    value: 90
    by: 2020
    yearly: {2017: 10, 2018: 20, 2019: 50, 2020: 90}
"""


def test_yearly_results_add_up_and_are_held_against_yearly_targets(unpolicy, written):
    written(PROMISED, ADDING_UP)
    document = json.loads(unpolicy("explain", "t", "--json", "--as-of", "2020-12-31").out)
    assert [(entry["year"], entry["promised"], entry["came"]) for entry in document["yearly_targets"]] == [
        (2017, 10, 8),
        (2018, 20, 33),
        (2019, 50, 78),
        (2020, 90, None),
    ]
    assert [entry["ratio"] for entry in document["yearly_targets"]] == [0.8, 1.65, 1.56, None]
    assert document["steps"][0] | {"result": 78} == {
        "name": "total",
        "formula": "b + a2017 + a2018 + a2019",
        "figures": "0 + 8 + 25 + 45",
        "result": 78,
    }
    last = document["needs"][-1]
    assert (last["year"], last["least"]["on-track"]["figure"], last["least"]["on-track"]["own"]) == (2020, 90, 12)


SHARE = """\
  share:
    title: x
    unit: "%"
    kind: percentage
    direction: increase
    year: calendar
    actuals: {{{actuals}}}
"""
KEPT = "  t: {goal: g, indicator: share, baseline: 2019, keep: {min: 50, max: 60}, by: 2026}\n"


@pytest.mark.parametrize(
    ("actuals", "verdict", "exit_year"),
    [
        ("2019: 55, 2020: 54, 2021: 55", "achieved", None),
        ("2019: 52, 2020: 54, 2021: 56, 2022: 58.5", "acceleration-needed", 2023),
        ("2019: 55, 2020: 62, 2021: 64", "moving-away", None),
        ("2019: 55, 2020: 64, 2021: 62", "limited", None),
    ],
)
def test_a_target_to_be_kept(unpolicy, written, actuals, verdict, exit_year):
    written(KEPT, SHARE.format(actuals=actuals))
    shown = json.loads(unpolicy("status", "--json", "--as-of", "2023-06-01").out)["targets"][0]
    document = json.loads(unpolicy("explain", "t", "--json", "--as-of", "2023-06-01").out)
    assert shown["verdict"] == document["verdict"] == verdict
    assert shown["aim"] == {"keep": {"min": 50, "max": 60}, "by": 2026}
    assert document["keep"]["exit_year"] == exit_year
    assert document["keep"]["so_far"] is (verdict == "achieved")


REFERENCES = [
    ("un-staff", "steady", 2025, (979.428571, 883.616965, 1075.240178, 760.803138, 1198.054005)),
    ("retention", "steady", 2024, (82.3875, 69.022484, 95.752516, 56.416753, 108.358247)),
]
SERIES = """\
  un-staff: {title: x, unit: x, kind: amount, direction: increase, year: calendar,
    actuals: {2020: 918, 2021: 956, 2022: 961}}
  retention: {title: x, unit: x, kind: amount, direction: increase, year: fiscal,
    actuals: {2020: 85.2, 2021: 78.6, 2022: 72.7, 2023: 82.7}}
"""


@pytest.mark.parametrize("reference", REFERENCES)
def test_forecasts_of_the_steady_model(unpolicy, written, reference):
    key, model, year, expected = reference
    written("", SERIES)
    document = json.loads(unpolicy("forecast", key, "--json", "--as-of", "2026-11-24").out)
    found = next(entry for entry in document["models"] if entry["model"] == model)
    point = next(entry for entry in found["points"] if entry["year"] == year)
    intervals = point["intervals"]
    assert (point["mean"], *intervals["80"], *intervals["95"]) == pytest.approx(expected, abs=6e-7)
    assert point["cut"] is False
