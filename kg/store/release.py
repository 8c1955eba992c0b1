"""A release: an immutable folder of quads in parts, a manifest, a validation report and a pyoxigraph database.

manifest.json        inputs with checksums, counts, versions, time
report.*             what the shapes find
parts.json           of each part: its checksum, what it was made of, its account
parts/NAME.nq.gz     sorted quads, each once; what a part is made of tells whether the next release can take it as it is
db/                  the same quads, opened read-only by any number of processes
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

import msgspec
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import StoreError
from kg.store import packed

BATCH = 10_000  # lines written at a time
SMALL = 0.3  # share of the quads up to which a database is changed rather than made anew


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one part without opening it; `account` is the maker's own."""

    sha256: str
    quads: int
    made_of: str
    account: dict[str, Any] = {}


class Release:
    """A finished release, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name

    @cached_property
    def store(self) -> Store:
        """The quads; questions are asked over the union of the graphs."""
        try:
            return Store.read_only(str(self.folder / "db"))
        except OSError as error:
            raise StoreError(
                f"release {self.id} cannot be opened: {error}; make it again with: treatykg build"
            ) from error

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the release was made of, and its counts."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
        return found

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Its parts by name; none for a release that cannot be read, which is then of no use to the next one."""
        try:
            return msgspec.json.decode((self.folder / "parts.json").read_bytes(), type=dict[str, Part])
        except (OSError, msgspec.DecodeError):
            return {}

    @property
    def has_parts(self) -> bool:
        """Whether none of its parts is missing."""
        return bool(self.parts) and all(_file(self.folder, part).exists() for part in self.parts)

    @property
    def whole(self) -> bool:
        """Whether nothing of it is missing."""
        return self.has_parts and all((self.folder / name).exists() for name in ("manifest.json", "db/CURRENT"))

    def lines(self, part: str) -> Iterator[str]:
        """The N-Quads lines of one part, sorted; StoreError if it cannot be read."""
        try:
            yield from packed.lines(_file(self.folder, part))
        except packed.DAMAGED as error:
            raise self._unreadable(part, error) from error

    def text(self, part: str) -> str:
        """One part as N-Quads."""
        return self.content(part).decode()

    def content(self, part: str) -> bytes:
        """One part as N-Quads in UTF-8; StoreError if it cannot be read."""
        try:
            return packed.content(_file(self.folder, part))
        except packed.DAMAGED as error:
            raise self._unreadable(part, error) from error

    def _unreadable(self, part: str, error: Exception) -> StoreError:
        return StoreError(f"part {part} of release {self.id} cannot be read: {error}")

    def kept_beside(self, name: str) -> Release | None:
        """Another release that is kept in the same folder, with all its parts; None if it is not."""
        release = next((Release(folder) for folder in self.folder.parent.iterdir() if folder.name == name), None)
        return release if release and release.has_parts else None

    def quads(self, graph: str) -> Iterator[str]:
        """The N-Quads lines of one graph, sorted and each once."""
        end = f" <{graph}> .\n"
        lines = sorted(line for part in self.parts for line in self.lines(part) if line.endswith(end))
        yield from (line for line, _ in groupby(lines))


class ReleaseWriter:
    """Writes a release into an empty folder; its identifier is made of the content alone.

    `base` is an earlier release whose parts may be kept. `shared` tells how lines begin that may stand in several
    parts. The identifier is known once all parts are there: a release that exists already need not be finished.
    """

    def __init__(self, folder: Path, base: Release | None = None, shared: tuple[str, ...] = ("",)) -> None:
        self._folder = folder
        self._base = base
        self._shared = shared
        (folder / "parts").mkdir()
        self.parts: dict[str, Part] = {}

    def add(self, name: str, lines: Iterable[str], made_of: str = "", account: Mapping[str, Any] | None = None) -> None:
        """Write one part from N-Quads lines; sorted, each once."""
        checksum = sha256()
        number = 0
        with _file(self._folder, name).open("wb") as raw, packed.compressed(raw) as file:
            distinct = (line for line, _ in groupby(sorted(lines)))
            while batch := list(islice(distinct, BATCH)):
                content = "".join(batch).encode()
                number += len(batch)
                checksum.update(content)
                file.write(content)
        self.parts[name] = Part(sha256=checksum.hexdigest(), quads=number, made_of=made_of, account=dict(account or {}))

    def keep(self, name: str, made_of: str) -> bool:
        """Take a part of the base as it is, if it is there and was made of the same."""
        known = self._base.parts.get(name) if self._base else None
        if self._base is None or known is None or not made_of or known.made_of != made_of:
            return False
        if not _same_file(_file(self._base.folder, name), _file(self._folder, name)):
            return False
        self.parts[name] = known
        return True

    def texts(self) -> Iterator[str]:
        """Each part so far, as N-Quads."""
        return map(Release(self._folder).text, self.parts)

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits of the checksums of all parts: the same input gives the same release."""
        sums = [f"{name} {part.sha256}" for name, part in sorted(self.parts.items())]
        return sha256("\n".join(sums).encode()).hexdigest()[:12]

    @property
    def quads(self) -> int:
        """Number of quads written so far; one that stands in two parts counts twice."""
        return sum(part.quads for part in self.parts.values())

    def finish(self, manifest: Mapping[str, object], reports: Mapping[str, str]) -> None:
        """Make the database, then write reports, parts and manifest."""
        self._make_database()
        self.tell(manifest, reports, self._folder)

    def tell(self, manifest: Mapping[str, object], reports: Mapping[str, str], folder: Path) -> None:
        """Write what is told of the quads into the folder of a release that has them, each file in one step."""
        whole = {"id": self.id, **manifest}
        files = {
            **reports,
            "parts.json": msgspec.json.encode(dict(sorted(self.parts.items()))).decode(),
            "manifest.json": json.dumps(whole, indent=1, ensure_ascii=False) + "\n",
        }
        for name, content in files.items():
            beside = folder / f"{name}.new"
            beside.write_text(content, encoding="utf-8")
            beside.replace(folder / name)

    def _make_database(self) -> None:
        changed = [name for name, part in self.parts.items() if self._before(name) != part.sha256]
        few = sum(self.parts[name].quads for name in changed) <= SMALL * self.quads
        if self._base is not None and few and _copied(self._base.folder / "db", self._folder / "db"):
            store = Store(str(self._folder / "db"))
            self._change(store, self._base, changed)
        else:
            store = Store(str(self._folder / "db"))
            files = io.BufferedReader(_Joined(_file(self._folder, name) for name in self.parts), 1 << 20)
            store.bulk_load(input=files, format=RdfFormat.N_QUADS)
            store.optimize()
        store.flush()
        del store  # gives up the lock, so that the folder can be opened read-only

    def _before(self, name: str) -> str:
        """The checksum of a part of the base; empty if there is none."""
        return self._base.parts[name].sha256 if self._base and name in self._base.parts else ""

    def _change(self, store: Store, base: Release, changed: list[str]) -> None:
        """Bring a copy of the base's database up to date; a quad goes only if it stands in no part that is left."""
        new = {line for name in changed for line in Release(self._folder).lines(name)}
        old = {line for name in {*base.parts} - ({*self.parts} - {*changed}) for line in base.lines(name)}
        gone = old - new
        if any(line.startswith(self._shared) for line in gone):
            for name in {*self.parts} - {*changed}:
                gone.difference_update(base.lines(name))
        for quad in _quads(gone):
            store.remove(quad)
        store.extend(_quads(new - old))


def _quads(lines: Iterable[str]) -> Iterator[Quad]:
    for quad in parse(input="".join(lines).encode(), format=RdfFormat.N_QUADS):
        if isinstance(quad, Quad):
            yield quad


def _file(folder: Path, part: str) -> Path:
    return folder / "parts" / f"{part}.nq.gz"


def _same_file(source: Path, target: Path) -> bool:
    """Make a file, never written again, stand in two folders; where links are not to be had, a copy."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copyfile(source, target)
    return True


def _copied(source: Path, target: Path) -> bool:
    """A database beside another: its tables, never written again, are shared; all else is copied."""
    if not source.is_dir():
        return False
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".sst":
            _same_file(file, target / file.name)
        elif file.name != "LOCK":
            shutil.copyfile(file, target / file.name)
    return True


class _Joined(io.RawIOBase):
    """Compressed files, one after the other, as one stream of what is in them."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = iter(files)
        self._open: IO[bytes] | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as the current file goes; 0 after the last."""
        while True:
            if self._open is None:
                if (file := next(self._files, None)) is None:
                    return 0
                self._open = packed.opened(file)
            if found := self._open.read(len(buffer)):
                buffer[: len(found)] = found
                return len(found)
            self._open.close()
            self._open = None


def quad_lines(triples: Iterable[str], graph: NamedNode) -> Iterator[str]:
    """N-Quads lines from N-Triples statements without their closing dot."""
    end = f" {graph} .\n"
    return (triple + end for triple in triples)
