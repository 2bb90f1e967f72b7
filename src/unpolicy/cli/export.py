"""`unpolicy export`: the figures out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from unpolicy.cli.options import (
    AsOfOption,
    JsonOption,
    LangOption,
    MethodOption,
    OverwriteOption,
    ResponsibleOption,
    SeveralDataOption,
    TagOption,
    format_option,
    output_option,
)
from unpolicy.cli.output import emit_json, may_replace, two_results, warn
from unpolicy.cli.progress import progress
from unpolicy.cli.session import Session, open_sessions, parse_day
from unpolicy.exchange.files import STDOUT, destination
from unpolicy.exchange.formats import Table, Wishes, format_of, write
from unpolicy.settings import Exports
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.exchange.formats import Wishes
    from unpolicy.exchange.iati import Reporting
    from unpolicy.model import Dataset

OutputOption = Annotated[str, output_option("Where to write; - for the standard output.")]
FormatOption = Annotated[
    str | None,
    format_option("csv, json, xlsx, parquet, sdmx-csv or iati; else by the ending.", "NAME"),
]
TableOption = Annotated[
    Table | None,
    typer.Option("--table", help="A row a figure, or a row a target with its verdict; figures by default."),
]
BomOption = Annotated[bool, typer.Option("--bom", help="csv: begin with a byte order mark, for Excel.")]
AgencyOption = Annotated[
    str | None, typer.Option("--agency", metavar="ID", help="sdmx-csv: the agency of the dataflow; default UNPOLICY.")
]
OrgOption = Annotated[
    str | None,
    typer.Option("--reporting-org", metavar="REF", help="iati: the identifier of who reports, as XM-DAC-701-2."),
]
OrgTypeOption = Annotated[
    str | None, typer.Option("--org-type", metavar="CODE", help="iati: OrganisationType; default 10, government.")
]
SectorOption = Annotated[
    str | None,
    typer.Option("--sector", metavar="CODE", help="iati: OECD purpose code; default 15110, public sector policy."),
]
RecipientOption = Annotated[
    str | None,
    typer.Option("--recipient", metavar="CODE", help="iati: country (KE) or region; default 998, unspecified."),
]
StartOption = Annotated[
    str | None, typer.Option("--start", metavar="DATE", help="iati: when the activity began; default from the data.")
]


def command(
    ctx: typer.Context,
    output: OutputOption,
    format_: FormatOption = None,
    table: TableOption = None,
    bom: BomOption = False,
    agency: AgencyOption = None,
    reporting_org: OrgOption = None,
    org_type: OrgTypeOption = None,
    sector: SectorOption = None,
    recipient: RecipientOption = None,
    start: StartOption = None,
    method: MethodOption = None,
    tag: TagOption = None,
    responsible: ResponsibleOption = None,
    force: OverwriteOption = False,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: SeveralDataOption = None,
    lang: LangOption = None,
) -> None:
    """Write the figures to a file: csv, json, xlsx, parquet, sdmx-csv or iati."""
    sessions = open_sessions(ctx, data, lang, as_of, json=json)
    session = sessions[0]
    published = Exports() if session.settings is None else session.settings.exports
    agency, reporting_org = agency or published.agency, reporting_org or published.reporting_org
    named = {"org_type": org_type, "sector": sector, "recipient": recipient}
    reporting = _reporting(reporting_org, start, {key: value for key, value in named.items() if value is not None})
    wishes = Wishes(session.lang, session.as_of, bom, agency, reporting, table or "figures", method)
    datasets = [_chosen(one, as_of, tag or (), responsible) for one in sessions]
    _export(sessions, datasets, output, format_, wishes, force=force)


def _reporting(org: str | None, start: str | None, named: dict[str, Any]) -> Reporting | None:
    from unpolicy.exchange.iati import Reporting

    if org is None:
        return None
    return Reporting(org, start=None if start is None else parse_day(start, "--start"), **named)


def _chosen(session: Session, known_on: str | None, tags: Sequence[str], responsible: str | None) -> Dataset:
    from unpolicy.assess.find import narrowed
    from unpolicy.exchange.rows import as_known

    dataset = session.dataset if known_on is None else as_known(session.dataset, session.as_of)
    return narrowed(dataset, tags, responsible) if tags or responsible is not None else dataset


def _export(
    sessions: Sequence[Session],
    datasets: Sequence[Dataset],
    output: str,
    asked: str | None,
    wishes: Wishes,
    *,
    force: bool,
) -> None:
    session = sessions[0]
    kind = format_of(output, asked or ("csv" if output == STDOUT else None))
    if session.json and output == STDOUT and kind != "json":
        raise two_results("--output -")
    total = sum(_size(dataset, wishes.table) for dataset in datasets)
    files = [path for one in sessions for path in one.directory.files]
    with (
        destination(output, files, may_replace(session, output, force=force)) as stream,
        progress(total, session.voice.say(("Exporting", "書き出し中"))) as step,
    ):
        if len(datasets) == 1:
            write(stream, datasets[0], kind, wishes, step)
        else:
            from unpolicy.exchange.several import write_several

            write_several(stream, datasets, kind, wishes)
    if output != STDOUT:
        _report(session, output, kind, wishes.table, total)


def _size(dataset: Dataset, table: Table) -> int:
    if table == "targets":
        return len(dataset.targets)
    return sum(len(indicator.actuals) for indicator in dataset.indicators.values())


def _report(session: Session, output: str, kind: str, table: str, total: int) -> None:
    if session.json:
        emit_json({"schema": "unpolicy/export/1", "path": output, "format": kind, table: total})
    else:
        name, what = quoted(output), table[:-1] if total == 1 else table
        warn(
            session.voice.say(
                (f"{total:,} {what} written to {name} ({kind}).", f"{total:,}件を {name} に書き出しました（{kind}）。")
            )
        )
