"""Reads the map between RDF and Neo4j from `ontology/neo4j-map.ttl`, which says what its words mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.names import local_name
from kg.neo4j.mapping import CUT, FILE, WORDS, EdgeMap, Fold, GraphMap, Key, MapError, NodeMap, Statement


@lru_cache(maxsize=1)
def graph_map() -> GraphMap:
    """The map of `ontology/neo4j-map.ttl`."""
    return read_map(FILE.read_bytes())


def read_map(text: bytes) -> GraphMap:
    """A map from its Turtle text."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in parse(text, format=RdfFormat.TURTLE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            facts[triple.subject.value][local_name(triple.predicate.value)].append(triple.object.value)
    return _Reader(facts).map(blake2b(text, digest_size=8).hexdigest())


class _Reader:
    def __init__(self, facts: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._facts = facts

    def map(self, digest: str) -> GraphMap:
        nodes = [self._made(NodeMap, one) | self._keys(one) for one in self._all("Node")]
        folds = {one: Fold(**self._made(Fold, one) | self._keys(one)) for one in self._all("Fold")}
        for node, iri in zip(nodes, self._all("Node"), strict=True):
            if held := self._facts[iri].get("folds"):
                node["fold"] = folds[held[0]]
        statements = [Statement(**self._made(Statement, one)) for one in self._all("Statement")]
        statements += [Statement(**self._made(Statement, one), copy=True) for one in self._all("Copy")]
        edges = [EdgeMap(**self._edge(one)) for one in self._all("Edge")]
        edges.sort(key=lambda edge: (edge.class_, not edge.when, edge.type))
        return GraphMap({node["label"]: NodeMap(**node) for node in nodes}, tuple(statements), tuple(edges), digest)

    def _edge(self, iri: str) -> dict[str, Any]:
        made = self._made(EdgeMap, iri) | self._keys(iri) | {"copies": self._some(iri, "copies")}
        return made | ({"type_cut": self._key(made["type_from"], False).cut} if "type_from" in made else {})

    def _all(self, kind: str) -> list[str]:
        return [iri for iri, told in self._facts.items() if WORDS + kind in told.get("type", ())]

    def _made(self, class_: type, iri: str) -> dict[str, Any]:
        """What is said of one thing, under the names of the fields of a class."""
        told, found = self._facts[iri], dict[str, Any]()
        for one in fields(class_):
            values = told.get(_word(one.name), [])
            if one.name == "type":  # rdf:type is called so too
                values = [value for value in values if not value.startswith(WORDS)]
            if not values or one.name in {"keys", "copies", "fold"}:
                continue
            many = str(one.type).startswith(("frozenset", "tuple"))
            found[one.name] = (frozenset if "frozenset" in str(one.type) else tuple)(values) if many else values[0]
            if str(one.type) == "bool":
                found[one.name] = values[0] == "true"
        return found

    def _keys(self, iri: str) -> dict[str, Any]:
        keys = self._some(iri, "one") | self._some(iri, "many", many=True)
        if name := self._facts[iri].get("keyOfStatedIn"):
            keys = {one: replace(key, name=name[0]) if one.endswith("#statedIn") else key for one, key in keys.items()}
        return {"keys": keys}

    def _some(self, iri: str, word: str, many: bool = False) -> dict[str, Key]:
        return {name: self._key(name, many) for name in self._facts[iri].get(word, ())}

    def _key(self, name: str, many: bool) -> Key:
        told = self._facts.get(name)
        if told is None or "key" not in told:
            raise MapError(f"{FILE.name} has no map:key for <{name}>")
        if "cut" in told:
            return Key(name, told["key"][0], CUT, told["cut"][0], many)
        value = told["value"][0]
        return Key(name, told["key"][0], value.removeprefix(WORDS), many=many)


def _word(name: str) -> str:
    """The map's word for a field: `held_by` is `map:heldBy`, `class_` is `map:class`."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)
