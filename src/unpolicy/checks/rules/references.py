"""U4: ids that lead nowhere or in a circle, and targets that refer to what takes no target."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from unpolicy.checks import Fix
from unpolicy.checks.rules import Finding, also, did_you_mean, rule
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from unpolicy.checks.rules import DataPath, IndicatorView, KeyOrValue, TargetView, View


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
    if view.indicator.source is not None:
        yield from dangling(view, ("source",), "sources", view.indicator.source)
    for year, entry in view.long_forms.items():
        if entry.source is not None:
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


@rule("U408", "Unknown successor", "存在しない後継の目標", stage="target")
def unknown_successor(view: TargetView) -> Iterable[Finding]:
    """A `superseded_by` names a target that is not in `targets`.

    Why: a reader is sent on to the promise that holds now, and must arrive there.

    `superseded_by` が、`targets` にない目標を指しています。

    理由: 読む人を、今の約束へ案内するためのものです。行き先がなければなりません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded,
              superseded_by: most-staff}
        #                    ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded,
              superseded_by: most-staff}
          most-staff: {goal: people, indicator: staff, baseline: 2020, value: 1100,
                            by: 2025}
    """
    return dangling(view, ("superseded_by",), "targets", view.target.superseded_by)


@rule("U409", "Target replaced by itself", "自分自身に置き換えられた目標", stage="data")
def replaced_by_itself(view: View) -> Iterator[Finding]:
    """A target is superseded by itself, directly or through others.

    Why: whoever follows the chain of `superseded_by` must arrive at a promise that holds.

    目標が、直接に、またはほかの目標を通して、自分自身に置き換えられています。

    理由: `superseded_by` をたどった先には、今の約束がなければなりません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded, superseded_by: more-staff}
        #                                                           ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: dropped}
    """
    for name, chain in circles({name: target.superseded_by for name, target in view.targets.items()}):
        yield view.target_views[name].finding(
            ("superseded_by",),
            f"{name} is replaced by itself ({chain}): take one superseded_by out.",
            f"{name}が自分自身に置き換えられています（{chain}）。superseded_by を一つ外してください。",
        )


@rule("U410", "Target that was not superseded", "置き換えられていない目標の後継", stage="target")
def successor_of_a_live_target(view: TargetView) -> Iterator[Finding]:
    """A target names its successor in `superseded_by`, but its `status` is not `superseded`.

    Why: the two keys say different things about whether the promise still holds.

    目標に `superseded_by` がありますが、`status` は `superseded` ではありません。

    理由: 約束がまだ有効かどうかについて、2つのキーの内容が食い違っています。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, superseded_by: most-staff}
        #                                       ^^^^^^^^^^
          most-staff: {goal: people, indicator: staff, baseline: 2020, value: 1100,
                            by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded, superseded_by: most-staff}
          most-staff: {goal: people, indicator: staff, baseline: 2020, value: 1100,
                            by: 2025}
    """
    status, successor = view.target.status, view.target.superseded_by
    if successor is not None and status != "superseded":
        yield view.finding(
            ("superseded_by",),
            f"The target is {status}, yet {successor} took its place: write status: superseded, or take the key out.",
            f"{successor}に置き換えられたのに、状態が {status} です。"
            "status: superseded と書くか、このキーを外してください。",
        )


@rule("U411", "Target on what is never judged", "判定しない指標の目標", stage="target")
def target_on_context(view: TargetView) -> Iterator[Finding]:
    """A target promises a figure of an indicator whose `direction` is `none`.

    Why: an indicator for context has no better and no worse, so nothing can be reached, kept or improved.

    `direction` が `none` の測定指標に、目標値があります。

    理由: 背景として載せる測定指標には、よい向きも悪い向きもありません。そのため、達成も維持も改善もありえません。

    Bad (targets.yaml):
        targets:
          more-people: {goal: people, indicator: population, baseline: 2020,
        #                                        ^^^^^^^^^^
                        value: 600, by: 2025}

    Good (targets.yaml):
        targets:
          more-people: {goal: people, indicator: staff, baseline: 2020,
                        value: 1000, by: 2025}
    """
    measured = view.indicator
    if measured is not None and measured.direction == "none" and view.promised:
        yield view.finding(
            ("indicator",),
            f"{view.target.indicator} has no desired direction: give it one, or take the target out.",
            f"{view.target.indicator}には望ましい向きがありません。direction を決めるか、目標を外してください。",
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
    guess = _closest(view, section, name)
    instead = f"add it to `{section}`.", f"`{section}` に加えるか、ほかのidを書いてください。"
    if section == "sources":
        instead = "add it to `sources` or give a URL.", "`sources` に加えるか、URLを書いてください。"
    hint, hint_ja = did_you_mean(guess, *instead)
    fix = Fix.write(guess) if guess else None
    return f"There is no {en} “{name}”: {hint}", f"{ja}「{name}」がありません。{hint_ja}", fix


@lru_cache(maxsize=_MOST_COMPARED)
def _closest(view: View, section: str, name: str) -> str | None:
    # Thousands of records may name the same id that is not there.
    return close_match(name, islice(view.ids[section], _MOST_COMPARED))


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
