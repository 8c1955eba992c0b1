"""One way of writing a release into the local Neo4j of a home, run as a process of its own; `python -m ... WAY ...`.

Ours is `load-csv`, as the local server gets it, and `unwind`, as any other server does. The others use the official
driver as `pip install neo4j` gives it, without neo4j-rust-ext: `batched` as a careful user writes it, `items` as a
script does that has a MERGE for each node and edge, `triples` as one does that has a MERGE for each triple. `batched`
and `items` get their rows from our mapping, and write what we write.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import psutil
from pyoxigraph import Literal, RdfFormat, parse

from kg.machine import processors
from kg.neo4j import Connection, How, sync, up, verify
from kg.neo4j.cypher import edge_columns
from kg.neo4j.mapping import OWNED
from kg.neo4j.plan import Known, Plan, compare
from kg.neo4j.planning import parts_of
from kg.neo4j.reading import graph_map
from kg.neo4j.rows import rows
from kg.neo4j.spool import Name, Spool
from kg.store import Release
from tests.benchmarks.releases import triples

if TYPE_CHECKING:
    from neo4j import Session

BATCH = 5_000
MERGE_LINK = "MERGE (s:Plain {id: $s}) MERGE (o:Plain {id: $o}) MERGE (s)-[:Triple {p: $p}]->(o)"
MERGE_VALUE = "MERGE (s:Plain {id: $s}) SET s[$p] = $o"


def _ours(release: Release, server: Connection, *, whole: bool = False) -> dict[str, Any]:
    how = How(processes=processors(), whole=whole)
    with _memory() as peak:
        writes = sync(release, server, release.id, _silent, how=how).writes
    return {"writes": writes, "peak": peak()}


@contextmanager
def _memory() -> Iterator[Callable[[], float]]:
    """The most that this process and those it started took at one time, in MB."""
    most, ended, mine = [0], Event(), psutil.Process()

    def look() -> None:
        while not ended.wait(0.25):
            with suppress(psutil.NoSuchProcess):
                most.append(sum(one.memory_info().rss for one in (mine, *mine.children(recursive=True))))

    looker = Thread(target=look)
    looker.start()
    try:
        yield lambda: max(most) / 2**20
    finally:
        ended.set()
        looker.join()


def _by_unwind(release: Release, server: Connection) -> dict[str, Any]:
    return _ours(release, replace(server, files=None))


def _verify(release: Release, server: Connection) -> dict[str, Any]:
    found = verify(release, server, _silent)
    return {"missing": found.missing, "added": found.added, "statements": found.statements}


def _silent(_text: str) -> None:
    pass


def _batched(release: Release, server: Connection) -> dict[str, Any]:
    return _merged(release, server, BATCH)


def _items(release: Release, server: Connection) -> dict[str, Any]:
    return _merged(release, server, 1)


def _merged(release: Release, server: Connection, size: int) -> dict[str, Any]:
    """Nodes by label, then edges by type; ids are unique by constraints; one managed transaction a batch."""
    map_, found = graph_map(), Plan(release.id)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Spool(Path(folder), map_) as spool:
        compare(found, rows(parts_of(release), map_), Known(), map_, spool)
        mapped = time.perf_counter()
        with _session(server) as session:
            for label in map_.nodes:
                session.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
            for name in spool.names:
                _merge_rows(session, name, spool.batches(name, size), size)
        return {"mapping": mapped - begun, "writing": time.perf_counter() - mapped}


def _merge_rows(session: Session, name: Name, batches: Iterator[list[dict[str, Any]]], size: int) -> None:
    columns = graph_map().nodes[name[1]].columns if name[0] == "node" else edge_columns(graph_map(), name[1])
    days = [key for key, type_ in columns.items() if type_ == "DATE"]
    statement = _statement(name, "id" in columns)
    for batch in batches:
        for row in batch:
            told = row if name[0] == "node" else row["properties"]
            told |= {key: date.fromisoformat(told[key]) for key in days if key in told}
        if size == 1:
            session.run(statement, rows=batch).consume()
        else:
            session.execute_write(lambda tx, given: tx.run(statement, rows=given).consume(), batch)


def _statement(name: Name, named: bool) -> str:
    if name[0] == "node":
        return f"UNWIND $rows AS row MERGE (n:{OWNED}:{name[1]} {{id: row.id}}) SET n += row"
    _, type_, start, end = name
    key = " {id: row.properties.id}" if named else ""
    ends = f"MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}})"
    return f"UNWIND $rows AS row {ends} MERGE (a)-[r:{type_}{key}]->(b) SET r += row.properties"


def _triples(release: Release, server: Connection) -> dict[str, Any]:
    with _session(server) as session:
        session.run("CREATE CONSTRAINT FOR (n:Plain) REQUIRE n.id IS UNIQUE").consume()
        for triple in parse("".join(triples(release)), format=RdfFormat.N_TRIPLES):
            statement = MERGE_VALUE if isinstance(triple.object, Literal) else MERGE_LINK
            s, p, o = triple.subject.value, triple.predicate.value, triple.object.value
            session.run(statement, s=s, p=p, o=o).consume()
    return {}


def _session(server: Connection) -> Session:
    from neo4j import GraphDatabase

    return GraphDatabase.driver(server.uri, auth=(server.user, server.password)).session()


Way = Callable[[Release, Connection], dict[str, Any]]
OURS: dict[str, Way] = {"load-csv": _ours, "unwind": _by_unwind, "whole": partial(_ours, whole=True), "verify": _verify}
OTHERS: dict[str, Way] = {"batched": _batched, "items": _items, "triples": _triples}


def main() -> None:
    """`python -m tests.benchmarks.ways WAY HOME RELEASE`: seconds, and what else is to be told, as JSON."""
    way, home, folder = sys.argv[1:]
    if way in OTHERS:
        sys.modules["neo4j._rust"] = None  # type: ignore[assignment]  # what neo4j-rust-ext adds is not to be had
    server = up(Path(home), _silent)  # never another one that the environment names
    begun, busy = time.perf_counter(), os.times()
    told = (OURS | OTHERS)[way](Release(Path(folder)), server)
    seconds, after = time.perf_counter() - begun, os.times()
    print(json.dumps({"seconds": seconds, "cpu": after.user + after.system - busy.user - busy.system, **told}))  # noqa: T201


if __name__ == "__main__":
    main()
