"""The part of a release that concerns one pair of countries, with all evidence for it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from kg.names import BASE, ID, TKG, pair_iri

# Nodes found by what they point at: what belongs to an agreement, a pair or a resolution.
INWARD = ("actOn", "ofAgreement", "linkFrom", "ofResolution", "ofPair", "countsPair", "between", "describes", "statedIn")
SUBJECT = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject")

# What is followed from a node to the things it names; polities lead on to lines and codes, not to their agreements.
OUTWARD_KINDS = tuple(
    f"{ID}{kind}/"
    for kind in "participation act term period record source citation polity line code actor count event pair".split()
)


def pair_quads(store: Store, pair: str) -> Iterator[Quad]:
    """All quads about the agreements, counts, events and statements of a pair (`RUS-VEN`), sorted.

    Agreements of two sides only; concepts of the vocabularies come with their labels.
    """
    return iter(sorted(_closure(store, pair_iri(pair)), key=str))


def _closure(store: Store, start: NamedNode) -> set[Quad]:
    found: set[Quad] = set()
    seen: set[NamedNode] = {start}
    todo = [start]
    while todo:
        node = todo.pop()
        for quad in store.quads_for_pattern(node, None, None, None):
            found.add(quad)
            if isinstance(quad.object, NamedNode) and _follow(quad):
                todo += _new(quad.object, seen)
        for other in _inward(store, node):
            todo += _new(other, seen)
    return found


def _new(node: NamedNode, seen: set[NamedNode]) -> list[NamedNode]:
    if node in seen:
        return []
    seen.add(node)
    return [node]


def _follow(quad: Quad) -> bool:
    """Outward, but not from a polity to other polities, nor from an agreement to a linked one."""
    target = quad.object.value
    if target.startswith(BASE + "def/"):
        return True
    if quad.subject.value.startswith(ID + "polity/") and target.startswith(ID + "polity/"):
        return False
    return target.startswith(OUTWARD_KINDS) and quad.predicate not in {TKG.ofPair, TKG.between, TKG.countsPair}


def _inward(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    kind = node.value.removeprefix(ID).split("/", 1)[0]
    wanted = {
        "agreement": ("actOn", "ofAgreement", "linkFrom", "describes"),
        "pair": ("between", "countsPair", "ofPair", "describes"),
        "resolution": ("ofResolution",),
        "event": ("describes",),
    }.get(kind, ())
    for name in wanted:
        for quad in store.quads_for_pattern(None, TKG[name], node, None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject
    if kind in {"agreement", "act", "term", "event"}:
        for quad in store.quads_for_pattern(None, SUBJECT, node, None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject
