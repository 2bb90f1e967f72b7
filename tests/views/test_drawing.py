"""The pictures of pages, which we draw, beside those that the library draws of the same charts."""

from __future__ import annotations

import re
import sys

import pytest
from chart_cases import drawn, policy, shipped
from lxml import etree
from page_form import page_spec

from unpolicy.errors import MissingExtraError
from unpolicy.views import chart_spec as drawing
from unpolicy.views.chart import Dot, Part
from unpolicy.views.chart_page import draw
from unpolicy.views.charting import MOST_PARTS

COLOURS = ("fill", "stroke", "stroke-dasharray")
STEP = re.compile(r"([MLHVAZ])([^MLHVAZ]*)", re.IGNORECASE)
CASES = {
    "target and projection": ({2020: 1, 2021: 2.5, 2022: 3}, {"value": 9}, {}),
    "no figure": ({}, {"value": 9}, {}),
    "many": ({year: 10_000 + 137 * (year - 2000) for year in range(2000, 2024)}, {"value": 14_000}, {}),
    "limits": ({2020: 52, 2021: 55, 2022: 58}, {"keep": {"min": 50, "max": 60}}, {}),
    "provisional": ({2020: 1, 2021: 2, 2022: {"value": 3, "status": "provisional"}}, None, {}),
    "negative": ({2020: -12.5, 2021: -3, 2022: -8}, {"value": 4}, {"decimals": 1}),
    "break": ({2020: 5, 2021: 7, 2022: {"value": 3, "status": "break"}, 2023: 4}, {"value": 9}, {}),
    "intervals": ({2020: 5, 2023: {"value": 7, "low": 6.5, "high": 8}}, None, {"every": 3}),
    "other years": ({2020: 5, 2021: 7}, {"value": 9}, {"year": {"starts": 7, "named_by": "both"}}),
    "waiting": ({2020: 5, 2021: 7, 2022: {"status": "pending"}}, {"value": 9, "yearly": {2022: 8}}, {}),
}


def shapes(root):
    """Every word and every stroke or area of a picture: what it is, how it looks, and where."""
    return sorted(found for child in root for found in _shapes(child, (0.0, 0.0), dict.fromkeys(COLOURS)))


def _shapes(item, at, look):
    moved = re.match(r"translate\(([-\d.e]+)[, ]([-\d.e]+)\)", item.get("transform", ""))
    at = at if moved is None else (at[0] + float(moved[1]), at[1] + float(moved[2]))
    look = look | {name: item.get(name) for name in COLOURS if item.get(name) is not None}
    tag = etree.QName(item).localname
    colours = tuple(str(look[name]) for name in COLOURS)
    if tag == "text":
        yield "text", item.text, colours[0], (at[0] + float(item.get("x", 0)), at[1] + float(item.get("y", 0)))
    elif tag == "line":
        yield "shape", "", str(colours), (*at, at[0] + float(item.get("x2", 0)), at[1] + float(item.get("y2", 0)))
    elif tag == "path" and item.get("class") not in ("background", "foreground"):
        for box in boxes(item.get("d"), at):
            yield "shape", "", str(colours), box
    for child in item:
        yield from _shapes(child, at, look)


def boxes(path, at):
    """The box around each piece of a path: its first corner and its last one."""
    x = y = 0.0
    pieces = []
    for letter, rest in STEP.findall(path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", rest)]
        steps = {"H": 1, "V": 1, "A": 7, "Z": 1}.get(letter.upper(), 2)
        for start in range(0, len(numbers), steps):
            ends = numbers[start : start + steps][-2:]
            dx, dy = (x, y) if letter.islower() else (0.0, 0.0)
            x, y = {"H": (dx + ends[0], y), "V": (x, dy + ends[-1])}.get(letter.upper(), (dx + ends[0], dy + ends[-1]))
            if letter in "Mm":
                pieces.append([])
            pieces[-1].append((at[0] + x, at[1] + y))
    for points in pieces:
        across, down = zip(*points, strict=True)
        yield min(across), min(down), max(across), max(down)


def ends_in_order(found):
    """The same with the corners of every box in order, to the nearest pixels."""
    for kind, words, look, place in found:
        corners = place[:2], place[-2:]
        yield kind, words, look, (*map(min, *corners), *map(max, *corners))


@pytest.mark.parametrize("case", CASES)
def test_a_picture_of_ours_is_what_the_library_draws(case: str):
    actuals, target, indicator = CASES[case]
    same_shapes(drawn(policy(actuals, target=target, indicator=indicator), "en"))


def test_the_points_of_every_part_have_the_shape_of_the_library():
    chart = drawn(policy({2020: 50, 2021: 60, 2023: 70}), "en")
    parts = [
        Part(str(at), (Dot(2020, 10 + 3 * at), Dot(2021, 11 + 3 * at), Dot(2023, 9 + 3 * at)))
        for at in range(MOST_PARTS)
    ]
    same_shapes(chart._replace(parts=tuple(parts), of_parts=MOST_PARTS, ahead=(), waiting=()))


def same_shapes(chart):
    """Hold that both draw the same of a chart."""
    pytest.importorskip("vl_convert", reason="the library is in the extra 'report'")
    ours = etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{draw(chart)}</svg>')
    theirs = etree.fromstring(drawing.svg(page_spec(chart)).encode())
    one, other = list(ends_in_order(shapes(ours))), list(ends_in_order(shapes(theirs)))
    assert len(one) == len(other)
    for shape in one:
        same = next((there for there in other if there[:3] == shape[:3] and near(there[3], shape[3])), None)
        assert same is not None, shape
        other.remove(same)


def near(one, other):
    """Whether two places are one, to less than a pixel."""
    return all(abs(x - y) < 0.75 for x, y in zip(one, other, strict=True))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'unpolicy\[report\]'"):
        drawing.svg(page_spec(drawn(shipped(), "en", "staff-1000")))
