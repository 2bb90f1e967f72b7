"""Figures in: every filled cell of a file put before the one judge, and what may be written as one proven change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.vintages import source_of
from unpolicy.change.decide import DETAILS, FigureRequest, decide
from unpolicy.change.transact import nothing_planned, transact_many
from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.grid import Grid
from unpolicy.exchange.ledger import CellPlace, Ledger, Refusal, Taken
from unpolicy.exchange.request import Asked, Names
from unpolicy.exchange.rows import number_text
from unpolicy.exchange.tables import from_table
from unpolicy.figures import format_figure
from unpolicy.model import entry_of, record_of
from unpolicy.store.edit import set_actuals
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.exchange.request import ImportRequest
    from unpolicy.model import Dataset, Figure, Indicator
    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import Planned


class Intake(NamedTuple):
    """The outcome for a whole file.

    Attributes:
        ledger: what became of every filled cell.
        ignored: headings of columns that nothing was made of.
        partial: whether what can be taken is, though something cannot.
    """

    ledger: Ledger
    ignored: tuple[str, ...] = ()
    partial: bool = False

    @property
    def accepted(self) -> bool:
        """Whether anything is taken: all of it was fine, or a part was asked for."""
        return self.partial or not self.ledger.refused


def bring_in(directory: DataDirectory, request: ImportRequest, how: Circumstances) -> Change[Intake]:
    """Import figures.

    Args:
        directory: the data.
        request: what is to be imported.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was. Cells that cannot be taken are no error: they are
            in the outcome, and nothing was written unless `partial` was asked for.
    """

    def plan(intake: Intake, source: DataFile, held: Container[str]) -> Planned:
        wanted: dict[str, dict[int, int | float | dict[str, object]]] = {}
        for _, one in intake.ledger.taken if intake.accepted else ():
            assert one.after is not None  # noqa: S101 - an import takes nothing out
            if one.indicator in held:
                wanted.setdefault(one.indicator, {})[one.year] = record_of(one.after)
        return set_actuals(source, wanted) if wanted else nothing_planned(source)

    return transact_many(directory, "indicators", lambda dataset: take(request, dataset, how.today), plan, how)


def take(request: ImportRequest, dataset: Dataset, today: date) -> Intake:
    """Hold the figures of a file against the data, each as if those before it were recorded.

    Raises:
        UsageError: the file's columns cannot be understood, or there is no such indicator.
    """
    names = Names(dataset)
    only = None if request.indicator is None else names.resolve(request.indicator)
    ledger = Ledger()
    ignored: tuple[str, ...] = ()
    if isinstance(request.content, Grid):
        asked, table = from_table(request.content, request, dataset, names, ledger, today)
        ignored = table.ignored
    else:
        asked = list(_from_dataset(request.content, names, only, dataset, request, ledger))
    asked = [_without_inherited(one, dataset) for one in asked]
    _judge(_without_conflicts(asked), dataset, today, ledger)
    ledger.refused.sort(key=lambda one: (one.cell.row or 0, one.cell.column or 0))
    return Intake(ledger, ignored, request.partial)


def _without_inherited(one: Asked, dataset: Dataset) -> Asked:
    """What is asked for without a source that the figure has of its indicator anyway, as an export writes it."""
    if not isinstance(one.request, FigureRequest) or one.request.figure.source is None:
        return one
    request, figure = one.request, one.request.figure
    indicator, plain = dataset.indicators[request.indicator], figure._replace(source=None)
    recorded = indicator.figure(figure.year)
    if (recorded is not None and recorded.source is not None) or (
        source_of(plain, indicator, dataset.sources) != figure.source
    ):
        return one
    return one._replace(request=request._replace(figure=plain, given=request.given - {"source"}))


def _without_conflicts(asked: Sequence[Asked]) -> Iterator[Asked]:
    """The figures, with those refused of which the file says two things for one year: neither is taken."""
    said: dict[tuple[str, int], list[Asked]] = {}
    for one in asked:
        if isinstance(one.request, FigureRequest):
            said.setdefault((one.request.indicator, one.request.figure.year), []).append(one)
    torn = {place: found for place, found in said.items() if len(found) > 1 and not _agree(found)}
    for one in asked:
        if isinstance(one.request, FigureRequest):
            found = torn.get((one.request.indicator, one.request.figure.year))
            if found is not None:
                other = next(another for another in found if another.request.figure != one.request.figure)  # type: ignore[union-attr]
                yield one._replace(request=_conflict(one, other))
                continue
        yield one


def _agree(found: Sequence[Asked]) -> bool:
    first = found[0].request
    return all(one.request.figure == first.figure for one in found)  # type: ignore[union-attr]


def _judge(asked: Iterable[Asked], dataset: Dataset, today: date, ledger: Ledger) -> None:
    """Put one figure after the other before the judge, and enter the answers."""
    indicators = dict(dataset.indicators)
    taken: set[tuple[str, int]] = set()
    for one in asked:
        if isinstance(one.request, UnpolicyError):
            ledger.refused.append(Refusal(one.cell, one.indicator, one.year, one.request))
            continue
        key, year = one.request.indicator, one.request.figure.year
        if (key, year) in taken:  # the file repeats itself
            ledger.recorded += 1
            continue
        try:
            decision = decide(indicators[key], one.request, today=today, sources=dataset.sources)
        except UnpolicyError as error:
            ledger.refused.append(Refusal(one.cell, one.indicator or key, one.year, error))
            continue
        if decision.kind == "unchanged" or decision.after is None:
            ledger.recorded += 1
            continue
        taken.add((key, year))
        ledger.taken.append(Taken(one.cell, decision))
        actuals = {**indicators[key].actuals, year: entry_of(decision.after)}
        indicators[key] = indicators[key].model_copy(update={"actuals": actuals})


def _from_dataset(  # noqa: PLR0913, PLR0917 - as `from_table`
    other: Dataset, names: Names, only: str | None, dataset: Dataset, request: ImportRequest, ledger: Ledger
) -> Iterator[Asked]:
    """The figures of other data; those of other indicators than the one imported are left out."""
    for key, indicator in other.indicators.items():
        for figure in indicator.figures():
            if request.step is not None:
                request.step()
            if only not in (None, key):
                ledger.left["indicator"] += 1
                continue
            try:
                name = names.resolve(key)
                asked: FigureRequest | UnpolicyError = _copied(
                    name, figure, dataset.indicators[name], indicator, request
                )
            except UnpolicyError as error:
                asked = error
            text = "" if figure.value is None else number_text(figure.value)
            yield Asked(CellPlace(text=text), key, label(figure.year, indicator.year_kind), asked)


def _copied(name: str, figure: Figure, ours: Indicator, theirs: Indicator, request: ImportRequest) -> FigureRequest:
    """What a figure of other data asks for.

    Raises:
        UsageError: their indicator measures something else than ours.
    """
    for what, here, there in (("year", ours.year, theirs.year), ("kind", ours.kind, theirs.kind)):
        if here != there:
            raise UsageError(
                f"the file's {name} has {what}: {there}, the data's has {what}: {here}.",
                ja=f"ファイルの {name} は {what}: {there}、データは {what}: {here} で、食い違っています。",
                reason="other-indicator",
            )
    given = frozenset(detail for detail in DETAILS if getattr(figure, detail) not in (None, ()))
    text = "" if figure.value is None else number_text(figure.value)
    return FigureRequest(name, figure, given, text, revise=request.revise, force=request.force, imported=True)


def _conflict(one: Asked, other: Asked) -> UsageError:
    en, ja = other.cell.place()
    here, there = _shown(one), _shown(other)
    return UsageError(
        f"{en or 'the file'} says {there} for the same year, this cell {here}: choose the rows with --where.",
        ja=f"同じ年について{ja}は{there}、このセルは{here}です。--where で行を選んでください。",
        reason="conflict",
    )


def _shown(one: Asked) -> str:
    assert isinstance(one.request, FigureRequest)  # noqa: S101 - only such are in conflict
    figure = one.request.figure
    return figure.status if figure.value is None else format_figure(figure.value)
