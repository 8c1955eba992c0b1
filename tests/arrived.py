"""What of a release arrives in Neo4j, statement by statement: a property that is mapped nowhere shows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.names import BASE, ID, local_name
from kg.neo4j.edges import TYPES
from kg.neo4j.mapping import CLASSES, LEFT_OUT, RDF_TYPE, Properties, end, ident, nodes, plain

EDGES = {  # property of a node -> the edges that tell it
    **{"ofLine": "OF", "inLine": "IN_LINE", "continues": "CONTINUES", "succeeds": "SUCCEEDS", "dependsOn": "DEPENDS_ON"},
    **{"code": "HAS_CODE", "broader": "BROADER", "partOfSource": "PART_OF", "coversPair": "COVERS", "coversLine": "COVERS"},
    **{"ofSource": "OF_SOURCE", "fromSource": "FROM", "inDataset": "IN_DATASET", "describes": "DESCRIBES"},
    **{"topic": "ABOUT", "actOn": "HAS_ACT", "forcePeriod": "HAS_PERIOD", "participation": "PARTY_TO", "between": "BETWEEN"},
    **{"phase": "HAS_PHASE", "membership": "MEMBER_OF", "commits": "COMMITS", "ofPhase": "OF_PHASE", "obligor": "OWES"},
    **{"beneficiary": "TO", "countsPair": "COUNTS", "ofPair": "OF_PAIR", "statedIn": "STATED_IN", "judges": "JUDGES"},
    **{"prefers": "PREFERS", "rejects": "REJECTS", "joins": "JOINS", "keepsApart": "KEEPS_APART", "actor": "DID"},
}
ENDS = {  # property of what becomes an edge -> it is one of both ends
    *("actor", "member", "ofAgreement", "ofPair", "linkFrom", "linkTo", "proposedFrom", "proposedTo", "matches"),
    *("saidBy", "ofResolution", "subject", "supportedBy", "contradictedBy"),
}
RENAMED = {"predicate": "field", "object": "shown", "agreementLevel": "level", "citationText": "citation"}
Item = tuple[str, str]  # label and id of a node; "" and id of an edge


class Arrived:
    """All nodes and edges that a sync would write, by what they stand for."""

    def __init__(self, store: Store) -> None:
        self._held: dict[Item, list[Properties]] = defaultdict(list)
        self._ends: dict[Item, set[tuple[str, str]]] = defaultdict(set)  # type of edge, and what is at its other end
        for label in CLASSES:
            for node in nodes(store, label):
                self._held[label, node.id].append(node.properties)
        for type_, edges in TYPES.items():
            for edge in edges(store):
                for name in _stands_for(type_, edge.id):
                    self._held["", name].append(edge.properties | {"linkType": type_})
                    self._ends["", name] |= {("", edge.start[1]), ("", edge.end[1])}
                for one, other in ((edge.start, edge.end[1]), (edge.end, edge.start[1])):
                    self._ends[one] |= {(type_, other), (type_, edge.id)}

    def tells(self, subject: NamedNode, key: str, value: NamedNode | Literal) -> bool:
        """Whether the node or edge that stands for a thing tells a value of it."""
        item = end(subject.value) or ("", ident(subject.value))
        if any(_equal(value, one) for found in self._held[item] for one in _under(RENAMED.get(key, key), found)):
            return True
        if item[0]:
            return (EDGES.get(key, "?"), ident(value.value)) in self._ends[item]
        return key in ENDS and ("", _node(value)) in self._ends[item]


def _stands_for(type_: str, name: str) -> Iterator[str]:
    """The things that an edge stands for: a saying also for its resolution."""
    yield name
    if type_ == "SAYS":
        kind, _, rest = name.partition("/")
        yield "resolution/" + (rest.partition(">")[0] if kind == "resolution" else rest.rpartition("/")[0])


def _node(value: NamedNode | Literal) -> str:
    found = end(value.value)
    return found[1] if found else value.value


def _under(key: str, properties: Properties) -> Iterator[object]:
    """Values under a key, under that key of a language, or under that of what is folded in."""
    for name, held in properties.items():
        if name == key or name.startswith((f"{key}_", f"{key}s")) or name == f"term{key[0].upper()}{key[1:]}":
            yield from held if isinstance(held, list) else [held]


def _equal(value: NamedNode | Literal, held: object) -> bool:
    told = plain(value)
    language = value.language if isinstance(value, Literal) else None
    return held in (told, str(told), f"{told}@{language}") or str(held).replace("_", "").lower() == str(told).lower()


def lost(store: Store) -> Iterator[str]:
    """`CLASS PROPERTY`, with an example, of each kind of statement that does not arrive and is not left out on purpose."""
    arrived = Arrived(store)
    kinds: dict[tuple[str, str], str] = {}
    for quad in store.quads_for_pattern(None, RDF_TYPE, None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            kinds[quad.subject.value, str(quad.graph_name)] = local_name(quad.object.value)
    seen: set[tuple[str, str]] = set()
    for quad in store:
        subject, value, key = quad.subject, quad.object, local_name(quad.predicate.value)
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            continue
        if not subject.value.startswith(ID) or quad.predicate == RDF_TYPE:
            continue
        kind = kinds.get((subject.value, str(quad.graph_name)), subject.value.removeprefix(ID).partition("/")[0])
        if f"<{BASE}graph/src/" in str(quad.graph_name) and kind in {"Act", "Term"}:
            kind = f"stated {kind}"
        left = LEFT_OUT.get(kind, frozenset())
        if (kind, key) not in seen and not {key, "all"} & left and not arrived.tells(subject, key, value):
            seen.add((kind, key))
            yield f"{kind} {key}: {subject} {value}"
