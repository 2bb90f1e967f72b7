"""A policy's goals in words: what was done and found, what comes next, and events that happened or not."""

# Without `from __future__ import annotations`, as in `unpolicy.model`.

from pydantic import Field

from unpolicy.format.records import OrEmpty, Record, Text
from unpolicy.names import MilestoneStatus
from unpolicy.values import Id, PeriodText, When, Words


class Initiative(Record):
    """What was done (主な取組)."""

    period: PeriodText = Field(description="When, as FY2021..FY2023.")
    text: Text = Field(description="What was done.")
    source: Words | None = Field(None, description="An id in `sources`, or a URL.")


class Remark(Record):
    """One finding (評価結果) or one next step (今後の方向性)."""

    text: Text = Field(description="What was found, or what comes next.")
    source: Words | None = Field(None, description="An id in `sources`, or a URL.")


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
    evidence: Words | None = Field(None, description="An id in `sources`, or a URL.")


class Goal(Record):
    """A mid-term goal in words (中期目標)."""

    title: Text = Field(description="The goal's title.")
    statement: Text | None = Field(None, description="The goal in full.")
    initiatives: tuple[Initiative, ...] = Field((), description="What was done (主な取組).", strict=False)
    findings: tuple[Remark, ...] = Field((), description="What was found (評価結果).", strict=False)
    next_steps: tuple[Remark, ...] = Field((), description="What comes next (今後の方向性).", strict=False)
    successor: Successor | None = Field(None, description="The goal that follows (次期目標).")
    milestones: OrEmpty[dict[Id, Milestone]] = Field({}, description="Events that happened or not, by id.")
