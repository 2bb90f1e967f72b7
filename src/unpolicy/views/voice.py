"""The reader's language, and every spelling that depends on it."""

from __future__ import annotations

import re
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from unpolicy.assess.find import count_verdicts
from unpolicy.errors import UsageError
from unpolicy.figures import exact_figure, format_figure, limits_in_words
from unpolicy.model import STATUSES_BEFORE_FINAL, pick
from unpolicy.text import printable, quoted
from unpolicy.views import LIMITS, MONTHS, STANDINGS, TERMS, VERDICT_SIGNS, VERDICTS
from unpolicy.years import Language, era_label, form_of, label, period_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from unpolicy.assess.assessment import Judged, MonitoredAssessment, TargetAssessment
    from unpolicy.assess.vintages import Awaited, Vintage
    from unpolicy.model import Figure, Indicator, Text
    from unpolicy.model.settings import Display
    from unpolicy.model.targets import Keep
    from unpolicy.names import Term

Words = dict[str, tuple[str, str]]
"""The words of one topic by key: English and Japanese, with the names of what is filled in between braces."""


class Voice:
    """What every view speaks with.

    Args:
        lang: the reader's language.
        display: how the settings want things shown, if they say so.
        data: the data directory that was named on the command line, which the next command must name too.
    """

    __slots__ = ("_column", "_data", "_era", "_terms", "lang")

    def __init__(self, lang: Language, display: Display | None = None, data: Path | None = None) -> None:
        self.lang: Language = lang
        self._data = data
        self._column = 1 if lang == "ja" else 0
        self._era = display is not None and display.years == "era"
        self._terms = _OwnTerms(display.terms, self._column) if display is not None and display.terms else None

    @property
    def era(self) -> bool:
        """Whether years are named by their eras."""
        return self._era

    def command(self, text: str) -> str:
        """A command to type next, about the same data."""
        if self._data is None:
            return text
        shown = quoted(self._data)  # as it is, unless no terminal may show it so
        return f"{text} --data {quote(shown) if shown == str(self._data) else shown}"

    @property
    def other(self) -> Language:
        """The other language."""
        return "en" if self.lang == "ja" else "ja"

    def say(self, sentence: tuple[str, str], **values: object) -> str:
        """One of two sentences, in the directory's own terms, filled in."""
        template = sentence[self._column]
        if self._terms is not None:
            template = self._terms.put_in(template, filled=bool(values))
        return template.format(**values) if values else template

    def word(self, words: Mapping[str, tuple[str, str]], key: str, **values: object) -> str:
        """A topic's word for a key, filled in."""
        return self.say(words[key], **values)

    def enumerate(self, items: Iterable[str]) -> str:
        """Several things in a row, with the language's comma."""
        return self.say((", ", "、")).join(items)

    def clauses(self, items: Iterable[str]) -> str:
        """Several longer things in a row, which may hold commas themselves."""
        return self.say(("; ", "、")).join(items)

    def text(self, text: Text) -> str:
        """A text from the data files as it is there, for programs."""
        return pick(text, self.lang)

    def line(self, text: Text) -> str:
        """A text from the data files on one line, safe to print."""
        return " ".join(printable(pick(text, self.lang)).split())

    def title(self, entry: TargetAssessment | MonitoredAssessment) -> str:
        """The title of what was assessed: a target's own, else its indicator's."""
        return self.line(entry.title)

    def unit(self, indicator: Indicator) -> str:
        """The unit of an indicator's figures."""
        return self.line(indicator.unit)

    def with_unit(self, figure: str, indicator: Indicator) -> str:
        """A figure with its unit: 980 people, 980人, 82.7%."""
        unit = self.unit(indicator)
        return f"{figure}{'' if self.lang == 'ja' or unit == '%' else ' '}{unit}"

    def bracketed(self, text: str, note: str) -> str:
        """A text with a note in brackets, which are wide in Japanese."""
        return self.say(("{text} ({note})", "{text}（{note}）"), text=text, note=note)

    def titled(self, title: Text, indicator: Indicator) -> str:
        """A title with the unit of an indicator's figures in brackets."""
        return self.bracketed(self.line(title), self.unit(indicator))

    def year(self, number: int | None, indicator: Indicator) -> str:
        """A year as the indicator counts it: 2024, FY2024, 2024年, 2024年度; the end of what has none: for good."""
        if number is None:
            return self.say(("for good", "期限なし"))
        return label(number, indicator.year_kind, self.lang, era=self._era)

    def both_years(self, number: int, indicator: Indicator) -> str:
        """The same, in Japanese with the other way of counting behind it: 2024年度 (令和6), 令和6年度 (2024)."""
        other = number if self._era else era_label(number)
        return self.year(number, indicator) + (f" ({other})" if self.lang == "ja" else "")

    def day_of_year(self, day: str) -> str:
        """A day of every year, written as 12-31 in the data: 31 December, 12月31日."""
        month, number = map(int, day.split("-"))
        return self.say(("{number} {name}", "{month}月{number}日"), number=number, month=month, name=MONTHS[month - 1])

    def months(self, indicator: Indicator) -> str:
        """From which month to which a year of an indicator runs: April to March, 4月～翌年3月."""
        first = form_of(indicator.year_kind).starts
        last = (first - 2) % 12
        words = ("{begin} to {end}", "{first}月～翌年{last}月")
        return self.say(words, first=first, last=last + 1, begin=MONTHS[first - 1], end=MONTHS[last])

    def years(self, numbers: Iterable[int], indicator: Indicator) -> str:
        """Several years in a row: 2023, 2024, 2025."""
        return self.enumerate(self.year(number, indicator) for number in numbers)

    def year_ranges(self, numbers: Iterable[int], indicator: Indicator) -> str:
        """Years in rising order, put together where they follow each other: 2015–2018, 2020."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1][1:] = [number]
            else:
                runs.append([number])
        plain = form_of(indicator.year_kind)
        two = plain.span > 1 or plain.named_by == "both"  # with a dash of their own
        dash = self.say((" to ", "から") if two else ("–", "～"))
        return self.enumerate(dash.join(self.year(end, indicator) for end in run) for run in runs)

    def when(self, moment: int | str | None) -> str:
        """A year, fiscal year, period, month or day as people read it; nothing for none."""
        if moment is None:
            return ""
        if isinstance(moment, int):
            return label(moment, "calendar", self.lang, era=self._era)
        try:
            return period_label(moment, self.lang, era=self._era)
        except UsageError:
            return moment

    @staticmethod
    def value(number: float | None, indicator: Indicator, *, sign: bool = False) -> str:
        """A figure with the indicator's decimals; `–` for none."""
        return format_figure(number, indicator.shown_decimals, sign=sign)

    @staticmethod
    def exact(number: float, indicator: Indicator) -> str:
        """A figure with the indicator's decimals, or more where it has more: nothing promised or revised is rounded."""
        return exact_figure(number, indicator.shown_decimals)

    def interval(self, figure: Figure, indicator: Indicator) -> str:
        """The confidence interval of a figure: 70.3 to 73.9; nothing where it has none."""
        if figure.low is None and figure.high is None:
            return ""
        low, high = ("–" if end is None else self.exact(end, indicator) for end in (figure.low, figure.high))
        return self.say(("{low} to {high}", "{low}～{high}"), low=low, high=high)

    @staticmethod
    def marked(text: str, year: int, vintage: Vintage) -> str:
        """A year's figure in words, with (p) or (e) where it is provisional or estimated and a verdict rests on it."""
        status = vintage.status(year)
        return f"{text} ({status[0]})" if status in STATUSES_BEFORE_FINAL and status in vintage.carrying else text

    @staticmethod
    def rate(number: float | None, indicator: Indicator) -> str:
        """A change per year, signed, with one decimal more than the figures have."""
        return format_figure(number, indicator.shown_decimals + 1, sign=True)

    @staticmethod
    def share(number: float | None) -> str:
        """A share as a whole percentage, rounded towards zero so that 99.6 % is not shown as done."""
        if number is None:
            return "–"
        percent = int(abs(number) * 100 + 1e-9)
        return f"{'−' if number < 0 and percent else ''}{percent:,}%"

    @staticmethod
    def chance(probability: float) -> str:
        """A chance as a whole percentage, never quite 0 or 100 %."""
        percent = round(probability * 100)
        if percent >= 100 and probability < 1:
            return "> 99%"
        return "< 1%" if percent <= 0 < probability else f"{percent}%"

    def limits(self, low: float | None, high: float | None, decimals: int | None = None) -> str:
        """Limits in words, with at least so many decimals: 50 to 60, ≥ 50, ≤ 60."""
        return self.say(limits_in_words(low, high, decimals))

    def keep(self, keep: Keep, indicator: Indicator) -> str:
        """The limits of a keep target in words, with the indicator's decimals."""
        return self.limits(keep.min, keep.max, indicator.shown_decimals)

    def outside(self, numbers: Iterable[int], indicator: Indicator) -> str:
        """In which years a figure was not within the limits that it was to keep, as a sentence."""
        return self.word(LIMITS, "outside", years=self.years(numbers, indicator))

    def since(self, entry: TargetAssessment) -> str:
        """Where a target's counting starts: what its baseline is called, such as 2014–18 mean, else its year."""
        own = entry.target.own_baseline
        if own is not None and own.label is not None:
            return self.line(own.label)
        return "" if entry.baseline is None else self.year(entry.baseline.year, entry.indicator)

    def start(self, entry: TargetAssessment) -> str:
        """The figure where a target's counting starts; one that the target writes itself is not rounded."""
        if entry.baseline is None:
            return "–"
        if entry.target.own_baseline is not None:
            return self.exact(entry.baseline.value, entry.indicator)
        return self.marked(self.value(entry.baseline.value, entry.indicator), entry.baseline.year, entry.vintage)

    def aim(self, entry: TargetAssessment) -> str:
        """What was promised, in words: a figure, limits, to be better, or words."""
        return self.say(entry.target.in_words(entry.indicator.shown_decimals))

    def verdict(self, verdict: str) -> str:
        """The human word for a verdict."""
        return self.word(VERDICTS, verdict)

    def signed_verdict(self, verdict: str) -> str:
        """A verdict with its sign, so that it is distinct without colour."""
        return f"{VERDICT_SIGNS[verdict]} {self.verdict(verdict)}"

    def standing(self, entry: Judged, *, narrow: bool = False) -> str:
        """A verdict with its sign; on an older figure than could be known with its year; nothing for no verdict.

        A stale one has no sign: it is not how things stand today. What is still kept and drifts out is called so.

        Args:
            entry: what has the verdict.
            narrow: whether it must fit a narrow column.
        """
        verdict, leaves, form = entry.verdict, entry.exit_year, "-cell" if narrow else ""
        if verdict is None:
            return ""
        stale = verdict != "unknown" and entry.rests_on is not None and entry.stale
        dated = not stale and entry.dated
        word = self.verdict(verdict) if leaves is None else self.word(STANDINGS, "kept")
        signed = f"{VERDICT_SIGNS[verdict]} {word}"
        if stale:
            return self.word(STANDINGS, f"stale{form}", verdict=word, year=self.year(entry.rests_on, entry.indicator))
        if dated:
            signed = self.word(
                STANDINGS, f"dated{form}", verdict=signed, year=self.year(entry.rests_on, entry.indicator)
            )
        if dated or leaves is None:
            return self.word(STANDINGS, f"so-far{form}", verdict=signed) if entry.so_far else signed
        return self.word(STANDINGS, f"leaving{form}", verdict=signed, year=self.year(leaves, entry.indicator))

    def waiting(self, awaited: Awaited, words: Words, **values: object) -> str:
        """What is known of a figure that is not out, in a topic's words."""
        key = "overdue" if awaited.overdue else "pending-due" if awaited.due else "pending"
        due = awaited.due and awaited.due.isoformat()
        return self.word(words, key if awaited.recorded else "unwritten", due=due, **values)

    def decides(self, entry: TargetAssessment) -> str:
        """What the figure of the target year must be, in words: 1,000 or more."""
        if entry.target.value is None:
            return self.aim(entry)
        return self.word(LIMITS, "or-more" if entry.indicator.sign > 0 else "or-less", value=self.aim(entry))

    def verdict_counts(self, targets: Sequence[TargetAssessment]) -> str:
        """How many targets have each verdict, in words, those with stale ones apart: ✓ 3 achieved · 2 not out yet."""
        counts = count_verdicts([entry for entry in targets if not entry.stale])
        parts = [f"{VERDICT_SIGNS[key]} {count:,} {self.verdict(key)}" for key, count in counts.items()]
        stale = sum(entry.stale for entry in targets)
        return " · ".join([*parts, *([f"{stale:,} {self.word(STANDINGS, 'count')}"] if stale else [])])


class _OwnTerms:
    """A data directory's own words in place of those of our sentences.

    Args:
        terms: its words by term.
        column: the language: 0 for English, 1 for Japanese.
    """

    def __init__(self, terms: Mapping[Term, Text], column: int) -> None:
        given = ((term, text if isinstance(text, str) else (text.en, text.ja)[column]) for term, text in terms.items())
        self._own = {TERMS[term][column]: " ".join(printable(own).split()) for term, own in given if own is not None}
        words = "|".join(self._own)
        # What stands between braces is filled in, and no word of ours.
        pattern = words if column else rf"(?<![{{\w])(?i:{words})(?P<plural>s?)(?![}}\w])"
        self._pattern = re.compile(pattern if words else r"(?!)")

    def put_in(self, template: str, *, filled: bool) -> str:
        """A sentence with the words in it; braces in them are doubled where it is to be filled in."""
        return self._pattern.sub(partial(self._word, double=filled), template)

    def _word(self, match: re.Match[str], *, double: bool) -> str:
        plural = match.groupdict().get("plural", "")
        own = self._own[match[0].removesuffix(plural).lower() if plural else match[0].lower()]
        own = (own[:1].upper() + own[1:] if match[0][:1].isupper() else own) + plural
        return own.replace("{", "{{").replace("}", "}}") if double else own
