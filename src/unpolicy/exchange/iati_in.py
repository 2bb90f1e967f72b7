"""The results of IATI activities as a table: a row a period, with what was measured, promised or counted from.

Elements and attributes are those of IATI 2.03 (iati-activities-schema.xsd: result, indicator, baseline, period).
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from unpolicy.errors import DataError
from unpolicy.exchange.grid import Grid, Row
from unpolicy.exchange.workbook import Undeclared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COLUMNS = ("indicator", "title", "year", "value", "target", "baseline", "note", "direction", "goal")
_OURS = "99"
"""The vocabulary of references that are the reporting organisation's own."""


def read_iati(data: bytes, name: str) -> Grid:
    """Read the results of all activities of a file.

    Args:
        data: the XML.
        name: the file's name, for messages.

    Raises:
        DataError: it is no XML, or holds no activity.
    """
    try:
        root = ET.parse(Undeclared(io.BytesIO(data))).getroot()  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError, LookupError) as error:  # LookupError: an encoding that there is not
        raise DataError(
            f"{name} cannot be read as XML ({error}).", ja=f"{name} は XML として読めません（{error}）。"
        ) from error
    activities = [root] if root.tag == "iati-activity" else root.findall("iati-activity")
    if not activities:
        raise DataError(
            f"{name} holds no iati-activity: import reads IATI 2.03 activities.",
            ja=f"{name} に iati-activity がありません。読めるのは IATI 2.03 の activity です。",
        )
    found = [
        ((*cells, one.get("ascending", ""), _words(result.find("title"))), dimensions)
        for activity in activities
        for result in activity.iterfind("result")
        for one in result.iterfind("indicator")
        for cells, dimensions in _rows(one)
    ]
    parts = list(dict.fromkeys(part for _, dimensions in found for part in dimensions))
    rows = [Row(1, (*_COLUMNS, *parts))]
    for number, (cells, dimensions) in enumerate(found, start=2):
        rows.append(Row(number, (*cells, *(dimensions.get(part, "") for part in parts))))
    return Grid(name, rows)


def _rows(indicator: ET.Element) -> Iterator[tuple[Sequence[str], dict[str, str]]]:
    ours = (one.get("code", "") for one in indicator.findall("reference") if one.get("vocabulary") == _OURS)
    code, title = next(ours, ""), _words(indicator.find("title"))
    sign = "%" if indicator.get("measure") == "2" else ""
    for one in indicator.findall("baseline"):
        if one.get("value"):
            yield (code, title, one.get("year", ""), "", "", one.get("value", "") + sign, ""), _dimensions(one)
    for period in indicator.findall("period"):
        year = _year(period)
        for kind, at in (("actual", 3), ("target", 4)):
            for one in period.findall(kind):
                if one.get("value"):
                    cells = [code, title, year, "", "", "", _words(one.find("comment")) if kind == "actual" else ""]
                    cells[at] = one.get("value", "") + sign
                    yield cells, _dimensions(one)


def _dimensions(element: ET.Element) -> dict[str, str]:
    found = {one.get("name", ""): one.get("value", "") for one in element.findall("dimension")}
    places = [one.get("ref", "") for one in element.findall("location")]
    return found | ({"location": ", ".join(places)} if places else {})


def _year(period: ET.Element) -> str:
    """The year that a period is, or its two days where it is none."""
    first, last = (
        one.get("iso-date", "") if (one := period.find(name)) is not None else ""
        for name in ("period-start", "period-end")
    )
    if first[4:] == "-01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    if first[4:] == "-04-01" and first[:4].isdigit() and last == f"{int(first[:4]) + 1}-03-31":
        return f"FY{first[:4]}"
    return f"{first} … {last}"


def _words(element: ET.Element | None) -> str:
    """The first narrative of an element: it is in the activity's own language."""
    narrative = None if element is None else element.find("narrative")
    return "" if narrative is None else (narrative.text or "").strip()
