"""Figures in: what a file says of each, put before the one judge row by row, and written as one proven change."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.change.decide import DETAILS, Decision, FigureRequest, decide, record_of
from unpolicy.change.transact import nothing_planned, transact_many
from unpolicy.errors import RefusedError, UnpolicyError, UsageError
from unpolicy.exchange.columns import plain, shape
from unpolicy.exchange.grid import Grid, is_blank
from unpolicy.exchange.rows import number_text, read_number, read_revisions
from unpolicy.figures import TypedFigure, format_figure
from unpolicy.model import STATUSES_WITHOUT_VALUE, Figure, Translations, entry_of, pick
from unpolicy.names import STATUSES
from unpolicy.store.edit import set_actuals
from unpolicy.text import close_match
from unpolicy.years import label, read_day, resolve_year

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from datetime import date

    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.exchange.columns import Draft
    from unpolicy.model import Dataset, Indicator, Text
    from unpolicy.names import Status
    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import Planned

_STATUSES: dict[str, Status] = {
    **{status: status for status in STATUSES},
    "確定": "final",
    "確定値": "final",
    "暫定": "provisional",
    "暫定値": "provisional",
    "速報値": "provisional",
    "推計": "estimated",
    "推計値": "estimated",
    "系列の断絶": "break",
    "公表予定": "pending",
    "欠測": "missing",
}
_POINT_ZERO = re.compile(r"\.0+$")
_NOTES = ("note", "note_ja", "note_en")


class ImportRequest(NamedTuple):
    """What is to be imported, and how.

    Attributes:
        content: a table, or all data of another directory.
        mapping: what `--map` says of the table's columns.
        indicator: the indicator as it was asked for, for files of one.
        revise: whether recorded figures may be replaced.
        force: whether implausible figures are meant.
        partial: whether to take what can be taken when something cannot.
        step: called after each figure.
    """

    content: Grid | Dataset
    mapping: Mapping[str, str] = MappingProxyType({})
    indicator: str | None = None
    revise: bool = False
    force: bool = False
    partial: bool = False
    step: Callable[[], None] | None = None


class Refusal(NamedTuple):
    """A row that cannot be taken, with its reason."""

    row: int | None
    indicator: str | None
    year: str
    reason: UnpolicyError


class Intake(NamedTuple):
    """The outcome for a whole file.

    Attributes:
        taken: what is to be written, in the order of the file.
        refusals: what cannot be taken.
        unchanged: how many figures are recorded just so.
        skipped: how many rows are of other indicators than the one asked for.
        ignored: headings of columns that nothing was made of.
        partial: whether what can be taken is, though something cannot.
    """

    taken: tuple[Decision, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unchanged: int = 0
    skipped: int = 0
    ignored: tuple[str, ...] = ()
    partial: bool = False

    @property
    def accepted(self) -> bool:
        """Whether anything is taken: all of it was fine, or a part was asked for."""
        return self.partial or not self.refusals


def bring_in(directory: DataDirectory, request: ImportRequest, how: Circumstances) -> Change[Intake]:
    """Import figures.

    Args:
        directory: the data.
        request: what is to be imported.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was. Rows that cannot be taken are no error: they are
            in the outcome, and nothing was written unless `partial` was asked for.
    """

    def plan(intake: Intake, source: DataFile, held: Container[str]) -> Planned:
        wanted: dict[str, dict[int, int | float | dict[str, object]]] = {}
        for one in intake.taken if intake.accepted else ():
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
    ignored: tuple[str, ...] = ()
    if isinstance(request.content, Grid):
        shaped = shape(request.content, request.mapping, names.known)
        ignored = shaped.ignored
        asked = _asked_by_table(shaped.drafts, names, only, dataset, request)
    else:
        asked = _asked_by_dataset(request.content, names, only, dataset, request)
    judging = _Judging(dataset, today)
    for one in asked:
        judging.hear(one)
        if request.step is not None:
            request.step()
    return Intake(
        tuple(judging.taken), tuple(judging.refusals), judging.unchanged, judging.skipped, ignored, request.partial
    )


class Names:
    """Finds indicators by id or by title in either language."""

    def __init__(self, dataset: Dataset) -> None:
        self._ids: Mapping[str, Indicator] = dataset.indicators
        self._by_name: dict[str, str | None] = {}
        for key, indicator in dataset.indicators.items():
            for name in {plain(key), plain(pick(indicator.title, "ja")), plain(pick(indicator.title, "en"))}:
                # A title that two indicators share names neither.
                self._by_name[name] = key if self._by_name.get(name, key) == key else None

    def find(self, name: str) -> str | None:
        """The id of the indicator that a text names, `None` where it names none or several."""
        return name if name in self._ids else self._by_name.get(plain(name))

    def known(self, name: str) -> bool:
        """Whether a text names an indicator."""
        return self.find(name) is not None

    def resolve(self, name: str) -> str:
        """The id of the indicator that a text names.

        Raises:
            UsageError: it names none, or several.
        """
        found = self.find(name)
        if found is not None:
            return found
        close = close_match(name, self._ids)
        raise UsageError(
            f"there is no indicator “{name}”" + (f"; did you mean {close}?" if close else "."),
            ja=f"「{name}」という指標はありません" + (f"（{close} のことですか）。" if close else "。"),
        )


class _Asked(NamedTuple):
    """A figure as a file has it.

    Attributes:
        row: the row's number; `None` for a figure that stood in no row.
        indicator: what the file calls the indicator; `None` where it does not say.
        year: the year as written.
        request: what it asks for, or why it cannot be understood; `None` for another indicator than the one imported.
    """

    row: int | None
    indicator: str | None
    year: str
    request: FigureRequest | UnpolicyError | None


class _Judging:
    """Puts one figure after the other before the judge, and gathers the answers."""

    def __init__(self, dataset: Dataset, today: date) -> None:
        self.taken: list[Decision] = []
        self.refusals: list[Refusal] = []
        self.unchanged = 0
        self.skipped = 0
        self._indicators = dict(dataset.indicators)
        self._sources = dataset.sources
        self._today = today
        self._first: dict[tuple[str, int], FigureRequest] = {}

    def hear(self, asked: _Asked) -> None:
        """Note what a figure leads to."""
        if asked.request is None:
            self.skipped += 1
            return
        try:
            if isinstance(asked.request, UnpolicyError):
                raise asked.request
            self._judge(asked.request)
        except UnpolicyError as error:
            self.refusals.append(Refusal(asked.row, asked.indicator, asked.year, error))

    def _judge(self, request: FigureRequest) -> None:
        place = (request.indicator, request.figure.year)
        first = self._first.get(place)
        if first is not None and first.figure != request.figure:
            raise UsageError(
                f"row {first.row} says {_shown(first.figure)} for the same year, this one {_shown(request.figure)}.",
                ja=f"同じ年について{first.row}行目は{_shown(first.figure)}、この行は{_shown(request.figure)}です。",
            )
        indicator = self._indicators[request.indicator]
        decision = decide(indicator, request, today=self._today, sources=self._sources)
        self._first.setdefault(place, request)
        if decision.kind == "unchanged" or decision.after is None:
            self.unchanged += first is None
            return
        self.taken.append(decision)
        actuals = {**indicator.actuals, decision.year: entry_of(decision.after)}
        self._indicators[request.indicator] = indicator.model_copy(update={"actuals": actuals})


def _asked_by_table(
    drafts: Iterable[Draft], names: Names, only: str | None, dataset: Dataset, request: ImportRequest
) -> Iterator[_Asked]:
    """The figures of a table; a row whose indicator is unknown is named once, however many years it has."""
    lost: set[tuple[int, str | None]] = set()
    for draft in drafts:
        if (draft.row, draft.indicator) in lost:
            continue
        try:
            key = _which(draft, names, only)
        except UsageError as error:
            lost.add((draft.row, draft.indicator))
            yield _Asked(draft.row, draft.indicator, "", error)
            continue
        asked: FigureRequest | UnpolicyError | None = None
        if only in (None, key):
            try:
                asked = _drafted(draft, key, dataset.indicators[key], request)
            except UnpolicyError as error:
                asked = error
        yield _Asked(draft.row, draft.indicator, draft.year.strip(), asked)


def _asked_by_dataset(
    other: Dataset, names: Names, only: str | None, dataset: Dataset, request: ImportRequest
) -> Iterator[_Asked]:
    """The figures of other data; those of other indicators than the one imported are passed over."""
    for key, indicator in other.indicators.items():
        for figure in indicator.figures() if only in (None, key) else ():
            try:
                name = names.resolve(key)
                ours = dataset.indicators[name]
                asked: FigureRequest | UnpolicyError = _copied(name, figure, ours, indicator, request)
            except UnpolicyError as error:
                asked = error
            yield _Asked(None, key, label(figure.year, indicator.year_kind), asked)


def _which(draft: Draft, names: Names, only: str | None) -> str:
    """The id of a draft's indicator."""
    if draft.indicator:
        return names.resolve(draft.indicator)
    if only is None:
        raise UsageError(
            "the row does not say its indicator: add -i ID.", ja="どの指標か分かりません。-i ID を付けてください。"
        )
    return only


def _drafted(draft: Draft, key: str, indicator: Indicator, request: ImportRequest) -> FigureRequest:
    """What a draft asks for.

    Raises:
        UsageError: something of it cannot be understood.
        RefusedError: it is of a part of the indicator.
    """
    if draft.breakdown is not None:
        heading, text = draft.breakdown
        raise RefusedError(
            f"a breakdown ({heading}: {text}), not the figure of the whole.",
            ja=f"内訳（{heading}：{text}）であり、全体の値ではありません。",
        )
    details = draft.details
    year = resolve_year(_POINT_ZERO.sub("", draft.year.strip()), indicator.year_kind)
    typed, status = _value_and_status(draft)
    figure = Figure(
        year,
        typed.value,
        status,
        read_day(details["published"]) if "published" in details else None,
        read_day(details["due"]) if "due" in details else None,
        details.get("source"),
        _note(details),
        read_revisions(details["revisions"]) if "revisions" in details else (),
    )
    given = frozenset("note" if name in _NOTES else name for name in details)
    return FigureRequest(
        key, figure, given, draft.value, typed.percent, request.revise, request.force, imported=True, row=draft.row
    )


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
            )
    given = frozenset(detail for detail in DETAILS if getattr(figure, detail))
    text = "" if figure.value is None else number_text(figure.value)
    return FigureRequest(name, figure, given, text, revise=request.revise, force=request.force, imported=True)


def _value_and_status(draft: Draft) -> tuple[TypedFigure, Status]:
    asked = _status(draft.details["status"]) if "status" in draft.details else None
    if not is_blank(draft.value):
        typed = read_number(draft.value)
        return typed, asked or ("pending" if typed.pending else "final")
    if asked not in STATUSES_WITHOUT_VALUE:
        raise UsageError(
            "no value: write pending for a figure that is not out.",
            ja="値がありません。未公表の値には pending と書いてください。",
        )
    return TypedFigure(None), asked


def _status(text: str) -> Status:
    found = _STATUSES.get(plain(text))
    if found is None:
        raise UsageError(
            f"“{text}” is no status: final, provisional, estimated, break, pending or missing.",
            ja=f"「{text}」という状態はありません（final、provisional、estimated、break、pending、missing）。",
        )
    return found


def _note(details: Mapping[str, str]) -> Text | None:
    if "note_ja" in details or "note_en" in details:
        return Translations(ja=details.get("note_ja"), en=details.get("note_en"))
    return details.get("note")


def _shown(figure: Figure) -> str:
    return figure.status if figure.value is None else format_figure(figure.value)
