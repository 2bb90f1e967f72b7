import io
import json

import pytest
from rich.cells import cell_len
from rich.console import Console

DAY = ("--as-of", "2026-11-24")


def test_the_document_follows_the_verdict_back_to_its_sources(unpolicy, data):
    document = json.loads(unpolicy("explain", "staff-1000", "--json", *DAY).out)
    assert document["schema"] == "unpolicy/explain/1"
    assert (document["target"], document["indicator"], document["verdict"]) == ("staff-1000", "un-staff", "on-track")
    assert document["rule"] == {
        "rule": "bands",
        "bands": {"on-track": 0.95, "acceleration-needed": 0.6, "limited": 0, "strict": False},
    }
    baseline = document["figures"][0]
    assert (baseline["symbol"], baseline["year"], baseline["value"]) == ("b", 2020, 918)
    assert (baseline["status"], baseline["published"]) == ("final", "2021-08-26")
    assert baseline["source"]["id"] == "mofa-2021"
    assert baseline["source"]["url"].startswith("https://")
    measure = document["steps"][-1]
    assert measure == {
        "name": "measure",
        "formula": "observed / required",
        "figures": "21.5 / 16.4",
        "result": document["measure"],
    }
    needs = {need["year"]: (need["standing"], need["least"]["on-track"]["figure"]) for need in document["needs"]}
    assert needs == {2022: ("out", 950), 2023: ("pending", 965), 2024: ("to-come", 981), 2025: ("to-come", 1000)}
    stability = document["stability"]
    assert (stability["agreeing"], stability["ways"], stability["hangs_on"]) == (6, 9, ["base-year"])
    assert len(stability["others"]) == 3


def test_the_indicator_of_one_target_means_that_target(unpolicy, data):
    assert unpolicy("explain", "un-staff", "--json", *DAY).out == unpolicy("explain", "staff-1000", "--json", *DAY).out


def test_stability_can_be_left_out(unpolicy, data):
    assert "stability" not in json.loads(unpolicy("explain", "staff-1000", "--json", "--no-stability").out)


def test_what_a_pending_figure_must_be_gives_the_verdict_once_it_is_out(unpolicy, data):
    unpolicy("add-actual", "2023", "965")
    assert json.loads(unpolicy("explain", "staff-1000", "--json", *DAY).out)["verdict"] == "on-track"
    unpolicy("remove-actual", "2023")
    unpolicy("add-actual", "2023", "964")
    assert json.loads(unpolicy("explain", "staff-1000", "--json", *DAY).out)["verdict"] == "acceleration-needed"


def test_into_a_pipe_it_is_rows_of_tabs_with_plain_numbers(unpolicy, data):
    rows = [line.split("\t") for line in unpolicy("explain", "staff-1000", *DAY).out.splitlines()]
    assert ["measure", "observed / required", "21.5 / 16.4", "1.3109756097560976"] in rows
    assert [row[0] for row in rows if row[0] in ("verdict", "step", "figure", "need", "stability")] == [
        "verdict",
        "step",
        "figure",
        "need",
        "stability",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("un-reform",), "a goal in words"),
        (("international-staff",), "name one of its targets, staff-1000"),
        (("staff-100",), "did you mean staff-1000?"),
        (("nothing-like-it",), "there are staff-1000, "),
    ],
)
def test_what_has_no_verdict_is_an_error_with_the_way_out(unpolicy, data, arguments, words):
    for command in ("explain", "history"):
        result = unpolicy(command, *arguments)
        assert result.code == 2
        assert words in result.err
        assert result.out == ""


def test_an_indicator_without_a_target_says_which_methods_judge_it(unpolicy, data):
    document = json.loads(unpolicy("explain", "jpo-retention", "--json", *DAY).out)
    assert (document["verdict"], document["reason"], document["measure"]) == (None, "no-target", None)
    judged = json.loads(unpolicy("explain", "jpo-retention", "--json", "--method", "statcan", *DAY).out)
    assert judged["verdict"] == "moving-away"
    assert judged["score"] == pytest.approx(-3.73477, abs=1e-5)


@pytest.fixture
def seen(unpolicy, data, monkeypatch):
    """What a terminal of some width shows."""

    def run(width, *arguments):
        stream = io.StringIO()
        terminal = Console(file=stream, width=width, markup=False, emoji=False, highlight=False)
        monkeypatch.setattr("unpolicy.cli.output.is_interactive", lambda: True)
        monkeypatch.setattr("unpolicy.cli.output.console", lambda: terminal)
        assert unpolicy(*arguments).code == 0
        return stream.getvalue()

    return run


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("method", ["linear", "statcan", "unsd2023"])
def test_the_terminal_shows_everything_within_its_width(seen, width, lang, method):
    shown = seen(width, "explain", "staff-1000", "--lang", lang, "--method", method, *DAY)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    assert "…" not in shown
    for wanted in ("(961 − 918) / (1000 − 918)", "0.52439", "2021-08-26", "2022-12-31*", "1,000"):
        assert wanted in " ".join(shown.split())
    assert ("Stability" if lang == "en" else "判定の安定性") in shown


def test_the_terminal_says_it_in_words(seen):
    shown = seen(120, "explain", "staff-1000", *DAY)
    for sentence in (
        "On track in 6 of 9 ways",
        "The verdict hangs on the base year",
        "not out yet; on track in 2022",
        "The figure of 2025 decides: 1,000 or more.",
        "2023 (to be published)",
        "R = 1.31098 → on track",
    ):
        assert sentence in shown


def test_a_settled_target_says_that_nothing_changes_it_any_more(seen, unpolicy):
    unpolicy("add-actual", "2025", "990")
    shown = seen(80, "explain", "staff-1000", *DAY)
    assert "✗ missed" in shown
    assert "no other choice changes the verdict" in shown


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("arguments", [("jpo-retention",), ("jpo-retention", "--method", "eurostat")])
def test_an_indicator_without_a_target_is_explained_on_a_terminal(seen, lang, arguments):
    shown = seen(80, "explain", *arguments, "--lang", lang, *DAY)
    assert "(82.7 − 85.2) / (2023 − 2020)" in shown
    assert ("--method eurostat" in shown) is (len(arguments) == 1)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_hostile_title_steers_no_terminal(seen, data, lang):
    path = data / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('en: "1,000 Japanese UN staff"', 'en: "\\e[31mred [bold]x[/bold]"'), encoding="utf-8")
    shown = seen(80, "explain", "staff-1000", "--lang", "en", *DAY)
    assert "\x1b" not in shown
    assert "\\x1b[31mred [bold]x[/bold]" in shown


def test_a_method_that_is_none_is_reported_without_the_library_behind(unpolicy, data):
    result = unpolicy("explain", "staff-1000", "--method", "foo")
    assert result.code == 2
    assert "--method takes linear, statcan" in result.err
    assert "Value error" not in result.err


def test_an_indicator_near_its_limit_has_the_factor_explained(seen):
    shown = seen(80, "explain", "un-staff-d1", "--method", "statcan", *DAY)
    assert "C is 1" in shown


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_kept_target_says_within_what_it_stays_kept(seen, data, lang):
    path = data / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    value: 1000\n    by: 2025", "    keep: {min: 900}\n    by: 2030"), encoding="utf-8"
    )
    shown = seen(80, "explain", "staff-1000", "--lang", lang, *DAY)
    assert ("Stays kept within" if lang == "en" else "達成を保つ範囲") in shown
    assert "c − min" in shown
    assert "918 + (900 − 918) × (2023 − 2020) / (2030 − 2020)" in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
