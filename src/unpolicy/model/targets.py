"""What `targets.yaml` holds: the policy, its goals in words, its targets and what they were before, and ratings."""

# Without `from __future__ import annotations`, as in `unpolicy.model.records`.

from datetime import date, timedelta
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from unpolicy.figures import exact_figure, limits_in_words
from unpolicy.model.records import (
    Day,
    Filled,
    Id,
    Number,
    OrEmpty,
    PeriodText,
    Record,
    Tags,
    Text,
    Version,
    When,
    Year,
)
from unpolicy.names import MethodName, MilestoneStatus, RatingStep, TargetStatus
from unpolicy.years import LAST_YEAR


class Source(Record):
    """Where a figure or a statement was published."""

    title: Text = Field(description="The publication's title.")
    url: Filled | None = Field(None, description="Where it can be read.")
    published: Day | None = Field(None, description="The day it was published, as 2024-08-30.")


class Initiative(Record):
    """What was done (主な取組)."""

    period: PeriodText = Field(description="When, as FY2021..FY2023.")
    text: Text = Field(description="What was done.")
    source: Filled | None = Field(None, description="An id in `sources`, or a URL.")


class Remark(Record):
    """One finding (評価結果) or one next step (今後の方向性)."""

    text: Text = Field(description="What was found, or what comes next.")
    source: Filled | None = Field(None, description="An id in `sources`, or a URL.")


class Successor(Record):
    """The goal that follows at the next review (次期目標)."""

    text: Text = Field(description="The goal in words.")
    review: PeriodText | None = Field(None, description="The review it is for, as FY2027.")


class Milestone(Record):
    """An event that happened or not."""

    title: Text = Field(description="The event.")
    due: When | None = Field(None, description="By when, as 2022, FY2022, 2022-06 or 2022-06-30.")
    status: MilestoneStatus = Field(description="How it stands.")
    date: When | None = Field(None, description="When it happened, as 2022, FY2022, 2022-06 or 2022-06-30.")
    evidence: Filled | None = Field(None, description="An id in `sources`, or a URL.")


class Goal(Record):
    """A mid-term goal in words (中期目標)."""

    title: Text = Field(description="The goal's title.")
    statement: Text | None = Field(None, description="The goal in full.")
    initiatives: tuple[Initiative, ...] = Field((), description="What was done (主な取組).", strict=False)
    findings: tuple[Remark, ...] = Field((), description="What was found (評価結果).", strict=False)
    next_steps: tuple[Remark, ...] = Field((), description="What comes next (今後の方向性).", strict=False)
    successor: Successor | None = Field(None, description="The goal that follows (次期目標).")
    milestones: OrEmpty[dict[Id, Milestone]] = Field({}, description="Events that happened or not, by id.")


class BaselineFigure(Record):
    """A baseline with its own figure (基準値・基準年度)."""

    year: Year = Field(description="Where counting starts.")
    value: Number = Field(description="The figure of that year; a count's may have decimals, as a mean has.")
    label: Text | None = Field(None, description="Shown instead of the year, as 2014–18 mean.")
    source: Filled | None = Field(None, description="An id in `sources`, or a URL.")
    note: Text | None = Field(None, description="What a reader must know about it.")


class Keep(Record):
    """Limits to stay within, every year up to the target year."""

    min: Number | None = Field(None, description="Never below this.")
    max: Number | None = Field(None, description="Never above this.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("keep needs min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        return self


class EarlierPromise(Record):
    """What was promised until a day; a key that is left out stood as it did afterwards."""

    until: Day = Field(description="The first day of what was promised next, as 2023-06-13.")
    value: Number | None = Field(None, description="The figure promised until then.")
    keep: Keep | None = Field(None, description="The limits promised until then.")
    by: Year | None = Field(None, description="The target year until then.")
    baseline: Year | BaselineFigure | None = Field(None, description="Where counting started until then.")

    @model_validator(mode="after")
    def _has_one_aim(self) -> Self:
        if self.value is not None and self.keep is not None:
            raise ValueError("a promise is either value or keep")
        return self


class Target(Record):
    """The figure promised for a year (目標値・目標年度)."""

    goal: Id = Field(description="The goal that it serves, an id in `goals`.")
    indicator: Id = Field(description="What is measured, an id in `indicators`.")
    title: Text | None = Field(None, description="A title, where the indicator's does not do.")
    statement: Text | None = Field(None, description="The promise in its own words.")
    note: Text | None = Field(None, description="What a reader must know about it.")
    responsible: Text | None = Field(None, description="Who answers for it (担当課).")
    tags: Tags = Field((), description="Words to choose it by.")
    baseline: Year | BaselineFigure | None = Field(
        None,
        description="Where counting starts (基準年度): a year whose actual counts, or {year, value}. Without it only "
        "achieved and missed can be told.",
    )
    value: Number | None = Field(None, description="The figure to reach (目標値).")
    keep: Keep | None = Field(None, description="Instead of `value`: limits to stay within.")
    improve: Literal[True] | None = Field(None, description="Instead of `value`: better than the baseline.")
    by: Year | None = Field(
        None,
        description="Reached by the end of this year (目標年度); limits to keep have none where they hold for good.",
    )
    yearly: OrEmpty[dict[Year, Number]] = Field(
        default_factory=dict, description="Figures promised for years on the way (年度ごとの目標値)."
    )
    source: Filled | None = Field(None, description="An id in `sources`, or a URL.")
    set: Day | None = Field(None, description="The day it was promised, as 2020-12-25; before it nobody knew of it.")
    status: TargetStatus = Field("live", description="superseded and dropped stay in the file and leave `status`.")
    superseded_by: Id | None = Field(None, description="The target that took its place, an id in `targets`.")
    revisions: tuple[EarlierPromise, ...] = Field(
        (), description="What was promised before, oldest first.", strict=False
    )

    @model_validator(mode="after")
    def _has_one_aim(self) -> Self:
        given = [aim for aim in (self.value, self.keep, self.improve) if aim is not None]
        if len(given) > 1 or (not given and self.statement is None):
            raise ValueError("a target needs one of value, keep and improve, or a statement")
        if self.by is None and (self.value is not None or self.improve):
            raise ValueError("a target needs by")
        if self.baseline is None and self.improve:
            raise ValueError("an improvement needs a baseline")
        return self

    def on(self, day: date) -> "Target":
        """The promise as it was on a day."""
        found = self
        for earlier in reversed(self.revisions):
            if day >= earlier.until:
                break
            found = found.model_copy(update=_before(found, earlier))
        return found

    def before(self, day: date) -> "Target":
        """The promise as it was the day before."""
        return self.on(day - timedelta(1))

    @property
    def baseline_year(self) -> int | None:
        """The year where counting starts; `None` where the promise counts from nowhere."""
        return self.baseline.year if isinstance(self.baseline, BaselineFigure) else self.baseline

    @property
    def own_baseline(self) -> BaselineFigure | None:
        """The baseline where the target writes its figure itself."""
        return self.baseline if isinstance(self.baseline, BaselineFigure) else None

    def in_words(self, decimals: int | None) -> tuple[str, str]:
        """What is promised, without its year, in English and Japanese: a figure, limits, to be better, or words."""
        if self.keep is not None:
            return limits_in_words(self.keep.min, self.keep.max, decimals)
        if self.value is None:
            return ("improve", "改善") if self.improve else ("in words", "言葉による約束")
        return (exact_figure(self.value, decimals),) * 2

    @property
    def last(self) -> int:
        """The last year of the promise; the last that there is for one that holds for good."""
        return LAST_YEAR if self.by is None else self.by


def _before(target: Target, earlier: EarlierPromise) -> dict[str, Any]:
    """What of a promise was another thing before: one aim takes the place of the other."""
    changes: dict[str, Any] = {
        key: getattr(earlier, key) for key in ("by", "baseline") if key in earlier.model_fields_set
    }
    if earlier.value is not None or earlier.keep is not None:
        changes |= {"value": earlier.value, "keep": earlier.keep, "improve": None}
        changes["yearly"] = target.yearly if target.value == earlier.value else {}
    return changes


class PolicyRecord(Record, title="Policy"):
    """What is evaluated as a whole (施策・個別分野)."""

    id: Id = Field(description="The policy's id, in kebab-case.")
    title: Text = Field(description="The policy's title.")
    programme: Text | None = Field(None, description="The programme that it belongs to (施策名).")
    owner: Text | None = Field(None, description="Who is responsible (担当).")
    reviewed: PeriodText | None = Field(None, description="The years evaluated (評価対象期間), as FY2021..FY2023.")
    next_review: PeriodText | None = Field(None, description="The next evaluation (次回評価), as FY2027.")
    method: MethodName | None = Field(None, description="The method that judges progress unless --method says another.")
    rests_on: Literal["final", "provisional"] = Field(
        "final", description="final, or provisional: provisional and estimated figures carry verdicts too."
    )


class Rating(Record):
    """A person's judgement in the official five steps (目標達成度合い)."""

    target: Id = Field(description="The target judged.")
    review: PeriodText = Field(description="The review it was judged in, as FY2024.")
    step: RatingStep = Field(description="The step of the official five.")
    by: Text = Field(description="Who judged.")
    date: Day = Field(description="When, as 2024-08-30.")
    reason: Text | None = Field(None, description="Why.")


class TargetsFile(Record):
    """`targets.yaml`: the policy, its goals in words, the targets and the ratings."""

    version: Version = Field(description="The version of the data format.")
    policy: PolicyRecord = Field(description="What is evaluated as a whole.")
    sources: OrEmpty[dict[Id, Source]] = Field({}, description="Publications, by id.")
    headline: Id | None = Field(None, description="The target that add-actual and the first row of status mean.")
    goals: OrEmpty[dict[Id, Goal]] = Field({}, description="The goals, by id.")
    targets: OrEmpty[dict[Id, Target]] = Field({}, description="The targets, by id.")
    ratings: tuple[Rating, ...] = Field((), description="Judgements that persons made.", strict=False)


class TargetsPart(Record):
    """A file of the folder `targets`: what `targets.yaml` holds, but for the policy and the headline."""

    version: Version = Field(description="The version of the data format.")
    sources: OrEmpty[dict[Id, Source]] = Field({}, description="Publications.")
    goals: OrEmpty[dict[Id, Goal]] = Field({}, description="The goals, by id.")
    targets: OrEmpty[dict[Id, Target]] = Field({}, description="The targets, by id.")
    ratings: tuple[Rating, ...] = Field((), description="Judgements that persons made.", strict=False)
