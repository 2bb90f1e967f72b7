"""The policy as one activity of the International Aid Transparency Initiative, with its results: IATI 2.03.

What an activity must hold is in the schema (github.com/IATI/IATI-Schemas, iati-activities-schema.xsd) and in the
published rules (github.com/IATI/IATI-Rulesets, standard-ruleset.json): an identifier that begins with the reporting
organisation's, a title, a description, a participating organisation, a status, a planned or actual start, a sector, a
recipient country or region, and a value wherever a measure is a number. Codes are those of the IATI code lists.
Targets and figures are results: a result a goal, an indicator a target, a period a year. A figure that is not out has
no `actual`: its period stands there without one. The way back is a table: a row a period, with what was measured,
promised or counted from.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from unpolicy.assess.vintages import source_of
from unpolicy.errors import DataError, UsageError
from unpolicy.exchange.cells import Grid, Row
from unpolicy.exchange.rows import baseline_of, plain_number
from unpolicy.exchange.workbook import Undeclared
from unpolicy.model import Dataset, Figure, Indicator, Target, Text, Translations, pick
from unpolicy.names import MADE_BY
from unpolicy.text import xml_safe
from unpolicy.years import Language, YearKind, has_ended, parse_period, year_end, year_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.exchange.formats import Wishes

VERSION = "2.03"

_REFERENCE = re.compile(r"[^\s/&|?](?:[^/&|?\r\n\t]*[^\s/&|?])?")
_OUTCOME = "2"
_OTHER = "9"
_MONITORED = Translations(ja="参考指標（目標値なし）", en="Reference indicators (no target)")
_AT_LEAST = Translations(ja="この値以上を保つ。", en="To stay at or above this.")
_AT_MOST = Translations(ja="この値以下を保つ。", en="To stay at or below this.")
_TOTAL = Translations(ja="基準年より後の累計。", en="Total of the years since the baseline.")
_OF_YEAR = Translations(ja="この年だけの値。", en="The figure of this year alone.")
_STATUSES: dict[str, Text] = {
    "provisional": Translations(ja="暫定値。", en="Provisional."),
    "estimated": Translations(ja="推計値。", en="Estimated."),
    "break": Translations(ja="ここで系列が途切れる。", en="Break in the series."),
}
_COLUMNS = ("indicator", "title", "year", "value", "target", "baseline", "note", "direction", "goal")
_OURS = "99"
"""The vocabulary of references that are the reporting organisation's own."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """What IATI wants to know that no data file holds.

    Attributes:
        org: the identifier of the reporting organisation, as XM-DAC-701-2.
        org_type: its type, a code of OrganisationType; 10 is a government.
        sector: a 5-digit code of the OECD's purpose codes; 15110 is public sector policy and administrative management.
        recipient: a country of two letters, or a region of three digits; 998, developing countries, unspecified, is for
            what is not meant for one country.
        start: when the activity began or is to begin; `None` for a planned start with the period under review, else
            with the earliest year there is.
    """

    org: str
    org_type: str = "10"
    sector: str = "15110"
    recipient: str = "998"
    start: date | None = None

    def __post_init__(self) -> None:
        """Refuse what the rules refuse.

        Raises:
            UsageError: an option does not have the form that IATI asks for.
        """
        if not _REFERENCE.fullmatch(self.org):
            raise UsageError(
                "--reporting-org takes an IATI organisation identifier such as XM-DAC-701-2, without / & | ?.",
                ja="--reporting-org には XM-DAC-701-2 のような IATI の組織 ID を指定してください（/ & | ? は不可）。",
            )
        for option, value, pattern, example in (
            ("--org-type", self.org_type, r"\d{2}", "10"),
            ("--sector", self.sector, r"\d{5}", "15110"),
            ("--recipient", self.recipient, r"[A-Z]{2}|\d{2,3}", "KE / 998"),
        ):
            if not re.fullmatch(pattern, value, re.ASCII):
                raise UsageError(
                    f"{option} takes a code such as {example}, not “{value}”.",
                    ja=f"{option} には {example} のようなコードを指定してください（「{value}」は不可）。",
                )


def write_iati(stream: BinaryIO, dataset: Dataset, wishes: Wishes) -> None:
    """Write the policy as one IATI activity.

    Args:
        stream: where the bytes go.
        dataset: the data.
        wishes: who reports, the default language of texts, where texts in the other one say so, and the day on which
            target years are over or not.

    Raises:
        UsageError: nobody reports.
    """
    if wishes.reporting is None:
        raise UsageError(
            "IATI needs to know who reports: add --reporting-org with the organisation's identifier, as XM-DAC-701-2.",
            ja="IATI では報告組織が必須です。--reporting-org に組織 ID（例：XM-DAC-701-2）を指定してください。",
        )
    root = ET.Element("iati-activities", {"version": VERSION})
    _activity(root, dataset, wishes.lang, wishes.reporting, wishes.as_of)
    ET.indent(root)
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- ' + MADE_BY.encode() + b" -->\n")
    stream.write(ET.tostring(root, encoding="unicode").encode() + b"\n")


def _activity(root: ET.Element, dataset: Dataset, lang: Language, reporting: Reporting, as_of: date) -> None:
    policy = dataset.policy
    activity = ET.SubElement(root, "iati-activity", {"xml:lang": lang})
    ET.SubElement(activity, "iati-identifier").text = f"{reporting.org}-{policy.id}"
    organisation, name = {"ref": reporting.org, "type": reporting.org_type}, policy.owner or reporting.org
    _narrate(activity, "reporting-org", name, lang, organisation)
    _narrate(activity, "title", policy.title, lang)
    _narrate(activity, "description", policy.programme or policy.title, lang, {"type": "1"})
    # Role 2, accountable: the organisation that answers for the outcome. Funding is not ours to tell.
    _narrate(activity, "participating-org", name, lang, {**organisation, "role": "2"})
    ET.SubElement(activity, "activity-status", {"code": _status(dataset, as_of)})
    _dates(activity, dataset, reporting, as_of)
    place = {"code": reporting.recipient}
    if reporting.recipient.isdigit():
        ET.SubElement(activity, "recipient-region", {**place, "vocabulary": "1"})
    else:
        ET.SubElement(activity, "recipient-country", place)
    ET.SubElement(activity, "sector", {"vocabulary": "1", "code": reporting.sector})
    _add_results(activity, dataset, lang)


def _status(dataset: Dataset, as_of: date) -> str:
    """ActivityStatus 2, implementation, until every target year is over; then 3, finalisation."""
    open_ = [t for t in dataset.targets.values() if not has_ended(t.last, _years(dataset, t), as_of)]
    return "2" if open_ or not dataset.targets else "3"


def _years(dataset: Dataset, target: Target) -> YearKind:
    return dataset.indicators[target.indicator].year_kind


def _dates(activity: ET.Element, dataset: Dataset, reporting: Reporting, as_of: date) -> None:
    start = reporting.start or _start(dataset, as_of)
    # Planned (1) unless --start says that it began (2): the data know what was planned only.
    began = reporting.start is not None and start <= as_of
    ET.SubElement(activity, "activity-date", {"type": "2" if began else "1", "iso-date": start.isoformat()})
    ends = [year_end(t.by, _years(dataset, t)) for t in dataset.targets.values() if t.by is not None]
    if ends and max(ends) > start:
        ET.SubElement(activity, "activity-date", {"type": "3", "iso-date": max(ends).isoformat()})


def _start(dataset: Dataset, as_of: date) -> date:
    if dataset.policy.reviewed is not None:
        period = parse_period(dataset.policy.reviewed)
        return year_start(period.first, "fiscal" if period.fiscal else "calendar")
    targets = dataset.targets.values()
    starts = [year_start(t.baseline_year, _years(dataset, t)) for t in targets if t.baseline_year is not None]
    measured = dataset.indicators.values()
    starts += [year_start(year, indicator.year_kind) for indicator in measured for year in indicator.actuals]
    return min(starts, default=date(as_of.year, 1, 1))


def _add_results(activity: ET.Element, dataset: Dataset, lang: Language) -> None:
    """Add the results of all targets, goal by goal, and of the indicators without a target."""
    for goal_id, goal in dataset.goals.items():
        targets = [target for target in dataset.targets.values() if target.goal == goal_id]
        if not targets:
            continue  # a result must have an indicator
        result = ET.SubElement(activity, "result", {"type": _OUTCOME})
        _narrate(result, "title", goal.title, lang)
        if goal.statement is not None:
            _narrate(result, "description", goal.statement, lang)
        for target in targets:
            _Measured(dataset, lang, target.indicator, target).add(result)
    used = {target.indicator for target in dataset.targets.values()}
    monitored = [key for key in dataset.indicators if key not in used]
    if monitored:
        result = ET.SubElement(activity, "result", {"type": _OTHER})
        _narrate(result, "title", _MONITORED, lang)
        for key in monitored:
            _Measured(dataset, lang, key, None).add(result)


class _Measured(NamedTuple):
    """One indicator of a result, with its target where it has one."""

    dataset: Dataset
    lang: Language
    key: str
    target: Target | None

    @property
    def indicator(self) -> Indicator:
        return self.dataset.indicators[self.key]

    def add(self, result: ET.Element) -> None:
        indicator = self.indicator
        attributes = {"measure": "2" if indicator.kind == "percentage" else "1"}
        if indicator.direction != "none":
            attributes["ascending"] = "true" if indicator.direction == "increase" else "false"
        element = ET.SubElement(result, "indicator", attributes)
        _narrate(element, "title", indicator.title, self.lang)
        described = [None if self.target is None else self.target.title, indicator.unit, indicator.note]
        _narrate_joined(element, "description", [text for text in described if text is not None], self.lang, " / ")
        ET.SubElement(element, "reference", {"vocabulary": _OURS, "code": self.key})
        year, value = baseline_of(indicator, self.target)
        if year is not None and value is not None:
            day = year_end(year, indicator.year_kind).isoformat()
            ET.SubElement(element, "baseline", {"iso-date": day, "year": str(year), "value": plain_number(value)})
        promised = self._promised()
        for year in sorted({*indicator.actuals, *promised}):
            self._period(element, year, promised.get(year, ()))

    def _promised(self) -> dict[int, list[tuple[float, Text | None]]]:
        """What is promised for each year, with a comment where the number alone would mislead."""
        target = self.target
        if target is None:
            return {}
        if target.keep is not None:
            limits = [(target.keep.min, _AT_LEAST), (target.keep.max, _AT_MOST)]
            promised: list[tuple[float, Text | None]] = [(value, text) for value, text in limits if value is not None]
            years = [year for year in self.indicator.actuals if (target.baseline_year or 0) < year < target.last]
            return dict.fromkeys((*years, *([] if target.by is None else [target.by])), promised)
        comment = _TOTAL if self.indicator.aggregation == "sum" else None
        final = {} if target.value is None else {target.last: target.value}
        return {year: [(value, comment)] for year, value in {**target.yearly, **final}.items()}

    def _period(self, element: ET.Element, year: int, promised: Sequence[tuple[float, Text | None]]) -> None:
        kind = self.indicator.year_kind
        period = ET.SubElement(element, "period")
        ET.SubElement(period, "period-start", {"iso-date": year_start(year, kind).isoformat()})
        ET.SubElement(period, "period-end", {"iso-date": year_end(year, kind).isoformat()})
        for value, comment in promised:
            promise = ET.SubElement(period, "target", {"value": plain_number(value)})
            if comment is not None:
                _narrate(promise, "comment", comment, self.lang)
        figure = self.indicator.figure(year)
        if figure is not None and figure.value is not None:
            actual = ET.SubElement(period, "actual", {"value": plain_number(figure.value)})
            texts = self._comments(figure)
            if texts:
                _narrate_joined(actual, "comment", texts, self.lang)

    def _comments(self, figure: Figure) -> list[Text]:
        texts: list[Text] = [_STATUSES[figure.status]] if figure.status in _STATUSES else []
        if self.indicator.aggregation == "sum":
            texts.append(_OF_YEAR)
        if figure.note is not None:
            texts.append(figure.note)
        source = source_of(figure, self.indicator, self.dataset.sources)
        if source is not None:
            texts.append(self.dataset.sources[source].title if source in self.dataset.sources else source)
        return texts


def _narrate(parent: ET.Element, tag: str, text: Text, lang: Language, attributes: Mapping[str, str] = {}) -> None:
    """Add an element with a text's narratives, first that of the activity's language, in which a text alone is."""
    element = ET.SubElement(parent, tag, dict(attributes))
    languages = (lang, "en" if lang == "ja" else "ja")
    texts = {lang: text} if isinstance(text, str) else {language: getattr(text, language) for language in languages}
    for language, words in texts.items():
        if words is not None:
            marked = {} if language == lang else {"xml:lang": language}
            ET.SubElement(element, "narrative", marked).text = xml_safe(words)


def _narrate_joined(parent: ET.Element, tag: str, texts: list[Text], lang: Language, separator: str = " ") -> None:
    """Add an element with several texts as one, in both languages as soon as one of them is in both."""
    ja, en = separator.join(pick(text, "ja") for text in texts), separator.join(pick(text, "en") for text in texts)
    plain = all(isinstance(text, str) for text in texts)
    _narrate(parent, tag, en if plain else Translations.model_construct(ja=ja or None, en=en or None), lang)


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
        ((*cells, indicator.get("ascending", ""), _words(result.find("title"))), dimensions)
        for activity in activities
        for result in activity.iterfind("result")
        for indicator in result.iterfind("indicator")
        for cells, dimensions in _rows(indicator)
    ]
    parts = list(dict.fromkeys(part for _, dimensions in found for part in dimensions))
    rows = [Row(1, (*_COLUMNS, *parts))]
    for number, (cells, dimensions) in enumerate(found, start=2):
        rows.append(Row(number, (*cells, *(dimensions.get(part, "") for part in parts))))
    return Grid(name, rows)


def _rows(indicator: ET.Element) -> Iterator[tuple[Sequence[str], dict[str, str]]]:
    ours = indicator.find(f"reference[@vocabulary='{_OURS}']")
    code, title = "" if ours is None else ours.get("code", ""), _words(indicator.find("title"))
    sign = "%" if indicator.get("measure") == "2" else ""
    for base in indicator.findall("baseline"):
        if base.get("value"):
            yield (code, title, base.get("year", ""), "", "", base.get("value", "") + sign, ""), _dimensions(base)
    for period in indicator.findall("period"):
        year = _year(period)
        for kind, at in (("actual", 3), ("target", 4)):
            for value in period.findall(kind):
                if value.get("value"):
                    cells = [code, title, year, "", "", "", _words(value.find("comment")) if kind == "actual" else ""]
                    cells[at] = value.get("value", "") + sign
                    yield cells, _dimensions(value)


def _dimensions(element: ET.Element) -> dict[str, str]:
    found = {dimension.get("name", ""): dimension.get("value", "") for dimension in element.findall("dimension")}
    places = [location.get("ref", "") for location in element.findall("location")]
    return found | ({"location": ", ".join(places)} if places else {})


def _year(period: ET.Element) -> str:
    """The year that a period is, or its two days where it is none."""
    first, last = (
        day.get("iso-date", "") if (day := period.find(name)) is not None else ""
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
