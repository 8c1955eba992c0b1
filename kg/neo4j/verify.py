"""Reads a database back to RDF, and compares that with the release it was made of, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from pyoxigraph import Store

from kg.neo4j import cypher
from kg.neo4j.apply import Connection, Server, opened
from kg.neo4j.back import Back, Place
from kg.neo4j.mapping import GraphMap
from kg.neo4j.planning import parts_of
from kg.neo4j.reading import graph_map
from kg.neo4j.sync import Say
from kg.store import Release

EXAMPLES = 10


@dataclass(slots=True)
class Verified:
    """What came of the comparison: without blank nodes, graphs are isomorphic if their statements are equal."""

    statements: int = 0
    missing: int = 0  # in the release, not in the database
    added: int = 0  # in the database, not in the release
    examples: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether the database holds the release, all of it and nothing else."""
        return not self.missing and not self.added

    def as_dict(self) -> dict[str, object]:
        """As plain values."""
        return {"same": self.same, **asdict(self)}

    def text(self) -> str:
        """In words."""
        if self.same:
            return f"verified: the database gives back the release's {self.statements:,} statements, all and no other"
        told = f"{self.missing:,} statements of the release are missing in the database, {self.added:,} are not its own"
        return "\n".join([told, *self.examples, "mend it with: treatykg sync --afresh"])


def read_back(server: Server, map_: GraphMap) -> Iterator[str]:
    """The N-Quads lines that the nodes and edges of ours stand for, in no order."""
    back = Back(map_)
    for label in map_.nodes:
        for (properties,) in server.stream(cypher.READ_NODES.format(label=label)):
            yield from back.node(label, properties)
    for (type_,) in server.read("CALL db.relationshipTypes()")[1]:
        for row in server.stream(cypher.READ_EDGES.format(type=cypher.name(type_))):
            yield from back.edge(type_, _place(map_, *row[:3]), _place(map_, *row[3:6]), row[6])


def _place(map_: GraphMap, labels: list[str], id_: str, graph: Any) -> Place:
    return Place(next(label for label in labels if label in map_.nodes), id_, graph)


def verify(source: Release | Store, connection: Connection, say: Say) -> Verified:
    """Compare what a database holds with a release.

    Each statement is kept as 64 bits of it, so that millions take little memory.
    """
    parts = parts_of(source)
    wanted = {hash(line) for lines in parts for line in lines}
    found = Verified(statements=len(wanted))
    say(f"reading {connection.place} back to compare it with {found.statements:,} statements")
    more: set[str] = set()
    with opened(connection) as server:
        for line in read_back(server, graph_map()):
            if (one := hash(line)) in wanted:
                wanted.discard(one)
            else:
                more.add(line)
    for lines in parts if wanted or more else ():
        for line in lines:
            more.discard(line)  # told twice by the database
            if hash(line) in wanted and len(found.examples) < EXAMPLES:
                found.examples.append(f"missing: {line.strip()}")
    found.missing, found.added = len(wanted), len(more)
    found.examples += [f"added: {line.strip()}" for line in sorted(more)[:EXAMPLES]]
    return found
