"""Nodes and edges as they are to stand in Neo4j: keys and values are made from the facts only where they are needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

from kg.neo4j.mapping import End, GraphMap, Key
from kg.neo4j.values import Properties, literal, written


@dataclass(slots=True)
class Node:
    """A node of one label; `id` is unique under the label."""

    label: str
    id: str
    hash: int
    facts: list[tuple[Key, str]] = field(default_factory=list)
    more: Properties = field(default_factory=dict)

    @property
    def properties(self) -> Properties:
        """Its keys and values; MapError if the map has no place for one."""
        return written(self.facts, f"{self.label} {self.id}") | self.more | {"id": self.id, "hash": self.hash}


@dataclass(slots=True)
class Edge:
    """An edge of one type; `id`, if it has one, is unique under the type; without one, its hash is."""

    type: str
    id: str
    start: End
    end: End
    hash: int
    facts: list[tuple[Key, str]] = field(default_factory=list)
    copied: list[tuple[Key, str]] = field(default_factory=list)
    more: Properties = field(default_factory=dict)

    @property
    def properties(self) -> Properties:
        """Its keys and values; MapError if the map has no place for one."""
        found = written(self.facts, f"{self.type} {self.id}") | self.more | {"hash": self.hash}
        found |= {key.name: _text(key, term) for key, term in self.copied}
        return found | ({"id": self.id} if self.id else {})


def _text(key: Key, term: str) -> str:
    """A copy of a value: as text, whatever it is."""
    return literal(term)[0] if term[0] != "<" else str(written([(key, term)], "a copy")[key.name])


def hashed(seed: bytes, *content: str) -> int:
    """63 bits that change when the content does, or what is made of it."""
    return int.from_bytes(blake2b("\n".join(content).encode(), digest_size=8, key=seed).digest()) >> 1


def named_only(map_: GraphMap, end: End) -> Node:
    """A node that edges lead to and of which the release says nothing."""
    return Node(*end, hashed(map_.seed, *end), more={"namedOnly": True})
