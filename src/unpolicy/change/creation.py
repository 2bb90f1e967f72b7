"""New records in new files of a data directory, written only where the whole is valid with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.checks.inspection import inspect_files, read
from unpolicy.errors import RefusedError
from unpolicy.store.directory import begin
from unpolicy.store.scalars import flow_source, scalar_source
from unpolicy.store.source import DataFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.change.transact import Circumstances
    from unpolicy.store.directory import DataDirectory

    Records = Mapping[str, Mapping[str, Any]]

_MOST_NAMED = 5


def create(directory: DataDirectory, into: str, sections: Mapping[str, Records], how: Circumstances) -> list[str]:
    """Write indicators, goals and targets into new files of a name in the folders of a data directory.

    Args:
        directory: the data.
        into: the name of the files, without an ending.
        sections: the records of each section, by id.
        how: how the change is made; on a dry run nothing is written.

    Returns:
        The files as people call them.

    Raises:
        RefusedError: the data would be invalid with them, or such a file is there.
    """
    kinds = {"targets": ("goals", "targets"), "indicators": ("indicators",)}
    texts = {
        f"{kind}/{into}": _text({name: sections[name] for name in names if sections.get(name)})
        for kind, names in kinds.items()
        if any(sections.get(name) for name in names)
    }
    files = {key: DataFile.from_bytes(directory.path / f"{key}.yaml", text.encode()) for key, text in texts.items()}
    _require_valid(directory, files, how)
    if not how.dry_run:
        begin(directory.path, {f"{key}.yaml": text for key, text in texts.items()})
    return [directory.display(file.path) for file in files.values()]


def _require_valid(directory: DataDirectory, files: Mapping[str, DataFile], how: Circumstances) -> None:
    held = read(directory.paths)
    clash = next((key for key in files if key in held), None)
    if clash is not None:
        raise RefusedError(
            f"{clash}.yaml is there already: name another with --into.",
            ja=f"{clash}.yaml はすでにあります。--into で別の名前を指定してください。",
        )
    inspection = inspect_files({**held, **files}, as_of=how.today, warnings=False)
    errors = [one for one in inspection.diagnostics if one.severity == "error"]
    if errors:
        more = f" And {len(errors) - _MOST_NAMED} more." if len(errors) > _MOST_NAMED else ""
        raise RefusedError(
            "That would make the data invalid, so nothing was written: "
            + " ".join(one.message for one in errors[:_MOST_NAMED])
            + more,
            ja="データが不正になるため、書き込みませんでした："
            + "".join(one.message_ja for one in errors[:_MOST_NAMED]),
        )


def _text(sections: Mapping[str, Records]) -> str:
    lines = ["version: 1"]
    for section, records in sections.items():
        lines.append(f"{section}:")
        for name, record in records.items():
            lines.append(f"  {scalar_source(name)}:")
            for key, value in record.items():
                lines += _entry(key, value)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any) -> list[str]:  # noqa: ANN401 - whatever a record holds
    if key != "actuals":
        return [f"    {key}: {flow_source(value)}"]
    return ["    actuals:", *(f"      {year}: {flow_source(figure)}" for year, figure in value.items())]
