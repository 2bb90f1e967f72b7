"""The tables: a row a figure or a row a target, with what has to be known beside it, and how values stand in cells."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.assess.find import office, words
from unpolicy.assess.vintages import source_of
from unpolicy.errors import UsageError, needing
from unpolicy.exchange.cells import Notation
from unpolicy.model import BaselineFigure, Dataset, Figure, Indicator, Revision, Target, Text, Translations, pick
from unpolicy.model.records import LARGEST
from unpolicy.text import shortened
from unpolicy.years import Language, label, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from unpolicy.assess.assessment import TargetAssessment


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


class TargetRow(NamedTuple):
    """How a target stands on a day; what is not known or has no meaning for it is `None`.

    Attributes:
        target: its id.
        title: its title, else its indicator's.
        goal: the id of the goal that it serves.
        indicator: the id of what is measured.
        unit: the unit of all figures here.
        headline: whether it is the policy's headline.
        baseline_year: where counting starts.
        baseline: the figure of that year.
        latest_year: the year of the newest figure that may carry a verdict.
        latest: that figure; a total where figures add up.
        aim: the figure to reach.
        aim_min: the lower limit to keep.
        aim_max: the upper limit to keep.
        by: the target year.
        gap_closed: the share of the way done, 0 to 1 and beyond.
        time_elapsed: the share of the time passed at the latest figure.
        observed: the change per year so far.
        required: the change per year from the baseline to the target.
        needed: the change per year from the latest figure on.
        projection: the figure of the target year at the pace so far.
        chance: the chance that the target is reached, 0 to 1.
        expected: where the figure should be at the latest year.
        lead: how far it is ahead of that.
        method: the method that judges.
        measure: the method's number.
        score: −5 to 5 with methods that have scores.
        grade: A to E with the method that has grades.
        verdict: the verdict.
        stale: whether it rests on figures too old to be today's.
        reason: why there is no measure.
        rests_on: the year of the figure that the verdict rests on.
        rests_on_status: provisional or estimated, where that figure is.
        target_year_ended: whether the target year is over.
        settled: whether its figure is final.
        rating: the official step that a person recorded last.
        rated: the day of that rating.
        source: where the promise was published.
        responsible: who answers for it, else for its indicator.
        tags: the words to choose it or its indicator by.
    """

    target: str
    title: str
    goal: str
    indicator: str
    unit: str
    headline: bool
    baseline_year: int | None
    baseline: float | None
    latest_year: int | None
    latest: float | None
    aim: float | None
    aim_min: float | None
    aim_max: float | None
    by: int | None
    gap_closed: float | None
    time_elapsed: float | None
    observed: float | None
    required: float | None
    needed: float | None
    projection: float | None
    chance: float | None
    expected: float | None
    lead: float | None
    method: str
    measure: float | None
    score: float | None
    grade: str | None
    verdict: str
    stale: bool
    reason: str | None
    rests_on: int | None
    rests_on_status: str | None
    target_year_ended: bool
    settled: bool
    rating: str | None
    rated: date | None
    source: str | None
    responsible: str | None
    tags: str | None


COLUMNS = FigureRow._fields
"""The columns of the tidy table, in their order. A note in one language stands in `note`, a translated one in the
columns of its languages, so that an import gives back what was there."""
_REVISION = re.compile(r"(?P<value>[^@;()']+)(?:@(?P<published>[0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def types_of(row_type: type[NamedTuple]) -> dict[str, str]:
    """What the fields of a row hold where they hold something: str, int, float, bool or date."""
    return {name: hint.__forward_arg__.split(" | ")[0] for name, hint in row_type.__annotations__.items()}


def figure_rows(dataset: Dataset, lang: Language) -> Iterator[FigureRow]:
    """Every figure as a row, its revisions as text: indicators in the order of the data file, years upward."""
    for key, indicator in dataset.indicators.items():
        named = key, pick(indicator.title, lang), pick(indicator.unit, lang)
        counted = indicator.kind, indicator.direction, indicator.year_name
        part = indicator.part_of, part_of(indicator)
        answering = text_in(indicator.responsible, lang), listed(indicator.tags)
        for figure in indicator.figures():
            source = source_of(figure, indicator, dataset.sources)
            yield FigureRow._make(
                (
                    *(*named, *counted),
                    *(figure.year, figure.value, figure.status, figure.published, figure.due, source),
                    *(*notes(figure), revisions_text(figure.revisions), *part, figure.low, figure.high),
                    *(label(figure.year, indicator.year_kind, lang), *answering),
                )
            )


def target_rows(dataset: Dataset, lang: Language, as_of: date, method: str | None = None) -> Iterator[TargetRow]:
    """Every target as it stands on a day, the headline first.

    Args:
        dataset: the data.
        lang: the language of titles and units.
        as_of: the day whose knowledge counts.
        method: a method's name; the data file's, else `linear`, when `None`.
    """
    from unpolicy.assess.assessment import assess  # figures need no verdicts

    assessment = assess(dataset, as_of, method)
    return (_target_row(entry, assessment.method, lang) for entry in assessment.targets)


def _target_row(entry: TargetAssessment, method: str, lang: Language) -> TargetRow:
    target, rating = entry.target, entry.rating
    baseline_year, baseline = entry.baseline or (None, None)
    latest_year, latest = entry.latest or (None, None)
    values: dict[str, Any] = {
        **entry.progress._asdict(),
        **entry.judgement._asdict(),
        # What the assessment says by a column's name, be it of the target alone or of limits to keep.
        **{name: getattr(entry, name) for name in TargetRow._fields if hasattr(entry, name)},
        "target": entry.id,
        "title": pick(entry.title, lang),
        "unit": pick(entry.indicator.unit, lang),
        "baseline_year": baseline_year,
        "baseline": baseline,
        "latest_year": latest_year,
        "latest": latest,
        "aim": target.value,
        "aim_min": target.keep and target.keep.min,
        "aim_max": target.keep and target.keep.max,
        "method": method,
        "rests_on_status": entry.unsettled,
        "rating": rating and rating.step,
        "rated": rating and rating.date,
        "responsible": text_in(office(entry), lang),
        "tags": listed(words(entry)),
        **{name: getattr(target, name) for name in ("goal", "indicator", "by", "source")},
    }
    return TargetRow._make(map(values.__getitem__, TargetRow._fields))


def part_of(indicator: Indicator) -> str | None:
    """Which part of its whole an indicator is: ``sex=female; age=young``."""
    return listed(f"{dimension}={value}" for dimension, value in indicator.of.items())


def listed(texts: Iterable[str]) -> str | None:
    """Several texts in one cell: ``staff; sdg-17``; nothing for none."""
    return "; ".join(texts) or None


def text_in(text: Text | None, lang: Language) -> str | None:
    """A text in a language, else in the one there is; nothing for none."""
    return None if text is None else pick(text, lang)


def baseline_of(indicator: Indicator, target: Target | None) -> tuple[int | None, float | None]:
    """Where counting starts and the figure there, as the data file has them; the indicator's own without a target."""
    baseline = indicator.baseline if target is None else target.baseline
    if isinstance(baseline, BaselineFigure):
        return baseline.year, baseline.value
    figure = None if baseline is None else indicator.figure(baseline)
    return baseline, figure and figure.value


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


def number_of(value: Decimal, text: str) -> int | float:
    """A number as the data format holds it: whole where it is whole.

    Raises:
        UsageError: it is larger than the data format takes.
    """
    if abs(value) > LARGEST:
        raise UsageError(
            f"“{shortened(text)}” is too large to be a figure.",
            ja=f"「{shortened(text)}」は数値として大きすぎます。",
            reason="bounds",
        )
    if value == value.to_integral_value() and (abs(value) < 2**53 or ("." not in text and "e" not in text.lower())):
        return int(value)
    return float(value)


def revisions_text(revisions: Sequence[Revision]) -> str:
    """Earlier values, oldest first: ``950@2022-06-01; 955``."""
    return "; ".join(
        number_text(revision.value) + (f"@{revision.published.isoformat()}" if revision.published else "")
        for revision in revisions
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
        number = Notation().read(match["value"]) if match else None
        value = number_of(number.value, text) if number is not None and number.after in ("", "%") else None
    except UsageError:
        value = None
    if match is None or value is None:
        raise UsageError(
            f"“{text}” is not an earlier value: write 950 or 950@2022-06-01, parted by semicolons.",
            ja=f"「{text}」は改定前の値として読めません。950 や 950@2022-06-01 をセミコロンで区切ってください。",
        )
    return Revision(value=value, published=read_day(match["published"]) if match["published"] else None)


def frame(row_type: type[NamedTuple], table: Iterable[Any], *, structs: bool = False) -> Any:  # noqa: ANN401 - polars is optional
    """Records of one type as a polars data frame, each column of the type of its field.

    Args:
        row_type: the type of the records.
        table: the records.
        structs: whether revisions are a list of structs, typed as in Parquet, not a text.

    Raises:
        MissingExtraError: polars is not installed.
    """
    ja = "Parquet の書き出しとデータフレームには追加機能 parquet "
    with needing("'unpolicy[parquet]'", "Parquet and data frames need the extra “parquet”", ja):
        import polars as pl
    types = {"str": pl.String, "int": pl.Int16, "float": pl.Float64, "bool": pl.Boolean, "date": pl.Date}
    schema: dict[str, Any] = {name: types[hint] for name, hint in types_of(row_type).items()}
    if structs and row_type is FigureRow:
        schema["revisions"] = pl.List(pl.Struct({"value": pl.Float64, "published": pl.Date}))
        table = (row._replace(revisions=_records(row.revisions)) for row in table)
    return pl.DataFrame(list(table), schema=schema, orient="row")


def _records(revisions: str) -> Any:  # noqa: ANN401 - in the place of the text
    return [{"value": float(revision.value), "published": revision.published} for revision in read_revisions(revisions)]
