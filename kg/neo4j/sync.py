"""Brings a Neo4j database up to a release: what is new is created, what differs is changed, what is gone is deleted.

Nodes of ours carry the label `TreatyKG`, and edges of ours between them a `hash`; only these are ever changed or
deleted, and of the keys of a node only those of the map. The hashes tell what differs, so a second sync writes
nothing. The release is stamped last: a sync that was broken off shows, and the next one does the rest.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pyoxigraph import RdfFormat, Store, serialize

from kg.errors import Neo4jError
from kg.neo4j import cypher
from kg.neo4j.apply import AUTO, BrokenOffError, Connection, Server, opened
from kg.neo4j.mapping import GraphMap
from kg.neo4j.plan import Known, Plan, compare
from kg.neo4j.reading import graph_map
from kg.neo4j.rows import Lines, rows
from kg.neo4j.spool import Name, Row, Spool, UnfitError
from kg.store import Release

Say = Callable[[str], None]
Thing = TypeVar("Thing", str, int)
BATCH = 5_000
LIMIT = 0.2  # share of what is there that a sync may delete without being told so


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
    source: Release | Store, server: Server, release: str, *, files: Path | None = None, afresh: bool = False
) -> Iterator[tuple[Plan, Spool]]:
    """What a sync would do, and what it would write; `files`: a folder that the server can read CSV from.

    `afresh`: as if all that is there differed. Raises MapError if the release says what the map has no place for.
    """
    map_ = graph_map()
    known = known_of(server, map_)
    csv = files is not None and known.empty
    with _temporary() as name:
        folder = files if files is not None and csv else Path(name)
        with Spool(folder, map_, csv, prefix=f"treatykg-{secrets.token_hex(4)}-" if csv else "") as spool:
            plan = Plan(release, held=known.count(), afresh=afresh)
            compare(plan, rows(parts_of(source), map_), known, map_, spool)
            yield plan, spool


def _temporary() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="treatykg-")
    except OSError as error:
        raise Neo4jError(f"cannot write a temporary folder: {error.strerror or error}") from error


def known_of(server: Server, map_: GraphMap) -> Known:
    """What the database holds of ours: two collected lists a label or type, ten times faster than a row each."""
    known = Known()
    if not server.read(cypher.HELD)[1][0][0]:
        return known
    for label in map_.nodes:
        ids, hashes = server.read(cypher.KNOWN_NODES.format(label=label))[1][0]
        if ids:
            known.nodes[label] = dict(zip(ids, hashes, strict=True))
    for (type_,) in server.read("CALL db.relationshipTypes()")[1]:
        ids, hashes = server.read(cypher.KNOWN_EDGES.format(type=cypher.name(type_)))[1][0]
        _known_edges(known, type_, ids, hashes)
    return known


def _known_edges(known: Known, type_: str, ids: list[str], hashes: list[int]) -> None:
    named = type_ not in graph_map().plain_types
    names: list[str | int] = list(ids) if named else list(hashes)
    often = {name for name, number in Counter(names).items() if number > 1} if len(set(names)) < len(names) else set()
    if often:
        known.twice[type_] = [hash_ for name, hash_ in zip(names, hashes, strict=True) if name in often]
    if named and ids:
        known.edges[type_] = {id_: hash_ for id_, hash_ in zip(ids, hashes, strict=True) if id_ not in often}
    elif ids:
        known.plain[type_] = set(hashes) - often


def sync(
    source: Release | Store,
    connection: Connection,
    release: str,
    say: Say,
    *,
    limit: float = LIMIT,
    afresh: bool = False,
) -> Plan:
    """Make the database hold exactly this release of ours; what was done is returned.

    Raises Neo4jError, also where more than `limit` (a share of 1) of what is there would be deleted. A sync that is
    broken off can be run again at any time.
    """
    begun = time.monotonic()
    with opened(connection) as server, _alone(server, connection) as check_alone:
        say(f"comparing release {release} with {connection.place}")
        for files in (connection.files, None):
            try:
                with planned(source, server, release, files=files, afresh=afresh) as (plan, spool):
                    plan.check(limit)
                    say(f"  {time.monotonic() - begun:.0f} s: {plan.writes:,} nodes and edges to write")
                    work = _Work(server, plan, spool, lambda text: say(f"  {time.monotonic() - begun:.0f} s: {text}"))
                    work.do(check_alone)
                break
            except (UnfitError, BrokenOffError):  # what is left to do is written row by row, which is tried again
                continue
    plan.seconds = round(time.monotonic() - begun, 1)
    return plan


@contextmanager
def _alone(server: Server, connection: Connection) -> Iterator[Callable[[], object]]:
    """Keep other syncs out, wait for what a killed one left running, and delete the files that it left."""
    _create_missing(server, cypher.constraints(graph_map()))  # the lock is on one of these keys
    otherwise = f"another sync of {connection.place} is under way; run the command again when it has ended"
    with opened(connection) as holder, holder.alone(cypher.LOCK, otherwise) as check:
        while connection.files and server.read(cypher.LOADING, app=AUTO)[1]:
            time.sleep(0.1)
        for left in connection.files.glob("treatykg-????????-*.csv") if connection.files else ():
            left.unlink()
        yield check


def _create_missing(server: Server, wanted: Mapping[str, str]) -> None:
    there = {row[0] for row in server.read("SHOW INDEXES YIELD name")[1]}  # a constraint's index has its name
    for name, statement in wanted.items():
        if name not in there:
            server.write("CREATE " + statement.format(name=f"{name} IF NOT EXISTS"))


@contextmanager
def look(source: Release | Store, connection: Connection, release: str, say: Say) -> Iterator[tuple[Plan, Spool]]:
    """What a sync would do and write; nothing is written. Raises Neo4jError if the database cannot be read."""
    with opened(connection) as server:
        say(f"comparing release {release} with {connection.place}")
        with planned(source, server, release) as found:
            yield found


class _Work:
    """The writing of what was planned."""

    def __init__(self, server: Server, plan: Plan, spool: Spool, say: Say) -> None:
        self._server, self._plan, self._spool, self._say = server, plan, spool, say
        self._map = graph_map()

    def do(self, check_alone: Callable[[], object]) -> None:
        """Write it, and stamp the release last; nothing is written where nothing differs."""
        plan, server = self._plan, self._server
        if plan.named_only:
            self._say(f"{plan.named_only} nodes are known by name only: edges lead there, the release says no more")
        if not plan.writes and not plan.gone_edges and stamp(server) == {"id": plan.release, "map": self._map.digest}:
            return
        server.write(cypher.BEGIN, id=plan.release)
        for type_, hashes in plan.gone_edges.items():
            self._delete_edges(type_, hashes)
        for name in self._spool.names:
            self._write(name)
        for label, ids in plan.gone_nodes.items():
            for batch in _batches(ids):
                server.write(cypher.delete_nodes(self._map, label), ids=batch)
                server.write(cypher.empty_nodes(self._map, label), ids=batch)
        _create_missing(server, cypher.INDEXES)  # after data: filled at once, they cost less
        server.read("CALL db.awaitIndexes(300)")
        check_alone()
        server.write(cypher.FINISH, id=plan.release, map=self._map.digest)

    def _write(self, name: Name) -> None:
        if name[0] == "edge" and name == next(one for one in self._spool.names if one[0] == "edge"):
            self._say("nodes are there, edges follow")
        if self._spool.csv:
            self._server.auto(self._loading(name), file=f"file:///{self._spool.path(name).name}")
            return
        statement = statement_of(self._map, name, first=not self._plan.held[0])
        for batch in self._spool.batches(name, BATCH):
            if name[0] == "change":
                self._change(statement, name, batch)
            else:
                self._server.write(statement, rows=batch)

    def _loading(self, name: Name) -> str:
        if name[0] == "node":
            return cypher.load_nodes(self._map, name[1])
        return cypher.load_edges(self._map, name[1], (name[2], name[3]))

    def _change(self, statement: str, name: Name, batch: list[Row]) -> None:
        """Change edges where they are; one that now has another end is made anew."""
        done = set(self._server.write_and_read(statement, rows=batch)[0][0])
        if rest := [row for row in batch if row["properties"]["id"] not in done]:
            old = self._plan.old_edges[name[1]]
            self._delete_edges(name[1], [old[row["properties"]["id"]] for row in rest])
            self._server.write(cypher.create_edges(self._map, name[1], (name[2], name[3])), rows=rest)

    def _delete_edges(self, type_: str, hashes: list[int]) -> None:
        for batch in _batches(hashes):
            self._server.write(cypher.DELETE_EDGES.format(type=cypher.name(type_)), hashes=batch)


def statement_of(map_: GraphMap, name: Name, *, first: bool) -> str:
    """The statement that writes `$rows` of one sort; `first`: where there was nothing of ours."""
    if name[0] == "node":
        return cypher.create_nodes(map_, name[1]) if first else cypher.merge_nodes(map_, name[1])
    ends = name[2], name[3]
    make = cypher.change_edges if name[0] == "change" else cypher.create_edges
    return make(map_, name[1], ends)


def stamp(server: Server) -> dict[str, str]:
    """What was stamped: `id` and `map` of the release that is there whole; `syncing`: one whose sync was broken off."""
    found = server.read(cypher.STAMP)[1]
    return {key: value for key, value in found[0][0].items() if value is not None} if found else {}


def release_of(connection: Connection) -> str | None:
    """The release whose sync was finished last; None if none was, or one was broken off.

    Raises Neo4jError if the server cannot be asked.
    """
    with opened(connection) as server:
        return stamp(server).get("id")


def _batches(items: list[Thing]) -> Iterator[list[Thing]]:
    return (items[place : place + BATCH] for place in range(0, len(items), BATCH))
