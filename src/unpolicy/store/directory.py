"""Where the data files are."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import DataError, RefusedError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.years import Language

VARIABLE = "UNPOLICY_DATA"
TARGETS = "targets.yaml"
INDICATORS = "indicators.yaml"
SETTINGS = "settings.yaml"
FOLDERS = ("targets", "indicators")
"""The folders of a data directory whose files are read as if they stood in the file of the same name."""
# Hidden files are other programs', but for those that stand for a data file.
_YAML = re.compile(r"[^.].*\.ya?ml|\.?(?:targets|indicators|settings)\.ya?ml\.(?:icloud|txt|bak|orig)", re.IGNORECASE)
_MOST_MEANT = 3
_ADVICE = "start one with `unpolicy init`, or name it with `--data DIR`"
_ADVICE_JA = "`unpolicy init` で作るか、`--data DIR` で指定してください。"


class DataDirectory(NamedTuple):
    """A directory with data files.

    Attributes:
        path: the directory, as it was named or found.
        targets: the file with policy, goals, targets and ratings.
        indicators: the file with indicators and their figures.
        cwd: the working directory that `display` counts from.
    """

    path: Path
    targets: Path
    indicators: Path
    cwd: Path

    @classmethod
    def at(cls, path: Path, cwd: Path) -> DataDirectory:
        """Takes a directory without checking whether it is there."""
        return cls(path, path / TARGETS, path / INDICATORS, cwd)

    @property
    def settings(self) -> Path:
        """The file with how the directory likes to be shown and checked, which need not be there."""
        return self.path / SETTINGS

    @property
    def paths(self) -> dict[str, Path]:
        """The data files by their keys, in the order in which they are read.

        The settings need not be there; nor need `indicators.yaml` where there is a file of indicators in its folder.
        """
        parts = {kind: _parts(self.path, kind) for kind in FOLDERS}
        found = {"targets": self.targets, **parts["targets"], "indicators": self.indicators, **parts["indicators"]}
        if parts["indicators"] and not os.path.lexists(self.indicators):
            del found["indicators"]
        return found | ({"settings": self.settings} if os.path.lexists(self.settings) else {})

    @property
    def files(self) -> tuple[Path, ...]:
        """The data files."""
        return tuple(self.paths.values())

    def display(self, path: Path) -> str:
        """Returns a path as people want to read it: from the working directory where that is shorter, in one line."""
        absolute = os.path.normpath(self.cwd / path)
        try:
            relative = os.path.relpath(absolute, self.cwd)
        except (ValueError, OSError):  # another drive, on Windows; a working directory that nobody can name any more
            relative = absolute
        return quoted(min(relative, absolute, key=len))


def is_part(name: str) -> bool:
    """Whether a file of this name in one of the `FOLDERS` is a data file."""
    return _YAML.fullmatch(name) is not None and name.endswith(".yaml")


def _parts(directory: Path, kind: str) -> dict[str, Path]:
    """The data files of a folder by their keys, such as ``indicators/air``.

    Raises:
        DataError: it is there and cannot be listed; without its files the data would be others, and might seem sound.
    """
    folder = directory / kind
    try:
        names = [name for name in _listed(folder) if is_part(name)]
    except ValueError:  # no name of a file: that is said when it is read
        return {}
    except OSError as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError) and not folder.is_symlink():
            return {}
        reason = error.strerror or error
        raise DataError(
            f"{quoted(folder)} cannot be listed ({reason}), and it may hold data: have it opened to you, or remove it.",
            ja=f"{quoted(folder)} の中を読めません（{reason}）。データがあるかもしれないため、読めるようにするか、"
            "削除してください。",
        ) from error
    return {f"{kind}/{name.removesuffix('.yaml')}": folder / name for name in names}


def key_of(path: Path, here: Path) -> tuple[Path, str] | None:
    """The data directory that a file belongs to by its name, and its key there; `None` for a file of any other name.

    Args:
        path: the file.
        here: the working directory.
    """
    if path.name in {TARGETS, INDICATORS, SETTINGS}:
        return path.parent, path.name.removesuffix(".yaml")
    folder = (here / path).parent
    if folder.name in FOLDERS and path.suffix == ".yaml" and os.path.lexists(folder.parent / TARGETS):
        return path.parent.parent if path.parent.name else folder.parent, f"{folder.name}/{path.stem}"
    return None


def find_data(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> DataDirectory:
    """Finds the data directory.

    Args:
        explicit: what ``--data`` names, if anything: the directory that holds the files, or the one above its ``data``.
        environ: the environment; ``UNPOLICY_DATA`` in it counts like ``--data``, which goes before it.
        cwd: the working directory. Without either, the nearest ``data`` holding ``targets.yaml`` from here upward.

    Returns:
        The directory; it held a ``targets.yaml`` a moment ago.

    Raises:
        DataError: there is none; the sentence says where it was looked for.
    """
    if explicit is not None:
        return DataDirectory.at(_named(explicit, cwd, "--data"), cwd)
    named = environ.get(VARIABLE)
    if named:
        return DataDirectory.at(_named(Path(named), cwd, VARIABLE), cwd)
    above = _upward(cwd)
    for directory in above:
        if holds_data(directory):
            return DataDirectory.at(directory, cwd)
    guess, guess_ja = next(filter(any, (file_hint(directory / TARGETS) for directory in above)), ("", ""))
    raise DataError(
        f"no `data` directory with a `{TARGETS}` in {quoted(cwd)} or above it{guess or f': {_ADVICE}'}",
        ja=f"{quoted(cwd)} にも、その上にも、{TARGETS} のある data ディレクトリがありません。{guess_ja or _ADVICE_JA}",
    )


def holds_data(directory: Path) -> bool:
    """Whether a directory is a data directory."""
    # os.path.lexists: a targets.yaml that is a broken link or may not be read is found, and reported when it is read.
    return os.path.lexists(directory / TARGETS)


def unread_files(path: Path) -> list[str]:
    """The YAML files beside a data file that are not read: those named like it, and beside the targets file all others.

    The latter include those in the folders of data files, copies that a synchronisation made, and mistyped names.

    Args:
        path: the data file; of a file of any other name nothing is said.
    """
    if path.name != TARGETS:
        return [name for name in _other_yaml(path) if _like(name) == path.name]
    elsewhere = INDICATORS if os.path.lexists(path.with_name(INDICATORS)) else None
    others = [name for name in _other_yaml(path) if _like(name) != elsewhere or elsewhere is None]
    return [*others, *_unread_inside(path.parent)]


def _unread_inside(directory: Path) -> Iterator[str]:
    """The YAML files that are not read in the folders of data files, below them, and in folders with such a name."""
    with contextlib.suppress(OSError, ValueError):
        for name in sorted(os.listdir(directory)):  # noqa: PTH208 - the order counts
            if name.casefold().removesuffix("s") not in ("target", "indicator"):
                continue
            folder = directory / name
            is_read = any(_is_same(folder, folder.with_name(known)) for known in FOLDERS)
            for place, below, files in os.walk(folder):
                below[:] = [] if folder.is_symlink() else sorted(name for name in below if not name.startswith("."))
                shown = Path(place).relative_to(directory).as_posix()
                unread = (file for file in sorted(files) if not (is_read and shown == name and is_part(file)))
                yield from (f"{shown}/{file}" for file in filter(_YAML.fullmatch, unread))


def file_hint(path: Path) -> tuple[str, str]:
    """The end of a sentence on a missing data file: the one that was probably meant, in both languages, or nothing."""
    names = [quoted(path.with_name(name)) for name in _other_yaml(path) if _like(name) == path.name]
    shown = ", ".join(names[:_MOST_MEANT])
    if not names:
        return "", ""
    if shown.endswith(".icloud"):
        return f", but {shown} is there: download it from iCloud", f"{shown} をiCloudからダウンロードしてください"
    return (
        f", but {shown} is there: if it is meant, name it {path.name}",
        f"{shown} のことなら、名前を {path.name} にしてください",
    )


def _like(name: str) -> str:
    """The data file that a name resembles, if any."""
    known = INDICATORS, TARGETS, SETTINGS
    return next((file for file in known if file.removesuffix("s.yaml") in name.casefold()), "")


def _other_yaml(path: Path) -> list[str]:
    """The YAML files in a data file's directory that are none of the data files."""
    if path.name not in {TARGETS, INDICATORS}:
        return []
    names = _yaml_names(path.parent)
    # Where capitals make no difference, a data file may be listed in another spelling.
    known = [path.with_name(name) for name in (TARGETS, INDICATORS, SETTINGS)]
    return [name for name in names if not any(_is_same(path.with_name(name), file) for file in known)]


def _yaml_names(directory: Path) -> list[str]:
    """The names of the YAML files in a directory; none where it cannot be listed."""
    try:
        return _listed(directory)
    except (OSError, ValueError):
        return []


def _listed(directory: Path) -> list[str]:
    with os.scandir(directory) as entries:
        return sorted(entry.name for entry in entries if _YAML.fullmatch(entry.name) and not _is_directory(entry))


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself, which is reported when it is read
        return False


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path == other or path.samefile(other)
    except OSError:
        return False


def working_directory() -> Path:
    """Returns the working directory, or the name it had where it was deleted meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.environ.get("PWD") or os.curdir)


def _named(named: Path, cwd: Path, by: str) -> Path:
    try:
        expanded = named.expanduser()
    except RuntimeError:  # nobody knows where home is: then the tilde is a name like any other
        expanded = named
    place = cwd / expanded
    found = next(filter(holds_data, (place, place / "data")), None)
    if found is not None:
        return found
    fault, fault_ja = _fault(place)
    guess, guess_ja = next(filter(any, (file_hint(folder / TARGETS) for folder in (place, place / "data"))), ("", ""))
    raise DataError(
        f"{quoted(named)} ({by}) {fault}{guess or f': {_ADVICE}'}",
        ja=f"{quoted(named)}（{by}）{fault_ja}。{guess_ja or _ADVICE_JA}",
    )


def _fault(place: Path) -> tuple[str, str]:
    try:
        is_directory = os.path.isdir(place)  # noqa: PTH112 - False for a loop of links, where Path.is_dir may raise
        if is_directory:
            os.listdir(place)  # noqa: PTH208 - only whether it may be done is of interest
    except PermissionError:
        return "may not be read", "を読む権限がありません"
    except (OSError, ValueError):
        return "cannot be read", "を読めません"
    if is_directory:
        return f"holds no `{TARGETS}`", f"に {TARGETS} がありません"
    if os.path.lexists(place):
        return "is not a directory", "はディレクトリではありません"
    return "does not exist", "は存在しません"


def _upward(cwd: Path) -> list[Path]:
    """Where data may be, from the nearest."""
    absolute = Path(os.path.normpath(cwd))
    return [directory / "data" for directory in (absolute, *absolute.parents)]


def empty(lang: Language) -> dict[str, str]:
    """The data files of a policy only begun, with notes and examples in a language: each one's name and text."""
    folder = Path(__file__).with_name("starting") / lang
    return {name: (folder / name).read_text(encoding="utf-8") for name in (TARGETS, INDICATORS)}


EXAMPLES = ("un", "canada", "gender", "roads")
"""The policies that come with the program: Japan in the United Nations, Canada's goals, gender equality, roads."""


def example(name: str) -> dict[str, str]:
    """A policy that comes with the program: each file's name and text.

    Args:
        name: one of `EXAMPLES`.

    Raises:
        DataError: the installation lacks it.
    """
    package = Path(__file__).parent.parent
    checkout = package.parent.parent
    # In a checkout the files stand beside `src`; an installed package carries them inside itself.
    for folder in (package / "examples" / name, checkout / "data" if name == "un" else checkout / "examples" / name):
        if (folder / TARGETS).is_file():
            return {name: (folder / name).read_text(encoding="utf-8") for name in (TARGETS, INDICATORS)}
    raise DataError(
        "The example is not part of this installation: install unpolicy again.",
        ja="例のデータがインストールに含まれていません。unpolicy をインストールし直してください。",
    )


def begin(directory: Path, files: Mapping[str, str]) -> list[Path]:
    """Write new data files; nothing that exists is touched.

    Args:
        directory: the data directory, which need not be there.
        files: what to write: the name of each file in the directory, and its text.

    Returns:
        The paths written.

    Raises:
        RefusedError: one of the files is there already.
        DataError: the directory or a file cannot be made.
    """
    paths = [directory / name for name in files]
    there = next((path for path in paths if path.exists() or path.is_symlink()), None)
    if there is not None:
        raise RefusedError(
            f"{quoted(there)} exists already and was left alone: name another directory.",
            ja=f"{quoted(there)} はすでにあるため、何も変えていません。別のディレクトリを指定してください。",
        )
    made: list[Path] = []
    try:
        for name, path in zip(files, paths, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="") as file:
                made.append(path)
                file.write(files[name])
    except OSError as error:
        for path in made:  # half a file would be in the way of the next try
            with contextlib.suppress(OSError):
                path.unlink()
        raise DataError(
            f"{quoted(directory)} could not be made a data directory: {error.strerror or error}.",
            ja=f"{quoted(directory)} にデータを作れません：{error.strerror or error}。",
        ) from error
    return paths
