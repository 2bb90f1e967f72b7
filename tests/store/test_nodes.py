import pytest

from unpolicy.figures import MAX_DIGITS
from unpolicy.store.compose import COMPOSE_LIMIT, MAX_DEPTH, Malformed, compose, compose_entry
from unpolicy.store.entries import locate
from unpolicy.store.layout import Lines, child_entries, top_entries
from unpolicy.store.tree import (
    MappingNode,
    ScalarNode,
    SequenceNode,
    child,
    construct,
    is_huge,
    is_read_otherwise,
    key_identity,
    key_value,
    read_key,
    repeated_keys,
    repeats_key,
    scalar_value,
    walk,
)


def record_slices(text):
    """Section, key and place of every record, and of every section that holds none; None where there are no lines."""
    sections = top_entries(text)
    if sections is None:
        return None
    return [
        (section.key, None if record is section else record.key, record)
        for section in sections
        for record in child_entries(text, section) or [section]
    ]


TEXT = """\
# head
---
version: 1 # one
policy: {id: p,
  title: "Two
    lines"}
indicators:
# about a
  a:
    title: |
      b: not a key
     # not a comment
    actuals:
      2020: 1
  # about b

  'b c': >-
    folded
  "d\\u0041":
    x: "quoted
      e: over lines"
    y: [1,
      2
    ]
ratings:
- {target: a}
-
  target: b
empty:
note: |
  indicators:
    f: no record
last: x
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_is_sliced_into_its_records(ends):
    text = TEXT.replace("\n", ends)
    slices = record_slices(text)
    assert [(section, key) for section, key, _ in slices] == [
        ("version", None),
        ("policy", None),
        ("indicators", "a"),
        ("indicators", "b c"),
        ("indicators", "dA"),
        ("ratings", 0),
        ("ratings", 1),
        ("empty", None),
        ("note", None),
        ("last", None),
    ]
    for _, _, one in slices:
        assert text[: one.start].endswith(ends)
        assert text[one.end - 1] == "\n"
        assert one.start < one.end


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_slice_composed_alone_is_what_it_is_in_the_whole(ends):
    text = TEXT.replace("\n", ends)
    whole = compose(text)
    for section, name, _ in record_slices(text):
        key, value = locate(text, (section,) if name is None else (section, name))
        expected_key, expected = child(whole, section)
        if name is not None:
            expected_key, expected = child(expected, name)
        assert (key, value) == (expected_key, expected)


@pytest.mark.parametrize("other", ["? b\n: 2\n", "&x b: 2\n", "[b]: 2\n"])
def test_a_slice_that_holds_more_than_its_entry_is_not_taken_for_it(other):
    text = "a: 1\n" + other
    (entry,) = top_entries(text)
    with pytest.raises(Malformed, match="not valid YAML"):
        compose_entry(text, entry)


@pytest.mark.parametrize(
    "text", ["{a: 1}\n", "- a\n", "[a]", "? a\n: b\n", "", "# x\n", "word\n", "a: 1\rb: 2\n", "\ta: 1\n"]
)
def test_a_file_without_lines_of_keys_is_not_sliced(text):
    slices = record_slices(text)
    assert slices is None or all(isinstance(section, int) for section, _, _ in slices)


def test_a_record_is_found_in_a_whole_in_braces():
    key, value = locate('{"indicators": {"a": {"b": 1}}}', ("indicators", "a"))
    assert isinstance(key, ScalarNode)
    assert construct(value) == {"b": 1}


@pytest.mark.parametrize(("section", "key"), [("goals", None), ("indicators", "z"), ("ratings", 2), ("last", "x")])
def test_a_record_that_is_not_there_is_a_key_error(section, key):
    with pytest.raises(KeyError):
        locate(TEXT, (section,) if key is None else (section, key))


def test_places_are_those_of_the_whole_text():
    text = "first: 1\nsecond:\n  a: 'x'\n  b: [1, 2]   # why\n\n# end\n"
    _, value = locate(text, ("second",))
    assert isinstance(value, MappingNode)
    assert text[value.start : value.end] == "a: 'x'\n  b: [1, 2]"
    (_, one), (key, two) = value.value
    assert (text[one.start : one.end], text[key.start : key.end], text[two.start : two.end]) == ("'x'", "b", "[1, 2]")


def test_an_empty_value_stands_right_behind_its_colon():
    text = "a:\n\n# c\nb: {c: , d}\ne :\n"
    root = compose(text)
    places = [value.start for _, value in root.value if isinstance(value, ScalarNode)]
    assert [text[place - 1] for place in places] == [":", ":"]
    flow = root.value[1][1]
    assert [value.start for _, value in flow.value] == [text.index("c:") + 2, text.index("d}") + 1]


def test_lines_may_end_in_characters_that_end_none_in_yaml():
    text = "a: 'x\u2028y'\nb: |\n  x\u2029y\x85\n   z\n"
    root = compose(text)
    assert construct(root) == {"a": "x\u2028y", "b": "x\u2029y\x85\n z\n"}
    assert text[root.value[0][1].start : root.value[0][1].end] == "'x\u2028y'"


def test_anchors_tags_and_aliases_are_noted_and_not_followed():
    root = compose("a: &x !t 1\nb: *x\n")
    (_, first), (_, second) = root.value
    assert (first.anchor, first.tag, second.alias, scalar_value(second)) == ("x", "!t", "x", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("- " * (MAX_DEPTH + 1) + "a", "too-deep"),
        ("[" * 5000, "too-deep"),
        ("".join(" " * number + "a:\n" for number in range(2000)), "too-deep"),
        ("a: " + "b" * COMPOSE_LIMIT, "too-long"),
        ("a: b: c", "syntax"),
        ("a: 1\n---\nb: 2", "syntax"),
        ("a: \0", "control-character"),
        ('a: "\\ud800"', "syntax"),
        ('a: "\\U00110000"', "syntax"),
        ("%YAML 1.1.1\n---\na", "syntax"),
    ],
)
def test_what_cannot_be_composed_is_malformed_with_a_place(text, kind):
    with pytest.raises(Malformed) as caught:
        compose(text)
    assert caught.value.kind == kind
    assert 0 <= caught.value.start <= caught.value.end <= len(text)
    assert caught.value.message == str(caught.value)


def test_nesting_to_the_limit_is_composed_and_constructed():
    data = construct(compose("[" * MAX_DEPTH + "]" * MAX_DEPTH))
    for _ in range(MAX_DEPTH - 1):
        (data,) = data
    assert data == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020", 2020), ("0x7e4", 2020), ("2_020", 2020), ("2020.0", 2020.0), ("0o17", 15), ("017", 17),
        ("'2020'", "2020"), ("~", None), ("", None), ("no", "no"), ("True", True), ("12:30", "12:30"),
        ("2021-08-30", "2021-08-30"),
        ("９８０", "９８０"), ("|-\n 5", "5"), ("...x", "...x"),
    ],
)  # fmt: skip
def test_scalars_mean_what_yaml_1_2_says(text, value):
    scalar = compose(f"a: {text}\n").value[0][1]
    assert scalar_value(scalar) == value
    assert type(scalar_value(scalar)) is type(value)


def test_a_number_of_thousands_of_digits_is_not_computed():
    for digits in ("9" * 5000, "0x" + "f" * 5000):
        with pytest.raises(ValueError, match="digits"):
            scalar_value(compose(f"a: {digits}\n").value[0][1])


def test_keys_that_look_alike_are_repeated_keys():
    root = compose("a: {2020: 1, '2020': 2, b: 3}\nc: {x: 1, 'x': 2}\n")
    assert [(first.value, second.value) for first, second in repeated_keys(root)] == [("2020", "2020"), ("x", "x")]


@pytest.mark.parametrize("key", ["[", "a: b", "&a", "'"])
def test_a_key_that_is_nothing_without_its_quotes_is_itself(key):
    assert key_identity(key) == key
    assert not repeats_key({key: 1, 2020: 2})


def test_walking_meets_every_node_in_the_order_of_the_text():
    root = compose("a: [1, {b: 2}]\nc: 3\n")
    scalars = [node.value for node in walk(root) if isinstance(node, ScalarNode)]
    assert scalars == ["a", "1", "b", "2", "c", "3"]
    assert sum(isinstance(node, SequenceNode) for node in walk(root)) == 1


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\nb", [0, 2]),
        ("a\r\nb\r\n", [0, 3, 6]),
        ("a\rb\n\rc", [0, 2, 4, 5]),
        ("a\u2028b\x85\n", [0, 5]),
    ],
)
def test_lines_end_where_yaml_1_2_says(text, starts):
    lines = Lines(text)
    assert [lines.start_of(number + 1) for number in range(len(starts))] == starts
    assert lines.start_of(len(starts) + 1) == len(text)
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        assert lines.start_of(line) + column - 1 == offset


def test_lines_of_a_text_longer_than_a_block():
    text = "x" * ((1 << 20) - 1) + "\n" + "abc\n" * 300_000
    assert Lines(text).position(len(text) - 2) == (300_001, 3)


def test_a_span_counts_characters():
    span = Lines("a: 1\n題: あい\n").span(8, 10)
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 4, 2, 6)


def test_a_key_that_is_a_collection_can_be_looked_up():
    ((key, _),) = compose("? [a, {b: 1}]\n: x\n").value
    assert key_value(key) == ("a", frozenset({("b", 1)}))


def test_a_number_of_too_many_digits_is_its_text():
    digits = "1" * (MAX_DIGITS + 1)
    node = compose(digits)
    assert construct(node) == read_key(digits) == digits
    assert is_huge(node)
    assert not is_read_otherwise(ScalarNode(0, 2 + len(digits), f"0x{digits}"))
