from __future__ import annotations

import base64
import hashlib
import re
import sys
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from chart_cases import HOSTILE, policy, shipped
from lxml import html as lxml_html

from unpolicy.assess.assessment import assess
from unpolicy.assess.find import Selection, select
from unpolicy.errors import MissingExtraError
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile
from unpolicy.text import printable
from unpolicy.views.report import Cell, Column, Table, without_empty_columns
from unpolicy.views.report.build import build_sheets, report_html
from unpolicy.views.report.markdown import report_markdown
from unpolicy.views.voice import Voice

if TYPE_CHECKING:
    from unpolicy.views.report.build import Sheet

html5lib = pytest.importorskip("html5lib")

THREE = {2020: 918, 2021: 956, 2022: 961}

TODAY = date(2026, 11, 24)


def _report(lang="ja", dataset=None, method=None) -> Sheet:
    return build_sheets(assess(dataset or shipped(), TODAY, method), [Voice(lang)])[0]


@pytest.fixture(scope="module")
def page() -> str:
    return report_html([_report("ja"), _report("en")])


def _tree(text: str):
    return lxml_html.document_fromstring(text)


def _target(report: Sheet):
    return next(target for goal in report.goals for target in goal.targets)


def _texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_the_measured_indicators_stand_in_the_evaluators_columns():
    table = _report().measured
    assert [text for text, _ in table.groups] == ["", "年度ごとの実績値", ""]
    assert tuple(column.head for column in table.columns) == (
        *("測定指標", "基準値（年度）", "2021", "2022", "2023"),
        *("目標値（年度）", "達成"),
    )
    assert _texts(table) == [
        [
            *("国連関係機関の日本人職員数（人、暦年）", "918（2020年）", "956", "961", "公表予定"),
            *("1,000（2025年）", "未公表（2022年時点では順調）"),
        ]
    ]


def test_yearly_targets_have_a_column_each():
    dataset = policy(THREE, target={"value": 1000, "yearly": {2023: 967, 2024: 984}})
    table = _report("en", dataset).measured
    assert ("Yearly targets", 2) in [(text, len(columns)) for text, columns in table.groups]
    assert _texts(table)[0][5:7] == ["967", "984"]


@pytest.mark.parametrize(
    ("kind", "heads"),
    [
        ("calendar", ("2021", "2022", "2023")),
        ("fiscal", ("2021", "2022", "2023")),
        ({"starts": 7, "named_by": "both"}, ("2021–22", "2022–23", "2023–24")),
    ],
)
def test_years_head_their_columns_as_the_rows_name_them(kind, heads):
    years = {2020: 918, 2021: 956, 2022: 961, 2023: 970}
    table = _report("en", policy(years, target={"value": 1000}, indicator={"year": kind})).measured
    assert tuple(column.head for column in table.columns if column.group)[:3] == heads


def test_an_interval_has_a_column_where_a_figure_has_one():
    actuals = {2020: 918, 2021: {"value": 956, "low": 950.5, "high": 961}, 2022: {"value": 961, "low": 955}}
    table = _target(_report("en", policy(actuals, target={"value": 1000}))).figures
    assert [column.head for column in table.columns][:3] == ["Year", "Figure", "Interval"]
    assert [row[2].text for row in table.rows][:3] == ["", "950.5 to 961", "955 to –"]
    assert "Interval" not in [
        column.head for column in _target(_report("en", policy(THREE, target={"value": 1000}))).figures.columns
    ]


@pytest.mark.parametrize(("last", "said"), [(1000, "○ reached"), (999, "× missed")])
def test_a_final_figure_of_the_target_year_says_reached_or_missed(last, said):
    dataset = policy({**THREE, 2025: last}, target={"value": 1000})
    assert _texts(_report("en", dataset).measured)[0][-1] == said


def test_every_goal_has_its_words_in_order():
    report = _report("en")
    assert [goal.id for goal in report.goals] == ["un-reform", "public-understanding", "international-staff"]
    goal = report.goals[0]
    assert len(goal.lists["initiatives"]) == 7
    assert goal.lists["initiatives"][0].lead == "FY2021–FY2022"
    assert goal.successor.lead == "for the evaluation of FY2027"
    assert _texts(goal.milestones)[0] == [
        "Elected to the Security Council in the 2022 election",
        "✓ achieved",
        "2022",
        "2022",
    ]


def test_figures_carry_their_source_status_and_revisions():
    revised = {"value": 956, "published": "2022-08-30", "revisions": [{"value": 950, "published": "2022-06-01"}]}
    dataset = policy(
        {2020: 918, 2021: revised, 2022: {"status": "pending", "due": "2027-01-31"}},
        target={"value": 1000, "source": "s"},
        indicator={"source": "https://example.org/figures"},
        sources={"s": {"title": "A source", "url": "https://example.org/s", "published": "2024-08-30"}},
    )
    report = _report("en", dataset)
    assert _texts(_target(report).figures)[1:] == [
        ["2021", "956", "final", "2022-08-30", "was 950 (2022-06-01)"],
        ["2022", "–", "due 2027-01-31", "–", ""],
    ]
    assert _target(report).figures.rows[1][1].sources == (2,)
    assert [(source.text, source.href) for source in report.cited.sources] == [
        ("A source, published 2024-08-30", "https://example.org/s"),
        ("https://example.org/figures", "https://example.org/figures"),
    ]


def test_the_verdict_comes_with_its_derivation_and_stability():
    target = _target(_report("en"))
    assert target.entry.stale
    assert Voice("en").standing(target.entry) == "not out yet; on track in 2022"
    steps = {row[0].text: row[-1].text for row in target.steps.rows}
    assert "1.31098" in steps.values()
    assert any("6 of 9" in line for line in target.stability)
    assert target.others is not None


@pytest.mark.parametrize("method", ["linear", "statcan", "eurostat", "unsd2022", "unsd2023"])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "dataset",
    [
        policy({}, target={"value": 5}),
        policy({2020: 1}, target={"value": 5}),
        policy({2020: 0, 2021: -4}, target={"value": 5}),
        policy({2020: 9, 2021: 3}, target={"value": 5}),
        policy(THREE, target={"keep": {"min": 900}}),
        policy(THREE, target={"keep": {"min": 900, "max": 940}}),
        policy({2020: 1, 2021: 2}, target={"value": 20}, indicator={"aggregation": "sum"}),
        policy({2020: 1, 2021: 2}, indicator={"year": "fiscal"}),
        policy(),
    ],
)
def test_every_kind_of_policy_makes_a_report(dataset, lang, method):
    report = _report(lang, dataset, method)
    assert report.title == "A policy"


def test_the_recorded_rating_is_shown_and_else_that_there_is_none():
    rating = {"target": "aim", "review": "FY2024", "step": "considerable-progress", "by": "The ministry"}
    rating |= {"date": "2024-08-30", "reason": "Because."}
    rated = policy(THREE, target={"value": 1000}, ratings=[rating])
    assert _target(_report("ja", rated)).rating == (
        "相当程度進展あり（2024年度の評価、The ministry、2024-08-30）",
        "Because.",
    )
    assert _target(_report("en")).rating == ("Not recorded: a person decides.",)


def test_reference_indicators_have_footnotes():
    report = _report("en")
    assert [row[0].text for row in report.reference.rows][-1] == "JPO retention rate (%, fiscal years)"
    (number,) = report.reference.rows[-1][0].footnotes
    assert report.cited.footnotes[number - 1].startswith("Share of Junior Professional Officers")


def test_only_web_addresses_become_links():
    sources = {"s": {"title": "S", "url": "javascript:alert(1)"}, "t": {"title": "T", "url": "HTTPS://example.org/a b"}}
    dataset = policy(
        {2020: {"value": 1, "source": "s"}, 2021: {"value": 2, "source": "t"}, 2022: {"value": 2, "source": "data:x"}},
        target={"value": 3},
        sources=sources,
    )
    assert [source.href for source in _report("en", dataset).cited.sources] == ["", "HTTPS://example.org/a%20b", ""]


def test_the_page_is_valid_html(page: str):
    html5lib.HTMLParser(strict=True).parse(page)


def test_no_id_occurs_twice_and_every_inner_link_arrives(page: str):
    tree = _tree(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href") if link.startswith("#")} <= set(ids)


def test_the_page_may_load_nothing_and_its_style_is_the_one_that_is_allowed(page: str):
    tree = _tree(page)
    (policy_text,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = tree.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy_text.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy_text
    assert "unsafe" not in policy_text
    assert not tree.xpath("//script | //link | //img | //iframe | //@style | //@src | //@onclick | //@onload")


def test_both_languages_are_marked_and_the_first_is_shown_first(page: str):
    tree = _tree(page)
    assert tree.get("lang") == "ja"
    assert tree.xpath("//div[@class='sheet']/@lang") == ["ja", "en"]
    assert tree.xpath("//input[@checked]/@id") == ["show-ja"]


def test_one_language_needs_no_switch():
    tree = _tree(report_html([_report("en")]))
    assert not tree.xpath("//input")
    assert tree.get("lang") == "en"


def test_headings_go_down_one_level_at_a_time(page: str):
    for sheet in _tree(page).xpath("//div[@class='sheet']"):
        levels = [int(heading.tag[1]) for heading in sheet.xpath(".//h1 | .//h2 | .//h3 | .//h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_names_its_rows_and_columns(page: str):
    for table in _tree(page).xpath("//table"):
        assert set(table.xpath(".//th/@scope")) <= {"row", "col", "colgroup"}
        assert not table.xpath(".//th[not(@scope)]")


def test_the_page_has_all_figures_and_charts_in_both_languages(page: str):
    for sheet in _tree(page).xpath("//div[@class='sheet']"):
        text = sheet.text_content()
        for figure in ("918", "956", "961", "1,000", "85.2", "78.6", "72.7", "82.7", "1.31098"):
            assert figure in text
        assert len(sheet.xpath(".//*[local-name()='svg'][@role='img']")) == 1


def test_the_same_input_gives_the_same_page(page: str):
    assert report_html([_report("ja"), _report("en")]) == page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str):
    said = {"title": text, "statement": text, "findings": [{"text": text}]}
    said["milestones"] = {"m": {"title": text, "status": "achieved", "evidence": "s"}}
    dataset = policy(
        {2020: {"value": 1, "note": text}, 2021: 2},
        target={"value": 3, "title": text},
        indicator={"title": text, "unit": text, "note": text},
        goal=said,
        policy={"title": text},
        sources={"s": {"title": text, "url": f"https://example.org/{text}"}},
    )
    page = report_html([_report("en", dataset)])
    html5lib.HTMLParser(strict=True).parse(page)
    tree = _tree(page)
    assert not tree.xpath("//script | //img | //@onerror | //b | //i | //code")
    assert tree.xpath("//h1")[0].text_content() == " ".join(printable(text).split())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)


def test_without_the_libraries_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'unpolicy\[report\]'"):
        report_html([_report("en")])


def test_a_figure_that_is_not_final_or_will_never_come_is_said_to_be_so():
    actuals = {2020: 5, 2021: {"status": "missing", "note": "no survey"}, 2022: 7}
    actuals |= {2023: {"value": 8, "status": "provisional"}, 2024: {"status": "pending"}}
    for dataset in (policy(actuals, target={"value": 9, "by": 2030}), policy(actuals)):
        report = _report("en", dataset)
        table = report.measured or report.reference
        cells = dict(zip([column.head for column in table.columns], _texts(table)[0], strict=True))
        assert [cells[str(year)] for year in (2021, 2022, 2023, 2024)] == [
            *("missing", "7", "8 (provisional)", "to be published")
        ]
    figures = _target(_report("en", policy(actuals, target={"value": 9, "by": 2030}))).figures
    assert ["2021", "–", "missing", "no survey"] in _texts(figures)


def test_figures_that_add_up_are_said_to_be_totals():
    dataset = policy(
        {2020: 5, 2021: 6},
        target={"value": 30, "baseline": {"year": 2019, "value": 0}},
        indicator={"aggregation": "sum"},
    )
    row = _texts(_report("en", dataset).measured)[0]
    assert row[0] == "Made (pieces, total so far, calendar years)"
    assert row[2:4] == ["5", "11"]


def test_the_legend_says_in_words_what_the_picture_does_not():
    sheet = build_sheets(assess(shipped(), date(2024, 6, 30)), [Voice("en")])[0]
    (target,) = _tree(report_html([sheet])).xpath("//section[@class='target']")
    (figure,) = target.xpath(".//figure")
    assert [item.text_content() for item in figure.xpath(".//li")] == [
        *("Actual", "Path to the target", "Target 1,000", "Forecast (steady) 979", "80 % interval 884 to 1,075"),
        "2023 to be published",
    ]
    assert [text.text_content() for text in figure.xpath("./p")] == ["people", "Year, as of 31 December"]


def test_every_sample_of_the_legend_is_defined_once():
    sheet = build_sheets(assess(shipped(), date(2024, 6, 30)), [Voice("en")])[0]
    tree = _tree(report_html([sheet]))
    used = {link.removeprefix("#") for link in tree.xpath("//*[local-name()='use']/@href")}
    assert used >= {"sample-actual", "sample-path", "sample-target", "sample-projection", "sample-interval"}
    assert used <= set(tree.xpath("//*[@class='samples']//@id"))


def test_a_column_that_says_nothing_in_any_row_is_left_out():
    cells = (Cell("a"), Cell("–"), Cell("1"), Cell(""))
    table = Table("T", tuple(map(Column, "wxyz")), (cells, (Cell("b"), Cell(""), Cell("–"), Cell("–"))))
    assert without_empty_columns(table).columns == (Column("w"), Column("y"))
    assert _texts(without_empty_columns(table)) == [["a", "1"], ["b", "–"]]
    assert without_empty_columns(table._replace(rows=())).columns == table.columns


def test_a_table_longer_than_a_page_may_break_on_paper_and_a_short_one_not():
    for years, kind in ((8, "figures"), (40, "figures long")):
        dataset = policy(
            {year: year for year in range(2020 - years, 2020)}, target={"value": 9, "by": 2030, "baseline": 2019}
        )
        tables = _tree(report_html([_report("en", dataset)])).xpath("//table/@class")
        assert kind in tables


def many(targets=60, alone=60):
    """A policy in which the figures of later targets are further behind."""
    indicator = {"title": "I", "unit": "u", "kind": "count", "direction": "increase", "year": "calendar"}
    aim = {"goal": "g", "baseline": 2020, "value": 2000, "by": 2030}
    return Dataset(
        TargetsFile.model_validate(
            {
                "version": 1,
                "policy": {"id": "p", "title": "P"},
                "goals": {"g": {"title": "G"}, "empty": {"title": "E"}},
                "targets": {f"t{n:02}": aim | {"indicator": f"i{n:02}", "title": f"T{n:02}"} for n in range(targets)},
            }
        ),
        IndicatorsFile.model_validate(
            {
                "version": 1,
                "indicators": {
                    f"i{n:02}": indicator | {"actuals": {2020: 1000, 2024: 1000 + 8 * (targets - n)}}
                    for n in range(targets)
                }
                | {f"alone{n:02}": indicator for n in range(alone)},
            }
        ),
    )


def titles(report):
    return [target.title for goal in report.goals for target in goal.targets]


def test_of_many_targets_the_sheet_counts_all_and_shows_those_that_need_attention_most():
    report = _report("en", many())
    assert sorted(titles(report)) == [f"T{n}" for n in range(40, 60)]
    facts = dict(report.facts)
    assert facts["Targets"].startswith("60 (")
    counted = [int(count) for count in re.findall(r"(\d+) [a-z ]+[·)]", facts["Targets"])]
    assert sum(counted) == 60
    assert facts["Reference indicators"].startswith("60 in all")
    assert (len(report.measured.rows), len(report.reference.rows)) == (20, 20)


def test_all_of_them_are_shown_when_asked_and_a_few_without_asking():
    everything = build_sheets(assess(many(), TODAY), [Voice("ja")], Selection(everything=True))[0]
    assert len(titles(everything)) == len(everything.measured.rows) == 60
    few = _report("ja", many(targets=50, alone=50))
    assert len(titles(few)) == 50
    assert {name for name, _ in everything.facts} == {name for name, _ in few.facts} == {"基準日", "判定方式"}


def test_in_an_order_that_was_asked_for_the_first_are_shown():
    report = build_sheets(assess(many(), TODAY), [Voice("en")], Selection(ordered=True))[0]
    assert titles(report) == [f"T{n:02}" for n in range(20)]
    assert "first 20" in dict(report.facts)["Targets"]


def test_of_a_choice_the_goals_that_hold_it_are_shown_with_their_own_numbers():
    report = build_sheets(select(assess(many(3, 0), TODAY), goal="empty"), [Voice("en")])[0]
    assert [(goal.id, goal.number) for goal in report.goals] == [("empty", 2)]
    chosen = select(assess(many(3, 0), TODAY), verdicts=["limited"])
    assert [goal.id for goal in build_sheets(chosen, [Voice("en")])[0].goals] == ["g"]


def test_a_goal_that_is_numbered_in_its_title_has_no_second_number():
    dataset = policy({2020: 1}, target={"value": 9}, goal={"title": "Goal 5: Gender equality"})
    page = report_html([_report("en", dataset)])
    assert "Goal 5: Gender equality" in page
    assert "Goal 1" not in page
    assert "## Goal 5: Gender equality" in report_markdown([_report("en", dataset)])


def test_what_has_no_figure_yet_has_neither_an_empty_table_nor_an_empty_picture():
    dataset = policy({}, target={"keep": {"min": 40, "max": 60}, "baseline": None})
    target = _target(_report("en", dataset))
    assert target.chart is None
    assert not _tree(report_html([_report("en", dataset)])).xpath("//table[@class='figures']")
