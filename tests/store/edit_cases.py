"""Data files as people might lay them out, made up at random: everything that YAML allows and the data format has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

ODD = "\u2028"
WORDS = (
    "plain",
    "国連の職員",
    f"a{ODD}b",
    "it's",
    'say "x"',
    "a: b",
    "x # y",
    "- z",
    "[q]",
    "2024",
    "yes",
    "ま，た、",
    "#h",
)


@dataclass
class Draft:
    """A file in the making: its lines, and what they say."""

    rng: random.Random
    lines: list[str] = field(default_factory=list)
    comments: int = 0
    after_scalar: str = ""  # how the block scalar that was just written treats what comes below

    def one_of(self, *choices):
        return choices[self.rng.randrange(len(choices))]

    def maybe(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def comment(self) -> str:
        self.comments += 1
        return f"#{self.one_of(' ', '', ' -', ODD)}c{self.comments}{self.one_of('', ': {x}', ' 2021: 5', ' |')}"

    def tail(self) -> str:
        """What may follow on a line."""
        return self.one_of(" ", "  ", "\t") + self.comment() if self.maybe(25) else self.one_of("", "", "", " ")

    def add(self, line: str, *, tail: bool = True) -> None:
        self.lines.append(line + (self.tail() if tail else ""))
        self.after_scalar = ""

    def between(self, indent: int) -> None:
        """Blank lines and comments between entries, in any column."""
        while self.maybe(25):
            column = self.one_of(0, indent, indent, indent if self.after_scalar else indent + 2)
            comment = " " * column + self.comment()
            line = comment if self.after_scalar == "keeps" else self.one_of("", comment, comment)
            self.lines.append(line)
            if line:
                self.after_scalar = ""

    # --- values ---

    def quoted(self, text: str) -> str:
        if self.maybe(50):
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def number(self):
        return self.one_of(918, -5, 0, 82.7, 1000000, 0.1, 12.0)

    def text_entry(self, indent: int, key: str) -> str:
        """``key: text`` on one or more lines, and the text."""
        pad = " " * indent
        kind = self.rng.randrange(6)
        word = self.one_of(*WORDS)
        if kind <= 1:
            self.add(f"{pad}{key}: {self.quoted(word)}")
            return word
        if kind == 2:
            self.add(f"{pad}{key}: one", tail=False)
            self.add(f"{pad}  two")
            return "one two"
        return self.block_scalar(indent, key)

    def block_scalar(self, indent: int, key: str) -> str:
        pad, inner = " " * indent, " " * (indent + self.one_of(1, 2, 4))
        style, chomp = self.one_of("|", "|", ">"), self.one_of("", "-", "+")
        self.lines.append(f"{pad}{key}: {style}{chomp}" + (f" {self.comment()}" if self.maybe(20) else ""))
        content = ["# no comment", f"first{ODD}: {{x"][: self.one_of(1, 2)]
        self.lines += [inner + line for line in content]
        blanks = self.one_of(0, 0, 1, 2)
        self.lines += [""] * blanks
        self.after_scalar = "keeps" if chomp == "+" else "ends"
        joined = ("\n" if style == "|" else " ").join(content)
        return joined + {"": "\n", "-": "", "+": "\n" * (1 + blanks)}[chomp]

    # --- yearly figures ---

    def key(self, year: int):
        return self.one_of(*[(str(year), year)] * 6, (f"'{year}'", str(year)), (f'"{year}"', str(year)))

    def flow_record(self):
        return self.one_of(
            *[("{value: 918, published: 2021-08-26}", {"value": 918, "published": "2021-08-26"})] * 2,
            ("{status: pending}", {"status": "pending"}),
            ('{ "value": 3,"note": "a, b # }" , }', {"value": 3, "note": "a, b # }"}),
            ("{value: 4, revisions: [{value: 5}]}", {"value": 4, "revisions": [{"value": 5}]}),
        )

    def block_record(self, indent: int):
        pad = " " * indent
        record = {}
        self.between(indent)
        if self.maybe(40):
            self.add(f"{pad}status: {self.one_of('pending', 'missing')}")
            record["status"] = self.lines[-1].split()[1]
        else:
            record["value"] = self.number()
            self.add(f"{pad}value: {record['value']}")
        if self.maybe(50):
            self.between(indent)
            record["note"] = self.text_entry(indent, "note")
        if self.maybe(30):
            step = self.one_of(0, 2)
            self.add(f"{pad}revisions:")
            self.add(f"{pad}{' ' * step}- value: 7")
            self.add(f"{pad}{' ' * step}- {{value: 8, published: 2021-01-02}}")
            record["revisions"] = [{"value": 7}, {"value": 8, "published": "2021-01-02"}]
        return record

    def years(self):
        count = self.one_of(1, 1, 2, 3, 4)
        years = sorted(self.rng.sample(range(2010, 2030), count))
        if self.maybe(10):
            years.reverse()
        return years

    def block_actuals(self, indent: int):
        inner = indent + self.one_of(1, 2, 4)
        data = {}
        self.add(f"{' ' * indent}actuals:")
        for year in self.years():
            self.between(inner)
            source, key = self.key(year)
            head = f"{' ' * inner}{source}{self.one_of('', '', ' ')}:"
            kind = self.rng.randrange(8)
            if kind <= 3:
                data[key] = self.number()
                self.add(f"{head} {data[key]}")
            elif kind == 4:
                written, data[key] = self.flow_record()
                self.add(f"{head} {written}")
            elif kind == 5 and self.maybe(30):
                data[key] = None
                self.add(head)
            else:
                self.add(head)
                data[key] = self.block_record(inner + self.one_of(1, 2, 3))
        return data

    def flow_actuals(self):
        """Yearly figures in braces: the lines, the first without its key, and the data."""
        pairs, data = [], {}
        for year in self.years():
            source, key = self.key(year)
            if self.maybe(70):
                data[key] = self.number()
                pairs.append(f"{source}: {data[key]}")
            else:
                written, data[key] = self.flow_record()
                pairs.append(f"{source}: {written}")
        return pairs, data

    def one_line(self, pairs: list[str]) -> str:
        comma = self.one_of("", "", "", ", ", " ,")
        return "{" + self.one_of("", " ") + ", ".join(pairs) + comma + self.one_of("", " ") + "}"

    def many_lines(self, indent: int, head: str, pairs: list[str]) -> None:
        """Braces over several lines; each entry with its own, or not."""
        pad = " " * (indent + self.one_of(1, 2, 6))
        self.add(f"{head} {{")
        if self.maybe(75):
            for number, pair in enumerate(pairs):
                last = number == len(pairs) - 1
                self.between(indent + 2)
                self.add(pad + pair + ("," if not last or self.maybe(40) else ""))
            self.between(indent + 2)
            self.add(f"{' ' * (indent + 1)}}}")
        else:
            self.add(pad + ", ".join(pairs) + self.one_of("}", " }", ", }"))

    def actuals(self, indent: int):
        head = f"{' ' * indent}actuals:"
        kind = self.rng.randrange(12)
        if kind <= 5:
            return self.block_actuals(indent)
        if kind == 6:
            pairs, data = self.flow_actuals()
            self.add(f"{head} {self.one_line(pairs)}")
            return data
        if kind == 7:
            pairs, data = self.flow_actuals()
            self.many_lines(indent, head, pairs)
            return data
        empty, data = self.one_of((" {}", {}), (" { }", {}), ("", None), (" ~", None), (" null", None), (" {}", {}))
        self.add(head + empty)
        return data

    # --- records and the file ---

    def block_indicator(self, indent: int, name: str):
        inner = indent + self.one_of(1, 2, 3, 4)
        data = {}
        self.add(f"{' ' * indent}{name}:")
        parts = ["title", "unit", "note"][: self.one_of(1, 2, 3)]
        place = self.rng.randrange(len(parts) + 2)
        for number, part in enumerate([*parts, ""]):
            if number == place:
                self.between(inner)
                data["actuals"] = self.actuals(inner)
            if part:
                self.between(inner)
                data[part] = self.text_entry(inner, part)
        return data

    def flow_indicator(self, indent: int, name: str):
        pairs, figures = self.flow_actuals()
        actuals, figures = self.one_of((self.one_line(pairs), figures), ("{}", {}), ("", None), ("~", None), (None, {}))
        data = {"title": "x", "kind": "count"}
        parts = ["title: x", '"kind": count']
        if actuals is not None:
            data["actuals"] = figures
            parts.insert(self.rng.randrange(3), f"actuals: {actuals}")
        if self.maybe(50):
            self.add(f"{' ' * indent}{name}: {self.one_line(parts)}")
        else:
            self.many_lines(indent, f"{' ' * indent}{name}:", parts)
        return data

    def file(self):
        """The whole file: its text, its data, and the ids of its indicators."""
        data = {}
        self.between(0)
        if self.maybe(15):
            self.lines.append("---")
        self.lines.append("version: 1")
        data["version"] = 1
        if self.maybe(20):
            self.add("before:")
            data["before"] = {"t": self.text_entry(2, "t")}
        self.between(0)
        self.add("indicators:")
        indent = self.one_of(1, 2, 2, 4)
        held = data["indicators"] = {}
        for name in ("one", "two-b", "three")[: self.one_of(1, 2, 3)]:
            self.between(indent)
            record = self.flow_indicator if self.maybe(20) else self.block_indicator
            held[name] = record(indent, name)
        if self.maybe(30):
            self.lines += [] if self.after_scalar == "keeps" else [""]
            self.lines.append("# ---- another section ----")
            self.add("after: [1, 2]")
            data["after"] = [1, 2]
        self.between(0)
        if self.maybe(5):
            self.lines.append("...")
        return self.finished(), data

    def finished(self) -> str:
        newline = "\r\n" if self.maybe(30) else "\n"
        text = newline.join(self.lines)
        # Without its line break, the text of a block scalar is another one to some parsers: not what is tested here.
        last = self.lines[-1].strip()
        bare = self.maybe(25) and last and "no comment" not in last and "first" not in last
        return text if bare else text + newline


def records(rng: random.Random):
    """A record as somebody would enter it."""
    note = rng.choice(WORDS)
    return rng.choice(
        [
            980,
            -5,
            82.7,
            1e21,
            {"value": 981, "published": "2025-08-30", "note": note},
            {"status": "pending", "due": "2025-12-31"},
            {"value": 1.5, "note": {"ja": "注", "en": note}, "revisions": [{"value": 1, "published": "2024-01-01"}]},
        ]
    )
