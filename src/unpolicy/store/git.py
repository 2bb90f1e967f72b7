"""Reads files as git keeps them of an earlier revision; the only place that runs git.

A cloned repository is hostile until shown otherwise, and git runs what a repository's configuration names: to fetch a
missing object, to ask what changed, to show a file. So git is asked for objects alone (``rev-parse``, ``ls-tree``,
``cat-file``), may fetch from nowhere, and starts at the top of the working tree, where none inside it is found.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, UsageError
from unpolicy.store.source import SIZE_LIMIT, DataFile, parse, read_source
from unpolicy.text import printable, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSENT = "absent"
"""The reason of an error that says that there were no data yet."""

_PATIENCE = 60
_OBJECT = re.compile(r"[0-9a-f]{40,64}")
_NO_REVISION = re.compile(r"\A\s*\Z|\A[-^]|:|\.\.|[\0-\x1f]")
_ENTRY = re.compile(rb"(?P<mode>\d+) (?P<type>\w+) (?P<object>[0-9a-f]+) +(?P<size>[0-9]+|-|BAD)\t[^\0]*\0")
_PREFIX = re.compile(r"^(?:fatal|error|warning|hint): *")
_MOST_CANDIDATES = 100

# What a user set up for all repositories stays; the rest of git's variables would lead a hook's run elsewhere.
_KEPT = re.compile(
    r"GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|EXEC_PATH"
    r"|DISCOVERY_ACROSS_FILESYSTEM)"
)
_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "protocol.allow=never"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
)
_VARIABLES = {
    "LC_ALL": "C",
    "GIT_NO_LAZY_FETCH": "1",  # from git 2.45 on
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


class Commit(NamedTuple):
    """A revision of the repository that a file is in.

    Attributes:
        top: the top of its working tree.
        revision: what the user calls the revision.
        object_id: what git calls it.
    """

    top: Path
    revision: str
    object_id: str

    @classmethod
    def named(cls, path: Path, revision: str) -> Commit:
        """The commit that a revision names.

        Args:
            path: a file or directory in the working tree.
            revision: as git names one commit: a branch, a tag, an id. Ranges and options are none.

        Raises:
            UsageError: it names none, or git is missing, or cannot read the repository, or there is none.
        """
        shown = printable(revision)
        if _NO_REVISION.search(revision):
            raise UsageError(
                f"“{shown}” is no revision: name one commit.",
                ja=f"「{shown}」はリビジョンではありません。コミットを1つ指定してください。",
            )
        top = _top(path.resolve())
        if top is None:
            raise UsageError(
                f"{quoted(path)} is in no git repository, so there is nothing to compare it with: "
                "commit the data, or name two directories to `unpolicy diff`.",
                ja=f"{quoted(path)} はgitリポジトリの中にないため、比べられません。"
                "データをコミットするか、`unpolicy diff` に2つのディレクトリを指定してください。",
            )
        shallow = _git(top, "rev-parse", "--is-shallow-repository")
        if shallow.failed:
            raise UsageError(
                f"git cannot read the repository of {quoted(path)}: {shallow.reason}.",
                ja=f"git は {quoted(path)} のリポジトリを読めません（{shallow.reason}）。",
            )
        found = _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        object_id = found.output.decode("ascii", "replace").strip()
        if found.failed or not _OBJECT.fullmatch(object_id):
            raise _no_revision(shown, is_shallow=shallow.output.strip() == b"true")
        return cls(top, revision, object_id)

    def merge_base(self, other: Commit) -> Commit:
        """The newest commit that both have come from.

        Raises:
            UsageError: there is none.
        """
        found = _git(self.top, "merge-base", self.object_id, other.object_id)
        object_id = found.output.decode("ascii", "replace").strip()
        if found.failed or not _OBJECT.fullmatch(object_id):
            own, base = printable(self.revision), printable(other.revision)
            raise UsageError(
                f"“{own}” and “{base}” have no common history here: check out with fetch-depth 0.",
                ja=f"「{own}」と「{base}」に共通の履歴がありません。"
                "fetch-depth を 0 にしてチェックアウトしてください。",
            )
        return self._replace(object_id=object_id)

    def read(self, path: Path) -> DataFile | None:
        """A file as it was; `None` where there was none.

        Raises:
            DataError: git cannot read it, or it was no ordinary file, or is no text.
        """
        name = path.relative_to(self.top).as_posix()
        label = Path(f"{self.revision}:{name}")
        listed = self._asked(label, "ls-tree", "-z", "-l", self.object_id, "--", name)
        if not listed:
            return None
        entry = _ENTRY.fullmatch(listed)
        if entry is None:
            raise _unreadable(label, _reason(b""))
        if entry["type"] != b"blob" or entry["mode"] == b"120000":
            raise DataError(f"{quoted(label)} is not a file.", ja=f"{quoted(label)} はファイルではありません。")
        if entry["size"].isdigit() and int(entry["size"]) > SIZE_LIMIT:
            raise _unreadable(label, f"larger than {SIZE_LIMIT // 1024**2} MiB")
        return DataFile.from_bytes(label, self._asked(label, "cat-file", "blob", entry["object"].decode()))

    def _asked(self, label: Path, *arguments: str) -> bytes:
        """What git prints of something in the commit.

        Raises:
            DataError: it cannot.
        """
        answer = _git(self.top, *arguments)
        if answer.failed:
            raise _unreadable(label, answer.reason)
        return answer.output

    def names(self, folder: Path) -> list[Path]:
        """What lay in a folder, by name; nothing where there was none.

        Raises:
            DataError: git cannot read it.
        """
        name = folder.relative_to(self.top).as_posix()
        label = Path(f"{self.revision}:{name}")
        listed = self._asked(label, "ls-tree", "-z", "--name-only", self.object_id, "--", f"{name}/")
        return sorted(self.top / os.fsdecode(name) for name in listed.split(b"\0") if name)

    def follow(self, path: Path) -> tuple[Path, DataFile] | None:
        """A data file as it was, with its place of then; `None` where it was nowhere.

        Where nothing was at its place, it was moved from where a file of its name was that is gone now and held the
        same policy, targets or indicators.

        Raises:
            DataError: as for `read`, or it may as well be the one as the other of several files.
        """
        same = self.read(path)
        if same is not None:
            return path, same
        own = _ids(read_source(path))
        likely: dict[int, list[tuple[Path, DataFile]]] = {}
        for place in islice(self._gone(path), _MOST_CANDIDATES):
            file = self.read(place)
            shared = 0 if file is None else sum(own.get(piece, 0) for piece in _ids(file))
            if file is not None and shared:
                likely.setdefault(shared, []).append((place, file))
        best = likely[max(likely)] if likely else []
        if len(best) > 1:
            names = ", ".join(quoted(file.path) for _, file in best)
            raise DataError(
                f"{quoted(path)} was moved, and which of {names} it was cannot be told: name another revision.",
                ja=f"{quoted(path)} は移されたものですが、{names} のどれだったか分かりません。"
                "ほかのリビジョンを指定してください。",
            )
        return best[0] if best else None

    def _gone(self, path: Path) -> Iterator[Path]:
        """The files of the same name that were in the revision and are no longer in the working tree."""
        listed = self._asked(Path(self.revision), "ls-tree", "-r", "-z", "--name-only", self.object_id)
        for name in listed.split(b"\0"):
            place = self.top / os.fsdecode(name)
            if place.name == path.name and not os.path.lexists(place):
                yield place


def is_tracked(path: Path) -> bool:
    """Whether git tracks a file: False where there is no git, or no repository that it would read."""
    top = _top(path.parent)
    if top is None:
        return False
    try:
        return not _git(top, "ls-files", "--error-unmatch", "--", path.relative_to(top).as_posix()).failed
    except UsageError:
        return False


class _GitAnswer(NamedTuple):
    """What git answered.

    Attributes:
        failed: whether it could not do what it was asked for.
        output: what it printed.
        reason: what it complained about, in one line.
    """

    failed: bool
    output: bytes
    reason: str


def _git(top: Path, *arguments: str) -> _GitAnswer:
    """Runs git in a directory.

    Raises:
        UsageError: there is no git, or it does not answer.
    """
    program = _program()
    # The protocols allowed go before all that a configuration says. No protocol has a name that nobody can guess; an
    # empty list would allow the one without a name, for which git runs what an alias says.
    variables = {**_VARIABLES, "GIT_ALLOW_PROTOCOL": secrets.token_hex(16)}
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT.fullmatch(name)
    }
    try:
        done = subprocess.run(  # noqa: S603 - no shell reads the arguments, and the program is git
            [program, *_OPTIONS, *arguments],
            cwd=top,
            env={**environ, **variables},
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        raise UsageError("git gave no answer.", ja="git が応答しません。") from error
    return _GitAnswer(done.returncode != 0, done.stdout, _reason(done.stderr))


def _program() -> str:
    """The user's git; never one that lies in a directory named relative to where we are.

    Raises:
        UsageError: there is none.
    """
    places = [place for place in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(place).is_absolute()]
    found = shutil.which("git", path=os.pathsep.join(places))
    if found is None or not Path(found).is_absolute():
        raise UsageError(
            "git is needed to read an earlier revision, and is not installed.",
            ja="以前のリビジョンを読むには git が必要ですが、ありません。",
        )
    return found


def _reason(complaint: bytes) -> str:
    lines = (_PREFIX.sub("", line.strip()) for line in complaint.decode("utf-8", "replace").splitlines())
    text = "; ".join(line.rstrip(".") for line in lines if line).replace(":; ", ": ")
    return shortened(printable(text), 300) or "no reason given"


def _top(real: Path) -> Path | None:
    folders = (real, *real.parents)
    return next((folder for folder in folders if os.path.lexists(folder / ".git")), None)


def _no_revision(shown: str, *, is_shallow: bool) -> UsageError:
    if is_shallow:
        return UsageError(
            f"There is no revision “{shown}” in this shallow clone: run `git fetch --unshallow`, "
            "or check out with fetch-depth 0.",
            ja=f"リビジョン「{shown}」がこの浅いクローンにありません。`git fetch --unshallow` を実行するか、"
            "fetch-depth を 0 にしてチェックアウトしてください。",
        )
    if shown == "HEAD":
        return UsageError(
            "Nothing has been committed yet, so there is no “HEAD”: commit the data first.",
            ja="まだ何もコミットされておらず「HEAD」がありません。先にデータをコミットしてください。",
            reason=ABSENT,
        )
    return UsageError(
        f"There is no revision “{shown}”: see `git log`.",
        ja=f"リビジョン「{shown}」がありません。`git log` を見てください。",
    )


def _unreadable(label: Path, reason: str) -> DataError:
    return DataError(
        f"git cannot read {quoted(label)}: {reason}.", ja=f"git は {quoted(label)} を読めません（{reason}）。"
    )


def _ids(file: DataFile) -> dict[tuple[str, str], int]:
    """The ids that a data file is recognised by, with their weights: the policy's id outweighs all others."""
    data: dict[Any, Any] = parse(file.text).data
    found = {(section, str(name)): 1 for section in ("targets", "indicators") for name in _mapping(data.get(section))}
    policy = _mapping(data.get("policy")).get("id")
    return found if policy is None else {**found, ("policy", str(policy)): len(found) + 1}


def _mapping(data: object) -> dict[Any, Any]:
    return data if isinstance(data, dict) else {}
