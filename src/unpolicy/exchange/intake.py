"""What an import does to the data: every figure held against what is recorded, and every refusal with its row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.errors import RefusedError, UnpolicyError, UsageError
from unpolicy.exchange.understand import Names, Proposed, check, understand
from unpolicy.figures import format_figure
from unpolicy.model import STATUSES_WITHOUT_VALUE, Figure, Revision
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from unpolicy.exchange.shapes import Draft
    from unpolicy.model import Dataset

Kind = Literal["add", "fill", "update", "revise"]


class Change(NamedTuple):
    """A figure to be written.

    Attributes:
        kind: whether a year is added, a pending figure filled in, details added to the same figure, or one replaced.
        row: the row that it comes from.
        indicator: the indicator's id.
        before: the figure as it is recorded.
        after: the figure as it is to be.
    """

    kind: Kind
    row: int | None
    indicator: str
    before: Figure | None
    after: Figure

    @property
    def record(self) -> int | float | dict[str, Any]:
        """The figure as the data file holds it."""
        return record_of(self.after)


class Refusal(NamedTuple):
    """A row that cannot be taken, with its reason."""

    row: int | None
    indicator: str | None
    year: str
    reason: UnpolicyError


@dataclass(slots=True)
class Intake:
    """The outcome for a whole file.

    Attributes:
        changes: what is to be written, in the order of the file.
        refusals: what cannot be taken.
        unchanged: how many figures are recorded just so.
        skipped: how many rows are of other indicators than the one asked for.
    """

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unchanged: int = 0
    skipped: int = 0


class Terms(NamedTuple):
    """How an import is to be done.

    Attributes:
        today: the day on which years have ended or not.
        indicator: the indicator's id, for files that do not say.
        revise: whether recorded figures may be replaced.
    """

    today: date
    indicator: str | None = None
    revise: bool = False


def take_drafts(
    drafts: Iterable[Draft], dataset: Dataset, terms: Terms, step: Callable[[], None] | None = None
) -> Intake:
    """Hold the figures of a table against the data.

    Args:
        drafts: the figures as they were written.
        dataset: the data.
        terms: how it is to be done.
        step: called after each figure.
    """
    names = Names(dataset)
    taking = _Taking(dataset, terms)
    lost: set[tuple[int, str | None]] = set()
    for draft in drafts:
        if (draft.row, draft.indicator) in lost:  # a row of many years is named once
            continue
        try:
            key = _which(draft, names, terms)
        except UsageError as error:
            lost.add((draft.row, draft.indicator))
            taking.intake.refusals.append(Refusal(draft.row, draft.indicator, "", error))
            continue
        try:
            if terms.indicator is not None and key != terms.indicator:
                taking.intake.skipped += 1
            else:
                taking.take(understand(draft, key, dataset, terms.today))
        except UnpolicyError as error:
            taking.intake.refusals.append(Refusal(draft.row, draft.indicator, draft.year.strip(), error))
        if step is not None:
            step()
    return taking.intake


def take_dataset(other: Dataset, dataset: Dataset, terms: Terms, step: Callable[[], None] | None = None) -> Intake:
    """Hold the figures of other data against the data; arguments as of `take_drafts`."""
    taking = _Taking(dataset, terms)
    for key, indicator in other.indicators.items():
        for figure in indicator.figures() if terms.indicator in (None, key) else ():
            try:
                taking.take(_proposed(key, figure, other, dataset, terms))
            except UnpolicyError as error:
                year = label(figure.year, indicator.year)
                taking.intake.refusals.append(Refusal(None, key, year, error))
            if step is not None:
                step()
    return taking.intake


def record_of(figure: Figure) -> int | float | dict[str, Any]:
    """A figure as the data file holds it: the number alone where there is nothing beside it."""
    note = figure.note
    details: dict[str, Any] = {
        "status": None if figure.status == "final" else figure.status,
        "published": figure.published.isoformat() if figure.published else None,
        "due": figure.due.isoformat() if figure.due else None,
        "source": figure.source,
        "note": note if note is None or isinstance(note, str) else note.model_dump(exclude_none=True),
        "revisions": [_revision(one) for one in figure.revisions] or None,
    }
    given = {key: value for key, value in details.items() if value is not None}
    if figure.value is not None and not given:
        return figure.value
    return given if figure.value is None else {"value": figure.value, **given}


def _revision(one: Revision) -> dict[str, Any]:
    return {"value": one.value} | ({"published": one.published.isoformat()} if one.published else {})


def _which(draft: Draft, names: Names, terms: Terms) -> str:
    if draft.indicator:
        return names.resolve(draft.indicator)
    if terms.indicator is None:
        raise UsageError(
            "the row does not say its indicator: add -i ID.", ja="どの指標か分かりません。-i ID を付けてください。"
        )
    return terms.indicator


def _proposed(key: str, figure: Figure, other: Dataset, dataset: Dataset, terms: Terms) -> Proposed:
    if key not in dataset.indicators:
        Names(dataset).resolve(key)
    here, there = dataset.indicators[key], other.indicators[key]
    for what, ours, theirs in (("year", here.year, there.year), ("kind", here.kind, there.kind)):
        if ours != theirs:
            raise UsageError(
                f"the file's {key} has {what}: {theirs}, the data's has {what}: {ours}.",
                ja=f"ファイルの {key} は {what}: {theirs}、データは {what}: {ours} で、食い違っています。",
            )
    check(here, figure, dataset, terms.today)
    names = ("status", "published", "due", "source", "note", "revisions")
    return Proposed(None, key, figure, frozenset(name for name in names if getattr(figure, name)))


class _Taking:
    """Holds one proposal after the other against the data."""

    def __init__(self, dataset: Dataset, terms: Terms) -> None:
        self._dataset = dataset
        self._terms = terms
        self._seen: dict[tuple[str, int], Proposed] = {}
        self.intake = Intake()

    def take(self, proposed: Proposed) -> None:
        """Note what a proposal leads to.

        Raises:
            UsageError: the file says two things of one year.
            RefusedError: it would replace a recorded figure.
        """
        if self._is_repeated(proposed):
            return
        before = self._dataset.indicators[proposed.indicator].figure(proposed.figure.year)
        change = self._change(proposed, before)
        if change is None:
            self.intake.unchanged += 1
        else:
            self.intake.changes.append(change)

    def _is_repeated(self, proposed: Proposed) -> bool:
        key = (proposed.indicator, proposed.figure.year)
        first = self._seen.setdefault(key, proposed)
        if first is proposed:
            return False
        if first.figure == proposed.figure:
            return True
        raise UsageError(
            f"row {first.row} says {_shown(first.figure)} for the same year, this one {_shown(proposed.figure)}.",
            ja=f"同じ年について{first.row}行目は{_shown(first.figure)}、この行は{_shown(proposed.figure)}です。",
        )

    def _change(self, proposed: Proposed, before: Figure | None) -> Change | None:
        figure, key = proposed.figure, proposed.indicator
        if before is None:
            return Change("add", proposed.row, key, None, figure)
        if before.value is None:
            after = _merged(before, proposed) if before.status == figure.status else figure
            return None if after == before else Change("fill", proposed.row, key, before, after)
        if figure.value is None:
            raise RefusedError(
                f"the figure {_shown(before)} is recorded already: take it out with remove-actual first.",
                ja=f"すでに{_shown(before)}が記録されています。先に remove-actual で消してください。",
            )
        after = _merged(before, proposed) if figure.value == before.value else self._revised(before, proposed)
        if after == before:
            return None
        if figure.value == before.value and _only_adds(before, after):
            return Change("update", proposed.row, key, before, after)
        if not self._terms.revise:
            raise _conflict(before, after)
        return Change("revise", proposed.row, key, before, after)

    def _revised(self, before: Figure, proposed: Proposed) -> Figure:
        figure = proposed.figure
        assert before.value is not None  # noqa: S101 - only figures with a value are revised
        earlier = (*before.revisions, Revision(value=before.value, published=before.published))
        return figure._replace(
            note=figure.note if "note" in proposed.given else before.note,
            published=figure.published or self._terms.today,
            revisions=figure.revisions if "revisions" in proposed.given else earlier,
        )


def _merged(before: Figure, proposed: Proposed) -> Figure:
    """The recorded figure with what the row fills in; an empty cell says nothing."""
    return before._replace(**{name: getattr(proposed.figure, name) for name in proposed.given})


def _only_adds(before: Figure, after: Figure) -> bool:
    """Whether every detail that was there is there still."""
    pairs = [(getattr(before, name), getattr(after, name)) for name in ("published", "source", "note", "revisions")]
    return before.status == after.status and all(not old or old == new for old, new in pairs)


def _conflict(before: Figure, after: Figure) -> RefusedError:
    if before.value != after.value:
        return RefusedError(
            f"{_shown(before)} is recorded, the file says {_shown(after)}: to replace it, add --revise.",
            ja=f"記録は{_shown(before)}、ファイルは{_shown(after)}です。置き換えるには --revise を付けてください。",
        )
    names = ("status", "published", "source", "note", "revisions")
    changed = ", ".join(name for name in names if getattr(before, name) != getattr(after, name))
    return RefusedError(
        f"the same figure is recorded with another {changed}: to replace that, add --revise.",
        ja=f"同じ値が別の {changed} で記録されています。置き換えるには --revise を付けてください。",
    )


def _shown(figure: Figure) -> str:
    return figure.status if figure.status in STATUSES_WITHOUT_VALUE else format_figure(figure.value)
