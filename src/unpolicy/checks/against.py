"""Compares the promises with those of an earlier revision: what became easier to reach is told, with both sides."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from unpolicy.errors import UsageError
from unpolicy.figures import format_figure
from unpolicy.model import Target
from unpolicy.store.parsing import parse
from unpolicy.textsafe import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from unpolicy.checks.finding import DataPath
    from unpolicy.checks.view import View

_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Loosened:
    """A promise that became easier.

    Attributes:
        path: where in the targets file the new promise stands.
        en: what was promised and what is promised now, in English.
        ja: the same in Japanese.
    """

    path: DataPath
    en: str
    ja: str


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
    return _targets(text.decode("utf-8", "replace").removeprefix("\ufeff"))


def loosened(view: View, before: dict[str, Target]) -> Iterator[Loosened]:
    """What became easier.

    Args:
        view: the data as it is now.
        before: the targets as they were.
    """
    for name, old in before.items():
        new = view.targets.get(name)
        if new is None:
            if not view.exists("targets", name):
                yield Loosened(
                    ("targets",),
                    f"The target {name} ({_aim(old)}) was taken out.",
                    f"目標 {name}（{_aim(old, 'ja')}）がなくなりました。",
                )
            continue
        indicator = view.indicators.get(new.indicator)
        if indicator is not None and old.indicator == new.indicator:
            yield from _compared(view, name, old, new, 1 if indicator.direction == "increase" else -1)


def _compared(view: View, name: str, old: Target, new: Target, sign: int) -> Iterator[Loosened]:
    at = ("targets", name)
    if old.value is not None and new.value is not None and sign * (new.value - old.value) < 0:
        yield _change(name, (*at, "value"), f"value {format_figure(old.value)}", f"{format_figure(new.value)}")
    if old.value is not None and new.by > old.by:
        yield _change(name, (*at, "by"), f"by {old.by}", f"{new.by}")
    if old.keep is not None:
        yield from _compared_limits(name, old, new)
    if old.value is not None and new.keep is not None:
        yield _change(name, (*at, "keep"), _aim(old), _aim(new))
    if _looks_better(view, old, new, sign):
        yield _change(name, (*at, "baseline"), f"baseline {_base(old, view)}", _base(new, view))
    for year, promised in old.yearly.items():
        now = new.yearly.get(year)
        if now is None:
            key = "yearly" if new.yearly else "value" if new.value is not None else "keep"
            yield _change(name, (*at, key), f"yearly target of {year} {format_figure(promised)}", "nothing")
        elif sign * (now - promised) < 0:
            was = f"yearly target of {year} {format_figure(promised)}"
            yield _change(name, (*at, "yearly", year), was, format_figure(now))


def _compared_limits(name: str, old: Target, new: Target) -> Iterator[Loosened]:
    at = ("targets", name)
    if new.keep is None or old.keep is None:
        return
    for side, sign in (("min", 1), ("max", -1)):
        before, now = getattr(old.keep, side), getattr(new.keep, side)
        if before is not None and (now is None or sign * (now - before) < 0):
            path = (*at, "keep") if now is None else (*at, "keep", side)
            yield _change(name, path, f"{side} {format_figure(before)}", format_figure(now))
    if new.by < old.by:
        yield _change(name, (*at, "by"), f"kept until {old.by}", f"{new.by}")


def _looks_better(view: View, old: Target, new: Target, sign: int) -> bool:
    """Whether the same figures make more of the same promise only because the baseline is another one."""
    if new.value is None or _base(old, view) == _base(new, view):
        return False
    values = view.values[new.indicator]
    latest = max(values, default=None)
    before, now = (_judged(view, one, new, latest) for one in (old, new))
    if before is not None and now is not None:
        return now > before
    first, second = _baseline(view, old), _baseline(view, new)
    return first is not None and second is not None and sign * (second - first) < 0


def _judged(view: View, based: Target, aimed: Target, latest: int | None) -> float | None:
    from unpolicy.measures.case import Case
    from unpolicy.measures.verdict import decide

    start = _baseline(view, based)
    if start is None or latest is None or aimed.value is None or not based.baseline_year < latest:
        return None
    indicator = view.indicators[aimed.indicator]
    sign = 1 if indicator.direction == "increase" else -1
    case = Case(start, based.baseline_year, view.values[aimed.indicator][latest], latest, sign, aimed.value, aimed.by)
    return decide(case).measure


def _baseline(view: View, target: Target) -> float | None:
    if not isinstance(target.baseline, int):
        return target.baseline.value
    return view.values.get(target.indicator, {}).get(target.baseline)


def _base(target: Target, view: View) -> str:
    return f"{format_figure(_baseline(view, target))} in {target.baseline_year}"


def _aim(target: Target, lang: str = "en") -> str:
    if target.value is not None:
        value = format_figure(target.value)
        return f"{target.by}年までに{value}" if lang == "ja" else f"{value} by {target.by}"
    low, high = (format_figure(getattr(target.keep, side, None)) for side in ("min", "max"))
    return f"{target.by}年まで{low}〜{high}" if lang == "ja" else f"within {low} to {high} until {target.by}"


def _change(name: str, path: DataPath, was: str, now: str) -> Loosened:
    return Loosened(
        path,
        f"The target {name} became easier: {was} was promised, now {now}.",
        f"目標 {name} が緩められました（以前は {was}、今は {now}）。",
    )


def _targets(text: str) -> dict[str, Target]:
    raw = parse(text).data.get("targets")
    found = {}
    for name, one in raw.items() if isinstance(raw, dict) else ():
        try:
            found[str(name)] = Target.model_validate(one)
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
