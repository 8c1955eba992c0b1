"""What differs from the release that a database holds, where that one is still at hand: only that is mapped."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import StoreError
from kg.neo4j.apply import Server
from kg.neo4j.elements import Edge, Node
from kg.neo4j.families import Parts, touched
from kg.neo4j.held import edges_at, nodes_of
from kg.neo4j.mapping import End, GraphMap, MapError
from kg.neo4j.plan import Held, Known, Plan, Seen, compare, no_collector
from kg.neo4j.rows import rows
from kg.neo4j.spool import Spool
from kg.store import Release

Rows = tuple[list[Node], list[Edge]]


def changes(before: Release, after: Release, map_: GraphMap) -> tuple[Rows, Rows] | None:
    """The nodes and edges of both releases that may differ; None where it is better to compare all."""
    try:
        lines = touched(before, after, map_)
        return (_rows(lines[0], map_), _rows(lines[1], map_)) if lines else None
    except (MapError, StoreError):  # what is wrong with the new release will be found again
        return None


def _rows(parts: Parts, map_: GraphMap) -> Rows:
    nodes, edges = list[Node](), list[Edge]()
    with no_collector():
        for row in rows(parts, map_):
            nodes.append(row) if isinstance(row, Node) else edges.append(row)
    return nodes, edges


def compare_since(
    plan: Plan, found: tuple[Rows, Rows], server: Server, held: Held, map_: GraphMap, spool: Spool
) -> None:
    """What `kg.neo4j.plan.compare` does, from the changes since the release that is there; `held`: how much is."""
    (old_nodes, old_edges), (new_nodes, new_edges) = found
    known = Known()  # all that is there and may differ
    for edge in old_edges:
        if edge.id:
            known.edges.setdefault(edge.type, {})[edge.id] = edge.hash
        else:
            known.plain.setdefault(edge.type, set()).add(edge.hash)
    was, now = {_end(node): node.hash for node in old_nodes}, set(map(_end, new_nodes))
    plan.at = {edge.hash: edge.end if edge.end in was else edge.start for edge in old_edges}  # few lead to what differs
    led_before, led = _led(old_edges), _led(new_edges)
    gone = led_before - led if held.named_only else set()  # what was known by name only may be no longer
    asked = nodes_of(server, (now | (led - led_before) | gone) - was.keys())
    there = was | {end: hash_ for end, (hash_, named_only) in asked.items() if named_only or end in now}
    for (label, id_), hash_ in there.items():
        known.nodes.setdefault(label, {})[id_] = hash_
    seen = Seen(((led & led_before) | asked.keys()) - there.keys() - now)
    seen.ends |= _still_led(server, there.keys() - now, {edge.hash for edge in old_edges})
    compare(plan, [*new_nodes, *new_edges], known, map_, spool, seen)
    plan.named_only += held.named_only - sum(named_only for _, named_only in asked.values())
    for changes_, numbers in ((plan.nodes, held.nodes), (plan.edges, held.edges)):
        for name, number in numbers.items():
            changes_[name].unchanged = number - changes_[name].changed - changes_[name].deleted


def _end(node: Node) -> End:
    return node.label, node.id


def _led(edges: Iterable[Edge]) -> set[End]:
    return {end for edge in edges for end in (edge.start, edge.end)}


def _still_led(server: Server, ends: Iterable[End], old: set[int]) -> set[End]:
    """Nodes that edges lead to which are not among the old ones."""
    return {end for end, hashes in edges_at(server, ends).items() if hashes - old}
