"""The headline table on a terminal: as wide as there is room, else a line for the title and the numbers below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from unpolicy.assess.evidence import measured_points
from unpolicy.views.notes import note_sentences
from unpolicy.views.status import WORDS
from unpolicy.views.terminal import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.views.voice import Voice

STAR = "★ "
"""Before the headline's title."""
WIDE = 100
"""From this many columns on, titles stand in a column of their own and the bars are longer."""
BARS = (20, 8)
NARROW_BAR = 6
BAR_FULL = "█"
BAR_EMPTY = "░"
COLUMNS = ("baseline", "latest", "aim", "gap", "pace", "projection", "grade", "verdict")
DROPPED = ((), ("baseline",), ("baseline", "projection"))
"""What is left out where there is less and less room; `explain` has it all."""
MOST_YEARS = 40
"""Years on one line of a small chart; of longer series the newest ones are shown."""
NAMED = 3
"""So many targets are named before a note that concerns them all."""


def targets_table(
    targets: Sequence[TargetAssessment],
    voice: Voice,
    width: int,
    *,
    charts: bool = False,
    headings: Mapping[str, Text] | None = None,
) -> RenderableType:
    """The headline table; every cell has the number on its first line and what belongs to it on the second.

    On a narrow terminal the titles stand on lines of their own, and columns are left out where they do not fit. Where
    the numbers are too long for that, each target becomes a list of its numbers instead.

    Args:
        targets: the targets.
        voice: what it is said with.
        width: columns of the terminal.
        charts: whether a small chart stands under each target.
        headings: what stands above a target, by its id.
    """
    lines: dict[str, RenderableType] = {f"above {key}": line for key, line in (headings or {}).items()}
    lines |= _charts(targets, voice) if charts else {}
    keys = [key for key in COLUMNS if key != "grade" or any(entry.judgement.grade for entry in targets)]
    wide = [partial(_table, targets, voice, lines, keys, titled=length) for length in BARS if width >= WIDE]
    narrow = [
        partial(_table, targets, voice, lines, [key for key in keys if key not in dropped]) for dropped in DROPPED
    ]
    return tables.Fitting(*wide, *narrow, partial(_lists, targets, voice, lines, keys))


def _charts(targets: Sequence[TargetAssessment], voice: Voice) -> dict[str, RenderableType]:
    drawn = ((entry.id, chart_line(entry, voice)) for entry in targets)
    return {f"below {key}": Padding(line, tables.INDENT) for key, line in drawn if line}


def chart_line(entry: TargetAssessment, voice: Voice) -> Text:
    """A target's figures as a line of blocks between the first year with its figure and the target with its year.

    Empty where there is no figure.
    """
    from unpolicy.views.charting import GAP, TARGET, sparkline

    drawn = Text(sparkline(entry, MOST_YEARS), style="blue")
    if not drawn:
        return Text()
    drawn.highlight_words([GAP], "dim")
    drawn.highlight_words([TARGET], "bold yellow")
    indicator, by = entry.indicator, entry.target.by
    years = {point.year: point for point in measured_points(entry)}
    ends = [*years, *([by] if by is not None and entry.target.value is not None else [])]
    first = years[min(year for year in years if year > max(ends) - MOST_YEARS)]
    return Text.assemble(
        (f"{voice.year(first.year, indicator)} {voice.value(first.value, indicator)} ", "dim"),
        drawn,
        (f" {voice.aim(entry)} {voice.year(by, indicator)}", "dim"),
    )


def _table(
    targets: Sequence[TargetAssessment],
    voice: Voice,
    lines: Mapping[str, RenderableType],
    keys: Sequence[str],
    *,
    titled: int | None = None,
) -> RenderableType:
    """The table; `titled` is the length of the bars where titles have a column of their own."""
    cells = {entry.id: _cells(entry, voice, titled or NARROW_BAR) for entry in targets}
    table = tables.new_table()
    if titled is not None:
        table.add_column(voice.word(WORDS, "target"), ratio=1, min_width=12)
    for key in keys[:-1]:
        tables.add_columns(table, "short" if key in ("gap", "grade") else "number", voice.word(WORDS, key))
    # A verdict may wrap, but what stands on a line of its own must not part.
    broken = (cells[entry.id]["verdict"].plain.split("\n")[1:] for entry in targets)
    least = max((cell_len(line) for rest in broken for line in rest), default=0)
    table.add_column(voice.word(WORDS, "verdict"), min_width=max(10, least))
    whole = dict(lines)
    for entry in targets:
        if titled is None:
            whole[f"title {entry.id}"] = _title(entry, voice, "bold")
        for key in (f"above {entry.id}", f"title {entry.id}"):
            if key in whole:
                table.add_row(tables.place_for(key))
        row = [cells[entry.id][key] for key in keys]
        table.add_row(*([] if titled is None else [_title(entry, voice)]), *row)
        if f"below {entry.id}" in whole:
            table.add_row(tables.place_for(f"below {entry.id}"))
    return tables.WithLines(tables.unbroken(table), whole) if whole else tables.unbroken(table)


def _lists(
    targets: Sequence[TargetAssessment], voice: Voice, lines: Mapping[str, RenderableType], keys: Sequence[str]
) -> Group:
    parts: list[RenderableType] = []
    for entry in targets:
        cells = _cells(entry, voice, BARS[0])
        parts += [lines[key] for key in (f"above {entry.id}",) if key in lines]
        parts += [_title(entry, voice), tables.pairs([(voice.word(WORDS, key), cells[key]) for key in keys])]
        parts += [lines[key] for key in (f"below {entry.id}",) if key in lines]
    return Group(*parts)


def _title(entry: TargetAssessment, voice: Voice, style: str = "") -> tables.Wrapped:
    return tables.Wrapped(voice.titled(entry.title, entry.indicator), *(("bold", STAR) if entry.headline else (style,)))


def _cells(entry: TargetAssessment, voice: Voice, bar_length: int) -> dict[str, Text]:
    indicator, projection = entry.indicator, entry.projection
    chance = "" if entry.chance is None else voice.word(WORDS, "chance", share=voice.chance(entry.chance))
    return {
        "baseline": Text("–", "dim") if entry.baseline is None else _two_lines(voice.start(entry), voice.since(entry)),
        "latest": _latest_cell(entry, voice),
        "aim": _two_lines(voice.aim(entry), voice.year(entry.target.by, indicator)),
        "gap": _gap_cell(entry, voice, bar_length),
        "pace": _pace_cell(entry, voice),
        "projection": _two_lines(voice.value(projection, indicator), chance),
        "grade": Text(entry.judgement.grade or "–"),
        "verdict": tables.standing_text(entry, voice, narrow=True),
    }


def _gap_cell(entry: TargetAssessment, voice: Voice, length: int) -> Text:
    progress = entry.progress
    if progress.gap_closed is None:
        return Text("–", "dim")
    elapsed = progress.time_elapsed
    return Text.assemble(
        (bar(progress.gap_closed, length), "dim" if entry.stale else tables.STYLES[entry.verdict]),
        f" {voice.share(progress.gap_closed)}",
        ("" if elapsed is None else "\n" + voice.word(WORDS, "time", share=voice.share(elapsed)), "dim"),
    )


def bar(number: float, width: int) -> str:
    """A progress bar from 0 to 1; empty when negative, full when past the aim."""
    full = int(max(0.0, min(1.0, number)) * width + 1e-9)
    return BAR_FULL * full + BAR_EMPTY * (width - full)


def _pace_cell(entry: TargetAssessment, voice: Voice) -> Text:
    """The pace so far, and below it what is needed, or what a year may still bring of a total's limit."""
    below, indicator, keep = "", entry.indicator, entry.target.keep
    if keep is not None and keep.max is not None:
        if entry.needed is not None and entry.needed >= 0:
            below = voice.word(WORDS, "left", pace=voice.value(entry.needed, indicator))
    elif entry.needed_pace is not None and not entry.settled and entry.verdict != "achieved":
        below = voice.word(WORDS, "needs", pace=voice.rate(entry.needed_pace, indicator))
    return _two_lines(voice.rate(entry.observed, indicator), below)


def _latest_cell(entry: TargetAssessment, voice: Voice) -> Text:
    latest = entry.latest
    if latest is None:
        return Text("–", "dim")
    own = latest == entry.baseline and entry.target.own_baseline is not None
    figure = voice.value(latest.value, entry.indicator)
    figure = voice.start(entry) if own else voice.marked(figure, latest.year, entry.vintage)
    # A blank before the mark would cost the baseline its column where there are 80.
    return _two_lines(figure.replace(" (", "("), voice.year(latest.year, entry.indicator))


def _two_lines(first: str, second: str) -> Text:
    return Text.assemble(first, *([("\n" + second, "dim")] if second else []))


def notes(targets: Sequence[TargetAssessment], voice: Voice, method: str) -> Iterator[RenderableType]:
    """What must be known of the targets; what concerns several of them is said once."""
    concerned: dict[str, list[TargetAssessment]] = {}
    for entry in targets:
        for sentence in note_sentences(entry, voice, method):
            concerned.setdefault(sentence, []).append(entry)
    together: dict[tuple[str, ...], list[str]] = {}
    for sentence, entries in concerned.items():
        together.setdefault(tuple(voice.title(entry) for entry in entries), []).append(sentence)
    for titles, sentences in together.items():
        paragraph = voice.say((" ", "")).join(sentences)
        named = voice.word(WORDS, "about", titles=_named(titles, len(targets), voice), sentences=paragraph)
        yield Padding(tables.Wrapped(named if len(targets) > 1 else paragraph), tables.INDENT)


def _named(titles: Sequence[str], of: int, voice: Voice) -> str:
    if len(titles) == of:
        return voice.word(WORDS, "every")
    first = voice.enumerate(titles[:NAMED])
    more = len(titles) - NAMED
    return voice.word(WORDS, "and-more", titles=first, count=more) if more > 0 else first
