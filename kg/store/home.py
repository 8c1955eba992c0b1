"""The folder that holds everything of one user: loaded sources, releases, the pointer to the current one.

sources/NAME/load.json       the account of the last load; it names the file of records that goes with it
sources/NAME/records-*.gz    what the source said then, one record a line
releases/ID/                 immutable; see `kg.store.release`
current                      the identifier of the current release, and a digest of all that it was made of
ids.csv                      which identifiers of agreements were shown, since when
judgements/NAME.yml          editors' decisions
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from filelock import FileLock, Timeout

from kg.errors import StoreError
from kg.records import Problem, Record, Source
from kg.store import packed
from kg.store.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Unidentified:
    """A name of a party that stands for no known polity, how often it came, and the nearest known name."""

    name: str
    mentions: int
    near: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The account of one load: where from, how much, what could not be read."""

    source: str
    version: str
    files: dict[str, str]  # name -> SHA-256
    counts: dict[str, int]
    problems: list[Problem]
    set_aside: dict[str, int] = field(default_factory=dict)  # reason -> rows, the most frequent first
    unidentified: list[Unidentified] = field(default_factory=list)
    short: list[str] = field(default_factory=list)  # kinds of record of which fewer came than a whole load has
    about: dict[str, Any] = field(default_factory=dict)  # what is said of the source, as in `kg.records.Source`
    records: str = ""  # name of the file of records


class Home:
    """Sources and releases under one folder; created on first writing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder against other writers; a full disk or a missing right becomes one clear message."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path / ".lock", timeout=0):
                yield
        except Timeout:
            raise StoreError(
                f"{self.path} is being written to by another treatykg; try again when it is done"
            ) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(
                f"{error.filename or self.path} cannot be written: {reason}; nothing was changed"
            ) from error

    def loaded(self) -> list[str]:
        """Names of the sources that were loaded, sorted."""
        return sorted(path.parent.name for path in self.path.glob("sources/*/load.json"))

    def load_report(self, source: str) -> Loaded:
        """The account of a source's last load."""
        try:
            return msgspec.json.decode((self._source(source) / "load.json").read_bytes(), type=Loaded)
        except msgspec.DecodeError:
            raise _unreadable(source) from None

    def sources(self) -> dict[str, Source]:
        """The loaded sources as they were when loaded; they cannot be read anew from here."""
        return {name: _source(self.load_report(name)) for name in self.loaded()}

    def records(self, source: str) -> Iterator[Record]:
        """What a loaded source says, in the order it was read."""
        decoder = msgspec.json.Decoder(Record)
        try:
            with packed.opened(self._source(source) / self.load_report(source).records) as lines:
                for line in lines:
                    yield decoder.decode(line)
        except (*packed.DAMAGED, msgspec.DecodeError):
            raise _unreadable(source) from None

    @contextmanager
    def replacing(self, source: str) -> Iterator[SourceWriter]:
        """Write a source beside the one that is there; it takes its place, in one step, only if nothing goes wrong."""
        with self.writing():
            self._source(source).mkdir(parents=True, exist_ok=True)
            with new_folder(self._source(source)) as folder:
                writer = SourceWriter(folder / "records")
                with writer.open():
                    yield writer
                writer.take_place()

    def remove(self, source: str) -> None:
        """Take a loaded source out; releases made of it stay. Raises StoreError if it was not loaded."""
        with self.writing():
            if source not in self.loaded():
                raise StoreError(f"{source} is not loaded; loaded are: {', '.join(self.loaded()) or 'none'}")
            shutil.rmtree(self._source(source))

    def _source(self, name: str) -> Path:
        return self.path / "sources" / name

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.path / "releases"

    @property
    def ids(self) -> Path:
        """The register of identifiers of agreements that releases have shown."""
        return self.path / "ids.csv"

    def current(self) -> Release:
        """The current release.

        Raises StoreError if none was built yet, or if its folder is gone.
        """
        try:
            name, *_ = (self.path / "current").read_text().split()
        except (FileNotFoundError, ValueError):
            raise StoreError(f"no release in {self.path} yet; make one with: treatykg build") from None
        folder = self.releases / name
        if not folder.is_dir():
            raise StoreError(f"release {name} is missing from {self.releases}; make it again with: treatykg build")
        return Release(folder)

    def made_of(self) -> str:
        """What was noted of all that the current release was made of; empty if there is none."""
        try:
            _, *noted = (self.path / "current").read_text().split()
        except (FileNotFoundError, ValueError):
            return ""
        return noted[0] if noted else ""

    def make_current(self, release: Release, made_of: str = "") -> None:
        """Point at a finished release, in one atomic step, and note what it was made of."""
        beside = self.path / "current.new"
        with beside.open("w") as file:
            file.write(f"{release.id} {made_of}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path / "current")
        os.utime(release.folder)  # the order in which releases were current

    def prune(self, keep: int) -> None:
        """Delete all but the newest releases; the current one always stays."""
        current = self.current().id
        folders = sorted(self.releases.glob("[0-9a-f]*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
        for folder in folders[keep:]:
            if folder.name != current:
                shutil.rmtree(folder)


class SourceWriter:
    """Takes the records of one source as they come, then the account of the load."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoder = msgspec.json.Encoder()
        self.report: Loaded | None = None  # to be set before the writer is left; else nothing is replaced

    @contextmanager
    def open(self) -> Iterator[None]:
        """Hold the file of records open."""
        with self._path.open("wb") as raw, packed.compressed(raw) as self._file:
            yield

    def add(self, record: Record) -> None:
        """Append one record."""
        self._file.write(self._encoder.encode(record) + b"\n")

    def take_place(self) -> None:
        """Make the finished file the source's own: the account, which names it, is switched last."""
        if self.report is None:
            return
        folder = self._path.parent.parent
        name = f"records-{sha256(self._path.read_bytes()).hexdigest()[:12]}.gz"
        account = self._path.with_name("load.json")
        account.write_text(
            json.dumps(msgspec.to_builtins(replace(self.report, records=name)), indent=1, ensure_ascii=False)
        )
        for path in (self._path, account):  # on the disk before what they replace is gone
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        self._path.replace(folder / name)
        account.replace(folder / "load.json")
        for old in folder.glob("records-*.gz"):
            if old.name != name:
                old.unlink()


@contextmanager
def new_folder(beside: Path) -> Iterator[Path]:
    """A folder to write in; what is left of it, or of an earlier one that was killed, is removed."""
    for stale in beside.glob(".new-*"):
        shutil.rmtree(stale)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _source(report: Loaded) -> Source:
    def read(_paths: object, _keep_going: bool) -> NoReturn:
        raise StoreError(f"{report.source} can only be read by the loader it was loaded with")

    about = dict(report.about)
    try:
        days = [name for name in ("retrieved", "horizon", "covers_from", "covers_to") if about.get(name)]
        about |= {name: date.fromisoformat(about[name]) for name in days}
        about |= {name: tuple(about[name]) for name in ("covers", "covers_topics", "covers_kinds") if name in about}
        return Source(**about | {"read": read})
    except (KeyError, TypeError, ValueError):
        raise _unreadable(report.source) from None


def _unreadable(source: str) -> StoreError:
    return StoreError(
        f"what was loaded of {source} cannot be read, it may be of another version of treatykg; load it again,"
        f" or take it out with: treatykg unload {source}"
    )
