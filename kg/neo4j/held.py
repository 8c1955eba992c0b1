"""What a database holds of ours: its stamp, and ids and hashes of its nodes and edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kg.neo4j import cypher
from kg.neo4j.apply import Connection, Server, opened
from kg.neo4j.mapping import End, GraphMap
from kg.neo4j.plan import Held, Known
from kg.neo4j.reading import graph_map


def stamp(server: Server) -> dict[str, Any]:
    """What was stamped: `id`, `map`, `held` and `counted` of the release that is there whole; `syncing`: of another."""
    found = server.read(cypher.STAMP)[1]
    return {key: value for key, value in found[0][0].items() if value is not None} if found else {}


def counted(server: Server) -> list[int]:
    """Nodes of ours, and edges that begin at one: Neo4j counts as it writes, so that this takes no time."""
    return [int(server.read(count)[1][0][0]) for count in (cypher.HELD, cypher.BEGUN)]


def release_of(connection: Connection) -> str | None:
    """The release whose sync was finished last; None if none was, or one was broken off.

    Raises Neo4jError if the server cannot be asked.
    """
    with opened(connection) as server:
        return stamp(server).get("id")


def held_by(server: Server, told: Mapping[str, Any]) -> Held | None:
    """How much there is, as it was stamped; None if there is more or less by now."""
    try:
        held = msgspec.json.decode(told.get("held", ""), type=Held)
    except msgspec.DecodeError:
        return None
    return held if told.get("counted") == counted(server) else None


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
