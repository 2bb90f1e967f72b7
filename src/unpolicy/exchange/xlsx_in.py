"""A sheet of an Excel workbook as Excel shows it, read as a stream.

The parts of a workbook are read directly (ECMA-376 part 1, 18.3 to 18.8): what is needed here (hidden rows and columns,
merged cells, formulas without a result, superscript runs, number formats) must be known of every cell at once, and a
workbook made to fill the memory must not. Numbers and days stand as Excel shows them (18.8.30 and 18.8.31).
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.exchange.cells import Flawed, Grid, Row, is_blank
from unpolicy.exchange.rows import COLUMNS
from unpolicy.exchange.workbook import elements, pick_sheet, refuse_row, unpacked

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    import zipfile

# The escape of an escape first: XlsxWriter escapes from left to right, and what overlaps only once.
_ESCAPE = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((14, 15, 16, 17, 22), "yyyy-mm-dd")}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_NO_UNIT = frozenset("△▲-−+()¥￥$£€ ")
_NOISE = 13
"""Digits beyond which a number that 15 digits shorten to fewer carries but the noise of its arithmetic."""


class _Style(NamedTuple):
    """How a cell is shown.

    Attributes:
        shown_as: the format of its number.
        raised: whether its font is a superscript or a subscript.
    """

    shown_as: str = "General"
    raised: bool = False


def read_xlsx(data: bytes, name: str, sheet: str | None = None, *, hidden: bool = False) -> Grid:
    """Read one sheet.

    Args:
        data: the workbook.
        name: the file's name, for messages.
        sheet: the sheet's name; the sheet `figures` where there is one, else the first that is shown, when `None`.
        hidden: whether what the workbook does not show is read like the rest.

    Raises:
        DataError: it is no workbook.
        UsageError: it has no such sheet.
    """
    kinds = "an Excel workbook (.xlsx)", "Excel ブック（.xlsx）"
    return unpacked(data, name, kinds, lambda archive: _grid(archive, name, sheet, hidden=hidden))


def _grid(archive: zipfile.ZipFile, name: str, sheet: str | None, *, hidden: bool) -> Grid:
    links = {}
    for _, element in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = element.attrib["Target"]
        links[element.attrib["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets: dict[str, tuple[str, bool]] = {}
    uncalculated = since_1904 = False
    for tag, element in elements(archive, "xl/workbook.xml", "sheet", "calcPr", "workbookPr"):
        if tag == "sheet":
            link = links.get(next((value for key, value in element.items() if key.endswith("}id")), ""), "")
            if "worksheet" in link:
                sheets[element.attrib["name"]] = link, element.get("state", "visible") == "visible"
        elif tag == "calcPr":
            uncalculated = _true(element.get("fullCalcOnLoad"))
        else:
            since_1904 = _true(element.get("date1904"))
    wanted, remarks = pick_sheet(name, {key: shown for key, (_, shown) in sheets.items()}, sheet, hidden=hidden)
    reader = _SheetPart(archive, name, uncalculated=uncalculated, since_1904=since_1904)
    reader.read(archive, sheets[wanted][0])
    rows = [row._replace(hidden=row.hidden and not hidden) for row in reader.merged() if not row.blank]
    return Grid(name, rows, remarks, frozenset() if hidden else frozenset(reader.hidden))


class _SheetPart:
    """Reads the cells of one sheet."""

    def __init__(self, archive: zipfile.ZipFile, name: str, *, uncalculated: bool, since_1904: bool) -> None:
        self.rows: list[Row] = []
        self.hidden: set[int] = set()
        self._name = name
        self._uncalculated = uncalculated
        self._since_1904 = since_1904
        paths = archive.namelist()
        self._strings = [_text(string) for _, string in elements(archive, _STRINGS, "si")] if _STRINGS in paths else []
        self._styles = _styles(archive) if _STYLES in paths else []
        self._spans: list[tuple[int, int, int, int]] = []
        self._exact = False

    def read(self, archive: zipfile.ZipFile, path: str) -> None:
        """Read the part at a path of the archive."""
        cells: dict[int, str] = {}
        number, column = 0, -1
        for tag, element in elements(archive, path, "c", "row", "col", "mergeCell"):
            if tag == "c":
                column = _position(element.attrib["r"])[1] if "r" in element.attrib else column + 1
                text = self._shown(element)
                if not is_blank(text):
                    cells[column] = text
            elif tag == "row":
                number = int(element.get("r", number + 1))
                self._add(number, cells, hidden=_true(element.get("hidden")))
                cells, column = {}, -1
            elif tag == "mergeCell":
                first, _, last = element.attrib["ref"].partition(":")
                self._spans.append((*_position(first), *_position(last or first)))
            elif _true(element.get("hidden")):
                self.hidden.update(range(int(element.attrib["min"]) - 1, min(int(element.attrib["max"]), 16384)))

    def _add(self, number: int, cells: dict[int, str], *, hidden: bool) -> None:
        refuse_row(number, self._name)
        if cells:
            texts = tuple(cells.get(column, "") for column in range(max(cells) + 1))
            self._exact = self._exact or texts == COLUMNS
            self.rows.append(Row(number, texts, hidden))

    def _shown(self, cell: ET.Element) -> str:
        kind, index = cell.get("t", "n"), int(cell.get("s", 0))
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        text = _unescape(parts["v"].text or "") if "v" in parts else _text(parts["is"]) if "is" in parts else ""
        style = self._styles[index] if index or self._styles else _Style()
        if "f" in parts and (text == "" or (self._uncalculated and text == "0")):
            return Flawed("=", "formula")
        if kind == "e":
            return Flawed(text, "error-value")
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if kind in ("s", "inlineStr", "str"):
            shown = self._strings[int(text)] if kind == "s" and text else text
            return Flawed(shown, "footnote-mark") if style.raised and shown and not isinstance(shown, Flawed) else shown
        if kind == "d":
            return text.removesuffix("T00:00:00")
        return _number(text, style, since_1904=self._since_1904, exact=self._exact) if text else ""

    def merged(self) -> list[Row]:
        """The rows, with what stands in merged cells in each of them: in a row with other cells, and downwards.

        A number in cells merged over several columns belongs to none of them alone.
        """
        by_number = {row.number: at for at, row in enumerate(self.rows)}
        for top, left, bottom, right in self._spans:
            at = by_number.get(top)
            text = self.rows[at].cell(left) if at is not None else ""
            if is_blank(text) or at is None:
                continue
            others = [column for column in self.rows[at].filled if not left <= column <= right]
            if right > left and others:
                text = Flawed(text, "merged") if re.match(r"\W*[0-9]", text) and not _is_label(self.rows, at) else text
                self._fill(at, range(left, right + 1), text)
            for below in range(top + 1, min(bottom, top + 1000) + 1):
                if below in by_number and not re.fullmatch(r"\W*[0-9.,]+\W*", text):
                    self._fill(by_number[below], range(left, left + 1), text)
        return self.rows

    def _fill(self, at: int, columns: range, text: str) -> None:
        row = self.rows[at]
        cells = dict(enumerate(row.cells))
        cells.update(dict.fromkeys(columns, text))
        self.rows[at] = row._replace(cells=tuple(cells.get(column, "") for column in range(max(cells) + 1)))


def _text(element: ET.Element) -> str:
    """The text of a cell, put together from its runs; where one of them is raised, it is the mark of a footnote."""
    text, raised = "", False
    for part in element:
        tag = part.tag.rpartition("}")[2]
        if tag == "t":
            text += part.text or ""
        elif tag == "r":  # what else there is says how the text sounds
            run = "".join(part_text.text or "" for part_text in part.iterfind("{*}t"))
            raised = raised or (_is_raised(part) and not is_blank(run))
            text += run
    return Flawed(_unescape(text), "footnote-mark") if raised else _unescape(text)


def _is_raised(element: ET.Element) -> bool:
    """Whether a run or a font is a superscript or a subscript."""
    raised = ("superscript", "subscript")
    return any(alignment.get("val") in raised for alignment in element.iterfind(".//{*}vertAlign"))


def _styles(archive: zipfile.ZipFile) -> list[_Style]:
    """The styles that cells name by their number."""
    formats, fonts, found = dict(_BUILT_IN), list[bool](), list[_Style]()
    for tag, element in elements(archive, _STYLES, "numFmt", "font", "cellStyleXfs", "xf", "cellXfs"):
        if tag == "numFmt":
            formats[int(element.attrib["numFmtId"])] = element.get("formatCode", "General")
        elif tag == "font":
            fonts.append(_is_raised(element))
        elif tag == "xf":
            font, shown_as = int(element.get("fontId", 0)), formats.get(int(element.get("numFmtId", 0)), "General")
            found.append(_Style(shown_as, raised=font < len(fonts) and fonts[font]))
        elif tag == "cellXfs":
            break
        else:  # those before are of named styles
            found.clear()
    return found


def _is_label(rows: list[Row], at: int) -> bool:
    """Whether a row stands at the top of the table, where merged cells are headings."""
    return at == 0 or (at < 20 and not any(len(row.filled) > len(rows[at].filled) for row in rows[:at]))


def _unescape(text: str) -> str:
    """A text with its ``_xHHHH_`` read."""
    return _ESCAPE.sub(lambda match: match[1] or chr(int(match[2], 16)), text) if "_x" in text else text


def _position(reference: str) -> tuple[int, int]:
    """Row and column of a cell's name: the row from 1, the column from 0."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column - 1


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def _number(text: str, style: _Style, *, since_1904: bool, exact: bool) -> str:
    """A number as its cell shows it.

    Args:
        text: the number as the file has it.
        style: how the cell is shown.
        since_1904: whether the workbook counts days from 1904.
        exact: whether every digit counts, even where 15 digits would be fewer.

    Raises:
        ValueError: it is no number.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text[:20])
    first = style.shown_as.split(";")[0]
    literal = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(first))
    bare = _QUOTED.sub("", first)
    if re.search(r"[yge]", bare, re.IGNORECASE) and "general" not in bare.lower() and "0" not in bare.split(".")[0]:
        return _day(value, bare, since_1904=since_1904)
    if re.search(r"[dmhs]", bare, re.IGNORECASE) and "0" not in bare:
        return _day(value, bare, since_1904=since_1904)
    number = _plain(value, exact=exact)
    if "%" in bare:  # Excel keeps 82.7 % as 0.827
        return f"{format((Decimal(number) * 100).normalize(), 'f')}%"
    unit = "" if re.search(r"[0#],+(?:$|[^0#])", bare) else "".join(c for c in literal if c not in _NO_UNIT)
    shown = f"{number}{unit}"
    return Flawed(shown, "footnote-mark") if style.raised else shown


def _plain(value: float, *, exact: bool) -> str:
    if not exact:
        short = f"{value:.15g}"
        if len(re.sub(r"\D", "", short.partition("e")[0]).strip("0")) <= _NOISE:
            value = float(short)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def _day(value: float, bare: str, *, since_1904: bool) -> str:
    """A day, or the year alone where no more of it is shown."""
    # Excel takes 1900 for a leap year: days before that March are one further from its zero.
    zero = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001
    try:
        moment = zero + timedelta(days=value)
    except OverflowError:  # Excel shows no such day either
        return Flawed("#VALUE!", "error-value")
    if not re.search(r"[dmhs]", bare, re.IGNORECASE):
        return str(moment.year)
    whole = moment.replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == datetime.min.time() else whole.isoformat(" ")
