"""Brings a Neo4j database up to a release: what is new is created, what differs is replaced, what is gone is deleted.

Each node of ours carries the label `TreatyKG`, and each edge of ours an `id` and a `hash` of its content; nothing else
is ever changed or deleted. The hashes tell what differs, so a second sync writes nothing. A sync that was broken off
leaves no `TreatyKGRelease`; the next one does the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from pyoxigraph import Store

from kg.neo4j.apply import Connection, Server, opened
from kg.neo4j.edges import TYPES, Edge
from kg.neo4j.mapping import CLASSES, Node, nodes

Say = Callable[[str], None]
BATCH = 10_000
INDEXES = {
    "treatykg_agreement_signed": "INDEX {name} FOR (n:Agreement) ON (n.signedEarliest)",
    "treatykg_period_start": "INDEX {name} FOR (n:ForcePeriod) ON (n.startEarliest)",
    "treatykg_act_type": "INDEX {name} FOR (n:Act) ON (n.actType, n.earliest)",
    "treatykg_record_local_id": "INDEX {name} FOR (n:Record) ON (n.localId)",
    "treatykg_code": "INDEX {name} FOR (n:Code) ON (n.scheme, n.codeValue)",
    "treatykg_titles": "FULLTEXT INDEX {name} FOR (n:Agreement) ON EACH [n.title_en, n.title_es, n.title_ru, n.titles]",
}
KEYS = {f"treatykg_{label.lower()}_id": f"CONSTRAINT {{name}} FOR (n:{label}) REQUIRE n.id IS UNIQUE" for label in CLASSES}

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
    loose: int = 0  # edges left out because an end is not in the release
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
        _prepare(server)
        held = server.read("MATCH (r:TreatyKGRelease) RETURN r.id")[1]
        if held != [[release_id]]:
            server.write("MATCH (r:TreatyKGRelease) DELETE r")
        say(f"syncing release {release_id} to {connection.place}")
        gone = {}
        for label in CLASSES:
            result.nodes[label], gone[label] = _sync_nodes(server, label, nodes(store, label))
        say(f"  {sum(one.created for one in result.nodes.values())} nodes created; edges follow")
        for type_, edges in TYPES.items():
            result.edges[type_], loose = _sync_edges(server, type_, edges(store))
            result.loose += loose
            if loose:
                say(f"  {loose} edges {type_} are left out: the release lacks one of their ends")
        for label, ids in gone.items():
            for batch in _batches(ids):
                server.write(DELETE_NODES.format(label=label), ids=batch)
        server.write("MERGE (r:TreatyKGRelease) SET r.id = $id", id=release_id)
    result.seconds = time.monotonic() - begun
    return result


def _prepare(server: Server) -> None:
    """Constraints before data, and indexes; those that are there stay."""
    there = {row[0] for row in server.read("SHOW INDEXES YIELD name")[1]}  # a constraint's index has its name
    for name, statement in (KEYS | INDEXES).items():
        if name not in there:
            server.write("CREATE " + statement.format(name=name + " IF NOT EXISTS"))


def _sync_nodes(server: Server, label: str, wanted: Iterable[Node]) -> tuple[Change, list[str]]:
    """Create and replace; what is gone is returned, to be deleted when no edge of ours hangs on it any more."""
    known, change = _known(server, KNOWN_NODES.format(label=label)), Change()
    statement = (MERGE_NODES if known else CREATE_NODES).format(label=label)
    seen: set[str] = set()

    def rows() -> Iterator[dict[str, Any]]:
        for node in wanted:
            if node.id in seen:
                continue
            seen.add(node.id)
            hash_ = node.hash
            if not _count(change, known.get(node.id), hash_):
                yield {**node.properties, "id": node.id, "hash": hash_}

    for batch in _batches(rows()):
        server.write(statement, rows=batch)
    gone = [id_ for id_ in known if id_ not in seen]
    change.deleted = len(gone)
    return change, gone


def _sync_edges(server: Server, type_: str, wanted: Iterable[Edge]) -> tuple[Change, int]:
    """Delete what is gone or differs, then create; also the number left out for lack of an end."""
    known, change = _known(server, KNOWN_EDGES.format(type=type_)), Change()
    fresh: dict[tuple[str, str], list[dict[str, Any]]] = {}
    ...
    return change, 0


def _known(server: Server, cypher: str) -> dict[str, str]:
    """Id -> hash of what is there: two collected lists are ten times faster than a row each."""
    ids, hashes = server.read(cypher)[1][0]
    return dict(zip(ids, hashes, strict=True))


def _count(change: Change, known: str | None, hash_: str) -> bool:
    """Count one node or edge; True if it is there as it is."""
    if known is None:
        change.created += 1
    elif known != hash_:
        change.changed += 1
    else:
        change.unchanged += 1
    return known == hash_


def _batches[T](items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
