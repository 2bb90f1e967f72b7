"""Reads the data files as an earlier revision in git has them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from unpolicy.errors import UsageError
from unpolicy.model import Indicator, Record, Target
from unpolicy.store.read import parse
from unpolicy.text import printable, quoted

if TYPE_CHECKING:
    from pathlib import Path

R = TypeVar("R", bound=Record)

_PATIENCE = 60


def earlier_targets(path: Path, revision: str) -> dict[str, Target]:
    """The targets of the targets file as a revision has it; what cannot be read of it is left out.

    Args:
        path: the targets file.
        revision: as git names it: a branch, a tag, a commit.

    Raises:
        UsageError: git is missing, the file is in no repository, or it has no such revision, or none of the file.
    """
    if revision.startswith("-") or ":" in revision or not revision.strip():
        raise _refused(f"“{revision}” is no revision", f"「{revision}」はリビジョンではありません", "")
    real = path.resolve()
    shown = printable(revision)
    if _git(real.parent, "rev-parse", "--is-inside-work-tree") is None:
        raise _refused(
            f"{quoted(path)} is in no git repository, so there is nothing to compare it with",
            f"{quoted(path)} はgitリポジトリの中にないため、比べられません",
            "",
        )
    if _git(real.parent, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise _refused(f"There is no revision “{shown}”", f"リビジョン「{shown}」がありません", "git log")
    text = _git(real.parent, "show", f"{revision}:./{real.name}")
    if text is None:
        raise _refused(
            f"The revision “{shown}” has no {quoted(real.name)}",
            f"リビジョン「{shown}」に {quoted(real.name)} がありません",
            f"git log -- {real.name}",
        )
    return _records(_decoded(text), "targets", Target)


def earlier_indicators(path: Path, revision: str) -> dict[str, Indicator]:
    """The indicators of the indicators file as a revision has it; none where it has no such file.

    Args:
        path: the indicators file.
        revision: as git names it, one that `earlier_targets` found.
    """
    real = path.resolve()
    text = _git(real.parent, "show", f"{revision}:./{real.name}")
    return {} if text is None else _records(_decoded(text), "indicators", Indicator)


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace").removeprefix("\ufeff")


def _records(text: str, section: str, model: type[R]) -> dict[str, R]:
    data = parse(text).data
    raw = data.get(section) if isinstance(data, dict) else None
    found = {}
    for name, one in raw.items() if isinstance(raw, dict) else ():
        try:
            found[str(name)] = model.model_validate(one)
        except ValidationError:
            continue
    return found


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; `None` where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are checked above, and no shell reads them
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - whichever git the user has
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise _refused(
            "--against needs git, which is not installed", "--against には git が必要ですが、ありません", ""
        ) from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise _refused("git gave no answer", "git が応答しません", "") from error
    return done.stdout if done.returncode == 0 else None


def _refused(en: str, ja: str, command: str) -> UsageError:
    hint, hint_ja = (f": see `{command}`.", f"。`{command}` を見てください。") if command else (".", "。")
    return UsageError(f"{en}{hint}", ja=f"{ja}{hint_ja}")
