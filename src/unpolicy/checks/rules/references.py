"""U4: ids that lead nowhere."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from unpolicy.checks.diagnostic import Fix
from unpolicy.checks.registry import DataPath, Finding, KeyOrValue, also, rule
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from unpolicy.checks.view import IndicatorView, TargetView, View

_URL = re.compile(r"https?://\S+")
_MOST_COMPARED = 2_000
"""A file may name thousands of ids that are not there, and hold as many that are."""


@rule("U401", "Unknown goal", "存在しない目標", stage="target")
def unknown_goal(view: TargetView) -> Iterable[Finding]:
    """A target names a goal that is not in `goals`.

    Why: a target without its goal is shown nowhere.

    目標が、`goals` にない中期目標を指しています。

    理由: 中期目標のない目標は、どこにも表示されません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: peopel, indicator: staff, baseline: 2020, value: 1000,
        #                    ^^^^^^
                       by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
    """
    return dangling(view, ("goal",), "goals", view.target.goal)


@rule("U402", "Unknown indicator", "存在しない測定指標", stage="target")
def unknown_indicator(view: TargetView) -> Iterable[Finding]:
    """A target names an indicator that is not in `indicators`.

    Why: there is nothing to judge the target by.

    目標が、`indicators` にない測定指標を指しています。

    理由: その目標を判定する材料がありません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: stuff, baseline: 2020, value: 1000,
        #                                       ^^^^^
                       by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
    """
    return dangling(view, ("indicator",), "indicators", view.target.indicator)


@rule("U403", "Unknown source", "存在しない出典", stage="indicator")
def unknown_source(view: IndicatorView) -> Iterator[Finding]:
    """A `source` or `evidence` is neither an id in `sources` nor a URL.

    Why: a reader must be able to find where a figure comes from.

    `source` か `evidence` が、`sources` のidでもURLでもありません。

    理由: 読む人が、値の出どころを確かめられなければなりません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, source: nowhere}
        #                                 ^^^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar,
              source: "https://example.org/"}
    """
    yield from dangling(view, ("source",), "sources", view.indicator.source)
    for year, entry in view.long_forms.items():
        yield from dangling(view, ("actuals", year, "source"), "sources", entry.source)


@also("U403", stage="target")
def unknown_source_of_target(view: TargetView) -> Iterator[Finding]:
    """The `source` of a target leads nowhere."""
    yield from dangling(view, ("source",), "sources", view.target.source)
    baseline = view.target.own_baseline
    yield from dangling(view, ("baseline", "source"), "sources", None if baseline is None else baseline.source)


@also("U403", stage="data")
def unknown_source_of_goal(view: View) -> Iterator[Finding]:
    """A `source` or the `evidence` in a goal leads nowhere."""
    named = dict(_goal_sources(view))
    lost = {source for source in set(named.values()) if _leads_nowhere(view, "sources", source)}
    for path, source in named.items():
        if source in lost:
            yield Finding("targets", path, *unknown(view, "sources", source))


@rule("U404", "Unknown headline", "存在しない代表目標", stage="data")
def unknown_headline(view: View) -> Iterator[Finding]:
    """The `headline` is not an id in `targets`.

    Why: `add-actual YEAR VALUE` and the first row of `status` mean the headline target.

    `headline` が、`targets` のidではありません。

    理由: `add-actual YEAR VALUE` と、`status` の最初の行は、この代表目標のことを指します。

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        headline: most-staff
        #         ^^^^^^^^^^
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        headline: more-staff
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
    """
    if view.headline is not None and not view.exists("targets", view.headline):
        yield Finding("targets", ("headline",), *unknown(view, "targets", view.headline))


@rule("U405", "Rating of an unknown target", "存在しない目標の判定", stage="data")
def unknown_rated_target(view: View) -> Iterator[Finding]:
    """A rating names a target that is not in `targets`.

    Why: a judgement must be of something.

    判定が、`targets` にない目標を指しています。

    理由: 判定には、その対象がなければなりません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
        ratings:
          - {target: less-staff, review: FY2024, step: achieved, by: The minister,
        #            ^^^^^^^^^^
             date: 2024-08-30}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
        ratings:
          - {target: more-staff, review: FY2024, step: achieved, by: The minister,
             date: 2024-08-30}
    """
    for index, rating in view.ratings.items():
        if not view.exists("targets", rating.target):
            yield Finding("targets", ("ratings", index, "target"), *unknown(view, "targets", rating.target))


@rule("U406", "Part of an unknown indicator", "存在しない指標の内訳", stage="part")
def unknown_whole(view: IndicatorView) -> Iterable[Finding]:
    """A `part_of` names an indicator that does not exist.

    Why: a breakdown is checked against its whole.

    `part_of` が、存在しない測定指標を指しています。

    理由: 内訳は、その全体と照らし合わせて検査します。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: crew}
        #                                  ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: staff}
    """
    return dangling(view, ("part_of",), "indicators", view.indicator.part_of)


@rule("U407", "Part of itself", "自分自身の内訳", stage="data")
def part_of_itself(view: View) -> Iterator[Finding]:
    """An indicator is part of itself, directly or through others.

    Why: a part is smaller than its whole, so the chain of `part_of` must end.

    測定指標が、直接に、またはほかの測定指標を通して、自分自身の内訳になっています。

    理由: 内訳は全体より小さいものです。そのため、`part_of` のつながりには終わりがなければなりません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: staff}
        #                                  ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    for name, chain in circles({name: indicator.part_of for name, indicator in view.indicators.items()}):
        yield view.indicator_views[name].finding(
            ("part_of",),
            f"{name} is part of itself ({chain}): take one part_of out of the chain.",
            f"{name}が自分自身の内訳になっています（{chain}）。part_of を一つ外してください。",
        )


_SECTIONS = {
    "dimensions": ("dimension", "区分"),
    "goals": ("goal", "中期目標"),
    "indicators": ("indicator", "測定指標"),
    "sources": ("source", "出典"),
    "targets": ("target", "目標値"),
}


def unknown(view: View, section: str, name: str) -> tuple[str, str, Fix | None]:
    """The sentences on an id that leads nowhere, and the fix where something alike is there.

    Args:
        view: the data.
        section: where the id should be.
        name: the id.
    """
    en, ja = _SECTIONS[section]
    guess = close_match(name, islice(view.ids[section], _MOST_COMPARED))
    fix = None
    if guess is not None:
        hint, hint_ja = f"did you mean {guess}?", f"{guess} のことですか。"
        fix = Fix(f"Write {guess}.", f"{guess} と書く。", text=guess, safe=False)
    elif section == "sources":
        hint, hint_ja = "add it to `sources` or give a URL.", "`sources` に加えるか、URLを書いてください。"
    else:
        hint, hint_ja = f"add it to `{section}`.", f"`{section}` に加えるか、ほかのidを書いてください。"
    return f"There is no {en} “{name}”: {hint}", f"{ja}「{name}」がありません。{hint_ja}", fix


def dangling(
    view: IndicatorView | TargetView, path: DataPath, section: str, name: str | None, *, on: KeyOrValue = "value"
) -> Iterable[Finding]:
    """The finding that an id of a section, named at a path below a record, leads nowhere."""
    if name is None or not _leads_nowhere(view.data, section, name):
        return ()
    return [view.finding(path, *unknown(view.data, section, name), on=on)]


def _leads_nowhere(view: View, section: str, name: str) -> bool:
    known = view.ids.get(section)
    return known is not None and name not in known and not (section == "sources" and _URL.match(name))


def circles(links: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Every id that leads back to itself, and the way there in words; `None` leads nowhere."""
    ending = {name for name, to in links.items() if to is None}
    for name in links:
        chain: dict[str, None] = {}
        at: str | None = name
        while at is not None and at not in ending and at not in chain:
            chain[at] = None
            at = links.get(at)
        if at == name and chain:
            yield name, " → ".join([*chain, name])
        elif at is None or at in ending:
            ending.update(chain)


def _goal_sources(view: View) -> Iterator[tuple[DataPath, str]]:
    for name, goal in view.goals.items():
        for key in ("initiatives", "findings", "next_steps"):
            for index, item in enumerate(getattr(goal, key)):
                if item.source is not None:
                    yield ("goals", name, key, index, "source"), item.source
        for milestone, event in goal.milestones.items():
            if event.evidence is not None:
                yield ("goals", name, "milestones", milestone, "evidence"), event.evidence
