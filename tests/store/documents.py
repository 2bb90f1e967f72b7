"""Generated data files: every layout that people write, and what is in them."""

from hypothesis import strategies as st

PLAIN = st.sampled_from(
    [
        "918", "82.7", "-5", "+3", "1e3", ".5", ".inf", "-.inf", "~", "null", "true",
        "False", "no", "on", "y", "12:30", "2024-02-30", "2021-08-30", "2024-01-01T00:00:00Z", "９８０", "98O",
        "計画中", "FY2021..FY2023", "http://example.org/x#y", "a#b", "un-staff", "R&D", "5%", "a*b", "x!", "-", "...x",
        "_1", "=", "a:b", "it's", "1.2.3", "+", ".", "?x", "words with  two spaces", "日本 語",
        "U+2028 \u2028 here",
        "nel\x85x",
    ]
).filter(lambda text: text != "-")  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), max_size=12)
SINGLE = TEXT.map(lambda text: "'" + text.replace("'", "''") + "'")
DOUBLE = TEXT.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
ESCAPED = st.sampled_from(['"\\u5e74"', '"a\\nb"', '"\\ud83d\\ude00"', '"\\x41"', '"tab\\t"', '"\\L\\N"'])
SCALAR = st.one_of(PLAIN, PLAIN, SINGLE, DOUBLE, ESCAPED)
FLOW_PLAIN = PLAIN.filter(lambda text: not set(text) & set("[]{},") and not text.startswith("?"))
FLOW_SCALAR = st.one_of(FLOW_PLAIN, SINGLE, DOUBLE)
WORDS = st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True)
KEY = st.one_of(
    WORDS,
    st.integers(1990, 2030).map(str),
    st.sampled_from(["'q k'", '"d\\u0041"', "日本", "'2031'", "a b", "c:d", "-e", "?f", "~", "true", "1.5"]),
)


def _keys(entries):
    """Without keys that are equal by value in some disguise: those are refused, and tested elsewhere."""
    seen, unique = set(), []
    for key, value in entries:
        name = {"'2031'": "2031", '"d\\u0041"': "dA", "1.5": "1.5"}.get(key, key)
        if name not in seen:
            seen.add(name)
            unique.append((key, value))
    return unique


def _flow_mapping(entries):
    return "{" + ", ".join(f"{key}: {value}" for key, value in _keys(entries)) + "}"


FLOW_KEY = st.one_of(WORDS, st.integers(1990, 2030).map(str), st.just("'q k'"))
FLOW = st.recursive(
    FLOW_SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(FLOW_KEY, inner), max_size=3).map(_flow_mapping),
    ),
    max_leaves=6,
)
COMMENT = st.sampled_from(["", "", "", "  # why", " #"])
BLOCK_LINE = st.sampled_from(["text", "key: 5", "# no comment", "- x", "日本\u2028語", "*b* &x"])
BETWEEN = st.sampled_from(["", "", "", "\n", "# --- section ---\n", "   # odd indent\n", "\n\n"])


@st.composite
def value(draw, width, depth):  # noqa: PLR0911 - one return for each kind of value
    """What follows a colon, from the blank behind it to the line's end."""
    kinds = ["scalar", "scalar", "flow", "empty", "folded", "literal", "quoted lines", "flow lines"]
    if depth:
        kinds += ["mapping", "mapping", "list"]
    kind = draw(st.sampled_from(kinds))
    pad = " " * (width + draw(st.integers(1, 4)))
    if kind == "scalar":
        return " " + draw(SCALAR) + draw(COMMENT) + "\n"
    if kind == "flow":
        return " " + draw(FLOW) + draw(COMMENT) + "\n"
    if kind == "empty":
        return draw(COMMENT) + "\n"
    if kind in ("folded", "literal"):
        sign = draw(st.sampled_from(["|", "|-", "|+"] if kind == "literal" else [">", ">-"]))
        lines = draw(st.lists(BLOCK_LINE, min_size=1, max_size=3))
        return f" {sign}\n" + "".join(f"{pad}{line}\n" for line in lines)
    if kind == "quoted lines":
        return f' "first\n{pad}key: second"\n'
    if kind == "flow lines":
        return f" [{draw(FLOW_SCALAR)},\n{pad}{{k: {draw(FLOW_SCALAR)}}}\n{pad}]\n"
    if kind == "list":
        items = draw(st.lists(st.one_of(FLOW, SCALAR), min_size=1, max_size=3))
        return "\n" + "".join(f"{pad}- {item}\n" for item in items)
    return draw(COMMENT) + "\n" + draw(mapping(len(pad), depth - 1))


@st.composite
def mapping(draw, width, depth):
    """The lines of a block mapping."""
    count = draw(st.integers(1, 4))
    entries = _keys([(draw(KEY), draw(value(width, depth))) for _ in range(count)])
    return "".join(draw(BETWEEN) + " " * width + f"{key}:{text}" for key, text in entries)


@st.composite
def documents(draw):
    """A whole file."""
    text = draw(st.sampled_from(["", "", "# head\n", "---\n"])) + draw(mapping(0, 3))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.removesuffix("\n").removesuffix("\r")
    return text
