"""What a disk may hold after a power cut: the calls of a writer replayed on a file system that forgets.

What was not synced may be there, may not, or only in part; of the names not synced, each may have reached the disk or
not, in any order. This is weaker than any file system in use promises, so what holds here holds on all of them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


@dataclass
class Inode:
    """A file's bytes: those that a sync confirmed, and those that a reader sees now."""

    synced: bytes | None
    now: bytes

    def survivors(self):
        """What may be left of it; None where even the file is."""
        kept = self.synced or b""
        tail = self.now.removeprefix(kept)
        return {kept, self.now, kept + tail[: len(tail) // 2], kept + b"\0" * len(tail)}


@dataclass
class Disk:
    """The file system: names on the disk, and changes of names that no sync confirmed yet."""

    names: dict[str, Inode] = field(default_factory=dict)
    waiting: list[tuple[str, str, Inode | None, str]] = field(default_factory=list)
    seen: dict[str, Inode] = field(default_factory=dict)
    open: dict[int, Inode] = field(default_factory=dict)

    def replay(self, call):
        name, arguments, result = call
        getattr(self, f"_{name}", lambda *_: None)(arguments, result)

    def _create(self, arguments, descriptor):
        inode = Inode(None, b"")
        self._link(arguments[0], inode)
        self.open[descriptor] = inode

    def _open_append(self, arguments, descriptor):
        path = str(arguments[0])
        if path not in self.seen:
            self._link(path, Inode(None, b""))
        self.open[descriptor] = self.seen[path]

    def _write(self, arguments, count):
        inode = self.open[arguments[0]]
        inode.now += arguments[1][:count]

    def _fsync(self, arguments, _):
        inode = self.open[arguments[0]]
        inode.synced = inode.now

    def _replace(self, arguments, _):
        new, old = map(str, arguments)
        inode = self.seen.pop(new)
        self.seen[old] = inode
        self.waiting.append(("rename", old, inode, new))

    def _remove(self, arguments, _):
        path = str(arguments[0])
        self.waiting.append(("unlink", path, self.seen.pop(path), ""))

    def _sync_directory(self, arguments, _):
        directory = Path(arguments[0])
        confirmed = [one for one in self.waiting if Path(one[1]).parent == directory]
        self.waiting = [one for one in self.waiting if one not in confirmed]
        _carry_out(self.names, confirmed)

    def _link(self, path, inode):
        self.seen[str(path)] = inode
        self.waiting.append(("link", str(path), inode, ""))

    def outcomes(self, rng: random.Random, data: Path, limit: int = 30):
        """What the directory may hold after a cut now: for the data file's directory all ways, else a sample."""
        here = [one for one in self.waiting if Path(one[1]).parent == data.parent]
        there = [one for one in self.waiting if one not in here]
        choices = [list(itertools.compress(here, bits)) for bits in itertools.product([0, 1], repeat=len(here))]
        for chosen in choices:
            for order in (0, 1):
                others = [one for one in there if rng.random() < 0.5] if order else there
                names = dict(self.names)
                _carry_out(names, reversed(chosen) if order else chosen)
                _carry_out(names, others)
                yield from self._contents(names, rng, limit // len(choices) + 1)

    def _contents(self, names, rng, limit):
        inodes = {id(inode): inode for inode in names.values()}
        ways = [sorted(inode.survivors()) for inode in inodes.values()]
        everything = list(itertools.islice(itertools.product(*ways), 5000))
        for kept in rng.sample(everything, min(limit, len(everything))):
            bytes_of = dict(zip(inodes, kept, strict=True))
            yield {path: bytes_of[id(inode)] for path, inode in names.items()}


def _carry_out(names, changes):
    for kind, path, inode, other in changes:
        if kind == "unlink":
            names.pop(path, None)
        else:
            if kind == "rename":
                names.pop(other, None)
            names[path] = inode


def cuts(calls, start: dict[str, bytes], data: Path, rng: random.Random):
    """All that may be left after a cut behind each call, with the number of calls before it."""
    disk = Disk({path: Inode(content, content) for path, content in start.items()})
    disk.seen = dict(disk.names)
    yield 0, dict(start)
    for number, call in enumerate(calls, 1):
        disk.replay(call)
        for left in disk.outcomes(rng, data):
            yield number, left
