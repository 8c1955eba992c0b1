"""What a release is made of: the records of all loaded and bundled sources, editors' judgements, our own code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

import kg
from kg.errors import SourceError, StoreError
from kg.judgements import disputed, read, waiting
from kg.load import checksums, counted, facts
from kg.polities import polities
from kg.records import Judgement, Record, Source
from kg.resources import ONTOLOGY
from kg.store import Home

CODE = (".py", ".csv", ".ttl", ".yml")  # suffixes of files that tell what becomes of a source


def read_inputs(home: Home, sources: Mapping[str, Source]) -> tuple[list[Record], list[dict[str, Any]]]:
    """All records, and what they were read from; what a user loaded takes the place of what is bundled."""
    records: list[Record] = []
    inputs = []
    loaded = set(home.loaded())
    for name, source in sorted(sources.items()):
        if name in loaded:
            report = home.load_report(name)
            records += _still_known(name, home.records(name))
            inputs.append({"source": name, "version": report.version, "files": report.files, "counts": report.counts})
        elif source.bundled:
            reading = source.read(source.bundled, False)
            found = list(reading)
            records += found
            counts = {"rows_read": reading.rows_read, **sum(map(counted, found), Counter())}
            files = checksums(source.bundled)
            inputs.append({"source": name, "version": source.version, "files": files, "counts": counts})
    seen: set[tuple[str, str]] = set()
    for record in records:
        if (record.source, record.id) in seen:
            raise SourceError(f"two records have the identifier {record.id}; one would be lost", file=record.source)
        seen.add((record.source, record.id))
    return records, inputs


def read_judgements(
    home: Home, sources: Mapping[str, Source], records: Iterable[Record], say: Callable[[str], None]
) -> list[Judgement]:
    """Editors' judgements on these records; it is said of which none will be followed, and why."""
    standing, told = waiting(read(home.path / "judgements"), sources.keys(), {record.source for record in records})
    for one in [*told, *disputed(standing)]:
        say(one)
    return standing


def _still_known(name: str, records: Iterable[Record]) -> Iterator[Record]:
    """Loaded records, as long as the polities they were read with are still there under their names."""
    known = {None, *polities()}
    for record in records:
        used = {party.polity for party in record.parties} | {act.actor for act in record.acts}
        used |= {proposal.polity for proposal in record.proposed_parties}
        if record.alliance is not None:
            used |= {member.polity for member in record.alliance.memberships}
        if not used <= known:
            raise StoreError(
                f"{name} was loaded with an older table of polities; load it again with: treatykg load {name}"
            )
        yield record


def made_of(home: Home, sources: Mapping[str, Source], *more: str) -> str:
    """A digest of all that a release is made of beside the register of identifiers, found without reading it."""
    whole = sha256(code().encode())
    loaded = set(home.loaded())
    for name, source in sorted(sources.items()):
        if name in loaded:
            whole.update(msgspec.json.encode(home.load_report(name)))
        elif source.bundled:
            about = [name, facts(source), checksums(source.bundled), _read_by(source)]
            whole.update(msgspec.json.encode(about, order="sorted"))
    for path in sorted((home.path / "judgements").glob("*")):
        if path.is_file():
            whole.update(path.name.encode() + b"\0" + path.read_bytes())
    whole.update("\n".join(more).encode())
    return whole.hexdigest()


def with_ids(home: Home, made_of: str) -> str:
    """What `made_of` gave, and the register of identifiers as it is now: nothing has changed if it is the same."""
    registered = home.ids.read_bytes() if home.ids.exists() else b""
    return sha256(made_of.encode() + b"\0" + registered).hexdigest()


@cache
def code() -> str:
    """A digest of this package and the ontology: other code may make another release of the same sources."""
    return _digest(Path(kg.__file__).parent, ONTOLOGY)


def _read_by(source: Source) -> str:
    """A digest of the package whose code reads the files of a bundled source, with the tables beside that code."""
    top = sys.modules[source.read.__module__.partition(".")[0]]
    file = getattr(top, "__file__", None)
    if file is None:  # typed at a prompt
        return ""
    return _digest(Path(file).parent if hasattr(top, "__path__") else Path(file))


@cache
def _digest(*paths: Path) -> str:
    whole = sha256()
    for path in paths:
        for file in [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.suffix in CODE):
            whole.update(os.fsencode(file.relative_to(path)) + b"\0" + file.read_bytes())
    return whole.hexdigest()
