"""What of a release arrives in Neo4j, statement by statement: a property that is mapped nowhere shows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Store

from kg.names import BASE, ID, TKG, local_name
from kg.neo4j.edges import TYPES
from kg.neo4j.mapping import CLASSES, RDF_TYPE, Properties, end, ident, nodes, plain

EDGES = {  # property of a node -> the edges that tell it
    "ofLine": "OF",
    "inLine": "IN_LINE",
    "continues": "CONTINUES",
    "succeeds": "SUCCEEDS",
    "dependsOn": "DEPENDS_ON",
    "code": "HAS_CODE",
    "broader": "BROADER",
    "partOfSource": "PART_OF",
    "coversPair": "COVERS",
    "coversLine": "COVERS",
    "ofSource": "OF_SOURCE",
    "fromSource": "FROM",
    "inDataset": "IN_DATASET",
    "describes": "DESCRIBES",
    "topic": "ABOUT",
    "actOn": "HAS_ACT",
    "actor": "DID",
    "forcePeriod": "HAS_PERIOD",
    "participation": "PARTY_TO",
    "between": "BETWEEN",
    "phase": "HAS_PHASE",
    "membership": "MEMBER_OF",
    "commits": "COMMITS",
    "ofPhase": "OF_PHASE",
    "obligor": "OWES",
    "beneficiary": "TO",
    "countsPair": "COUNTS",
    "ofPair": "OF_PAIR",
    "statedIn": "STATED_IN",
    "judges": "JUDGES",
    "joins": "JOINS",
    "prefers": "PREFERS",
    "rejects": "REJECTS",
    "keepsApart": "KEEPS_APART",
    "foundedOn": "FOUNDED_ON",
}
ENDS = {  # properties of what becomes an edge that are one of its ends
    *("actor", "member", "ofAgreement", "ofPair", "linkFrom", "linkTo", "proposedFrom", "proposedTo", "matches"),
    *("ofAlliance", "saidBy", "subject", "supportedBy", "contradictedBy"),
}
FOLDED = {("Record", "citation"), ("Agreement", "term"), ("Saying", "ofResolution")}  # told by what holds them
RENAMED = {"predicate": "field", "object": "shown", "agreementLevel": "level", "citationText": "citation"}
Item = tuple[str, str]  # label and id of a node; "" and id of an edge


class Arrived:
    """All nodes and edges that a sync would write, by what they stand for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[Item, list[Properties]] = defaultdict(list)
        self._beside: dict[Item, set[tuple[str, str]]] = defaultdict(set)  # type of an edge, id of its other end
        for label in CLASSES:
            for node in nodes(store, label):
                self._held[label, node.id].append(node.properties)
        for type_, edges in TYPES.items():
            for edge in edges(store):
                for item in _stands_for(type_, edge.id):
                    self._held[item].append({**edge.properties, "linkType": type_})
                    self._beside[item] |= {(type_, edge.start[1]), (type_, edge.end[1])}
                self._beside[edge.start] |= {(type_, edge.end[1]), (type_, edge.id)}
                self._beside[edge.end] |= {(type_, edge.start[1]), (type_, edge.id)}

    def tells(self, subject: NamedNode, key: str, value: NamedNode | Literal) -> bool:
        """Whether the node or edge that stands for a thing tells a value of it."""
        if key == "isReplacedBy":
            return ident(subject.value) in _under("replaces", self._held["Agreement", ident(value.value)])
        if key == "citationText":
            (citing,) = self._store.quads_for_pattern(None, TKG.citation, subject, None)
            subject = NamedNode(str(getattr(citing.subject, "value", "")))
        item = end(subject.value) or ("", ident(subject.value))
        if any(_equal(value, one) for one in _under(RENAMED.get(key, key), self._held[item])):
            return True
        if not isinstance(value, NamedNode):
            return False
        other = (end(value.value) or ("", ident(value.value)))[1]
        if item[0]:
            return (EDGES.get(key), other) in self._beside[item]
        return key in ENDS and other in {one for _, one in self._beside[item]}


def _stands_for(type_: str, name: str) -> Iterator[Item]:
    """The things that an edge stands for: a saying also for its resolution, a pair covered for the coverage."""
    yield "", name
    if type_ == "COVERS":
        yield "Coverage", name.rpartition("/")[0]
    if type_ == "SAYS":
        kind, _, rest = name.partition("/")
        yield "", "resolution/" + (rest.partition(">")[0] if kind == "resolution" else rest.rpartition("/")[0])


def _under(key: str, found: list[Properties]) -> Iterator[object]:
    """Values under a key, under that key of a language, or under that of what is folded in."""
    for properties in found:
        for name, held in properties.items():
            if name in (key, f"{key}s", f"term{key[0].upper()}{key[1:]}") or name.startswith(f"{key}_"):
                yield from held if isinstance(held, list) else [held]


def _equal(value: NamedNode | Literal, held: object) -> bool:
    told = plain(value)
    language = value.language if isinstance(value, Literal) else None
    if held in (told, f"{told}@{language}"):
        return True
    return str(held).replace("_", "").lower() == str(told).lower()  # a type of edges; a value as text


def lost(store: Store, left_out: Mapping[str, set[str]]) -> list[str]:
    """`CLASS PROPERTY` of all that does not arrive, with an example; `left_out`: class -> properties, or `all`."""
    arrived = Arrived(store)
    kinds: dict[tuple[str, str], str] = {}
    for quad in store.quads_for_pattern(None, RDF_TYPE, None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            kinds[quad.subject.value, str(quad.graph_name)] = local_name(quad.object.value)
    found: dict[tuple[str, str], str] = {}
    for quad in store:
        subject, value, key = quad.subject, quad.object, local_name(quad.predicate.value)
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            continue
        if not subject.value.startswith(ID) or quad.predicate == RDF_TYPE:
            continue
        kind = kinds.get((subject.value, str(quad.graph_name)), subject.value.removeprefix(ID).partition("/")[0])
        if f"{BASE}graph/src/" in str(quad.graph_name) and kind in {"Act", "Term"}:
            kind = f"stated {kind}"
        if (kind, key) in found or (kind, key) in FOLDED or {key, "all"} & left_out.get(kind, set()):
            continue
        if not arrived.tells(subject, key, value):
            found[kind, key] = f"{kind} {key}: {subject} {value}"
    return list(found.values())
