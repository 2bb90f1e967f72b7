"""A new data directory, as somebody meets it who has seen neither YAML nor this program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from unpolicy.checks.documentation import KINDS, schema_text

SHIPPED = Path(__file__).parents[2] / "data"
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
NAMES = ("targets.yaml", "indicators.yaml")


@pytest.fixture(params=["en", "ja"])
def begun(request, unpolicy, tmp_path):
    assert unpolicy("init", "--lang", request.param).code == 0
    return request.param, tmp_path / "data"


def test_the_notes_are_in_the_readers_language(begun):
    lang, folder = begun
    for name in NAMES:
        text = (folder / name).read_text(encoding="utf-8")
        assert bool(JAPANESE.search(text)) is (lang == "ja")


def test_both_languages_begin_with_the_same_data_and_the_same_examples(unpolicy, tmp_path):
    bare = {}
    for lang in ("en", "ja"):
        unpolicy("init", lang, "--lang", lang)
        texts = "".join((tmp_path / lang / name).read_text(encoding="utf-8") for name in NAMES)
        bare[lang] = re.findall(r"^(?:#(?! ?[^\W_]+ )\s*)?([a-z][a-z0-9_-]*:)", texts, re.MULTILINE)
    assert bare["en"] == bare["ja"]
    assert len(bare["en"]) > 20


@pytest.mark.parametrize("taken", ["#", "# "])
def test_the_examples_are_a_sound_policy_once_their_signs_are_taken_away(begun, unpolicy, taken):
    lang, folder = begun
    for name in NAMES:
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines()
        # An example is what stands at the sign's own column, or is indented by three at least; a note is neither.
        example = re.compile(r"#(headline:|   )")
        path.write_text(
            "\n".join(
                line.replace(taken if line.startswith(taken) else "#", "", 1) if example.match(line) else line
                for line in lines
            )
            + "\n",
            encoding="utf-8",
        )
    checked = unpolicy("validate", "--strict", "--lang", lang)
    assert checked.code == 0, checked.out
    assert json.loads(unpolicy("status", "--json").out)["targets"][0]["headline"] is True
    assert unpolicy("add-actual", "2022", "13.1").code == 0


def test_an_empty_beginning_is_sound_and_shows_how_to_go_on(begun, unpolicy):
    lang, _ = begun
    assert unpolicy("validate", "--strict").code == 0
    assert unpolicy("status", "--lang", lang).code == 0
    assert "unpolicy validate" in unpolicy("--lang", lang).out


@pytest.mark.parametrize("arguments", [[], ["--example"]])
def test_the_schema_lies_where_the_first_line_points(unpolicy, tmp_path, arguments):
    unpolicy("init", "policy", *arguments)
    for name in NAMES:
        path = tmp_path / "policy" / name
        first = path.read_text(encoding="utf-8").splitlines()[0]
        pointed = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert pointed is not None
        assert (path.parent / pointed[1]).read_text(encoding="utf-8") == schema_text(name.removesuffix(".yaml"))
        assert (path.parent / "part" / ".." / pointed[1]).resolve().is_file()
    assert {one.name for one in (tmp_path / "policy" / "schema").iterdir()} == {f"{kind}.schema.json" for kind in KINDS}


def test_the_example_is_the_shipped_policy_to_the_byte_but_for_the_way_to_its_schema(unpolicy, tmp_path):
    assert unpolicy("init", "--example", "policy").code == 0
    assert unpolicy("validate", "--data", "policy", "--strict").code == 0
    for name in NAMES:
        made = (tmp_path / "policy" / name).read_bytes()
        assert made == (SHIPPED / name).read_bytes().replace(b"$schema=../schema/", b"$schema=schema/", 1)


def test_nothing_that_exists_is_touched(unpolicy, tmp_path):
    (tmp_path / "data" / "schema").mkdir(parents=True)
    mine = tmp_path / "data" / "schema" / "targets.schema.json"
    mine.write_text("{}", encoding="utf-8")
    result = unpolicy("init")
    assert result.code == 1
    assert "targets.schema.json" in result.err
    assert mine.read_text(encoding="utf-8") == "{}"
    assert not (tmp_path / "data" / "targets.yaml").exists()
