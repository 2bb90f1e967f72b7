import pytest
from documents import documents
from hypothesis import given

from unpolicy.checks.fixing import SourceMap
from unpolicy.store.compose import compose
from unpolicy.store.layout import Lines
from unpolicy.store.tree import MappingNode, ScalarNode, SequenceNode, scalar_value

TEXT = """\
# head
version: 1
indicators:
  un-staff:  # the headline
    title: {ja: 職員, en: "Staff"}
    actuals:
      2020: 918
      0x7e5: {value: -9.5, note: 'a: b'}
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
    if span is None:
        return None
    assert Lines(text).span(span.start, span.end) == span
    return text[span.start : span.end]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (["version"], "version", "1"),
        (["indicators", "un-staff", "title"], "title", '{ja: 職員, en: "Staff"}'),
        (["indicators", "un-staff", "title", "en"], "en", '"Staff"'),
        (["indicators", "un-staff", "actuals", 2020], "2020", "918"),
        (["indicators", "un-staff", "actuals", 2021], "0x7e5", "{value: -9.5, note: 'a: b'}"),
        (["indicators", "un-staff", "actuals", 2021, "value"], "value", "-9.5"),
        (["indicators", "un-staff", "actuals", 2021, "note"], "note", "'a: b'"),
        (["indicators", "un-staff", "actuals", "2022"], "'2022'", "961"),
        (["indicators", "un-staff", "note"], "note", "|\n      first: 1\n      second\n\n"),
        (["indicators", "empty"], "empty", ""),
        (["ratings", 0, "step"], "step", "exceeded"),
        (["ratings", 1, "step"], "step", "achieved"),
        (["ratings", 0], None, "{target: a, step: exceeded}"),
        (["ratings", 1], None, "target: b\n  step: achieved"),
    ],
)
def test_a_path_leads_to_its_key_and_value(path, key, value, ends, clean):
    text = TEXT.replace("\n", ends)
    places = SourceMap(text, clean=clean)
    value = value.replace("\n", ends)
    assert piece(text, places.key_span(path)) == key
    assert piece(text, places.value_span(path)) == value
    assert piece(text, places.nearest(path)[0]) == (value or key)
    assert piece(text, places.nearest(path, "key")[0]) == (key or value)
    assert places.nearest(path)[1]
    assert places.nearest(path, "key")[1]


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
def test_a_path_that_leads_nowhere_is_shown_at_its_nearest_ancestor(path, nearest):
    places = SourceMap(TEXT)
    assert places.value_span(path) is None
    assert places.key_span(path) is None
    for on in ("key", "value"):
        span, own = places.nearest(path, on)
        assert (piece(TEXT, span), own) == (nearest, False)


@pytest.mark.parametrize("path", [["goals"], []])
def test_what_the_file_lacks_is_shown_at_its_start(path):
    span, _ = SourceMap(TEXT).nearest(path)
    assert (span.line, span.column) == (1, 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("98", "98"),
        ("９８", "９８"),
        ("-5", "-5"),
        ("a b", "a b"),
        ("'x' # y", "'x'"),
        ("a\n    b", "a\n    b"),
        ("x#y", "x#y"),
    ],
)
def test_a_short_value_is_found_as_the_parser_finds_it(value, expected):
    for after in ("", "\n", " # c\n", "\n# c\n\n", "\nb: 1\n"):
        text = f"a: {value}{after}" if "#" not in value or not after.startswith(" #") else f"a: {value}\n"
        assert piece(text, SourceMap(text).value_span(["a"])) == expected


@pytest.mark.parametrize("text", ["", "# nothing\n", "a: [\n", "]", "\0", "- " * 3000, "[" * 3000, "x" * 300_000])
def test_any_text_has_a_place_for_every_path(text):
    span, _ = SourceMap(text).nearest(["indicators", "a", 2020])
    assert 0 <= span.start <= span.end <= len(text)


def test_a_whole_in_braces_is_found_too():
    text = '{"a": {"b": [1, 22]},\n "c": 3}'
    assert piece(text, SourceMap(text).value_span(["a", "b", 1])) == "22"


@pytest.mark.parametrize("text", ["true: x\n1: y\n", "{true: x, 1: y}"])
def test_true_and_one_are_two_keys(text):
    assert piece(text, SourceMap(text).value_span([1])) == "y"
    assert piece(text, SourceMap(text).value_span([True])) == "x"


def test_of_two_equal_keys_the_first_counts():
    text = "a: {b: 1, b: 2}\na: {b: 3}\n"
    assert piece(text, SourceMap(text).value_span(["a", "b"])) == "1"


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: \x1b1\rb:\r  c: 22\r", (3, 6)), ('a: "\0"\nb: {c: 22}\n', (2, 8)), ("%YAML 1.2\nb: {c: 22}\n", (2, 8))],
)
def test_odd_characters_and_directives_do_not_move_places(text, place):
    span = SourceMap(text).value_span(["b", "c"])
    assert (piece(text, span), span.line, span.column) == ("22", *place)


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


@given(documents())
def test_places_found_by_lines_are_those_of_the_whole_file(text):
    places = SourceMap(text)
    for path, key, value in leaves(compose(text)):
        value_span, key_span = places.value_span(path), places.nearest(path, "key")[0]
        assert (value_span.start, value_span.end) == (value.start, value.end), path
        assert (key_span.start, key_span.end) == ((key or value).start, (key or value).end), path
