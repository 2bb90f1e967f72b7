"""What an import is asked for: the options as typed or as kept under a name, understood, and the file that they read.

Profiles are the options of an import, kept in the settings under a name and found by the names of files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from unpolicy.errors import DataError, RefusedError, UsageError
from unpolicy.exchange.cells import Grid, meanings, plain, vocabulary
from unpolicy.exchange.iati import read_iati
from unpolicy.exchange.textfiles import arranged, read_csv, read_json
from unpolicy.exchange.units import Marks
from unpolicy.exchange.workbook import read_ods
from unpolicy.exchange.xlsx_in import read_xlsx
from unpolicy.model.settings import ImportProfile, Settings
from unpolicy.names import STATUSES, Status
from unpolicy.store.edit import add_records
from unpolicy.store.source import read_bytes, read_standard_input
from unpolicy.store.write import opened
from unpolicy.text import meant, quoted

if TYPE_CHECKING:
    from unpolicy.change.transact import Circumstances
    from unpolicy.exchange.open_sdg import Repository
    from unpolicy.model import Dataset
    from unpolicy.store.directory import DataDirectory

    Content: TypeAlias = "Grid | Dataset | Repository"
    """What is imported: a table, all data of another directory, or the many tables of a repository."""

REST = "*"
"""What stands for every further column that parts the rows."""
STDIN = "-"

INPUTS: tuple[str, ...] = ("csv", "xlsx", "ods", "json", "iati", *vocabulary()["offices"], "tracker")
"""What `--from` takes: formats, and sources whose tables are known by their headings."""
_INPUT_ENDINGS: dict[str, str] = meanings(vocabulary()["endings"])


class Typed(NamedTuple):
    """The options of an import as they were typed; `unpolicy import --help` says what each means."""

    indicator: str | None = None
    map: Sequence[str] = ()
    where: Sequence[str] = ()
    missing: Sequence[str] = ()
    flag: Sequence[str] = ()
    unit: Sequence[str] = ()
    decimal: str | None = None
    revise: bool = False
    force: bool = False
    partial: bool = False
    create: bool = False
    format: str | None = None
    sheet: str | None = None
    hidden: bool = False
    encoding: str | None = None


class ImportRequest:
    """What is to be imported, and how.

    Args:
        content: a table, all data of another directory, or a repository.
        typed: the options.
        step: called after each figure.

    Attributes:
        mapping: what `--map` says of the table's columns.
        where: what `--where` says of rows: by column, the values that are meant.
        marks: what the file's flags and missing marks mean.
        units: by what numbers in a unit are multiplied.

    Raises:
        UsageError: an option does not have its form.
    """

    def __init__(self, content: Content, typed: Typed, step: Callable[[], None] | None = None) -> None:
        self.content = content
        self.typed = typed
        self.step = step
        self.mapping = parse_map(typed.map)
        self.where = _parse_where(typed.where)
        self.marks = Marks(frozenset(map(plain, typed.missing)), _parse_flags(typed.flag))
        self.units = _parse_units(typed.unit)


def parse_map(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``their=ours`` pairs: a heading, and a field, an indicator's id, a year or `ignore`.

    Raises:
        UsageError: one of them has no equals sign, or a side is empty.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        theirs, _, ours = pair.rpartition("=")
        if not theirs.strip() or not ours.strip():
            form = "「相手の列名=こちらの名前」（例：西暦=year）"
            raise _other_form("--map", pair, "THEIRS=OURS, as “Jahr=year”,", form)
        mapping[plain(theirs)] = ours.strip()
    return mapping


def _parse_where(pairs: Sequence[str]) -> dict[str, set[str]]:
    """Read ``column=value`` pairs: the values of one column are alternatives, an empty one is an empty cell."""
    where: dict[str, set[str]] = {}
    for pair in pairs:
        column, sign, value = pair.partition("=")
        if not sign or not column.strip():
            form = f"COLUMN=VALUE, as “Sex=Female”, or “{REST}=” for empty cells elsewhere,"
            form_ja = f"「列名=値」（例：性別=女性。「{REST}=」はほかの区分が空の行）"
            raise _other_form("--where", pair, form, form_ja)
        where.setdefault(plain(column), set()).add(plain(value))
    return where


def _parse_flags(pairs: Sequence[str]) -> dict[str, Status]:
    """Read ``flag=status`` pairs."""
    flags: dict[str, Status] = {}
    for pair in pairs:
        flag, _, name = pair.rpartition("=")
        status = next((known for known in STATUSES if known == name.strip()), None)
        if not flag.strip() or status is None:
            form = f"FLAG=STATUS, as “*=estimated” ({', '.join(STATUSES)}),"
            raise _other_form("--flag", pair, form, "「印=状態」（例：*=estimated）")
        flags[plain(flag)] = status
    return flags


def _parse_units(pairs: Sequence[str]) -> dict[str, Decimal]:
    """Read ``unit=factor`` pairs; without a factor the unit is the indicator's own."""
    units: dict[str, Decimal] = {}
    for pair in pairs:
        name, sign, factor = pair.rpartition("=")
        try:
            times = Decimal(factor) if sign else Decimal(1)
        except InvalidOperation:
            times = Decimal(0)
        if not times.is_finite() or times <= 0:
            form = "UNIT or UNIT=FACTOR, as “thousand barrels=159”,"
            raise _other_form("--unit", pair, form, "「単位」か「単位=倍率」")
        units[plain(name if sign else pair)] = times
    return units


def _other_form(option: str, pair: str, form: str, form_ja: str) -> UsageError:
    return UsageError(
        f"{option} takes {form} not “{pair}”.", ja=f"{option} は{form_ja}で指定してください（「{pair}」は不可）。"
    )


def with_profile(typed: Typed, settings: Settings | None, name: str | None, file: str) -> tuple[Typed, str | None]:
    """The options with those of a profile, and its name: the one named, else the one whose files the file is of.

    Raises:
        UsageError: there is no such profile, or the file is of several.
    """
    profiles = {} if settings is None else settings.imports
    if name is None:
        fitting = [key for key, held in profiles.items() if held.files and fnmatch(PurePath(file).name, held.files)]
        if len(fitting) > 1:
            raise UsageError(
                f"{PurePath(file).name} is of several profiles ({', '.join(fitting)}): name one with --profile.",
                ja=f"{PurePath(file).name} に合うプロファイルが複数あります（{'、'.join(fitting)}）。"
                "--profile で指定してください。",
            )
        name = fitting[0] if fitting else None
    if name is None:
        return typed, None
    if name not in profiles:
        close, close_ja = meant(name, profiles)
        raise UsageError(
            f"--profile: the settings have no profile {name}{close}",
            ja=f"--profile：設定に {name} というプロファイルはありません{close_ja}。",
        )
    return _merged(typed, profiles[name]), name


def require_new(settings: Settings | None, name: str | None) -> None:
    """Refuse a name under which options are kept already.

    Raises:
        RefusedError: there is such a profile.
    """
    if name is not None and settings is not None and name in settings.imports:
        raise RefusedError(
            f"the settings have a profile {name} already: change it there, or name another.",
            ja=f"設定にはすでにプロファイル {name} があります。そこで変更するか、別の名前にしてください。",
        )


def _merged(typed: Typed, profile: ImportProfile) -> Typed:
    """What was typed goes before what is kept, and adds to its lists."""
    found: dict[str, Any] = {}
    for name in ImportProfile.model_fields.keys() & typed._fields:
        saved, given = getattr(profile, name), getattr(typed, name)
        found[name] = [*_pairs(saved), *given] if isinstance(saved, Mapping | tuple) else given or saved
    return typed._replace(**found)


def _pairs(option: Mapping[str, object] | Sequence[str]) -> list[str]:
    if not isinstance(option, Mapping):
        return list(option)
    held = ((theirs, ours if isinstance(ours, tuple) else (ours,)) for theirs, ours in option.items())
    return [f"{theirs}={name}" for theirs, ours in held for name in ours]


def profile_of(typed: Typed, file: str) -> dict[str, Any]:
    """The options as a profile of files named like this one, whatever numbers stand in their names."""
    where: dict[str, list[str]] = {}
    for column, _, value in (pair.partition("=") for pair in typed.where):
        where.setdefault(column, []).append(value)
    units = {pair.rpartition("=")[0] or pair: times for pair in typed.unit for times in _parse_units([pair]).values()}
    stated: dict[str, Any] = typed._asdict() | {
        "files": re.sub(r"[0-9]+", "*", PurePath(file).name),
        "map": _parted(typed.map),
        "where": {column: values[0] if len(values) == 1 else values for column, values in where.items()},
        "missing": list(typed.missing),
        "flag": _parted(typed.flag),
        "unit": {unit: int(times) if times == int(times) else float(times) for unit, times in units.items()},
    }
    return {field.alias or name: stated[name] for name, field in ImportProfile.model_fields.items() if stated[name]}


def _parted(pairs: Sequence[str]) -> dict[str, str]:
    return {theirs: ours for theirs, _, ours in (pair.rpartition("=") for pair in pairs)}


def keep_profile(directory: DataDirectory, name: str, profile: Mapping[str, Any], how: Circumstances) -> str:
    """Add a profile to the settings, which are made where there are none; on a dry run only whether it could be.

    Returns:
        The settings as people call them.

    Raises:
        UnpolicyError: it is no profile, or there is one of that name.
    """
    try:
        Settings.model_validate({"version": 1, "imports": {name: dict(profile)}})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"--save-profile: these options make no profile {name} ({place}: {first['msg']}).",
            ja=f"--save-profile：このオプションからプロファイル {name} は作れません（{place}：{first['msg']}）。",
        ) from error
    path = directory.settings
    if not how.dry_run:
        with opened(path, wait=how.wait, new=True) as file:
            file.write(add_records(file.source, {"imports": {name: profile}}), how.origin)
    return directory.display(path)


def read_input(name: str, typed: Typed) -> Grid | Dataset:
    """Read a file.

    Args:
        name: its name, or ``-`` for the standard input.
        typed: the options that say how it is to be read.

    Raises:
        UnpolicyError: it cannot be read, or is not what its ending says.
    """
    data = read_standard_input() if name == STDIN else _read_file(name)
    return read_content(data, "stdin" if name == STDIN else quoted(name), _input_kind(name, typed.format), typed)


def read_content(data: bytes, shown: str, kind: str, typed: Typed) -> Grid | Dataset:
    """The content of a file of a kind: a table, or all data of another directory."""
    if kind == "json":
        return read_json(data, shown)
    if kind == "iati":
        return read_iati(data, shown)
    if kind == "ods":
        return read_ods(data, shown, typed.sheet, hidden=typed.hidden)
    if kind == "xlsx":
        return read_xlsx(data, shown, typed.sheet, hidden=typed.hidden)
    return arranged(read_csv(data, shown, typed.encoding), kind)


def _input_kind(name: str, asked: str | None) -> str:
    """The format asked for, else the one of the file's ending.

    Raises:
        UsageError: there is no such format, or the ending says none.
    """
    if asked in INPUTS:
        return asked
    if asked is not None:
        raise UsageError(
            f"--from: there is no format “{asked}”: {', '.join(INPUTS)}.",
            ja=f"--from：形式「{asked}」はありません（{'、'.join(INPUTS)}）。",
        )
    kind = _INPUT_ENDINGS.get(Path(name).suffix.lower()) if name != STDIN else "csv"
    if kind is not None:
        return kind
    raise UsageError(
        f"{quoted(name)} is none of the kinds that import reads: name a csv, tsv, xlsx, ods, json or xml file, "
        "or add --from.",
        ja=f"{quoted(name)} は取り込める形式ではありません。csv、tsv、xlsx、ods、json、xml を指定するか"
        " --from を付けてください。",
    )


def _read_file(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_fifo() or path.is_char_device():
            raise DataError(
                f"{quoted(name)} is a pipe or a device: give it as the standard input, with - for its name.",
                ja=f"{quoted(name)} はパイプかデバイスです。標準入力から渡し、ファイル名を - にしてください。",
            )
        return read_bytes(path)
    except DataError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        raise DataError(
            f"{quoted(name)} does not exist: check its name.",
            ja=f"{quoted(name)} は存在しません。ファイル名を確かめてください。",
        ) from error
