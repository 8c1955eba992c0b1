"""What differs between a release and what a database holds of it: pure but for what it keeps for the work."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

import msgspec

from kg.errors import Neo4jError
from kg.neo4j.cypher import EMPTIED
from kg.neo4j.elements import Edge, Node, named_only
from kg.neo4j.mapping import End, GraphMap
from kg.neo4j.spool import Spool


@dataclass(slots=True)
class Known:
    """What a database holds of ours: hashes by id under label or type; edges without id by their hash alone."""

    nodes: dict[str, dict[str, int]] = field(default_factory=dict)
    edges: dict[str, dict[str, int]] = field(default_factory=dict)
    plain: dict[str, set[int]] = field(default_factory=dict)
    twice: dict[str, list[int]] = field(default_factory=dict)  # edges that stand there more than once

    @property
    def empty(self) -> bool:
        """Whether there is nothing of ours."""
        return not any(self.nodes.values())

    def count(self) -> tuple[int, int]:
        """Nodes and edges."""
        edges = sum(map(len, self.edges.values())) + sum(map(len, self.plain.values()))
        return sum(map(len, self.nodes.values())), edges


@dataclass(slots=True)
class Change:
    """What a sync does under one label or type."""

    created: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many there are afterwards."""
        return self.created + self.changed + self.unchanged

    def differs(self, old: int | None, new: int, afresh: bool) -> bool:
        """Count one by the hash that was there, if any, and its own; whether it is to be written."""
        if old is None:
            self.created += 1
        elif old != new or afresh:
            self.changed += 1
        else:
            self.unchanged += 1
            return False
        return True


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How much of ours there is."""

    nodes: dict[str, int]  # by label
    edges: dict[str, int]  # by type
    named_only: int

    def count(self) -> tuple[int, int]:
        """Nodes and edges."""
        return sum(self.nodes.values()), sum(self.edges.values())


@dataclass(slots=True)
class Plan:
    """What a sync would do."""

    release: str
    nodes: dict[str, Change] = field(default_factory=lambda: defaultdict(Change))
    edges: dict[str, Change] = field(default_factory=lambda: defaultdict(Change))
    gone_nodes: dict[str, list[str]] = field(default_factory=dict)  # label -> ids
    gone_edges: dict[str, list[int]] = field(default_factory=dict)  # type -> hashes
    at: dict[int, End] = field(default_factory=dict)  # hash -> a node that has this edge, where it is known
    old_edges: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))  # changed: id -> old hash
    named_only: int = 0  # nodes that edges lead to and the release says nothing of
    since: str = ""  # the release that was there, where only what differs from it was looked at
    held: tuple[int, int] = (0, 0)  # nodes and edges that were there
    afresh: bool = False  # as if all that is there differed
    seconds: float = 0.0

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Label or type, created, changed, deleted, unchanged; empty ones left out."""
        every = [*sorted(self.nodes.items()), *sorted(self.edges.items())]
        found = [(name, one.created, one.changed, one.deleted, one.unchanged) for name, one in every]
        return [row for row in found if any(row[1:])]

    @property
    def writes(self) -> int:
        """How many nodes and edges are created, changed or deleted."""
        return sum(sum(row[1:4]) for row in self.rows())

    def add(self, other: Plan) -> None:
        """Count what another one creates."""
        for mine, theirs in ((self.nodes, other.nodes), (self.edges, other.edges)):
            for name, change in theirs.items():
                mine[name].created += change.created

    @property
    def after(self) -> Held:
        """What there is once it is done."""
        nodes, edges = (
            {name: number for name, one in sorted(made.items()) if (number := one.total)}
            for made in (self.nodes, self.edges)
        )
        return Held(nodes=nodes, edges=edges, named_only=self.named_only)

    def as_dict(self) -> dict[str, object]:
        """As plain values."""
        changes = {"nodes": self.nodes, "edges": self.edges}
        told = {key: {name: asdict(one) for name, one in sorted(made.items())} for key, made in changes.items()}
        return {"release": self.release, "since": self.since, "writes": self.writes, **told}

    def check(self, limit: float) -> None:
        """Raise Neo4jError if more than `limit` (a share of 1) of what is there would be deleted."""
        for what, changes, held in zip(("nodes", "edges"), (self.nodes, self.edges), self.held, strict=True):
            gone = sum(change.deleted for change in changes.values())
            if held and gone / held > limit:
                raise Neo4jError(
                    f"the sync would delete {gone:,} of {held:,} {what} ({gone / held:.0%}), more than {limit:.0%}; "
                    "look at it with --plan, and let it with --allow-deletes"
                )


@dataclass(slots=True)
class Seen:
    """Nodes that stand in a release, and nodes that its edges lead to."""

    here: set[End] = field(default_factory=set)
    ends: set[End] = field(default_factory=set)


def compare(
    plan: Plan, rows: Iterable[Node | Edge], known: Known, map_: GraphMap, spool: Spool, seen: Seen | None = None
) -> None:
    """Fill the plan, and keep what is to be written; `known` is used up. `seen`: what stands beside these rows."""
    seen = seen or Seen()
    take(plan, rows, known, spool, seen)
    close(plan, known, map_, spool, seen)


def take(plan: Plan, rows: Iterable[Node | Edge], known: Known, spool: Spool, seen: Seen) -> None:
    """Compare some of the rows."""
    with no_collector():
        for row in rows:
            if isinstance(row, Node):
                seen.here.add((row.label, row.id))
                _node(plan, row, known, spool)
            else:
                seen.ends.update((row.start, row.end))
                _edge(plan, row, known, spool)


def close(plan: Plan, known: Known, map_: GraphMap, spool: Spool, seen: Seen) -> None:
    """All rows were taken: what edges lead to is there by name at least, and what is still known is gone."""
    for end in sorted(seen.ends - seen.here):
        plan.named_only += 1
        _node(plan, named_only(map_, end), known, spool)
    spool.ready()
    _gone(plan, known)


def _node(plan: Plan, node: Node, known: Known, spool: Spool) -> None:
    old = known.nodes.get(node.label, {}).pop(node.id, None)
    if plan.nodes[node.label].differs(old, node.hash, plan.afresh):
        spool.node(node)


def _edge(plan: Plan, edge: Edge, known: Known, spool: Spool) -> None:
    change = plan.edges[edge.type]
    if not edge.id:
        there = known.plain.get(edge.type, set())
        if edge.hash in there:
            there.discard(edge.hash)
            change.unchanged += 1
        else:
            change.created += 1
            spool.edge(edge)
        return
    old = known.edges.get(edge.type, {}).pop(edge.id, None)
    if change.differs(old, edge.hash, plan.afresh):
        if old is not None:
            plan.old_edges[edge.type][edge.id] = old
        spool.edge(edge, changed=old is not None)


@contextmanager
def no_collector() -> Iterator[None]:
    """Without the search for cycles: there are none, and among millions of objects it costs a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _gone(plan: Plan, known: Known) -> None:
    for label, nodes in known.nodes.items():
        if nodes:
            plan.gone_nodes[label] = sorted(nodes)
            plan.nodes[label].deleted = sum(hash_ != EMPTIED for hash_ in nodes.values())
    for type_ in known.edges.keys() | known.plain.keys() | known.twice.keys():
        left = [*known.edges.get(type_, {}).values(), *known.plain.get(type_, ())]
        plan.edges[type_].deleted = len(left)
        if gone := [*left, *known.twice.get(type_, ())]:
            plan.gone_edges[type_] = gone
