"""`unpolicy site`: what is written, kept, refused and told."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from unpolicy import cli
from unpolicy.exchange import files, formats

pytest.importorskip("jinja2")


DAY = ("--as-of", "2026-11-24")


def site(data: Path, out: Path, *options: str) -> int:
    return cli.run(["--data", str(data), "site", "-o", str(out), *DAY, "--lang", "en", *options])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped data and their site, not to be changed."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(__file__).parent.parent.parent / "data", folder / "data")
    assert site(folder / "data", folder / "public") == 0
    return folder


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "parquet"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_download_is_what_export_writes(shipped, tmp_path, kind, lang):
    pytest.importorskip({"xlsx": "xlsxwriter", "parquet": "polars"}.get(kind, "jinja2"))
    out = tmp_path / f"figures.{kind}"
    assert cli.run(["--data", str(shipped / "data"), "export", "-o", str(out), *DAY, "--lang", lang]) == 0
    assert (shipped / "public" / lang / "data" / out.name).read_bytes() == out.read_bytes()


def test_the_download_of_an_indicator_holds_its_rows_alone_and_can_be_imported(shipped):
    data = shipped / "public" / "en" / "data"
    whole = list(csv.DictReader(io.StringIO((data / "figures.csv").read_text(encoding="utf-8"))))
    part = list(csv.DictReader(io.StringIO((data / "indicators" / "un-staff.csv").read_text(encoding="utf-8"))))
    assert part == [row for row in whole if row["indicator"] == "un-staff"]
    document = json.loads((data / "indicators" / "un-staff.json").read_text(encoding="utf-8"))
    assert list(document["indicators"]) == ["un-staff"]
    assert list(document["targets"]) == ["staff-1000"]
    assert (
        cli.run(["--data", str(shipped / "data"), "import", str(data / "indicators" / "un-staff.json"), "--dry-run"])
        == 0
    )


def test_the_package_describes_the_table(shipped):
    folder = shipped / "public" / "ja" / "data"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    [table] = package["resources"]
    header = (folder / table["path"]).read_text(encoding="utf-8").splitlines()[0]
    assert [field["name"] for field in table["schema"]["fields"]] == header.split(",")
    assert table["bytes"] == (folder / table["path"]).stat().st_size


def test_the_package_is_valid_by_its_own_tool(shipped):
    frictionless = pytest.importorskip("frictionless")
    assert frictionless.validate(str(shipped / "public" / "en" / "data" / "datapackage.json")).valid


def test_a_second_run_writes_nothing_and_a_new_figure_its_own_pages(data, tmp_path, capsys):
    out = tmp_path / "public"
    assert site(data, out) == 0
    capsys.readouterr()
    assert site(data, out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["written"] == 0
    assert cli.run(["--data", str(data), "add-actual", "2023", "970"]) == 0
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert site(data, out) == 0
    changed = {path.relative_to(out).as_posix() for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert {"charts/targets/staff-1000.svg", "en/index.html", "ja/targets/staff-1000.html"} <= changed
    assert (
        not {"charts/indicators/jpo-retention.svg", "en/goals/un-reform.html", "en/indicators/jpo-retention.html"}
        & changed
    )


def test_a_record_that_is_gone_loses_its_page(data, tmp_path):
    assert site(data, tmp_path) == 0
    text = (data / "indicators.yaml").read_text(encoding="utf-8")
    without = re.sub(r"(?ms)^  jpo-retention:\n.*?(?=^\S|^  \S|\Z)", "", text)
    (data / "indicators.yaml").write_text(without, encoding="utf-8")
    (tmp_path / "CNAME").write_text("example.org")
    assert site(data, tmp_path) == 0
    assert not list(tmp_path.rglob("jpo-retention*"))
    assert (tmp_path / "CNAME").exists()


def test_an_error_on_the_way_leaves_nothing(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(files.Folder, "finish", lambda self: 1 / 0)
    assert site(data, tmp_path / "public") == 3
    assert "defect" in capsys.readouterr().err
    assert not (tmp_path / "public").exists()


def test_what_fails_while_a_page_is_made_is_said_as_what_it_is(data, tmp_path, monkeypatch, capsys):
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr(formats, "data_package", full)
    assert site(data, tmp_path / "public") == 3
    said = capsys.readouterr().err
    assert "datapackage.json of the site cannot be made (No space left on device: /tmp/x)" in said
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("name", ["un-standing", "en", "assets"])
def test_policies_that_would_stand_in_one_place_are_refused(data, tmp_path, capsys, name):
    shutil.copytree(data, tmp_path / "second")
    targets = tmp_path / "second" / "targets.yaml"
    targets.write_text(targets.read_text(encoding="utf-8").replace("id: un-standing", f"id: {name}"), encoding="utf-8")
    assert site(data, tmp_path / "public", "--data", str(data), "--data", str(tmp_path / "second")) == 2
    assert f"{name} is taken" in capsys.readouterr().err
    assert not (tmp_path / "public").exists()


def test_the_data_directory_is_refused(data, capsys):
    assert site(data, data) == 1
    assert "holds the data" in capsys.readouterr().err
    assert not (data / "index.html").exists()


def test_the_settings_say_how_it_looks(data, tmp_path):
    (data / "settings.yaml").write_text(
        "version: 1\nsite:\n  title: {ja: 約束, en: Promises}\n  logo: logo.png\n  licence: https://example.org/licence\n"
        "  colours: {accent: '#7a1f3d'}\n  footer: Foot\n  contact: Desk\n  pages: [about.md]\n",
        encoding="utf-8",
    )
    (data / "logo.png").write_bytes(b"\x89PNG")
    (data / "about.md").write_text(
        "# About <i>us</i>\n\n[no](javascript:alert(1)) ![p](https://evil.example/p)\n", encoding="utf-8"
    )
    (data / "about.ja.md").write_text("説明だけ\n", encoding="utf-8")
    assert site(data, tmp_path, "--url", "https://example.org/un/") == 0
    page = (tmp_path / "en" / "pages" / "about.html").read_text(encoding="utf-8")
    for text in (
        "<title>About &lt;i&gt;us&lt;/i&gt; – Promises",
        "assets/logo.png",
        "Foot",
        "Desk",
        "https://example.org/licence",
    ):
        assert text in page
    assert "<img src" not in page
    assert 'href="javascript' not in page
    assert "説明だけ" in (tmp_path / "ja" / "pages" / "about.html").read_text(encoding="utf-8")
    assert "--accent:#7a1f3d" in (tmp_path / "assets" / "site.css").read_text(encoding="utf-8")
    index = (tmp_path / "ja" / "index.html").read_text(encoding="utf-8")
    assert 'content="https://example.org/un/ja/card.png"' in index
    assert (tmp_path / "ja" / "card.png").read_bytes().startswith(b"\x89PNG")
    assert "https://example.org/un/ja/targets/staff-1000.html" in (tmp_path / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("colours: {accent: 'red;}body{display:none'}", {}),
        ("colours: {heading: '#123456'}", {}),
        ("logo: logo.svg", {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}),
        ("logo: logo.svg", {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"}),
        (
            "logo: logo.svg",
            {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><a href='javascript:alert(1)'/></svg>"},
        ),
        ("logo: logo.svg", {"logo.svg": "no drawing"}),
        ("logo: logo.exe", {"logo.exe": "x"}),
        ("logo: missing.png", {}),
        ("pages: [about.txt]", {"about.txt": "x"}),
        ("pages: ['a b.md']", {"a b.md": "x"}),
    ],
)
def test_settings_that_cannot_be_shown_are_refused(data, tmp_path, capsys, line, files):
    (data / "settings.yaml").write_text(f"version: 1\nsite:\n  {line}\n", encoding="utf-8")
    for name, text in files.items():
        (data / name).write_text(text, encoding="utf-8")
    assert site(data, tmp_path / "public") == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "public").exists()


def test_a_link_beside_the_data_publishes_nothing_else(data, tmp_path, capsys):
    (tmp_path / "secret.md").write_text("secret")
    (data / "about.md").symlink_to(tmp_path / "secret.md")
    (data / "settings.yaml").write_text("version: 1\nsite: {pages: [about.md]}\n", encoding="utf-8")
    assert site(data, tmp_path / "public") == 3
    assert "link" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://", "http:///x", "https:// x"])
def test_an_address_that_is_none_is_refused(data, tmp_path, address):
    assert site(data, tmp_path / "public", "--url", address) == 2


def test_of_many_targets_the_overview_shows_the_most_urgent(tmp_path):
    generated = tmp_path / "data"
    generated.mkdir()
    targets = "".join(f"  t{n}: {{goal: g, indicator: i{n}, baseline: 2020, value: 9, by: 2030}}\n" for n in range(60))
    head = "version: 1\npolicy: {id: p, title: P}\ngoals: {g: {title: G}}\ntargets:\n"
    (generated / "targets.yaml").write_text(head + targets, encoding="utf-8")
    one = "{title: T, unit: u, kind: amount, direction: increase, year: calendar, actuals: {2020: 1, 2021: 2}}"
    rows = "".join(f"  i{n}: {one}\n" for n in range(60))
    (generated / "indicators.yaml").write_text(f"version: 1\nindicators:\n{rows}", encoding="utf-8")
    assert site(generated, tmp_path / "public") == 0
    assert "The first 20 of 60" in (tmp_path / "public" / "en" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "public" / "en" / "goals" / "g.html").read_text(encoding="utf-8").count(
        "../targets/t59.html"
    ) == 1


def test_the_workflow_builds_a_fresh_clone_as_it_is_written(data, tmp_path, monkeypatch, capsys):
    yaml = pytest.importorskip("yaml")
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    shutil.copytree(data, origin / "policy data", ignore=shutil.ignore_patterns(".unpolicy"))
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q", str(origin)], check=True)
    monkeypatch.chdir(origin)
    assert cli.run(["init", "--site", "policy data", "--lang", "ja"]) == 0
    assert cli.run(["init", "--site", "policy data"]) == 1
    assert "exists already" in capsys.readouterr().err
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "Begin"], check=True)
    subprocess.run([*git, "clone", "-q", str(origin), str(clone)], check=True)
    written = yaml.safe_load((clone / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8"))
    steps = [step for step in written["jobs"]["build"]["steps"] if step.get("name") in ("Check", "Build")]
    program = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": program + os.pathsep + os.environ["PATH"], **written["env"]}
    for step in steps:
        own = {"SITE_URL": "https://example.org/policy"} if "env" in step else {}
        subprocess.run(["bash", "-e", "-c", step["run"]], check=True, cwd=clone, env=environment | own)
    assert "lang=ja" in (clone / "public" / "index.html").read_text(encoding="utf-8")
    assert "https://example.org/policy/en/index.html" in (clone / "public" / "sitemap.xml").read_text(encoding="utf-8")


def test_what_was_promised_before_is_told_and_old_addresses_lead_on(tmp_path):
    data, out = tmp_path / "data", tmp_path / "public"
    data.mkdir()
    (data / "targets.yaml").write_text(
        """version: 1
policy: {id: p, title: P}
goals: {g: {title: G}}
targets:
  easier: {goal: g, indicator: i, baseline: 2018, value: 12, by: 2030, statement: In words, responsible: The desk,
    revisions: [{until: 2023-06-13, value: 15, by: 2028}]}
  harder: {goal: g, indicator: i, baseline: 2018, value: 14, by: 2030, revisions: [{until: 2024-01-31, value: 13}]}
  old: {goal: g, indicator: i, baseline: 2018, value: 9, by: 2022, status: superseded, superseded_by: easier}
  gone: {goal: g, indicator: i, baseline: 2018, value: 9, by: 2022, status: dropped}
  forever: {goal: g, indicator: i, keep: {min: 1}}
""",
        encoding="utf-8",
    )
    (data / "indicators.yaml").write_text(
        "version: 1\nindicators:\n  i: {title: I, unit: u, kind: amount, direction: increase, year: calendar, "
        "definition: What it is, actuals: {2018: 1, 2019: 2, 2020: 3}}\n",
        encoding="utf-8",
    )
    assert site(data, out) == 0
    english = out / "en"
    pages = {path.relative_to(english).as_posix(): path.read_text(encoding="utf-8") for path in english.rglob("*.html")}
    loosened = "Loosened: value 12, before: 15."
    assert all(loosened in pages[name] for name in ("index.html", "changes.html", "targets/easier.html"))
    assert "Tightened: value 14, before: 13." in pages["targets/harder.html"]
    assert "2024-01-31" not in pages["index.html"]
    row = "2023-06-13|Loosened: value 12, before: 15. Loosened: target year 2030, before: 2028.|"
    assert row in re.sub("(<[^>]*>)+", "|", pages["targets/easier.html"])
    assert '<a href="../targets/easier.html">' in pages["targets/old.html"]
    assert "was dropped" in pages["targets/gone.html"]
    assert "targets/gone.html" not in pages["goals/g.html"]
    assert "In words" in pages["targets/easier.html"]
    assert "The desk" in pages["targets/easier.html"]
    assert "What it is" in pages["indicators/i.html"]
    assert "gone" in (out / "assets" / "index-en.js").read_text(encoding="utf-8")


def test_parts_stand_beside_their_whole_by_dimension(shipped):
    page = (shipped / "public" / "en" / "indicators" / "un-staff.html").read_text(encoding="utf-8")
    parts = page[page.index("<h2>Parts") : page.index("<h2 id", page.index("<h2>Parts"))]
    assert re.findall(r"<summary>(\w+)", parts) == ["Grade", "Sex"]
    assert parts.count("961") == 2
    assert parts.count("597") == 1
    assert "../indicators/un-staff-women.html" in parts


def test_parts_are_drawn_with_a_name_for_each_line(shipped):
    for lang, women in (("en", "Women"), ("ja", "女性")):
        page = (shipped / "public" / lang / "indicators" / "un-staff.html").read_text(encoding="utf-8")
        sex = page[page.index("un-staff.sex.svg") :]
        assert re.search(rf"<li><svg class=sample.*?</svg>{women}", sex)
    drawn = (shipped / "public" / "charts" / "indicators" / "un-staff.sex.svg").read_text(encoding="utf-8")
    assert ">961<" in drawn
    assert "Women" not in drawn
