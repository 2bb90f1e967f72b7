"""Figures in: the one judge decides on every filled cell of a file, and what is accepted is written as one change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from unpolicy.assess.vintages import source_of
from unpolicy.change.decide import DETAILS, Decision, FigureRequest, decide
from unpolicy.change.transact import Change, Circumstances, nothing_planned, transact_many
from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.cells import Grid, Row
from unpolicy.exchange.draft import Draft, Names
from unpolicy.exchange.rows import number_text
from unpolicy.exchange.shape import Place
from unpolicy.exchange.tables import TableReader
from unpolicy.figures import format_figure
from unpolicy.model import Dataset, Figure, Indicator, Translations, entry_of, holder, record_of
from unpolicy.model.records import ID_PATTERN
from unpolicy.store.directory import FOLDERS, INDICATORS, TARGETS, DataDirectory
from unpolicy.store.edit import add_records, joined, set_actuals
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from unpolicy.exchange.draft import RawRecord
    from unpolicy.exchange.request import ImportRequest
    from unpolicy.exchange.tables import Asked
    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import Planned


CHOICES: dict[str, tuple[str, str]] = {
    "where": ("by --where", "--where"),
    "indicator": ("by -i", "-i"),
    "ignore": ("by --map …=ignore", "--map …=ignore"),
    "hidden": ("as hidden in the workbook", "ブックで非表示"),
    "note": ("as notes", "注記"),
    "targets": ("as promises, not figures", "目標・計画の値"),
    "baselines": ("as baselines, not figures", "基準値"),
    "not-out": ("as not out yet", "未公表の年の値"),
}
"""The choices that leave a cell out, in the words of the last line."""


@dataclass
class Ledger:
    """What became of each filled cell, and what the data lack and is made.

    Attributes:
        taken: the cells of figures to be written, in the order of the file, with what they do.
        recorded: how many are recorded just so.
        left: how many were left out, by the choice that did.
        refused: the cells that cannot be taken, each with its reason.
        promises: how many targets, and baselines of theirs that are no figures, were taken.
        ignored: headings of columns that nothing was made of.
        partial: whether what can be taken is, though something cannot.
        made: the records that are made, by section and id.
        remarks: what was not made, or not said by the file, in English and Japanese.
    """

    taken: list[tuple[Place, Decision]] = field(default_factory=list)
    recorded: int = 0
    left: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[Place, UnpolicyError]] = field(default_factory=list)
    promises: int = 0
    ignored: tuple[str, ...] = ()
    partial: bool = False
    made: Mapping[str, Mapping[str, RawRecord]] = field(default_factory=dict)
    remarks: Sequence[tuple[str, str]] = ()

    @property
    def accepted(self) -> bool:
        """Whether anything is taken: all of it was fine, or a part was asked for."""
        return self.partial or not self.refused

    @property
    def left_out(self) -> int:
        """How many were left out."""
        return self.left.total()

    @property
    def filled(self) -> int:
        """How many cells there were: every one is in one of the four lists."""
        return len(self.taken) + self.promises + self.recorded + self.left_out + len(self.refused)

    def groups(self) -> dict[str, list[tuple[Place, UnpolicyError]]]:
        """The refusals by reason, in the order in which reasons came up."""
        found: dict[str, list[tuple[Place, UnpolicyError]]] = {}
        for cell, error in self.refused:
            found.setdefault(error.reason, []).append((cell, error))
        return found


def bring_in(
    directory: DataDirectory, request: ImportRequest, how: Circumstances, into: str | None = None
) -> Change[Ledger]:
    """Import figures, and make what they are of where that is asked for.

    Args:
        directory: the data.
        request: what is to be imported.
        how: how the change is made.
        into: where new records go; the two files of every directory when `None`.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was. Cells that cannot be taken are no error: they are
            in the outcome, and nothing was written unless `partial` was asked for.
    """
    places = destinations(directory, into) if request.typed.create else {}

    def plan(ledger: Ledger, key: str, source: DataFile, held: Mapping[str, Any]) -> Planned:
        if not ledger.accepted:
            return nothing_planned(source)
        wanted = {name: found for name, found in _figures(ledger).items() if holder(held, "indicators", name) == key}
        first = set_actuals(source, wanted) if wanted else nothing_planned(source)
        sections: dict[str, dict[str, RawRecord]] = {}
        for section, records in ledger.made.items():
            for name, record in records.items():
                if _file_for(section, name, record, held, places, by_whole=into is None) == key:
                    sections.setdefault(section, {})[name] = record
        return joined(first, add_records(source.with_text(first.new_text), sections)) if sections else first

    new = {key: directory.path / f"{key}.yaml" for key in places.values()}
    return transact_many(directory, lambda dataset: take(request, dataset, how.today), plan, how, new)


def _file_for(  # noqa: PLR0913 - a record, and where it may go
    section: str, name: str, record: RawRecord, held: Mapping[str, Any], places: Mapping[str, str], *, by_whole: bool
) -> str | None:
    """The file that a new record goes into: a part goes to its whole unless another place was named."""
    if section not in ("dimensions", "indicators"):
        return places["targets"]
    owner, known = ("dimensions", name) if section == "dimensions" else ("indicators", record.get("part_of", ""))
    present = holder(held, owner, known)
    if present and (section == "dimensions" or by_whole):
        return present
    return places.get("indicators", present)


def _figures(ledger: Ledger) -> dict[str, dict[int, int | float | dict[str, object]]]:
    """The records of the figures that are taken, by indicator and year."""
    found: dict[str, dict[int, int | float | dict[str, object]]] = {}
    for _, decision in ledger.taken:
        assert decision.after is not None  # noqa: S101 - an import takes nothing out
        found.setdefault(decision.indicator, {})[decision.year] = record_of(decision.after)
    return found


def destinations(directory: DataDirectory, into: str | None) -> dict[str, str]:
    """The keys of the files that new records go into: those that a name, a file or a folder stands for.

    Raises:
        UsageError: it is none of these.
    """
    known = directory.paths
    if into is None:
        return {"targets": "targets", "indicators": "indicators" if "indicators" in known else "indicators/imported"}
    path = PurePath(into)
    name = "imported" if path.name in FOLDERS else path.name.removesuffix(".yaml")
    if path.name in (TARGETS, INDICATORS):
        return {"targets": "targets", "indicators": "indicators"}
    if not re.fullmatch(ID_PATTERN, name):
        raise UsageError(
            f"--into takes a name such as census, or a file or folder of the data as indicators.yaml, not “{into}”.",
            ja=f"--into には名前（例：census）か、indicators.yaml などデータのファイルかフォルダーを指定してください"
            f"（「{into}」は不可）。",
        )
    return {"targets": f"targets/{name}", "indicators": f"indicators/{name}"}


def take(request: ImportRequest, dataset: Dataset, today: date) -> Ledger:
    """Decide on the figures of a file, each as if those before it were recorded.

    Raises:
        UsageError: the file's columns cannot be understood, or there is no such indicator.
    """
    draft, ledger = Draft(dataset, create=request.typed.create), Ledger(partial=request.typed.partial)
    if isinstance(request.content, Grid):
        take_table(request.content, request, draft, ledger, today)
    elif isinstance(request.content, Dataset):
        _judge(_from_dataset(request.content, draft, request, ledger), draft.dataset, today, ledger)
    else:
        request.content.take(request, draft, ledger, today)
        ledger.partial = True  # one table does not stand in the way of all others
    draft.keep(_figures(ledger))
    ledger.refused.sort(key=lambda refusal: (refusal[0].row.number, refusal[0].column))
    ledger.made, ledger.remarks = draft.sections, draft.remarks
    return ledger


def take_table(grid: Grid, request: ImportRequest, draft: Draft, ledger: Ledger, today: date) -> None:
    """Decide on the figures of one table.

    Raises:
        UsageError: its columns cannot be understood, or `--where` names what is not there.
    """
    reader = TableReader(grid, request, draft, ledger, today)
    _judge(reader.asked(), draft.dataset, today, ledger)
    ledger.ignored = reader.table.ignored


def _without_known(request: FigureRequest, dataset: Dataset, today: date) -> FigureRequest:
    """A request without what an export repeats: the indicator's source, and a note in one of its languages."""
    figure, known = request.figure, set()
    indicator, plain = dataset.indicators[request.indicator], figure._replace(source=None)
    recorded = indicator.figure(figure.year) or Figure(figure.year, None)
    # What is inherited depends on the day that will stand there: a file without days leaves the recorded one in place.
    day = figure.published or (recorded.published if recorded.value in (None, figure.value) else today)
    inherited = source_of(plain._replace(published=day), indicator, dataset.sources)
    if recorded.source is None and inherited == figure.source:
        figure, known = plain, {"source"}
    note = recorded.note
    texts = (note.ja, note.en) if isinstance(note, Translations) else (note,)
    if isinstance(figure.note, str) and figure.note.split() in [text.split() for text in texts if text]:
        figure, known = figure._replace(note=note), {*known, "note"}
    return request._replace(figure=figure, given=request.given - known)


def _conflicts(asked: Sequence[Asked]) -> Iterator[Asked]:
    """The figures; where the file has two different ones for a year, both are refused."""
    stated: dict[tuple[str, int], dict[Figure, Place]] = {}
    for cell, request in asked:
        if isinstance(request, FigureRequest):
            stated.setdefault((request.indicator, request.figure.year), {}).setdefault(request.figure, cell)
    for cell, request in asked:
        if isinstance(request, FigureRequest):
            found = stated[request.indicator, request.figure.year]
            other = next((figure for figure in found if figure != request.figure), None)
            yield cell, request if other is None else _conflict(request.figure, other, found[other])
        else:
            yield cell, request


def _judge(found: Iterable[Asked], dataset: Dataset, today: date, ledger: Ledger) -> None:
    """Have the judge decide on each figure in turn, and enter the decisions in the ledger."""
    asked = [
        (cell, _without_known(request, dataset, today) if isinstance(request, FigureRequest) else request)
        for cell, request in found
    ]
    indicators = dict(dataset.indicators)
    taken: set[tuple[str, int]] = set()
    for cell, request in _conflicts(asked):
        if isinstance(request, UnpolicyError):
            ledger.refused.append((cell, request))
            continue
        key, year = request.indicator, request.figure.year
        if (key, year) in taken:  # the file repeats itself
            ledger.recorded += 1
            continue
        try:
            decision = decide(indicators[key], request, today=today, sources=dataset.sources)
        except UnpolicyError as error:
            ledger.refused.append((cell._replace(name=cell.name or key), error))
            continue
        if decision.kind == "unchanged" or decision.after is None:
            ledger.recorded += 1
            continue
        taken.add((key, year))
        ledger.taken.append((cell, decision))
        actuals = {**indicators[key].actuals, year: entry_of(decision.after)}
        indicators[key] = indicators[key].model_copy(update={"actuals": actuals})


def _from_dataset(other: Dataset, draft: Draft, request: ImportRequest, ledger: Ledger) -> Iterator[Asked]:
    """The figures of other data; those of other indicators than the one imported are left out."""
    names = Names(draft.dataset)
    if request.typed.create:
        draft.adopt(other, request.typed.indicator)
    only = None if request.typed.indicator is None else names.resolve(request.typed.indicator)
    for key, indicator in other.indicators.items():
        for figure in indicator.figures():
            if request.step is not None:
                request.step()
            if only not in (None, key):
                ledger.left["indicator"] += 1
                continue
            text = "" if figure.value is None else number_text(figure.value)
            try:
                name = names.resolve(key)
                _require_same_measure(name, draft.dataset.indicators[name], indicator)
                given = frozenset(detail for detail in DETAILS if getattr(figure, detail) not in (None, ()))
                asked: FigureRequest | UnpolicyError = FigureRequest(
                    name, figure, given, text, revise=request.typed.revise, force=request.typed.force, imported=True
                )
            except UnpolicyError as error:
                asked = error
            yield Place(Row(0, (text,)), 0, key, label(figure.year, indicator.year_kind)), asked


def _require_same_measure(name: str, ours: Indicator, theirs: Indicator) -> None:
    """Refuse figures of an indicator that measures something else than ours."""
    for key, here, there in (("year", ours.year, theirs.year), ("kind", ours.kind, theirs.kind)):
        if here != there:
            raise UsageError(
                f"the file's {name} has {key}: {there}, the data's has {key}: {here}.",
                ja=f"ファイルの {name} は {key}: {there}、データは {key}: {here} で、食い違っています。",
                reason="other-indicator",
            )


def _conflict(figure: Figure, other: Figure, cell: Place) -> UsageError:
    """The error of a figure for whose year another cell says something else."""
    en, ja = cell.place()
    here, there = _shown(figure), _shown(other)
    return UsageError(
        f"{en or 'the file'} says {there} for the same year, this cell {here}: choose the rows with --where.",
        ja=f"同じ年について{ja}は{there}、このセルは{here}です。--where で行を選んでください。",
        reason="conflict",
    )


def _shown(figure: Figure) -> str:
    return figure.status if figure.value is None else format_figure(figure.value)
