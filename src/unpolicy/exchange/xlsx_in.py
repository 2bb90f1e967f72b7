"""A sheet of an Excel workbook as Excel shows it, read as a stream.

The parts of a workbook are read directly (ECMA-376 part 1, 18.3 to 18.8): what is needed here (hidden rows and columns,
merged cells, formulas without a result, superscript runs, number formats) must be known of every cell at once, and a
workbook made to fill the memory must not.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from unpolicy.errors import DataError
from unpolicy.exchange.grid import Flawed, Grid, Row, is_blank, pick_sheet
from unpolicy.exchange.rows import COLUMNS
from unpolicy.exchange.unpacking import refuse_bomb, refuse_row
from unpolicy.exchange.xlsx_numbers import Style, shown_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The escape of an escape first: XlsxWriter escapes from left to right, and what overlaps only once.
_ESCAPE = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
_CHUNK = 1 << 16
_BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((14, 15, 16, 17, 22), "yyyy-mm-dd")}
DAMAGED = (
    *(zipfile.BadZipFile, expat.ExpatError, LookupError, ValueError, EOFError, SyntaxError),
    *(NotImplementedError, RuntimeError, OSError, OverflowError, ArithmeticError, zlib.error, lzma.LZMAError),
)
"""What a damaged, encrypted or invented archive makes the libraries raise."""


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
    try:
        refuse_bomb(data, name)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Workbook(archive, name).grid(sheet, hidden=hidden)
    except DAMAGED as error:
        raise _no_workbook(name) from error


class _Workbook:
    """The parts of a workbook."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name
        self.sheets: dict[str, tuple[str, bool]] = {}
        self.uncalculated = False
        self.since_1904 = False
        links: dict[str, str] = {}
        _parse(archive, "xl/_rels/workbook.xml.rels", lambda tag, a: _note_link(links, tag, a))
        _parse(archive, "xl/workbook.xml", lambda tag, a: self._note(links, tag, a))
        self._paths = set(archive.namelist())

    def _note(self, links: Mapping[str, str], tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            shown = attributes.get("state", "visible") == "visible"
            if "worksheet" in links.get(link, ""):
                self.sheets[attributes["name"]] = (links[link], shown)
        elif tag == "calcPr":
            self.uncalculated = attributes.get("fullCalcOnLoad") in ("1", "true")
        elif tag == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")

    def grid(self, sheet: str | None, *, hidden: bool) -> Grid:
        """One sheet as a table."""
        shown = {name: one[1] for name, one in self.sheets.items()}
        wanted, remarks = pick_sheet(self.name, shown, sheet, hidden=hidden)
        reader = _Sheet(self, _strings(self._archive, self._paths), _styles(self._archive, self._paths))
        reader.read(self._archive, self.sheets[wanted][0])
        rows = [row._replace(hidden=row.hidden and not hidden) for row in reader.merged() if not row.blank]
        columns = frozenset() if hidden else frozenset(reader.hidden)
        return Grid(self.name, rows, remarks, columns)


class _Sheet:
    """Reads the cells of one sheet."""

    def __init__(self, book: _Workbook, strings: list[str], styles: list[Style]) -> None:
        self.rows: list[Row] = []
        self.hidden: set[int] = set()
        self._book = book
        self._strings = strings
        self._styles = styles
        self._spans: list[tuple[int, int, int, int]] = []
        self._cells: dict[int, str] = {}
        self._row = 0
        self._row_hidden = False
        self._column = -1
        self._cell: Mapping[str, str] = {}
        self._formula = False
        self._text: _Runs = _Runs()
        self._exact = False

    def read(self, archive: zipfile.ZipFile, path: str) -> None:
        """Read the part at a path of the archive."""
        _parse(archive, path, self._start, self._end, self._data)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            refuse_row(self._row, self._book.name)
            self._row_hidden = _true(attributes.get("hidden"))
            self._cells, self._column = {}, -1
        elif tag == "c":
            self._cell, self._formula, self._text = attributes, False, _Runs()
            self._column = _position(attributes["r"])[1] if "r" in attributes else self._column + 1
        elif tag == "f":
            self._formula = True
        elif tag == "col" and _true(attributes.get("hidden")):
            self.hidden.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), 16384)))
        elif tag == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self._spans.append((*_position(first), *_position(last or first)))
        self._text.start(tag, attributes)

    def _data(self, tag: str, text: str) -> None:
        if tag in ("v", "t"):
            self._text.add(text)

    def _end(self, tag: str) -> None:
        if tag == "c":
            text = self._shown()
            if not is_blank(text):
                self._cells[self._column] = text
        elif tag == "row" and self._cells:
            cells = tuple(self._cells.get(column, "") for column in range(max(self._cells) + 1))
            self._exact = self._exact or cells == COLUMNS
            self.rows.append(Row(self._row, cells, self._row_hidden))

    def _shown(self) -> str:
        kind = self._cell.get("t", "n")
        text = self._text.text
        index = int(self._cell.get("s", 0))
        style = self._styles[index] if index or self._styles else Style()
        if self._formula and (text == "" or (self._book.uncalculated and text == "0")):
            return Flawed("=", "formula")
        if kind == "e":
            return Flawed(text, "error-value")
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if kind in ("s", "inlineStr", "str"):
            shown = self._strings[int(text)] if kind == "s" and text else self._text.marked(_unescape(text))
            return Flawed(shown, "footnote-mark") if style.raised and shown and not isinstance(shown, Flawed) else shown
        if kind == "d":
            return text.removesuffix("T00:00:00")
        return shown_number(text, style, since_1904=self._book.since_1904, exact=self._exact) if text else ""

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


class _Runs:
    """The text of a cell, put together from its runs; raised ones are marks."""

    def __init__(self) -> None:
        self.text = ""
        self._raised = False
        self._any = False
        self._phonetic = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note the beginning of an element within the cell."""
        if tag == "r":
            self._raised = False
        elif tag == "vertAlign" and attributes.get("val") in ("superscript", "subscript"):
            self._raised = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag in ("si", "is"):
            self._phonetic = False

    def add(self, text: str) -> None:
        """Add characters."""
        if self._phonetic:
            return
        self._any = self._any or (self._raised and not is_blank(text))
        self.text += text

    def marked(self, text: str) -> str:
        """The text, with its flaw where a run of it is raised."""
        return Flawed(text, "footnote-mark") if self._any else text


def _strings(archive: zipfile.ZipFile, paths: set[str]) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    runs = [_Runs()]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "si":
            runs[0] = _Runs()
        runs[0].start(tag, attributes)

    def end(tag: str) -> None:
        if tag == "si":
            found.append(runs[0].marked(_unescape(runs[0].text)))

    if "xl/sharedStrings.xml" in paths:
        _parse(archive, "xl/sharedStrings.xml", start, end, lambda tag, text: runs[0].add(text) if tag == "t" else None)
    return found


def _styles(archive: zipfile.ZipFile, paths: set[str]) -> list[Style]:
    """The styles that cells name by their number."""
    formats: dict[int, str] = dict(_BUILT_IN)
    raised: list[bool] = []
    styles: list[Style] = []
    inside = [""]

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside[0] = tag
        elif tag == "numFmt":
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif tag == "font" and inside[0] == "fonts":
            raised.append(False)
        elif tag == "vertAlign" and inside[0] == "fonts" and raised:
            raised[-1] = attributes.get("val") in ("superscript", "subscript")
        elif tag == "xf" and inside[0] == "cellXfs":
            font = int(attributes.get("fontId", 0))
            shown_as = formats.get(int(attributes.get("numFmtId", 0)), "General")
            styles.append(Style(shown_as, raised=raised[font] if font < len(raised) else False))

    if "xl/styles.xml" in paths:
        _parse(archive, "xl/styles.xml", start)
    return styles


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


def _note_link(links: dict[str, str], tag: str, attributes: Mapping[str, str]) -> None:
    if tag == "Relationship":
        target = attributes["Target"]
        links[attributes["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parse(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, Mapping[str, str]], Any],
    end: Callable[[str], Any] = lambda _: None,
    data: Callable[[str, str], Any] = lambda _, __: None,
) -> None:
    """Read a part of the archive, piece by piece; names come without their namespace."""
    parser = expat.ParserCreate()
    stack: list[str] = []

    def started(name: str, attributes: dict[str, str]) -> None:
        stack.append(name.rpartition(":")[2])
        start(stack[-1], attributes)

    def ended(_: str) -> None:
        end(stack.pop())

    def refuse(*_: object) -> None:
        raise ValueError("a document type in a workbook")

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler = lambda text: data(stack[-1], text)
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own
    parser.Parse(b"", True)  # noqa: FBT003 - expat's own


def _no_workbook(name: str) -> DataError:
    return DataError(
        f"{name} is not an Excel workbook (.xlsx), or it is damaged.",
        ja=f"{name} は Excel ブック（.xlsx）ではないか、壊れています。",
    )
