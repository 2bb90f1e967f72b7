"""`diff`: between commits, directories and the files as they are, in every form, and as a gate."""

from __future__ import annotations

import json
import shutil

import pytest
from gitting import commit, git

DAY = ("--as-of", "2026-01-15")


@pytest.fixture
def repository(data):
    commit(data.parent)
    return data.parent


def change(data, old: str, new: str, file: str = "indicators.yaml") -> None:
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_document_of_the_contract(unpolicy, data, repository):
    unpolicy("add-actual", "2024", "980", "--published", "2025-12-01")
    change(data, "value: 1000", "value: 950", "targets.yaml")
    document = json.loads(unpolicy("diff", "--json", *DAY).out)
    assert list(document) == ["schema", "before", "after", "figures", "targets", "verdicts", "texts"]
    assert (document["schema"], document["before"], document["after"]) == ("unpolicy/diff/1", "HEAD", None)
    assert document["figures"] == [
        {"indicator": "un-staff", "year": 2024, "kind": "added", "before": None, "after": 980}
    ]
    assert document["targets"] == [
        {"target": "staff-1000", "kind": "loosened", "what": "value", "year": None, "before": 1000, "after": 950}
    ]
    assert document["verdicts"] == [
        {"target": "staff-1000", "before": "on-track", "after": "achieved", "figures": [], "promise": True}
    ]
    assert document["texts"] == 0


def test_a_figure_that_alone_turned_a_verdict_is_named(unpolicy, looking, data, repository):
    unpolicy("add-actual", "2024", "930", "--published", "2025-12-01", "--force")
    (verdict,) = json.loads(unpolicy("diff", "--json", *DAY).out)["verdicts"]
    assert verdict["figures"] == [2024]
    assert verdict["promise"] is False
    for lang, words in (
        ("en", ("the figure of 2024", "Verdicts", "added")),
        ("ja", ("2024年の実績値", "判定", "追加")),
    ):
        for width in (80, 120):
            shown = looking("--lang", lang, "diff", *DAY, width=width).out
            assert all(word in shown for word in words)
            assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize(("day", "green"), [("2023-06-30", True), ("2026-01-15", False)])
def test_a_better_verdict_is_green_only_while_it_is_fresh(unpolicy, data, repository, day, green):
    change(data, "value: 1000", "value: 950", "targets.yaml")
    shown = unpolicy("diff", "--as-of", day, "--color", "always").out
    assert "achieved" in shown
    assert ("\x1b[32m" in shown) is green


def test_a_pipe_gets_one_table(unpolicy, data, repository):
    change(data, "value: 1000", "value: 1100", "targets.yaml")
    rows = [line.split("\t") for line in unpolicy("diff", *DAY).out.splitlines()]
    assert rows[0] == ["section", "id", "year", "kind", "what", "before", "after"]
    assert ["target", "staff-1000", "", "tightened", "value", "1000", "1100"] in rows
    assert {len(row) for row in rows} == {7}


def test_nothing_is_said_to_have_changed_where_nothing_did(unpolicy, looking, data, repository):
    assert json.loads(unpolicy("diff", "--json").out)["texts"] == 0
    assert "Nothing changed." in looking("diff").out
    assert "変更なし。" in unpolicy("--lang", "ja", "diff", "--format", "markdown").out


def test_texts_are_counted(unpolicy, looking, data, repository):
    change(data, "Japanese staff", "Japanese nationals")
    assert json.loads(unpolicy("diff", "--json").out)["texts"] == 1
    assert "1 other entry changed" in looking("diff").out


def test_two_commits_a_range_and_where_two_branches_parted(unpolicy, data, repository):
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "-q", "-b", "work")
    unpolicy("add-actual", "2023", "970", "--published", "2025-12-01")
    commit(repository, "more")
    git(repository, "checkout", "-q", "main")
    change(data, "value: 1000", "value: 950", "targets.yaml")
    commit(repository, "softer")
    for sides in ((first, "work"), (f"{first}..work",), ("main...work",)):
        document = json.loads(unpolicy("diff", *sides, "--json", *DAY).out)
        assert [(one["indicator"], one["year"]) for one in document["figures"]] == [("un-staff", 2023)], sides
        assert document["targets"] == []
    assert [one["kind"] for one in json.loads(unpolicy("diff", "main..work", "--json").out)["targets"]] == ["tightened"]
    assert unpolicy("diff", "main..work", "work").code == 2


def test_two_directories_need_no_repository(unpolicy, data, tmp_path):
    shutil.copytree(data, tmp_path / "old")
    unpolicy("add-actual", "2024", "980", "--published", "2025-12-01")
    document = json.loads(unpolicy("diff", "old", "data", "--json").out)
    assert [one["kind"] for one in document["figures"]] == ["added"]
    assert (document["before"], document["after"]) == ("old", "data")


def test_a_directory_that_was_renamed_since_is_followed(unpolicy, data, repository):
    git(repository, "mv", "data", "policy")
    change(repository / "policy", "961", "962")
    document = json.loads(unpolicy("--data", "policy", "diff", "--json").out)
    assert [(one["kind"], one["before"], one["after"]) for one in document["figures"]] == [("revised", 961, 962)]


def test_markdown_is_for_a_pull_request_and_holds_no_markup_of_the_data(unpolicy, data, repository):
    change(data, "1,000 Japanese UN staff", "<b>1,000</b> | staff", "targets.yaml")
    change(data, "value: 1000", "value: 950", "targets.yaml")
    text = unpolicy("diff", "--format", "markdown", *DAY).out
    assert "### From HEAD to the files" in text
    assert "<b>" not in text
    (row,) = (line for line in text.splitlines() if "loosened" in line)
    assert row.count(" | ") == 3


@pytest.mark.parametrize(
    ("old", "new", "file", "answers"),
    [
        ("value: 1000", "value: 950", "targets.yaml", {"loosened"}),
        ("value: 1000", "value: 1500", "targets.yaml", {"worse"}),
        ("961", "962", "indicators.yaml", {"revised"}),
        ("961", "930", "indicators.yaml", {"revised", "worse"}),
        ("Japanese staff", "Japanese nationals", "indicators.yaml", set()),
    ],
)
def test_it_is_a_gate(unpolicy, data, repository, old, new, file, answers):
    change(data, old, new, file)
    for answer in ("worse", "loosened", "revised"):
        assert unpolicy("diff", "--fail-on", answer, *DAY).code == (1 if answer in answers else 0), answer


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nowhere",), 2, "There is no revision “nowhere”"),
        (("^HEAD",), 2, "is no revision"),
        (("--json", "--format", "markdown"), 2, "both want the standard output"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(unpolicy, data, repository, arguments, code, words):
    result = unpolicy("diff", *arguments)
    assert (result.code, result.out) == (code, "")
    assert words in result.err


def test_outside_of_a_repository_it_says_so(unpolicy, data):
    result = unpolicy("diff")
    assert result.code == 2
    assert "is in no git repository" in result.err


@pytest.mark.parametrize("state", ["nothing committed", "data not committed", "data taken out again"])
def test_before_the_first_commit_of_the_data_there_was_nothing(unpolicy, data, state):
    git(data.parent, "init", "-q")
    if state != "nothing committed":
        (data.parent / "README.md").write_text("here")
        git(data.parent, "add", "README.md")
        git(data.parent, "commit", "-qm", "first")
    before = ["HEAD"]
    if state == "data taken out again":
        commit(data.parent)
        git(data.parent, "rm", "-rq", "--cached", "data")
        git(data.parent, "commit", "-qm", "out")
        before = ["HEAD~1", "HEAD"]
    result = unpolicy("diff", *before, "--json")
    assert result.code == 0, result.err
    document = json.loads(result.out)
    kinds = {one["kind"] for one in (*document["figures"], *document["targets"])}
    assert kinds == ({"removed"} if state == "data taken out again" else {"added"})
    assert len(document["figures"]) == 14
    assert unpolicy("diff", *before, "--fail-on", "loosened").code == (state == "data taken out again")
    if state == "data not committed":
        assert "has no targets.yaml" in unpolicy("diff", "HEAD", "HEAD").err


def test_what_a_rule_of_today_finds_wrong_with_old_data_is_passed_over_but_not_ids_that_lead_nowhere(
    unpolicy, data, repository
):
    sound = (data / "indicators.yaml").read_text(encoding="utf-8")
    change(data, "961", "961.5")
    commit(repository, "half a person")
    (data / "indicators.yaml").write_text(sound, encoding="utf-8")
    assert [one["before"] for one in json.loads(unpolicy("diff", "--json").out)["figures"]] == [961.5]
    change(data, "  un-staff:", "  un-stuff:")
    commit(repository, "renamed")
    (data / "indicators.yaml").write_text(sound, encoding="utf-8")
    result = unpolicy("diff")
    assert (result.code, result.out) == (3, "")
    assert "The data of “HEAD” cannot be read" in result.err


@pytest.mark.parametrize(
    ("new", "kind", "what"),
    [
        ("status: dropped", "dropped", "status"),
        ("status: superseded", "superseded", "status"),
    ],
)
def test_a_target_that_is_given_up_is_said_to_be(unpolicy, looking, data, repository, new, kind, what):
    change(data, "    value: 1000\n", f"    value: 1000\n    {new}\n", "targets.yaml")
    document = json.loads(unpolicy("diff", "--json", *DAY).out)
    assert [(one["kind"], one["what"]) for one in document["targets"]] == [(kind, what)]
    assert unpolicy("diff", "--fail-on", "loosened", *DAY).code == (1 if kind == "dropped" else 0)
    assert kind in looking("diff", *DAY).out


def test_a_figure_that_becomes_another_kind_of_promise_is_shown_in_words(unpolicy, looking, data, repository):
    change(data, "    value: 1000\n", "    improve: true\n", "targets.yaml")
    (changed, *_) = json.loads(unpolicy("diff", "--json", *DAY).out)["targets"]
    assert (changed["kind"], changed["what"]) == ("changed", "aim")
    assert (changed["before"], changed["after"]) == ({"value": 1000, "by": 2025}, {"improve": True, "by": 2025})
    assert "1,000 by 2025" in looking("diff", *DAY, width=120).out
