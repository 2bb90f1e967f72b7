"""What a command works with: the language, the day, the data directory, the data and the part that is asked for."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unpolicy.assess.find import find, find_goal, in_order, narrowed, select
from unpolicy.cli.manners import asked, from_environment, manners, spinner
from unpolicy.cli.options import ONE_POLICY
from unpolicy.errors import DataError, UsageError
from unpolicy.names import VERDICTS, TargetOrder
from unpolicy.store.directory import DataDirectory, find_data, working_directory
from unpolicy.text import printable
from unpolicy.years import Language, read_day, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from unpolicy.assess.assessment import Assessment
    from unpolicy.model import Dataset
    from unpolicy.model.settings import Settings
    from unpolicy.views.voice import Voice


class Session:
    """One run of one command.

    Args:
        lang: the language that was asked for, if any.
        as_of: the day whose knowledge counts.
        data: the data directory that was asked for, if any.
        json: whether the result is to be a JSON document.

    Attributes:
        given: which of the options `lang` and `as_of` were given.
    """

    given: frozenset[str] = frozenset()

    def __init__(self, lang: Language | None, as_of: date, data: Path | None, *, json: bool = False) -> None:
        self.as_of = as_of
        self.data = data
        self.json = json
        if self.settings is not None:
            wishes = self.settings.defaults
            manners.settled = wishes.lang
            manners.preferred = wishes.color or "auto"
        self.lang: Language = lang or from_environment(os.environ)

    @cached_property
    def settings(self) -> Settings | None:
        """What the data directory's settings say; nothing without them, and where there are no data."""
        from unpolicy.store.source import read_settings

        try:
            return read_settings(self.directory)
        except DataError:
            return None

    @cached_property
    def voice(self) -> Voice:
        """The spellings of the reader's language, for views."""
        return self.voice_in(self.lang)

    def voice_in(self, lang: Language) -> Voice:
        """The spellings of a language, as the settings have them."""
        from unpolicy.views.voice import Voice

        return Voice(lang, None if self.settings is None else self.settings.display, self.data)

    @cached_property
    def directory(self) -> DataDirectory:
        """The data directory.

        Raises:
            DataError: there is none.
        """
        return find_data(self.data, os.environ, working_directory())

    @cached_property
    def dataset(self) -> Dataset:
        """The data, free of errors.

        Raises:
            DataError: they cannot be read or hold errors.
        """
        from unpolicy.checks.inspection import load

        with spinner(self.voice.say(("Reading", "読み込み中"))):
            return load(self.directory, self.newest_day)

    @property
    def newest_day(self) -> date:
        """The day that decides whether a year has ended: looking back must not turn later figures into errors."""
        return max(self.as_of, today())


def open_sessions(
    above: Mapping[str, Any],
    data: str | list[str] | None = None,
    lang: str | None = None,
    as_of: str | None = None,
    *,
    json: bool = False,
) -> list[Session]:
    """A session for each policy that was named, all in the language of the first; one where none was.

    Args:
        above: the options before the command's name, by their own.
        data: the data directories that were named behind it.
        lang: the language that was asked for there.
        as_of: the day whose knowledge counts.
        json: whether the result is to be a JSON document.

    Raises:
        UsageError: a language or a date that there is not.
    """
    given = {"lang": lang or above["lang"], "as_of": as_of}
    spoken = asked(given["lang"], os.environ)
    named: Sequence[str | None] = ([data] if isinstance(data, str) else data) or above["data"] or (None,)
    found: list[Session] = []
    for folder in named:
        place = None if folder is None else directory_named(folder, "--data")
        session = Session(spoken, parse_day(as_of), place, json=json)
        session.given = frozenset(name for name, value in given.items() if value is not None)
        spoken = session.lang
        found.append(session)
    return found


def only(sessions: Sequence[Session]) -> Session:
    """The session of a command that is about one policy.

    Raises:
        UsageError: several policies were named.
    """
    if len(sessions) > 1:
        raise UsageError(ONE_POLICY[0], ja=ONE_POLICY[1])
    return sessions[0]


def directory_named(name: str, option: str) -> Path:
    """The directory that an option or an argument names: nothing, as of a variable that is not set, names none.

    Raises:
        UsageError: there is no name.
    """
    if not name.strip():
        raise UsageError(
            f"{option} needs the name of a directory.", ja=f"{option} にはディレクトリの名前を指定してください。"
        )
    return Path(name)


def parse_day(text: str | None, option: str = "--as-of") -> date:
    """Read a date as `read_day` does; today without one.

    Raises:
        UsageError: it is no date.
    """
    if text is None:
        return today()
    try:
        return read_day(text)
    except UsageError as error:
        en, ja = error.sentence
        raise UsageError(f"{option}: {en}", ja=f"{option}：{ja}") from error


def parse_optional_day(text: str | None, option: str) -> date | None:
    """As `parse_day`, but nothing for nothing."""
    return None if text is None else parse_day(text, option)


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
    with spinner(session.voice.say(("Judging", "判定中"))):
        assessment = assess(session.dataset, session.as_of, method)
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
    if not any(dataset.targets or dataset.indicators for dataset in found):
        raise nothing_owned(tags, responsible)


def nothing_owned(tags: Sequence[str], responsible: str | None) -> UsageError:
    """The error of tags and an office that choose nothing."""
    asked = [f"--tag {printable(tag)}" for tag in tags]
    asked += [] if responsible is None else [f"--responsible {printable(responsible)}"]
    return UsageError(
        f"No target or indicator is chosen by {' '.join(asked)}: press Tab behind the option for what there is.",
        ja=f"{' '.join(asked)} に当てはまる目標・指標がありません。オプションの後で Tab を押すと候補が出ます。",
    )


def _require_verdicts(names: list[str]) -> None:
    wrong = next((name for name in names if name not in VERDICTS), None)
    if wrong is not None:
        known = ", ".join(VERDICTS)
        raise UsageError(
            f"“{wrong}” is no verdict: --verdict takes {known}.",
            ja=f"「{wrong}」という判定はありません。--verdict には {known} を指定できます。",
        )
