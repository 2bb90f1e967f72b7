"""What an id stands for, and which part of an assessment to show: which targets, in which order, how many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from unpolicy.errors import UsageError
from unpolicy.names import VERDICTS, TargetOrder
from unpolicy.text import close_match, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import Assessment, TargetAssessment
    from unpolicy.model import Dataset, Indicator, Target, Text
    from unpolicy.years import Language

T = TypeVar("T")

RecordKind = Literal["target", "indicator", "goal"]

MANY = 50
"""More targets than this are not shown all at once."""
MOST_URGENT = 20
"""How many of many are shown: those that need attention most."""

_NAMED = 8
_LONGEST = 60
_ATTENTION = ("missed", "moving-away", "limited", "acceleration-needed", "unknown", "on-track", "achieved")


class Found(NamedTuple):
    """What an id stands for."""

    kind: RecordKind
    id: str


def find(dataset: Dataset, name: str | None) -> Found:
    """What an id stands for; where several things share it, the target comes first, then the indicator.

    Args:
        dataset: the data.
        name: the id; the headline target is meant where it is `None`.

    Raises:
        UsageError: nothing has this id, or there is no headline target.
    """
    name = dataset.headline if name is None else name
    if name is None:
        raise UsageError(
            "Which one is meant? Name an indicator, target or goal; `unpolicy status` lists them.",
            ja="どれのことですか。指標、目標、中期目標のidを指定してください（`unpolicy status` に一覧）。",
        )
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


def targets_of(dataset: Dataset, indicator: str) -> list[str]:
    """The ids of the targets that use an indicator."""
    return [key for key, target in dataset.targets.items() if target.indicator == indicator]


def find_judged(dataset: Dataset, name: str | None) -> Found:
    """What has a verdict under this name: a target, or an indicator that no target uses.

    The id of an indicator that one target uses means that target.

    Raises:
        UsageError: nothing has this id, it is a goal's, or several targets use the indicator.
    """
    found = find(dataset, name)
    name = found.id
    if found.kind == "target":
        return found
    if found.kind == "goal":
        raise _no_verdict(dataset, name)
    using = targets_of(dataset, name)
    if len(using) > 1:
        raise UsageError(
            f"Several targets use the indicator “{name}”: name one of {_listed(using)}.",
            ja=f"指標「{name}」は複数の目標で使われています。{_listed(using, '、')}のどれかを指定してください。",
        )
    return Found("target", using[0]) if using else found


def find_indicator(dataset: Dataset, name: str | None) -> tuple[str, str | None]:
    """The indicator that an id means, with the target to compare it with.

    The id of an indicator means itself, compared with the one target that uses it, or with the headline target if that
    is one of several.

    Returns:
        The indicator's id, and the target's or `None`.

    Raises:
        UsageError: nothing has this id, or it is a goal's.
    """
    found = find(dataset, name)
    name = found.id
    if found.kind == "goal":
        raise _no_verdict(dataset, name)
    if found.kind == "target":
        return dataset.targets[name].indicator, name
    using = targets_of(dataset, name)
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


class Selection(NamedTuple):
    """How much of an assessment to show.

    Attributes:
        everything: every target and indicator, however many there are.
        ordered: whether the targets stand in an order that was asked for. Of many, the first are shown then; else
            those that need attention most, worst first.
        by_goal: whether the targets are grouped by goal.
        all_parts: whether all parts of an indicator are shown, however many.
    """

    everything: bool = False
    ordered: bool = False
    by_goal: bool = False
    all_parts: bool = False


ORDINARY = Selection()
"""What is shown without any wish: all of a few, the most urgent of many."""


def select(  # noqa: PLR0913 - all but the first are given by name
    assessment: Assessment,
    *,
    ids: Collection[str] = (),
    goal: str | None = None,
    verdicts: Collection[str] = (),
    tags: Collection[str] = (),
    responsible: str | None = None,
) -> Assessment:
    """The part of an assessment that was asked for.

    Args:
        assessment: the whole.
        ids: ids of targets, indicators and goals; all when empty.
        goal: a goal's id; only what serves it is left.
        verdicts: only targets and indicators with one of these verdicts are left, and no goals.
        tags: only targets and indicators with one of these tags are left, and the goals of such targets.
        responsible: only those for which somebody answers whose name holds this.
    """
    wanted = set(ids)
    narrowed = bool(tags) or responsible is not None
    targets = [
        entry
        for entry in assessment.targets
        if (not wanted or wanted & {entry.id, entry.target.indicator, entry.target.goal})
        and goal in (None, entry.target.goal)
        and (not verdicts or entry.verdict in verdicts)
        and is_chosen(tags, responsible, entry.target, entry.indicator)
    ]
    monitored = [
        entry
        for entry in assessment.monitored
        if (not wanted or entry.id in wanted) and goal is None and (not verdicts or entry.judgement.verdict in verdicts)
        if is_chosen(tags, responsible, entry.indicator)
    ]
    serving = {entry.target.goal for entry in targets}
    goals = [
        entry
        for entry in assessment.goals
        if (not wanted or entry.id in wanted) and goal in (None, entry.id) and not verdicts
        if not narrowed or entry.id in serving
    ]
    return assessment._replace(targets=tuple(targets), monitored=tuple(monitored), goals=tuple(goals))


class Owned(Protocol):
    """What is chosen by its tags, or by who answers for it."""

    @property
    def tags(self) -> Collection[str]:
        """Its tags."""

    @property
    def responsible(self) -> Text | None:
        """Who answers for it."""


def is_chosen(tags: Collection[str], responsible: str | None, *records: Owned) -> bool:
    """Whether any of the records has one of the tags, and any of them a responsible office of this name.

    Args:
        tags: the tags; any will do when empty.
        responsible: part of the name, in any language.
        records: a target with its indicator, or an indicator.
    """
    if tags and not any(tag in tags for record in records for tag in record.tags):
        return False
    if responsible is None:
        return True
    names = [record.responsible for record in records if record.responsible is not None]
    texts = [text for name in names for text in ((name,) if isinstance(name, str) else (name.ja, name.en)) if text]
    return any(responsible.casefold() in text.casefold() for text in texts)


def office(entry: TargetAssessment) -> Text | None:
    """Who answers for a target, else for its indicator."""
    return entry.target.responsible or entry.indicator.responsible


def words(entry: TargetAssessment) -> tuple[str, ...]:
    """The tags of a target and its indicator."""
    return tuple(dict.fromkeys((*entry.target.tags, *entry.indicator.tags)))


def narrowed(dataset: Dataset, tags: Collection[str], responsible: str | None) -> Dataset:
    """The data with only the targets and indicators that `is_chosen` chooses, and the indicators of those targets.

    Args:
        dataset: all data.
        tags: the tags; any will do when empty.
        responsible: part of the name of who answers for it.
    """
    known = dataset.indicators
    targets = {
        key: target
        for key, target in dataset.targets.items()
        if is_chosen(tags, responsible, target, known[target.indicator])
    }
    kept = {target.indicator for target in targets.values()}
    kept |= {key for key, indicator in known.items() if is_chosen(tags, responsible, indicator)}
    for key in [*kept]:
        whole = known[key].part_of
        while whole is not None and whole not in kept:
            kept.add(whole)
            whole = known[whole].part_of
    return only(dataset, targets, {key: indicator for key, indicator in known.items() if key in kept})


def only(
    dataset: Dataset, targets: Mapping[str, Target], indicators: Mapping[str, Indicator], **sections: object
) -> Dataset:
    """The data with only some targets and indicators, and with what else is given in place of its sections."""
    file = dataset.targets_file
    changes = {
        "targets": targets,
        "headline": file.headline if file.headline in targets else None,
        "ratings": tuple(rating for rating in file.ratings if rating.target in targets),
        **sections,
    }
    return dataset._replace(
        targets_file=file.model_copy(update=changes),
        indicators_file=dataset.indicators_file.model_copy(update={"indicators": indicators}),
    )


def in_order(targets: Sequence[TargetAssessment], order: TargetOrder, lang: Language = "en") -> list[TargetAssessment]:
    """Targets as in the file, by the attention they need, by the gap closed (least first), or by title."""
    if order == "attention":
        return sorted(targets, key=attention)
    if order == "gap":
        return sorted(targets, key=lambda entry: (entry.progress.gap_closed is None, entry.progress.gap_closed or 0))
    if order == "title":
        from unpolicy.model import pick  # completions find ids without any model

        return sorted(targets, key=lambda entry: (pick(entry.target.title or entry.indicator.title, lang), entry.id))
    return list(targets)


def most_urgent(assessment: Assessment, part: Selection) -> Assessment:
    """What to show of many: a few of the targets, and the first of the other indicators.

    Args:
        assessment: the whole; where it holds no more than `MANY` of either, nothing of them is left out.
        part: how much of it.
    """
    targets, monitored = assessment.targets, assessment.monitored
    if part.everything:
        return assessment
    if len(targets) > MANY:
        targets = tuple((targets if part.ordered else sorted(targets, key=attention))[:MOST_URGENT])
    if len(monitored) > MANY:
        monitored = monitored[:MOST_URGENT]
    return assessment._replace(targets=targets, monitored=monitored)


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yields `MANY` items at a time: as much as a table shows at once."""
    for start in range(0, len(items), MANY):
        yield items[start : start + MANY]


def attention(entry: TargetAssessment) -> tuple[int, float, str]:
    """The rank of a target among those that need attention: worst verdict first, then the furthest behind its path."""
    ratio = entry.judgement.measure
    return _ATTENTION.index(entry.verdict), ratio if ratio is not None else 0.0, entry.id


def count_verdicts(targets: Sequence[TargetAssessment]) -> dict[str, int]:
    """How many targets have each verdict, best verdict first; verdicts that none has are left out."""
    counts = {verdict: sum(entry.verdict == verdict for entry in targets) for verdict in VERDICTS}
    return {verdict: count for verdict, count in counts.items() if count}


def _no_verdict(dataset: Dataset, name: str) -> UsageError:
    targets = [key for key, target in dataset.targets.items() if target.goal == name]
    if not targets:
        return UsageError(
            f"“{name}” is a goal in words, without a target to judge it by: see unpolicy show {name}.",
            ja=f"「{name}」は文章の目標で、判定する目標値がありません。unpolicy show {name} をご覧ください。",
        )
    return UsageError(
        f"“{name}” is a goal in words: name one of its targets, {_listed(targets)}.",
        ja=f"「{name}」は文章の目標です。その目標値（{_listed(targets, '、')}）を指定してください。",
    )


def _unknown(name: str, ids: Collection[str], sort: tuple[str, str] = ("", "")) -> UsageError:
    """The error of an id that there is not, of a sort of thing named in both languages."""
    kind, kind_ja = sort
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
