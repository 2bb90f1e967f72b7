"""The tidy table: a row a figure, what has to be known of its indicator beside it, and how values stand in cells."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.vintages import known, source_of
from unpolicy.errors import UsageError
from unpolicy.figures import TypedFigure, parse_figure
from unpolicy.format.records import LARGEST
from unpolicy.model import Actual, Dataset, Revision, Translations, entry_of, pick
from unpolicy.years import label, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from unpolicy.model import Figure, Indicator, Source, Text
    from unpolicy.years import Language


class FigureRow(NamedTuple):
    """A figure with what has to be known of its indicator.

    Attributes:
        indicator: the indicator's id.
        title: its title.
        unit: the unit of its figures.
        kind: count, percentage, amount or index.
        direction: the desired direction.
        year_kind: how its years are counted.
        year: the figure's year; a fiscal one by the year it starts in.
        value: the figure; `None` while it is pending or missing.
        status: how far it can be relied on.
        published: the day it was published.
        due: the day a pending one is announced for.
        source: where it was published: an id in `sources`, or a URL; its indicator's where it has none of its own.
        note: a note in one language.
        note_ja: the Japanese of a translated one.
        note_en: its English.
        revisions: earlier values, oldest first.
        part_of: the id of the whole that its indicator is a part of.
        of: which part that is: ``sex=female; age=young``.
        low: the lower end of its confidence interval.
        high: the upper end.
        year_label: the year as people write it: FY2023, 2023–24, 2020–22.
        responsible: who answers for its indicator.
        tags: the words to choose its indicator by.
    """

    indicator: str
    title: str
    unit: str
    kind: str
    direction: str
    year_kind: str
    year: int
    value: float | None
    status: str
    published: date | None
    due: date | None
    source: str | None
    note: str | None
    note_ja: str | None
    note_en: str | None
    revisions: str
    part_of: str | None
    of: str | None
    low: float | None
    high: float | None
    year_label: str
    responsible: str | None
    tags: str | None


COLUMNS = FigureRow._fields
"""The columns of the tidy table, in their order. A note in one language stands in `note`, a translated one in the
columns of its languages, so that an import gives back what was there."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,4000}")
_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+[eE][+-]?[0-9]+")
_REVISION = re.compile(r"(?P<value>[^@;]+)(?:@(?P<published>[0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def types_of(row_type: type[NamedTuple]) -> dict[str, str]:
    """What the fields of a row hold where they hold something: str, int, float, bool or date."""
    return {name: hint.__forward_arg__.split(" | ")[0] for name, hint in row_type.__annotations__.items()}


class Series(NamedTuple):
    """What all rows of one indicator share.

    Attributes:
        id: the indicator's id.
        indicator: the indicator.
        title: its title in the language of the export.
        unit: its unit in that language.
        sources: the publications by id.
        lang: the language.
        of: which part of its whole it is.
        responsible: who answers for it, in that language.
        tags: the words to choose it by.
    """

    id: str
    indicator: Indicator
    title: str
    unit: str
    sources: Mapping[str, Source]
    lang: Language
    of: str | None
    responsible: str | None
    tags: str | None

    def source(self, figure: Figure) -> str | None:
        """Where a figure was published, as every format says it."""
        return source_of(figure, self.indicator, self.sources)


def rows(dataset: Dataset, lang: Language) -> Iterator[tuple[Series, Figure]]:
    """Every figure with its series: indicators in the order of the data file, years upward."""
    for key, one in dataset.indicators.items():
        words = pick(one.title, lang), pick(one.unit, lang)
        beside = part_of(one), text_in(one.responsible, lang), listed(one.tags)
        series = Series(key, one, *words, dataset.sources, lang, *beside)
        for figure in one.figures():
            yield series, figure


def part_of(indicator: Indicator) -> str | None:
    """Which part of its whole an indicator is: ``sex=female; age=young``."""
    return listed(f"{dimension}={value}" for dimension, value in indicator.of.items())


def listed(texts: Iterable[str]) -> str | None:
    """Several texts in one cell: ``staff; sdg-17``; nothing for none."""
    return "; ".join(texts) or None


def text_in(text: Text | None, lang: Language) -> str | None:
    """A text in a language, else in the one there is; nothing for none."""
    return None if text is None else pick(text, lang)


def figure_rows(dataset: Dataset, lang: Language) -> Iterator[FigureRow]:
    """Every figure as a row."""
    return (figure_row(series, figure) for series, figure in rows(dataset, lang))


def figure_row(series: Series, figure: Figure) -> FigureRow:
    """A figure as a row of the tidy table, its revisions as text (`revisions_text`)."""
    one, spoken = series.indicator, label(figure.year, series.indicator.year_kind, series.lang)
    return FigureRow._make(
        (
            *(series.id, series.title, series.unit, one.kind, one.direction, one.year_name),
            *(figure.year, figure.value, figure.status, figure.published, figure.due, series.source(figure)),
            *(*notes(figure), revisions_text(figure.revisions), one.part_of, series.of, figure.low, figure.high),
            *(spoken, series.responsible, series.tags),
        )
    )


def notes(figure: Figure) -> tuple[str | None, str | None, str | None]:
    """A figure's note as the three columns hold it: plain, Japanese, English."""
    if isinstance(figure.note, Translations):
        return None, figure.note.ja, figure.note.en
    return figure.note, None, None


def number_text(value: float) -> str:
    """A number in digits, the shortest text that gives the same number back; without separators."""
    return repr(value)


def plain_number(value: float) -> str:
    """A number in digits without an exponent, for readers that know none (XPath 1.0)."""
    return format(Decimal(repr(value)), "f")


def read_number(text: str) -> TypedFigure:
    """Read a figure as programs write it (1e+22) or as people do (1,234, ９８０, 82.7%, pending).

    Raises:
        UsageError: it is neither, or larger than the data format takes.
    """
    plain = text.strip()
    if _WHOLE.fullmatch(plain):
        typed = TypedFigure(int(plain))
    elif _POINT.fullmatch(plain):
        value = float(plain)
        typed = TypedFigure(int(value) if value.is_integer() and abs(value) < 2**53 else value)
    else:
        typed = parse_figure(text)
    if typed.value is not None and abs(typed.value) > LARGEST:
        raise UsageError(f"“{plain}” is too large to be a figure.", ja=f"「{plain}」は数値として大きすぎます。")
    return typed


def revisions_text(revisions: Sequence[Revision]) -> str:
    """Earlier values, oldest first: ``950@2022-06-01; 955``."""
    return "; ".join(
        number_text(one.value) + (f"@{one.published.isoformat()}" if one.published else "") for one in revisions
    )


def read_revisions(text: str) -> tuple[Revision, ...]:
    """Read what `revisions_text` wrote.

    Raises:
        UsageError: it is something else.
    """
    return tuple(_read_revision(part.strip()) for part in text.split(";") if part.strip())


def _read_revision(text: str) -> Revision:
    match = _REVISION.fullmatch(text)
    try:
        value = read_number(match["value"]).value if match else None
    except UsageError:
        value = None
    if match is None or value is None:
        raise UsageError(
            f"“{text}” is not an earlier value: write 950 or 950@2022-06-01, parted by semicolons.",
            ja=f"「{text}」は改定前の値として読めません。950 や 950@2022-06-01 をセミコロンで区切ってください。",
        )
    return Revision(value=value, published=read_day(match["published"]) if match["published"] else None)


def as_known(dataset: Dataset, as_of: date) -> Dataset:
    """The same data with the figures that were out on a day, at the values they had; the others are pending."""
    indicators = {key: _indicator(one, as_of) for key, one in dataset.indicators.items()}
    return dataset._replace(indicators_file=dataset.indicators_file.model_copy(update={"indicators": indicators}))


def _indicator(indicator: Indicator, as_of: date) -> Indicator:
    vintage = known(indicator, as_of)
    actuals: dict[int, Actual] = {figure.year: entry_of(figure) for figure in vintage.figures}
    for awaited in vintage.pending:
        actuals[awaited.year] = Actual(status="pending", due=awaited.due)
    for figure in indicator.figures():
        if figure.status == "missing":
            actuals[figure.year] = entry_of(figure)
    return indicator.model_copy(update={"actuals": dict(sorted(actuals.items()))})
