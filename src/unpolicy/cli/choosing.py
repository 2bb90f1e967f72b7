"""Which part of the policy a command shows: the assessment that its options ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.find import find, find_goal, in_order, narrowed, select
from unpolicy.cli.progress import spinner
from unpolicy.errors import UsageError
from unpolicy.names import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.assess.assessment import Assessment
    from unpolicy.cli.session import Session
    from unpolicy.names import TargetOrder


def choose(
    session: Session,
    method: str | None,
    ids: list[str],
    goal: str | None,
    verdicts: list[str],
    sort: TargetOrder | None,
    tags: list[str] | None = None,
    responsible: str | None = None,
) -> Assessment:
    """The assessment, or the part of it that was asked for.

    Args:
        session: the run.
        method: how progress is judged; else the data file's.
        ids: targets, indicators and goals; all when empty.
        goal: only what serves it.
        verdicts: only these verdicts; all when empty.
        sort: the order of the targets; else the file's.
        tags: only what has one of these tags; all when empty.
        responsible: only what somebody answers for whose name holds this.

    Raises:
        UsageError: an id or a verdict that there is not.
    """
    from unpolicy.assess.assessment import assess

    for name in ids:
        find(session.dataset, name)
    if goal:
        find_goal(session.dataset, goal)
    _require_verdicts(verdicts)
    dataset = session.dataset
    with spinner(session.voice.say(("Judging", "判定中"))):
        assessment = assess(dataset, session.as_of, method)
    if ids or goal or verdicts or tags or responsible is not None:
        assessment = select(assessment, ids=ids, goal=goal, verdicts=verdicts, tags=tags or (), responsible=responsible)
    return assessment._replace(targets=tuple(in_order(assessment.targets, sort, session.lang))) if sort else assessment


def require_owned(sessions: Iterable[Session], tags: list[str], responsible: str | None) -> None:
    """Require that the tags and the office choose something, so that a slip of the pen seems no good news.

    Raises:
        UsageError: they choose nothing of any policy.
    """
    if not tags and responsible is None:
        return
    found = (narrowed(session.dataset, tags, responsible) for session in sessions)
    if not any(one.targets or one.indicators for one in found):
        raise nothing_owned()


def nothing_owned() -> UsageError:
    """The error of tags and offices that choose nothing."""
    return UsageError(
        "No target or indicator has such a tag and such an office: see --tag and --responsible.",
        ja="そのタグや担当の目標・指標がありません。--tag と --responsible を確かめてください。",
    )


def _require_verdicts(names: list[str]) -> None:
    wrong = next((name for name in names if name not in VERDICTS), None)
    if wrong is not None:
        known = ", ".join(VERDICTS)
        raise UsageError(
            f"“{wrong}” is no verdict: --verdict takes {known}.",
            ja=f"「{wrong}」という判定はありません。--verdict には {known} を指定できます。",
        )
