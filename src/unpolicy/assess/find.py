"""What an id stands for: a target, an indicator or a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.text import close_match, shortened

if TYPE_CHECKING:
    from collections.abc import Collection

    from unpolicy.model import Dataset

Kind = Literal["target", "indicator", "goal"]

_NAMED = 8
_LONGEST = 60


class Found(NamedTuple):
    """What an id stands for."""

    kind: Kind
    id: str


def find(dataset: Dataset, name: str) -> Found:
    """What an id stands for; where several things share it, the target comes first, then the indicator.

    Raises:
        UsageError: nothing has this id.
    """
    if name in dataset.targets:
        return Found("target", name)
    if name in dataset.indicators:
        return Found("indicator", name)
    if name in dataset.goals:
        return Found("goal", name)
    raise _unknown(name, [*dataset.targets, *dataset.indicators, *dataset.goals])


def find_goal(dataset: Dataset, name: str) -> str:
    """The goal of an id.

    Raises:
        UsageError: no goal has this id.
    """
    if name in dataset.goals:
        return name
    raise _unknown(name, list(dataset.goals), ("goal ", "という中期目標"))


def find_judged(dataset: Dataset, name: str) -> Found:
    """What has a verdict under this name: a target, or an indicator that no target uses.

    The id of an indicator that one target uses means that target.

    Raises:
        UsageError: nothing has this id, it is a goal's, or several targets use the indicator.
    """
    found = find(dataset, name)
    if found.kind == "target":
        return found
    if found.kind == "goal":
        raise _no_verdict(name, [key for key, target in dataset.targets.items() if target.goal == name])
    using = [key for key, target in dataset.targets.items() if target.indicator == name]
    if len(using) > 1:
        raise UsageError(
            f"Several targets use the indicator “{name}”: name one of {_listed(using)}.",
            ja=f"指標「{name}」は複数の目標で使われています。{_listed(using, '、')}のどれかを指定してください。",
        )
    return Found("target", using[0]) if using else found


def find_indicator(dataset: Dataset, name: str) -> tuple[str, str | None]:
    """The indicator that an id means, with the target to compare it with.

    The id of an indicator means itself, compared with the one target that uses it, or with the headline target if that
    is one of several.

    Returns:
        The indicator's id, and the target's or `None`.

    Raises:
        UsageError: nothing has this id, or it is a goal's.
    """
    found = find(dataset, name)
    if found.kind == "goal":
        raise _no_verdict(name, [key for key, target in dataset.targets.items() if target.goal == name])
    if found.kind == "target":
        return dataset.targets[name].indicator, name
    using = [key for key, target in dataset.targets.items() if target.indicator == name]
    chosen = using[0] if len(using) == 1 else dataset.headline if dataset.headline in using else None
    return name, chosen


def find_target(dataset: Dataset, name: str) -> str:
    """The target that an id means: its own, or that of the only indicator or goal that one target serves.

    Raises:
        UsageError: no target has this id, or it does not mean exactly one.
    """
    found = find(dataset, name)
    if found.kind == "target":
        return name
    using = [key for key, target in dataset.targets.items() if name in (target.indicator, target.goal)]
    if len(using) == 1:
        return using[0]
    if not using:
        raise UsageError(f"“{name}” has no target.", ja=f"「{name}」には目標がありません。")
    raise UsageError(
        f"“{name}” has several targets: name one of {_listed(using)}.",
        ja=f"「{name}」には複数の目標があります。{_listed(using, '、')}のどれかを指定してください。",
    )


def _no_verdict(name: str, targets: list[str]) -> UsageError:
    if not targets:
        return UsageError(
            f"“{name}” is a goal in words, without a target to judge it by: see unpolicy show {name}.",
            ja=f"「{name}」は文章の目標で、判定する目標値がありません。unpolicy show {name} をご覧ください。",
        )
    return UsageError(
        f"“{name}” is a goal in words: name one of its targets, {_listed(targets)}.",
        ja=f"「{name}」は文章の目標です。その目標値（{_listed(targets, '、')}）を指定してください。",
    )


def _unknown(name: str, ids: Collection[str], of: tuple[str, str] = ("", "")) -> UsageError:
    """The error of an id that there is not; `of` says what sort of thing was asked for, in both languages."""
    kind, kind_ja = of
    shown = shortened(name, _LONGEST)
    guess = close_match(name, ids)
    if guess is not None:
        return UsageError(
            f"There is no {kind}“{shown}”: did you mean {guess}?",
            ja=f"「{shown}」{kind_ja}はありません。{guess} のことでしょうか。",
        )
    if not ids:
        return UsageError(
            f"There is no {kind}“{shown}”: the data hold no target, indicator or goal yet.",
            ja=f"「{shown}」{kind_ja}はありません。データにはまだ目標も指標もありません。",
        )
    return UsageError(
        f"There is no {kind}“{shown}”: there are {_listed(ids)}.",
        ja=f"「{shown}」{kind_ja}はありません。あるのは{_listed(ids, '、')}です。",
    )


def _listed(ids: Collection[str], comma: str = ", ") -> str:
    first = list(ids)[:_NAMED]
    return comma.join(first) + ("…" if len(ids) > _NAMED else "")
