"""A release as edges: pure, one type at a time.

A plain statement between two nodes becomes an edge whose `id` is made of both ends. What has properties of its own and
joins two things (a participation, a membership, a pairing, a link, a saying) becomes an edge that keeps the `id` of
that node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode, Store

from kg.names import BEST_GRAPH, JUDGEMENT_GRAPH, LINK_GRAPH, PREFIXES, REF_GRAPH, TKG
from kg.neo4j.mapping import (
    CLASSES,
    End,
    Facts,
    Properties,
    about,
    content_hash,
    end,
    ident,
    members,
    plain,
    properties,
    things,
)

ALL_GRAPHS = None
ANY = frozenset(CLASSES)
LINKS = (
    *("amends", "extends", "extendsToTerritory", "renews", "supersedes", "terminates", "suspends"),
    *("implements", "protocolTo", "interprets", "exchangedWith", "cites"),
)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of one type; `id` is unique under the type."""

    id: str
    start: End
    end: End
    properties: Properties

    @property
    def hash(self) -> str:
        """Changes when the content or an end does."""
        return content_hash(self.properties, self.start, self.end)


Edges = Callable[[Store], Iterator[Edge]]


def _statements(
    property_: NamedNode, start: frozenset[str], graph: NamedNode | None, store: Store, *, back: bool = False
) -> Iterator[Edge]:
    """An edge for each statement about a node of one of the labels `start`; `back`: from object to subject."""
    for quad in store.quads_for_pattern(None, property_, None, graph):
        one, other = _end(quad.subject), _end(quad.object)
        if one is None or other is None or one[0] not in start:
            continue
        if back:
            one, other = other, one
        yield Edge(f"{one[1]}>{other[1]}", one, other, {})


def _end(term: object) -> End | None:
    return end(term.value) if isinstance(term, NamedNode) else None


def _joining(node: NamedNode, facts: Facts, start: End | None, finish: End | None, **more: bool) -> Iterator[Edge]:
    """The edge that a node stands for, if both its ends are nodes; the records that state it go with it."""
    if start is None or finish is None:
        return
    found: Properties = properties(facts) | more
    for key in ("statedIn", "concludedBy", "readFrom"):
        if key in facts:
            found[key] = sorted(ident(term.value) for term in things(facts, key))
    for key in ("countsFor", "ofPhase", "judgedBy"):
        if key in facts:
            found[key] = plain(facts[key][0])
    yield Edge(ident(node.value), start, finish, found)


def _first(facts: Facts, key: str) -> End | None:
    return _end(facts[key][0]) if key in facts else None


def _taking_part(property_: NamedNode, who: str, store: Store) -> Iterator[Edge]:
    for quad in store.quads_for_pattern(None, property_, None, BEST_GRAPH):
        if isinstance(quad.object, NamedNode):
            facts = about(store, quad.object, BEST_GRAPH)
            yield from _joining(quad.object, facts, _first(facts, who), _end(quad.subject))


def _pairings(store: Store) -> Iterator[Edge]:
    for node in members(store, TKG.Pairing, BEST_GRAPH):
        facts = about(store, node, BEST_GRAPH)
        yield from _joining(node, facts, _first(facts, "ofAgreement"), _first(facts, "ofPair"), derived=True)


def _links(kind: str, store: Store) -> Iterator[Edge]:
    for node in members(store, TKG.Link, BEST_GRAPH):
        facts = about(store, node, BEST_GRAPH)
        if plain(facts["linkType"][0]) == kind:
            del facts["linkType"]  # the type of the edge says it
            yield from _joining(node, facts, _first(facts, "linkFrom"), _first(facts, "linkTo"))


def _proposed_links(store: Store) -> Iterator[Edge]:
    """Links that were only read out of titles: of one type, so that none is taken for a link that is stated."""
    for node in members(store, TKG.LinkProposal, LINK_GRAPH):
        facts = about(store, node, LINK_GRAPH)
        yield from _joining(node, facts, _first(facts, "proposedFrom"), _first(facts, "proposedTo"))


def _coverage(store: Store) -> Iterator[Edge]:
    for node in members(store, TKG.Coverage, REF_GRAPH):
        facts = about(store, node, REF_GRAPH)
        for covered in facts.get("coversPair", []) + facts.get("coversLine", []):
            for edge in _joining(node, facts, _first(facts, "ofSource"), _end(covered)):
                yield Edge(f"{edge.id}/{edge.end[1]}", edge.start, edge.end, edge.properties)


def _sayings(store: Store) -> Iterator[Edge]:
    """What each record says of a field of which several speak, with what is shown and why."""
    for node in members(store, TKG.Resolution, BEST_GRAPH):
        facts = about(store, node, BEST_GRAPH)
        shown: Properties = {"field": plain(facts["predicate"][0]), "shown": _as_said(facts["object"][0])}
        shown |= properties({"level": facts["agreementLevel"], "rule": facts["rule"]})
        spoken = set()
        for quad in store.quads_for_pattern(None, TKG.ofResolution, node, BEST_GRAPH):
            if isinstance(quad.subject, NamedNode):
                saying = about(store, quad.subject, BEST_GRAPH)
                spoken.update(saying["saidBy"])
                yield from _says(ident(quad.subject.value), _first(saying, "saidBy"), facts, shown | properties(saying))
        for key, agrees in (("supportedBy", True), ("contradictedBy", False)):  # who gives no value of its own
            for record in things(facts, key):
                if record not in spoken:
                    name = f"{ident(node.value)}>{ident(record.value)}"
                    yield from _says(name, _end(record), facts, shown | {"agrees": agrees})


def _as_said(shown: NamedNode | Literal) -> str:
    """A shown value in the form of a record's own: `true`, not Python's `True`."""
    value = plain(shown)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _matches(store: Store) -> Iterator[Edge]:
    """Two records that were compared, with the score, its basis and what followed."""
    for node in members(store, TKG.Match, LINK_GRAPH):
        facts = about(store, node, LINK_GRAPH)
        one, other = sorted(facts["matches"], key=str)
        yield from _joining(node, facts, _end(one), _end(other))


def _foundings(outcome: str, store: Store) -> Iterator[Edge]:
    """What alliances rest on, or may, with score and basis: a type each, so that none is taken for one that is sure."""
    for node in members(store, TKG.Founding, LINK_GRAPH):
        facts = about(store, node, LINK_GRAPH)
        if plain(facts["outcome"][0]) == outcome:
            yield from _joining(node, facts, _first(facts, "ofAlliance"), _first(facts, "ofAgreement"))


def _says(name: str, record: End | None, resolution: Facts, found: Properties) -> Iterator[Edge]:
    about_what = _first(resolution, "subject")
    if record is not None and about_what is not None:
        yield Edge(name, record, about_what, found)


def edge_type(link: str) -> str:
    """`protocolTo` as the type `PROTOCOL_TO`."""
    return re.sub(r"(?=[A-Z])", "_", link).upper()


def _plain(
    property_: NamedNode, start: str | frozenset[str], graph: NamedNode | None = BEST_GRAPH, *, back: bool = False
) -> Edges:
    labels = frozenset({start}) if isinstance(start, str) else start
    return partial(_statements, property_, labels, graph, back=back)


TYPES: dict[str, Edges] = {
    "OF": _plain(TKG.ofLine, "Pair", ALL_GRAPHS),
    "IN_LINE": _plain(TKG.inLine, "Polity", REF_GRAPH),
    "CONTINUES": _plain(TKG.continues, "Polity", REF_GRAPH),
    "SUCCEEDS": _plain(TKG.succeeds, "Polity", REF_GRAPH),
    "DEPENDS_ON": _plain(TKG.dependsOn, "Polity", REF_GRAPH),
    "HAS_CODE": _plain(TKG.code, "Polity", REF_GRAPH),
    "BROADER": _plain(NamedNode(PREFIXES["skos"] + "broader"), "Topic", REF_GRAPH),
    "PART_OF": _plain(TKG.partOfSource, "Source", ALL_GRAPHS),
    "COVERS": _coverage,
    "OF_SOURCE": _plain(TKG.ofSource, "Coverage", REF_GRAPH),
    "FROM": _plain(TKG.fromSource, "Record", ALL_GRAPHS),
    "IN_DATASET": _plain(TKG.inDataset, "Record", ALL_GRAPHS),
    "ABOUT": _plain(TKG.topic, "Agreement"),
    "HAS_ACT": _plain(TKG.actOn, "Act", back=True),
    "DID": _plain(TKG.actor, "Act", back=True),
    "HAS_PERIOD": _plain(TKG.forcePeriod, "Agreement"),
    "PARTY_TO": partial(_taking_part, TKG.participation, "actor"),
    "BETWEEN": _pairings,
    "HAS_PHASE": _plain(TKG.phase, "Alliance"),
    "MEMBER_OF": partial(_taking_part, TKG.membership, "member"),
    "COMMITS": _plain(TKG.commits, frozenset({"Agreement", "Alliance"})),
    "OF_PHASE": _plain(TKG.ofPhase, "Commitment"),
    "OWES": _plain(TKG.obligor, "Commitment", back=True),
    "TO": _plain(TKG.beneficiary, "Commitment"),
    **{edge_type(link): partial(_links, link) for link in LINKS},
    "PROPOSED_LINK": _proposed_links,
    "COUNTS": _plain(TKG.countsPair, "Count"),
    "OF_PAIR": _plain(TKG.ofPair, "Event"),
    "DESCRIBES": _plain(TKG.describes, "Record", LINK_GRAPH),
    "FOUNDED_ON": partial(_foundings, "joined"),
    "PROPOSED_FOUNDING": partial(_foundings, "proposed"),
    "MATCHES": _matches,
    "JUDGES": _plain(TKG.judges, "Judgement", JUDGEMENT_GRAPH),
    **{
        edge_type(does): _plain(TKG[does], "Judgement", JUDGEMENT_GRAPH)
        for does in ("prefers", "rejects", "joins", "keepsApart")
    },
    "STATED_IN": _plain(TKG.statedIn, ANY),
    "SAYS": _sayings,
}
