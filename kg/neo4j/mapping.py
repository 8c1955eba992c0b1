"""The map between RDF and Neo4j as values; `kg.neo4j.reading` makes them from `ontology/neo4j-map.ttl`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.errors import Neo4jError
from kg.names import BASE, ID, PREFIXES
from kg.resources import ONTOLOGY

FILE = ONTOLOGY / "neo4j-map.ttl"
WORDS = BASE + "def/neo4j#"
SOURCES = f"{BASE}graph/src/"  # the graph of a node that stands in that of its source
TEXT, NAMES, ANY, CUT = "text", "names", "any", "cut"
XSD = PREFIXES["xsd"]
LANGUAGES = ("en", "es", "ru")  # those of names that have a key of their own
VERSION = 1  # of how rows are made: another one makes every hash another
OWNED = "TreatyKG"  # label of every node of ours

End = tuple[str, str]  # label and id of a node


class MapError(Neo4jError):
    """A statement of a release has no place in the map."""


@dataclass(frozen=True, slots=True)
class Key:
    """A property, and how its values stand under a key of a node or edge."""

    property: str
    name: str
    value: str  # a datatype, or one of the words above
    cut: str = ""
    many: bool = False  # a list, also of one value

    def columns(self) -> tuple[tuple[str, str], ...]:
        """The keys in Neo4j that it may fill, each with its type."""
        many = "[]" if self.many else ""
        if self.value == NAMES:
            one = tuple((f"{self.name}_{language}", "STRING") for language in LANGUAGES)
            return ((self.name, "STRING"), *one, (f"{self.name}s", "STRING[]"))
        if self.value == TEXT:
            return (self.name, "STRING" + many), (f"{self.name}Lang", "STRING" + many)
        if self.value == ANY:
            return (self.name, "STRING"), (f"{self.name}Type", "STRING")
        return ((self.name, TYPES.get(self.value, "STRING") + many),)


TYPES = {XSD + "date": "DATE", XSD + "integer": "INTEGER", XSD + "decimal": "FLOAT", XSD + "boolean": "BOOLEAN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A thing whose keys stand in the node that it belongs to."""

    class_: str
    property: str
    start: str
    keys: Mapping[str, Key] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMap:
    """A class as nodes of one label."""

    label: str
    class_: str = ""  # none: what has no class
    start: str = ""  # of the IRIs it is for
    cut: str = ""  # what of the IRI is no part of the id
    graph: str = ""  # "": each node says under `graph` where it stands
    repeated: bool = False  # told again in every part of a release that needs it
    keys: Mapping[str, Key] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()
    fold: Fold | None = None

    @property
    def tells_graph(self) -> bool:
        """Whether each node says in which graph it stands."""
        return self.graph in ("", SOURCES)

    @property
    def columns(self) -> dict[str, str]:
        """Every key that such a node may have, with its type."""
        keys = [*self.keys.values(), *(self.fold.keys.values() if self.fold else ())]
        own = {"id": "STRING", "hash": "INTEGER"} | ({"graph": "STRING"} if self.tells_graph else {})
        return own | {name: type_ for key in keys for name, type_ in key.columns()} | {"namedOnly": "BOOLEAN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement between two nodes as an edge without keys of its own."""

    type: str
    property: str
    from_: frozenset[str] = frozenset()  # labels of its subjects; none: any
    to: str = ""  # label of its objects, where two properties share the type
    graph: str = ""  # "": that of the subject
    back: bool = False  # from object to subject
    implies_back: str = ""  # property by which the object points at the subject
    copy: bool = False  # never read back


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeMap:
    """A class whose things have two ends, as edges of one type."""

    type: str = ""
    type_from: str = ""  # property whose concept names the type
    type_cut: str = ""  # what of the concept's IRI is no part of the name
    class_: str
    start: str
    graph: str
    begin: str
    end: str = ""
    through: str = ""  # property of the thing that has the end
    held_by: str = ""  # property by which the end points here
    when: str = ""  # for those only that have this value
    implies: str = ""  # property by which begin points at end
    also_of: tuple[str, ...] = ()  # what of the thing passed through has an edge too, if it says nothing itself
    derived: bool = False
    keys: Mapping[str, Key] = field(default_factory=dict)
    copies: Mapping[str, Key] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """Every key that such an edge may have, with its type."""
        own = {"id": "STRING", "hash": "INTEGER"}
        every = own | {name: type_ for key in self.keys.values() for name, type_ in key.columns()}
        every |= {key.name: "STRING" for key in self.copies.values()}
        return every | ({"derived": "BOOLEAN"} if self.derived or self.also_of else {})


@dataclass(frozen=True, slots=True)
class Role:
    """What becomes of one property of the nodes of one label."""

    key: Key | None
    statements: tuple[Statement, ...]
    implied: bool


@dataclass(frozen=True)
class GraphMap:
    """The whole map."""

    nodes: Mapping[str, NodeMap]  # by label
    statements: tuple[Statement, ...]
    edges: tuple[EdgeMap, ...]
    digest: str

    @cached_property
    def held(self) -> frozenset[str]:
        """Properties by which an end points at what becomes an edge."""
        return frozenset(edge.held_by for edge in self.edges if edge.held_by)

    @cached_property
    def passed(self) -> frozenset[str]:
        """Labels of what edges pass through."""
        ends = {edge.end for edge in self.edges if edge.through}
        return frozenset(node.label for node in self.nodes.values() if ends & node.keys.keys())

    @property
    def stamp(self) -> str:
        """By which a database tells that its hashes are of this map."""
        return f"{self.digest} {VERSION}"

    @cached_property
    def seed(self) -> bytes:
        """What makes the hashes of this map its own."""
        return self.stamp.encode()

    @cached_property
    def by_class(self) -> dict[str, list[NodeMap | EdgeMap | Fold]]:
        """What is made of the things of a class; which of them, IRI and graph say."""
        found: dict[str, list[NodeMap | EdgeMap | Fold]] = defaultdict(list)
        for edge in self.edges:
            found[edge.class_].append(edge)
        for node in self.nodes.values():
            found[node.class_].append(node)
            if node.fold:
                found[node.fold.class_].append(node.fold)
        return dict(found)

    @cached_property
    def _kinds(self) -> tuple[dict[str, tuple[str, str]], ...]:
        """Kind of an IRI -> label of its node, and what to cut; outside the graphs of sources, and in them."""
        derived: dict[str, tuple[str, str]] = {}
        stated: dict[str, tuple[str, str]] = {}
        for node in self.nodes.values():
            if node.start and node.class_:
                (stated if node.graph == SOURCES else derived)[node.start] = (node.label, node.cut)
            if node.fold:
                derived[node.fold.start] = (node.label, node.fold.start)
        return {**stated, **derived}, {**derived, **stated}

    def end(self, iri: str, graph: str) -> End:
        """Label and id of the node that an IRI stands for in a graph; MapError if there is none for it."""
        start = iri[: iri.find("/", len(ID)) + 1] if iri.startswith(ID) else iri[: iri.find("#") + 1]
        try:
            label, cut = self._kinds[graph.startswith(SOURCES)][start]
        except KeyError:
            raise MapError(f"{FILE.name} says of no node what <{iri}> is") from None
        return label, iri[len(cut) :]

    @cached_property
    def edges_of(self) -> dict[str, EdgeMap]:
        """Type -> what it is made of; "": types that concepts name."""
        return {edge.type: edge for edge in self.edges}

    @cached_property
    def plain_types(self) -> frozenset[str]:
        """Types of edges without keys of their own."""
        return frozenset(one.type for one in self.statements)

    @cached_property
    def statements_of(self) -> dict[str, list[Statement]]:
        """Type -> the statements that it may stand for, copies left out."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for one in self.statements:
            if not one.copy:
                found[one.type].append(one)
        return dict(found)

    @cached_property
    def roles(self) -> dict[str, dict[str, Role]]:
        """Label -> property -> what becomes of it."""
        return {
            label: {name: self._role(node, name) for name in self._properties(node)}
            for label, node in self.nodes.items()
        }

    def _properties(self, node: NodeMap) -> set[str]:
        told = {one.property for one in self.statements if not one.from_ or node.label in one.from_}
        return told | set(node.keys) | node.implied | ({node.fold.property} if node.fold else set())

    def _role(self, node: NodeMap, name: str) -> Role:
        implied = name in node.implied or (node.fold is not None and name == node.fold.property)
        known = [one for one in self.statements if one.property == name and (not one.from_ or node.label in one.from_)]
        own = [one for one in known if one.from_] or known  # one for certain labels comes before one for any
        copies_only = implied or name in node.keys
        return Role(node.keys.get(name), tuple(one for one in own if one.copy or not copies_only), implied)


def type_of(concept: str) -> str:
    """`protocolTo` as the type `PROTOCOL_TO`."""
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in concept).upper()


def concept_of(type_: str) -> str:
    """`PROTOCOL_TO` as the concept `protocolTo`."""
    first, *rest = type_.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)
