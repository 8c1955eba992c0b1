"""What a database holds of ours: its stamp, and ids and hashes of its nodes and edges."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kg.neo4j import cypher
from kg.neo4j.apply import Connection, Server, opened
from kg.neo4j.mapping import End, GraphMap
from kg.neo4j.plan import Known
from kg.neo4j.reading import graph_map

Totals = Mapping[str, Mapping[str, int]]  # "nodes" and "edges" -> label or type -> number


def stamp(server: Server) -> dict[str, str]:
    """What was stamped: `id`, `map` and `held` of the release that is there whole; `syncing`: of one that is not."""
    found = server.read(cypher.STAMP)[1]
    return {key: value for key, value in found[0][0].items() if value is not None} if found else {}


def release_of(connection: Connection) -> str | None:
    """The release whose sync was finished last; None if none was, or one was broken off.

    Raises Neo4jError if the server cannot be asked.
    """
    with opened(connection) as server:
        return stamp(server).get("id")


def totals_of(server: Server, told: Mapping[str, str]) -> Totals | None:
    """What was stamped of how much there is, if there is still as much; None otherwise.

    Neo4j counts as it writes, so that this takes no time.
    """
    try:
        held: dict[str, dict[str, int]] = json.loads(told.get("held", ""))
        nodes, edges = sum(held["nodes"].values()), held["edges"]
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    there = dict(server.read(cypher.counts(edges))[1])
    return held if there == {"": nodes, **edges} else None


def known_of(server: Server, map_: GraphMap) -> Known:
    """All that the database holds: two collected lists a label or type, ten times faster than a row each."""
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


def nodes_of(server: Server, ends: Iterable[End]) -> dict[End, tuple[int, bool]]:
    """Those of some nodes that are there: their hashes, and whether they are known by name only."""
    return {end: (hash_, named) for end, hash_, named in _asked(server, cypher.nodes_of, ends)}


def edges_at(server: Server, ends: Iterable[End]) -> dict[End, set[int]]:
    """The hashes of the edges of ours that some nodes have."""
    return {end: set(hashes) for end, hashes in _asked(server, cypher.edges_at, ends)}


def _asked(server: Server, statement: Any, ends: Iterable[End]) -> Iterable[tuple[Any, ...]]:
    by_label: dict[str, list[str]] = {}
    for label, id_ in ends:
        by_label.setdefault(label, []).append(id_)
    for label, ids in by_label.items():
        for id_, *rest in server.read(statement(label), ids=ids)[1]:
            yield (label, id_), *rest
