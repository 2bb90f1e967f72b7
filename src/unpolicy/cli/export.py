"""`unpolicy export`: the figures out."""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

from unpolicy.assess.find import narrowed
from unpolicy.assess.vintages import as_known
from unpolicy.cli import options
from unpolicy.cli.manners import progress
from unpolicy.cli.options import option
from unpolicy.cli.output import may_replace, present_written, two_results
from unpolicy.cli.session import Session, parse_day, require_owned
from unpolicy.exchange.files import STDOUT, destination
from unpolicy.exchange.formats import FORMATS, TableName, Wishes, files_beside, format_of, write, write_several
from unpolicy.model.settings import Exports
from unpolicy.text import quoted
from unpolicy.views.diagnostics import export_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unpolicy.exchange.iati import Reporting
    from unpolicy.model import Dataset

    _Beside = dict[str, Callable[[bytes], bytes] | None]


@options.common("as_of", "json", "data", "lang")
def export_command(
    sessions: list[Session],
    output: Annotated[str, option("--output -o", "FILE", text="destination")],
    format_: Annotated[
        str | None, option("--format", "NAME", text=f"{', '.join(FORMATS)}; else by the ending.")
    ] = None,
    table: Annotated[TableName | None, option("--table")] = None,
    bom: Annotated[bool, option("--bom")] = False,
    datapackage: Annotated[bool, option("--datapackage")] = False,
    agency: Annotated[str | None, option("--agency", "ID")] = None,
    structure: Annotated[str | None, option("--structure", "FILE")] = None,
    reporting_org: Annotated[str | None, option("--reporting-org", "REF")] = None,
    org_type: Annotated[str | None, option("--org-type", "CODE")] = None,
    sector: Annotated[str | None, option("--sector", "CODE")] = None,
    recipient: Annotated[str | None, option("--recipient", "CODE")] = None,
    start: Annotated[str | None, option("--start", "DATE")] = None,
    method: options.MethodOption = None,
    tag: options.TagOption = None,
    responsible: options.ResponsibleOption = None,
    force: options.OverwriteOption = False,
) -> None:
    """Write the figures to a file: csv, json, xlsx, parquet, sdmx-csv or iati."""
    first = sessions[0]
    require_owned(sessions, tag or [], responsible)
    published = Exports() if first.settings is None else first.settings.exports
    agency, reporting_org = agency or published.agency, reporting_org or published.reporting_org
    named = {"org_type": org_type, "sector": sector, "recipient": recipient}
    reporting = _reporting(reporting_org, start, {key: value for key, value in named.items() if value is not None})
    datasets = [_chosen(session, tag or (), responsible) for session in sessions]
    kind = format_of(output, format_ or ("csv" if output == STDOUT else None))
    wishes = Wishes(first.lang, first.as_of, kind, bom, agency, reporting, table or "figures", method)
    wishes = wishes._replace(structure=structure, package=datapackage)
    if first.json and output == STDOUT and kind != "json":
        raise two_results("--output -")
    companions = files_beside(output, datasets, wishes)
    _write(sessions, datasets, wishes, {output: None, **companions}, force=force)
    if output != STDOUT:
        _report(first, output, wishes, _total(datasets, wishes.table), list(companions))


def _reporting(org: str | None, start: str | None, named: dict[str, Any]) -> Reporting | None:
    if org is None:
        return None
    from unpolicy.exchange.iati import Reporting  # XML, which no other format needs

    return Reporting(org, start=None if start is None else parse_day(start, "--start"), **named)


def _chosen(session: Session, tags: Sequence[str], responsible: str | None) -> Dataset:
    dataset = as_known(session.dataset, session.as_of) if "as_of" in session.given else session.dataset
    return narrowed(dataset, tags, responsible) if tags or responsible is not None else dataset


def _write(
    sessions: Sequence[Session], datasets: Sequence[Dataset], wishes: Wishes, files: _Beside, *, force: bool
) -> None:
    """Write the export and what describes it, by name; each file is replaced once all of them are made."""
    first, protected = sessions[0], [path for session in sessions for path in session.directory.files]
    with ExitStack() as stack:
        streams = [
            stack.enter_context(destination(name, protected, may_replace(first, name, force=force))) for name in files
        ]
        words = first.voice.say(("Exporting", "書き出し中"))
        step = stack.enter_context(progress(_total(datasets, wishes.table), words))
        target = io.BytesIO() if len(files) > 1 else streams[0]
        if len(datasets) == 1:
            write(target, datasets[0], wishes, step)
        else:
            write_several(target, datasets, wishes)
        if isinstance(target, io.BytesIO) and target is not streams[0]:
            content = target.getvalue()
            for stream, make in zip(streams, files.values(), strict=True):
                stream.write(content if make is None else make(content))


def _total(datasets: Sequence[Dataset], table: TableName) -> int:
    if table == "targets":
        return sum(len(dataset.targets) for dataset in datasets)
    return sum(len(indicator.actuals) for dataset in datasets for indicator in dataset.indicators.values())


def _report(session: Session, output: str, wishes: Wishes, total: int, others: Sequence[str]) -> None:
    kind, table = wishes.kind, wishes.table
    name, unit = quoted(output), table[:-1] if total == 1 else table
    also, also_ja = ("".join(f"{mark}{quoted(other)}" for other in others) for mark in (", beside it ", "、ほかに "))
    present_written(
        session,
        document=lambda: export_document(output, kind, table, total, others),
        sentence=(
            f"{total:,} {unit} written to {name} ({kind}){also}.",
            f"{total:,}件を {name} に書き出しました（{kind}{also_ja}）。",
        ),
    )
