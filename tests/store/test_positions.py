import pytest
from documents import documents
from hypothesis import given, settings

from unpolicy.store.lines import Lines
from unpolicy.store.nodes import MappingNode, ScalarNode, SequenceNode, compose, scalar_value
from unpolicy.store.positions import SourceMap

TEXT = """\
# head
version: 1
indicators:
  un-staff:  # the headline
    title: {ja: 職員, en: "Staff"}
    actuals:
      2020: 918
      0x7e5: {value: 956, note: 'a: b'}
      '2022': 961
    note: |
      first: 1
      second

  empty:
ratings:
- {target: a, step: exceeded}
- target: b
  step: achieved
"""


def piece(text, span):
    assert Lines(text).span(span.start, span.end) == span
    return text[span.start : span.end]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (["version"], "version", "1"),
        (["indicators", "un-staff", "title", "en"], "en", '"Staff"'),
        (["indicators", "un-staff", "actuals", 2020], "2020", "918"),
        (["indicators", "un-staff", "actuals", 2021, "note"], "note", "'a: b'"),
        (["indicators", "un-staff", "actuals", "2022"], "'2022'", "961"),
        (["indicators", "un-staff", "note"], "note", "|\n      first: 1\n      second\n\n"),
        (["indicators", "empty"], "empty", ""),
        (["ratings", 0, "step"], "step", "exceeded"),
        (["ratings", 1, "step"], "step", "achieved"),
        (["ratings", 0], "{target: a, step: exceeded}", "{target: a, step: exceeded}"),
    ],
)
def test_a_path_leads_to_its_key_and_value(path, key, value, ends):
    text = TEXT.replace("\n", ends)
    places = SourceMap(text)
    assert piece(text, places.key_span(path)) == key
    assert piece(text, places.value_span(path)) == value.replace("\n", ends)
    assert places.exists(path)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        (["indicators", "un-staff", "unit"], "un-staff"),
        (["indicators", "un-staff", "title", "fr"], "title"),
        (["indicators", "un-staff", "actuals", 2022], "actuals"),
        (["indicators", "un-staff", "actuals", 2021, "due"], "0x7e5"),
        (["indicators", "un-staff", "actuals", 2020, "value"], "2020"),
        (["indicators", "nobody", "title"], "indicators"),
        (["indicators", "empty", "title"], "empty"),
        (["ratings", 1, "date"], "target: b\n  step: achieved"),
        (["ratings", 7], "ratings"),
        (["goals"], ""),
        ([], ""),
    ],
)
def test_a_path_that_leads_nowhere_gives_its_nearest_ancestor(path, nearest):
    places = SourceMap(TEXT)
    assert piece(TEXT, places.value_span(path)) == nearest
    assert piece(TEXT, places.key_span(path)) == nearest
    assert not places.exists(path) or not path


def test_what_the_file_lacks_is_shown_where_its_content_begins():
    span = SourceMap(TEXT).value_span(["goals"])
    assert (span.line, span.column) == (2, 1)


@pytest.mark.parametrize("text", ["", "# nothing\n", "a: [\n", "]", "\0", "- " * 3000, "[" * 3000, "x" * 300_000])
def test_any_text_has_a_place_for_every_path(text):
    span = SourceMap(text).value_span(["indicators", "a", 2020])
    assert 0 <= span.start <= span.end <= len(text)


def test_a_whole_in_braces_is_found_too():
    text = '{"a": {"b": [1, 22]},\n "c": 3}'
    assert piece(text, SourceMap(text).value_span(["a", "b", 1])) == "22"


def test_true_and_one_are_two_keys():
    text = "true: x\n1: y\n"
    assert piece(text, SourceMap(text).value_span([1])) == "y"
    assert piece(text, SourceMap(text).value_span([True])) == "x"


def test_lone_carriage_returns_and_control_characters_do_not_move_places():
    text = "a: \x1b1\rb:\r  c: 22\r"
    span = SourceMap(text).value_span(["b", "c"])
    assert (piece(text, span), span.line, span.column) == ("22", 3, 6)


def leaves(node, path=()):
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                inner = (*path, scalar_value(key))
                yield inner, key, value
                yield from leaves(value, inner)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield (*path, number), None, item
            yield from leaves(item, (*path, number))


@settings(max_examples=120, deadline=None)
@given(documents())
def test_places_found_by_lines_are_those_of_the_whole_file(text):
    places = SourceMap(text)
    for path, key, value in leaves(compose(text)):
        value_span, key_span = places.value_span(path), places.key_span(path)
        assert (value_span.start, value_span.end) == (value.start, value.end), path
        assert (key_span.start, key_span.end) == ((key or value).start, (key or value).end), path
