"""Data files whose every text tries something: to steer a terminal, to be markup, a formula, a tag."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARKUP = "[red]R[/red] [/x] [link=https://evil.example]L[/link] :warning:"
"""What rich would take for a colour, a crash, a link and an emoji."""

COLOUR = "\x1b[38;5;201m"
"""A colour that the program itself never uses."""

STEERING = (
    f"{COLOUR}C \x1b[2J\x1b[9;9H \x1b]8;;https://evil.example\x1b\\L\x1b]8;;\x1b\\ \x1b]0;t\x07 \x9b31m \x90q\x9c "
    "\u202eabc\u2066d\u2069 \u200f \u2028 \u2029 \x7f \x00 \r\n\ud7ff\ufeff \x85"
    "\U000e0001\U000e0041\U000e007f i\u200bn\u2060v\u180e\u115f\u3164\uffa0\u034fs\u206a\ufff9b\U0001d173le"
)
"""Colour, cursor, a link, a window title, C1, reading direction, line breaks, delete, NUL, a byte order mark, and what
nobody sees: tags, blanks of no width, fillers."""

PAGE = "<script>alert(1)</script></title></style><img src=x onerror=alert(1)> ]]> {{7*7}} {% raw %} &amp; "
TABLE = "| a | b | `c` ``` ![p](https://evil.example/p.png) [k](javascript:alert(1)) @somebody #1 $x$ ' \" \\"
FORMULA = "=cmd|' /C calc'!A0"

TEXT = f"{FORMULA} {MARKUP} {STEERING} {PAGE} {TABLE}"
URL = f"javascript:alert(1)//{MARKUP}{STEERING}{PAGE}{TABLE}"

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff"
    "\u034f\u115f\u1160\u180b-\u180e\u200b\u2060-\u206f\u3164\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""What must not reach a terminal; tabs and line feeds are layout."""

_TARGETS = """\
version: 1
policy:
  id: p
  title: {ja: T, en: T}
  programme: T
  owner: T
  reviewed: FY2021..FY2023
sources:
  s: {title: T, url: U, published: 2024-08-30}
headline: t
goals:
  g:
    title: T
    statement: T
    initiatives: [{period: FY2021..FY2023, text: T, source: s}]
    findings: [{text: {ja: T}, source: s}]
    next_steps: [{text: T}]
    successor: {text: T, review: FY2027}
    milestones:
      m: {title: T, due: 2022, status: achieved, date: 2022, evidence: s}
      n: {title: T, status: missed}
targets:
  t: {goal: g, indicator: i, title: T, baseline: 2020, value: 1000, by: 2027, yearly: {2023: 960}, source: s}
  k: {goal: g, indicator: j, baseline: 2020, keep: {min: 1, max: 20}, by: 2027, source: s}
ratings:
  - {target: t, review: FY2024, step: considerable-progress, by: T, date: 2024-08-30, reason: T}
"""

_INDICATORS = """\
version: 1
indicators:
  i:
    title: {ja: T, en: T}
    unit: T
    kind: count
    direction: increase
    year: calendar
    note: T
    source: s
    actuals:
      2020: {value: 918, source: s, note: T}
      2021: {value: 956, published: 2022-08-30, note: {ja: T, en: T}, revisions: [{value: 950, published: 2022-06-01}]}
      2022: {value: 961, status: provisional, note: T}
      2023: {value: 962, source: s, note: T}
      2024: {status: pending, due: 2025-12-31, note: T}
  j: {title: T, unit: T, kind: amount, direction: decrease, year: fiscal, actuals: {2020: 9, 2021: 8.5, 2022: 9}}
  m: {title: T, unit: T, kind: index, direction: increase, year: fiscal, baseline: 2020, actuals: {2020: 9, 2021: 8.5}}
"""


def write(directory: Path, text: str = TEXT, url: str = URL) -> None:
    """Write both data files; escapes hold what YAML does not take as it is, and the marks of direction stand raw."""
    directory.mkdir(exist_ok=True)
    for name, pattern in (("targets", _TARGETS), ("indicators", _INDICATORS)):
        words = re.sub(r"\\u(202e|2066|2069|200f)", lambda mark: chr(int(mark[1], 16)), json.dumps(text))
        filled = re.sub(r"\bT\b", lambda _, words=words: words, pattern)
        filled = re.sub(r"url: U\b", lambda _: "url: " + json.dumps(url), filled)
        (directory / f"{name}.yaml").write_text(filled, encoding="utf-8")
