"""What `add-actual` and `remove-actual` share: telling what a change did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.cli.output import emit_json, warn

if TYPE_CHECKING:
    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.change.transact import Change
    from unpolicy.cli.session import Session
    from unpolicy.model import Dataset
    from unpolicy.views.change import ChangeReport


def tell(session: Session, change: Change, *, removed: bool = False, json: bool = False) -> None:
    """Print what a change did: the document, or sentences; on a dry run the diff as well."""
    from unpolicy.views.change import change_document, change_sentences, next_command

    report = _report(session, change, removed=removed)
    for notice in change.written.notices if change.written else ():
        warn(notice.text(session.lang))
    if json:
        emit_json(change_document(report))
        return
    for sentence in change_sentences(report, session.lang):
        print(sentence)
    if change.written is None:
        _print_diff(session, change, report.path)
    else:
        print(next_command(report, session.lang))


def _print_diff(session: Session, change: Change, path: str) -> None:
    from unpolicy.store.splice import unified
    from unpolicy.text import printable
    from unpolicy.views.labels import word
    from unpolicy.views.words.change import WORDS

    print(word(WORDS, "would", session.lang))
    print(printable(unified(change.planned, path)), end="")


def _report(session: Session, change: Change, *, removed: bool) -> ChangeReport:
    from unpolicy.views.change import ChangeReport

    indicator = (change.before if removed else change.after).indicators[change.indicator]
    now = None if removed else indicator.figure(change.plan.year)
    return ChangeReport(
        id=change.indicator,
        indicator=indicator,
        kind="removed" if removed else change.plan.kind,
        year=change.plan.year,
        value=now.value if now else None,
        status=now.status if now else "",
        previous=change.plan.previous,
        path=session.directory.display(session.directory.indicators),
        line=change.planned.line,
        written=change.written is not None and change.written.changed,
        durable=change.written is None or change.written.durable,
        before=_targets(session, change.before, change.indicator),
        after=_targets(session, change.after, change.indicator),
    )


def _targets(session: Session, dataset: Dataset, indicator: str) -> list[TargetAssessment]:
    from unpolicy.assess.assessment import assess_target, chosen_method

    method = chosen_method(dataset, None)
    using = [key for key, target in dataset.targets.items() if target.indicator == indicator]
    return [
        assess_target(dataset, key, session.as_of, method) for key in sorted(using, key=lambda k: k != dataset.headline)
    ]
