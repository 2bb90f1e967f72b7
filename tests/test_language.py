"""Everything that people read is there in English and in Japanese."""

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from string import Formatter
from typing import get_args

import pytest

from unpolicy import views
from unpolicy import views as labels
from unpolicy.cli.manners import from_arguments, from_environment
from unpolicy.errors import (
    ConflictError,
    DataError,
    MissingExtraError,
    RefusedError,
    UnpolicyError,
    UsageError,
)
from unpolicy.measures.case import Reason
from unpolicy.measures.verdict import METHODS as JUDGING
from unpolicy.names import METHOD_NAMES, MILESTONE_STATUSES, OFFICIAL_STEPS, STATUSES, VERDICTS
from unpolicy.views.voice import Voice

SOURCES = Path(__file__).parent.parent / "src" / "unpolicy"
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def _modules_below(package):
    """The modules of a package, and of those in it."""
    names = [found.name for found in walk_packages(package.__path__, f"{package.__name__}.") if not found.ispkg]
    return [(name, import_module(name)) for name in names]


TABLES = {
    **{name: table for name, table in vars(labels).items() if isinstance(table, dict) and not name.endswith("_SIGNS")},
    **{name: module.WORDS for name, module in _modules_below(views) if hasattr(module, "WORDS")},
}
ENTRIES = [
    (name, key, pair) for name, table in TABLES.items() for key, pair in table.items() if not name.startswith("_")
]
PAIR = re.compile(r'\("([^"]*)", "([^"]*)"\)')
"""Words that stand in a template: English and Japanese."""
SPOKEN = [
    (path.name, pair[0], pair)
    for path in sorted((SOURCES / "views").rglob("templates/*.html"))
    for pair in PAIR.findall(path.read_text(encoding="utf-8"))
    if JAPANESE.search("".join(pair))
]


def fields(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_the_words_of_templates_are_found():
    texts = [path.read_text(encoding="utf-8") for path in (SOURCES / "views").rglob("templates/*.html")]
    code = [found for text in texts for found in re.findall(r"{[{%](.*?)[}%]}", text, re.DOTALL)]
    assert len(SPOKEN) == sum(len(re.findall(f'"[^"]*{JAPANESE.pattern}[^"]*"', found)) for found in code) > 40


# One test for all of them: as tests of their own, these words were a sixth of all tests.
def test_a_word_is_there_in_both_languages_and_says_the_same_things():
    assert len(ENTRIES) > 1000
    assert [
        (place, en, ja)
        for *place, (en, ja) in ENTRIES + SPOKEN
        if not (en.strip() and ja.strip() and fields(en) == fields(ja) and not JAPANESE.search(en))
    ] == []


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (labels.VERDICTS, VERDICTS),
        (labels.VERDICT_SIGNS, VERDICTS),
        (labels.MILESTONES, MILESTONE_STATUSES),
        (labels.MILESTONE_SIGNS, MILESTONE_STATUSES),
        (labels.STATUSES, STATUSES),
        (labels.STEPS, OFFICIAL_STEPS),
        (labels.METHODS, METHOD_NAMES),
        (labels.METHODS, tuple(JUDGING)),
        (labels.REASONS, get_args(Reason)),
    ],
)
def test_everything_that_can_be_said_has_a_word(table, keys):
    assert set(table) == set(keys)


@pytest.mark.parametrize("table", [labels.VERDICTS, labels.STEPS, labels.MILESTONES, labels.STATUSES, labels.METHODS])
@pytest.mark.parametrize("index", [0, 1])
def test_different_things_have_different_words(table, index):
    shown = [pair[index] for pair in table.values()]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("signs", [labels.VERDICT_SIGNS, labels.MILESTONE_SIGNS])
def test_things_are_told_apart_without_colour(signs):
    assert len(set(signs.values())) == len(signs)


def test_verdicts_use_the_words_of_the_contract():
    assert " ".join(VERDICTS) == "achieved on-track acceleration-needed limited moving-away missed unknown"
    assert Voice("ja").verdict("achieved") == "達成"
    assert Voice("en").verdict("on-track") == "on track"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ja_JP", "LANG": "en_US"}, "ja"),
        ({"UNPOLICY_LANG": "ja", "LC_ALL": "en_US.UTF-8"}, "ja"),
        ({"UNPOLICY_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"UNPOLICY_LANG": "JA", "LANG": "en_US"}, "ja"),
        ({"UNPOLICY_LANG": "", "LANG": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_language_is_that_of_the_variable_else_of_the_locale(environ, language):
    assert from_environment(environ) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "ja", "status"], "ja"),
        (["status", "--lang", "ja"], "ja"),
        (["status", "--lang=ja"], "ja"),
        (["--lang=en"], "en"),
        (["--lang", "en"], "en"),
        (["status"], "ja"),
        (["status", "--lang"], "ja"),
        ([], "ja"),
    ],
)
def test_an_option_beats_the_environment_wherever_it_stands(arguments, language):
    assert from_arguments(arguments, {"UNPOLICY_LANG": "ja"}) == language


@pytest.mark.parametrize(
    ("kind", "code"),
    [(RefusedError, 1), (UsageError, 2), (MissingExtraError, 2), (DataError, 3), (ConflictError, 4)],
)
def test_an_error_has_its_exit_code_and_a_sentence_in_both_languages(kind, code):
    error = kind("No.", ja="いいえ。")
    assert isinstance(error, UnpolicyError)
    assert error.exit_code == code
    assert (error.text("en"), error.text("ja"), str(error)) == ("No.", "いいえ。", "No.")
    assert kind("No.").text("ja") == "No."


@pytest.fixture(scope="module")
def modules():
    """Every part of every module."""
    return {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in sorted(SOURCES.rglob("*.py"))}


@pytest.fixture(scope="module")
def classes(modules):
    return [node for nodes in modules.values() for node in nodes if isinstance(node, ast.ClassDef)]


def error_names(classes):
    """The names of all classes of errors that people see."""
    names = {UnpolicyError.__name__}
    while more := {one.name for one in classes if names & {ast.unparse(base) for base in one.bases}} - names:
        names |= more
    return names


def demands_japanese(name, classes):
    """Whether an error cannot be made without its Japanese sentence: it is asked for, or the error says it itself."""
    makers = [
        function
        for one in classes
        for function in one.body
        if one.name == name and isinstance(function, ast.FunctionDef) and function.name == "__init__"
    ]
    said = (
        word.arg for maker in makers for node in ast.walk(maker) if isinstance(node, ast.Call) for word in node.keywords
    )
    return "ja" in said or any(argument.arg == "ja" for maker in makers for argument in maker.args.args)


def test_every_error_is_made_with_a_japanese_sentence(modules, classes):
    names = {name for name in error_names(classes) if not demands_japanese(name, classes)}
    made = [
        (f"{path.name}:{node.lineno}", any(word.arg == "ja" for word in node.keywords))
        for path, nodes in modules.items()
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names
    ]
    assert len(made) > 50
    assert [place for place, japanese in made if not japanese] == []


def literal(node):
    """What a string or an f-string says by itself; `None` for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


SPEAKS = {"print", "warn", "write", "Text", "assemble", "add_row", "add_column", "indented", "heading", "new_table"}
"""What puts a text before the reader, by its last name."""

SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")


def test_a_pair_of_sentences_is_english_and_japanese_in_this_order(modules):
    # Two sentences beside each other of which one is Japanese.
    pairs = [
        (f"{path.name}:{node.lineno}", *map(literal, node.elts))
        for path, nodes in modules.items()
        for node in nodes
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(map(literal, node.elts))
        if JAPANESE.search("".join(map(literal, node.elts)))
    ]
    assert len(pairs) > 300
    assert [pair for pair in pairs if JAPANESE.search(pair[1]) or not JAPANESE.search(pair[2])] == []


def test_no_sentence_is_said_in_one_language_alone(modules):
    alone = [
        (f"{path.name}:{node.lineno}", said)
        for path, nodes in modules.items()
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SPEAKS
        for said in map(literal, node.args)
        if said and (SENTENCE.search(said) or JAPANESE.search(said))
    ]
    assert alone == []
