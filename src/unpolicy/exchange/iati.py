"""The policy as one activity of the International Aid Transparency Initiative, with its results: IATI 2.03.

What an activity must hold is in the schema (github.com/IATI/IATI-Schemas, iati-activities-schema.xsd) and in the
published rules (github.com/IATI/IATI-Rulesets, standard-ruleset.json): an identifier that begins with the reporting
organisation's, a title, a description, a participating organisation, a status, a planned or actual start, a sector, a
recipient country or region, and a value wherever a measure is a number. Codes are those of the IATI code lists.
Targets and figures are results: a result a goal, an indicator a target, a period a year. A figure that is not out has
no `actual`: its period stands there without one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from unpolicy.assess.vintages import source_of
from unpolicy.errors import UsageError
from unpolicy.exchange.rows import baseline_of, plain_number
from unpolicy.model import Translations, pick
from unpolicy.names import MADE_BY
from unpolicy.text import printable
from unpolicy.years import Language, YearKind, has_ended, parse_period, year_end, year_start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.exchange.formats import Wishes
    from unpolicy.model import Dataset, Figure, Indicator, Target, Text

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
_NO_XML = re.compile("[\ufffe\uffff\r]")


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
    _activity(root, dataset, _Narrator(wishes.lang), wishes.reporting, wishes.as_of)
    ET.indent(root)
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- ' + MADE_BY.encode() + b" -->\n")
    stream.write(ET.tostring(root, encoding="unicode").encode() + b"\n")


def _activity(root: ET.Element, dataset: Dataset, narrator: _Narrator, reporting: Reporting, as_of: date) -> None:
    policy = dataset.policy
    activity = ET.SubElement(root, "iati-activity", {"xml:lang": narrator.lang})
    ET.SubElement(activity, "iati-identifier").text = f"{reporting.org}-{policy.id}"
    organisation, name = {"ref": reporting.org, "type": reporting.org_type}, policy.owner or reporting.org
    narrator.add(activity, "reporting-org", name, organisation)
    narrator.add(activity, "title", policy.title)
    narrator.add(activity, "description", policy.programme or policy.title, {"type": "1"})
    # Role 2, accountable: the organisation that answers for the outcome. Funding is not ours to tell.
    narrator.add(activity, "participating-org", name, {**organisation, "role": "2"})
    ET.SubElement(activity, "activity-status", {"code": _status(dataset, as_of)})
    _dates(activity, dataset, reporting, as_of)
    place = {"code": reporting.recipient}
    if reporting.recipient.isdigit():
        ET.SubElement(activity, "recipient-region", {**place, "vocabulary": "1"})
    else:
        ET.SubElement(activity, "recipient-country", place)
    ET.SubElement(activity, "sector", {"vocabulary": "1", "code": reporting.sector})
    _add_results(activity, dataset, narrator)


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
    starts += [year_start(y, one.year_kind) for one in dataset.indicators.values() for y in one.actuals]
    return min(starts, default=date(as_of.year, 1, 1))


def _add_results(activity: ET.Element, dataset: Dataset, narrator: _Narrator) -> None:
    """Add the results of all targets, goal by goal, and of the indicators without a target."""
    for goal_id, goal in dataset.goals.items():
        targets = [target for target in dataset.targets.values() if target.goal == goal_id]
        if not targets:
            continue  # a result must have an indicator
        result = ET.SubElement(activity, "result", {"type": _OUTCOME})
        narrator.add(result, "title", goal.title)
        if goal.statement is not None:
            narrator.add(result, "description", goal.statement)
        for target in targets:
            _Measured(dataset, narrator, target.indicator, target).add(result)
    used = {target.indicator for target in dataset.targets.values()}
    monitored = [key for key in dataset.indicators if key not in used]
    if monitored:
        result = ET.SubElement(activity, "result", {"type": _OTHER})
        narrator.add(result, "title", _MONITORED)
        for key in monitored:
            _Measured(dataset, narrator, key, None).add(result)


class _Measured(NamedTuple):
    """One indicator of a result, with its target where it has one."""

    dataset: Dataset
    narrator: _Narrator
    key: str
    target: Target | None

    @property
    def indicator(self) -> Indicator:
        return self.dataset.indicators[self.key]

    def add(self, result: ET.Element) -> None:
        one = self.indicator
        attributes = {"measure": "2" if one.kind == "percentage" else "1"}
        if one.direction != "none":
            attributes["ascending"] = "true" if one.direction == "increase" else "false"
        element = ET.SubElement(result, "indicator", attributes)
        self.narrator.add(element, "title", one.title)
        described = [None if self.target is None else self.target.title, one.unit, one.note]
        self.narrator.add_joined(element, "description", [text for text in described if text is not None], " / ")
        # Vocabulary 99: the reporting organisation's own.
        ET.SubElement(element, "reference", {"vocabulary": "99", "code": self.key})
        year, value = baseline_of(one, self.target)
        if year is not None and value is not None:
            day = year_end(year, one.year_kind).isoformat()
            ET.SubElement(element, "baseline", {"iso-date": day, "year": str(year), "value": plain_number(value)})
        promised = self._promised()
        for year in sorted({*one.actuals, *promised}):
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
                self.narrator.add(promise, "comment", comment)
        figure = self.indicator.figure(year)
        if figure is not None and figure.value is not None:
            actual = ET.SubElement(period, "actual", {"value": plain_number(figure.value)})
            texts = self._comments(figure)
            if texts:
                self.narrator.add_joined(actual, "comment", texts)

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


class _Narrator(NamedTuple):
    """Writes texts into an activity.

    Attributes:
        lang: the activity's default language, in which a text without translation is taken to be.
    """

    lang: Language

    def add(self, parent: ET.Element, tag: str, text: Text, attributes: Mapping[str, str] | None = None) -> None:
        """Add an element with a text's narratives: the default language first, each other one marked."""
        element = ET.SubElement(parent, tag, dict(attributes or {}))
        languages = (self.lang, "en" if self.lang == "ja" else "ja")
        texts = {self.lang: text} if isinstance(text, str) else {one: getattr(text, one) for one in languages}
        for language, words in texts.items():
            if words is not None:
                marked = {} if language == self.lang else {"xml:lang": language}
                ET.SubElement(element, "narrative", marked).text = xml_safe(words)

    def add_joined(self, parent: ET.Element, tag: str, texts: list[Text], separator: str = " ") -> None:
        """Add an element with several texts as one, in both languages as soon as one of them is in both."""
        ja, en = separator.join(pick(text, "ja") for text in texts), separator.join(pick(text, "en") for text in texts)
        plain = all(isinstance(text, str) for text in texts)
        self.add(parent, tag, en if plain else Translations.model_construct(ja=ja or None, en=en or None))


def xml_safe(text: str) -> str:
    """A text that XML can hold: control characters as visible escapes."""
    return _NO_XML.sub("�", printable(text))
