"""Brings a Neo4j database up to a release: what is new is created, what differs is changed, what is gone is deleted.

Nodes of ours carry the label `TreatyKG`, and edges of ours between them a `hash`; only these are ever changed or
deleted, and of the keys of a node only those of the map. The hashes tell what differs, so a second sync writes
nothing. The release is stamped last: a sync that was broken off shows, and the next one does the rest.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import Any, TypeVar

import msgspec
from pyoxigraph import Store

from kg.neo4j import cypher
from kg.neo4j.apply import AUTO, BrokenOffError, Connection, Server, opened
from kg.neo4j.held import counted, stamp
from kg.neo4j.lanes import Job, side_by_side
from kg.neo4j.mapping import End, GraphMap
from kg.neo4j.plan import Plan
from kg.neo4j.planning import USUAL, How, planned
from kg.neo4j.reading import graph_map
from kg.neo4j.spool import Name, Row, Spool, UnfitError
from kg.store import Release

Say = Callable[[str], None]
Thing = TypeVar("Thing")
BATCH = 2_000
LIMIT = 0.2  # share of what is there that a sync may delete without being told so


def sync(
    source: Release | Store,
    connection: Connection,
    release: str,
    say: Say,
    *,
    limit: float = LIMIT,
    how: How = USUAL,
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
                with planned(source, server, release, how, files) as (plan, spool):
                    plan.check(limit)
                    since = f", found by what differs from {plan.since}, which is there" if plan.since else ""
                    say(f"  {time.monotonic() - begun:.0f} s: {plan.writes:,} nodes and edges to write{since}")
                    work = _Work(server, plan, spool, lambda text: say(f"  {time.monotonic() - begun:.0f} s: {text}"))
                    work.do(check_alone)
                break
            except (UnfitError, BrokenOffError) as error:  # what is written row by row is tried again
                say(f"  {time.monotonic() - begun:.0f} s: {error}; what is left to do is written row by row")
    plan.seconds = round(time.monotonic() - begun, 1)
    return plan


@contextmanager
def _alone(server: Server, connection: Connection) -> Iterator[Callable[[], object]]:
    """Keep other syncs out, wait for what a killed one left running, and delete the files that it left."""
    _create_missing(server, cypher.constraints(graph_map()))  # the lock is on one of these keys
    otherwise = f"another sync of {connection.place} is under way; run the command again when it has ended"
    with server.beside() as holder, holder.alone(cypher.LOCK, otherwise) as check:
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
def look(
    source: Release | Store, connection: Connection, release: str, say: Say, how: How = USUAL
) -> Iterator[tuple[Plan, Spool]]:
    """What a sync would do and write; nothing is written. Raises Neo4jError if the database cannot be read."""
    with opened(connection) as server:
        say(f"comparing release {release} with {connection.place}")
        with planned(source, server, release, how) as found:
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
        stamped = {"id": plan.release, "map": self._map.stamp, "held": msgspec.json.encode(plan.after).decode()}
        if not plan.writes and not plan.gone_edges and stamp(server) == stamped | {"counted": counted(server)}:
            return
        server.write(cypher.BEGIN, id=plan.release)
        for statement, params in deletions(plan.gone_edges, plan.at, BATCH):
            server.write(statement, **params)
        with server.beside() as other:
            side_by_side((server, other), self._jobs("node"))
            self._say("nodes are there, edges follow")
            side_by_side((server, other), self._jobs("edge", "change"))
        for label, ids in plan.gone_nodes.items():
            for batch in _batches(ids, BATCH):
                if server.write(cypher.delete_nodes(self._map, label), ids=batch).nodes_deleted < len(batch):
                    server.write(cypher.empty_nodes(self._map, label), ids=batch)
        _create_missing(server, cypher.INDEXES)  # after data: filled at once, they cost less
        server.read("CALL db.awaitIndexes(300)")
        check_alone()
        server.write(cypher.FINISH, **stamped, counted=counted(server))

    def _jobs(self, *sorts: str) -> list[Job]:
        """What is to be written of some sorts, the longest first."""
        names = sorted((name for name in self._spool.names if name[0] in sorts), key=self._spool.size, reverse=True)
        return [
            Job(frozenset(name[1:] if name[0] == "node" else name[2:]), partial(self._write, name)) for name in names
        ]

    def _write(self, name: Name, server: Server, ended: Event) -> None:
        if self._spool.csv:
            self._load(name, server)
            return
        statement = statement_of(self._map, name, first=not self._plan.held[0])
        for batch in self._spool.batches(name, BATCH):
            if ended.is_set():
                return
            if name[0] == "change":
                self._change(server, statement, name, batch)
            else:
                server.write(statement, rows=batch)

    def _load(self, name: Name, server: Server) -> None:
        """Where it is broken off, what is left is tried once more: another writer may have stood in the way."""
        statement, file = self._loading(name), f"file:///{self._spool.path(name).name}"
        [(done, failed)] = server.auto(statement + cypher.UNLESS_BROKEN_OFF, file=file, done=0)
        if failed is not None:
            reason = failed.partition("\n")[0]
            self._say(f"rows are written once more: {reason}")
            server.auto(statement, file=file, done=done)

    def _loading(self, name: Name) -> str:
        if name[0] == "node":
            return cypher.load_nodes(self._map, name[1])
        return cypher.load_edges(self._map, name[1], (name[2], name[3]))

    def _change(self, server: Server, statement: str, name: Name, batch: list[Row]) -> None:
        """Change edges where they are; one that now has another end is made anew."""
        done = set(server.write_and_read(statement, rows=batch)[0][0])
        if rest := [row for row in batch if row["properties"]["id"] not in done]:
            old = self._plan.old_edges[name[1]]
            hashes = [old[row["properties"]["id"]] for row in rest]
            for deletion, params in deletions({name[1]: hashes}, self._plan.at, BATCH):
                server.write(deletion, **params)
            server.write(cypher.create_edges(self._map, name[1], (name[2], name[3])), rows=rest)


def deletions(edges: Mapping[str, list[int]], at: Mapping[int, End], size: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Statements, with up to so many rows, that delete edges of these types and hashes: at their nodes, if known."""
    by_node: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for type_, hashes in edges.items():
        for hash_ in hashes:
            if hash_ in at:
                label, id_ = at[hash_]
                by_node[label][id_].append(hash_)
        for batch in _batches([hash_ for hash_ in hashes if hash_ not in at], size):
            yield cypher.DELETE_EDGES.format(type=cypher.name(type_)), {"hashes": batch}
    for label, nodes in by_node.items():
        for rows in _batches([{"id": id_, "hashes": hashes} for id_, hashes in nodes.items()], size):
            yield cypher.delete_edges_at(label), {"rows": rows}


def statement_of(map_: GraphMap, name: Name, *, first: bool) -> str:
    """The statement that writes `$rows` of one sort; `first`: where there was nothing of ours."""
    if name[0] == "node":
        return cypher.create_nodes(map_, name[1]) if first else cypher.merge_nodes(map_, name[1])
    ends = name[2], name[3]
    make = cypher.change_edges if name[0] == "change" else cypher.create_edges
    return make(map_, name[1], ends)


def _batches(items: list[Thing], size: int) -> Iterator[list[Thing]]:
    return (items[place : place + size] for place in range(0, len(items), size))
