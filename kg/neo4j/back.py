"""The way back: nodes and edges as Neo4j has them to the N-Quads lines that they were made of; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.names import ID
from kg.neo4j.mapping import SOURCES, EdgeMap, GraphMap, Key, MapError, NodeMap, Statement, concept_of
from kg.neo4j.rows import GRAPHS, TYPE
from kg.neo4j.values import read


@dataclass(frozen=True, slots=True)
class Place:
    """One end of an edge: label, id and, where its label does not tell it, graph."""

    label: str
    id: str
    graph: str | None = None


class Back:
    """Lines from nodes and edges."""

    def __init__(self, map_: GraphMap) -> None:
        self._map = map_

    def node(self, label: str, properties: Mapping[str, Any]) -> Iterator[str]:
        """The lines that a node stands for; none where it is known by name only."""
        made = self._map.nodes[label]
        if properties.get("namedOnly"):
            return
        subject = f"<{made.cut}{properties['id']}>"
        graph = self._graph(made, properties.get("graph"))
        if made.class_:
            yield f"{subject} <{TYPE}> <{made.class_}> <{graph}> .\n"
        yield from _keys(made.keys, subject, properties, graph)
        if made.fold:
            folded = f"<{made.fold.start}{properties['id']}>"
            lines = list(_keys(made.fold.keys, folded, properties, graph))
            if lines:
                yield f"{subject} <{made.fold.property}> {folded} <{graph}> .\n"
                yield f"{folded} <{TYPE}> <{made.fold.class_}> <{graph}> .\n"
                yield from lines

    def edge(self, type_: str, start: Place, end: Place, properties: Mapping[str, Any]) -> Iterator[str]:
        """The lines that an edge stands for; none for a copy."""
        if "id" not in properties:
            yield from self._statement(type_, start, end, properties)
            return
        made = self._map.edges_of.get(type_) or self._map.edges_of.get("")
        if made is None:
            raise MapError(f"no edge of type {type_} is known")
        if not (made.also_of and properties.get("derived")):
            yield from self._two_ended(made, type_, start, end, properties)

    def _statement(self, type_: str, start: Place, end: Place, properties: Mapping[str, Any]) -> Iterator[str]:
        if properties.get("derived"):
            return
        made = self._chosen(type_, start, end)
        subject, value = (end, start) if made.back else (start, end)
        graph = made.graph or self._graph(self._map.nodes[subject.label], subject.graph)
        yield f"{self._iri(subject)} <{made.property}> {self._iri(value)} <{graph}> .\n"
        if made.implies_back:
            yield f"{self._iri(value)} <{made.implies_back}> {self._iri(subject)} <{graph}> .\n"

    def _chosen(self, type_: str, start: Place, end: Place) -> Statement:
        for one in self._map.statements_of.get(type_, ()):
            subject, value = (end, start) if one.back else (start, end)
            if (not one.from_ or subject.label in one.from_) and one.to in ("", value.label):
                return one
        raise MapError(f"no edge {type_} from {start.label} to {end.label} is known")

    def _two_ended(
        self, made: EdgeMap, type_: str, start: Place, end: Place, properties: Mapping[str, Any]
    ) -> Iterator[str]:
        subject, rest = f"<{ID}{properties['id']}>", f"<{made.graph}> .\n"
        one, other = self._iri(start), self._iri(end)
        yield f"{subject} <{TYPE}> <{made.class_}> {rest}"
        yield f"{subject} <{made.begin}> {one} {rest}"
        if made.held_by:
            yield f"{other} <{made.held_by}> {subject} {rest}"
        elif not made.through:
            yield f"{subject} <{made.end}> {other} {rest}"
        if made.implies:
            yield f"{one} <{made.implies}> {other} {rest}"
        if made.type_from:
            yield f"{subject} <{made.type_from}> <{made.type_cut}{concept_of(type_)}> {rest}"
        yield from _keys(made.keys, subject, properties, made.graph)

    def _iri(self, place: Place) -> str:
        return f"<{self._map.nodes[place.label].cut}{place.id}>"

    def _graph(self, made: NodeMap, told: str | None) -> str:
        return made.graph if made.graph not in ("", SOURCES) else f"{GRAPHS}{told}"


def _keys(keys: Mapping[str, Key], subject: str, properties: Mapping[str, Any], graph: str) -> Iterator[str]:
    for key in keys.values():
        for value in read(key, properties):
            yield f"{subject} <{key.property}> {value} <{graph}> .\n"
