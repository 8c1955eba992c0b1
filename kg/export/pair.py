"""The part of a release that concerns one pair of countries, with all evidence for it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.terms import RDF_SUBJECT
from kg.names import BASE, ID, TKG, line_iri, pair_iri

# Followed from a node to what it names. Not followed: from a polity to another, from a linked agreement to its own.
KINDS = (
    "participation",
    "membership",
    "act",
    "term",
    "period",
    "record",
    "source",
    "citation",
    "polity",
    "line",
    "code",
    "actor",
    "phase",
)
OUTWARD = (*(f"{ID}{kind}/" for kind in (*KINDS, "count", "event")), f"{BASE}def/")

# Found by what they point at, kind of node by kind of node.
INWARD = {
    "agreement": (TKG.actOn, TKG.ofAgreement, TKG.linkFrom, TKG.describes, RDF_SUBJECT),
    "pair": (TKG.between, TKG.countsPair, TKG.ofPair, TKG.describes),
    "resolution": (TKG.ofResolution,),
    "event": (TKG.describes, RDF_SUBJECT),
    "act": (RDF_SUBJECT,),
    "term": (RDF_SUBJECT,),
    "commitment": (TKG.commits,),
    "alliance": (TKG.describes,),
    "source": (TKG.columnsOf, TKG.ofSource),
}


def pair_quads(store: Store, pair: str) -> list[Quad]:
    """All quads about the two-sided agreements, counts, events and statements of a pair (`RUS-VEN`), sorted.

    So are the commitments that one owes the other, and the alliances they are of. With all come the records and sources
    that say so, what these cover and in which columns they say what, and the labels of every concept used.
    """
    found: set[Quad] = set()
    seen = {pair_iri(pair), *_commitments(store, *pair.split("-"))}
    todo = sorted(seen, key=str)
    while todo:
        node = todo.pop()
        about = list(store.quads_for_pattern(node, None, None, None))
        found.update(about)
        for neighbour in (*_outward(about), *_inward(store, node)):
            if neighbour not in seen:
                seen.add(neighbour)
                todo.append(neighbour)
    return sorted(found, key=str)


def _commitments(store: Store, one: str, other: str) -> Iterator[NamedNode]:
    """What polities of one line owe polities of the other."""
    of_one, of_other = _polities(store, one), _polities(store, other)
    for owing, owed in ((of_one, of_other), (of_other, of_one)):
        for polity in owing:
            for quad in store.quads_for_pattern(None, TKG.obligor, polity, None):
                to = {found.object for found in store.quads_for_pattern(quad.subject, TKG.beneficiary, None, None)}
                if isinstance(quad.subject, NamedNode) and not owed.isdisjoint(to):
                    yield quad.subject


def _polities(store: Store, line: str) -> set[NamedNode]:
    subjects = (quad.subject for quad in store.quads_for_pattern(None, TKG.inLine, line_iri(line), None))
    return {subject for subject in subjects if isinstance(subject, NamedNode)}


def _outward(about: list[Quad]) -> Iterator[NamedNode]:
    for quad in about:
        target = quad.object
        if isinstance(target, NamedNode) and target.value.startswith(OUTWARD):
            to_another_polity = _kind(target) == "polity" == _kind(quad.subject)
            if not to_another_polity:
                yield target


def _inward(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for predicate in INWARD.get(_kind(node), ()):
        for quad in store.quads_for_pattern(None, predicate, node, None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject


def _kind(node: object) -> str:
    """`act` for `id/act/...`; empty for what is no thing of ours."""
    value = getattr(node, "value", "")
    return value.removeprefix(ID).split("/", 1)[0] if value.startswith(ID) else ""
