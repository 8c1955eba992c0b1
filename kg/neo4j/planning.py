"""What a sync is to do: from the release that a database holds, if that is at hand, or from all that is there."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store, serialize

from kg.errors import Neo4jError
from kg.neo4j.apply import Server
from kg.neo4j.held import held_by, known_of, stamp
from kg.neo4j.mapping import GraphMap
from kg.neo4j.plan import Held, Plan, compare
from kg.neo4j.reading import graph_map
from kg.neo4j.rows import Lines, rows
from kg.neo4j.since import changes, compare_since
from kg.neo4j.spool import Spool
from kg.neo4j.spread import WORTH, spread
from kg.store import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a sync finds out what to do."""

    afresh: bool = False  # as if all that is there differed
    whole: bool = False  # look at all that is there, also where the stamp says which release it is
    processes: int = 1  # that map a large release; for more than one, the main module must be one to import


USUAL = How()


@dataclass(frozen=True, slots=True)
class _Part:
    release: Release
    name: str

    def __iter__(self) -> Iterator[str]:
        return self.release.lines(self.name)


def parts_of(release: Release | Store) -> Sequence[Lines]:
    """A release, or a store in memory, as sorted N-Quads part by part; to be read as often as wanted."""
    if isinstance(release, Release):
        return [_Part(release, name) for name in release.parts]
    text = (serialize(release, format=RdfFormat.N_QUADS) or b"").decode()
    return [sorted(f"{line}\n" for line in text.split("\n") if line)]


@contextmanager
def planned(
    source: Release | Store, server: Server, release: str, how: How, files: Path | None = None
) -> Iterator[tuple[Plan, Spool]]:
    """What a sync would do, and what it would write; `files`: a folder that the server can read CSV from.

    Raises MapError if the release says what the map has no place for.
    """
    map_ = graph_map()
    plan = Plan(release, afresh=how.afresh)
    if isinstance(source, Release) and (at_hand := _at_hand(source, server, map_, how)):
        before, held = at_hand
        found = changes(before, source, map_)
        if found is not None:
            plan.since, plan.held = before.id, held.count()
            with _temporary() as name, Spool(Path(name), map_) as spool:
                compare_since(plan, found, server, held, map_, spool)
                yield plan, spool
            return
    known = known_of(server, map_)
    plan.held = known.count()
    csv = files is not None and known.empty
    with _temporary() as name:
        folder = files if files is not None and csv else Path(name)
        with Spool(folder, map_, csv, prefix=f"treatykg-{secrets.token_hex(4)}-" if csv else "") as spool:
            if known.empty and how.processes > 1 and isinstance(source, Release) and _large(source):
                spread(plan, source, spool, how.processes)
            else:
                compare(plan, rows(parts_of(source), map_), known, map_, spool)
            yield plan, spool


def _at_hand(after: Release, server: Server, map_: GraphMap, how: How) -> tuple[Release, Held] | None:
    """The release that is there, if nothing shows that anything was added or taken away since, and how much it is."""
    told = stamp(server)
    if how.afresh or how.whole or told.get("map") != map_.stamp:
        return None
    before = after.kept_beside(told.get("id", ""))
    held = held_by(server, told) if before else None
    return (before, held) if before and held else None


def _large(release: Release) -> bool:
    return sum(part.quads for part in release.parts.values()) >= WORTH


def _temporary() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="treatykg-")
    except OSError as error:
        raise Neo4jError(f"cannot write a temporary folder: {error.strerror or error}") from error
