"""U604: what became easier to reach since an earlier revision in git; the promises and all data as they were then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from unpolicy.assess.loosening import Promise, PromiseChange, Spelling, promise_changes, restated, side_words
from unpolicy.checks.rules import DataPath, FileKey, Finding, View, rule, rules
from unpolicy.checks.rules.syntax import BY_KIND
from unpolicy.errors import DataError, UsageError
from unpolicy.model import Dataset, Indicator, Record, Target, filled, kind_of
from unpolicy.store.directory import FOLDERS, DataDirectory, is_part
from unpolicy.store.source import DataFile, parse
from unpolicy.text import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import date
    from pathlib import Path


R = TypeVar("R", bound=Record)

_REFERENCES = "U4"
"""What the codes of ids that lead nowhere begin with: data with such an error cannot be judged."""


_OTHERWISE = frozenset({"indicator", "direction", "aim"})
"""What is reported although it is neither easier nor harder."""


class Earlier(NamedTuple):
    """The targets of a revision, and the indicators that they are measured by, as far as they are known."""

    targets: dict[str, Target]
    indicators: dict[str, Indicator]

    def compared(self, view: View) -> Iterator[Finding]:
        """What became of every earlier target; one that is there but cannot be read is left out."""
        for name in self.targets:
            if name in view.targets or not view.exists("targets", name):
                yield from loosened(view, name, self)


@rule("U604", "Target loosened", "目標が緩められた", stage="run", severity="warning")
def loosened(view: View, name: str, before: Earlier) -> Iterator[Finding]:
    """A target is easier to reach than it was in the revision named by `--against`.

    Why: a promise may be changed, but not unnoticed. The sentence names what was promised and what is promised now.
    It has no example here, since it compares two revisions.

    目標が、`--against` で指定したリビジョンよりも達成しやすくなっています。

    理由: 約束は変えてもかまいませんが、気づかれないまま変えてはなりません。以前の約束と今の約束は、
    メッセージに示されます。2つのリビジョンを比べる規則なので、例はここにはありません。
    """
    old, new = before.targets[name], view.targets.get(name)
    earlier = before.indicators.get(old.indicator)
    if new is None:
        en, ja = side_words(old, None, Spelling(earlier or view.indicators.get(old.indicator)))
        en, ja = f"The target {name} ({en}) was taken out.", f"目標 {name}（{ja}）がなくなりました。"
        yield Finding("targets", ("targets",), en, ja)
        return
    indicator = view.indicators.get(new.indicator)
    values = {} if indicator is None else view.indicator_views[new.indicator].values
    for change in promise_changes(Promise(old, earlier), Promise(new, indicator), values):
        if change.kind in {"loosened", "dropped"} or change.what in _OTHERWISE:
            en, ja = restated(change, Spelling(indicator))
            place = ("targets", name, *_place(change, new))
            yield Finding("targets", place, f"The target {name} was {en}.", f"目標 {name}：{ja}。")


def _place(change: PromiseChange, target: Target) -> DataPath:
    """Where the promise of today stands, or the part that it was taken out of."""
    if change.what == "direction":
        return ()
    if change.what == "status":
        return ("status",) if "status" in target.model_fields_set else ()
    if change.what == "aim":
        return ("keep",) if target.value is None else ("value",)
    if change.what in {"min", "max"}:
        return ("keep",) if change.after is None else ("keep", change.what)
    if change.what == "yearly" and change.year is not None:
        whole = "yearly" if target.yearly else "value" if target.value is not None else "keep"
        return (whole,) if change.after is None else ("yearly", change.year)
    return (change.what,)


def earlier(targets: Path, indicators: Path, revision: str) -> Earlier:
    """What the data files held at a revision; where they were moved since, at their place of then.

    Args:
        targets: the targets file of today.
        indicators: the indicators file of today.
        revision: one commit, as git names it.

    Raises:
        UsageError: there is nothing to compare with.
        DataError: a promise of then cannot be read.
    """
    files = files_at(targets, indicators, revision)
    promised = _records_of(files, "targets", Target)
    if promised and not any(kind_of(key) == "indicators" for key in files):
        raise absent(revision, indicators)
    used = {target.indicator for target in promised.values()}
    return Earlier(promised, _records_of(files, "indicators", Indicator, used))


def files_at(targets: Path, indicators: Path, revision: str) -> dict[FileKey, DataFile]:
    """The files as they were at a revision, or at the newest commit that both of `A...B` have come from, by their keys.

    Raises:
        UsageError: there is nothing to compare with.
        DataError: one cannot be read.
    """
    from unpolicy.store.git import ABSENT, Commit  # here and below: what a list of the rules has no use for

    targets, indicators = targets.resolve(), indicators.resolve()
    older, dots, newer = revision.partition("...")
    commit = Commit.named(targets, older)
    if dots:
        commit = commit.merge_base(Commit.named(targets, newer))
    found = commit.follow(targets)
    if found is None:
        raise absent(revision, targets, ABSENT)
    place, file = found
    together = indicators.parent == targets.parent
    wanted = {"indicators": place.parent / indicators.name if together else indicators}
    for folder in FOLDERS if together else ():
        wanted |= {f"{folder}/{path.stem}": path for path in commit.names(place.parent / folder) if is_part(path.name)}
    read = {key: commit.read(path) for key, path in wanted.items()}
    return {"targets": file} | {key: source for key, source in read.items() if source is not None}


def data_at(directory: DataDirectory, revision: str, as_of: date) -> Dataset:
    """All data as they were at a revision; where the files were moved since, at their place of then.

    What a rule of today finds wrong with them is passed over, unless an id leads nowhere.

    Args:
        directory: where they are today.
        revision: one commit, as git names it.
        as_of: the day on which the data is judged.

    Raises:
        UsageError: there is nothing to compare with.
        DataError: they cannot be read.
    """
    from unpolicy.checks.inspection import inspect_files

    files = files_at(directory.targets, directory.indicators, revision)
    if not any(kind_of(key) == "indicators" for key in files):
        raise absent(revision, directory.indicators)
    found = inspect_files(files, as_of=as_of, warnings=False, fixes=False)
    errors = (problem for problem in found.diagnostics if problem.severity == "error")
    barring = [problem for problem in errors if found.dataset is None or problem.code.startswith(_REFERENCES)]
    if found.dataset is None or barring:
        first = barring[0]
        place = f"{first.path}:{first.line}:{first.column}"
        raise DataError(
            f"The data of “{printable(revision)}” cannot be read: {place}: {first.message}",
            ja=f"「{printable(revision)}」のデータを読めません：{place}：{first.message_ja}",
        )
    return found.dataset


def absent(revision: str, path: Path, reason: str = "refused") -> UsageError:
    """The error of a revision in which a data file is not there."""
    return UsageError(
        f"The revision “{printable(revision)}” has no {quoted(path.name)}: see `git log -- {quoted(path.name)}`.",
        ja=f"リビジョン「{printable(revision)}」に {quoted(path.name)} がありません。"
        f"`git log -- {quoted(path.name)}` を見てください。",
        reason=reason,
    )


def _records_of(
    files: Mapping[FileKey, DataFile], section: str, model: type[R], wanted: Container[object] | None = None
) -> dict[str, R]:
    """The records of a section, which has the name of the kind of file that holds it; all, or those that are wanted."""
    found: dict[str, R] = {}
    data, _ = filled({key: _data(file) for key, file in files.items() if kind_of(key) == section})
    for key, raw in data.items():
        held, path = raw.get(section) or {}, quoted(files[key].path)
        if not isinstance(held, dict):
            raise _unread(f"`{section}` of {path}", f"{path} の `{section}`")
        for name in held if wanted is None else filter(wanted.__contains__, held):
            try:
                found[str(name)] = model.model_validate(held[name])
            except ValidationError as error:
                place = printable(f"`{section}.{name}`")
                raise _unread(f"{place} of {path}", f"{path} の {place}") from error
    return found


def _data(file: DataFile) -> dict[Any, Any]:
    parsed = parse(file.text)
    for problem in parsed.problems:
        place = f"{quoted(file.path)}:{problem.span.line}:{problem.span.column}"
        said = rules()[BY_KIND[problem.kind]].function("targets", problem)
        raise _unread(f"{place}: {problem.message}", f"{place}: {said.ja.rstrip('。')}")
    return parsed.data


def _unread(en: str, ja: str) -> DataError:
    return DataError(
        f"What was promised cannot be read: {en}; compare with another revision.",
        ja=f"以前の約束を読めません：{ja}。ほかのリビジョンと比べてください。",
    )
