"""The policy as one activity of the International Aid Transparency Initiative, with its results: IATI 2.03.

What an activity must hold is in the schema (github.com/IATI/IATI-Schemas, iati-activities-schema.xsd) and in the
published rules (github.com/IATI/IATI-Rulesets, standard-ruleset.json): an identifier that begins with the reporting
organisation's, a title, a description, a participating organisation, a status, a planned or actual start, a sector, a
recipient country or region, and a value wherever a measure is a number. Codes are those of the IATI code lists.
A figure that is not out has no `actual`: its period stands there without one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.exchange import iatiresults
from unpolicy.exchange.iatitext import Writer
from unpolicy.years import has_ended, parse_period, year_end, year_start

if TYPE_CHECKING:
    from typing import BinaryIO

    from unpolicy.model import Dataset
    from unpolicy.years import Language

VERSION = "2.03"

DEFAULT_TYPE = "10"
"""OrganisationType 10: government."""
DEFAULT_SECTOR = "15110"
"""Sector 15110 of the OECD's list: public sector policy and administrative management."""
DEFAULT_RECIPIENT = "998"
"""Region 998 of the OECD's list: developing countries, unspecified. For what is not meant for one country."""

_REFERENCE = re.compile(r"[^\s/&|?](?:[^/&|?\r\n\t]*[^\s/&|?])?")


@dataclass(frozen=True, slots=True)
class Reporting:
    """What IATI wants to know that no data file holds.

    Attributes:
        org: the identifier of the reporting organisation, as XM-DAC-701-2.
        org_type: its type, a code of OrganisationType.
        sector: a 5-digit code of the OECD's purpose codes.
        recipient: a country of two letters, or a region of three digits.
        start: when the activity began or is to begin; `None` for a planned start with the period under review, else
            with the earliest year there is.
    """

    org: str
    org_type: str = DEFAULT_TYPE
    sector: str = DEFAULT_SECTOR
    recipient: str = DEFAULT_RECIPIENT
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


def write_iati(stream: BinaryIO, dataset: Dataset, lang: Language, reporting: Reporting, as_of: date) -> None:
    """Write the policy as one IATI activity.

    Args:
        stream: where the bytes go.
        dataset: the data.
        lang: the default language of its texts; texts in the other one say so.
        reporting: who reports, and what no data file holds.
        as_of: the day on which target years are over or not.
    """
    root = ET.Element("iati-activities", {"version": VERSION})
    writer = Writer(lang)
    _activity(root, dataset, writer, reporting, as_of)
    ET.indent(root)
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(root, encoding="unicode").encode() + b"\n")


def _activity(root: ET.Element, dataset: Dataset, writer: Writer, reporting: Reporting, as_of: date) -> None:
    policy = dataset.policy
    activity = ET.SubElement(root, "iati-activity", {"xml:lang": writer.lang})
    ET.SubElement(activity, "iati-identifier").text = f"{reporting.org}-{policy.id}"
    organisation = {"ref": reporting.org, "type": reporting.org_type}
    name = policy.owner or reporting.org
    writer.words(ET.SubElement(activity, "reporting-org", organisation), name)
    writer.words(ET.SubElement(activity, "title"), policy.title)
    description = ET.SubElement(activity, "description", {"type": "1"})
    writer.words(description, policy.programme or policy.title)
    # Role 2, accountable: the organisation that answers for the outcome. Funding is not ours to tell.
    accountable = ET.SubElement(activity, "participating-org", {**organisation, "role": "2"})
    writer.words(accountable, name)
    ET.SubElement(activity, "activity-status", {"code": _status(dataset, as_of)})
    _dates(activity, dataset, reporting, as_of)
    place = {"code": reporting.recipient}
    if reporting.recipient.isdigit():
        ET.SubElement(activity, "recipient-region", {**place, "vocabulary": "1"})
    else:
        ET.SubElement(activity, "recipient-country", place)
    ET.SubElement(activity, "sector", {"vocabulary": "1", "code": reporting.sector})
    iatiresults.add(activity, dataset, writer)


def _status(dataset: Dataset, as_of: date) -> str:
    """ActivityStatus 2, implementation, until every target year is over; then 3, finalisation."""
    open_ = [t for t in dataset.targets.values() if not has_ended(t.by, dataset.indicators[t.indicator].year, as_of)]
    return "2" if open_ or not dataset.targets else "3"


def _dates(activity: ET.Element, dataset: Dataset, reporting: Reporting, as_of: date) -> None:
    start = reporting.start or _start(dataset, as_of)
    # Planned (1) unless somebody said that it began (2): the data know what was planned only.
    began = reporting.start is not None and start <= as_of
    ET.SubElement(activity, "activity-date", {"type": "2" if began else "1", "iso-date": start.isoformat()})
    ends = [year_end(t.by, dataset.indicators[t.indicator].year) for t in dataset.targets.values()]
    if ends and max(ends) > start:
        ET.SubElement(activity, "activity-date", {"type": "3", "iso-date": max(ends).isoformat()})


def _start(dataset: Dataset, as_of: date) -> date:
    if dataset.policy.reviewed is not None:
        period = parse_period(dataset.policy.reviewed)
        return year_start(period.first, "fiscal" if period.fiscal else "calendar")
    starts = [year_start(t.baseline_year, dataset.indicators[t.indicator].year) for t in dataset.targets.values()]
    starts += [year_start(y, one.year) for one in dataset.indicators.values() for y in one.actuals]
    return min(starts, default=date(as_of.year, 1, 1))
