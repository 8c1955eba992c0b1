"""Brings a Neo4j database up to a release: what is new is created, what differs is replaced, what is gone is deleted.

Each node of ours carries the label `TreatyKG`, and each edge of ours an `id` and a `hash` of its content; nothing else
is ever changed or deleted. The hashes tell what differs, so a second sync writes nothing. A sync that was broken off
leaves no `TreatyKGRelease`; the next one does the rest.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, TypeVar

from pyoxigraph import Store

from kg.neo4j.apply import Connection, Server, opened
from kg.neo4j.edges import TYPES, Edge
from kg.neo4j.mapping import CLASSES, Node, nodes

Say = Callable[[str], None]
BATCH = 5_000
INDEXES = {
    "treatykg_agreement_signed": "INDEX {name} FOR (n:Agreement) ON (n.signedEarliest)",
    "treatykg_period_start": "INDEX {name} FOR (n:ForcePeriod) ON (n.startEarliest)",
    "treatykg_act_type": "INDEX {name} FOR (n:Act) ON (n.actType, n.earliest)",
    "treatykg_record_local_id": "INDEX {name} FOR (n:Record) ON (n.localId)",
    "treatykg_code": "INDEX {name} FOR (n:Code) ON (n.scheme, n.codeValue)",
    "treatykg_titles": "FULLTEXT INDEX {name} FOR (n:Agreement) ON EACH [n.title_en, n.title_es, n.title_ru, n.titles]",
}
KEYS = {
    f"treatykg_{label.lower()}_id": f"CONSTRAINT {{name}} FOR (n:{label}) REQUIRE n.id IS UNIQUE" for label in CLASSES
}

# Labels and types cannot be parameters; those put in here are ours, from `CLASSES` and `TYPES`.
KNOWN_NODES = "MATCH (n:TreatyKG:{label}) RETURN collect(coalesce(n.id, '')), collect(coalesce(n.hash, ''))"
CREATE_NODES = "UNWIND $rows AS row CREATE (n:TreatyKG:{label}) SET n = row"
MERGE_NODES = "UNWIND $rows AS row MERGE (n:TreatyKG:{label} {{id: row.id}}) SET n = row"
DELETE_NODES = "UNWIND $ids AS id MATCH (n:TreatyKG:{label} {{id: id}}) DETACH DELETE n"
KNOWN_EDGES = (
    "MATCH (:TreatyKG)-[r:{type}]->(:TreatyKG) WHERE r.hash IS NOT NULL "
    "RETURN collect(coalesce(r.id, '')), collect(r.hash)"
)
CREATE_EDGES = (
    "UNWIND $rows AS row MATCH (a:TreatyKG:{start} {{id: row.start}}) MATCH (b:TreatyKG:{end} {{id: row.end}}) "
    "CREATE (a)-[r:{type}]->(b) SET r = row.properties"
)
DELETE_EDGES = "MATCH (:TreatyKG)-[r:{type}]->(:TreatyKG) WHERE r.hash IS NOT NULL AND r.id IN $ids DELETE r"


@dataclass(slots=True)
class Change:
    """What a sync did under one label or type."""

    created: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class SyncResult:
    """What a sync did, by label and type, and how long it took."""

    release: str
    nodes: dict[str, Change] = field(default_factory=dict)
    edges: dict[str, Change] = field(default_factory=dict)
    seconds: float = 0.0

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Label or type, created, changed, deleted, unchanged; empty ones left out."""
        every = [*self.nodes.items(), *self.edges.items()]
        found = [(name, one.created, one.changed, one.deleted, one.unchanged) for name, one in every]
        return [row for row in found if any(row[1:])]

    @property
    def writes(self) -> int:
        """Nodes and edges created, changed or deleted."""
        return sum(sum(row[1:4]) for row in self.rows())

    def as_dict(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)


def sync(store: Store, connection: Connection, release_id: str, say: Say) -> SyncResult:
    """Make a database hold exactly what a release holds, beside whatever else is in it.

    Raises Neo4jError if the server cannot be reached, refuses, or stops on the way.
    """
    begun = time.monotonic()
    result = SyncResult(release_id)
    with opened(connection) as server:
        say(f"syncing release {release_id} to {connection.place}")
        _create_missing(server, KEYS)  # before data, which are found by them
        if server.read("MATCH (r:TreatyKGRelease) RETURN r.id")[1] != [[release_id]]:
            server.write("MATCH (r:TreatyKGRelease) DELETE r")
        gone = {}
        fresh = not server.read("MATCH (n:TreatyKG) RETURN true LIMIT 1")[1]
        for label in CLASSES:
            known = {} if fresh else _known(server, KNOWN_NODES.format(label=label))
            result.nodes[label], gone[label] = _sync_nodes(server, label, nodes(store, label), known)
        say(f"  {time.monotonic() - begun:.0f} s: nodes are there, edges follow")
        for type_, edges in TYPES.items():
            known = {} if fresh else _known(server, KNOWN_EDGES.format(type=type_))
            result.edges[type_], loose = _sync_edges(server, type_, edges(store), known)
            if loose:
                say(f"  {loose} edges {type_} are left out: an end of theirs is not in the release")
        for label, ids in gone.items():
            for batch in _batches(ids):
                server.write(DELETE_NODES.format(label=label), ids=batch)
        _create_missing(server, INDEXES)  # after data: filled at once, they cost less
        server.read("CALL db.awaitIndexes(300)")
        server.write("MERGE (r:TreatyKGRelease) SET r.id = $id", id=release_id)
    result.seconds = round(time.monotonic() - begun, 1)
    return result


def _create_missing(server: Server, wanted: Mapping[str, str]) -> None:
    there = {row[0] for row in server.read("SHOW INDEXES YIELD name")[1]}  # a constraint's index has its name
    for name, statement in wanted.items():
        if name not in there:
            server.write("CREATE " + statement.format(name=f"{name} IF NOT EXISTS"))


def _sync_nodes(server: Server, label: str, wanted: Iterable[Node], known: dict[str, str]) -> tuple[Change, list[str]]:
    """Create and replace; what is gone is returned, to be deleted once no edge of ours hangs on it."""
    change = Change()
    write = (MERGE_NODES if known else CREATE_NODES).format(label=label)
    seen: dict[str, str] = {}
    for batch in _batches(_differing(wanted, known, seen)):
        server.write(write, rows=[{**node.properties, "id": node.id, "hash": seen[node.id]} for node in batch])
        change.changed += sum(node.id in known for node in batch)
        change.created += sum(node.id not in known for node in batch)
    gone = [id_ for id_ in known if id_ not in seen]
    change.deleted = len(gone)
    change.unchanged = len(seen) - change.created - change.changed
    return change, gone


def _sync_edges(server: Server, type_: str, wanted: Iterable[Edge], known: dict[str, str]) -> tuple[Change, int]:
    """Create, replace and delete; also the number left out because an end is missing."""
    change, loose = Change(), 0
    seen: dict[str, str] = {}
    for batch in _batches(_differing(wanted, known, seen)):
        replaced = [edge.id for edge in batch if edge.id in known]
        _delete_edges(server, type_, replaced)
        made = sum(_create_edges(server, type_, ends, rows) for ends, rows in _by_ends(batch, seen).items())
        change.changed += len(replaced)
        change.created += made - len(replaced)
        loose += len(batch) - made
    gone = [id_ for id_ in known if id_ not in seen]
    _delete_edges(server, type_, gone)
    change.deleted = len(gone)
    change.unchanged = len(seen) - loose - change.created - change.changed
    return change, loose


def _by_ends(edges: Iterable[Edge], hashes: dict[str, str]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Rows by the labels of both ends, for a statement can name only one of each."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for edge in edges:
        (start, one), (end, other) = edge.start, edge.end
        found = {**edge.properties, "id": edge.id, "hash": hashes[edge.id]}
        rows[start, end].append({"start": one, "end": other, "properties": found})
    return rows


def _create_edges(server: Server, type_: str, ends: tuple[str, str], rows: list[dict[str, Any]]) -> int:
    statement = CREATE_EDGES.format(type=type_, start=ends[0], end=ends[1])
    return server.write(statement, rows=rows).relationships_created


def _delete_edges(server: Server, type_: str, ids: list[str]) -> None:
    for batch in _batches(ids):
        server.write(DELETE_EDGES.format(type=type_), ids=batch)


def _known(server: Server, cypher: str) -> dict[str, str]:
    """Id -> hash of what is there: two collected lists are ten times faster than a row each."""
    ids, hashes = server.read(cypher)[1][0]
    return dict(zip(ids, hashes, strict=True))


Item = TypeVar("Item", Node, Edge)
Thing = TypeVar("Thing")


def _differing(wanted: Iterable[Item], known: dict[str, str], seen: dict[str, str]) -> Iterator[Item]:
    """What is new or has another hash, each id once; `seen` is filled with the hashes of all."""
    for item in wanted:
        if item.id not in seen:
            seen[item.id] = item.hash
            if known.get(item.id) != seen[item.id]:
                yield item


def _batches(items: Iterable[Thing]) -> Iterator[list[Thing]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
